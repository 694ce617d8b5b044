"""Which column words stand in, when no vertical rule says so: white space between what stands above each other.

A head is centred over its column, numbers are set to its right, names to its left: a number belongs to the last
head whose middle is left of the number's end, a name to the first whose middle is right of its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import NamedTuple


class Span(NamedTuple):
    """The horizontal extent of some words; `number` when they are one."""

    x0: float
    x1: float
    number: bool = False

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    def overlap(self, other: Span) -> float:
        return _shared(self.x0, self.x1, other)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how far the words in it reach."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def overlap(self, span: Span) -> float:
        return _shared(self.left, self.right, span)


def _shared(start: float, end: float, span: Span) -> float:
    """How much of a span lies between two places; negative is how far it is from them. Asked very often."""
    return (end if end < span.x1 else span.x1) - (start if start > span.x0 else span.x0)


@dataclass(frozen=True, slots=True)
class Aligned:
    """The columns from left to right; `open` are heads that no words stand under: blank columns perhaps."""

    columns: tuple[Column, ...]
    open: tuple[Span, ...]


def align(heads: Sequence[Span], lines: Sequence[Sequence[Span]]) -> Aligned:
    """Columns by the words of the rows' lines and the lowest heads, each of which has one column or none yet.

    A head over words that stand beside each other on a line is a head over several columns.
    """
    clusters = _clusters([span for line in lines for span in line])
    beside = _beside_each_other(clusters, lines)
    single = [head for head in heads if not _stands_over_several(head, clusters, beside)]
    headed = _match(clusters, single)
    taken = set(headed.values())
    clusters = _trimmed(clusters)
    columns = []
    for index, cluster in enumerate(clusters):
        head = single[headed[index]] if index in headed else cluster
        columns.append(Column(min(cluster.x0, head.x0), max(cluster.x1, head.x1)))
    columns = _apart(sorted(columns, key=lambda column: column.middle))
    free = [head for index, head in enumerate(single) if index not in taken]
    return Aligned(tuple(columns), tuple(h for h in free if all(c.overlap(h) < 0 for c in columns)))


def _beside_each_other(clusters: Sequence[Span], lines: Sequence[Sequence[Span]]) -> set[frozenset[int]]:
    """The clusters, by index, that the words of each line stand in, if in more than one: lines are mostly alike."""
    met: dict[Span, set[int]] = {}
    found = set()
    for line in lines:
        stood_in: set[int] = set()
        for span in line:
            if span not in met:
                met[span] = {index for index, cluster in enumerate(clusters) if cluster.overlap(span) > 0}
            stood_in |= met[span]
        if len(stood_in) > 1:
            found.add(frozenset(stood_in))
    return found


def _stands_over_several(head: Span, clusters: Sequence[Span], beside: Iterable[frozenset[int]]) -> bool:
    under = {index for index, cluster in enumerate(clusters) if cluster.overlap(head) > 0}
    return len(under) > 1 and any(len(under & each) > 1 for each in beside)


def with_heads(columns: Sequence[Column], heads: Iterable[Span]) -> tuple[Column, ...]:
    """The columns, and one more for each of these heads."""
    more = [Column(head.x0, head.x1) for head in heads]
    return tuple(sorted([*columns, *more], key=lambda column: column.middle))


def _trimmed(clusters: Sequence[Span]) -> list[Span]:
    """Words that run into the figures beside them end where those begin."""
    trimmed = list(clusters)
    for i, (left, right) in enumerate(pairwise(clusters)):
        if left.overlap(right) > 0:
            trimmed[i] = Span(trimmed[i].x0, max(right.x0, trimmed[i].x0), left.number)
            trimmed[i + 1] = Span(max(right.x0, trimmed[i].x1), right.x1, right.number)
    return trimmed


def _apart(columns: Sequence[Column]) -> list[Column]:
    """Columns whose words overlap are one."""
    apart: list[Column] = []
    for column in columns:
        if apart and apart[-1].right > column.left:
            last = apart.pop()
            column = Column(min(last.left, column.left), max(last.right, column.right))
        apart.append(column)
    return apart


def _clusters(spans: Sequence[Span]) -> list[Span]:
    """Words that overlap from line to line; a number is never one with the words that run into its column.

    From left to right; of two with one middle the one that holds the widest word comes last.
    """
    found: list[tuple[float, tuple[float, int], Span]] = []
    for number in (False, True):
        x0, x1, widest = inf, -inf, (-inf, 0)
        for left, right, index in sorted(
            [(s.x0, s.x1, i) for i, s in enumerate(spans) if s.number == number]
        ):
            own = (right - left, index)
            if left >= right:  # words without an extent overlap nothing
                found.append(((left + right) / 2, own, Span(left, right, number)))
            elif left < x1:
                x1, widest = max(x1, right), max(widest, own)
            else:
                if x0 < x1:
                    found.append(((x0 + x1) / 2, widest, Span(x0, x1, number)))
                x0, x1, widest = left, right, own
        if x0 < x1:
            found.append(((x0 + x1) / 2, widest, Span(x0, x1, number)))
    return [cluster for *_, cluster in sorted(found)]


def _match(clusters: Sequence[Span], heads: Sequence[Span]) -> dict[int, int]:
    """Which head stands over which cluster: those that overlap first, then by how words are set."""
    matched: dict[int, int] = {}
    pairs = [(h.overlap(c), i, j) for i, c in enumerate(clusters) for j, h in enumerate(heads)]
    for overlap, cluster, head in sorted(pairs, reverse=True):
        if overlap > 0 and cluster not in matched and head not in matched.values():
            matched[cluster] = head
    for index in range(len(clusters)):
        if index not in matched:
            beside = _head_beside(index, clusters, heads, matched)
            if beside is not None:
                matched[index] = beside
    return matched


def _head_beside(
    index: int, clusters: Sequence[Span], heads: Sequence[Span], matched: dict[int, int]
) -> int | None:
    """The free head next to a cluster, with no other cluster between them."""
    cluster = clusters[index]
    if any(heads[j].overlap(cluster) > 0 for j in matched.values()):
        return None  # part of a column that has its head
    if cluster.number:
        left = [j for j, head in enumerate(heads) if head.middle < cluster.x1]
        near = max(left, key=lambda j: heads[j].middle, default=None)
        edge = clusters[index - 1].x1 if index else -inf
        fits = near is not None and heads[near].x1 > edge
    else:
        right = [j for j, head in enumerate(heads) if head.middle > cluster.x0]
        near = min(right, key=lambda j: heads[j].middle, default=None)
        edge = clusters[index + 1].x0 if index + 1 < len(clusters) else inf
        fits = near is not None and heads[near].x0 < edge
    return near if fits and near not in matched.values() else None


def place(span: Span, columns: Sequence[Column]) -> int:
    """The index of the column that words stand in: the one they overlap most, else the nearest."""
    x0, x1 = span.x0, span.x1
    overlaps = [(c.right if c.right < x1 else x1) - (c.left if c.left > x0 else x0) for c in columns]
    most = max(overlaps)
    if most > 0:
        return overlaps.index(most)
    return min(range(len(columns)), key=lambda i: abs(columns[i].middle - span.middle))
