"""Counts of vehicles, trips and guests against each other and against the money spent on them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from builder.checks.compare import (
    Comparison,
    Figures,
    Named,
    Outcome,
    compare,
    not_applicable,
    not_comparable,
)
from builder.checks.figure_names import name
from builder.knowledge.checks import FigureName
from builder.model import Fact, ReportFacts

VEHICLE_KINDS = (
    "副部（省）级及以上领导用车", "主要负责人用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车",
    "离退休干部服务用车", "其他用车",
)  # fmt: skip
_REST = "其他用车"
#: A city's department has no vehicles of ministers; who names fewer kinds may have left out one.
_NEARLY_ALL = len(VEHICLE_KINDS) - 1


def vehicles(content: ReportFacts, figures: Figures) -> Named:
    """G9: the vehicles by kind add up to all vehicles; those paid for by appropriations are not more than all."""
    del content
    return [_kinds(figures), _kept(figures)], []


def _count(figures: Figures, item: str) -> Fact | None:
    return figures.get(FigureName("N", "", "", item, "数量"))


def _kinds(figures: Figures) -> Comparison:
    total = _count(figures, "车辆")
    kinds = [fact for kind in VEHICLE_KINDS if (fact := _count(figures, kind)) is not None]
    if total is None and not kinds:
        return not_applicable("没有写车辆")
    if total is None or not kinds:
        return not_comparable([total] if total else kinds, "没有读到：车辆总数或各类车")
    if any(figures.is_repeated(fact) for fact in (total, *kinds)):
        return not_comparable((total, *kinds), "车辆写了不止一次")
    complete = len(kinds) >= _NEARLY_ALL and any(kind.item == _REST for kind in kinds)
    return _exact(compare(figures, total, kinds), "" if complete else "没有写全各类车，不知道是否列全")


def _exact(made: Comparison, unsure: str) -> Comparison:
    """Counts have no rounding."""
    if made.difference == 0:
        return made
    if unsure and made.difference > 0:
        return not_comparable(made.facts, unsure)
    return _finding(made.facts, made.printed, made.recomputed, made.formula)


def _finding(facts: tuple[Fact, ...], printed: Decimal, other: Decimal, formula: str) -> Comparison:
    return Comparison(
        Outcome.FINDING, facts, printed, other, printed - other, Decimal(0), formula, linear=False
    )


def _kept(figures: Figures) -> Comparison:
    kept, total = _count(figures, "公务用车保有量"), _count(figures, "车辆")
    if kept is None or total is None:
        return not_applicable("没有同时写保有量和车辆总数")
    if kept.value is None or total.value is None or kept.value <= total.value:
        return Comparison(Outcome.HELD, (kept, total))
    return _finding((kept, total), kept.value, total.value, str(total.value))


# --- G10: money and counts --------------------------------------------------------------------------------

#: What was spent, and the count that goes with it.
_PAIRS = (
    ("公务接待费", "公务接待批次", True),
    ("公务接待费", "公务接待人次", True),
    ("因公出国（境）费", "因公出国（境）团组数", True),
    ("因公出国（境）费", "因公出国（境）人次", True),
    ("公务用车购置费", "公务用车购置数", True),
    ("公务用车运行维护费", "公务用车保有量", False),  # a vehicle may cost nothing in a year
)


def money_and_counts(content: ReportFacts, figures: Figures) -> Named:
    """G10: where money was spent there were trips, guests or vehicles, and the other way round."""
    del content
    made = [*_pairs(figures), _guests(figures)]
    return made, []


def _pairs(figures: Figures) -> Iterator[Comparison]:
    for item, counted, both in _PAIRS:
        money, count = _spent(figures, item), _count(figures, counted)
        if money is None or count is None:
            yield not_applicable("没有同时写金额和数量")
        elif bool(money.value) == bool(count.value) or (count.value and not both):
            yield Comparison(Outcome.HELD, (money, count))
        elif figures.is_repeated(count) or len({f.value for f in _printed(figures, item)}) > 1:
            yield not_comparable((money, count), "这个数写了不止一次，写法不同")
        else:
            yield _unmatched(money, count)


def _spent(figures: Figures, item: str) -> Fact | None:
    return next(iter(_printed(figures, item)), None)


def _printed(figures: Figures, item: str) -> list[Fact]:
    text = figures.all(FigureName("N", "", "", item, "决算数"))
    return [*text, *figures.all(FigureName("T09", "", "", item, "决算数"))]


def _unmatched(money: Fact, count: Fact) -> Comparison:
    sentence = f"{name(money)}是 {money.raw}，而{name(count)}是 {count.raw}，一处是零，另一处不是。"
    return Comparison(Outcome.FINDING, (money, count), sentence=sentence)


def _guests(figures: Figures) -> Comparison:
    groups, people = _count(figures, "公务接待批次"), _count(figures, "公务接待人次")
    if groups is None or people is None or groups.value is None or people.value is None:
        return not_applicable("没有同时写批次和人次")
    if people.value >= groups.value or figures.is_repeated(groups) or figures.is_repeated(people):
        return Comparison(Outcome.HELD, (people, groups))
    sentence = f"接待 {groups.raw}，共 {people.raw}，人次比批次还少。"
    return Comparison(Outcome.FINDING, (people, groups), sentence=sentence)
