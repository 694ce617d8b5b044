"""Tables printed without vertical rules → grids, from the positions of their words alone. Knows positions only.

Words that stand above each other form columns; numbers show where a table is. Lines that hold a number, an
account code or a numbered label begin a row; other words are the rest of a wrapped name and go to the nearest row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from builder.documents.alignment import Column, Span, align, place
from builder.documents.lattice import Rule
from builder.documents.layout import Glyph, PrintedLine
from builder.model import Cell, Grid, Place
from builder.text import parse_number, squeeze

#: A gap of more than this share of the glyph height parts two cells.
_CELL_GAP = 0.9
_SPREAD_LETTERS = 4.5
_MAX_HEAD_LINES = 8
#: Lines nearer than this many heights are one row.
_ROW_GAP = 1.4
#: Heads that stand over several columns, or over labels that need no head to be told.
_HEADS = {"行次", "科目名称", "决算数", "金额", "项目"}
_OVER_ALL = {"项目", "收入", "支出"}
_MAX_PLAIN_LINES = 4
_CODE_OR_LABEL = r"^\d{3}(?:\d{2}){0,2}(?!\d|\.)|^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)]|其中[:：])"
_TOTALS = r"^(?:合计|总计|本年收入合计|本年支出合计|人员经费合计|公用经费合计|年初|年末|结余分配|使用非财政)"
_MARKED = re.compile(_CODE_OR_LABEL)
#: An account code, a numbered label, or a line of totals.
BEGINS_ROW = re.compile(f"{_CODE_OR_LABEL}|{_TOTALS}")
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

    @property
    def span(self) -> Span:
        return Span(self.x0, self.x1, self.is_number)


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
        marked = _MARKED.match(squeeze(self.chunks[0].text))  # 合计 alone may be a head
        return bool(marked) or any(chunk.is_amount for chunk in self.chunks)


@dataclass(frozen=True, slots=True)
class Stream:
    """A table without rules: its grid, and the printed lines that it takes up."""

    grid: Grid
    lines: frozenset[int]  # indexes
    top: float
    columns: tuple[Column, ...]


def find_streams(
    lines: Sequence[PrintedLine],
    rules: Sequence[Rule],
    places: Sequence[Place],
    before: Sequence[Column] = (),
) -> list[Stream]:
    """Tables among the lines of one page, from top to bottom.

    `before` are the columns of the table that ended the page before: rows that go on without heads stand in them.
    """
    cut = [
        _Line(chunks_of(line), (line.top + line.bottom) / 2, line.height, place)
        for line, place in zip(lines, places, strict=True)
    ]
    found: list[Stream] = []
    for first, last in _runs(cut):
        run = cut[first : last + 1]
        headless = run[0].begins_row
        columns = list(before) if headless and before and not found else _columns(run)
        cells = _cells(run, columns, [rule.at for rule in rules if rule.horizontal])
        if cells and not (headless and not before):
            grid = Grid(tuple(cells), run[0].place, exact=True)
            found.append(Stream(grid, frozenset(range(first, last + 1)), lines[first].top, tuple(columns)))
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
        head = _first_head(lines, index, runs[-1][1] + 1 if runs else 0)
        named = any(squeeze(c.text) in _HEADS for line in lines[head:index] for c in line.chunks)
        if len(rows) >= 2 or named or max(sum(c.is_amount for c in line.chunks) for line in rows) >= 4:
            runs.append((head, last))
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


def _columns(run: Sequence[_Line]) -> list[Column]:
    """The columns of a run: its heads are the lines above its first row."""
    first = next((index for index, line in enumerate(run) if line.begins_row), len(run))
    heads = [[c.span for c in line.chunks if squeeze(c.text) not in _OVER_ALL] for line in run[:first]]
    return align(heads, (chunk.span for line in run[first:] if line.begins_row for chunk in line.chunks))


def _cells(run: Sequence[_Line], columns: Sequence[Column], horizontal: Sequence[float]) -> list[Cell]:
    if len(columns) < 2 or _misaligned(run, columns):
        return []
    cells: list[Cell] = []
    for row, lines in enumerate(_rows(run, columns, horizontal)):
        cells += _row_cells(row, lines, columns)
    return cells


def _misaligned(run: Sequence[_Line], columns: Sequence[Column]) -> bool:
    """Whether the words of one row fall together in a column: the lines are not set in columns at all."""
    rows = [line for line in run if line.begins_row]
    crowded = [line for line in rows if len({place(c.span, columns) for c in line.chunks}) < len(line.chunks)]
    return len(crowded) * 5 > len(rows)


def _rows(run: Sequence[_Line], columns: Sequence[Column], horizontal: Sequence[float]) -> list[list[_Line]]:
    """Lines of each row: by horizontal rules where every row has one, else by the space between the lines,
    else by the nearest line that begins a row."""
    first = next((index for index, line in enumerate(run) if line.begins_row), 0)
    if first and _is_head_of_name(run[first - 1], run[first]):
        first -= 1
    heads, body = [[line] for line in run[:first]], run[first:]
    top, bottom = body[0].y - body[0].height, body[-1].y + body[-1].height
    between = sorted(y for y in horizontal if top - 12 < y < bottom + 12)
    if len(between) > sum(line.tabular for line in body):
        return heads + _split(body, [sum(y < line.y for y in between) for line in body])
    gaps = [0, *(int(after.y - line.y > _ROW_GAP * line.height) for line, after in pairwise(body))]
    spaced = _split(body, list(accumulate(gaps)))
    if not any(_crowded(lines, columns) for lines in spaced):
        return heads + spaced
    starts = [index for index, line in enumerate(body) if line.begins_row]
    return heads + _split(body, [min(starts, key=lambda s: abs(body[s].y - line.y)) for line in body])


def _split(lines: Sequence[_Line], keys: Sequence[int]) -> list[list[_Line]]:
    groups: dict[int, list[_Line]] = {}
    for key, line in zip(keys, lines, strict=True):
        groups.setdefault(key, []).append(line)
    return [sorted(groups[key], key=lambda line: line.y) for key in sorted(groups)]


def _crowded(lines: Sequence[_Line], columns: Sequence[Column]) -> bool:
    """Whether two amounts of a would-be row stand in one column: they are two rows."""
    amounts = [place(chunk.span, columns) for line in lines for chunk in line.chunks if chunk.is_amount]
    return len(set(amounts)) < len(amounts)


def _is_head_of_name(line: _Line, row: _Line) -> bool:
    """The beginning of a wrapped name, close above the first row."""
    close = row.y - line.y < 1.4 * row.height
    return close and len(line.chunks) == 1 and len(row.chunks) > 2 and not line.chunks[0].is_number


def _row_cells(row: int, lines: Sequence[_Line], columns: Sequence[Column]) -> list[Cell]:
    texts: dict[int, list[str]] = {}
    for line in lines:
        for chunk in line.chunks:
            texts.setdefault(place(chunk.span, columns), []).append(chunk.text)
    where = lines[0].place
    return [Cell("\n".join(texts.get(index, [])), row, index, where) for index in range(len(columns))]
