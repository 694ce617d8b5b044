"""Rates as intervals: what a percentage can be when each figure behind it is off by half a unit of its last digit.

A rate on nothing cannot be computed; that is told by `zero_bases`, not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from builder.checks.classes import class_names
from builder.checks.compare import (
    Comparison,
    Figures,
    Holds,
    Outcome,
    not_applicable,
    not_comparable,
    places,
    value_in,
)
from builder.knowledge.checks import ChangeRule, Check, FigureName, RatioRule
from builder.model import Fact

HUNDRED = Decimal(100)
#: How many figures back a change may still speak of an amount.
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; no `high` is no upper limit."""

    low: Decimal
    high: Decimal | None

    @classmethod
    def of(cls, figures: Figures, fact: Fact) -> Range:
        assert fact.value is not None
        return cls.around(fact.value, figures.half_unit(fact))

    @classmethod
    def around(cls, value: Decimal, half: Decimal) -> Range:
        return cls(abs(value) - half, abs(value) + half)

    def over(self, base: Range) -> Range:
        """What a percentage can be; a base that may be nothing sets no upper limit."""
        assert self.high is not None
        low = max(self.low, Decimal(0)) / base.high * HUNDRED if base.high else Decimal(0)
        high = self.high / base.low * HUNDRED if base.low > 0 else None
        return Range(low, high)

    def meets(self, other: Range) -> bool:
        return (other.high is None or self.low <= other.high) and (
            self.high is None or other.low <= self.high
        )


def ratio_comparisons(check: Check, figures: Figures) -> Iterator[Comparison]:
    """Each printed rate against one figure over another, whichever printing of them fits."""
    for rule in check.ratios:
        made = [_ratio(rule, rate, figures) for rate in _rates(rule, figures)]
        yield from made or [not_applicable("没有印这样的百分比")]


def _rates(rule: RatioRule, figures: Figures) -> Iterator[Fact]:
    names = class_names(figures) if "类" in rule.items else frozenset[str]()
    for fact in figures.facts:
        if fact.measure != rule.rate or (fact.table, fact.unit) != (rule.table, "%") or fact.value is None:
            continue
        if "*" in rule.items or fact.item in rule.items or fact.item in names:
            yield fact


def _ratio(rule: RatioRule, rate: Fact, figures: Figures) -> Comparison:
    parts, wholes = nearest(rule.part, rate, figures), nearest(rule.whole, rate, figures)
    if not parts or not wholes:
        name = (rule.part if not parts else rule.whole)[0]
        return not_comparable(
            (rate,), f"没有读到：{rate.item if name.item == '*' else name.item} {name.measure}"
        )
    pairs = [(part, whole) for whole in wholes for part in parts if part != whole and whole.value]
    if not pairs:
        return not_applicable("底数是零")
    made = [share(figures, rate, part, whole) for part, whole in pairs]
    first = next((c for c in made if c.outcome is not Outcome.FINDING), made[0])
    if first.outcome is not Outcome.FINDING:
        return first
    if rate.value in figures.of_year_budget and {whole.measure for whole in wholes} == {"年初预算"}:
        return not_comparable(first.facts, "说的是全年预算或调整预算，没有印这个预算数")
    for basis in nearest(rule.bases, rate, figures):
        if basis.value and share(figures, rate, parts[0], basis).outcome is not Outcome.FINDING:
            return not_comparable(first.facts, f"底数可能是另一口径（{basis.item}）")
    return first


def nearest(names: Iterable[FigureName], rate: Fact, figures: Figures) -> list[Fact]:
    """All printings of the figures named, the one that stands nearest to the rate first."""
    found: list[Fact] = []
    for name in names:
        item = rate.item if name.item == "*" else name.item
        found += figures.all(FigureName(name.table, name.side, name.code, item, name.measure))
    if len(found) < 2:
        return found
    at = figures.order[rate]
    return sorted(found, key=lambda fact: abs(figures.order[fact] - at))


def share(figures: Figures, rate: Fact, part: Fact, whole: Fact) -> Comparison:
    """A rate against part ÷ whole; `whole` is not zero."""
    assert part.value is not None
    assert whole.value is not None
    exact = part.value / whole.value * HUNDRED
    can_be = Range.of(figures, part).over(Range.of(figures, whole))
    formula = f"{part.value} ÷ {whole.value} × 100%"
    made = _judge(rate, abs(exact), can_be, formula, (rate, part, whole))
    return replace(made, holds=_is_share(figures, rate, part, whole), wanted=_wanted_share(rate, part, whole))


def _is_share(figures: Figures, rate: Fact, part: Fact, whole: Fact) -> Holds:
    def holds(values: Mapping[Fact, Decimal]) -> bool:
        over, under = value_in(part, values), value_in(whole, values)
        can_be = Range.around(over, figures.half_unit(part)).over(
            Range.around(under, figures.half_unit(whole))
        )
        return under == 0 or _printed(rate, value_in(rate, values)).meets(can_be)

    return holds


def _wanted_share(rate: Fact, part: Fact, whole: Fact) -> tuple[tuple[Fact, Decimal], ...]:
    """Each of the three with the value that the other two give it."""
    assert rate.value is not None
    assert part.value is not None
    assert whole.value is not None
    found = [(rate, part.value / whole.value * HUNDRED), (part, whole.value * rate.value / HUNDRED)]
    if rate.value:
        found.append((whole, part.value / rate.value * HUNDRED))
    return tuple((fact, _in_its_digits(fact, value)) for fact, value in found)


def _in_its_digits(fact: Fact, value: Decimal) -> Decimal:
    assert fact.value is not None
    return value.quantize(Decimal(1).scaleb(-places(fact.value)))


def change_comparisons(check: Check, figures: Figures) -> Iterator[Comparison]:
    """Each printed rate of change against the change over what the amount was before."""
    for rule in check.changes:
        rates = [
            f
            for f in figures.facts
            if (f.table, f.measure, f.unit) == ("N", rule.rate, "%") and f.value is not None
        ]
        made = [_change(rule, rate, figures) for rate in rates]
        yield from made or [not_applicable("没有印这样的百分比")]


def _change(rule: ChangeRule, rate: Fact, figures: Figures) -> Comparison:
    changes = nearest([FigureName("N", "", "", "*", rule.change)], rate, figures)
    amounts = nearest([FigureName("N", "", "", "*", name) for name in rule.amounts], rate, figures)
    if not changes or not amounts:
        missing = rule.change if not changes else rule.amounts[0]
        return not_comparable((rate,), f"没有读到：{rate.item} {missing}")
    pairs = [(change, amount) for change in changes for amount in amounts]
    made = [changed(figures, rate, change, amount) for change, amount in pairs]
    first = next((c for c in made if c.outcome is not Outcome.FINDING), made[0])
    if first.outcome is Outcome.FINDING and (other := _of_another(rule, rate, changes[0], figures)):
        return not_comparable(first.facts, f"增减说的可能是同一句里的另一个数（{other.item}）")
    return first


def _of_another(rule: ChangeRule, rate: Fact, change: Fact, figures: Figures) -> Fact | None:
    """An amount told just before, of another name, that the change and the rate fit: 总计…，其中结转…，比上年增加….

    The words do not say which of the two has changed.
    """
    at = figures.order[rate]
    near = (
        f
        for f in figures.facts
        if f.table == "N" and f.measure in rule.amounts and f.unit == change.unit and f.value
        if f.item != rate.item and 0 < at - figures.order[f] <= _NEAR
    )
    held = (Outcome.HELD, Outcome.ROUNDING)
    return next((f for f in near if changed(figures, rate, change, f).outcome in held), None)


def changed(figures: Figures, rate: Fact, change: Fact, amount: Fact) -> Comparison:
    """A rate of change against change ÷ (amount − change); on a base of nothing there is none."""
    assert change.value is not None
    assert amount.value is not None
    base = amount.value - change.value
    if base == 0:
        return not_applicable("底数是零")
    before = Range.around(base, figures.half_unit(change) + figures.half_unit(amount))
    formula = f"{abs(change.value)} ÷ ({amount.value} − {_signed(change.value)}) × 100%"
    can_be = Range.of(figures, change).over(before)
    made = _judge(rate, abs(change.value / base * HUNDRED), can_be, formula, (rate, change, amount))
    holds, wanted = _is_change(figures, rate, change, amount), _wanted_change(rate, change, amount)
    return replace(made, holds=holds, wanted=wanted)


def _is_change(figures: Figures, rate: Fact, change: Fact, amount: Fact) -> Holds:
    half = figures.half_unit(change) + figures.half_unit(amount)

    def holds(values: Mapping[Fact, Decimal]) -> bool:
        moved = value_in(change, values)
        base = value_in(amount, values) - moved
        can_be = Range.around(moved, figures.half_unit(change)).over(Range.around(base, half))
        return base == 0 or _printed(rate, value_in(rate, values)).meets(can_be)

    return holds


def _wanted_change(rate: Fact, change: Fact, amount: Fact) -> tuple[tuple[Fact, Decimal], ...]:
    assert rate.value is not None
    assert change.value is not None
    assert amount.value is not None
    base = amount.value - change.value
    found = [(rate, change.value / base * HUNDRED)]
    share_of_base = abs(rate.value / HUNDRED).copy_sign(change.value)
    if share_of_base:
        found.append((amount, change.value + change.value / share_of_base))
    if share_of_base > -1:
        found.append((change, amount.value * share_of_base / (1 + share_of_base)))
    return tuple((fact, _in_its_digits(fact, value)) for fact, value in found)


def _signed(value: Decimal) -> str:
    return f"({value})" if value < 0 else str(value)


def _judge(rate: Fact, exact: Decimal, can_be: Range, formula: str, facts: Sequence[Fact]) -> Comparison:
    assert rate.value is not None
    digits = places(rate.value)
    half = _half_digit(rate)
    printed = _printed(rate, rate.value)
    shown = exact.quantize(Decimal(1).scaleb(-digits - 2))
    if exact.quantize(Decimal(1).scaleb(-digits)) == abs(rate.value):
        outcome = Outcome.HELD
    elif printed.meets(can_be):
        outcome = Outcome.ROUNDING
    else:
        outcome = Outcome.FINDING
    allowed = half + (can_be.high - can_be.low) / 2 if can_be.high is not None else half
    return Comparison(
        outcome,
        tuple(facts),
        abs(rate.value),
        shown,
        abs(rate.value) - shown,
        allowed.quantize(Decimal(1).scaleb(-digits - 3)),
        formula,
    )


def _half_digit(rate: Fact) -> Decimal:
    assert rate.value is not None
    return Decimal(5).scaleb(-places(rate.value) - 1)


def _printed(rate: Fact, value: Decimal) -> Range:
    """What a rate stands for that is printed with as many digits as this one."""
    return Range.around(value, _half_digit(rate))
