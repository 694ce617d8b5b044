"""Whether shards belong together: made by one program, with one set of bounds, of all regions, of each report once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.errors import UsageError
from builder.model import Source
from builder.shards.regions import split
from builder.shards.store import Shard, versions
from builder.sources import check_former_ids

_WHAT = {
    "mingbai": "程序 program",
    "reading": "读取与核对 reading and checking",
    "data": "数据 data",
    "pages": "页面 pages",
}


def refuse_unfit(shards: Sequence[Shard], reports: Sequence[Source] | None) -> None:
    """Raises UsageError that says which shard does not fit the others, and what to do. `reports`: those there should be."""
    for shard in shards:
        _refuse_other_program(shard)
        _refuse_other_bounds(shard, shards[0])
    _refuse_twice(shards)
    if reports is None:
        _refuse_missing(shards)
        _refuse_copies(shards)
        check_former_ids({source.file: _row(source) for shard in shards for source in shard.sources})
    else:
        _refuse_other_reports(shards, reports)


def _refuse_other_program(shard: Shard) -> None:
    here = versions()
    other = [name for name in here if shard.made_by.get(name) != here[name]]
    if other:
        told = "；".join(f"{_WHAT[name]} {shard.made_by.get(name)} ≠ {here[name]}" for name in other)
        raise UsageError(
            f"分片“{shard.name}”是另一个版本的程序建的（{told}）；程序、Python、各库和 LibreOffice 都要一样，请用同一版本重建",
            f"the shard {shard.name} was built by another version ({told}); the program, Python, the libraries and "
            "LibreOffice must be the same: build it again with this one",
            source=str(shard.folder),
        )


def _refuse_other_bounds(shard: Shard, first: Shard) -> None:
    if (shard.limits, shard.pictures) != (first.limits, first.pictures):
        raise UsageError(
            f"分片“{shard.name}”与“{first.name}”的上限或 --pictures 不同，请用同样的选项重建",
            f"the shards {shard.name} and {first.name} were built with different limits or --pictures; build them alike",
            source=str(shard.folder),
        )


def _refuse_twice(shards: Sequence[Shard]) -> None:
    """One report in two shards: the same file, or the same bytes of which a single build would take one."""
    files: dict[str, Shard] = {}
    for shard in shards:
        for name in (name for source in shard.sources for name in _files(source)):
            other = files.setdefault(name, shard)
            if other is not shard:
                raise UsageError(
                    f"文件 {name} 在两个分片里：“{other.name}”（{other.folder}）和“{shard.name}”；每份报告只能在一个分片里",
                    f"the file {name} is in two shards: {other.name} ({other.folder}) and {shard.name}; each report may be "
                    "in one only",
                    source=str(shard.folder),
                )


def _refuse_copies(shards: Sequence[Shard]) -> None:
    """Of files with the same bytes a single build takes one, unless each has a row of its own in `reports.csv`."""
    seen: dict[str, Source] = {}
    for source in sorted((one for shard in shards for one in shard.sources), key=lambda one: one.file):
        other = seen.setdefault(source.sha256, source)
        if other is not source and not (_is_registered(source) and _is_registered(other)):
            raise UsageError(
                f"{other.file} 与 {source.file} 内容完全相同，却在两个分片里；请在 reports.csv 里都登记，或删去一个",
                f"{other.file} and {source.file} are the same bytes in two shards; enter both in reports.csv, or remove one",
            )


def _is_registered(source: Source) -> bool:
    return any((source.org_id, source.org, source.region, source.year, source.kind, source.parent))


def _row(source: Source) -> dict[str, str]:
    return {"org_id": source.org_id, "org": source.org, "former_ids": " ".join(source.former_ids)}


def _files(source: Source) -> Iterator[str]:
    yield source.file
    yield from (one.file for one in source.files if one.file != source.file)


def _refuse_missing(shards: Sequence[Shard]) -> None:
    there = {name for shard in shards for name in shard.regions}
    beside = {name for shard in shards for name in shard.beside}
    if missing := sorted(beside - there):
        raise UsageError(
            f"缺地区“{'、'.join(missing)}”的分片；少了它们，网站就少了这些单位",
            f"no shard of {', '.join(missing)}: without them the site would lack their units",
        )


def _refuse_other_reports(shards: Sequence[Shard], reports: Sequence[Source]) -> None:
    """The shards must be of exactly these reports: tells the regions whose shard is missing or old."""
    known = {source.file: source for shard in shards for source in shard.sources}
    wanted = {source.file: source for source in reports}
    changed = [source for file, source in wanted.items() if known.get(file) != source]
    gone = [source for file, source in known.items() if file not in wanted]
    if changed or gone:
        regions = "、".join(split([*changed, *gone]))
        files = "、".join([source.file for source in [*changed, *gone]][:3])
        raise UsageError(
            f"分片与报告文件夹不一致（如 {files}），请重新构建这些地区的分片：{regions}",
            f"the shards are not of these reports (see {files}); build the shards of these regions again: {regions}",
        )
