"""Which columns the figures of a row stand in, when blank cells left no trace. Pure arithmetic; knows no table.

The figures of a row keep their order, so they can stand in its columns in a few ways only. Those ways remain
that the sums of the row, the sums over rows and what is known from elsewhere allow. A figure has a place when
it has the same one in all ways that remain; nothing is chosen among several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

#: More sums of other rows than this are not searched: the rows stay open.
_MOST_SUMS = 4000
_MOST_WAYS = 2000

Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """In every row the columns `left` add up to the columns `right`."""

    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """In every column the rows `parts` add up to the row `total`."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Riddle:
    """Rows of figures in printed order over `width` columns, and what is known of them.

    `known` gives values of single cells by (row, column); a blank cell counts as nothing, so that 0 stands for both.
    `first`: a row's first figure is the total of the row and stands in the first column.
    """

    rows: tuple[tuple[Decimal, ...], ...]
    width: int
    relations: tuple[Relation, ...] = ()
    families: tuple[Family, ...] = ()
    known: Mapping[tuple[int, int], Decimal] = field(default_factory=dict)
    first: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """One placement of a row's figures: the column of each, and the row as integers."""

    columns: tuple[int, ...]
    vector: Vector


def solve(riddle: Riddle) -> list[tuple[int | None, ...]]:
    """The column of each figure of each row; None where it is not certain."""
    digits = usual_digits(value for row in riddle.rows for value in row)
    ways = [_ways(riddle, index, digits) for index in range(len(riddle.rows))]
    families = [family for family in riddle.families if _adds_up(riddle, family, digits)]
    _narrow(ways, families)
    return [_common(own, len(row)) for own, row in zip(ways, riddle.rows, strict=True)]


def usual_digits(values: Iterable[Decimal]) -> int:
    """The number of decimals that most of the figures have."""
    seen = Counter(-int(value.as_tuple().exponent) for value in values)
    return max(0, max(seen, key=lambda digits: (seen[digits], digits), default=0))


def _full(riddle: Riddle, row: int) -> bool:
    return len(riddle.rows[row]) == riddle.width


def _ways(riddle: Riddle, row: int, digits: int) -> list[_Way]:
    """All placements of one row that its own sums and what is known allow; a full row has one at most."""
    figures = riddle.rows[row]
    numbers = [_scaled(value, digits) for value in figures]
    if len(figures) > riddle.width or not figures:
        return []
    if _full(riddle, row):
        whole = _way(tuple(range(riddle.width)), numbers, riddle.width)
        return [whole] if _adds_up_across(whole, riddle) else []
    ways: list[_Way] = []
    for columns in combinations(range(riddle.width), len(figures)):
        if riddle.first and columns[0] != 0:
            break
        way = _way(columns, numbers, riddle.width)
        if _fits(way, riddle, row, digits):
            ways.append(way)
        if len(ways) > _MOST_WAYS:
            return []
    return ways


def _scaled(value: Decimal, digits: int) -> int:
    return int(value.scaleb(digits).to_integral_value())


def _way(columns: tuple[int, ...], numbers: Sequence[int], width: int) -> _Way:
    vector = [0] * width
    for column, number in zip(columns, numbers, strict=True):
        vector[column] = number
    return _Way(columns, tuple(vector))


def _fits(way: _Way, riddle: Riddle, row: int, digits: int) -> bool:
    for (known_row, column), value in riddle.known.items():
        if known_row == row and not _same(way.vector[column], value, digits):
            return False
    return _adds_up_across(way, riddle)


def _same(scaled: int, value: Decimal, digits: int) -> bool:
    """Whether two printings of one figure agree to the last digit of the coarser one."""
    places = min(digits, -int(value.as_tuple().exponent)) if value else digits
    return abs(Decimal(scaled).scaleb(-digits) - value) <= Decimal(1).scaleb(-places)


def _adds_up_across(way: _Way, riddle: Riddle) -> bool:
    return all(
        _near(sum(way.vector[c] for c in r.left) - sum(way.vector[c] for c in r.right), len(r.left + r.right))
        for r in riddle.relations
    )


def _near(difference: int, terms: int) -> bool:
    """Whether a difference is within half a unit of the last digit for each number that takes part."""
    return 2 * abs(difference) <= terms


def _adds_up(riddle: Riddle, family: Family, digits: int) -> bool:
    """Whether the rows' totals add up, where their place is certain: else a row is missing or misprinted."""
    if not riddle.first:
        return True
    rows = [riddle.rows[index] for index in (family.total, *family.parts)]
    if not all(rows):
        return False
    total, *parts = [_scaled(row[0], digits) for row in rows]
    return _near(total - sum(parts), len(rows))


def _narrow(ways: list[list[_Way]], families: Sequence[Family]) -> None:
    """Drop every way that no ways of the other rows of a family support, until nothing changes.

    Where the figures of a family contradict each other its open rows are left without any way.
    """
    changed = True
    while changed:
        changed = _bound(ways, families)
        for family in families:
            members = (family.total, *family.parts)
            open_members = [member for member in members if len(ways[member]) > 1]
            if not open_members or not all(ways[member] for member in members):
                continue
            for member in open_members:
                kept = _supported(ways, family, member)
                changed = changed or len(kept) < len(ways[member])
                ways[member] = kept
                if not kept:
                    for other in open_members:
                        ways[other] = []
                    break


def _bound(ways: list[list[_Way]], families: Sequence[Family]) -> bool:
    """Drop each way of a part that puts more into a column than any way of the total does, where nothing is negative."""
    changed = False
    for family in families:
        members = (family.total, *family.parts)
        if not all(ways[member] for member in members):
            continue
        if any(number < 0 for member in members for way in ways[member] for number in way.vector):
            continue
        most = [max(numbers) for numbers in zip(*(way.vector for way in ways[family.total]), strict=True)]
        for part in family.parts:
            kept = [way for way in ways[part] if all(map(_not_more, way.vector, most))]
            if kept and len(kept) < len(ways[part]):
                ways[part], changed = kept, True
    return changed


def _not_more(part: int, most: int) -> bool:
    """Whether a part is not more than its total, but for the rounding of both."""
    return part - most <= 1


def _supported(ways: list[list[_Way]], family: Family, member: int) -> list[_Way]:
    """The ways of one member that some ways of the others agree with; all of them when that is too much to tell."""
    own = ways[member]
    others = _sums([ways[part] for part in family.parts if part != member], len(own[0].vector))
    if others is None:
        return own
    terms = len(family.parts) + 1
    totals = {way.vector for way in ways[family.total]}
    kept = []
    for way in own:
        if member == family.total:
            found = any(_close(way.vector, total, terms) for total in others)
        else:
            found = any(
                _close(tuple(a + b for a, b in zip(way.vector, other, strict=True)), total, terms)
                for other in others
                for total in totals
            )
        if found:
            kept.append(way)
    return kept


def _close(one: Sequence[int], other: Sequence[int], terms: int) -> bool:
    return all(_near(a - b, terms) for a, b in zip(one, other, strict=True))


def _sums(rows: Sequence[Sequence[_Way]], width: int) -> set[Vector] | None:
    """Every sum that the rows can have together; None when there are too many."""
    reached: set[Vector] = {(0,) * width}
    for ways in rows:
        vectors = {way.vector for way in ways}
        reached = {tuple(a + b for a, b in zip(s, v, strict=True)) for s in reached for v in vectors}
        if len(reached) > _MOST_SUMS:
            return None
    return reached


def _common(ways: Sequence[_Way], count: int) -> tuple[int | None, ...]:
    """The column that each figure has in all ways."""
    found: list[int | None] = []
    for index in range(count):
        columns = {way.columns[index] for way in ways}
        found.append(columns.pop() if len(columns) == 1 else None)
    return tuple(found)
