"""Pictures of the pages on which figures stand, so that a reader sees the cell or the line that each comes from.

They are drawn from the published files, in worker processes, and kept from build to build by the hash of the file. A page
that cannot be drawn has no picture; nothing else depends on one.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from builder.documents import Limits
from builder.documents.page_pictures import VERSION, draw_pages
from builder.knowledge.tables import OFFICIAL
from builder.publish.catalogue import Catalogue, Version
from builder.publish.sources import published_parts, source_name
from builder.workers import run_apart

#: Which pages: those of all figures, or only of official tables, which takes half the room.
Which = Literal["all", "tables", "none"]
WHICH: tuple[Which, ...] = get_args(Which)
#: Under the folder of a report: `3.png`, of several files `2-3.png`, the second file's third page.
FOLDER = "pages"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page to show: its file under `source/`, and the picture's name; `turned` as in `Spot`."""

    file: Path
    sha256: str
    page: int
    turned: int
    picture: Path

    @property
    def kept_as(self) -> str:
        return f"{self.sha256}-{self.page}-{self.turned}-v{VERSION}.png"


@dataclass(frozen=True, slots=True)
class _Task:
    file: Path
    pages: tuple[tuple[int, int], ...]


def write_pictures(
    catalogue: Catalogue,
    data: Path,
    kept: Path,
    limits: Limits,
    progress: Callable[[int, int], None],
    scratch: Path | None = None,
    *,
    which: Which = "all",
) -> int:
    """Put the pictures beside the published data of each report; how many there are.

    `kept`: the folder of those drawn before. What this build does not show is thrown away there.
    """
    wanted = [one for version in catalogue.versions() for one in _wanted(version, data / version.path, which)]
    kept.mkdir(parents=True, exist_ok=True)
    missing: dict[Path, dict[int, _Wanted]] = defaultdict(dict)
    for one in wanted:
        if not (kept / one.kept_as).exists():
            missing[one.file][one.page] = one
    tasks = [_Task(f, tuple((w.page, w.turned) for w in own.values())) for f, own in missing.items()]
    if tasks:
        names = [task.file.name for task in tasks]
        progress(0, len(tasks))
        for done, (index, ended) in enumerate(run_apart(_draw, tasks, names, limits, scratch), start=1):
            for number, png in ended.result or ():
                _keep(kept / missing[tasks[index].file][number].kept_as, png)
            progress(done, len(tasks))
    _forget(kept, {one.kept_as for one in wanted})
    return sum(_show(one, kept) for one in wanted)


def _wanted(version: Version, folder: Path, which: Which) -> Iterator[_Wanted]:
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
            picture = folder / FOLDER / f"{prefix}{page}.png"
            yield _Wanted(folder / "source" / name, sha256, page, turned, picture)


def _draw(task: _Task) -> list[tuple[int, bytes]]:
    return list(draw_pages(task.file.read_bytes(), task.pages))


def _keep(path: Path, png: bytes) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_bytes(png)
    fresh.replace(path)


def _forget(kept: Path, names: set[str]) -> None:
    for path in kept.iterdir():
        if path.name not in names:
            path.unlink()


def _show(one: _Wanted, kept: Path) -> bool:
    source = kept / one.kept_as
    if not source.exists():
        return False
    one.picture.parent.mkdir(exist_ok=True)
    shutil.copyfile(source, one.picture)
    return True
