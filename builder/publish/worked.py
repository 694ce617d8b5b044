"""Declared examples of checks, worked out: invented lines are read as a report is, invented figures stand beside them.

What it does not: it judges nothing and knows no check; the tests run the same examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from builder.checks import run_checks
from builder.documents import read_bytes
from builder.facts import state_facts
from builder.knowledge.checks import Example, FigureName
from builder.model import Checked, Fact, Place, ReportFacts
from builder.recognise import recognise

_NAME = "example.txt"


def work_out(example: Example) -> Checked:
    """All checks on what an example shows."""
    facts = tuple(invented(example.figures, example.units))
    content = _read(example.beside + example.text) if example.text else _empty()
    return run_checks(replace(content, facts=content.facts + facts))


def invented(figures: Mapping[str, str], units: Mapping[str, str] | None = None) -> Iterator[Fact]:
    """Figures by name as facts, in 万元 where no other unit is given; the places are their order."""
    for number, (name, printed) in enumerate(figures.items(), start=1):
        figure = FigureName.of(name)
        parts = (figure.table, figure.side, figure.code, figure.item, figure.measure)
        yield Fact(*parts, Decimal(printed), (units or {}).get(name, "万元"), printed, Place(line=number))


def _read(text: str) -> ReportFacts:
    document = read_bytes(text.encode(), _NAME)
    return replace(state_facts(recognise(document)), notices=document.notices)


def _empty() -> ReportFacts:
    return ReportFacts(facts=(), tables=(), unread=(), reasons=(), unmatched=())
