"""Figures that the text or a form states and that have no place, or another, in the tables of the accounts."""

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
from builder.checks.figure_names import name, table_name
from builder.knowledge.checks import FigureName
from builder.model import Fact, ReportFacts

_ALL_SPENT = (
    ("T03", "", "合计", "本年支出合计"),
    ("N", "", "支出合计", "金额"),
)
#: Totals of another basis that a performance report may rightly speak of.
_OTHER_TOTALS = (
    ("T01", "支出", "总计", "决算数"),
    ("T01", "收入", "本年收入合计", "决算数"),
    ("T04", "支出", "本年支出合计", "合计"),
    ("T04", "支出", "总计", "合计"),
    ("T05", "", "合计", "本年支出"),
    ("N", "", "收入合计", "金额"),
    ("N", "", "收入总计", "金额"),
    ("N", "", "财政拨款收入", "金额"),
    ("N", "", "一般公共预算财政拨款支出", "金额"),
)


def _first(figures: Figures, names: tuple[tuple[str, str, str, str], ...]) -> Fact | None:
    found = (figures.get(FigureName(table, side, "", item, m)) for table, side, item, m in names)
    return next((fact for fact in found if fact is not None), None)


def review_of_other_money(content: ReportFacts, figures: Figures) -> Named:
    """G13: what the performance report says was spent against all that was spent."""
    del content
    told, spent = figures.get(FigureName("N", "", "", "整体支出执行数", "金额")), _first(figures, _ALL_SPENT)
    if told is None:
        return [not_applicable("没有写整体支出执行数")], []
    if spent is None:
        return [not_comparable((told,), "没有读到：支出合计")], []
    made = compare(figures, told, [spent])
    others = [figures.get(FigureName(table, side, "", item, m)) for table, side, item, m in _OTHER_TOTALS]
    if made.outcome is Outcome.FINDING and any(o is not None and figures.same(told, o) for o in others):
        made = not_comparable(made.facts, "口径可能不同：这个数和另一口径的数相同")
    return [made], []


def review_without_projects(content: ReportFacts, figures: Figures) -> Named:
    """G14: money of projects was reviewed, but no project expenditure is stated."""
    del content
    told = figures.get(FigureName("N", "", "", "绩效自评资金", "金额"))
    projects = _first(figures, (("T03", "", "合计", "项目支出"), ("N", "", "项目支出", "金额")))
    if told is None or not told.value:
        return [not_applicable("没有写绩效自评资金")], []
    if projects is None:
        return [not_comparable((told,), "没有读到：项目支出")], []
    if projects.value:
        return [Comparison(Outcome.HELD, (told, projects))], []
    sentence = f"{name(told)}是 {told.raw}，而{name(projects)}是 {projects.raw}。"
    return [Comparison(Outcome.FINDING, (told, projects), sentence=sentence)], []


# --- F14: paid for by what? -------------------------------------------------------------------------------

_THREE_IN_BASIC = ("30212", "31013", "30231", "30217")
_MEETINGS = (("会议费", "30215"), ("培训费", "30216"))


def not_in_basic(content: ReportFacts, figures: Figures) -> Named:
    """F14: spending that the text states, of which 基本支出明细 has nothing: it can only be project money."""
    del content
    made = [*_three_public_inside(figures), *(_meeting(figures, *pair) for pair in _MEETINGS)]
    return made, []


def _in_basic(figures: Figures, codes: tuple[str, ...]) -> list[Fact]:
    return [f for f in figures.by_key.values() if f.table == "T06" and f.code in codes]


def _meeting(figures: Figures, item: str, code: str) -> Comparison:
    told = figures.get(FigureName("N", "", "", item, "金额"))
    total = figures.get(FigureName("T06", "", "302", "商品和服务支出", "决算数"))
    if told is None or not told.value:
        return not_applicable(f"没有写{item}")
    if total is None or figures.is_repeated(told):
        return not_comparable((told,), f"没有读到：{table_name('T06')} 商品和服务支出")
    inside = _in_basic(figures, (code,))
    if any(fact.value for fact in inside):
        return Comparison(Outcome.HELD, (told, *inside))
    sentence = (
        f"文字说{item} {told.raw}，基本支出明细表的{item}（{code}）是空白或零；若是项目支出列支，就对得上。"
    )
    return Comparison(Outcome.FINDING, (told, total), sentence=sentence)


def _three_public_inside(figures: Figures) -> Iterator[Comparison]:
    """The text names 三公 right behind 公用经费, as a part of it, and the detailed table has less."""
    for whole, part in zip(figures.facts, figures.facts[1:], strict=False):
        pair = (whole.table, whole.item, whole.measure, part.item, part.measure)
        if pair != ("N", "公用经费", "金额", "三公经费合计", "决算数"):
            continue
        if whole.place != part.place or whole.place.line is None:  # one paragraph; a page holds many
            continue
        inside = _in_basic(figures, _THREE_IN_BASIC)
        total = figures.get(FigureName("T06", "", "", "公用经费合计", "决算数"))
        if total is None or part.value is None:
            yield not_comparable((part,), f"没有读到：{table_name('T06')} 公用经费合计")
            continue
        added = sum((fact.value for fact in inside if fact.value is not None), Decimal(0))
        allowed = sum((figures.half_unit(fact) for fact in (part, *inside)), Decimal(0))
        if part.value - added <= allowed:
            yield Comparison(Outcome.HELD, (part, *inside))
            continue
        sentence = (
            f"文字把“三公”经费 {part.raw} 写在公用经费 {whole.raw} 之中，基本支出明细表里这几款合计是 {added}，"
            f"相差 {part.value - added}；可能是在项目支出里列支。"
        )
        yield Comparison(Outcome.FINDING, (part, whole, *inside), level="值得追问", sentence=sentence)


# --- A5: a total left blank -------------------------------------------------------------------------------

_SIDES = {"T01": (("收入", "决算数"), ("支出", "决算数")), "T04": (("收入", "决算数"), ("支出", "合计"))}


def blank_totals(content: ReportFacts, figures: Figures) -> Named:
    """A5: one side of 总表 has its 总计, the other has none though its other figures are there."""
    del content
    return [_sides(figures, table) for table in _SIDES], []


def _sides(figures: Figures, table: str) -> Comparison:
    totals: dict[str, Fact | None] = {}
    subtotals: dict[str, Fact | None] = {}
    for side, measure in _SIDES[table]:
        totals[side] = figures.get(FigureName(table, side, "", "总计", measure))
        item = f"本年{side}合计"
        subtotals[side] = figures.get(FigureName(table, side, "", item, measure))
    there = [fact for fact in totals.values() if fact is not None]
    if not there:
        return not_applicable("两边都没有总计")
    blank = next((side for side, fact in totals.items() if fact is None), None)
    if blank is None:
        return Comparison(Outcome.HELD, tuple(there))
    beside = subtotals[blank]
    if beside is None:
        return not_comparable(there, f"没有读到：{table_name(table)} {blank} 总计")
    sentence = (
        f"{table_name(table)}{blank}方没有读到总计，另一方的总计是 {there[0].raw}；"
        "原文这一格可能是空白，也可能是本站没有读到。"
    )
    return Comparison(Outcome.FINDING, (beside, there[0]), sentence=sentence)
