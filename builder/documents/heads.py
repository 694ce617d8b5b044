"""The heads of a table without vertical rules → which columns and which levels each one stands over.

A form's head is a tiling: a head over several columns is centred over all of them and lies on top of their own
heads; a head of one column is centred between the heads above it and the first row. Of all tilings that the columns
allow, the one whose words stand nearest to these middles is taken. Knows positions only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from itertools import accumulate, pairwise
from math import inf
from operator import or_
from statistics import median

from builder.documents.alignment import Column, Span
from builder.documents.lattice import Rule
from builder.model import Place

#: What a column without a head costs, in heights of a letter; under a head that is over it, next to nothing.
_BARE = 2.0
_BARE_BELOW = 0.3
#: What each further piece in one column costs: words of one head are joined before.
_PIECE = 0.4
#: What a head over several columns costs: only where it explains more than a head of one.
_OVER = 0.1
#: Room outside the outermost words, in heights.
_MARGIN = 1.2
_IMPOSSIBLE = 10**6


@dataclass(frozen=True, slots=True)
class HeadCell:
    """The words of one head, its lines joined. `y` is their middle."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    height: float
    place: Place

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def span(self) -> Span:
        return Span(self.x0, self.x1)


@dataclass(frozen=True, slots=True)
class Placed:
    """A head with its first column, its level from the top, and how many of each it covers."""

    head: HeadCell
    column: int
    columns: int
    level: int
    levels: int


@dataclass(frozen=True, slots=True)
class Tiling:
    """All heads in their places; `cost` says how far from the middles they stand, in heights of a letter."""

    cost: float
    placed: tuple[Placed, ...]


NO_HEADS = Tiling(0.0, ())

_Part = tuple[float, tuple[tuple[int, int, int, int], ...]]
"""Cost and (head, first column, columns, level) of a part of the head."""


def join_lines(heads: Sequence[HeadCell], between: Sequence[Rule], gap: float) -> list[HeadCell]:
    """Lines of one head that stand close under each other become one; `between` are rules across."""
    joined: list[HeadCell] = []
    for head in sorted(heads, key=lambda h: h.y):
        above = next((each for each in joined if _goes_on(each, head, between, gap)), None)
        if above:
            joined.remove(above)
            head = replace(
                head,
                text=f"{above.text}\n{head.text}",
                x0=min(above.x0, head.x0),
                x1=max(above.x1, head.x1),
                top=above.top,
            )
        joined.append(head)
    return joined


def _goes_on(above: HeadCell, head: HeadCell, between: Sequence[Rule], gap: float) -> bool:
    near = head.bottom - above.bottom < gap * head.height and head.top >= above.top + 0.3 * head.height
    centred = abs(above.middle - head.middle) < 0.6 * head.height
    aligned = abs(above.x0 - head.x0) < 0.2 * head.height
    ruled = any(
        above.bottom - 1 < rule.at < head.top + head.height / 2 and rule.start < head.middle < rule.end
        for rule in between
    )
    return near and (centred or aligned) and not ruled


def tile(
    heads: Sequence[HeadCell], columns: Sequence[Column], top: float | None, bottom: float, below: float = inf
) -> Tiling:
    """The best tiling; `top` and `bottom` are where the head begins and ends, `top` None where no rule says so.

    Only one that costs less than `below` is looked for; when there is none, what is given costs that much.
    """
    if not heads or not columns:
        return Tiling(_BARE * len(columns), ())
    height = max(head.height for head in heads)
    first = min(head.top for head in heads)
    pad = max(bottom - max(head.bottom for head in heads), 0.0)
    tops = {first - pad} if top is None else {top}
    if top is None:  # a head over the whole height tells where the head begins
        tops |= {
            2 * head.y - bottom for head in heads if first - 3 * height < 2 * head.y - bottom <= first + 1
        }
    tiler = _Tiler(heads, columns, bottom, height)
    best = tiler.best(sorted(tops), min(below, _IMPOSSIBLE))
    if best.cost >= _IMPOSSIBLE:  # no tiling keeps to all that a form does: the one that offends least
        best = tiler.best(sorted(tops), below)
    return best


class _Tiler:
    """One head with its columns: parts of it are tiled once each. A set of heads is a number with a bit for each.

    The heads go from top to bottom, so the lowest bit of a set is its uppermost head.
    """

    def __init__(
        self, heads: Sequence[HeadCell], columns: Sequence[Column], bottom: float, height: float
    ) -> None:
        self.heads = sorted(heads, key=lambda head: head.y)
        bits = [1 << head for head in range(len(heads))]
        self.columns = columns
        self.bottom = bottom
        self.height = height
        lefts, rights = [c.left for c in columns], [c.right for c in columns]
        #: Between which x each edge of a column stands.
        between = list(zip(rights, lefts[1:], strict=False))
        outside = max(_MARGIN * height, median(right - left for left, right in between) if between else 0)
        before, after = (
            (max(outside, right - left) for left, right in (between[0], between[-1]))
            if between
            else (outside, outside)
        )
        self.edges = [(lefts[0] - before, lefts[0]), *between, (rights[-1], rights[-1] + after)]
        middles = [(low + high) / 2 for low, high in self.edges]
        self.twice_middle = [head.x0 + head.x1 for head in self.heads]
        inner = middles[1:-1]
        home = [0] * len(columns)
        for head, bit in zip(self.heads, bits, strict=True):
            home[sum([x < head.middle for x in inner])] |= bit
        #: The heads that stand in a column or left of it.
        self.up_to = list(accumulate(home, or_))
        by_top = sorted(zip([head.top for head in self.heads], bits, strict=True))
        upper = list(accumulate((bit for _, bit in by_top), or_, initial=0))
        #: The heads that begin too high to stand below a head.
        self.too_high = [upper[bisect_left(by_top, (head.bottom - 0.5 * height, 0))] for head in self.heads]
        self.most = inf
        self.part = cache(self._part)
        self.unit = cache(self._unit)

    def best(self, tops: Sequence[float], below: float) -> Tiling:
        """The cheapest tiling of those that begin at one of these heights; one without heads if none costs less."""
        if below > self.most:  # parts that cost more were not looked into
            self.part.cache_clear()
            self.unit.cache_clear()
        self.most = below
        best = Tiling(below, ())
        for top in tops:
            cost, placed = self.part(0, len(self.columns) - 1, top, (1 << len(self.heads)) - 1, 0)
            if cost < self.most:
                depth = max([level for *_, level in placed], default=0) + 1
                best = Tiling(cost, tuple([self._placed(each, placed, depth) for each in placed]))
                self.most = cost
        return best

    def _placed(
        self, each: tuple[int, int, int, int], placed: Sequence[tuple[int, int, int, int]], depth: int
    ) -> Placed:
        head, column, columns, level = each
        below = [other for other in placed if other[3] > level and column <= other[1] < column + columns]
        levels = min((other[3] for other in below), default=depth) - level if below else depth - level
        return Placed(self.heads[head], column, columns, level, max(levels, 1))

    def _part(self, first: int, last: int, top: float, heads: int, level: int) -> _Part:
        """The cheapest tiling of some columns below `top` with the heads that stand there.

        One head over all of them is tried last: what is found before it mostly shows that it costs more.
        """
        if first == last:
            return self.unit(first, last, top, heads, level)
        if not heads:
            return self._bare(last - first + 1, level), ()
        best = self.most
        found: tuple[tuple[int, int, int, int], ...] = ()
        for cut in range(first, last):
            left = heads & self.up_to[cut]
            if cut > first and (not left or self._off_upper(left, first, cut) + _OVER >= best):
                continue  # what stands over these columns together costs more
            cost, placed = self.unit(first, cut, top, left, level)
            if cost < best:
                others, behind = self.part(cut + 1, last, top, heads & ~left, level)
                if cost + others < best:
                    best, found = cost + others, placed + behind
        if self._off_upper(heads, first, last) + _OVER <= best:
            cost, placed = self.unit(first, last, top, heads, level)
            if cost <= best:
                return cost, placed
        return best, found

    def _bare(self, columns: int, level: int) -> float:
        """What so many columns without heads cost, added up like those of other parts."""
        each = _BARE_BELOW if level else _BARE
        return reduce(lambda cost, _: each + cost, range(columns - 1), each)

    def _unit(self, first: int, last: int, top: float, heads: int, level: int) -> _Part:
        """One head over all these columns with the others below it, or one column with what stands in it."""
        if first < last:
            return self._over(first, last, top, heads, level)
        return self._column(first, top, heads, level)

    def _over(self, first: int, last: int, top: float, heads: int, level: int) -> _Part:
        if not heads:
            return _IMPOSSIBLE, ()
        upper = (heads & -heads).bit_length() - 1
        head, rest = self.heads[upper], heads & (heads - 1)
        if rest & self.too_high[upper]:
            return _IMPOSSIBLE, ()
        off = self._off_middle(upper, first, last)
        if not rest:  # a head over columns without heads of their own, such as code and name
            off_y = abs(head.y - (top + self.bottom) / 2) / self.height
            bare = _BARE_BELOW * (last - first + 1)
            return off + off_y + bare + _OVER, ((upper, first, last - first + 1, level),)
        below = max(2 * head.y - top, head.bottom)
        cost, placed = self.part(first, last, below, rest, level + 1)
        return off + _OVER + cost, ((upper, first, last - first + 1, level), *placed)

    def _column(self, column: int, top: float, heads: int, level: int) -> _Part:
        if not heads:
            return (_BARE_BELOW if level else _BARE), ()
        order = [h for h in range(heads.bit_length()) if heads >> h & 1]
        pieces = [self.heads[h] for h in order]
        if any(after.top < before.top + 0.5 * self.height for before, after in pairwise(pieces)):
            return _IMPOSSIBLE, ()
        off = sum(self._off_middle(h, column, column) for h in order)
        middle = (pieces[0].top + pieces[-1].bottom) / 2
        off_y = abs(middle - (top + self.bottom) / 2) / self.height
        placed = tuple((h, column, 1, level + place) for place, h in enumerate(order))
        return off + off_y + _PIECE * (len(order) - 1), placed

    def _off_upper(self, heads: int, first: int, last: int) -> float:
        return self._off_middle((heads & -heads).bit_length() - 1, first, last)

    def _off_middle(self, head: int, first: int, last: int) -> float:
        """How far a head stands from any middle that these columns may have, in heights."""
        (left_low, left_high), (right_low, right_high) = self.edges[first], self.edges[last + 1]
        twice = self.twice_middle[head]
        off = max(left_low + right_low - twice, twice - left_high - right_high) / 2
        return off / self.height if off > 0 else 0.0
