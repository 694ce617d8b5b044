"""`sources`, `intake` and `submit`: the addresses of reports, and reports that somebody hands in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from builder.commands.options import CONTENT, REPORTS
from builder.errors import SourceError, UsageError
from builder.text import one_line

_PATH = click.Path(path_type=Path)
_LARGEST_EVENT = 5 * 1024 * 1024


@click.command()
@click.option("--reports", type=_PATH, default=REPORTS, help="报告文件夹 reports folder")
@click.option(
    "--check", "asking", is_flag=True, help="逐个打开看，不只是列出 ask each address instead of listing it"
)
@click.option(
    "--state", type=_PATH, default=None, help="上次查的记录，查完更新 record of the last time; renewed"
)
@click.option(
    "--markdown", type=_PATH, default=None, help="有变化时写一份说明 written only when something has changed"
)
@click.option(
    "--seconds",
    type=click.IntRange(1),
    default=60,
    show_default=True,
    help="每个网址最多几秒 for one address",
)
@click.option(
    "--pause",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="同一网站两次之间停几秒 for one host",
)
@click.option(
    "--allow-private", is_flag=True, help="也访问内部网络的地址 addresses of one's own network, too"
)
def sources(
    reports: Path, asking: bool, state: Path | None, markdown: Path | None, seconds: int, pause: int, allow_private: bool
) -> None:  # fmt: skip
    """列出报告的网址；--check 看哪些不见了、变了，有就以 1 退出。 Addresses of reports; exit 1 when one has changed."""
    from builder.intake.addresses import NEWS, STATES, ask_all, read_known, write_known
    from builder.intake.fetch import Bounds
    from builder.intake.messages import addresses_message
    from builder.sources import find_sources

    found = find_sources(reports)
    if not asking:
        for source in found:
            click.echo("  ".join(map(one_line, (source.file, source.url or "没有登记网址 no address"))))
        return
    known = read_known(state) if state else {}
    asked = []
    for one in ask_all(found, known, Bounds(seconds=seconds, private=allow_private), pause):
        asked.append(one)
        click.echo("  ".join(map(one_line, (STATES[one.state], one.file, one.url, one.told))))
    if state:
        write_known(state, known, asked)
    if markdown and (told := addresses_message(asked)):
        markdown.write_text(told, encoding="utf-8", newline="\n")
    click.echo(f"共 {len(asked)} 个网址 addresses")
    if any(one.state in NEWS for one in asked):
        raise SystemExit(1)


@click.command()
@click.option(
    "--event", type=_PATH, required=True, help="GitHub 交来的事件（JSON） the event that GitHub hands over"
)
@click.option("--to", "target", type=_PATH, required=True, help="放到哪个空文件夹 into which empty folder")
@click.option(
    "--seconds", type=click.IntRange(1), default=120, show_default=True, help="每个文件最多几秒 for one file"
)
@click.option(
    "--allow-private", is_flag=True, help="也访问内部网络的地址 addresses of one's own network, too"
)
def intake(event: Path, target: Path, seconds: int, allow_private: bool) -> None:
    """把提交表单读成一份提交，取来文件，试读；不改 content。 An issue's form and its files as a submission."""
    from builder.intake.fetch import Bounds
    from builder.intake.form import read_form
    from builder.intake.receive import receive
    from builder.intake.submission import write_refusal

    try:
        request = read_form(_body(event), date.today())
        figures = receive(request, target, Bounds(seconds=seconds, private=allow_private))
    except SourceError as error:
        write_refusal(target, error)
        raise
    click.echo(one_line(f"{request.unit} {request.year}：读到 {figures} 个数 figures → {target}/"))


def _body(event: Path) -> str:
    try:
        if event.stat().st_size > _LARGEST_EVENT:
            raise ValueError("too large")
        body = json.loads(event.read_text(encoding="utf-8"))["issue"]["body"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError("不是 issue 的事件", "no event of an issue", source=str(event)) from error
    return body if isinstance(body, str) else ""


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--from", "given", type=_PATH, default=None, help="intake 做好的文件夹 the folder that intake made"
)
@click.option("--unit", default="", help="单位全称 full name of the unit")
@click.option("--year", default="", help="年度，四位数字 fiscal year")
@click.option("--region", default="", help="地区，从省到县 region")
@click.option("--org-id", default="", help="单位编号，不写用拼音 id of the unit")
@click.option("--published-on", default="", help="公布日期 YYYY-MM-DD date of publication")
@click.option("--url", default="", help="公布报告的网址 where it was published")
@click.option("--content", type=_PATH, default=CONTENT, help="内容文件夹 content folder")
@click.option("--message", type=_PATH, default=None, help="写一份给人看的说明 a text for people")
@click.option("--number", type=click.IntRange(1), default=None, help="issue 的编号 number of the issue")
def submit(
    files: tuple[Path, ...], given: Path | None, content: Path, message: Path | None, number: int | None, **words: str
) -> None:  # fmt: skip
    """把报告放进 content/reports，并在 reports.csv 登记。 Put a report into content/reports with its row."""
    from builder.intake.form import Request, check_request
    from builder.intake.messages import refused_message, taken_message
    from builder.intake.submission import read_refusal, read_submission, take

    if bool(given) == bool(files):
        raise UsageError("要给文件，或用 --from，二者选一", "give either files or --from")
    try:
        if given:
            if refusal := read_refusal(given):
                raise refusal
            request, data = read_submission(given, date.today())
        else:
            request = Request(**words, attachments=())
            check_request(request, date.today())
            data = [path.read_bytes() for path in files]
        taken = take(request, data, content / "reports")
    except SourceError as error:
        if message:
            message.write_text(refused_message(error), encoding="utf-8", newline="\n")
        raise
    if message:
        message.write_text(taken_message(taken, number), encoding="utf-8", newline="\n")
    click.echo(one_line(f"已放进 written: {content}/reports/{taken.file}"))
