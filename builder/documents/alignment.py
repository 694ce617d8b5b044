"""Which column words stand in, when no vertical rule says so: heads first, then what stands under them.

A head is centred over its column, numbers are set to its right, names to its left: a number belongs to the last
head whose middle is left of the number's end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf


@dataclass(frozen=True, slots=True)
class Span:
    """The horizontal extent of some words; `number` when they are one."""

    x0: float
    x1: float
    number: bool = False

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    def overlap(self, other: Span) -> float:
        return min(self.x1, other.x1) - max(self.x0, other.x0)


@dataclass(slots=True)
class Column:
    """A column: the extents of its head and of what was found to stand under it."""

    head: Span
    under: list[Span] = field(default_factory=list)
    headed: bool = True  # False: no head, only words that stand above each other

    def overlap(self, span: Span) -> float:
        return max(span.overlap(own) for own in (self.head, *self.under))


def align(heads: Sequence[Sequence[Span]], rows: Iterable[Span]) -> list[Column]:
    """Columns from left to right; `heads` are the lines above the rows, top to bottom.

    The lowest heads make the columns; one higher up makes a column only where it stands over none.
    Without heads the columns are what stands above each other in the rows.
    """
    columns: list[Column] = []
    for line in reversed(heads):
        free = [head for head in line if not any(c.head.overlap(head) > 0 for c in columns)]
        columns += [Column(head) for head in free if not _spans(head, line, columns)]
    columns.sort(key=lambda column: column.head.middle)
    for cluster in _clusters(rows):
        column = _column_over(columns, cluster)
        if column is None:
            columns.append(Column(cluster, [cluster], headed=False))
            columns.sort(key=lambda c: c.head.middle)
        else:
            column.under.append(cluster)
    return columns


def _spans(head: Span, line: Sequence[Span], columns: Sequence[Column]) -> bool:
    """Whether a head stands over columns on both of its sides, nearer than the heads beside it on its line."""
    left = max((other.middle for other in line if other.middle < head.middle), default=-inf)
    right = min((other.middle for other in line if other.middle > head.middle), default=inf)
    below = [column.head.middle for column in columns]
    return any(left < x < head.x0 for x in below) and any(head.x1 < x < right for x in below)


def _clusters(spans: Iterable[Span]) -> list[Span]:
    """Words of the rows that overlap from line to line; numbers and names never make one cluster."""
    clusters: list[Span] = []
    for span in sorted(spans, key=lambda s: s.x1 - s.x0):
        met = [c for c in clusters if c.number == span.number and c.overlap(span) > 0]
        for cluster in met:
            clusters.remove(cluster)
        x0, x1 = min([span.x0, *(c.x0 for c in met)]), max([span.x1, *(c.x1 for c in met)])
        clusters.append(Span(x0, x1, span.number))
    return sorted(clusters, key=lambda cluster: cluster.x0)


def _column_over(columns: Sequence[Column], cluster: Span) -> Column | None:
    """The column that a cluster of row words stands in; None when it stands beside all heads."""
    met = [column for column in columns if column.headed and column.head.overlap(cluster) > 0]
    if met:
        return max(met, key=lambda column: column.head.overlap(cluster))
    headed = [column for column in columns if column.headed]
    left = [column for column in headed if column.head.middle < cluster.x1] if cluster.number else []
    taken = bool(left) and any(span.number for span in left[-1].under)
    return left[-1] if left and not taken else None


def place(span: Span, columns: Sequence[Column]) -> int:
    """The index of the column that a word stands in."""
    overlaps = [column.overlap(span) for column in columns]
    best = max(range(len(columns)), key=lambda i: overlaps[i])
    if overlaps[best] > 0:
        return best
    return min(range(len(columns)), key=lambda i: abs(columns[i].head.middle - span.middle))
