"""Makes reports with known facts: real PDF files of departments that do not exist.

What it does: from one number (`seed`) it draws a department whose figures add up (`department`), a printed
form (`axes`) and gives the PDF with every fact that a reader must find in it (`generate`). What it is not: it
knows nothing of the reader; what a person could not read without doubt is not drawn.

The way of the data: `lines` (money by account) → `department` (figures of the tables), `told` and `beside` (figures of
the text) → `slips` (one of them misprinted, in some reports) → `coded`, `halves`, `special` (cells) and `text`,
`sentences` (paragraphs) → `drawing`, `paper` → `report`.
"""

from builder.typeset.generate.axes import AXES, DEPARTMENT_AXES, MadeLayout, made_layout, plain_layout
from builder.typeset.generate.department import Department, made_department
from builder.typeset.generate.facts import ExpectedFact
from builder.typeset.generate.report import GeneratedReport, generate

__all__ = [
    "AXES",
    "DEPARTMENT_AXES",
    "Department",
    "ExpectedFact",
    "GeneratedReport",
    "MadeLayout",
    "generate",
    "made_department",
    "made_layout",
    "plain_layout",
]
