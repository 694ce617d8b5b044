"""Tables printed without vertical rules → grids, from the positions of their words alone. Knows positions only.

Words that stand above each other form columns; numbers show where a table is. Lines that hold a number, an
account code or a numbered label begin a row; other words are the rest of a wrapped name and go to the nearest row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, pairwise

from builder.documents.alignment import Column, Span, align, place, with_heads
from builder.documents.heads import NO_HEADS, HeadCell, Placed, Tiling, join_lines, tile
from builder.documents.lattice import Rule
from builder.documents.layout import Glyph, PrintedLine
from builder.model import Cell, Grid, Place
from builder.text import parse_number, squeeze

#: A gap of more than this share of the glyph height parts two cells.
_CELL_GAP = 0.9
_SPREAD_LETTERS = 4.5
_MAX_HEAD_LINES = 60
#: A single piece of more letters is a sentence; a wider gap between lines, in heights, ends a table's heads.
_LONG_PIECE = 30
_WIDE_GAP = 4.0
#: Lines nearer than this many heights are one row.
_ROW_GAP = 1.4
#: Lines of one head stand nearer than this many heights.
_HEAD_GAP = 1.45
_MAX_NAME_LINES = 4
_TAIL_PIECE = 16
#: Heads that stand over several columns, or over labels that need no head to be told.
_HEADS = {"行次", "科目名称", "决算数", "金额", "项目"}
_MAX_PLAIN_LINES = 14
_LABEL = r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)]|其中[:：])"
_CODE_OR_LABEL = rf"^\d{{3}}(?:\d{{2}}){{0,2}}(?!\d|\.)|{_LABEL}"
_TOTALS = r"^(?:合计|总计|本年收入合计|本年支出合计|人员经费合计|公用经费合计|年初|年末|结余分配|使用非财政)"
_TOTAL = re.compile(r"[合总小]计$")
_NUMBERING_WORDS = {"栏次", "行次", "序号"}
_NUMBERED = re.compile(_LABEL)
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
    top: float
    bottom: float

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> Chunk:
        text = "".join(glyph.text for glyph in glyphs)
        top, bottom = min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs)
        return cls(text, glyphs[0].x0, glyphs[-1].x1, top, bottom)

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
    top: float
    bottom: float
    height: float
    place: Place

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        return squeeze("".join(chunk.text for chunk in self.chunks))

    @property
    def tabular(self) -> bool:
        """A row that holds an amount beside other words, or an account or a numbered label with a zero."""
        return len(self.chunks) >= 2 and (any(c.is_amount for c in self.chunks) or self._is_zero_row)

    @property
    def _is_zero_row(self) -> bool:
        marked = any(_MARKED.match(squeeze(chunk.text)) for chunk in self.chunks)
        return marked and parse_number(self.chunks[-1].text) == 0

    @property
    def is_prose(self) -> bool:
        """Words that are no row and no head of a table."""
        return bool(NOT_TABLE.search(self.text)) or (len(self.chunks) == 1 and len(self.text) > _LONG_PIECE)

    @property
    def is_numbering(self) -> bool:
        """栏次 1 2 3: the line that numbers the columns."""
        texts = [squeeze(chunk.text) for chunk in self.chunks]
        numbers = [text for text in texts if text not in _NUMBERING_WORDS]
        return len(numbers) >= 2 and all(text.isdigit() and len(text) <= 2 for text in numbers)

    @property
    def begins_row(self) -> bool:
        words = [squeeze(chunk.text) for chunk in self.chunks]
        marked = _MARKED.match(words[0])  # 合计 alone may be a head
        numbered = len(words) > 1 and words[0].isdigit() and any(map(_NUMBERED.match, words[1:]))
        return bool(marked) or numbered or any(chunk.is_amount for chunk in self.chunks)


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
        _Line(chunks_of(line), line.top, line.bottom, line.height, place)
        for line, place in zip(lines, places, strict=True)
    ]
    across = sorted((rule for rule in rules if rule.horizontal), key=lambda rule: rule.at)
    found: list[Stream] = []
    for first, last in _runs(cut, goes_on=bool(before)):
        run = cut[first : last + 1]
        table = _Table.of(run, across)
        headless = not table.head and not table.numbering
        if headless and (found or not before):
            continue
        columns, tiling = (tuple(before), NO_HEADS) if headless else table.columns()
        if cells := table.cells(columns, tiling):
            grid = Grid(tuple(cells), run[0].place, exact=True)
            found.append(Stream(grid, frozenset(range(first, last + 1)), lines[first].top, columns))
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
        chunk = Chunk.of(group)
        if chunks and _spread(chunks[-1], chunk, group[0].height):
            last = chunks.pop()
            chunk = replace(last, text=last.text + chunk.text, x1=chunk.x1)
        chunks.append(chunk)
    return tuple(chunks)


def _spread(left: Chunk, right: Chunk, height: float) -> bool:
    letters = left.text + right.text
    near = right.x0 - left.x1 < _SPREAD_LETTERS * height
    return near and letters in {"项目", "合计", "栏次", "行次", "总计", "小计", "收入", "支出"}


def _runs(lines: Sequence[_Line], *, goes_on: bool) -> list[tuple[int, int]]:
    """First and last line of each table: from its heads to its last row.

    When a table `goes_on` from the page before, a single row at the top of this one is its rest.
    """
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        if not lines[index].tabular and not _is_beside(lines, index):
            index += 1
            continue
        last = _last_row(lines, index)
        rows = [line for line in lines[index : last + 1] if line.tabular]
        head = _first_head(lines, index, runs[-1][1] + 1 if runs else 0)
        named = any(squeeze(c.text) in _HEADS for line in lines[head:index] for c in line.chunks)
        rest = goes_on and not runs and any(line.begins_row for line in lines[head : head + _MAX_NAME_LINES])
        if rest or len(rows) >= 2 or named or max(sum(c.is_amount for c in r.chunks) for r in rows) >= 4:
            runs.append((head, last))
        index = last + 1
    return runs


def _is_beside(lines: Sequence[_Line], index: int) -> bool:
    """Whether a single amount stands beside two lines of its name, at half their height."""
    line = lines[index]
    around = [*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]]
    return line.chunks[0].is_amount and any(
        other.top < line.bottom and line.top < other.bottom for other in around
    )


def _last_row(lines: Sequence[_Line], first: int) -> int:
    last, plain = first, 0
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if line.is_prose:
            break
        if line.tabular or line.begins_row or _is_beside(lines, index):
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
    close = line.y - row.y < _ROW_GAP * row.height
    short = all(len(chunk.text) < _TAIL_PIECE for chunk in line.chunks)
    return close and short and not line.is_prose


def _first_head(lines: Sequence[_Line], first_row: int, floor: int) -> int:
    first = first_row
    for index in range(first_row - 1, max(floor, first_row - _MAX_HEAD_LINES) - 1, -1):
        line = lines[index]
        if line.is_prose or lines[first].top - line.bottom > _WIDE_GAP * line.height:
            break
        first = index
    return first


# --- columns and rows ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """The lines of a table: its heads, the line that numbers its columns, its rows."""

    head: tuple[_Line, ...]
    numbering: tuple[_Line, ...]
    rows: tuple[tuple[_Line, ...], ...]
    across: tuple[Rule, ...]  # near the table, top to bottom
    spaced: bool  # rows are told by rules or by the space between them

    @classmethod
    def of(cls, run: Sequence[_Line], across: Sequence[Rule]) -> _Table:
        margin = 3 * run[0].height
        near = [rule for rule in across if run[0].top - margin < rule.at < run[-1].bottom + margin]
        first = next((index for index, line in enumerate(run) if line.begins_row), len(run))
        rows = _spaced_rows(run, first, near)
        spaced = bool(rows)
        if not rows:
            if first and first < len(run) and _is_head_of_name(run[first - 1], run[first]):
                first -= 1
            rows = _near_rows(run[first:])
        head = run[: len(run) - sum(map(len, rows))]
        numbering = tuple(line for line in head if line.is_numbering)
        above = tuple(line for line in head if not line.is_numbering)
        return cls(above, numbering, tuple(map(tuple, rows)), tuple(near), spaced)

    def columns(self) -> tuple[tuple[Column, ...], Tiling]:
        """The columns, and the heads in their places over them."""
        heads = self._heads()
        lines = [[c.span for c in line.chunks if self._tells(c)] for row in self.rows for line in row]
        lowest = [head for head in heads if _is_lowest(head, heads)]
        sure = [head for head in lowest if not _may_be_over(head, lowest)]
        found = []
        for lower in [lowest] if len(sure) == len(lowest) else [lowest, sure]:
            aligned = align([head.span for head in lower], lines)
            found.append(self._best(aligned.columns, list(aligned.open), heads))
        return min(found, key=lambda pair: pair[1].cost)

    def _best(
        self, columns: tuple[Column, ...], free: list[Span], heads: list[HeadCell]
    ) -> tuple[tuple[Column, ...], Tiling]:
        """With a column for each free head, but for those that stand better over others."""
        best = with_heads(columns, free)
        tiling = self._tiling(heads, best)
        for head in free:
            fewer = [other for other in free if other != head]
            without = with_heads(columns, fewer)
            if without and (other := self._tiling(heads, without)).cost < tiling.cost:
                best, tiling, free = without, other, fewer
        return best, tiling

    def _tiling(self, heads: list[HeadCell], columns: tuple[Column, ...]) -> Tiling:
        if not heads or not columns:
            return NO_HEADS
        low = max(head.bottom for head in heads)
        below = self.numbering[0].top if self.numbering else self.rows[0][0].top if self.rows else low
        high = min(head.top for head in heads)
        bottom = next((r.at for r in self.across if low - 1 < r.at < below + 1), (low + below) / 2)
        top = max((r.at for r in self.across if r.at < high + 1), default=None)
        return tile(heads, columns, top if top and high - top < 6 * heads[0].height else None, bottom)

    def _heads(self) -> list[HeadCell]:
        pieces = [
            HeadCell(c.text, c.x0, c.x1, c.top, c.bottom, line.height, line.place)
            for line in self.head
            for c in line.chunks
        ]
        return join_lines(pieces, self.across, _HEAD_GAP if self.spaced else 0.0)

    def _tells(self, chunk: Chunk) -> bool:
        """Whether words tell a column: a total may stand across those of code and name."""
        return chunk.is_number or self.only_totals or not _TOTAL.search(squeeze(chunk.text))

    @property
    def only_totals(self) -> bool:
        chunks = [chunk for row in self.rows for line in row for chunk in line.chunks]
        return all(c.is_number or _TOTAL.search(squeeze(c.text)) for c in chunks)

    def cells(self, columns: Sequence[Column], tiling: Tiling) -> list[Cell]:
        """All cells, heads first; none when words of one line fall together: they are not set in columns."""
        if len(columns) < 2 or self._misaligned(columns):
            return []
        cells = [_head_cell(placed) for placed in tiling.placed]
        start = max((cell.row + cell.row_span for cell in cells), default=0)
        for row, lines in enumerate([*([line] for line in self.numbering), *self.rows], start):
            cells += _row_cells(row, lines, columns)
        return cells

    def _misaligned(self, columns: Sequence[Column]) -> bool:
        rows = [line for row in self.rows for line in row if line.begins_row]
        crowded = [r for r in rows if len({place(c.span, columns) for c in r.chunks}) < len(r.chunks)]
        return len(crowded) * 5 > len(rows)


def _is_lowest(head: HeadCell, heads: Sequence[HeadCell]) -> bool:
    return not any(other.y > head.y and other.span.overlap(head.span) > 0 for other in heads)


def _may_be_over(head: HeadCell, lowest: Sequence[HeadCell]) -> bool:
    """Whether the heads beside it on both sides stand lower: it may be over columns of theirs."""
    left = max((h for h in lowest if h.x1 < head.x0), key=lambda h: h.x1, default=head)
    right = min((h for h in lowest if h.x0 > head.x1), key=lambda h: h.x0, default=head)
    return min(left.y, right.y) - head.y > head.height / 2


def _spaced_rows(run: Sequence[_Line], first: int, across: Sequence[Rule]) -> list[list[_Line]]:
    """The rows from the one that holds line `first` on, where rules or the space between lines tell them."""
    if first >= len(run):
        return []
    ruled = list(accumulate((_ruled(a, b, across) for a, b in pairwise(run)), initial=0))
    gaps = (int(b.y - a.y > _ROW_GAP * a.height) for a, b in pairwise(run))
    amounts = sum(line.tabular for line in run)
    for keys in (ruled, list(accumulate(gaps, initial=0))):
        groups = _split(run, keys)
        if len(groups) < amounts or (keys is ruled and not across):
            continue
        rows = groups[next(i for i, group in enumerate(groups) if run[first] in group) :]
        if sum(map(len, rows)) <= len(run) - first + _MAX_NAME_LINES and not any(map(_crowded, rows)):
            return rows
    return []


def _ruled(line: _Line, after: _Line, across: Sequence[Rule]) -> int:
    return int(any(line.y < rule.at < after.y for rule in across))


def _near_rows(body: Sequence[_Line]) -> list[list[_Line]]:
    """Each line with the nearest that begins a row."""
    starts = [index for index, line in enumerate(body) if line.begins_row]
    return (
        _split(body, [min(starts, key=lambda s: abs(body[s].y - line.y)) for line in body]) if starts else []
    )


def _split(lines: Sequence[_Line], keys: Sequence[int]) -> list[list[_Line]]:
    groups: dict[int, list[_Line]] = {}
    for key, line in zip(keys, lines, strict=True):
        groups.setdefault(key, []).append(line)
    return [sorted(groups[key], key=lambda line: line.y) for key in sorted(groups)]


def _crowded(lines: Sequence[_Line]) -> bool:
    """Whether two amounts of a would-be row stand above each other: they are two rows."""
    amounts = [(chunk.span, line) for line in lines for chunk in line.chunks if chunk.is_amount]
    return any(a.overlap(b) > 0 for (a, one), (b, other) in combinations(amounts, 2) if one is not other)


def _is_head_of_name(line: _Line, row: _Line) -> bool:
    """The beginning of a wrapped name, close above the first row."""
    close = row.y - line.y < 1.4 * row.height
    return close and len(line.chunks) == 1 and len(row.chunks) > 2 and not line.chunks[0].is_number


def _head_cell(placed: Placed) -> Cell:
    head = placed.head
    return Cell(head.text, placed.level, placed.column, head.place, placed.levels, placed.columns)


def _row_cells(row: int, lines: Sequence[_Line], columns: Sequence[Column]) -> list[Cell]:
    texts: dict[int, list[str]] = {}
    for line in lines:
        for chunk in line.chunks:
            texts.setdefault(place(chunk.span, columns), []).append(chunk.text)
    where = lines[0].place
    return [Cell("\n".join(texts.get(index, [])), row, index, where) for index in range(len(columns))]
