"""Titles, captions and notes that were typed into rows of the table itself → lines above and below the grid.

Sheets and word processors' tables often begin with a merged row for the title and one for 部门：… 单位：万元, and end with
one for 注：…; a page shows them as lines, and as lines they are understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from builder.model import Block, Cell, Grid, Line
from builder.text import has_digit, squeeze

_CAPTION = re.compile(
    r"^(?:(?:编制|公开|填报)?(?:部门|单位)(?:名称)?|财决\d*表?|(?:公开|附)?表?\d*表?)[:：]|^(?:金额)?单位[:：]|^(?:附表|公开|财决)\d+表?$"
    r"|[（(]?(?:金额)?单位[:：](?:人民币)?[百千万亿]*元[）)]?$|^20\d\d年(?:度|\d+月\d*日?)?$"
)
_TITLE = re.compile(r"表(?:[（(][^（）()]*[）)]|续表?)?$")
_NOTE = re.compile(r"^(?:注|说明|备注|注释)[:：\d]")
_FURTHER = re.compile(r"^\d+[.、．].{8,}")
_LONGEST_TITLE = 48
#: So many rows at the head of a table may be titles and captions, and so many at its end notes.
_HEAD, _FOOT = 5, 4


def part_captions(grid: Grid, edges: frozenset[int] = frozenset()) -> list[Block]:
    """The grid without its rows of titles, captions and notes; those as lines before and behind it.

    A table of such rows alone becomes lines. Rows keep their places; nothing is lost. `edges` are those of columns
    that the table has though its cells may not show them.
    """
    starts = _starts(grid)
    if len(starts) == 1:
        return _parted(grid, edges)
    blocks: list[Block] = []
    for start, end in pairwise([*starts, max(cell.row for cell in grid.cells) + 1]):
        cells = [cell for cell in grid.cells if start <= cell.row < end]
        piece = replace(grid, cells=_moved(cells, start, 0, frozenset()), place=cells[0].place)
        blocks += _parted(piece, frozenset())
    return blocks


def _starts(grid: Grid) -> list[int]:
    """The rows in which a table begins: the first, and further down those of a title over all columns.

    Tables without a word between them flow into one in a word processor.
    """
    rows, width = list(grid.rows()), grid.width
    ends = list(accumulate((max((c.row + c.row_span for c in row), default=0) for row in rows), max))
    starts = [0]
    for number, row in enumerate(rows[1:], start=1):
        filled = [cell for cell in row if squeeze(cell.text)]
        alone = len(filled) == 1 and filled[0].row_span == 1 and filled[0].column_span * 5 >= width * 4
        if alone and number - starts[-1] > _HEAD and _is_title(squeeze(filled[0].text)):
            start = number
            while start - 1 > starts[-1] and _are_captions(rows[start - 1]):
                start -= 1
            if ends[start - 1] <= start:
                starts.append(start)
    return starts


def _parted(grid: Grid, edges: frozenset[int]) -> list[Block]:
    """One table with its rows of words above and below as lines."""
    rows = [[cell for cell in row if squeeze(cell.text)] for row in grid.rows()]
    first = 0
    while first < min(len(rows), _HEAD) and _is_above(rows[first], grid, first):
        first += 1
    while 0 < first < len(rows) and not rows[first]:
        first += 1  # a blank row between the captions and the table
    last = _foot(rows, first, grid.width)
    body = [cell for cell in grid.cells if first <= cell.row < last]
    if (first, last) == (0, len(rows)) or any(cell.row + cell.row_span > last for cell in body):
        return [grid]
    kept: list[Block] = []
    if any(squeeze(cell.text) for cell in body):
        kept.append(replace(grid, cells=_moved(body, first, grid.width, edges), place=body[0].place))
    return [*_lines(rows[:first]), *kept, *_lines(rows[last:])]


def _is_above(row: Sequence[Cell], grid: Grid, number: int) -> bool:
    """Whether a row holds only a title or captions; a blank one above the first words does too."""
    if any(cell.row_span > 1 for cell in row):
        return False
    texts = [squeeze(cell.text) for cell in row]
    if len(row) == 1 and _is_title(texts[0]) and row[0].column_span * 2 > grid.width - 1:
        return True
    return number == 0 if not row else _are_captions(row)


def _are_captions(row: Sequence[Cell]) -> bool:
    """Whether all filled cells of a row are captions, or the words behind one that stands apart from them."""
    texts = [text for cell in row if (text := squeeze(cell.text))]
    labelled = [bool(_CAPTION.search(text)) for text in texts]
    named = [before and not has_digit(text) for before, text in zip([False, *labelled], texts, strict=False)]
    return any(labelled) and all(a or b for a, b in zip(labelled, named, strict=True))


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and bool(_TITLE.search(text)) and "。" not in text


def _foot(rows: Sequence[Sequence[Cell]], first: int, width: int) -> int:
    """The index of the first row of notes at the end; further numbered notes follow one that says 注."""
    last = at = len(rows)
    while at > first and len(rows) - at < _FOOT and len(rows[at - 1]) == 1:
        cell = rows[at - 1][0]
        text = squeeze(cell.text)
        if cell.column_span * 2 < width or not (_NOTE.search(text) or _FURTHER.search(text)):
            break
        at -= 1
        last = at if _NOTE.search(text) else last
    return last


def _lines(rows: Sequence[Sequence[Cell]]) -> list[Block]:
    """A row with one filled cell keeps its line breaks as lines; captions beside each other are one line."""
    lines: list[Block] = []
    for row in rows:
        if len(row) == 1:
            lines += [Line(text.strip(), row[0].place) for text in row[0].text.split("\n") if squeeze(text)]
        elif row:
            text = "  ".join(" ".join(cell.text.split()) for cell in row)
            lines.append(Line(text, row[0].place))
    return lines


def _moved(cells: Sequence[Cell], rows: int, width: int, columns: frozenset[int]) -> tuple[Cell, ...]:
    """The cells with so many rows less above them; edges of columns that only those rows had are gone.

    The table stays as wide as it was: a blank cell fills what no row of it reaches.
    """
    end = max(cell.column + cell.column_span for cell in cells)
    filler = [Cell("", rows, end, cells[0].place, column_span=width - end)] if end < width else []
    kept = [*cells, *filler]
    edges = sorted(
        {edge for cell in kept for edge in (cell.column, cell.column + cell.column_span)} | columns
    )
    rank = {edge: place for place, edge in enumerate(edges)}
    return tuple(
        replace(
            cell,
            row=cell.row - rows,
            column=rank[cell.column],
            column_span=rank[cell.column + cell.column_span] - rank[cell.column],
        )
        for cell in kept
    )
