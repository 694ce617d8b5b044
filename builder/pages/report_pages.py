"""The pages of a department and its reports: a job that a worker process can do by itself.

Reports are read one after another and let go; what the lists of the whole site need of them comes back small.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from builder.pages import linked_data, traces
from builder.pages.chart_files import Owner, write_charts
from builder.pages.environment import environment
from builder.pages.figures import Links
from builder.pages.findings_pages import AllFindings
from builder.pages.gathered import Parts
from builder.pages.glossary import Term
from builder.pages.indicators import Compared
from builder.pages.published import Department, Report, read_report
from builder.pages.search_lists import FullTexts
from builder.pages.site_views import Accounts, department_view
from builder.pages.terms import OwnFigures, TermUse
from builder.pages.views import form_names, year_view
from builder.pages.writer import Page, Writer

ALL_FILES = (
    "workbook.xlsx", "facts.csv", "budget_lines.csv", "tables.csv", "unread.csv", "findings.csv", "reading.csv", "checks.csv",
    "reports.csv", "facts.parquet", "budget_lines.parquet", "mingbai.sqlite",
)  # fmt: skip
YEAR_SECTIONS = (
    ("glance", "一句话看懂"), ("income", "钱从哪里来"), ("spending", "钱花到哪里去"),
    ("nature", "养人、办公还是办事"), ("three-public", "“三公”经费"),
    ("economic", "基本支出买了什么"), ("gap", "预算与决算差在哪里"),
    ("more", "采购、资产、会议和培训"), ("performance", "绩效自评"), ("checks", "数字核对"),
    ("completeness", "公开完整度"), ("tables", "九张表"), ("terms", "名词解释"), ("downloads", "下载与引用"),
    ("report-error", "报告错误"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all departments."""

    data: Path
    docs: Path
    terms: tuple[Term, ...]
    names: dict[str, str]  # of all departments, by id


@dataclass(frozen=True, slots=True)
class Rendered:
    """What was written of a department."""

    reports: int
    pages: list[Page]


def render_department(job: Job, department: Department) -> tuple[Rendered, Parts]:
    """Write all pages of a department, anew; and what it tells the pages of the whole site."""
    shutil.rmtree(job.docs / department.org_id, ignore_errors=True)
    writer, accounts, texts = Writer(job.docs, job.terms), Accounts(), FullTexts()
    findings, compared, terms = AllFindings(), Compared(), OwnFigures()
    reports = []
    for entry in department.reports:
        report = read_report(job.data / entry.path)
        reports.append(report)
        uses = _report_pages(writer, report, department, job)
        if report.is_current:
            accounts.add(report)
            texts.add(report)
            findings.add(report)
            compared.add(report)
            terms.add(report, uses)
    _department_page(writer, department, reports, job)
    told = {
        key: packed
        for gathered in (accounts, texts, findings, compared, terms)
        for key, packed in gathered.parts().items()
    }
    return Rendered(len(reports), writer.pages), told


def _existing(folder: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if (folder / name).exists())


def _report_pages(writer: Writer, report: Report, department: Department, job: Job) -> list[TermUse]:
    """Write the pages of one report; the terms that they explain."""
    downloads = _existing(job.data / report.path, tuple(form_names()))
    view = year_view(report, department, downloads, job.names)
    named = (*(fact.item for fact in report.facts if fact.code), report.org, report.parent)
    old = "" if report.is_current else f"（旧版本 {report.version}）"
    title = f"{report.org} {report.year} 年度{report.kind}{old}"
    page = Page(
        f"{report.path}/", title, view.description, "年度报告", YEAR_SECTIONS,
        report.source.published_on, report.version, _source_lines(report),
    )  # fmt: skip
    uses = writer.render(
        page,
        "pages/year.html",
        protected=named,
        report=report,
        v=view,
        linked=linked_data.dataset(report, downloads, job.data / report.path),
    )
    warning = "" if report.is_current else "旧版本，已被替换，数字可能已由部门更正。"
    write_charts(writer, Owner(report.path, report.org, str(report.year), title, warning), view.charts)
    root = "../" * page.url.count("/")
    writer.file(
        f"{page.url}{traces.FILE}",
        traces.traces_json(report, Links(report, root, ""), job.data / report.path),
    )
    if report.texts:
        text = Page(
            f"{report.path}/source/", f"原文：{title}", f"{title}的原文，带行号", "原文",
            (("source", "原文"),), report.source.published_on,
        )  # fmt: skip
        root = "../" * text.url.count("/")
        html = environment().get_template("pages/source.html").render(root=root, v=view)
        writer.write(text, html)
    return uses


def _source_lines(report: Report) -> tuple[str, ...]:
    return (f"源文件：{report.source.file}", f"SHA-256：{report.source.sha256}")


def _said_of(department: Department) -> str:
    years = sorted({report.year for report in department.reports})
    return f"{department.org}公开的决算（{'、'.join(str(year) for year in years)} 年度）：收了多少，花到哪里，和预算差多少。"


def _department_page(writer: Writer, department: Department, reports: list[Report], job: Job) -> None:
    folder = job.data / department.org_id
    view = department_view(
        department, reports, job.names, _existing(folder, (*ALL_FILES, "datapackage.json"))
    )
    sections = (("figures", "主要数字"), ("reports", "全部报告"), ("downloads", "下载"))
    newest = max((report.published_on for report in department.reports), default="")
    page = Page(f"{department.org_id}/", department.org, _said_of(department), "部门", sections, newest)
    writer.render(page, "pages/department.html", protected=(department.org, department.parent), v=view)
    write_charts(writer, Owner(department.org_id, department.org, "", department.org), view.charts)
