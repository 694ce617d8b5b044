"""The figures of a made report's text that no table of the nine has: counts, meetings, purchases, vehicles, people.

They go with the money of the tables: where nothing was spent nothing is counted, parts are not more than wholes,
and a department has as many people as its basic expenditure can pay.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from builder.typeset.generate.amounts import FEN_PER_WAN, WAN_STEP, wan
from builder.typeset.generate.teller import Quantity, Teller

Figures = Mapping[tuple[str, str, str, str, str], int]

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
#: What one person in service costs in a year at most and at least, in fen.
DEAR, CHEAP = 40 * FEN_PER_WAN, 8 * FEN_PER_WAN


def tell_beside(teller: Teller, figures: Figures) -> None:
    """Tell all of them."""
    _tell_counts(teller)
    _tell_meetings(teller, figures)
    _tell_purchases(teller, figures["T03", "", "", "合计", "本年支出合计"])
    _tell_vehicles(teller)
    _tell_performance(teller, figures)
    _tell_people(teller, figures["T03", "", "", "合计", "基本支出"])


def _spends(teller: Teller, item: str) -> bool:
    """Say whether something was spent on one of “三公”, more than prints as nothing."""
    return wan(teller.figures[item, "决算数"].fen) > 0


def _tell_counts(teller: Teller) -> None:
    """Trips, vehicles bought, guests: some where money was spent on them, else none."""
    random = teller.random
    trips = random.randint(1, 3) if _spends(teller, "因公出国（境）费") else 0
    teller.count("因公出国（境）团组数", trips)
    teller.count("因公出国（境）人次", trips * random.randint(1, 6))
    bought = random.randint(1, 2) if _spends(teller, "公务用车购置费") else 0
    teller.count("公务用车购置数", bought)
    teller.count("公务用车更新数", bought)
    visits = random.randint(1, 120) if _spends(teller, "公务接待费") else 0
    teller.count("公务接待批次", visits)
    teller.count("公务接待人次", visits * random.randint(2, 9))


def _tell_meetings(teller: Teller, figures: Figures) -> None:
    """What basic expenditure has for them, and in some cases projects; nothing where it has nothing."""
    random = teller.random
    for item, code in (("会议费", "30215"), ("培训费", "30216")):
        inside = figures.get(("T06", "", code, item, "决算数"), 0)
        more = random.choice((0, random.randint(1, 90))) * WAN_STEP
        teller.money(item, "金额", inside + more if wan(inside) > 0 else 0)
    teller.count("会议人数", random.randint(8, 300))
    teller.count("培训人数", random.randint(8, 300))
    teller.count("培训次数", random.randint(1, 9))


def _tell_purchases(teller: Teller, spent: int) -> None:
    """Purchases by kind, each at most a third of all spending, and the contracts of small enterprises among them."""
    random = teller.random
    most = max(1, min(90_000, spent // WAN_STEP // 3))
    parts = {
        f"政府采购{kind}支出": random.choice((0, random.randint(1, most))) * WAN_STEP
        for kind in ("货物", "工程", "服务")
    }
    parts["政府采购货物支出"] = parts["政府采购货物支出"] or most * WAN_STEP
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


def _tell_vehicles(teller: Teller) -> None:
    """All vehicles by kind; among them those that appropriations keep, one at least where one is paid for."""
    random = teller.random
    kinds = {item: random.choice((0, 0, 1, 2, 5)) for item in VEHICLE_KINDS}
    bought = int(teller.figures["公务用车购置数", "数量"].number)
    least = max(bought, 1 if _spends(teller, "公务用车运行维护费") else 0)
    kinds["其他用车"] += max(0, least - sum(kinds.values()))
    for item, number in kinds.items():
        teller.count(item, number)
    teller.count("车辆", sum(kinds.values()))
    teller.count("公务用车保有量", random.randint(least, sum(kinds.values())))
    for item in ("单价100万元以上设备", "单价50万元以上通用设备", "单价100万元以上专用设备"):
        teller.count(item, random.choice((0, 0, 1, 4)))


def _tell_performance(teller: Teller, figures: Figures) -> None:
    random = teller.random
    projects = max(0, figures["T05", "", "", "合计", "项目支出"])
    spent = figures["T03", "", "", "合计", "本年支出合计"]
    teller.count("绩效自评项目", random.randint(1, 30) if wan(projects) > 0 else 0)
    teller.money("绩效自评资金", "金额", projects)
    planned = int(spent * random.uniform(1.0, 1.1)) // WAN_STEP * WAN_STEP or WAN_STEP
    teller.money("整体支出全年预算数", "金额", planned)
    teller.money("整体支出执行数", "金额", spent)
    teller.rate("整体支出完成率", "数值", spent, planned)
    score = Decimal(random.randint(8000, 10000)) / 100
    teller.figures["绩效自评得分", "数值"] = Quantity("count", number=score)


def _tell_people(teller: Teller, basic: int) -> None:
    """The posts, the people in service, not more than there are posts, and those who have retired."""
    random = teller.random
    posts = random.randint(basic // DEAR + 5, basic // CHEAP + 12)
    teller.count("编制人数", posts)
    teller.count("在职人数", max(1, posts - random.randint(0, min(6, posts // 8))))
    teller.count("退休人数", random.randint(1, 90))
    teller.count("内设机构数", random.randint(2, 14))
