"""The performance tables (P1, P2, P3) inside, against each other, and against the text.

Their units are often misprinted or not printed at all. Two figures are compared only in the scale in which both are of
one order (or in which two others of the same tables agree); where there is none, nothing is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from builder.checks.compare import (
    Comparison,
    Figures,
    Named,
    Outcome,
    compare,
    not_applicable,
    not_comparable,
    value_in,
)
from builder.knowledge.checks import FigureName
from builder.model import Fact, ReportFacts

TOTAL, DONE, PLANNED, FIRST = "年度资金总额", "全年执行数", "全年预算数", "年初预算数"
_MONEY = (FIRST, PLANNED, DONE)
#: 元 in a table that says 万元, or the other way round.
_SCALES = (Decimal(1), Decimal(10000), Decimal("0.0001"))
_YEAR = re.compile(r"(20\d\d)年(.*)")


def sums_inside(content: ReportFacts, figures: Figures) -> Named:
    """G16: the projects of P1 add up to 项目支出; 基本支出 and 项目支出 of P2 to the total."""
    del content
    made = [*_projects_of_base(figures), *_halves_of_total(figures)]
    return made or [not_applicable("没有绩效表")], []


def _projects_of_base(figures: Figures) -> Iterator[Comparison]:
    """The list counts as complete when its parts add up in another column."""
    columns: dict[str, list[Fact]] = defaultdict(list)
    for fact in figures.by_key.values():
        if fact.table == "P1" and fact.item.startswith("项目支出/") and fact.item.count("/") == 1:
            columns[fact.measure].append(fact)
    made: list[Comparison] = []
    lines = {fact.item for parts in columns.values() for fact in parts}
    for measure, parts in columns.items():
        total = figures.get(FigureName("P1", "", "", "项目支出", measure))
        if total is not None:
            made.append(compare(figures, total, parts, blanks=len(parts) < len(lines)))
    complete = any(c.ran and c.outcome is not Outcome.FINDING and len(c.facts) > 2 for c in made)
    for c in made:
        unsure = c.outcome is Outcome.FINDING and not complete
        yield not_comparable(c.facts, "不知道各项目是否列全") if unsure else c


def _halves_of_total(figures: Figures) -> Iterator[Comparison]:
    for measure in _MONEY:
        total = figures.get(FigureName("P2", "", "", TOTAL, measure))
        halves = [figures.get(FigureName("P2", "", "", item, measure)) for item in ("基本支出", "项目支出")]
        parts = [part for part in halves if part is not None]
        if total is not None and parts:
            yield compare(figures, total, parts, blanks=len(parts) < len(halves))


# --- tables against each other ----------------------------------------------------------------------------


def tables_agree(content: ReportFacts, figures: Figures) -> Named:
    """G17: the same project in P1, P2 and P3."""
    del content
    made = [*_base_and_whole(figures), *_base_and_projects(figures)]
    return made or [not_applicable("没有两张绩效表写同一个数")], []


def _this_year(figures: Figures, what: str) -> str:
    """The measure of P1 for the latest year, such as 2024年决算数; "" when there is none."""
    found = {f.measure for f in figures.facts if f.table == "P1" and _YEAR.fullmatch(f.measure)}
    return max((m for m in found if m.endswith(what)), default="")


def _base_and_whole(figures: Figures) -> Iterator[Comparison]:
    actual = figures.get(FigureName("P1", "", "", "项目支出", _this_year(figures, "决算数")))
    done = figures.get(FigureName("P2", "", "", "项目支出", DONE))
    if actual is not None and done is not None:
        yield in_one_scale(figures, actual, done)


def _base_and_projects(figures: Figures) -> Iterator[Comparison]:
    for fact in figures.by_key.values():
        if fact.table != "P1" or not fact.item.startswith("项目支出/"):
            continue
        project = fact.item.rsplit("/", 1)[1]
        measure = {_this_year(figures, "决算数"): DONE, _this_year(figures, "预算数"): FIRST}.get(
            fact.measure
        )
        other = figures.get(FigureName("P3", "", "", f"{project}：{TOTAL}", measure or ""))
        if other is not None:
            yield in_one_scale(figures, fact, other)


def in_one_scale(figures: Figures, one: Fact, other: Fact, scale: Decimal | None = None) -> Comparison:
    """Two figures that should be one, the second in the scale of the first; 0 has every scale."""
    assert one.value is not None
    assert other.value is not None
    scales = (scale,) if scale is not None else _SCALES
    pairs = [(s, other.value * s) for s in scales]
    near = [(s, v) for s, v in pairs if scale is not None or _one_order(one.value, v)]
    if not near:
        return not_comparable((one, other), "两处的单位可能不同，不能比")
    times, value = near[0]
    tolerance = figures.half_unit(one) + figures.half_unit(other) * times
    difference = one.value - value
    small = abs(difference) <= tolerance
    outcome = Outcome.HELD if difference == 0 else Outcome.ROUNDING if small else Outcome.FINDING
    formula = str(value) if times == 1 else f"{other.value} × {times}"

    def holds(values: Mapping[Fact, Decimal]) -> bool:
        return abs(value_in(one, values) - value_in(other, values) * times) <= tolerance

    wanted = () if times == 1 else ((one, value), (other, one.value / times))
    return Comparison(
        outcome, (one, other), one.value, value, difference, tolerance, formula, linear=times == 1,
        wanted=wanted, holds=holds,
    )  # fmt: skip


def _one_order(one: Decimal, other: Decimal) -> bool:
    if one == 0 or other == 0:
        return one == other
    return Decimal("0.5") < one / other < 2


# --- tables against the text ------------------------------------------------------------------------------


def text_agrees(content: ReportFacts, figures: Figures) -> Named:
    """G18: what the text says of the year's spending against P1 and P2, once one pair of figures shows the scale."""
    del content
    made = [*_whole_in_text(figures), *_base_in_text(figures)]
    return made or [not_applicable("没有绩效表，或文字没有写这些数")], []


def _text(figures: Figures, item: str, measure: str = "金额") -> tuple[Fact, ...]:
    return figures.all(FigureName("N", "", "", item, measure))


def _scale(figures: Figures, told: Sequence[Fact], printed: Fact | None) -> Decimal | None:
    """The scale in which the text and the table give the same figure; None when they never do."""
    for fact in told:
        for scale in _SCALES:
            made = in_one_scale(figures, fact, printed, scale) if printed is not None else None
            if made is not None and made.outcome is not Outcome.FINDING and fact.value:
                return scale
    return None


def _whole_in_text(figures: Figures) -> Iterator[Comparison]:
    total = figures.get(FigureName("P2", "", "", TOTAL, DONE))
    scale = _scale(figures, [*_text(figures, "整体支出执行数"), *_text(figures, "支出合计")], total)
    for item in ("基本支出", "项目支出"):
        printed = figures.get(FigureName("P2", "", "", item, DONE))
        told = _text(figures, item)
        if printed is None or not told:
            continue
        if scale is None:
            yield not_comparable((told[0], printed), "文字和绩效表的总数不同，口径或单位可能不同")
        else:
            yield _any(figures, told, printed, scale)


def _any(figures: Figures, told: Sequence[Fact], printed: Fact, scale: Decimal) -> Comparison:
    made = [in_one_scale(figures, fact, printed, scale) for fact in told]
    return next((c for c in made if c.outcome is not Outcome.FINDING), made[0])


def _base_in_text(figures: Figures) -> Iterator[Comparison]:
    measure = _this_year(figures, "决算数")
    projects = figures.get(FigureName("P1", "", "", "项目支出", measure))
    scale = _scale(figures, _text(figures, "项目支出"), projects)
    printed, told = figures.get(FigureName("P1", "", "", "公用经费", measure)), _text(figures, "公用经费")
    if printed is None or not told:
        return
    if scale is None or any(f.table == "T06" for f in figures.facts):
        yield not_comparable((told[0], printed), "口径或单位可能不同")
        return
    yield _any(figures, told, printed, scale)
