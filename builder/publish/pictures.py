"""Pictures of the pages on which figures stand, so that a reader sees the cell or the line that each comes from.

They are drawn from the published files, in worker processes, and kept from build to build by the hash of the file. A page
that cannot be drawn has no picture; nothing else depends on one.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from builder.documents import Limits
from builder.documents.page_pictures import VERSION, draw_pages
from builder.keeping import by_fields, link_or_copy
from builder.knowledge.tables import OFFICIAL
from builder.printed import Which
from builder.publish.catalogue import Version
from builder.publish.sources import published_parts, source_name
from builder.workers import run_apart

#: So many files are drawn in one process: to start one takes as long as to draw one.
_TOGETHER = 16
#: Under the folder of a report: `3.png`, of several files `2-3.png`, the second file's third page.
FOLDER = "pages"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to show: the file and the picture, relative to the data; `turned` as in `Spot`."""

    file: str
    sha256: str
    page: int
    turned: int
    picture: str

    def __reduce__(self) -> tuple[Any, ...]:
        return by_fields(self)

    @property
    def kept_as(self) -> str:
        return f"{self.sha256}-{self.page}-{self.turned}-v{VERSION}.png"


@dataclass(frozen=True, slots=True)
class _Task:
    file: Path
    pages: tuple[tuple[int, int], ...]


def write_pictures(
    wanted: Sequence[Wanted],
    data: Path,
    kept: Path,
    limits: Limits,
    progress: Callable[[int, int], None],
    scratch: Path | None = None,
) -> int:
    """Put the pictures beside the published data of each report; how many there are.

    `kept`: the folder of those drawn before. What this build does not show is thrown away there.
    """
    kept.mkdir(parents=True, exist_ok=True)
    there = {path.name for path in kept.iterdir()}
    missing = {(data / one.file, one.page): one for one in wanted if one.kept_as not in there}
    pages: dict[Path, list[tuple[int, int]]] = defaultdict(list)
    for one in missing.values():
        pages[data / one.file].append((one.page, one.turned))
    tasks = [_Task(file, tuple(own)) for file, own in pages.items()]
    for done, (file, drawn) in enumerate(_drawn(tasks, limits, scratch)):
        progress(done, len(tasks))
        for number, png in drawn:
            _keep(kept / missing[file, number].kept_as, png)
    if tasks:
        progress(len(tasks), len(tasks))
    _forget(kept, {one.kept_as for one in wanted})
    return sum(_show(one, data, kept) for one in wanted)


def wanted_pictures(version: Version, which: Which) -> Iterator[Wanted]:
    """The pages of a report that print a figure, where its file is a PDF."""
    report = version.report
    files = {"": (source_name(report), report.source.sha256, report.document.format, "")}
    for number, entry in enumerate(published_parts(report), start=1):
        files[entry.part.file] = (entry.name, entry.part.sha256, entry.part.format, f"{number}-")
    pages: dict[tuple[str, int], int] = {}
    for fact in report.content.facts:
        shown = fact.table in OFFICIAL if which == "tables" else which == "all"
        if shown and fact.place.page is not None:
            key, spot = (fact.place.file, fact.place.page), fact.place.spot
            pages[key] = spot.turned if spot else pages.get(key, 0)
    for (file, page), turned in sorted(pages.items()):
        name, sha256, shape, prefix = files.get(file, ("", "", "", ""))
        if name and shape == "pdf":
            picture = f"{version.path}/{FOLDER}/{prefix}{page}.png"
            yield Wanted(f"{version.path}/source/{name}", sha256, page, turned, picture)


def _drawn(
    tasks: Sequence[_Task], limits: Limits, scratch: Path | None
) -> Iterator[tuple[Path, list[tuple[int, bytes]]]]:
    """(file, its pages as drawn). Several files share a process; where one breaks it, each gets one of its own."""
    size = max(1, min(_TOGETHER, ceil(len(tasks) / (os.cpu_count() or 1))))
    waiting = [tuple(tasks[at : at + size]) for at in range(0, len(tasks), size)]
    while waiting:
        broken: list[tuple[_Task]] = []
        names = [several[0].file.name for several in waiting]
        for index, ended in run_apart(_draw, waiting, names, limits, scratch):
            if ended.result is not None:
                yield from ended.result
            elif len(waiting[index]) > 1:
                broken += [(task,) for task in waiting[index]]
        waiting = list(broken)


def _draw(tasks: tuple[_Task, ...]) -> list[tuple[Path, list[tuple[int, bytes]]]]:
    return [(task.file, list(draw_pages(task.file.read_bytes(), task.pages))) for task in tasks]


def _keep(path: Path, png: bytes) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_bytes(png)
    fresh.replace(path)


def _forget(kept: Path, names: set[str]) -> None:
    for path in kept.iterdir():
        if path.name not in names:
            path.unlink()


def _show(one: Wanted, data: Path, kept: Path) -> bool:
    source, picture = kept / one.kept_as, data / one.picture
    if not source.exists():
        return False
    if not picture.exists():
        picture.parent.mkdir(exist_ok=True)
        link_or_copy(source, picture)
    return True
