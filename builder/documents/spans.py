"""Rows of cells without spans → cells with spans, as far as the rows themselves tell.

Text of a word processor's table keeps a cell merged across columns as one cell, and a cell merged across
rows as blank cells below it. From the full rows underneath, a short row's spans can be worked out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from builder.model import Cell, Place
from builder.text import has_digit, parse_number, squeeze

_TextCell = tuple[str, Place]
_FEWEST_COLUMNS = 3
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


def without_tails(rows: Sequence[list[_TextCell]]) -> list[list[_TextCell]] | None:
    """All rows as wide as the widest, where the short ones lack only blank cells at their end; else None.

    Text copied out of a spreadsheet keeps a cell for each column, under merged heads too, and an editor may take the
    tabs at the end of its lines. A copy from a web page has no cell where a head is merged: its first row shows none.
    """
    width = max(len(row) for row in rows)
    first = [squeeze(text) for text, _ in rows[0]]
    if width < _FEWEST_COLUMNS or (len(first) < width and all(first)):
        return None
    amounts = [_first_amount(row) for row in rows]
    full = [at for row, at in zip(rows, amounts, strict=True) if at >= 0 and len(row) == width]
    leftmost = min(full, default=next((at for row in rows if (at := _first_numbered(row)) >= 0), -1))
    inside = any(not squeeze(text) for row in rows for text, _ in row[:-1])
    short = (at for row, at in zip(rows, amounts, strict=True) if at >= 0 and len(row) < width)
    whole = [[*row, *(("", row[-1][1]) for _ in range(width - len(row)))] for row in rows]
    heads = list(takewhile(lambda row: _first_amount(row) < 0, whole))
    heads = whole[: len(heads)] = _below_merged(heads)
    shifted = any(_is_shifted(above, below) for above, below in pairwise(heads))
    if leftmost < 0 or not inside or shifted or any(at < leftmost for at in short):
        return None
    return whole


def _below_merged(heads: list[list[_TextCell]]) -> list[list[_TextCell]]:
    """Heads moved left by cells merged downwards stand again below those merged across, where they are as many."""
    found = heads[:1]
    for below in heads[1:]:
        above = found[-1]
        words = [cell for cell in below if squeeze(cell[0])]
        free = _merged_across(above)
        moved = _is_shifted(above, below) and not any(has_digit(text) for text, _ in words)
        if moved and len(words) == len(free):
            named = dict(zip(free, words, strict=True))
            below = [named.get(column, ("", below[0][1])) for column in range(len(below))]
        found.append(below)
    return found


def _merged_across(row: Sequence[_TextCell]) -> list[int]:
    """The columns under heads that reach over more than one: a head and the blank cells behind it."""
    starts = [column for column, (text, _) in enumerate(row) if squeeze(text)]
    reach = pairwise([*starts, len(row)])
    return [column for start, end in reach if end - start > 1 for column in range(start, end)]


def _is_shifted(above: Sequence[_TextCell], below: Sequence[_TextCell]) -> bool:
    """Whether a head stands under one that is not merged: cells merged downwards have left no cell, all is moved."""
    upper = [squeeze(text) for text, _ in above]
    single = (i for i, text in enumerate(upper) if text and (upper[i + 1 : i + 2] or ["-"])[0])
    lower = [squeeze(text) for text, _ in below]
    return any(lower[i] and not has_digit(lower[i]) and lower[i] != "栏次" for i in single if i < len(lower))


def _first_amount(row: Sequence[_TextCell]) -> int:
    return next((index for index, (text, _) in enumerate(row) if _is_amount(text)), -1)


def _first_numbered(row: Sequence[_TextCell]) -> int:
    """Where the numbers of the columns begin, in a row that numbers each one up to its end; -1 in any other."""
    texts = [squeeze(text) for text, _ in row]
    at = next((index for index, text in enumerate(texts) if text == "1"), len(texts))
    numbers = [str(number + 1) for number in range(len(texts) - at)]
    return at if len(numbers) >= _FEWEST_COLUMNS and texts[at:] == numbers else -1


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
