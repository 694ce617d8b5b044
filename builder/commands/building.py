"""`build` and `serve`: reports in, a site out, and a look at it."""

from __future__ import annotations

import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.closing import show_closing
from builder.commands.options import CONTENT, OUT, REPORTS, WORK, with_limits
from builder.commands.sharding import SHARDS, folder_of
from builder.documents.limits import Limits
from builder.errors import UsageError
from builder.outlines import tally_of
from builder.printed import WHICH, Which
from builder.progress import watching

if TYPE_CHECKING:
    from builder.pipeline import Built


@click.command()
@click.option("--reports", type=click.Path(path_type=Path), default=REPORTS, help="报告文件夹 reports folder")
@click.option(
    "--out", type=click.Path(path_type=Path), help="网站写到哪里，默认 site finished site; site if not given"
)
@click.option(
    "--shard", metavar="REGION[,…]",
    help="只做这些地区，写成一个分片，再用 mingbai assemble 合成 only these regions, into a shard for mingbai assemble",
)  # fmt: skip
@click.option(
    "--strict", is_flag=True, help="有问题就以 1 退出，也包括未能读出的数 exit 1 on unread figures too"
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="网站建成了就以 0 退出，读不了的报告另用 mingbai problems 查 exit 0 when the site was built",
)
@click.option(
    "--base-url",
    default=None,
    envvar="MINGBAI_BASE_URL",
    help="网站的地址，默认用 mkdocs.yml 的 site_url address of the site, e.g. https://example.org/mingbai/",
)
@click.option("--no-cache", is_flag=True, help="每份都重新读 read every report anew")
@click.option(
    "--pictures", type=click.Choice(WHICH), default=WHICH[0], show_default=True,
    help="画哪些原页的图：全部、只画官方表格、不画 which pages of PDFs to show beside their figures",
)  # fmt: skip
@with_limits
def build(
    reports: Path,
    out: Path | None,
    shard: str | None,
    strict: bool,
    keep_going: bool,
    base_url: str | None,
    no_cache: bool,
    pictures: Which,
    limits: Limits,
) -> None:
    """读报告，建网站。 Read the reports and build the site."""
    from builder.pipeline import build as run
    from builder.website.settings import read_settings

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # told to end: clear up on the way out
    if shard is not None:
        built = _build_shard(reports, out, shard, limits, pictures, remember=not no_cache)
    else:
        settings, out = read_settings(), out or OUT
        with watching() as progress:
            built = run(
                reports, CONTENT, out, WORK, base_url or settings.base_url or None, progress,
                limits=limits, remember=not no_cache, pictures=pictures, settings=settings,
            )  # fmt: skip
        show_closing(built, out)
        _say_without_engine()
    unread = any(tally_of(version.report).unread for version in built.catalogue.current())
    if (built.problems and not keep_going) or (strict and unread):
        raise SystemExit(1)


def _say_without_engine() -> None:
    from builder.pages.data_help import engine_in

    if not engine_in(WORK):
        click.echo(
            "没有浏览器里的查询程序，“在浏览器里查数据”一页不能改查询；要有，先运行 mingbai engine"
            " / the query page has no engine and its queries cannot be changed; run mingbai engine first",
            err=True,
        )


@click.command()
def engine() -> None:
    """从 npm 取来浏览器里的查询程序，建网站以前运行一次。 Fetch the engine of the query page from npm, before a build."""
    from builder.portal.engine import fetch_engine

    click.echo(f"在这里 it is in {fetch_engine(WORK)}/")


def _build_shard(
    reports: Path, out: Path | None, shard: str, limits: Limits, pictures: Which, *, remember: bool
) -> Built:
    from builder.pipeline import Order
    from builder.shards import build_shard

    work, out = WORK / "shards" / folder_of(shard), out or SHARDS / folder_of(shard)
    if not remember:
        shutil.rmtree(work, ignore_errors=True)
    with watching() as progress:
        built = build_shard(Order(reports, CONTENT, work, limits, pictures=pictures), shard, out, progress)
    show_closing(built, out, is_site=False)
    click.echo(f"合成网站 make the site: mingbai assemble {out.parent}")
    return built


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=OUT, help="网站在哪里 the finished site")
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
