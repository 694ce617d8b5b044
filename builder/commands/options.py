"""What several commands share: the folders of a portal, the limits of one report, and how rows are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import wraps
from pathlib import Path

import click
from rich.console import Console

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.errors import UsageError

REPORTS = Path("content/reports")
CONTENT = Path("content")
OUT = Path("site")
WORK = Path("build")


def with_limits(command: Callable[..., None]) -> Callable[..., None]:
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


def console() -> Console:
    """Wide enough for whole rows when the output is a pipe."""
    return Console(width=None if sys.stdout.isatty() else 200)
