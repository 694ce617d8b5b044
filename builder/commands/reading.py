"""`extract` and `check`: one report on its own."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from builder.check_report import LEVELS, check_lines, fails
from builder.closing import closing_lines
from builder.commands.options import console, with_limits
from builder.documents.limits import Limits
from builder.errors import UsageError
from builder.places import told
from builder.publish.rows import FACTS, number


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table", help="输出格式 output"
)
@click.option("--explain", is_flag=True, help="说明各表怎样认出 how each table was found and read")
@with_limits
def extract(
    file: Path,
    shape: str,
    explain: bool,
    limits: Limits,
) -> None:
    """读一份报告（文件，或一个文件夹算一份），列出全部数。 Read one report, a file or a folder, and list its figures."""
    from builder.explain import explain_report
    from builder.extract import extract_report
    from builder.publish.catalogue import arrange
    from builder.publish.report_json import report_json
    from builder.publish.rows import fact_rows

    if not file.exists():
        raise UsageError("没有这个文件", "no such file", source=str(file))
    report = extract_report(file, limits)
    if explain:
        click.echo("\n".join(explain_report(report)))
        return
    department = arrange([report]).departments[0]
    version = department.versions[0]
    if shape == "json":
        click.echo(json.dumps(report_json(department, version), ensure_ascii=False, indent=1))
    elif shape == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(FACTS)
        writer.writerows(fact_rows(version))
        click.echo(text.getvalue(), nl=False)
    else:
        table = Table(
            "表",
            "侧",
            "代码",
            "项目",
            "口径",
            "值",
            "单位",
            "页/行",
            title=escape(f"{report.org} {report.year}"),
        )
        for fact in report.content.facts:
            place = told(fact.place)
            value = number(fact.value) or "未能读出"
            cells = (fact.table, fact.side, fact.code, fact.item, fact.measure, value, fact.unit, str(place))
            table.add_row(*map(escape, cells))
        console().print(table)
        click.echo("\n".join(closing_lines(report)))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    default=None,
    help="有这一级或更重的发现就以 1 退出 exit 1 on a finding of this level or graver",
)
@with_limits
def check(
    file: Path,
    fail_on: str | None,
    limits: Limits,
) -> None:
    """核对一份报告，公布前可用它查草稿。 Check one report, for example a draft before it is published."""
    from builder.extract import extract_report
    from builder.publish import arrange, with_last_years

    if not file.exists():
        raise UsageError("没有这个文件", "no such file", source=str(file))
    (version,) = with_last_years(arrange([extract_report(file, limits)])).versions()
    click.echo("\n".join(check_lines(version.report)))
    if fail_on and fails(version.report.checked.findings, fail_on):
        raise SystemExit(1)
