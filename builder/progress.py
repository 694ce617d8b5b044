"""Showing how far a long task is: a moving bar on a terminal, a line now and then in a pipe or in CI."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from builder.reports import Progress as Report

#: Seconds between two lines of the same task when nobody watches a terminal.
_PAUSE = 5.0


@contextmanager
def watching() -> Iterator[Report]:
    """Give a function to tell progress to; standard output stays free for results."""
    if not sys.stderr.isatty():
        yield _plain()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield tell


def _plain() -> Report:
    last: dict[str, float] = {}

    def tell(what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if done == total or what not in last or now - last[what] >= _PAUSE:
            last[what] = now
            print(f"{what} {done}/{total}", file=sys.stderr, flush=True)

    return tell
