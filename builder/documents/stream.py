"""Tables printed without vertical rules → grids, from the positions of their words alone. Knows positions only.

Words that stand above each other form columns; numbers show where a table is. Lines that hold a number, an
account code or a numbered label begin a row; other words are the rest of a wrapped name and go to the nearest row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from builder.documents.lattice import Rule
from builder.documents.layout import Glyph, PrintedLine
from builder.model import Cell, Grid, Place
from builder.text import parse_number, squeeze

#: A gap of more than this share of the glyph height parts two cells.
_CELL_GAP = 0.9
_SPREAD_LETTERS = 4.5
_MAX_HEAD_LINES = 8
_MAX_PLAIN_LINES = 4
#: An account code, a numbered label, or a line of totals.
BEGINS_ROW = re.compile(
    r"^\d{3}(?:\d{2}){0,2}(?!\d|\.)"
    r"|^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)]|其中[:：])"
    r"|^(?:合计|总计|本年收入合计|本年支出合计|人员经费合计|公用经费合计|年初|年末|结余分配|使用非财政)"
)
NOT_TABLE = re.compile(r"[。；]|表$|单位[:：]|^部门[:：]|^编制|公开\d+表|^(?:注|说明|备注)[:：]|^第.部分")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words of one cell on one line."""

    text: str
    x0: float
    x1: float

    @property
    def is_number(self) -> bool:
        return parse_number(self.text) is not None

    @property
    def is_amount(self) -> bool:
        return self.is_number and "." in squeeze(self.text)

    def overlaps(self, x0: float, x1: float) -> bool:
        return self.x0 < x1 and x0 < self.x1


@dataclass(frozen=True, slots=True)
class _Line:
    chunks: tuple[Chunk, ...]
    y: float
    height: float
    place: Place

    @property
    def text(self) -> str:
        return squeeze("".join(chunk.text for chunk in self.chunks))

    @property
    def tabular(self) -> bool:
        """A row that holds an amount beside other words."""
        return len(self.chunks) >= 2 and any(chunk.is_amount for chunk in self.chunks)

    @property
    def begins_row(self) -> bool:
        marked = BEGINS_ROW.match(squeeze(self.chunks[0].text))
        return bool(marked) or any(chunk.is_amount for chunk in self.chunks)


@dataclass(frozen=True, slots=True)
class Stream:
    """A table without rules: its grid, and the printed lines that it takes up."""

    grid: Grid
    lines: frozenset[int]  # indexes
    top: float


def find_streams(
    lines: Sequence[PrintedLine], rules: Sequence[Rule], places: Sequence[Place]
) -> list[Stream]:
    """Tables among the lines of one page, from top to bottom."""
    cut = [
        _Line(chunks_of(line), (line.top + line.bottom) / 2, line.height, place)
        for line, place in zip(lines, places, strict=True)
    ]
    found = []
    for first, last in _runs(cut):
        run = cut[first : last + 1]
        cells = _cells(run, [rule.at for rule in rules if rule.horizontal])
        if cells:
            grid = Grid(tuple(cells), run[0].place, exact=True)
            found.append(Stream(grid, frozenset(range(first, last + 1)), lines[first].top))
    return found


def chunks_of(line: PrintedLine) -> tuple[Chunk, ...]:
    """A line cut at its wide gaps; letters of a spread word (合　计) stay together."""
    groups: list[list[Glyph]] = [[line.glyphs[0]]]
    for glyph in line.glyphs[1:]:
        if glyph.x0 - groups[-1][-1].x1 > _CELL_GAP * glyph.height:
            groups.append([glyph])
        else:
            groups[-1].append(glyph)
    chunks: list[Chunk] = []
    for group in groups:
        chunk = Chunk("".join(glyph.text for glyph in group), group[0].x0, group[-1].x1)
        if chunks and _spread(chunks[-1], chunk, group[0].height):
            last = chunks.pop()
            chunk = Chunk(last.text + chunk.text, last.x0, chunk.x1)
        chunks.append(chunk)
    return tuple(chunks)


def _spread(left: Chunk, right: Chunk, height: float) -> bool:
    letters = left.text + right.text
    near = right.x0 - left.x1 < _SPREAD_LETTERS * height
    return near and letters in {"项目", "合计", "栏次", "行次", "总计", "小计", "收入", "支出"}


def _runs(lines: Sequence[_Line]) -> list[tuple[int, int]]:
    """First and last line of each table: from its heads to its last row."""
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        if not lines[index].tabular:
            index += 1
            continue
        last = _last_row(lines, index)
        rows = [line for line in lines[index : last + 1] if line.tabular]
        if len(rows) >= 2 or max(sum(c.is_amount for c in line.chunks) for line in rows) >= 4:
            runs.append((_first_head(lines, index, runs[-1][1] + 1 if runs else 0), last))
        index = last + 1
    return runs


def _last_row(lines: Sequence[_Line], first: int) -> int:
    last, plain = first, 0
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if NOT_TABLE.search(line.text):
            break
        if line.tabular or line.begins_row:
            last, plain = index, 0
        else:
            plain += 1
            if plain > _MAX_PLAIN_LINES:
                break
    while last + 1 < len(lines) and _is_tail(lines[last], lines[last + 1]):
        last += 1
    return last


def _is_tail(row: _Line, line: _Line) -> bool:
    """The rest of a wrapped name under the last row."""
    close = line.y - row.y < 1.6 * row.height
    return close and len(line.chunks) == 1 and len(line.text) < 16 and not NOT_TABLE.search(line.text)


def _first_head(lines: Sequence[_Line], first_row: int, floor: int) -> int:
    first = first_row
    for index in range(first_row - 1, max(floor, first_row - _MAX_HEAD_LINES) - 1, -1):
        if NOT_TABLE.search(lines[index].text) or len(lines[index].text) > 120:
            break
        first = index
    return first


# --- columns and rows ------------------------------------------------------------------------------------


def _columns(run: Sequence[_Line]) -> list[tuple[float, float]]:
    """Extents of the columns: words of rows that overlap from line to line, then heads over nothing yet."""
    extents: list[list[float]] = []
    rows = [line for line in run if line.begins_row]
    for chunk in sorted((c for line in rows for c in line.chunks), key=lambda c: c.x1 - c.x0):
        _join(extents, chunk)
    for line in reversed(run[: run.index(rows[0])] if rows else run):
        for chunk in line.chunks:
            if not any(chunk.overlaps(x0, x1) for x0, x1 in extents):
                extents.append([chunk.x0, chunk.x1])
    return sorted((x0, x1) for x0, x1 in extents)


def _join(extents: list[list[float]], chunk: Chunk) -> None:
    met = [extent for extent in extents if chunk.overlaps(extent[0], extent[1])]
    joined = [min([chunk.x0, *(e[0] for e in met)]), max([chunk.x1, *(e[1] for e in met)])]
    for extent in met:
        extents.remove(extent)
    extents.append(joined)


def _cells(run: Sequence[_Line], horizontal: Sequence[float]) -> list[Cell]:
    columns = _columns(run)
    if len(columns) < 2 or _misaligned(run, columns):
        return []
    cells: list[Cell] = []
    for row, lines in enumerate(_rows(run, horizontal)):
        cells += _row_cells(row, lines, columns)
    return cells


def _misaligned(run: Sequence[_Line], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the words of one row fall together in a column: the lines are not set in columns at all."""
    rows = [line for line in run if line.begins_row]
    crowded = [
        line for line in rows if any(sum(c.overlaps(x0, x1) for c in line.chunks) > 1 for x0, x1 in columns)
    ]
    return len(crowded) * 5 > len(rows)


def _rows(run: Sequence[_Line], horizontal: Sequence[float]) -> list[list[_Line]]:
    """Lines of each row: by the horizontal rules where every row has one, else by the nearest row's line."""
    top, bottom = run[0].y - run[0].height, run[-1].y + run[-1].height
    between = sorted(y for y in horizontal if top - 12 < y < bottom + 12)
    starts = [line for line in run if line.begins_row]
    if len(between) > len(starts):
        banded: dict[int, list[_Line]] = {}
        for line in run:
            banded.setdefault(sum(y < line.y for y in between), []).append(line)
        return [banded[band] for band in sorted(banded)]
    groups: list[list[_Line]] = []
    seen_row = False
    for line in run:
        seen_row = seen_row or line.begins_row
        groups.append([line] if line.begins_row or not seen_row else [])
    for index, line in enumerate(run):
        if not groups[index]:
            near = min(starts, key=lambda start: abs(start.y - line.y))
            groups[run.index(near)].append(line)
    return [sorted(group, key=lambda line: line.y) for group in groups if group]


def _row_cells(row: int, lines: Sequence[_Line], columns: Sequence[tuple[float, float]]) -> list[Cell]:
    texts: dict[int, list[str]] = {}
    spans: dict[int, int] = {}
    for line in lines:
        for chunk in line.chunks:
            under = [i for i, (x0, x1) in enumerate(columns) if chunk.overlaps(x0, x1)]
            if not under:
                middle = (chunk.x0 + chunk.x1) / 2
                under = [min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))]
            texts.setdefault(under[0], []).append(chunk.text)
            spans[under[0]] = max(spans.get(under[0], 1), len(under))
    place = lines[0].place
    cells = []
    column = 0
    while column < len(columns):
        span = spans.get(column, 1)
        if any(other in texts for other in range(column + 1, column + span)):
            span = 1
        cells.append(Cell("\n".join(texts.get(column, [])), row, column, place, column_span=span))
        column += span
    return cells
