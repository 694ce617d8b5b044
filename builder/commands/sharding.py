"""`shards` and `assemble`: one portal built in parts. A part is built by `build --shard`."""

from __future__ import annotations

import json
import re
import signal
import sys
from pathlib import Path

import click

from builder.closing import show_closing
from builder.commands.options import CONTENT, OUT, REPORTS, WORK
from builder.progress import watching

SHARDS = Path("shards")
_UNFIT = re.compile(r"[^\w,-]+")


@click.command()
@click.option("--reports", type=click.Path(path_type=Path), default=REPORTS, help="报告文件夹 reports folder")
@click.option(
    "--at-most", type=click.IntRange(1), metavar="N",
    help="最多分几片，小地区合在一片 no more shards than these; regions share one",
)  # fmt: skip
def shards(reports: Path, at_most: int | None) -> None:
    """列出分片的名称（JSON），给 CI 的 matrix 用。 List the shards as JSON, for the matrix of a CI.

    每个名称都可以给 mingbai build --shard；没有登记地区的报告在 no-region。 Each name is one for mingbai build --shard;
    reports without a region in reports.csv are in no-region.
    """
    from builder.shards import grouped, split
    from builder.sources import find_sources

    regions = split(find_sources(reports))
    click.echo(json.dumps(grouped(regions, at_most or len(regions)), ensure_ascii=False))


@click.command()
@click.argument("folders", metavar="SHARD…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=OUT, help="网站写到哪里 finished site")
@click.option(
    "--reports",
    type=click.Path(path_type=Path),
    help="全部报告所在的文件夹，用来核对分片是否齐全、是否最新 all reports, to see that the shards are of these",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="网站建成了就以 0 退出，读不了的报告另用 mingbai problems 查 exit 0 when the site was built",
)
@click.option(
    "--base-url", default=None, envvar="MINGBAI_BASE_URL", help="网站的地址 address of the site, as for build"
)
def assemble(
    folders: tuple[Path, ...], out: Path, reports: Path | None, keep_going: bool, base_url: str | None
) -> None:
    """把各分片合成一个网站，与一次建成的完全相同。 Make one site of shards, the same as if built at once.

    SHARD 是分片的文件夹，或装着几个分片的文件夹。只用自己的机器建的分片：里面的内容会当作程序自己的数据来用。 SHARD is the
    folder of a shard, or one with shards in it. Only for shards of your own machines: what is in them is trusted.
    """
    from builder.shards import assemble as run
    from builder.shards.store import find_shards
    from builder.website.settings import read_settings

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # told to end: clear up on the way out
    settings = read_settings()
    with watching() as progress:
        made = run(
            find_shards(folders), CONTENT, out, WORK / "assembled", base_url or settings.base_url or None, progress,
            reports=reports, settings=settings,
        )  # fmt: skip
    show_closing(made.built, out)
    if made.anew:
        named = "、".join(made.anew[:5]) + ("…" if len(made.anew) > 5 else "")
        click.echo(f"合成时重做了 {len(made.anew)} 个单位 units made anew: {named}")
    if made.built.problems and not keep_going:
        raise SystemExit(1)


def folder_of(shard: str) -> str:
    """The name of a shard's folder, for any region: what disks and CI services do not take becomes a hyphen."""
    return _UNFIT.sub("-", shard)[:100]
