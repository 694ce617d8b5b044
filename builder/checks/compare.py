"""Two numbers and the tolerance that their printed digits allow. Nothing here is tuned.

Each printed number may be off by half a unit of its last digit; a comparison allows the sum of those halves.
A number printed with fewer decimals than is usual in its table (0, 12, 2.4) counts with the usual ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from builder.checks.figure_names import name
from builder.checks.figures import Figures, places
from builder.model import CheckCount, Fact, Finding, ReportFacts

__all__ = [
    "Comparison", "Figures", "Named", "NamedCheck", "Outcome", "at_most", "compare", "misprinted",
    "not_applicable", "not_comparable", "places",
]  # fmt: skip


class Outcome(Enum):
    """How one comparison came out."""

    HELD = "一致"
    ROUNDING = "尾差"
    FINDING = "发现"
    NOT_APPLICABLE = "不适用"
    NOT_COMPARABLE = "无法核对"


#: Other values for some figures → whether the comparison would hold with them.
Holds = Callable[[Mapping[Fact, Decimal]], bool]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison with everything a reader needs to do it again.

    `level`, `sentence`: where they differ from what the check says in general. `misread`: the figures cannot
    be what was printed. `holds` tells whether the comparison would hold with other values of its figures;
    `wanted`: single figures with a value that would make it hold, where that is not plain addition.
    """

    outcome: Outcome
    facts: tuple[Fact, ...] = ()
    printed: Decimal = Decimal(0)
    recomputed: Decimal = Decimal(0)
    difference: Decimal = Decimal(0)
    tolerance: Decimal = Decimal(0)
    formula: str = ""
    reason: str = ""
    level: str = ""
    sentence: str = ""
    innocent: str = ""
    linear: bool = False
    misread: bool = False
    wanted: tuple[tuple[Fact, Decimal], ...] = ()
    holds: Holds | None = field(default=None, compare=False, repr=False)

    @property
    def ran(self) -> bool:
        return self.outcome in (Outcome.HELD, Outcome.ROUNDING, Outcome.FINDING)


def compare(figures: Figures, total: Fact, parts: Sequence[Fact], *, blanks: bool = False) -> Comparison:
    """A total against the sum of its parts. With blank parts a shortfall cannot be judged, unless the
    report itself says that blanks are zero; parts that already exceed the total can."""
    assert total.value is not None
    added = sum((part.value for part in parts if part.value is not None), Decimal(0))
    difference = total.value - added
    tolerance = sum((figures.half_unit(fact) for fact in (total, *parts)), Decimal(0))
    # A blank may stand for a fall where changes are added; elsewhere it cannot make the sum smaller.
    grows = "增减" not in total.measure and all(part.value is not None and part.value >= 0 for part in parts)
    exceeded = difference < 0 and grows
    if difference == 0:
        outcome = Outcome.HELD
    elif abs(difference) <= tolerance:
        outcome = Outcome.ROUNDING
    elif blanks and not figures.blank_is_zero and not exceeded:
        return not_comparable((total, *parts), "有空白的加数，报告没有说空白就是零")
    else:
        outcome = Outcome.FINDING
    return Comparison(
        outcome,
        (total, *parts),
        total.value,
        added,
        difference,
        tolerance,
        _formula(parts),
        linear=True,
        holds=_adds_up(total, tuple(parts), tolerance),
    )


def at_most(figures: Figures, parts: Sequence[Fact], whole: Sequence[Fact]) -> Comparison:
    """Parts against the whole that they are parts of: together they may be smaller, or the same."""
    added, limit = (
        sum((f.value for f in facts if f.value is not None), Decimal(0)) for facts in (parts, whole)
    )
    over = added - limit
    tolerance = sum((figures.half_unit(fact) for fact in (*parts, *whole)), Decimal(0))
    outcome = Outcome.HELD if over <= 0 else Outcome.ROUNDING if over <= tolerance else Outcome.FINDING

    def holds(values: Mapping[Fact, Decimal]) -> bool:
        left, right = (sum((value_in(f, values) for f in facts), Decimal(0)) for facts in (parts, whole))
        return left - right <= tolerance

    written_out = str(added) if len(parts) == 1 else f"{_formula(parts)} = {added}"
    sentence = (
        f"{'、'.join(name(f) for f in parts)}写的是 {written_out}，"
        f"比{'、'.join(name(f) for f in whole)} {limit} 还大 {over}，四舍五入最多允许 {tolerance}；部分不应大于全部。"
    )
    return Comparison(
        outcome, (*parts, *whole), limit, added, over, tolerance, _formula(parts), sentence=sentence, holds=holds
    )  # fmt: skip


def not_comparable(facts: Iterable[Fact], reason: str, *, misread: bool = False) -> Comparison:
    return Comparison(Outcome.NOT_COMPARABLE, tuple(facts), reason=reason, misread=misread)


def misprinted() -> Comparison:
    return not_comparable((), "有一个数印的不是能认的数")


def not_applicable(reason: str) -> Comparison:
    return Comparison(Outcome.NOT_APPLICABLE, reason=reason)


def _adds_up(total: Fact, parts: tuple[Fact, ...], tolerance: Decimal) -> Holds:
    def holds(values: Mapping[Fact, Decimal]) -> bool:
        added = sum((value_in(part, values) for part in parts), Decimal(0))
        return abs(value_in(total, values) - added) <= tolerance

    return holds


def value_in(fact: Fact, values: Mapping[Fact, Decimal]) -> Decimal:
    """The figure's value among other values, or its own."""
    printed = values.get(fact, fact.value)
    assert printed is not None
    return printed


def _formula(parts: Sequence[Fact]) -> str:
    """The addition as a reader would write it; a negative part in brackets."""
    return " + ".join(f"({part.value})" if (part.value or 0) < 0 else str(part.value) for part in parts)


#: What a named check gives: its comparisons, and findings that are no comparison of two figures.
Named = tuple[list[Comparison], list[Finding]]
NamedCheck = Callable[[ReportFacts, Figures], Named]


def count_outcomes(check: str, name: str, made: Iterable[tuple[Outcome, str]]) -> CheckCount:
    """How the comparisons of one check came out; its reason is the commonest one of those that could not be made,
    else the commonest of all."""
    listed = list(made)
    outcomes = [outcome for outcome, _ in listed]
    told = [(outcome, why) for outcome, why in listed if why]
    reasons = [why for outcome, why in told if outcome is Outcome.NOT_COMPARABLE] or [why for _, why in told]
    return CheckCount(
        check=check,
        name=name,
        held=outcomes.count(Outcome.HELD),
        rounding=outcomes.count(Outcome.ROUNDING),
        findings=outcomes.count(Outcome.FINDING),
        not_applicable=outcomes.count(Outcome.NOT_APPLICABLE),
        not_comparable=outcomes.count(Outcome.NOT_COMPARABLE),
        reason=Counter(reasons).most_common(1)[0][0] if reasons else "",
    )
