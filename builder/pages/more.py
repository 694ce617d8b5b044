"""Procurement, assets, meetings, staff, and what the department says of its own performance."""

from __future__ import annotations

from dataclasses import dataclass

from builder.pages.blocks import DataRow, DataTable, FigureList, Section
from builder.pages.book import FactBook
from builder.pages.figures import Figure, Links
from builder.pages.published import Fact

# Title of the group → the narrative lines it shows, in this order.
GROUPS = {
    "日常办公（机关运行经费）": ("机关运行经费",),
    "政府采购": (
        "政府采购支出总额", "政府采购货物支出", "政府采购工程支出", "政府采购服务支出",
        "授予中小企业合同金额", "授予小微企业合同金额",
    ),
    "车辆和设备": (
        "车辆", "副部（省）级及以上领导用车", "主要负责人用车", "机要通信用车", "应急保障用车",
        "执法执勤用车", "特种专业技术用车", "离退休干部服务用车", "其他用车", "单价100万元以上设备",
        "单价50万元以上通用设备", "单价100万元以上专用设备",
    ),
    "会议和培训": ("会议费", "会议人数", "培训费", "培训人数", "培训次数"),
    "人员和机构": ("编制人数", "在职人数", "退休人数", "内设机构数"),
}  # fmt: skip
PLAIN_MEASURES = ("金额", "数量", "数值")
PERFORMANCE_ITEMS = (
    "绩效自评项目", "绩效自评资金", "绩效自评得分", "整体支出全年预算数", "整体支出执行数", "整体支出完成率",
)  # fmt: skip
MONEY_MEASURES = ("年初预算数", "全年预算数", "全年执行数", "执行率", "分值", "得分")
FUND_MEASURES = MONEY_MEASURES[:4]
INDICATOR_MEASURES = ("年度指标值", "实际完成值", "分值", "得分")


def procurement_assets(book: FactBook, links: Links) -> Section:
    lists = [FigureList(title, tuple(_listed(book, links, items))) for title, items in GROUPS.items()]
    shown = tuple(group for group in lists if group.figures)
    absent = "" if shown else "报告没有公开采购、资产、会议和培训的数字。"
    return Section("more", "采购、资产、会议和培训", lists=shown, absent=absent)


def _listed(book: FactBook, links: Links, items: tuple[str, ...]) -> list[Figure]:
    facts = [f for item in items for f in book.table("N") if f.item == item]
    unique = {(f.item, f.measure): f for f in reversed(facts)}
    ordered = dict.fromkeys((f.item, f.measure) for f in facts)
    return [_named(links, unique[key]) for key in ordered]


def _named(links: Links, fact: Fact) -> Figure:
    return links.figure(
        fact, fact.item if fact.measure in PLAIN_MEASURES else f"{fact.item}（{fact.measure}）"
    )


@dataclass(frozen=True, slots=True)
class Appraisal:
    """One self-appraisal form: the whole unit's, or one project's."""

    title: str
    score: Figure | None
    full: Figure | None
    money: DataTable | None
    indicators: DataTable | None


def performance(book: FactBook, links: Links) -> tuple[Section, tuple[Appraisal, ...]]:
    forms = [_appraisal("部门整体支出", book.table("P2"), links)] if book.has("P2") else []
    projects: dict[str, list[Fact]] = {}
    for fact in book.table("P3"):
        name = fact.item.split("：", 1)[0] if "：" in fact.item else "项目支出"
        projects.setdefault(name, []).append(fact)
    forms += [_appraisal(name, facts, links) for name, facts in projects.items()]
    listed = _listed(book, links, PERFORMANCE_ITEMS)
    lists = (FigureList("报告里的绩效数字", tuple(listed)),) if listed else ()
    absent = "" if forms or lists else "报告没有公开绩效自评的数字。"
    return Section("performance", "绩效自评", lists=lists, absent=absent), tuple(forms)


def _appraisal(title: str, facts: list[Fact], links: Links) -> Appraisal:
    named = [(fact.item.split("：", 1)[-1], fact) for fact in facts]
    total = {fact.measure: fact for item, fact in named if item == "总分"}
    funds = {item for item, f in named if f.measure in FUND_MEASURES and "/" not in item}
    money = [(item, f) for item, f in named if item in funds]
    indicators = [(item, f) for item, f in named if item not in funds and item != "总分"]
    return Appraisal(
        title,
        _figure(links, total.get("得分")),
        _figure(links, total.get("分值")),
        _pivot("资金", "资金", money, MONEY_MEASURES, links),
        _pivot("指标：定了什么，做到多少", "指标", indicators, INDICATOR_MEASURES, links),
    )


def _pivot(
    caption: str, head: str, named: list[tuple[str, Fact]], measures: tuple[str, ...], links: Links
) -> DataTable | None:
    if not named:
        return None
    cells = {(item, fact.measure): fact for item, fact in reversed(named)}
    used = tuple(measure for measure in measures if any(m == measure for _, m in cells))
    rows = tuple(
        DataRow(item.replace("/", " / "), tuple(_figure(links, cells.get((item, m))) for m in used))
        for item in dict.fromkeys(item for item, _ in named)
    )
    return DataTable(caption, head, used, rows)


def _figure(links: Links, fact: Fact | None) -> Figure | None:
    return None if fact is None else links.figure(fact, at_home=True)
