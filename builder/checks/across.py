"""Two years of one department: does this year begin where last year's report ended.

It compares reports of the same department only; whether two years may be compared at all (a reorganised unit may
not) is told by whoever calls. Nothing here is 不一致: an adjusted opening balance is often in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from builder.checks.alike import fold_years
from builder.checks.compare import Figures, Outcome, count_outcomes, places
from builder.checks.figure_names import name
from builder.knowledge.across import load_across
from builder.knowledge.checks import FigureName
from builder.model import CheckCount, Fact, Finding, ReportFacts

NO_LAST_YEAR = "本站没有收录上一年的报告"
# So many times larger or smaller is another unit, not another amount.
_ANOTHER_UNIT = 1000


@dataclass(frozen=True)
class Year:
    """One year's figures."""

    year: int
    facts: ReportFacts

    @cached_property
    def figures(self) -> Figures:
        """To look up by name; made once for the two comparisons that a year is part of."""
        return Figures.of(self.facts)


@dataclass(frozen=True, slots=True)
class _Compared:
    """How one figure of this year came out; `facts` are this year's, then last year's."""

    outcome: Outcome
    reason: str = ""
    facts: tuple[Fact, ...] = ()
    difference: Decimal = Decimal(0)
    allowed: Decimal = Decimal(0)


def compare_years(
    this: Year, last: Year | None, *, apart: str = ""
) -> tuple[CheckCount, tuple[Finding, ...]]:
    """The check on this year's report, with or without last year's.

    `apart`: why the two years are not to be compared, "" when they may be. Every declared comparison is counted
    in each report, so that reports can be put side by side.
    """
    declared = load_across()
    ours, theirs = this.figures, last.figures if last else None
    made = [_carried(ours, theirs, *names) for names in declared.carried]
    made += [_changed(ours, theirs, c.amount, c.change, c.last) for c in declared.changes]
    if apart:
        made = [_Compared(Outcome.NOT_APPLICABLE, apart) for _ in made]
    found = tuple(fold_years(list(_findings(made, this.year, last.year if last else 0))))
    check = load_across().check
    return count_outcomes(check.id, check.name, ((one.outcome, one.reason) for one in made)), found


def _carried(ours: Figures, theirs: Figures | None, opening: FigureName, closing: FigureName) -> _Compared:
    begins = ours.get(opening)
    if begins is None:
        return _Compared(Outcome.NOT_APPLICABLE, "这份报告没有印年初结转和结余")
    if theirs is None:
        return _Compared(Outcome.NOT_COMPARABLE, NO_LAST_YEAR)
    return _nearest(ours, theirs, (begins,), [theirs.get(closing)])


def _changed(
    ours: Figures,
    theirs: Figures | None,
    amounts: Sequence[FigureName],
    changes: Sequence[FigureName],
    lasts: Sequence[FigureName],
) -> _Compared:
    amount, change = _first(ours, amounts), _first(ours, changes)
    if change is None:
        return _Compared(Outcome.NOT_APPLICABLE, "这份报告没有写比上年增减多少")
    if amount is None:
        return _Compared(Outcome.NOT_COMPARABLE, f"没有读到：{amounts[0].item}")
    if theirs is None:
        return _Compared(Outcome.NOT_COMPARABLE, NO_LAST_YEAR)
    return _nearest(ours, theirs, (amount, change), [theirs.get(name) for name in lasts])


def _first(figures: Figures, names: Sequence[FigureName]) -> Fact | None:
    return next((fact for name in names if (fact := figures.get(name)) is not None), None)


def _nearest(
    ours: Figures, theirs: Figures, own: tuple[Fact, ...], candidates: Sequence[Fact | None]
) -> _Compared:
    """Against every place where last year's report may print the amount; one that fits is enough."""
    printed = [fact for fact in candidates if fact is not None and fact.value is not None]
    made = [_compare(ours, theirs, own, fact) for fact in printed]
    for wanted in (Outcome.HELD, Outcome.ROUNDING, Outcome.NOT_COMPARABLE):
        for one in made:
            if one.outcome is wanted:
                return one
    return made[0] if made else _Compared(Outcome.NOT_COMPARABLE, "上一年的报告里没有读到这个数")


def _compare(ours: Figures, theirs: Figures, own: tuple[Fact, ...], last: Fact) -> _Compared:
    values = [fact.value for fact in (*own, last)]
    amount, before = values[0], values[-1]
    assert amount is not None
    assert before is not None
    change = sum((value for value in values[1:-1] if value is not None), Decimal(0))
    if len({fact.unit for fact in (*own, last)}) > 1 or _is_another_unit(amount - change, before):
        return _Compared(Outcome.NOT_COMPARABLE, "两年的金额单位看来不同")
    difference = amount - change - before
    allowed = _half(theirs, last) + sum((_half(ours, fact) for fact in own), Decimal(0))
    outcome = Outcome.HELD if difference == 0 else Outcome.ROUNDING
    if abs(difference) > allowed:
        outcome = Outcome.FINDING
    return _Compared(outcome, "", (*own, last), difference, allowed)


def _is_another_unit(one: Decimal, other: Decimal) -> bool:
    small, large = sorted((abs(one), abs(other)))
    return small > 0 and large / small >= _ANOTHER_UNIT


def _half(figures: Figures, fact: Fact) -> Decimal:
    """A sentence may round a figure more than a table does: there the printed digits alone count."""
    assert fact.value is not None
    if fact.table == "N":
        return Decimal(5).scaleb(-places(fact.value) - 1)
    return figures.half_unit(fact)


def _findings(made: Sequence[_Compared], year: int, last: int) -> Iterator[Finding]:
    check = load_across().check
    for one in made:
        if one.outcome is not Outcome.FINDING:
            continue
        *own, before = one.facts
        figures = [f"{year} 年 {name(fact)} {fact.raw}" for fact in own]
        yield Finding(
            check=check.id,
            level=check.level,
            figures="；".join((*figures, f"{last} 年 {name(before)} {before.raw}")),
            explanation=_sentence(own, before, one, year, last),
            place=own[0].place,
            recomputed=_sum(own),
            difference=str(abs(one.difference)),
            tolerance=str(one.allowed),
            unit=before.unit,
            facts=one.facts,
            innocent=check.innocent,
        )


def _sum(own: Sequence[Fact]) -> str:
    """`3.35 - -0.45 = 3.80`, written as one adds: `3.35 + 0.45 = 3.80`; "" for a figure that is only repeated."""
    if len(own) == 1:
        return ""
    amount, change = own[0].value, own[1].value
    assert amount is not None
    assert change is not None
    sign = "+" if change < 0 else "-"
    return f"{amount} {sign} {abs(change)} = {amount - change}"


def _sentence(own: Sequence[Fact], before: Fact, one: _Compared, year: int, last: int) -> str:
    gap = f"相差 {abs(one.difference)} {before.unit}，四舍五入最多允许 {one.allowed}。"
    if len(own) == 1:
        return (
            f"{year} 年报告里{own[0].item.split('/')[-1]}（年初）是 {own[0].value}，"
            f"{last} 年报告里年末是 {before.value}，{gap}"
        )
    amount, change = own[0].value, own[1].value
    assert amount is not None
    assert change is not None
    told = "增加" if change >= 0 else "减少"
    return (
        f"{year} 年报告写{own[0].item} {amount}，比上年{told} {abs(change)}，照此上年是 {amount - change}；"
        f"{last} 年报告写的是 {before.value}，{gap}"
    )
