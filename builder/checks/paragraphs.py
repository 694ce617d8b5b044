"""The text against the tables and against itself, where names have to be matched or a list has to be complete."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.checks.classes import class_names
from builder.checks.compare import (
    Comparison,
    Figures,
    Named,
    Outcome,
    compare,
    not_applicable,
    not_comparable,
)
from builder.knowledge import load_accounts
from builder.knowledge.checks import FigureName
from builder.model import Fact, ReportFacts

HEADLINE = "一般公共预算财政拨款支出"
_TOTALS = ((("T05", "本年支出")), ("T07", "本年支出"), ("T08", "本年支出"))


def items_in_tables(content: ReportFacts, figures: Figures) -> Named:
    """F6: what the text says was spent on 类/款/项 against the row of that name."""
    del content
    rows = [
        f
        for f in figures.facts
        if (f.table, f.measure) in _TOTALS and len(f.code) == 7 and f.value is not None
    ]
    paths = [f for f in figures.facts if _is_path(f, "支出决算") and f.value is not None]
    told = {(fact.key, fact.value): fact for fact in reversed(paths)}  # told twice alike: compared once
    made = [_item(fact, rows, figures) for fact in reversed(told.values())]
    return made or [not_applicable("没有逐项写支出决算")], []


def _is_path(fact: Fact, measure: str) -> bool:
    return fact.table == "N" and fact.measure == measure and "/" in fact.item


def _item(told: Fact, rows: Sequence[Fact], figures: Figures) -> Comparison:
    names = told.item.split("/")
    same = [row for row in rows if row.item == names[-1] and _stands_under(row, names, figures)]
    if not same:
        return not_comparable((told,), f"表里没有读到这一项：{told.item}")
    made = [compare(figures, told, [row]) for row in same]
    held = next((c for c in made if c.outcome is not Outcome.FINDING), None)
    if held is not None:
        return held
    if len(same) > 1 or len({one.value for one in figures.printings[told.key]}) > 1:
        return not_comparable((told, *same), f"表里不止一行叫{names[-1]}，分不清是哪一行")
    if _in_all_funds(told, same[0], figures):
        return not_comparable((told, *same), "口径可能不同：这个数和支出决算表的同一行相同")
    return made[0]


def _of_other_budgets(item: str, figures: Figures) -> bool:
    """Whether only the tables of the funds and of the state capital have a row of this name: it is none of theirs."""
    names = item.split("/")
    rows = [f for f in figures.facts if f.item == names[-1] and len(f.code) == 7]
    found = {row.table for row in rows if _stands_under(row, names, figures)} & {
        table for table, _ in _TOTALS
    }
    return bool(found) and "T05" not in found


def _stands_under(row: Fact, names: list[str], figures: Figures) -> bool:
    """Whether the row's 款 and 类, as printed or as known, are those of the text; unknown ones do not exclude."""
    for digits, wanted in ((5, names[-2]), (3, names[0])):
        if digits == 5 and len(names) < 3:
            continue
        code = row.code[:digits]
        printed = figures.names.get((row.table, code), frozenset())
        known = load_accounts().get(code)
        here = printed or ({known.name} if known else set())
        if here and not here & {wanted, f"{wanted}支出"}:
            return False
    return True


def _in_all_funds(told: Fact, row: Fact, figures: Figures) -> bool:
    if figures.is_one_kind_of_money("T03"):
        return False
    others = figures.all(FigureName("T03", "", row.code, row.item, "本年支出合计"))
    return any(figures.same(told, other) for other in others)


# --- G5: the items of a list against the sentence above it ------------------------------------------------


def items_in_headline(content: ReportFacts, figures: Figures) -> Named:
    """G5: the budgets of all items named add up to the budget named first, if the list is complete.

    It is taken for complete when what was spent on its items adds up to all that was spent.
    """
    del content
    made: list[Comparison] = []
    for measure in ("年初预算", "全年预算"):
        made += _headline(measure, figures)
    made += _basic_and_projects(figures)
    return made or [not_applicable("没有逐项写预算")], []


def _headline(measure: str, figures: Figures) -> Iterator[Comparison]:
    totals = figures.all(FigureName("N", "", "", HEADLINE, measure))
    spent = figures.all(FigureName("N", "", "", HEADLINE, "支出决算"))
    if not totals or not spent:
        return
    for classes in (True, False):
        items = _list(classes, figures)
        budgets = [items_measure[measure] for items_measure in items if measure in items_measure]
        actuals = [items_measure["支出决算"] for items_measure in items if "支出决算" in items_measure]
        if len(budgets) < 2 or not any(fact.value for fact in (*totals, *budgets)):
            continue
        if len(budgets) < len(items) or len(actuals) < len(items):
            yield not_comparable((totals[0], *budgets), "有的项没有写预算或决算，不知道是否列全")
        elif any(figures.is_repeated(fact) for fact in (*budgets, *actuals)):
            yield not_comparable((totals[0], *budgets), "有的项写了不止一次，分不清怎样相加")
        elif compare(figures, spent[0], actuals).outcome is Outcome.FINDING:
            yield not_comparable((totals[0], *budgets), "各项决算相加不等于总决算，逐项没有列全或另有口径")
        else:
            yield _listed(totals, budgets, classes, figures)


def _listed(totals: Sequence[Fact], budgets: list[Fact], classes: bool, figures: Figures) -> Comparison:
    tries = [compare(figures, total, budgets) for total in totals]
    made = next((c for c in tries if c.outcome is not Outcome.FINDING), tries[0])
    if made.outcome is not Outcome.FINDING:
        return made
    # An item with a budget of which nothing was spent may be left out of a list of 项; a 类 hardly is.
    level = "不一致" if classes or made.difference < 0 else "值得追问"
    return replace(made, level=level)


def _list(classes: bool, figures: Figures) -> list[dict[str, Fact]]:
    """The measures of each item of the list: 类, or 类/款/项."""
    names = class_names(figures)
    items: dict[str, dict[str, Fact]] = {}
    for fact in figures.by_key.values():
        wanted = fact.item in names if classes else "/" in fact.item
        if fact.table == "N" and wanted and fact.measure in ("年初预算", "全年预算", "支出决算"):
            items.setdefault(fact.item, {})[fact.measure] = fact
    items = {item: own for item, own in items.items() if classes or not _of_other_budgets(item, figures)}
    return [measures for measures in items.values() if measures]


def _basic_and_projects(figures: Figures) -> Iterator[Comparison]:
    """The budgets of 基本支出 and 项目支出 against the whole, where all money is of the one kind."""
    total = figures.get(FigureName("N", "", "", HEADLINE, "年初预算"))
    parts = [figures.get(FigureName("N", "", "", item, "年初预算")) for item in ("基本支出", "项目支出")]
    found = [part for part in parts if part is not None]
    if total is None or not found:
        return
    if len(found) < len(parts):
        yield not_comparable((total, *found), "没有读到：基本支出或项目支出的年初预算")
        return
    made = compare(figures, total, found)
    repeated = any(figures.is_repeated(fact) for fact in (total, *found))
    if made.outcome is Outcome.FINDING and (repeated or not _one_kind_of_money(figures)):
        made = not_comparable(made.facts, "基本支出、项目支出的预算可能含别的资金")
    yield made


def _one_kind_of_money(figures: Figures) -> bool:
    """Whether all income is of the general public budget."""
    all_income = figures.get(FigureName("T01", "收入", "", "本年收入合计", "决算数"))
    general = figures.get(FigureName("T01", "收入", "", "一般公共预算财政拨款收入", "决算数"))
    return all_income is not None and general is not None and all_income.value == general.value
