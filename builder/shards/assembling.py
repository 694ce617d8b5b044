"""Building one shard, and making one site of shards: the steps of any build, with what was made elsewhere in its place."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from builder.cache import Documents
from builder.documents import Limits
from builder.errors import BuildError, SourceError, UsageError
from builder.keeping import Known, is_as_written, keep_moved
from builder.model import Problem, Report, Source
from builder.pages.writer import LIST
from builder.pipeline import Built, Order, Progress, building, make_pages, make_website
from builder.printed import Which
from builder.publish import load_accepted
from builder.reports import Engine
from builder.shards.agreement import refuse_unfit
from builder.shards.regions import names, of_shard, split
from builder.shards.store import MANIFEST, Shard, check_files, limits_of, read_shard, restore, write_shard
from builder.sources import find_sources
from builder.website import Settings
from builder.website.swap import new_folder, swap
from builder.workers import Ended

#: Of the work folder: what comes from shards, thrown away before each assembling.
_FROM_SHARDS = ("cache", "before", "data", "docs", "pictures", "reports")


@dataclass(frozen=True, slots=True)
class Assembled:
    """What was made of shards. `anew`: the units whose data or pages could not be taken from a shard."""

    built: Built
    anew: tuple[str, ...]


def build_shard(order: Order, shard: str, out: Path, progress: Progress) -> Built:
    """Read the reports of some regions and make their data and pages; the shard at `out` is replaced whole.

    `shard`: regions as `mingbai shards` lists them. Raises UsageError for a region that no report has, and where `out` is
    something else than a shard.
    """
    out = out.resolve()
    with building(out, order.work, progress):
        _refuse_foreign(out)
        accepted = load_accepted(order.content)
        regions = split(find_sources(order.reports))
        sources = of_shard(shard, regions)
        order = replace(order, remember=True, part=True)
        built = make_pages(order, sources, accepted, progress)
        failed = _failed(built, sources)
        fresh = new_folder(out)
        try:
            write_shard(fresh, order, names(shard), list(regions), sources, failed)
            swap(fresh, out)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return built


def _failed(built: Built, sources: Sequence[Source]) -> list[Problem]:
    """What could not be read at all; what is wrong with a part of a report, the report itself tells."""
    read = {version.report.source.file for version in built.catalogue.versions()}
    unread = {source.file for source in sources} - read
    return [problem for problem in built.problems if problem.source in unread]


def _refuse_foreign(out: Path) -> None:
    if out.exists() and any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise UsageError(
            "这个文件夹不是空的，也不是以前建的分片，未替换；请换一个",
            "the folder is not empty and no shard built before; choose another",
            source=str(out),
        )


def assemble(
    folders: Sequence[Path],
    content: Path,
    out: Path,
    work: Path,
    base_url: str | None,
    progress: Progress,
    *,
    reports: Path | None = None,
    settings: Settings | None = None,
) -> Assembled:
    """Shards in, website out: the same as of one build of all their reports.

    `reports`: the folder of all reports, if it is here, to see that the shards are of these. Raises UsageError when the
    shards do not belong together, BuildError when one is damaged; the old site stays.
    """
    out, work = out.resolve(), work.resolve()
    with building(out, work, progress):
        accepted = load_accepted(content)
        shards = [read_shard(folder) for folder in folders]
        refuse_unfit(shards, find_sources(reports) if reports else None)
        for done, shard in enumerate(shards):
            progress("查分片 shards", done, len(shards))
            check_files(shard)
        progress("查分片 shards", len(shards), len(shards))
        placed = _put_in_place(shards, work)
        first = shards[0]
        order = Order(
            work / "reports", content, work, limits_of(first), pictures=cast("Which", first.pictures)
        )
        sources = sorted((one for shard in shards for one in shard.sources), key=lambda source: source.file)
        failed = {problem.source: problem for shard in shards for problem in shard.failed}
        built = make_pages(order, sources, accepted, progress, engine=_telling(failed))
        anew = tuple(
            department.org
            for department in built.catalogue.departments
            if not _is_as_placed(placed.get(department.org_id), work, department.org_id)
        )
        make_website(order, out, base_url, settings, progress)
    return Assembled(built, anew)


def _put_in_place(shards: Sequence[Shard], work: Path) -> dict[str, dict[str, tuple[Known, ...]]]:
    """What shards bring → the work folder; id of a unit → its files there. A unit that is in two shards is left out."""
    for name in _FROM_SHARDS:
        shutil.rmtree(work / name, ignore_errors=True)
    (work / "docs").mkdir(parents=True)
    (work / "docs" / LIST).write_text("[]\n", encoding="utf-8")  # known for ours
    times = Counter(org_id for shard in shards for org_id in _departments(shard))
    for shard in shards:
        for path in shard.files:
            org_id = _department(path)
            if (org_id is None or times[org_id] == 1) and not (work / path).exists():
                restore(shard, path, work)
    return {
        org_id: {
            place: keep_moved(work / "before" / kind / org_id, work / place / org_id)
            for kind, place in (("data", "data"), ("pages", "docs"))
        }
        for org_id, count in times.items()
        if count == 1
    }


def _departments(shard: Shard) -> set[str]:
    return {org_id for path in shard.files if (org_id := _department(path)) is not None}


def _department(path: str) -> str | None:
    """The id of the unit that a file of the work folder is of."""
    parts = path.split("/")
    if parts[0] in {"data", "docs"}:
        return parts[1]
    return parts[2] if parts[0] == "before" else None


def _is_as_placed(placed: dict[str, tuple[Known, ...]] | None, work: Path, org_id: str) -> bool:
    return placed is not None and all(
        files and is_as_written(work / place / org_id, files) for place, files in placed.items()
    )


def _telling(failed: dict[str, Problem]) -> Engine:
    """An engine that reads nothing: it says again what could not be read where the shard was built."""

    def engine(
        folder: Path, sources: Sequence[Source], limits: Limits, kept: Documents | None
    ) -> Iterator[tuple[int, Ended[Report]]]:
        del folder, limits, kept
        for index, source in enumerate(sources):
            told = failed.get(source.file)
            if told is None:
                raise BuildError(
                    "分片里没有这份报告读出的内容，请重新构建这个分片",
                    "the shard lacks what was read of this report; build it again",
                    source=source.file,
                )
            yield index, Ended(error=SourceError(told.zh, told.en, source=told.source, place=told.place))

    return engine
