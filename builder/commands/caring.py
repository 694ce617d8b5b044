"""`new` and `doctor`: a portal of one's own, and what it lacks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from builder.text import harmless_text


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="", help="网站的名称，默认用文件夹名 name of the portal")
@click.option("--region", default="", help="收录哪个地区 region that it covers")
@click.option(
    "--program", default="", help="程序从哪里装，如 git+https://…@提交号 where pip takes the program from"
)
def new(folder: Path, name: str, region: str, program: str) -> None:
    """建一个自己的网站：设置、一份样例、GitHub 工作流。 A fresh portal: settings, one sample, the workflows."""
    from builder.portal.new import new_portal

    for file in new_portal(folder, name or folder.resolve().name, region, program):
        click.echo(f"  {file}")
    click.echo(f"建好了 made: {folder}/。接下来 next: cd {folder} && mingbai doctor && mingbai build")


@click.command()
@click.option(
    "--portal", type=click.Path(path_type=Path), default=Path(), help="网站的文件夹 folder of the portal"
)
def doctor(portal: Path) -> None:
    """看这台机器和这个网站缺什么、错什么、怎么办。 What is missing or wrong, and what to do; exit 1 if wrong."""
    from builder.portal.advice import MARKS
    from builder.portal.contents import look_over_content
    from builder.portal.machine import look_over_machine

    counts: Counter[str] = Counter()
    for title, found in (
        ("这台机器 this machine", look_over_machine(portal)),
        ("这个网站 this portal", look_over_content(portal)),
    ):
        click.echo(f"== {title} ==")
        for advice in found:
            counts[advice.level] += 1
            click.echo(harmless_text(advice.line()))
    click.echo("，".join(f"{MARKS[level]} {counts[level]}" for level in MARKS))
    if counts["wrong"]:
        raise SystemExit(1)
