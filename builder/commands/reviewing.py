"""`snapshot`, `summary`, `problems` and `pack`: what a change brings, what could not be read, and the data as one file."""

from __future__ import annotations

from pathlib import Path

import click

from builder.commands.options import CONTENT, OUT, REPORTS, WORK, with_limits
from builder.documents.limits import Limits
from builder.errors import UsageError
from builder.progress import watching
from builder.text import one_line

_FOLDER = click.Path(path_type=Path)


@click.command()
@click.option("--content", type=_FOLDER, default=CONTENT, help="内容文件夹 content folder")
@click.option("--to", "target", type=_FOLDER, required=True, help="数据写到哪里 where the data goes")
@with_limits
def snapshot(content: Path, target: Path, limits: Limits) -> None:
    """只写数据，不做页面，供 summary 比较。 Write the data only, without pages, for `summary` to compare."""
    from builder.snapshot import snapshot as run

    with watching() as progress:
        problems = run(content, target, WORK, progress, limits)
    click.echo(f"数据 data → {target}/，读不了的 problems {problems}")


@click.command()
@click.option(
    "--before", type=_FOLDER, default=None, help="原来的数据，不写就都算新的 data before; none: all is new"
)
@click.option("--after", type=_FOLDER, default=None, help="现在的数据，默认 site/data data now")
@click.option(
    "--json", "record", type=_FOLDER, default=None, help="写成记录，不写 Markdown write the record instead"
)
@click.option(
    "--from", "given", type=_FOLDER, default=None, help="把一份记录写成 Markdown turn a record into Markdown"
)
def summary(before: Path | None, after: Path | None, record: Path | None, given: Path | None) -> None:
    """这次改动带来什么，写成 Markdown。 What a change brings: reports, figures, findings, guesses, differences."""
    from builder.review.comment import as_markdown
    from builder.review.summary import as_json, compare, from_json

    if given and (before or after or record):
        raise UsageError("--from 不能和别的选项一起用", "--from goes with no other option")
    found = from_json(given) if given else compare(before, after or OUT / "data")
    if record:
        record.write_text(as_json(found), encoding="utf-8", newline="\n")
        click.echo(f"摘要 summary → {record}")
    else:
        click.echo(as_markdown(found), nl=False)


@click.command()
@click.option("--out", type=_FOLDER, default=OUT, help="网站在哪里 the finished site")
@click.option(
    "--reports", type=_FOLDER, default=REPORTS, help="报告文件夹，用来写出文件的位置 reports folder"
)
@click.option(
    "--annotate", is_flag=True, help="写成 GitHub 标在文件旁的样子 as GitHub shows it beside the file"
)
def problems(out: Path, reports: Path, annotate: bool) -> None:
    """哪些报告读不了，怎么办；有就以 1 退出。 Reports that could not be read, and what to do; exit 1 if any."""
    from builder.review.comment import annotation
    from builder.review.summary import published_problems

    found = published_problems(out / "data")
    for one in found:
        place = f"，{one.place}" if one.place else ""
        told = f"{one.source}{place}：{one.zh} / {one.en}"
        click.echo(annotation(one, reports.as_posix()) if annotate else one_line(told))
    click.echo(f"读不了的报告 reports that could not be read: {len(found)}")
    if found:
        raise SystemExit(1)


@click.command()
@click.option("--out", type=_FOLDER, default=OUT, help="网站在哪里 the finished site")
@click.option(
    "--to",
    "target",
    type=_FOLDER,
    default=Path("mingbai-data.zip"),
    show_default=True,
    help="写到哪个文件 archive",
)
def pack(out: Path, target: Path) -> None:
    """把全部数据装成一个压缩包。 All published data as one archive, the same bytes for the same data."""
    from builder.review.pack import pack as run

    click.echo(f"{run(out / 'data', target)}  {target.name}")
