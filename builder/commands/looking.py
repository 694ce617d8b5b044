"""`facts` and `findings`: looking up what is published."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from builder.commands.options import OUT, console
from builder.lookup import find_rows
from builder.text import harmless_text


@click.command()
@click.argument("words", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), default=OUT, help="网站在哪里 the finished site")
def facts(words: tuple[str, ...], out: Path) -> None:
    """按词查已公布的数。 Look up published figures: mingbai facts 益阳 T05 合计"""
    _print_rows(
        find_rows(out / "data" / "facts.csv", words),
        ("org", "year", "table", "code", "item", "measure", "value", "unit", "page", "line"),
    )


@click.command()
@click.argument("words", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), default=OUT, help="网站在哪里 the finished site")
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
    console().print(table)
    click.echo(f"共 {len(rows)} 条 rows")
