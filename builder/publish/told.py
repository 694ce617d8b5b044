"""What the files of the whole site need to know of one department, after its own files are written.

It is small, so that departments can be read one after another and let go, and it is kept from build to build: a
department that is still what it was is not written again.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from builder.documents import Limits
from builder.keeping import files_in, keep, keep_made, kept, made_before, remove_half_written
from builder.printed import Which
from builder.publish.accepted import Explanations
from builder.publish.catalogue import Department, Version
from builder.publish.check_list import Counted, count_checks
from builder.publish.pictures import Wanted, wanted_pictures
from builder.publish.regions import RegionsBefore
from builder.publish.report_json import Json, parts_json, title
from builder.publish.rows import CsvRow, report_row
from builder.publish.sources import source_name

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a department. `counts`: of its current reports; `digest`: of its published files; `years`: of those
    that lie in the folder of a year."""

    entry: Json
    rows: tuple[CsvRow, ...]
    counts: Mapping[str, int]
    checks: Counted
    pictures: tuple[Wanted, ...]
    digest: str
    years: Mapping[str, str]


def told_of(department: Department, folder: Path, which: Which) -> Told:
    """To be asked when the department's files stand in `folder`, its pictures left out."""
    current = [version for version in department.versions if version.status == "current"]
    digest, years = _digests(folder)
    return Told(
        entry=_department(department),
        rows=tuple(report_row(version) for version in department.versions),
        counts=_counts(current),
        checks=count_checks(current),
        pictures=tuple(one for version in department.versions for one in wanted_pictures(version, which)),
        digest=digest,
        years=years,
    )


def _digests(folder: Path) -> tuple[str, dict[str, str]]:
    """Of all files, and of those of each folder in it."""
    digest, within = hashlib.sha256(), defaultdict[str, "hashlib._Hash"](hashlib.sha256)
    for name, _, _ in files_in(folder):
        one = name.encode() + hashlib.sha256((folder / name).read_bytes()).digest()
        digest.update(one)
        first, stroke, _ = name.partition("/")
        if stroke:
            within[first].update(one)
    return digest.hexdigest(), {first: own.hexdigest() for first, own in within.items()}


def _counts(current: list[Version]) -> dict[str, int]:
    counts = [count for version in current for count in version.report.checked.counts]
    findings = [finding for version in current for finding in version.report.checked.findings]
    return {
        "reports": len(current),
        "facts": sum(len(version.report.content.facts) for version in current),
        "comparisons": sum(c.held + c.rounding + c.findings for c in counts),
        "held": sum(c.held + c.rounding for c in counts),
        "findings": sum(f.about == "publication" for f in findings),
        "of_reading": sum(f.about == "reading" for f in findings),
        "not_comparable": sum(c.not_comparable for c in counts),
    }


def _department(department: Department) -> Json:
    return {
        "org_id": department.org_id,
        "org": department.org,
        "region": department.region or None,
        "parent": department.parent or None,
        "predecessors": list(department.predecessors),
        "successors": list(department.successors),
        "former_ids": list(department.former_ids),
        "reports": [_entry(version) for version in department.versions],
    }


def _entry(version: Version) -> Json:
    report = version.report
    return {
        "year": report.year,
        "kind": report.kind,
        "title": title(report),
        "path": version.path,
        "version": version.version,
        "status": version.status,
        "facts": len(report.content.facts),
        "tables_with_data": sum(t.status == "有数据" and t.table[0] == "T" for t in report.content.tables),
        "sample": report.source.sample,
        "published_on": report.source.published_on or None,
        "source": source_name(report),
        **parts_json(report),
    }


# --- kept from build to build ----------------------------------------------------------------------------


class Before:
    """What was told of departments in earlier builds, in a folder. `version`: of the code that writes data."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder, self._version = folder, version
        folder.mkdir(parents=True, exist_ok=True)
        remove_half_written(folder)

    def stamp(
        self,
        department: Department,
        names: Mapping[str, str],
        said: Explanations,
        limits: Limits,
        which: Which,
    ) -> str:
        """What the files of a department are made of; "" where that is not known, as of reports in memory alone."""
        if not all(version.report.kept for version in department.versions):
            return ""
        related = {*department.predecessors, *department.successors}
        related |= {
            org_id
            for v in department.versions
            for org_id in (*v.report.source.predecessors, *v.report.source.successors)
        }
        own = {version.path for version in department.versions}
        told = (
            self._version, limits, which, department.org_id, department.org, department.region,
            department.parent, department.predecessors, department.successors, department.former_ids,
            [(v.version, v.path, v.status, (v.report.kept or ("", ""))[1], v.report.source) for v in department.versions],
            sorted((org_id, names.get(org_id, "")) for org_id in related),
            sorted((key, list(value)) for key, value in said.items() if key[0] in own),
        )  # fmt: skip
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def get(self, org_id: str, stamp: str, folder: Path) -> Told | None:
        """What was told, if it was made of the same and all files still are as they were written."""
        return made_before(self._folder / org_id, stamp, folder, Told)

    def put(self, org_id: str, stamp: str, folder: Path, told: Told) -> None:
        """Keep what is told, with the files that are in the folder now."""
        keep_made(self._folder / org_id, stamp, folder, told)

    def forget(self, org_id: str) -> None:
        """Before the files of a department are touched."""
        (self._folder / org_id).unlink(missing_ok=True)

    def of_code(self, name: str, make: Callable[[], _Made]) -> _Made:
        """What is made of nothing but code and knowledge: as it was made before, or now."""
        entry = self._folder.with_name(name)
        found = kept(entry)
        if isinstance(found, tuple) and found[0] == self._version:
            known: _Made = found[1]
            return known
        made = make()
        keep(entry, (self._version, made))
        return made

    def regions(self, told: Iterable[Told]) -> RegionsBefore:
        """The same for the files of regions. `told`: of all departments as they are now."""
        known = {str(one.entry["org_id"]): one for one in told}
        digests = {org_id: one.digest for org_id, one in known.items()}
        years = {
            (org_id, year): digest for org_id, one in known.items() for year, digest in one.years.items()
        }
        return RegionsBefore(self._folder.with_name("regions"), self._version, digests, years)

    def forget_others(self, org_ids: set[str]) -> None:
        """Throw away what is told of departments that are no more."""
        for path in self._folder.iterdir():
            if path.name not in org_ids:
                path.unlink()
