"""Rows of cells without spans → cells with spans, as far as the rows themselves tell.

Text of a word processor's table keeps a cell merged across columns as one cell, and a cell merged across
rows as blank cells below it. From the full rows underneath, a short row's spans can be worked out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from builder.model import Cell, Place
from builder.text import has_digit, parse_number, squeeze

_TextCell = tuple[str, Place]
_NAME_HEADS = {"科目名称", "名称", "功能分类科目名称", "科目编码", "项目名称"}


def spread(rows: list[list[_TextCell]]) -> Iterator[Cell]:
    """Cells with column and span; a row that cannot be worked out gives its surplus to its first cell."""
    widths = Counter(len(row) for row in rows)
    width = max(widths, key=lambda count: (widths[count] * count, count))
    starts: list[list[int]] = [[] for _ in rows]
    for index in range(len(rows) - 1, -1, -1):
        below = list(zip(starts[index + 1], rows[index + 1], strict=True)) if index + 1 < len(rows) else []
        starts[index] = _starts(rows[index], width, [(start, text) for start, (text, _) in below])
    for index, row in enumerate(rows):
        ends = [*starts[index][1:], max(width, len(row))]
        for (text, place), start, end in zip(row, starts[index], ends, strict=True):
            yield Cell(text, index, start, place, column_span=max(1, end - start))


def merged_once(rows: Sequence[Sequence[_TextCell]]) -> bool:
    """Whether short rows are short because a merged cell stands in them once: heads, and lines of totals that
    lack just the label columns. Rows of accounts must all be full; else blank cells are missing somewhere."""
    width = max(len(row) for row in rows)
    full = [row for row in rows if len(row) == width and any(_is_amount(text) for text, _ in row)]
    labels = {max((i + 1 for i, (text, _) in enumerate(row) if _is_word(text)), default=0) for row in full}
    if not all(squeeze(text) for text, _ in rows[0]):
        return False  # a merged head would leave no blank cell beside it
    for row in rows:
        if len(row) < width and any(has_digit(text) for text, _ in row):
            amounts_follow = len(row) > 1 and _is_amount(row[1][0])
            if not amounts_follow or width - len(row) + 1 not in labels:
                return False
    return len(full) * 2 > len(rows) and len(labels) == 1


def _is_amount(text: str) -> bool:
    return "." in text and parse_number(text) is not None


def _is_word(text: str) -> bool:
    return bool(squeeze(text)) and parse_number(text) is None


def _starts(row: list[_TextCell], width: int, below: list[tuple[int, str]]) -> list[int]:
    """The first column of each cell of a row; `below` are the columns and words of the row under it."""
    count = len(row)
    if count >= width or count == 0:
        return list(range(count))
    if not any(has_digit(text) for text, _ in row) and not any(has_digit(text) for _, text in below):
        for rule in (_by_blanks, _by_repetition):
            if starts := rule(count, below):
                return starts
    surplus = width - count
    return [0, *range(1 + surplus, width)]


def _by_blanks(count: int, below: list[tuple[int, str]]) -> list[int]:
    """A blank cell below continues the cell above it; a run of filled cells below divides one above.

    The words over names and those over figures are never divided from one head.
    """
    for parted in (False, True):
        starts, inside_run = [], False
        for column, text in below:
            filled = bool(squeeze(text))
            if not filled or not inside_run:
                starts.append(column)
            inside_run = filled and not (parted and squeeze(text) in _NAME_HEADS)
        if len(starts) == count:
            return starts
    return []


def _by_repetition(count: int, below: list[tuple[int, str]]) -> list[int]:
    """项目 行次 金额 项目 行次 金额 under 收入 and 支出: each begins where the first word comes again."""
    first = squeeze(below[0][1]) if below else ""
    starts = [column for column, text in below if squeeze(text) == first and first]
    return starts if len(starts) == count else []
