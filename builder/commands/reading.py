"""`extract` and `check`: reports without a site."""

from __future__ import annotations

import csv
import io
import json
import signal
import sys
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from builder.check_report import LEVELS, check_lines, fails
from builder.closing import closing_lines
from builder.commands.options import WORK, console, with_limits
from builder.documents.limits import Limits
from builder.errors import SourceError, UsageError
from builder.places import told
from builder.progress import watching
from builder.text import harmless_text


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table", help="输出格式 output"
)
@click.option("--explain", is_flag=True, help="说明各表怎样认出 how each table was found and read")
@click.option(
    "--reports",
    type=click.Path(path_type=Path),
    help="改读这个文件夹里的全部报告 read all reports of a folder",
)
@click.option(
    "--into", type=click.Path(path_type=Path), help="全部报告的数写到哪里 where to put what they publish"
)
@click.option(
    "--scheduler", metavar="tcp://…", help="由 Dask 集群来读 read on a Dask cluster (extra: cluster)"
)
@with_limits
def extract(
    file: Path | None,
    shape: str,
    explain: bool,
    reports: Path | None,
    into: Path | None,
    scheduler: str | None,
    limits: Limits,
) -> None:
    """读一份报告（文件，或一个文件夹算一份），列出全部数。 Read one report, a file or a folder, and list its figures.

    用 --reports 和 --into 时，读一个文件夹里的全部报告，写成按地区、年度分开的 Parquet 文件。 With --reports and --into: read all
    reports of a folder and write Parquet files parted by region and year.
    """
    if reports is not None or into is not None or scheduler is not None:
        if file is not None or reports is None or into is None:
            raise UsageError(
                "--reports 和 --into 要一起给，不另给文件", "give --reports and --into, and no file"
            )
        _extract_all(reports, into, scheduler, limits)
    elif file is not None:
        _extract_one(file, shape, limits, explain=explain)
    else:
        raise UsageError(
            "请给一个文件，或用 --reports 和 --into", "name a file, or give --reports and --into"
        )


def _extract_all(reports: Path, into: Path, scheduler: str | None, limits: Limits) -> None:
    from builder.cluster import read_on
    from builder.extract import extract_folder

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # told to end: clear up on the way out
    engine = None if scheduler is None else read_on(scheduler)
    try:
        with watching() as progress:
            catalogue, problems = extract_folder(reports, into, WORK, progress, limits, engine)
    except (KeyboardInterrupt, SystemExit) as stopped:
        click.echo(
            "停下了；已读的留着，再运行一次接着读 stopped; what was read is kept, run again to go on",
            err=True,
        )
        raise SystemExit(130 if isinstance(stopped, KeyboardInterrupt) else stopped.code) from None
    for problem in problems:
        error = SourceError(problem.zh, problem.en, source=problem.source, place=problem.place)
        click.echo(f"读不了 cannot read: {harmless_text(str(error))}", err=True)
    count = sum(1 for _ in catalogue.current())
    click.echo(
        f"写好 {count} 份报告的数，{len(problems)} 处读不了 reports {count}, problems {len(problems)}: {into}"
    )
    if problems:
        raise SystemExit(1)


def _extract_one(file: Path, shape: str, limits: Limits, *, explain: bool) -> None:
    from builder.explain import explain_report
    from builder.extract import extract_report
    from builder.publish.catalogue import arrange
    from builder.publish.report_json import report_json
    from builder.publish.rows import FACTS, fact_rows, number

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
