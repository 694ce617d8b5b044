"""The figures that the text of a made report tells about its tables: totals, parts, accounts, “三公”.

What is told agrees with the tables and with itself: budgets and changes of a whole are those of its parts, and a
change is against a drawn last year, so that amount, change and rate go together. What cannot be told (a rate on
nothing) is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from builder.typeset.codes import EXPENDITURE, INCOME
from builder.typeset.generate.amounts import WAN_STEP, wan
from builder.typeset.generate.beside import tell_beside
from builder.typeset.generate.lines import Purse
from builder.typeset.generate.teller import Teller, Told

Figures = Mapping[tuple[str, str, str, str, str], int]
"""The amounts of the tables in fen, by table, side, code, item, measure."""

#: The items of “三公” that nothing stands under, and those that are their sums.
LEAVES = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
THREE_PUBLIC = {
    "三公经费合计": LEAVES,
    "公务用车购置及运行维护费": LEAVES[1:3],
    **{leaf: (leaf,) for leaf in LEAVES},
}
#: So many of the lines with the most money are named in the text.
MOST_NAMES = 6


def tell(figures: Figures, purse: Purse, random: Random) -> Told:
    """Work out everything the text may say."""
    teller = Teller(random)
    _tell_totals(teller, figures)
    _tell_parts(teller, figures)
    classes, paths = _tell_general(teller, purse)
    _tell_basic(teller, figures)
    _tell_three_public(teller, figures)
    tell_beside(teller, figures)
    return teller.told(classes, paths, _names(figures))


def _tell_totals(teller: Teller, figures: Figures) -> None:
    for table, start in (("T01", ""), ("T04", "财政拨款")):
        whole = figures[table, "支出", "", "总计", "决算数" if table == "T01" else "合计"]
        items = (f"{start}收入总计", f"{start}支出总计")
        for item in items:
            teller.money(item, "金额", whole)
        teller.change(items[0], whole, teller.before(whole))
        for measure in ("比上年增减额", "比上年增减率"):
            teller.figures[items[1], measure] = teller.figures[items[0], measure]


def _tell_parts(teller: Teller, figures: Figures) -> None:
    """收入合计 and 支出合计 with their kinds and shares."""
    for table, item, measures in (("T02", "收入合计", INCOME), ("T03", "支出合计", EXPENDITURE)):
        whole = figures[table, "", "", "合计", measures[0]]
        teller.money(item, "金额", whole)
        for measure in measures[1:]:
            part = figures.get((table, "", "", "合计", measure), 0)
            teller.money(measure, "金额", part)
            teller.rate(measure, "占比", part, whole)


def _tell_general(teller: Teller, purse: Purse) -> tuple[list[str], list[tuple[str, ...]]]:
    """The general budget: the whole, its classes and its accounts; what was planned adds up as what was spent."""
    planned = _planned(teller, purse)
    item = "一般公共预算财政拨款支出"
    spent = purse.total(lambda line: line.spent, "general")
    teller.money(item, "金额", spent)
    teller.rate(item, "占比", spent, purse.total(lambda line: line.spent))
    teller.change(item, spent, teller.before(spent))
    _tell_account(teller, item, spent, sum(planned.values()))
    classes = [code for code in purse.codes("general") if len(code) == 3]
    for code in classes:
        part = purse.total(lambda line: line.spent, "general", code=code)
        teller.money(purse.names[code], "金额", part)
        teller.rate(purse.names[code], "占比", part, spent)
        budgets = (budget for account, budget in planned.items() if account.startswith(code))
        _tell_account(teller, purse.names[code], part, sum(budgets))
    paths = []
    for line in purse.of("general"):
        path = tuple(purse.names[line.code[:length]] for length in (3, 5, 7))
        paths.append(path)
        _tell_account(teller, "/".join(path), line.spent, planned[line.code])
    return [purse.names[code] for code in classes], paths


def _planned(teller: Teller, purse: Purse) -> dict[str, int]:
    """Draw what was planned for each account: nothing, in some cases, but something in all."""
    lines = purse.of("general")
    planned = {
        line.code: 0 if teller.random.random() < 0.12 or line.spent < 0 else teller.drawn_budget(line.spent)
        for line in lines
    }
    if not any(planned.values()):
        largest = max(lines, key=lambda line: line.spent)
        planned[largest.code] = max(WAN_STEP, teller.drawn_budget(largest.spent))
    return planned


def _tell_account(teller: Teller, item: str, spent: int, planned: int) -> None:
    teller.money(item, "支出决算", spent)
    teller.budget(item, spent, "年初预算", planned)


def _tell_basic(teller: Teller, figures: Figures) -> None:
    personnel = figures["T06", "", "", "人员经费合计", "决算数"]
    operating = figures["T06", "", "", "公用经费合计", "决算数"]
    teller.money("一般公共预算财政拨款基本支出", "金额", personnel + operating)
    for item, part in (("人员经费", personnel), ("公用经费", operating)):
        teller.money(item, "金额", part)
        teller.rate(item, "占比", part, personnel + operating)
    teller.money("机关运行经费", "金额", operating)
    teller.change("机关运行经费", operating, teller.before(operating))
    planned = max(WAN_STEP, teller.drawn_budget(operating))
    teller.money("机关运行经费", "年初预算", planned)
    if wan(operating - planned) != 0:
        teller.money("机关运行经费", "比年初预算增减额", operating - planned)
        teller.rate("机关运行经费", "比年初预算增减率", operating - planned, planned)


def _tell_three_public(teller: Teller, figures: Figures) -> None:
    """What was budgeted, spent, and spent the year before; a whole is the sum of its parts in all three."""
    spent = {leaf: figures["T09", "", "", leaf, "决算数"] for leaf in LEAVES}
    before = {leaf: teller.before(amount) for leaf, amount in spent.items()}
    for item, leaves in THREE_PUBLIC.items():
        now = sum(spent[leaf] for leaf in leaves)
        planned = sum(figures["T09", "", "", leaf, "预算数"] for leaf in leaves)
        teller.money(item, "决算数", now)
        teller.budget(item, now, "预算数", planned)
        teller.rate(item, "占比", now, sum(spent.values()))
        teller.change(item, now, sum(before[leaf] for leaf in leaves))


def _names(figures: Figures) -> dict[str, tuple[str, ...]]:
    """What basic expenditure went to: the lines with the most money, and the classes that have any."""
    found = {}
    for name, starts in (("人员", ("301", "303")), ("公用", ("302", "307", "310", "399"))):
        amounts = {
            key[2:4]: amount for key, amount in figures.items() if key[0] == "T06" and key[2][:3] in starts
        }
        lines = sorted((line for line in amounts if len(line[0]) == 5), key=lambda line: -amounts[line])
        named = [line for line in lines if wan(amounts[line]) > 0][:MOST_NAMES]
        found[name] = tuple(item for _, item in sorted(named))
        found[f"{name}类"] = tuple(
            item for code, item in sorted(amounts) if len(code) == 3 and wan(amounts[code, item]) > 0
        )
    return found
