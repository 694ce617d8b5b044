"""`new` and `doctor`: a portal of one's own, and what it lacks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from builder.text import harmless_text, one_line


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="", help="网站的名称，默认用文件夹名 name of the portal")
@click.option("--region", default="", help="收录哪个地区 region that it covers")
@click.option(
    "--program", default="", help="程序从哪里装，默认是现在这份程序的来处 where pip takes the program from"
)
def new(folder: Path, name: str, region: str, program: str) -> None:
    """建一个自己的网站：设置、一份样例、GitHub 工作流。 A fresh portal: settings, one sample, the workflows."""
    from builder.portal.new import new_portal
    from builder.portal.program import FILE, Program, program_here

    where = Program(program) if program else program_here()
    for file in new_portal(folder, name or folder.resolve().name, region, where):
        click.echo(f"  {file}")
    if where.line:
        noted = f"（{where.zh} {where.en}）" if where.zh else ""
        click.echo(one_line(f"程序从这里装 the program is taken from: {where.line}{noted}"))
    else:
        click.echo(
            f"不知道程序从哪里装（{where.zh}），放到 GitHub 以前请写进 {folder / FILE}"
            f" / where the program is taken from is not known ({where.en}); write it into that file before you use GitHub",
            err=True,
        )
    click.echo(f"建好了 made: {folder}/。接下来 next: cd {folder}; mingbai doctor; mingbai build")


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
