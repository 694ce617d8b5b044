"""Rows of cells without spans → cells with spans, as far as the rows themselves tell.

Text of a word processor's table keeps a cell merged across columns as one cell, and a cell merged across
rows as blank cells below it. From the full rows underneath, a short row's spans can be worked out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from builder.model import Cell, Place
from builder.text import has_digit, squeeze

_TextCell = tuple[str, Place]


def spread(rows: list[list[_TextCell]]) -> Iterator[Cell]:
    """Cells with column and span; a row that cannot be worked out gives its surplus to its first cell."""
    widths = Counter(len(row) for row in rows)
    width = max(widths, key=lambda count: (widths[count] * count, count))
    starts: list[list[int]] = [[] for _ in rows]
    below: list[str] | None = None
    for index in range(len(rows) - 1, -1, -1):
        starts[index] = _starts(rows[index], width, below)
        below = _expand(rows[index], starts[index], width)
    for index, row in enumerate(rows):
        ends = [*starts[index][1:], max(width, len(row))]
        for (text, place), start, end in zip(row, starts[index], ends, strict=True):
            yield Cell(text, index, start, place, column_span=max(1, end - start))


def _starts(row: list[_TextCell], width: int, below: list[str] | None) -> list[int]:
    """The first column of each cell of a row."""
    count = len(row)
    if count >= width or count == 0:
        return list(range(count))
    if below is not None and not any(has_digit(text) for text, _ in row):
        for rule in (_by_blanks, _by_repetition):
            if starts := rule(count, below):
                return starts
    surplus = width - count
    return [0, *range(1 + surplus, width)]


def _by_blanks(count: int, below: list[str]) -> list[int]:
    """A blank cell below continues the cell above it; a run of filled cells below divides one above."""
    starts, inside_run = [], False
    for column, text in enumerate(below):
        filled = bool(squeeze(text))
        if not filled or not inside_run:
            starts.append(column)
        inside_run = filled
    return starts if len(starts) == count else []


def _by_repetition(count: int, below: list[str]) -> list[int]:
    """项目 行次 金额 项目 行次 金额 under 收入 and 支出: each begins where the first word comes again."""
    first = squeeze(below[0])
    starts = [column for column, text in enumerate(below) if squeeze(text) == first and first]
    return starts if len(starts) == count else []


def _expand(row: list[_TextCell], starts: list[int], width: int) -> list[str]:
    """One text per column; a spanned column repeats nothing, so that a run below stays one run."""
    texts = [""] * width
    for (text, _), start in zip(row, starts, strict=True):
        if start < width:
            texts[start] = text
    return texts
