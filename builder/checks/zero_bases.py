"""G4: a percentage of nothing. Where last year, or the budget, is zero, no rate of change or completion can be computed.

A rate of 0% on 0 is a habit of writing, told once as a hint; a rate above that says more than can be computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from builder.checks.compare import Comparison, Figures, Named, Outcome, not_applicable, value_in
from builder.checks.figure_names import name
from builder.checks.ratios import HUNDRED, Range, nearest, share
from builder.knowledge.checks import FigureName
from builder.model import Fact, ReportFacts

_CHANGES = {
    "比上年增减率": ("比上年增减额", ("金额", "决算数"), "上年数"),
    "比年初预算增减率": ("比年初预算增减额", ("金额", "决算数"), "年初预算"),
}
_ACTUALS = ("支出决算", "决算数", "金额")
_BUDGETS = ("年初预算", "预算数")
_YEAR_BUDGET = "全年预算"
#: Shares whose whole is an item of its own.
_WHOLES = {
    "货物采购授予中小企业合同金额": "政府采购货物支出",
    "工程采购授予中小企业合同金额": "政府采购工程支出",
    "服务采购授予中小企业合同金额": "政府采购服务支出",
}


def zero_bases(content: ReportFacts, figures: Figures) -> Named:
    """Every printed rate whose base is printed as zero, or comes out as zero."""
    made = [*_on_last_year(figures), *_on_budget(content, figures), *_on_whole(figures)]
    return _told_once(made) or [not_applicable("没有印底数为零的百分比")], []


def _rates(figures: Figures, measure: str) -> Iterator[Fact]:
    for fact in figures.facts:
        if (fact.table, fact.measure, fact.unit) == ("N", measure, "%") and fact.value is not None:
            yield fact


def _named(measures: tuple[str, ...], rate: Fact, figures: Figures) -> list[Fact]:
    return nearest([FigureName("N", "", "", "*", measure) for measure in measures], rate, figures)


def _on_last_year(figures: Figures) -> Iterator[Comparison]:
    for measure, (change_name, amounts_names, words) in _CHANGES.items():
        for rate in _rates(figures, measure):
            changes, amounts = _named((change_name,), rate, figures), _named(amounts_names, rate, figures)
            pairs = [(c, a) for c in changes for a in amounts]
            if pairs and all(c.value == a.value for c, a in pairs):
                yield _from_nothing(figures, rate, *pairs[0], words)
            else:
                yield Comparison(Outcome.HELD, (rate,))


def _from_nothing(figures: Figures, rate: Fact, change: Fact, amount: Fact, words: str) -> Comparison:
    assert amount.value is not None
    assert rate.value is not None
    half = figures.half_unit(change) + figures.half_unit(amount)
    least = Range.of(figures, change).over(Range(Decimal(0), half)).low
    formula = f"{amount.value} − {change.value} = 0"
    if amount.value == 0:
        return _zero_on_zero(rate, (rate, change, amount), formula)
    if abs(rate.value) >= least:  # a base too small to be printed explains it
        return Comparison(Outcome.ROUNDING, (rate, change, amount))
    sentence = (
        f"{name(rate)} 写的是 {rate.raw}；{name(amount)} {amount.raw}，{change.measure} {change.raw}，"
        f"倒推{words}是 {formula}，底数是零，算不出百分比。"
    )
    return Comparison(
        Outcome.FINDING, (rate, change, amount), rate.value, formula=formula, sentence=sentence,
        holds=lambda values: value_in(change, values) != value_in(amount, values),
    )  # fmt: skip


def _on_budget(content: ReportFacts, figures: Figures) -> Iterator[Comparison]:
    for rate in _rates(figures, "完成率"):
        budgets, actuals = _named(_BUDGETS, rate, figures), _named(_ACTUALS, rate, figures)
        if not budgets or not actuals or any(budget.value for budget in budgets):
            yield Comparison(Outcome.HELD, (rate,))
            continue
        yield _completed_nothing(content, figures, rate, budgets[0], actuals[0])


def _completed_nothing(
    content: ReportFacts, figures: Figures, rate: Fact, budget: Fact, actual: Fact
) -> Comparison:
    formula = f"{actual.value} ÷ {budget.value}"
    if not actual.value:
        return _zero_on_zero(rate, (rate, actual, budget), formula)
    if rate.value in figures.of_year_budget:
        return Comparison(Outcome.HELD, (rate, actual, budget))
    for whole in _named((_YEAR_BUDGET,), rate, figures):
        fits = bool(whole.value) and share(figures, rate, actual, whole).outcome is not Outcome.FINDING
        if fits and not _says_initial(content, rate):
            return Comparison(Outcome.HELD, (rate, actual, whole))
        if fits:
            sentence = (
                f"这里写完成年初预算的 {rate.raw}，而{name(budget)}是 {budget.raw}，底数是零，算不出百分比；"
                f"{rate.raw} 是 {actual.value} ÷ {whole.value}，底数是全年预算。"
            )
            facts = (rate, budget, whole, actual)
            return Comparison(Outcome.FINDING, facts, formula=formula, sentence=sentence)
    sentence = f"{name(rate)} 写的是 {rate.raw}，而{name(budget)}是 {budget.raw}，底数是零，算不出百分比。"
    return Comparison(Outcome.FINDING, (rate, actual, budget), formula=formula, sentence=sentence)


def _says_initial(content: ReportFacts, rate: Fact) -> bool:
    """Whether the words say that the rate is one of the initial budget (年初预算)."""
    assert rate.value is not None
    said = (w for w in content.wordings if (w.kind, w.subject) == ("base", "年初预算"))
    return any(Decimal(value.replace(",", "")) == rate.value for w in said for value in w.values)


def _on_whole(figures: Figures) -> Iterator[Comparison]:
    for rate in _rates(figures, "占比"):
        whole = figures.get(FigureName("N", "", "", _WHOLES.get(rate.item, ""), "金额"))
        if whole is not None and whole.value == 0:
            yield _zero_on_zero(rate, (rate, whole), "")


def _zero_on_zero(rate: Fact, facts: tuple[Fact, ...], formula: str) -> Comparison:
    assert rate.value is not None
    if abs(rate.value) > HUNDRED:
        return Comparison(Outcome.HELD, facts)
    sentence = f"{name(rate)} 写的是 {rate.raw}，底数是零；零的百分之几算不出来，通常不写。"
    return Comparison(Outcome.FINDING, facts, formula=formula, level="提示", sentence=sentence)


def _told_once(made: list[Comparison]) -> list[Comparison]:
    """Hints of the same kind are one hint: the first names how many there are; the others count as told."""
    hints = [c for c in made if c.level == "提示" and c.outcome is Outcome.FINDING]
    if len(hints) < 2:
        return made
    facts = tuple(fact for c in hints for fact in c.facts[:1])
    first = replace(hints[0], facts=facts, sentence=f"{hints[0].sentence}这样的写法共 {len(hints)} 处。")
    rest = [c for c in made if c not in hints]
    return [*rest, first]
