"""What no form's reading touched: a number in an official table that is neither stated nor reported is reported here.

Heads, rows that number the columns, line numbers, codes and page numbers are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.facts.collect import Collected
from builder.facts.columns import NUMBERING_WORDS, is_numbering, is_page_number
from builder.model import Cell, Row
from builder.text import has_digit, parse_number, squeeze

_FIGURES_RUN_TOGETHER = re.compile(r"^[-−－—]?\d[\d,，.\s]*\.\d+$")
_WHOLE = re.compile(r"\d{1,7}")
_LINE_NUMBER = re.compile(r"\d{1,3}")


def report_leftover(rows: Sequence[Row], out: Collected) -> None:
    """Report every number that is left in the rows of a table once its facts are stated."""
    heads = {id(row) for row in out.heads}
    numbered = any(squeeze(cell.text) in NUMBERING_WORDS for row in rows for cell in row.cells)
    for row in rows:
        left = [cell for cell in row.cells if id(cell) not in out.seen and has_digit(cell.text)]
        if not left or is_numbering(row) or is_page_number(row):
            continue
        for cell in left:
            if _is_figure(cell, head=id(row) in heads, numbered=numbered):
                out.miss(
                    cell, "这个数没有归到任何一行一列", "a figure that belongs to no known row and column"
                )


def _is_figure(cell: Cell, *, head: bool, numbered: bool) -> bool:
    """Printed with decimals it is one anywhere; a whole number only outside heads, when it is no line number."""
    text = squeeze(cell.text)
    if not has_digit(text):
        return False
    if parse_number(cell.text) is None:
        return bool(_FIGURES_RUN_TOGETHER.match(cell.text.strip()))
    if not _WHOLE.fullmatch(text):
        return "." in text or not head
    return not head and not (numbered and _LINE_NUMBER.fullmatch(text))
