"""Money in two units: where a table, or the text, says 万元 and prints 元, every comparison with it fails.

They are one finding. Which side has the wrong unit is not judged: of the tables that differ from others by just ten
thousand times, the fewer are taken for the odd ones. A failure belongs here when one side of it is of an odd table, and the two
sides are so far apart that nothing but the unit explains it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from builder.checks.causes import RANK, Failure, checks_of, under
from builder.checks.compare import places
from builder.checks.figure_names import table_name
from builder.model import Fact, Finding

_WAN = Decimal(10000)
#: Figures with fewer digits than this may be ten thousand times apart by chance.
_LEAST_DIGITS = 3
#: So many times apart, two printings of one amount differ by their unit, whatever else they differ by.
_FAR = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Odd:
    """Tables whose money is in another unit than that of the others."""

    tables: frozenset[str]

    def has(self, fact: Fact) -> bool:
        return fact.table in self.tables and fact.unit == "万元"


def in_two_units(
    failures: Sequence[Failure], told: Sequence[Finding]
) -> tuple[list[Failure], list[Finding], list[Finding]]:
    """The failures that have another cause, the other findings that do, and the findings of units.

    `told`: the findings that are no comparisons; those that say that a unit looks wrong (H1) lead their group.
    """
    odd = _odd(failures, told)
    if odd is None:
        return list(failures), list(told), []
    explained = [failure for failure in failures if _explains(odd, failure)]
    units = [finding for finding in told if finding.check == "H1" and any(map(odd.has, finding.facts))]
    found = sorted([*units, *(failure.finding for failure in explained)], key=_weight)
    if len(found) < 2:
        return list(failures), list(told), []
    main, *others = found
    ids = {id(finding) for finding in found}
    return (
        [failure for failure in failures if id(failure.finding) not in ids],
        [finding for finding in told if id(finding) not in ids],
        [under(main, others, _why(odd, others))],
    )


def _weight(finding: Finding) -> tuple[bool, int]:
    return finding.check != "H1", RANK[finding.level]


def _why(odd: Odd, others: Sequence[Finding]) -> str:
    names = "、".join(table_name(table) for table in sorted(odd.tables))
    return (
        f"{names}的金额和报告别处差一万倍，另外 {len(others)} 处（{checks_of(others)}）也是这个缘故，"
        "所以合在一处列出；本站不改动原文的数。"
    )


def _odd(failures: Sequence[Failure], told: Sequence[Finding]) -> Odd | None:
    """The odd tables; none when too little speaks for another unit, or some figures speak for one and some against it."""
    stated = [tables for finding in told if (tables := _stated(finding))]
    found = [pair for failure in failures if (pair := _pair(failure))]
    # One cell alone in another unit is a misprint of that cell.
    alone = min((len(set(side)) for side in zip(*found, strict=True)), default=0) < 2
    if not stated and alone:
        return None
    pairs = [*stated, *((high.table, low.table) for high, low in found)]
    large, small = frozenset(one for one, _ in pairs), frozenset(other for _, other in pairs)
    if large & small:
        return None
    return Odd(min(large, small, key=len))


def _stated(finding: Finding) -> tuple[str, str] | None:
    """The tables that a finding of H1 sets against each other: that with the larger figures first."""
    money = [(abs(fact.value), fact.table) for fact in finding.facts if fact.unit == "万元" and fact.value]
    if finding.check != "H1" or len(money) < 2:
        return None
    (low, small), (high, large) = min(money), max(money)
    return (large, small) if high >= low * _FAR and large != small else None


def _pair(failure: Failure) -> tuple[Fact, Fact] | None:
    """The first figure of either side, the larger first, where just ten thousand times lies between two tables."""
    made = failure.comparison
    total, parts = made.facts[0], made.facts[1:]
    tables = {part.table for part in parts}
    if not made.linear or len(tables) != 1 or total.table in tables:
        return None
    if any(fact.unit != "万元" or fact.value is None for fact in made.facts):
        return None
    sides = [(abs(made.printed), _half((total,)), total), (abs(made.recomputed), _half(parts), parts[0])]
    (small, off, low), (large, more, high) = sorted(sides, key=lambda side: side[0])
    fits = len(small.as_tuple().digits) >= _LEAST_DIGITS and abs(large / _WAN - small) <= off + more / _WAN
    return (high, low) if fits else None


def _half(facts: Sequence[Fact]) -> Decimal:
    """Half a unit of the last digit of each, together."""
    return sum((Decimal(5).scaleb(-places(f.value) - 1) for f in facts if f.value is not None), Decimal(0))


def _explains(odd: Odd, failure: Failure) -> bool:
    made = failure.comparison
    own = [fact for fact in made.facts if odd.has(fact)]
    others = [fact for fact in made.facts if fact.unit == "万元" and fact not in own]
    if not own or not others:
        return False
    if made.formula:
        return _far_apart(made.printed, made.recomputed)
    return _far_apart(_largest(own), _largest(others))


def _largest(facts: Sequence[Fact]) -> Decimal:
    return max(abs(fact.value or Decimal(0)) for fact in facts)


def _far_apart(one: Decimal, other: Decimal) -> bool:
    low, high = sorted((abs(one), abs(other)))
    return low > 0 and high / low >= _FAR
