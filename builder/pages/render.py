"""Views → finished HTML under `build/docs`: one `page.html` for each page, and `pages.json` that lists them.

A site generator only has to put them into its frame; what it needs to know (title, sections, date) stands in
the list. Reports are read one after another and let go, so that memory does not grow with their number.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from builder.errors import UsageError
from builder.pages import search_lists, site_pages
from builder.pages.charts import plotly_json
from builder.pages.environment import TEMPLATES, environment
from builder.pages.glossary import Marker, load_glossary
from builder.pages.published import Department, Index, Report, read_index, read_report
from builder.pages.site_views import Accounts, department_view
from builder.pages.views import YearView, year_view
from builder.pages.writer import Page, Writer

Progress = Callable[[int, int], None]
ALL_FILES = ("facts.csv", "tables.csv", "findings.csv", "checks.csv")


def render_pages(data: Path, content: Path, docs: Path, *, progress: Progress | None = None) -> list[Path]:
    """Write every page of the site below `docs` (emptied first); the files written, in order."""
    index = read_index(data)
    _empty(docs)
    shutil.copytree(TEMPLATES / "assets", docs / "assets", dirs_exist_ok=True)
    terms = load_glossary(content / "glossary.csv")
    writer = Writer(docs, terms, [department.org for department in index.departments])
    accounts, texts = Accounts(), search_lists.FullTexts()
    done, total = 0, sum(len(department.reports) for department in index.departments)
    names = {department.org_id: department.org for department in index.departments}
    for department in index.departments:
        reports = []
        for entry in department.reports:
            report = read_report(data / entry.path)
            reports.append(report)
            _report_pages(writer, report, department, data)
            if report.is_current:
                accounts.add(report)
                texts.add(report)
            done += 1
            if progress:
                progress(done, total)
        _department_page(writer, department, reports, names, data)
    site_pages.write_site_pages(writer, index, accounts.all(), data, content)
    _search_files(writer, index, accounts, texts)
    writer.finish()
    return writer.paths


def _empty(docs: Path) -> None:
    """Only a folder that this step has written itself is emptied."""
    if (docs / "pages.json").exists():
        shutil.rmtree(docs)
    elif docs.exists() and any(docs.iterdir()):
        raise UsageError(
            f"{docs} 不是空的，也不是本步骤写的，未清空；请换一个文件夹",
            f"{docs} is not empty and was not written by this step; choose another folder",
        )
    docs.mkdir(parents=True, exist_ok=True)


def _existing(folder: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if (folder / name).exists())


YEAR_SECTIONS = (
    ("glance", "一句话看懂"), ("income", "钱从哪里来"), ("spending", "钱花到哪里去"),
    ("nature", "养人、办公还是办事"), ("three-public", "“三公”经费"),
    ("economic", "基本支出买了什么"), ("gap", "预算与决算差在哪里"),
    ("more", "采购、资产、会议和培训"), ("performance", "绩效自评"), ("checks", "数字核对"),
    ("completeness", "公开完整度"), ("tables", "九张表"), ("terms", "名词解释"), ("downloads", "下载与引用"),
    ("report-error", "报告错误"),
)  # fmt: skip


def _report_pages(writer: Writer, report: Report, department: Department, data: Path) -> None:
    view = year_view(report, department, _existing(data / report.path, (*ALL_FILES, "report.json")))
    named = [fact.item for fact in report.facts if fact.code]
    marker = Marker(writer.terms, [*named, report.org, report.parent])
    title = f"{report.org} {report.year} 年度{report.kind}"
    page = Page(
        f"{report.path}/", title, view.description, "年度报告", YEAR_SECTIONS,
        report.source.published_on, report.version,
    )  # fmt: skip
    writer.render(page, "pages/year.html", marker=marker, report=report, v=view)
    _chart_files(writer, view)
    if report.source_text is not None:
        text = Page(
            f"{report.path}/source/", f"原文：{title}", f"{title}的原文，带行号", "原文",
            (("source", "原文"),), report.source.published_on,
        )  # fmt: skip
        root = "../" * text.url.count("/")
        html = environment().get_template("pages/source.html").render(root=root, v=view)
        writer.write(text, html)


def _chart_files(writer: Writer, view: YearView) -> None:
    for chart in view.charts:
        if chart.drawing is not None:
            writer.file(f"{view.report.path}/charts/{chart.drawing.id}.json", plotly_json(chart.drawing))


def _department_page(
    writer: Writer, department: Department, reports: list[Report], names: dict[str, str], data: Path
) -> None:
    folder = data / department.org_id
    view = department_view(department, reports, names, _existing(folder, ALL_FILES))
    sections = (("figures", "主要数字"), ("reports", "全部报告"), ("downloads", "下载"))
    newest = max((report.published_on for report in department.reports), default="")
    page = Page(
        f"{department.org_id}/", department.org, f"{department.org}公开的全部决算", "部门", sections, newest
    )
    writer.render(page, "pages/department.html", v=view)
    for chart in view.charts:
        if chart.drawing is not None:
            name = f"{department.org_id}/charts/{chart.drawing.id}.json"
            writer.file(name, plotly_json(chart.drawing))


def _search_files(writer: Writer, index: Index, accounts: Accounts, texts: search_lists.FullTexts) -> None:
    writer.file("assets/search/units.json", search_lists.units(index))
    writer.file("assets/search/entries.json", search_lists.entries(accounts.all(), writer.terms))
    writer.file("fulltext.json", texts.as_json())
