"""The figures that the text of a made report may tell: amounts, rates, counts, by item and measure.

A change is against a drawn last year, so that amount, change and rate go together. What cannot be told (a
rate on nothing) is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from builder.typeset.codes import EXPENDITURE, INCOME
from builder.typeset.generate.amounts import FEN_PER_WAN, WAN_STEP, rate, wan
from builder.typeset.generate.lines import Purse

FISCAL = ("general", "funds", "capital")
THREE_PUBLIC = (
    "三公经费合计",
    "因公出国（境）费",
    "公务用车购置及运行维护费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
)
VEHICLE_KINDS = (
    "副部（省）级及以上领导用车",
    "主要负责人用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "离退休干部服务用车",
    "其他用车",
)


@dataclass(frozen=True)
class Quantity:
    """A figure of the text: money in fen, or a rate or count as it is printed."""

    kind: str  # money, rate, count
    fen: int = 0
    number: Decimal = Decimal(0)


@dataclass(frozen=True)
class Told:
    """All figures of the text, and the lists that some sentences go through."""

    figures: Mapping[tuple[str, str], Quantity]
    classes: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]  # 类, 款, 项 of each account of the general budget

    def has(self, item: str, measure: str) -> bool:
        """Say whether there is something to tell, more than nothing."""
        found = self.figures.get((item, measure))
        return found is not None and (found.fen != 0 or found.number != 0)


class _Teller:
    """Collects figures while they are worked out."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.figures: dict[tuple[str, str], Quantity] = {}

    def money(self, item: str, measure: str, fen: int) -> None:
        self.figures[item, measure] = Quantity("money", fen=fen)

    def rate(self, item: str, measure: str, part: int, whole: int) -> None:
        if wan(whole) > 0:
            self.figures[item, measure] = Quantity("rate", number=rate(wan(part), wan(whole)))

    def count(self, item: str, number: int, measure: str = "数量") -> None:
        self.figures[item, measure] = Quantity("count", number=Decimal(number))

    def change(self, item: str, now: int, *, against: str = "上年") -> None:
        """Draw what it was before, and tell the change; one that would print as nothing is made larger."""
        before = int(now * self.random.choice((0.62, 0.9, 0.97, 1.04, 1.2, 1.6))) // WAN_STEP * WAN_STEP
        if abs(before - now) < WAN_STEP or before <= 0:
            before = now + 3 * WAN_STEP
        self.money(item, f"比{against}增减额", now - before)
        self.rate(item, f"比{against}增减率", now - before, before)

    def budget(self, item: str, spent: int, measure: str, budget: int) -> None:
        self.money(item, measure, budget)
        self.rate(item, "完成率", spent, budget)


def tell(figures: Mapping[tuple[str, str, str, str, str], int], purse: Purse, random: Random) -> Told:
    """Work out everything the text may say."""
    teller = _Teller(random)
    _tell_totals(teller, figures)
    _tell_parts(teller, figures)
    classes, paths = _tell_general(teller, purse)
    _tell_basic(teller, figures)
    _tell_three_public(teller, figures)
    _tell_others(teller, figures)
    return Told(teller.figures, classes, paths)


def _tell_totals(teller: _Teller, figures: Mapping[tuple[str, str, str, str, str], int]) -> None:
    for table, start in (("T01", ""), ("T04", "财政拨款")):
        whole = figures[table, "支出", "", "总计", "决算数" if table == "T01" else "合计"]
        items = (f"{start}收入总计", f"{start}支出总计")
        for item in items:
            teller.money(item, "金额", whole)
        teller.change(items[0], whole)
        for measure in ("比上年增减额", "比上年增减率"):
            teller.figures[items[1], measure] = teller.figures[items[0], measure]


def _tell_parts(teller: _Teller, figures: Mapping[tuple[str, str, str, str, str], int]) -> None:
    """收入合计 and 支出合计 with their kinds and shares."""
    for table, item, measures in (("T02", "收入合计", INCOME), ("T03", "支出合计", EXPENDITURE)):
        whole = figures[table, "", "", "合计", measures[0]]
        teller.money(item, "金额", whole)
        for measure in measures[1:]:
            part = figures.get((table, "", "", "合计", measure), 0)
            teller.money(measure, "金额", part)
            teller.rate(measure, "占比", part, whole)


def _tell_general(teller: _Teller, purse: Purse) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    item = "一般公共预算财政拨款支出"
    spent = purse.total(lambda line: line.spent, "general")
    teller.money(item, "金额", spent)
    teller.money(item, "支出决算", spent)
    teller.rate(item, "占比", spent, purse.total(lambda line: line.spent))
    teller.change(item, spent)
    teller.budget(item, spent, "年初预算", _drawn_budget(teller, spent))
    classes = [code for code in purse.codes("general") if len(code) == 3]
    for code in classes:
        part = purse.total(lambda line: line.spent, "general", code=code)
        teller.money(purse.names[code], "金额", part)
        teller.rate(purse.names[code], "占比", part, spent)
        _tell_account(teller, purse.names[code], part)
    paths = []
    for line in purse.of("general"):
        path = tuple(purse.names[line.code[:length]] for length in (3, 5, 7))
        paths.append(path)
        _tell_account(teller, "/".join(path), line.spent)
    return tuple(purse.names[code] for code in classes), tuple(paths)


def _drawn_budget(teller: _Teller, spent: int) -> int:
    return int(spent * teller.random.choice((0.8, 0.95, 1.0, 1.02, 1.3))) // WAN_STEP * WAN_STEP


def _tell_account(teller: _Teller, item: str, spent: int) -> None:
    """One account: what was planned (nothing, in some cases), what was spent."""
    teller.money(item, "支出决算", spent)
    planned = 0 if teller.random.random() < 0.12 or spent < 0 else _drawn_budget(teller, spent)
    teller.budget(item, spent, "年初预算", planned)


def _tell_basic(teller: _Teller, figures: Mapping[tuple[str, str, str, str, str], int]) -> None:
    personnel = figures["T06", "", "", "人员经费合计", "决算数"]
    operating = figures["T06", "", "", "公用经费合计", "决算数"]
    teller.money("一般公共预算财政拨款基本支出", "金额", personnel + operating)
    for item, part in (("人员经费", personnel), ("公用经费", operating)):
        teller.money(item, "金额", part)
        teller.rate(item, "占比", part, personnel + operating)
    teller.money("机关运行经费", "金额", operating)
    teller.change("机关运行经费", operating)
    planned = max(WAN_STEP, _drawn_budget(teller, operating))
    teller.money("机关运行经费", "年初预算", planned)
    if wan(planned) != wan(operating):
        teller.money("机关运行经费", "比年初预算增减额", operating - planned)
        teller.rate("机关运行经费", "比年初预算增减率", operating - planned, planned)


def _tell_three_public(teller: _Teller, figures: Mapping[tuple[str, str, str, str, str], int]) -> None:
    whole = figures["T09", "", "", "合计", "决算数"]
    for item in THREE_PUBLIC:
        row = "合计" if item == "三公经费合计" else item
        spent = figures["T09", "", "", row, "决算数"]
        teller.money(item, "决算数", spent)
        teller.budget(item, spent, "预算数", figures["T09", "", "", row, "预算数"])
        teller.rate(item, "占比", spent, whole)
        if spent:
            teller.change(item, spent)
    random = teller.random
    trips = random.randint(1, 3) if teller.figures["因公出国（境）费", "决算数"].fen else 0
    teller.count("因公出国（境）团组数", trips)
    teller.count("因公出国（境）人次", trips * random.randint(1, 6))
    bought = random.randint(1, 2) if teller.figures["公务用车购置费", "决算数"].fen else 0
    teller.count("公务用车购置数", bought)
    teller.count("公务用车更新数", bought)
    teller.count("公务用车保有量", bought + random.randint(0, 9))
    visits = random.randint(1, 120)
    teller.count("公务接待批次", visits)
    teller.count("公务接待人次", visits * random.randint(2, 9))


def _tell_others(teller: _Teller, figures: Mapping[tuple[str, str, str, str, str], int]) -> None:
    """Meetings, purchases, vehicles, self-evaluation, the unit's people."""
    random = teller.random
    for item in ("会议费", "培训费"):
        teller.money(item, "金额", random.randint(1, 900) * WAN_STEP)
    teller.count("会议人数", random.randint(8, 300))
    teller.count("培训人数", random.randint(8, 300))
    teller.count("培训次数", random.randint(1, 9))
    parts = {
        f"政府采购{kind}支出": random.choice((0, random.randint(1, 90_000))) * WAN_STEP
        for kind in ("货物", "工程", "服务")
    }
    parts["政府采购货物支出"] = parts["政府采购货物支出"] or 36 * FEN_PER_WAN
    whole = sum(parts.values())
    for item, part in parts.items():
        teller.money(item, "金额", part)
    teller.money("政府采购支出总额", "金额", whole)
    medium = whole * random.randint(1, 100) // 100 // WAN_STEP * WAN_STEP or whole
    small = medium * random.randint(1, 100) // 100 // WAN_STEP * WAN_STEP or medium
    for item, part, of in (
        ("授予中小企业合同金额", medium, whole),
        ("授予小微企业合同金额", small, medium),
    ):
        teller.money(item, "金额", part)
        teller.rate(item, "占比", part, of)
    vehicles = [random.choice((0, 0, 1, 2, 5)) for _ in VEHICLE_KINDS]
    for item, number in zip(VEHICLE_KINDS, vehicles, strict=True):
        teller.count(item, number)
    teller.count("车辆", sum(vehicles))
    for item in ("单价100万元以上设备", "单价50万元以上通用设备", "单价100万元以上专用设备"):
        teller.count(item, random.choice((0, 0, 1, 4)))
    _tell_performance(
        teller, figures["T05", "", "", "合计", "项目支出"], figures["T03", "", "", "合计", "本年支出合计"]
    )


def _tell_performance(teller: _Teller, projects: int, spent: int) -> None:
    random = teller.random
    teller.count("绩效自评项目", random.randint(1, 30))
    teller.money("绩效自评资金", "金额", max(projects, WAN_STEP))
    planned = int(spent * random.uniform(1.0, 1.1)) // WAN_STEP * WAN_STEP or WAN_STEP
    teller.money("整体支出全年预算数", "金额", planned)
    teller.money("整体支出执行数", "金额", spent)
    teller.rate("整体支出完成率", "数值", spent, planned)
    score = Decimal(random.randint(8000, 10000)) / 100
    teller.figures["绩效自评得分", "数值"] = Quantity("count", number=score)
    posts = random.randint(5, 240)
    teller.count("编制人数", posts)
    teller.count("在职人数", max(1, posts - random.randint(0, 6)))
    teller.count("退休人数", random.randint(1, 90))
    teller.count("内设机构数", random.randint(2, 14))
