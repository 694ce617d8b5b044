"""Which cells of a Word table stand under each other: by their spans, else by their widths.

Widths are twentieths of a point. Rows written by other programs end a hair beside each other; no reader sees that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from builder.documents.word_text import Paragraph

#: Edges of columns nearer than this are one.
_NEAR = 80
#: Rows of one table are this much alike in width when their cells' widths can be trusted (one part in so many).
_ALIKE = 25

#: For each row the left and right edge of each of its cells.
Rows = Sequence[Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class RawCell:
    """A `w:tc`: where it stands in its row's columns, its width in twentieths of a point (0: not told), what it holds.

    `merge` is "restart", "continue" or "".
    """

    left: int
    right: int
    width: int
    merge: str
    items: tuple[Paragraph | RawTable, ...]

    @property
    def text(self) -> str:
        return "".join(item.text for item in self.items if isinstance(item, Paragraph))


@dataclass(frozen=True, slots=True)
class RawTable:
    """A `w:tbl` as it stands in the file.

    `grid` are the widths of its columns, `before` those skipped before each row's first cell, `skipped` the edges of
    columns that some row leaves out.
    """

    rows: tuple[tuple[RawCell, ...], ...]
    before: tuple[int, ...]
    grid: tuple[int, ...] = ()
    skipped: frozenset[int] = frozenset()

    @property
    def cells(self) -> int:
        """How many cells it has, those of tables inside cells not counted."""
        return sum(len(row) for row in self.rows)

    @property
    def nested(self) -> Iterator[RawTable]:
        return (
            item for row in self.rows for cell in row for item in cell.items if isinstance(item, RawTable)
        )


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the cells of each row begin and end, and edges of columns that no cell may have."""

    rows: Rows
    skipped: frozenset[int]


def edges_of(table: RawTable) -> Edges:
    """The edges of all cells, as whole numbers that only tell their order."""
    return _by_width(table) or _by_span(table)


def _by_width(table: RawTable) -> Edges | None:
    """Edges by the widths of the cells, where the spans do not fill the rows alike but the widths do.

    Programs that write no spans leave it to the widths to say what stands under what.
    """
    ends = {row[-1].right for row in table.rows if row}
    if len(ends) < 2 or not all(cell.width for row in table.rows for cell in row):
        return None
    edges = [
        list(accumulate((cell.width for cell in row), initial=before))
        for row, before in zip(table.rows, table.before, strict=True)
    ]
    widths = [places[-1] for places in edges]
    if max(widths) - min(widths) > max(widths) // _ALIKE:
        return None
    ranks = _ranks(edge for places in edges for edge in places)
    rows = [list(pairwise(ranks[edge] for edge in places)) for places in edges]
    return Edges(rows, frozenset()) if _keeps_cells(rows) else None


def _by_span(table: RawTable) -> Edges:
    """Edges by the spans; columns of the grid that are only a hair wide are none."""
    rows = [[(cell.left, cell.right) for cell in row] for row in table.rows]
    used = {edge for row in rows for cell in row for edge in cell} | table.skipped
    places = [0, *accumulate(table.grid)]
    if max(used, default=0) < len(places):
        ranks = _ranks(places[edge] for edge in used)
        near = [[(ranks[places[left]], ranks[places[right]]) for left, right in row] for row in rows]
        if _keeps_cells(near):
            return Edges(near, frozenset(ranks[places[edge]] for edge in table.skipped))
    return Edges(rows, table.skipped)


def _keeps_cells(rows: Rows) -> bool:
    """Whether every cell has still a width."""
    return all(left < right for row in rows for left, right in row)


def _ranks(edges: Iterable[int]) -> Mapping[int, int]:
    """Places from left to right counted, those near each other once."""
    ranks: dict[int, int] = {}
    rank, before = -1, -_NEAR
    for edge in sorted(set(edges)):
        rank += edge - before >= _NEAR
        before = edge
        ranks[edge] = rank
    return ranks
