"""Tables printed without vertical rules → grids, from the positions of their words alone. Knows positions only.

Words that stand above each other form columns; numbers show where a table is. Rules across or the space between
lines tell the rows; where neither does, lines that hold a number, an account code or a numbered label begin one, and
other words are the rest of a wrapped name and go to the nearest row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, combinations, pairwise
from math import inf

from builder.documents.alignment import Column, Span, align, place, with_heads
from builder.documents.chunks import Chunk, ChunkLine, chunks_of, may_be_of_table
from builder.documents.heads import NO_HEADS, HeadCell, Placed, Tiling, join_lines, tile
from builder.documents.lattice import Rule
from builder.documents.layout import PrintedLine
from builder.documents.paper import Paper
from builder.documents.runs import MAX_NAME_LINES, ROW_GAP, find_runs
from builder.model import Cell, Grid, Place

#: Lines of one head stand nearer than this many heights.
_HEAD_GAP = 1.45
_TOTAL = re.compile(r"[合总小]计$")


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
    paper: Paper | None = None,
) -> list[Stream]:
    """Tables among the lines of one page, from top to bottom.

    `before` are the columns of the table that ended the page before: rows that go on without heads stand in them.
    `paper`: the page, where it is one, so that figures know their places on it.
    """
    if not any(map(may_be_of_table, lines)):
        return []
    cut = [
        ChunkLine(chunks_of(line), line.top, line.bottom, line.height, place)
        for line, place in zip(lines, places, strict=True)
    ]
    across = sorted((rule for rule in rules if rule.horizontal), key=lambda rule: rule.at)
    found: list[Stream] = []
    for first, last in find_runs(cut, goes_on=bool(before)):
        run = cut[first : last + 1]
        table = _Table.of(run, across)
        headless = not table.head and not table.numbering
        if headless and (found or not before):
            continue
        columns, tiling = (tuple(before), NO_HEADS) if headless else table.columns()
        if cells := table.cells(columns, tiling, paper):
            grid = Grid(tuple(cells), run[0].place, exact=True)
            found.append(Stream(grid, frozenset(range(first, last + 1)), lines[first].top, columns))
    return found


# --- columns and rows ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Table:
    """The lines of a table: its heads, the line that numbers its columns, its rows."""

    head: tuple[ChunkLine, ...]
    numbering: tuple[ChunkLine, ...]
    rows: tuple[tuple[ChunkLine, ...], ...]
    across: tuple[Rule, ...]  # near the table, top to bottom
    spaced: bool  # rows are told by rules or by the space between them

    @classmethod
    def of(cls, run: Sequence[ChunkLine], across: Sequence[Rule]) -> _Table:
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
        ways = [align([head.span for head in sure], lines)]
        if len(sure) < len(lowest) and (other := align([head.span for head in lowest], lines)) != ways[0]:
            ways.append(other)
        found = [self._best(aligned.columns, list(aligned.open), heads) for aligned in ways]
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
            if without and (other := self._tiling(heads, without, tiling.cost)).cost < tiling.cost:
                best, tiling, free = without, other, fewer
        return best, tiling

    def _tiling(self, heads: list[HeadCell], columns: tuple[Column, ...], below: float = inf) -> Tiling:
        """The heads over the columns; what they cost matters only where it is less than `below`."""
        if not heads or not columns:
            return NO_HEADS
        low = max(head.bottom for head in heads)
        below = self.numbering[0].top if self.numbering else self.rows[0][0].top if self.rows else low
        high = min(head.top for head in heads)
        bottom = next((r.at for r in self.across if low - 1 < r.at < below + 1), (low + below) / 2)
        top = max((r.at for r in self.across if r.at < high + 1), default=None)
        return tile(heads, columns, top if top and high - top < 6 * heads[0].height else None, bottom, below)

    def _heads(self) -> list[HeadCell]:
        pieces = [
            HeadCell(c.text, c.x0, c.x1, c.top, c.bottom, line.height, line.place)
            for line in self.head
            for c in line.chunks
        ]
        return join_lines(pieces, self.across, _HEAD_GAP if self.spaced else 0.0)

    def _tells(self, chunk: Chunk) -> bool:
        """Whether words tell a column: a total may stand across those of code and name."""
        return chunk.is_number or self.only_totals or not _TOTAL.search(chunk.plain)

    @cached_property
    def only_totals(self) -> bool:
        chunks = [chunk for row in self.rows for line in row for chunk in line.chunks]
        return all(c.is_number or _TOTAL.search(c.plain) for c in chunks)

    def cells(self, columns: Sequence[Column], tiling: Tiling, paper: Paper | None) -> list[Cell]:
        """All cells, heads first; none when words of one line fall together: they are not set in columns."""
        if len(columns) < 2:
            return []
        spans = {
            chunk.span for lines in (self.numbering, *self.rows) for line in lines for chunk in line.chunks
        }
        standing = {span: place(span, columns) for span in spans}
        if self._misaligned(standing):
            return []
        cells = [_head_cell(placed) for placed in tiling.placed]
        start = max((cell.row + cell.row_span for cell in cells), default=0)
        for row, lines in enumerate([*([line] for line in self.numbering), *self.rows], start):
            cells += _row_cells(row, lines, len(columns), standing, paper)
        return cells

    def _misaligned(self, standing: Mapping[Span, int]) -> bool:
        rows = [line for row in self.rows for line in row if line.begins_row]
        crowded = [r for r in rows if len({standing[c.span] for c in r.chunks}) < len(r.chunks)]
        return len(crowded) * 5 > len(rows)


def _is_lowest(head: HeadCell, heads: Sequence[HeadCell]) -> bool:
    return not any(other.y > head.y and other.span.overlap(head.span) > 0 for other in heads)


def _may_be_over(head: HeadCell, lowest: Sequence[HeadCell]) -> bool:
    """Whether the heads beside it on both sides stand lower: it may be over columns of theirs."""
    left = max((h for h in lowest if h.x1 < head.x0), key=lambda h: h.x1, default=head)
    right = min((h for h in lowest if h.x0 > head.x1), key=lambda h: h.x0, default=head)
    return min(left.y, right.y) - head.y > head.height / 2


def _spaced_rows(run: Sequence[ChunkLine], first: int, across: Sequence[Rule]) -> list[list[ChunkLine]]:
    """The rows from the one that holds line `first` on, where rules or the space between lines tell them."""
    if first >= len(run):
        return []
    levels = [rule.at for rule in across]  # from top to bottom
    ruled = list(accumulate((_ruled(a.y, b.y, levels) for a, b in pairwise(run)), initial=0))
    gaps = (int(b.y - a.y > ROW_GAP * a.height) for a, b in pairwise(run))
    amounts = sum(line.tabular for line in run)
    for keys in (ruled, list(accumulate(gaps, initial=0))):
        groups = _split(run, keys)
        if len(groups) < amounts or (keys is ruled and not across):
            continue
        rows = groups[keys[first] :]  # the keys count up from 0
        if sum(map(len, rows)) <= len(run) - first + MAX_NAME_LINES and not any(map(_crowded, rows)):
            return rows
    return []


def _ruled(y: float, after: float, levels: Sequence[float]) -> int:
    index = bisect_right(levels, y)
    return int(index < len(levels) and levels[index] < after)


def _near_rows(body: Sequence[ChunkLine]) -> list[list[ChunkLine]]:
    """Each line with the nearest that begins a row."""
    starts = [index for index, line in enumerate(body) if line.begins_row]
    return (
        _split(body, [min(starts, key=lambda s: abs(body[s].y - line.y)) for line in body]) if starts else []
    )


def _split(lines: Sequence[ChunkLine], keys: Sequence[int]) -> list[list[ChunkLine]]:
    groups: dict[int, list[ChunkLine]] = {}
    for key, line in zip(keys, lines, strict=True):
        groups.setdefault(key, []).append(line)
    return [sorted(groups[key], key=lambda line: line.y) for key in sorted(groups)]


def _crowded(lines: Sequence[ChunkLine]) -> bool:
    """Whether two amounts of a would-be row stand above each other: they are two rows."""
    if len(lines) == 1:
        return False
    amounts = [(chunk.span, line) for line in lines for chunk in line.chunks if chunk.is_amount]
    return any(a.overlap(b) > 0 for (a, one), (b, other) in combinations(amounts, 2) if one is not other)


def _is_head_of_name(line: ChunkLine, row: ChunkLine) -> bool:
    """The beginning of a wrapped name, close above the first row."""
    close = row.y - line.y < 1.4 * row.height
    return close and len(line.chunks) == 1 and len(row.chunks) > 2 and not line.chunks[0].is_number


def _head_cell(placed: Placed) -> Cell:
    head = placed.head
    return Cell(head.text, placed.level, placed.column, head.place, placed.levels, placed.columns)


def _row_cells(
    row: int, lines: Sequence[ChunkLine], columns: int, standing: Mapping[Span, int], paper: Paper | None
) -> list[Cell]:
    """The cells of a row; `standing` tells in which column words stand."""
    held: list[list[Chunk]] = [[] for _ in range(columns)]
    for line in lines:
        for chunk in line.chunks:
            held[standing[chunk.span]].append(chunk)
    where = lines[0].place
    return [
        Cell(
            chunks[0].text if len(chunks) == 1 else "\n".join([chunk.text for chunk in chunks]),
            row,
            index,
            _spot(chunks, paper) if paper and chunks else where,
        )
        for index, chunks in enumerate(held)
    ]


def _spot(chunks: Sequence[Chunk], paper: Paper) -> Place:
    if len(chunks) == 1:
        return paper.at(chunks[0].x0, chunks[0].top, chunks[0].x1, chunks[0].bottom)
    lefts, tops, rights, bottoms = zip(*[(c.x0, c.top, c.x1, c.bottom) for c in chunks], strict=True)
    return paper.at(min(lefts), min(tops), max(rights), max(bottoms))
