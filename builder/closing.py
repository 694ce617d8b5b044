"""The closing table of a build: reports, facts, tables by status, problems, and what was guessed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from builder.knowledge.queries import is_small, load_queries
from builder.model import Report
from builder.outlines import tally_of
from builder.text import harmless_text, one_line

if TYPE_CHECKING:  # a look at a single report needs nothing that makes pages
    from builder.pipeline import Built

_NAMES = {"org": "单位 unit", "year": "年度 year", "region": "地区 region", "kind": "种类 kind"}


def show_closing(built: Built, out: Path, *, is_site: bool = True) -> None:
    """Print what was built, what was guessed, what could not be read, and how to look at it."""
    console = Console(width=None if Console().is_terminal else 160)
    table = Table(
        "报告 report",
        "单位 unit",
        "年度",
        "数 facts",
        "九张表 nine tables",
        "核对 checks",
        "未读出 unread",
        title="明白账 Mingbai",
    )
    for version in built.catalogue.versions():
        table.add_row(*(escape(harmless_text(cell)) for cell in _cells(version.report, version.status)))
    console.print(table)
    for version in built.catalogue.versions():
        if guessed := version.report.guessed:
            words = "、".join(_NAMES[name] for name in guessed)
            named = f"{version.report.org}，{version.report.year}，{version.report.region or '地区不明'}，{version.report.kind}"
            file = one_line(version.report.source.file)
            click.echo(f"推测 guessed: {file}: {words} → {named} ({version.report.org_id})")
        for copy in version.report.source.copies:
            said = f"{copy} = {version.report.source.file}"
            click.echo(f"相同 same file: {one_line(said)}，只读一次 read once")
        for notice in version.report.content.notices:
            said = f"{notice.place.file or version.report.source.file}：{notice.zh} / {notice.en}"
            click.echo(f"注意 notice: {one_line(said)}", err=True)
    for problem in built.problems:
        place = f"，{problem.place}" if problem.place else ""
        said = f"{problem.source}{place}：{problem.zh} / {problem.en}"
        click.echo(f"问题 problem: {one_line(said)}", err=True)
    reports = sum(1 for _ in built.catalogue.versions())
    facts = sum(tally_of(version.report).facts for version in built.catalogue.versions())
    problems = len(built.problems)
    counted = f"共 {reports} 份报告 reports，{facts} 个数 facts，{problems} 个问题 problems"
    click.echo(f"{counted}，{built.pages} 个页面 pages → {out}/")
    current = sum(tally_of(version.report).facts for version in built.catalogue.current())
    if not is_small(current):
        most = f"{load_queries().largest_facts:,}"
        click.echo(
            f"多于 {most} 个数，没有合成一个 mingbai.sqlite 和各表的 Parquet，每个地区有自己的"
            f" / more than {most} facts: no mingbai.sqlite and no Parquet of everything, each region has its own"
        )
    if is_site:
        click.echo(f"看网站 look at it: mingbai serve --out {out}")


def _cells(report: Report, status: str) -> tuple[str, ...]:
    tally = tally_of(report)
    mark = "" if status == "current" else "（旧版 superseded）"
    return (
        report.source.file + mark,
        report.org,
        str(report.year),
        str(tally.facts),
        " ".join(f"{name}{number}" for name, number in tally.tables),
        f"{tally.held}/{tally.compared}",
        str(tally.unread),
    )


def closing_lines(report: Report) -> list[str]:
    """A short account of one report, under its table of facts."""
    tables = "，".join(f"{t.table} {t.status}" for t in report.content.tables)
    return [
        *(
            f"文件 file {part.file}：{part.format or f'{part.zh} / {part.en}'}"
            for part in report.document.parts
        ),
        f"共 {len(report.content.facts)} 个数 facts；{tables}",
        f"未能读出 unread {len(report.content.unread)}；没有归到指标的金额句 unmatched {len(report.content.unmatched)}",
        *(f"注意 notice：{notice.zh} / {notice.en}" for notice in report.content.notices),
        *(f"  未能读出 {u.table}：{u.raw}（{u.zh} / {u.en}）" for u in report.content.unread),
    ]
