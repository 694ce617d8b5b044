"""The data of each region: the files of its departments put together, found under an id that reads like the name."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from builder.keeping import keep_made, made_before, remove_half_written
from builder.knowledge.columns import load_columns
from builder.publish.catalogue import Department, pinyin_id
from builder.publish.csv_file import Joined, join_csv, write_csv
from builder.publish.rows import safe

FOLDER = "regions"
NAME = "regions.csv"
#: The region of departments that are registered without one.
NONE = "no-region"
#: Files of rows that only the whole has.
OF_THE_WHOLE = frozenset({NAME, "classifications.csv"})


def region_ids(names: Iterable[str]) -> dict[str, str]:
    """Region → its id: the name in pinyin; names that read alike get a mark each. "" is departments without a region."""
    made = defaultdict[str, list[str]](list)
    for name in sorted(set(names)):
        made[pinyin_id(name) if name else NONE].append(name)
    ids = {}
    for base, alike in made.items():
        for name in alike:
            mark = f"-{hashlib.sha256(name.encode()).hexdigest()[:4]}" if len(alike) > 1 else ""
            ids[name] = base + (mark if name else "")
    return ids


def by_region(departments: Iterable[Department]) -> dict[str, tuple[Department, ...]]:
    """Departments by region, those without one last; within a region by id."""
    found = defaultdict[str, list[Department]](list)
    for department in departments:
        found[department.region].append(department)
    return {
        name: tuple(sorted(found[name], key=lambda d: d.org_id))
        for name in sorted(found, key=lambda n: (not n, n))
    }


def join_departments(data: Path, departments: Sequence[Department], folder: Path) -> dict[str, Joined]:
    """The files of rows of a region in `folder`, from those that its departments have in `data`."""
    folder.mkdir(parents=True, exist_ok=True)
    joined = {}
    for name, file in load_columns().files.items():
        if name not in OF_THE_WHOLE:
            parts = (data / department.org_id / name for department in departments)
            joined[name] = join_csv(folder / name, file.names(), parts)
    return joined


def write_region_list(path: Path, regions: dict[str, tuple[Department, ...]]) -> None:
    ids = region_ids(regions)
    lines = []
    for name, departments in regions.items():
        reports = sum(v.status == "current" for d in departments for v in d.versions)
        counts = (str(len(departments)), str(reports))
        lines.append((ids[name], safe(name), *counts, f"{FOLDER}/{ids[name]}"))
    write_csv(path, load_columns().files[NAME].names(), lines)


class RegionsBefore:
    """Regions whose files were written in earlier builds, in a folder: a region is what its departments are.

    `version`: of the code that writes data. `digests`: of the published files of each department, by id; `years`: of those
    of one of its years, by id and year.
    """

    def __init__(
        self, folder: Path, version: str, digests: Mapping[str, str], years: Mapping[tuple[str, str], str]
    ) -> None:
        self._folder, self._version, self._digests, self._years = folder, version, digests, years
        folder.mkdir(parents=True, exist_ok=True)
        remove_half_written(folder)

    def has(self, key: str, stamp: str, folder: Path) -> bool:
        """Whether the files in `folder` were made of the same and are as they were written. If not, that is forgotten: they
        are about to be touched. `key`: the id of a region, or `key_of_year`."""
        entry = self._folder / key
        found = made_before(entry, stamp, folder, str)
        if found is None:
            entry.unlink(missing_ok=True)
        return found is not None

    def put(self, key: str, stamp: str, folder: Path) -> None:
        """Keep what the files in `folder` are made of."""
        keep_made(self._folder / key, stamp, folder, key)

    def forget_others(self, region_ids: Iterable[str]) -> None:
        """Throw away what is known of regions that are no more."""
        known = set(region_ids)
        for path in self._folder.iterdir():
            if path.name.partition(".")[0] not in known:
                path.unlink()

    def stamp(
        self, region_id: str, name: str, departments: Sequence[Department], as_parquet: Sequence[str]
    ) -> str:
        """What a region is made of. `as_parquet`: the files of rows that are there as Parquet, too."""
        own = [(department.org_id, self._digests[department.org_id]) for department in departments]
        return self._hash(region_id, name, tuple(as_parquet), own)

    def stamp_of_year(self, region_id: str, year: str, ids: Sequence[str]) -> str:
        """What a year of a region is made of, which is of these departments."""
        return self._hash(region_id, year, [(org_id, self._years[org_id, year]) for org_id in ids])

    def _hash(self, *told: object) -> str:
        return hashlib.sha256(repr((self._version, *told)).encode()).hexdigest()


def key_of_year(region_id: str, year: str) -> str:
    """Under which name a year of a region is kept beside the region; its part before the point is the region's."""
    return f"{region_id}.{year}"
