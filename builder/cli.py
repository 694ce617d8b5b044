"""The command `mingbai`. Exit 0: all well; 1: a report could not be read, or a check found something; 2: wrong
usage or declaration.
"""

from __future__ import annotations

import csv
import io
import json
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import wraps
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from builder import __version__
from builder.check_report import LEVELS, check_lines, fails
from builder.closing import closing_lines, show_closing
from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.errors import BuildError, KnowledgeError, MingbaiError, UsageError
from builder.lookup import find_rows
from builder.places import told
from builder.progress import watching
from builder.publish.pictures import WHICH, Which
from builder.publish.rows import FACTS, number
from builder.text import harmless_text

_REPORTS = Path("content/reports")
_CONTENT = Path("content")
_OUT = Path("site")
_WORK = Path("build")


def _with_limits(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say what one report may cost; the command gets them as its `limits`."""

    @wraps(command)
    def limited(
        *,
        time_limit: int | None,
        memory_limit: int | None,
        unpacked_limit: int | None,
        others: tuple[str, ...],
        **given: object,
    ) -> None:
        command(limits=_limits(time_limit, memory_limit, unpacked_limit, others), **given)

    bounds = ", ".join(f"{name}={value}" for name, value in asdict(DEFAULT_LIMITS).items())
    options = (
        click.option("--time-limit", type=click.IntRange(1), help="一份报告最多读多少秒 seconds for one report"),
        click.option("--memory-limit", type=click.IntRange(64), help="最多用多少 MB 内存 MB of memory for one report"),
        click.option("--unpacked-limit", type=click.IntRange(1), help="解压后最多多少 MB MB that an archive may unpack to"),
        click.option("--limit", "others", multiple=True, metavar="NAME=N", help=f"其他上限 other limits: {bounds}"),
    )  # fmt: skip
    with_options: Callable[..., None] = limited
    for option in reversed(options):
        with_options = option(with_options)
    return with_options


def _limits(
    time_limit: int | None, memory_limit: int | None, unpacked_limit: int | None, others: tuple[str, ...]
) -> Limits:
    """The limits as asked for, the defaults for the rest."""
    asked: dict[str, int] = {}
    for other in others:
        name, _, value = other.partition("=")
        if name not in asdict(DEFAULT_LIMITS) or not value.isascii() or not value.isdigit() or not int(value):
            raise UsageError(f"没有这样的上限：{other}", f"no such limit: {other}", source="--limit")
        asked[name] = int(value)
    named = {"seconds": time_limit, "memory_mib": memory_limit, "unpacked_mib": unpacked_limit}
    asked |= {name: value for name, value in named.items() if value is not None}
    if unpacked_limit is not None:  # one member may be half of all, as it may by default
        asked.setdefault("member_mib", max(1, unpacked_limit // 2))
    return replace(DEFAULT_LIMITS, **asked)


class _Commands(click.Group):
    """Shows our own errors in both languages, without a traceback, with the promised exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (KnowledgeError, UsageError) as error:
            click.echo(f"错误 error: {harmless_text(str(error))}", err=True)
            ctx.exit(2)
        except BuildError as error:
            click.echo(f"没有建成 not built: {harmless_text(str(error))}", err=True)
            ctx.exit(1)
        except MingbaiError as error:
            click.echo(f"读不了 cannot read: {harmless_text(str(error))}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mingbai")
def main() -> None:
    """明白账：把部门决算变成看得懂、对得上、查得到的网站。

    Turn departments' final accounts into a site that can be read, checked and traced.
    """


@main.command()
@click.option(
    "--reports", type=click.Path(path_type=Path), default=_REPORTS, help="报告文件夹 reports folder"
)
@click.option("--out", type=click.Path(path_type=Path), default=_OUT, help="网站写到哪里 finished site")
@click.option(
    "--strict", is_flag=True, help="有问题就以 1 退出，也包括未能读出的数 exit 1 on unread figures too"
)
@click.option(
    "--base-url", default=None, help="网站的地址 address of the site, e.g. https://example.org/mingbai/"
)
@click.option("--no-cache", is_flag=True, help="每份都重新读 read every report anew")
@click.option(
    "--pictures", type=click.Choice(WHICH), default=WHICH[0], show_default=True,
    help="画哪些原页的图：全部、只画官方表格、不画 which pages of PDFs to show beside their figures",
)  # fmt: skip
@_with_limits
def build(
    reports: Path,
    out: Path,
    strict: bool,
    base_url: str | None,
    no_cache: bool,
    pictures: Which,
    limits: Limits,
) -> None:
    """读报告，建网站。 Read the reports and build the site."""
    from builder.pipeline import build as run

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # told to end: clear up on the way out
    with watching() as progress:
        built = run(
            reports, _CONTENT, out, _WORK, base_url, progress,
            limits=limits, remember=not no_cache, pictures=pictures,
        )  # fmt: skip
    show_closing(built, out)
    unread = any(version.report.content.unread for version in built.catalogue.current())
    if built.problems or (strict and unread):
        raise SystemExit(1)


@main.command()
@click.option("--out", type=click.Path(path_type=Path), default=_OUT, help="网站在哪里 the finished site")
@click.option("--port", default=8000, show_default=True, help="端口 port")
def serve(out: Path, port: int) -> None:
    """在本机看网站。 Look at the finished site on this machine."""
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    if not (out / "index.html").is_file():
        raise UsageError(
            "还没有网站，请先运行 mingbai build", "no site yet; run mingbai build first", source=str(out)
        )
    try:
        server = ThreadingHTTPServer(
            ("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=str(out))
        )
    except OSError as error:
        raise UsageError(f"端口 {port} 用不了（{error}）", f"port {port} cannot be used ({error})") from error
    click.echo(f"打开 open http://127.0.0.1:{server.server_port}/ （Ctrl+C 结束 to stop）")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table", help="输出格式 output"
)
@click.option("--explain", is_flag=True, help="说明各表怎样认出 how each table was found and read")
@_with_limits
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
        _console().print(table)
        click.echo("\n".join(closing_lines(report)))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    default=None,
    help="有这一级或更重的发现就以 1 退出 exit 1 on a finding of this level or graver",
)
@_with_limits
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


@main.command()
@click.argument("words", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), default=_OUT, help="网站在哪里 the finished site")
def facts(words: tuple[str, ...], out: Path) -> None:
    """按词查已公布的数。 Look up published figures: mingbai facts 益阳 T05 合计"""
    _print_rows(
        find_rows(out / "data" / "facts.csv", words),
        ("org", "year", "table", "code", "item", "measure", "value", "unit", "page", "line"),
    )


@main.command()
@click.argument("words", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), default=_OUT, help="网站在哪里 the finished site")
def findings(words: tuple[str, ...], out: Path) -> None:
    """按词查核对发现。 Look up findings of the checks: mingbai findings 怀化"""
    _print_rows(
        find_rows(out / "data" / "findings.csv", words),
        ("org", "year", "check", "level", "explanation", "page", "line"),
    )


def _print_rows(rows: list[dict[str, str]], columns: tuple[str, ...]) -> None:
    if not rows:
        click.echo("没有找到。 Nothing found.")
        return
    table = Table(*columns)
    for row in rows:
        table.add_row(*(escape(harmless_text(row[column])) for column in columns))
    _console().print(table)
    click.echo(f"共 {len(rows)} 条 rows")


def _console() -> Console:
    """Wide enough for whole rows when the output is a pipe."""
    return Console(width=None if sys.stdout.isatty() else 200)
