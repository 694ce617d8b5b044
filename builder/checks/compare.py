"""Two numbers and the tolerance that their printed digits allow. Nothing here is tuned.

Each printed number may be off by half a unit of its last digit; a comparison allows the sum of those halves.
A number printed with fewer decimals than is usual in its table (0, 12, 2.4) counts with the usual ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from builder.knowledge.checks import FigureName
from builder.model import Fact, Finding, ReportFacts


class Outcome(Enum):
    """How one comparison came out."""

    HELD = "一致"
    ROUNDING = "尾差"
    FINDING = "发现"
    NOT_APPLICABLE = "不适用"
    NOT_COMPARABLE = "无法核对"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison with everything a reader needs to do it again."""

    outcome: Outcome
    facts: tuple[Fact, ...] = ()
    printed: Decimal = Decimal(0)
    recomputed: Decimal = Decimal(0)
    difference: Decimal = Decimal(0)
    tolerance: Decimal = Decimal(0)
    formula: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The facts of a report, to look up by name; a figure printed twice is its first printing."""

    facts: tuple[Fact, ...]
    by_key: dict[tuple[str, str, str, str, str], Fact]
    decimals: dict[str, int]  # usual in the money figures of each table
    blank_is_zero: bool
    unreadable: frozenset[tuple[str, str, str, str, str]]  # keys printed with characters that are no number

    @classmethod
    def of(cls, content: ReportFacts) -> Figures:
        by_key: dict[tuple[str, str, str, str, str], Fact] = {}
        printed: dict[str, Counter[int]] = defaultdict(Counter)
        for fact in content.facts:
            if fact.value is None:
                continue
            by_key.setdefault(fact.key, fact)
            if fact.unit == "万元":
                printed[fact.table][places(fact.value)] += 1
        decimals = {table: max(seen, key=lambda d: (seen[d], d)) for table, seen in printed.items()}
        unreadable = frozenset(fact.key for fact in content.facts if fact.value is None)
        return cls(content.facts, by_key, decimals, content.blank_is_zero, unreadable)

    def get(self, name: FigureName) -> Fact | None:
        if name.item != "*":
            return self.by_key.get((name.table, name.side, name.code, name.item, name.measure))
        wanted = (name.table, name.side, name.code, name.measure)
        found = (f for f in self.by_key.values() if (f.table, f.side, f.code, f.measure) == wanted)
        return next(found, None)

    def is_unreadable(self, name: FigureName) -> bool:
        """Whether a figure is printed, but not as a number that can be read."""
        wanted = (name.table, name.side, name.code, name.item, name.measure)
        return any(
            all(want in ("*", got) for want, got in zip(wanted, key, strict=True)) for key in self.unreadable
        )

    def half_unit(self, fact: Fact) -> Decimal:
        """Half a unit of the last digit that the figure may be rounded to."""
        assert fact.value is not None
        digits = max(places(fact.value), self.decimals.get(fact.table, 0) if fact.unit == "万元" else 0)
        return Decimal(5).scaleb(-digits - 1)


def places(value: Decimal) -> int:
    """Printed decimals."""
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def compare(figures: Figures, total: Fact, parts: Sequence[Fact], *, blanks: bool = False) -> Comparison:
    """A total against the sum of its parts. With blank parts a difference cannot be judged, unless the
    report itself says that blanks are zero."""
    assert total.value is not None
    added = sum((part.value for part in parts if part.value is not None), Decimal(0))
    difference = total.value - added
    tolerance = sum((figures.half_unit(fact) for fact in (total, *parts)), Decimal(0))
    formula = " + ".join(str(part.value) for part in parts)
    if difference == 0:
        outcome = Outcome.HELD
    elif abs(difference) <= tolerance:
        outcome = Outcome.ROUNDING
    elif blanks and not figures.blank_is_zero:
        return not_comparable((total, *parts), "有空白的加数，报告没有说空白就是零")
    else:
        outcome = Outcome.FINDING
    return Comparison(outcome, (total, *parts), total.value, added, difference, tolerance, formula)


def not_comparable(facts: Iterable[Fact], reason: str) -> Comparison:
    return Comparison(Outcome.NOT_COMPARABLE, tuple(facts), reason=reason)


def misprinted() -> Comparison:
    return not_comparable((), "有一个数印的不是能认的数")


def not_applicable(reason: str) -> Comparison:
    return Comparison(Outcome.NOT_APPLICABLE, reason=reason)


#: What a named check gives: its comparisons, and findings that are no comparison of two figures.
Named = tuple[list[Comparison], list[Finding]]
NamedCheck = Callable[[ReportFacts, Figures], Named]
