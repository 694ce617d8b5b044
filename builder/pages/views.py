"""The year page: everything a template needs for one report, in the order a reader meets it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from builder.knowledge import load_tables
from builder.knowledge.tables import OFFICIAL
from builder.pages import comparison, findings, money, more, quality
from builder.pages.blocks import ChartBlock, Section
from builder.pages.book import FactBook
from builder.pages.citation import Citation, cite_report
from builder.pages.corrections import pairs
from builder.pages.figures import UNPROVEN, Flag, Links
from builder.pages.glance import Glance, glance
from builder.pages.published import Department, Fact, Passage, Report
from builder.pages.sentences import Sentence, plain

CODED_TABLES = {
    "T02": "本年收入合计", "T03": "本年支出合计", "T05": "本年支出", "T06": "决算数", "T07": "本年支出",
    "T08": "本年支出",
}  # fmt: skip


@cache
def form_names() -> dict[str, str]:
    """File of one report → what it is, in the order in which they are offered."""
    files = {
        "workbook.xlsx": "全部表和数字在一个工作簿里（XLSX，附说明、出处和核对发现）",
        "facts.csv": "全部数字（CSV，可用表格软件打开）",
        "budget_lines.csv": "最低一级的钱，同一口径里相加不重复（CSV）",
        "tables.csv": "各表情况（CSV）",
        "unread.csv": "表里印着、没有读成数的字符（CSV）",
        "findings.csv": "核对发现（CSV）",
        "reading.csv": "本站未能读准的地方（CSV），不是部门的问题",
        "checks.csv": "核对次数（CSV）",
        "report.json": "整份报告的数据（JSON，供程序读取）",
    }
    tables = {
        f"tables/{table}.csv": f"{load_tables().form(table).name}（CSV，按官方表式）" for table in OFFICIAL
    }
    return files | tables


@dataclass(frozen=True, slots=True)
class Quoted:
    text: str
    href: str
    place: str


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of the same report."""

    version: str
    href: str
    published_on: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Download:
    name: str
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class YearView:
    report: Report
    root: str
    here: str
    glance: Glance
    notices: tuple[str, ...]
    versions: tuple[Version, ...]
    duties: tuple[Quoted, ...]
    sections: dict[str, Section]
    quotes: tuple[comparison.Quote, ...]
    appraisals: tuple[more.Appraisal, ...]
    checks: findings.ChecksView
    completeness: tuple[quality.TableStatus, ...]
    tables: tuple[quality.OfficialTable, ...]
    others: tuple[quality.OtherFigures, ...]
    marked_lines: dict[str, tuple[Flag, ...]]  # lines of the text, with the findings told at them
    downloads: tuple[Download, ...]
    source_href: str
    source_url: str  # where the department published it; empty unless it is a web address
    text_href: str
    citation: Citation
    accounts: frozenset[str]  # codes that have a page of their own
    corrections_href: str  # empty unless the report was issued again
    predecessors: tuple[tuple[str, str], ...]  # name and address of the units that this one was made of

    @property
    def charts(self) -> list[ChartBlock]:
        return [chart for section in self.sections.values() for chart in section.charts]

    @property
    def description(self) -> str:
        said = "".join(plain(sentence) for sentence in self.glance.sentences[:3])
        return said or f"{self.report.org}{self.report.title}"


def year_view(
    report: Report, department: Department, downloads: tuple[str, ...], names: dict[str, str] | None = None
) -> YearView:
    """`names`: of all departments that have a page, by id."""
    depth = report.path.count("/") + 1
    root = "../" * depth
    links = Links(report, root, "")
    book = FactBook(report.facts)
    gap, quotes = comparison.budget_gap(report, book, links)
    performance, appraisals = more.performance(book, links)
    sections = (
        money.income(report, book, links),
        money.spending(report, book, links),
        money.nature(report, book, links),
        comparison.three_public(report, book, links),
        money.economic(report, book, links),
        gap,
        more.procurement_assets(book, links),
        performance,
    )
    # Findings lead to figures: they come after every table that has them.
    tables = quality.official_tables(report, book, links)
    others = quality.other_figures(report, book, links)
    checks = findings.checks_view(report, department, links)
    top = glance(report, book, links, _purpose(sections[1]), checks)
    return YearView(
        report, root, "", top, _notices(report, book), _versions(report, department, root),
        tuple(_quoted(p, links) for p in report.duties[:6]),
        {section.id: section for section in sections}, quotes, appraisals,
        checks, quality.completeness(report, book, links),
        tables, others, findings.marked_lines(report),
        tuple(Download(n, links.data(n), words) for n, words in form_names().items() if n in downloads),
        links.source_file,
        report.source.url if report.source.url.startswith(("https://", "http://")) else "",
        "source/" if report.texts else "", cite_report(report),
        frozenset(codes_with_page(report)),
        f"{root}{report.org_id}/corrections/" if _issued_again(report, department) else "",
        tuple(_neighbour(org_id, names or {}, root) for org_id in report.predecessors),
    )  # fmt: skip


def _purpose(spending: Section) -> Sentence:
    """What most was spent on, as the chart of the section says it."""
    return next((said for chart in spending.charts for said in chart.sentences[:1]), ())


def _issued_again(report: Report, department: Department) -> bool:
    """Whether the report replaced another, or was replaced."""
    paths = {entry.path for couple in pairs(department.reports) for entry in couple}
    return report.path in paths


def _neighbour(org_id: str, names: dict[str, str], root: str) -> tuple[str, str]:
    return names.get(org_id, org_id), f"{root}{org_id}/" if org_id in names else ""


def is_account(fact: Fact) -> bool:
    """Whether the fact puts its code on the list of accounts."""
    return bool(fact.code) and CODED_TABLES.get(fact.table) == fact.measure


def codes_with_page(report: Report) -> set[str]:
    """Only current versions count for the list of accounts: an older one may name a code that has no page."""
    return {fact.code for fact in report.facts if is_account(fact)} if report.is_current else set()


def _notices(report: Report, book: FactBook) -> tuple[str, ...]:
    """What a reader must know before the first figure."""
    said = []
    official = any(book.has(f"T{number:02d}") for number in range(1, 10))
    if not official and (book.has("P1") or book.has("P2") or book.has("P3")):
        said.append("这份报告没有九张决算表的数字，只有绩效自评的表和文字；下面只列它公开了的内容。")
    elif not official:
        said.append("这份报告没有读出九张决算表的数字，只有文字说明里的数字；缺什么，见“公开完整度”。")
    if recognised := [fact for fact in report.facts if fact.read]:
        unproven = sum(fact.read == UNPROVEN for fact in recognised)
        said.append(
            f"有 {len(recognised)} 个数是程序从扫描件里识别出来的（带“识”），可能认错，请以原件为准"
            + (
                f"；其中 {unproven} 个没有合计可以证明认对了（带“识?”）。"
                if unproven
                else "；它们所在的表合计都对得上。"
            )
        )
    if report.guessed:
        names = {
            "org": "单位名称",
            "year": "年度",
            "region": "地区",
            "parent": "主管部门",
            "kind": "报告种类",
        }
        guessed = "、".join(names.get(name, name) for name in report.guessed)
        said.append(f"{guessed}是程序从报告文字里认出来的，没有人工登记。")
    return tuple(said)


def _versions(report: Report, department: Department, root: str) -> tuple[Version, ...]:
    same = [entry for entry in department.reports if entry.year == report.year and entry.path != report.path]
    return tuple(
        Version(entry.version, f"{root}{entry.path}/", entry.published_on, entry.is_current) for entry in same
    )


def _quoted(passage: Passage, links: Links) -> Quoted:
    return Quoted(passage.text, links.to(passage.place), links.name(passage.place))
