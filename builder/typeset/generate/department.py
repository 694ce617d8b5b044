"""A made department: its name and year, its money, and every figure of its nine tables and its text.

The tables agree with each other and the text with the tables. In a stated share of seeds one figure is printed
with a slip, and the department says which (`slip`); nowhere else does a sum fail by more than rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from builder.typeset.generate.amounts import FEN_PER_WAN, WAN_STEP, draw_amount, split_amount
from builder.typeset.generate.axes import draw_department_axes
from builder.typeset.generate.lines import OWN_INCOME, OWN_SPENDING, Line, Purse, draw_purse
from builder.typeset.generate.slips import KINDS, Key, Slip, draw_slip, misprinted
from builder.typeset.generate.teller import Told
from builder.typeset.generate.told import tell
from builder.typeset.generate.words import load_words
from builder.typeset.official import load_official_lines
from builder.typeset.totals import BUDGETS, CARRY_OVER

FISCAL = ("general", "funds", "capital")
INCOME_ITEMS = tuple(f"{budget}收入" for budget in BUDGETS)
TRIPS, VEHICLES, RECEPTIONS = "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"
BOUGHT, DRIVEN = "公务用车购置费", "公务用车运行维护费"
#: Under which code basic expenditure has the items of “三公”.
IN_BASIC = {TRIPS: "30212", BOUGHT: "31013", DRIVEN: "30231", RECEPTIONS: "30217"}


@dataclass(frozen=True)
class Department:
    """One made unit with all figures of its report, in fen; a key that is not there is nothing spent."""

    org: str
    region: str
    year: int
    axes: Mapping[str, str]
    purse: Purse
    figures: Mapping[Key, int]
    told: Told
    slip: Slip | None

    def amount(self, key: Key) -> int:
        """Give the amount to print."""
        return self.slip.printed if self.slip and self.slip.key == key else self.figures.get(key, 0)


def made_department(seed: int) -> Department:
    """Make one department; the seed alone decides."""
    random = Random(f"department-{seed}")
    axes = draw_department_axes(random)
    slips = Random(f"slip-{seed}")
    axes["slip"] = slips.choice(KINDS[1:]) if axes["sums"] == "fault" else KINDS[0]
    words = load_words()
    place = random.choice(words.places)
    purse = draw_purse(random, axes)
    step = 1 if axes["sums"] == "tails" else WAN_STEP
    figures: dict[Key, int] = {}
    for fill in (_fill_totals, _fill_income, _fill_spending, _fill_appropriation, _fill_general, _fill_funds):
        fill(figures, purse)
    _fill_economic(figures, purse, random, step)
    _fill_three_public(figures, purse, random, step)
    org = f"{place}{random.choice(words.offices)}"
    year = random.randint(2019, 2025)
    told = tell(figures, purse, random)
    slip = draw_slip(axes["slip"], figures, told, slips)
    return Department(
        org=org,
        region=place,
        year=year,
        axes=axes,
        purse=purse,
        figures=figures,
        told=misprinted(told, slip),
        slip=slip,
    )


def _income_by_kind(purse: Purse, code: str = "") -> dict[str, int]:
    """Give the income under a code by its kind, as 收入决算表 has it."""
    kinds = {"财政拨款收入": purse.total(lambda line: line.income, *FISCAL, code=code)}
    for line in purse.of("own"):
        if line.code.startswith(code):
            kinds[line.own_income] = kinds.get(line.own_income, 0) + line.income
    return kinds


def _fill_totals(figures: dict[Key, int], purse: Purse) -> None:
    """T01: income by source, spending by class, what was left before and after."""
    kinds = _income_by_kind(purse)
    for budget, item in zip(FISCAL, INCOME_ITEMS, strict=True):
        figures["T01", "收入", "", item, "决算数"] = purse.total(lambda line: line.income, budget)
    for item in OWN_INCOME:
        figures["T01", "收入", "", item, "决算数"] = kinds.get(item, 0)
    for code in (code for code in purse.codes() if len(code) == 3):
        spent = purse.total(lambda line: line.spent, code=code)
        figures["T01", "支出", "", purse.names[code], "决算数"] = spent
    opening, closing = purse.total(lambda line: line.opening), purse.total(lambda line: line.closing)
    income, spent = sum(kinds.values()), purse.total(lambda line: line.spent)
    used, distributed = purse.total(lambda line: line.used), purse.total(lambda line: line.distributed)
    for side, item, amount in (
        ("收入", "本年收入合计", income),
        ("收入", "使用非财政拨款结余", used),
        ("收入", "年初结转和结余", opening),
        ("收入", "总计", income + used + opening),
        ("支出", "本年支出合计", spent),
        ("支出", "结余分配", distributed),
        ("支出", "年末结转和结余", closing),
        ("支出", "总计", spent + distributed + closing),
    ):
        figures["T01", side, "", item, "决算数"] = amount


def _coded(purse: Purse, *budgets: str) -> list[tuple[str, str, str]]:
    """Give what to add up, the code and the item of every row of a coded table, 合计 among them."""
    return [("", "", "合计"), *((code, code, purse.names[code]) for code in purse.codes(*budgets))]


def _fill_income(figures: dict[Key, int], purse: Purse) -> None:
    for start, code, item in _coded(purse):
        kinds = _income_by_kind(purse, start)
        figures["T02", "", code, item, "本年收入合计"] = sum(kinds.values())
        for kind, amount in kinds.items():
            figures["T02", "", code, item, kind] = amount


def _fill_spending(figures: dict[Key, int], purse: Purse) -> None:
    for start, code, item in _coded(purse):
        figures["T03", "", code, item, "本年支出合计"] = purse.total(lambda line: line.spent, code=start)
        figures["T03", "", code, item, "基本支出"] = purse.total(lambda line: line.basic, code=start)
        figures["T03", "", code, item, "项目支出"] = purse.total(lambda line: line.project, code=start)
        for kind in OWN_SPENDING:
            others = [line.other[1] for line in purse.of("own") if line.other[0] == kind]
            if others:
                amount = purse.total(_other_of(kind), "own", code=start)
                figures["T03", "", code, item, kind] = amount


def _fill_appropriation(figures: dict[Key, int], purse: Purse) -> None:
    """T04: the appropriations of three budgets, spending by class and budget."""

    def put(side: str, item: str, measure: str, amount: int) -> None:
        figures["T04", side, "", item, measure] = amount

    opening = purse.total(lambda line: line.opening, *FISCAL)
    income = purse.total(lambda line: line.income, *FISCAL)
    for budget, item in zip(FISCAL, BUDGETS, strict=True):
        put("收入", item, "决算数", purse.total(lambda line: line.income, budget))
        put("收入", f"{CARRY_OVER}/{item}", "决算数", purse.total(lambda line: line.opening, budget))
    put("收入", "本年收入合计", "决算数", income)
    put("收入", CARRY_OVER, "决算数", opening)
    put("收入", "总计", "决算数", income + opening)
    for budgets, measure in ((FISCAL, "合计"), *(((b,), m) for b, m in zip(FISCAL, BUDGETS, strict=True))):
        for code in (code for code in purse.codes(*FISCAL) if len(code) == 3):
            put("支出", purse.names[code], measure, purse.total(lambda line: line.spent, *budgets, code=code))
        spent = purse.total(lambda line: line.spent, *budgets)
        closing = purse.total(lambda line: line.closing, *budgets)
        put("支出", "本年支出合计", measure, spent)
        put("支出", "年末财政拨款结转和结余", measure, closing)
        put("支出", "总计", measure, spent + closing)


def _fill_general(figures: dict[Key, int], purse: Purse) -> None:
    for start, code, item in _coded(purse, "general"):
        figures["T05", "", code, item, "本年支出"] = purse.total(
            lambda line: line.spent, "general", code=start
        )
        figures["T05", "", code, item, "基本支出"] = purse.total(
            lambda line: line.basic, "general", code=start
        )
        project = purse.total(lambda line: line.project, "general", code=start)
        figures["T05", "", code, item, "项目支出"] = project


def _fill_funds(figures: dict[Key, int], purse: Purse) -> None:
    """T07 and T08, where there is such money; without it the tables have no line."""
    for table, budget in (("T07", "funds"), ("T08", "capital")):
        if not purse.of(budget):
            continue
        for start, code, item in _coded(purse, budget):
            for measure, amount in (
                ("年初结转和结余", purse.total(lambda line: line.opening, budget, code=start)),
                ("本年收入", purse.total(lambda line: line.income, budget, code=start)),
                ("本年支出", purse.total(lambda line: line.spent, budget, code=start)),
                ("基本支出", purse.total(lambda line: line.basic, budget, code=start)),
                ("项目支出", purse.total(lambda line: line.project, budget, code=start)),
                ("年末结转和结余", purse.total(lambda line: line.closing, budget, code=start)),
            ):
                figures[table, "", code, item, measure] = amount


def _fill_economic(figures: dict[Key, int], purse: Purse, random: Random, step: int) -> None:
    """T06: the basic expenditure of the general budget by economic code."""
    basic = purse.total(lambda line: line.basic, "general")
    operating = int(basic * random.uniform(0.08, 0.4)) // step * step
    official = load_official_lines()
    names = dict((*official.personnel, *official.operating, *official.capital_in_two))
    kinds = {"人员经费合计": (basic - operating, ("301", "303")), "公用经费合计": (operating, ("302", "310"))}
    for item, (whole, classes) in kinds.items():
        figures["T06", "", "", item, "决算数"] = whole
        lines = [code for code in names if len(code) == 5 and code[:3] in classes]
        chosen = random.sample(lines, random.randint(6, min(14, len(lines))))
        for code, amount in zip(chosen, split_amount(random, whole, len(chosen), step), strict=True):
            figures["T06", "", code, names[code], "决算数"] = amount
            above = ("T06", "", code[:3], names[code[:3]], "决算数")
            figures[above] = figures.get(above, 0) + amount


def _fill_three_public(figures: dict[Key, int], purse: Purse, random: Random, step: int) -> None:
    """T09: what basic expenditure has of each item, and what projects pay besides; never more than budgeted."""
    chances = {TRIPS: 0.2, BOUGHT: 0.15, DRIVEN: 0.6, RECEPTIONS: 1.0}
    most = min(40, max(0.4, purse.total(lambda line: line.spent, *FISCAL) / FEN_PER_WAN / 40))
    basic = {key[2]: amount for key, amount in figures.items() if key[0] == "T06"}
    for item, chance in chances.items():
        inside = basic.get(IN_BASIC[item], 0)
        has = random.random() < chance
        budget = draw_amount(random, 0.3, most, step) if has else 0
        spent = int(budget * random.choice((1.0, random.uniform(0.2, 1.0)))) // step * step
        figures["T09", "", "", item, "预算数"] = inside + budget
        figures["T09", "", "", item, "决算数"] = inside + spent
    for stage in ("预算数", "决算数"):
        of = {item: figures["T09", "", "", item, stage] for item in chances}
        figures["T09", "", "", VEHICLES, stage] = of[BOUGHT] + of[DRIVEN]
        figures["T09", "", "", "合计", stage] = sum(of.values())


def _other_of(kind: str) -> Callable[[Line], int]:
    return lambda line: line.other[1] if line.other[0] == kind else 0
