"""The data of each region: the files of its departments put together, found under an id that reads like the name."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from builder.knowledge.columns import load_columns
from builder.publish.catalogue import Department, pinyin_id
from builder.publish.csv_file import join_csv, write_csv
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


def join_departments(data: Path, departments: Sequence[Department], folder: Path) -> None:
    """The files of rows of a region in `folder`, from those that its departments have in `data`."""
    folder.mkdir(parents=True)
    for name, file in load_columns().files.items():
        if name not in OF_THE_WHOLE:
            parts = (data / department.org_id / name for department in departments)
            join_csv(folder / name, file.names(), parts)


def write_region_list(path: Path, regions: dict[str, tuple[Department, ...]]) -> None:
    ids = region_ids(regions)
    lines = []
    for name, departments in regions.items():
        reports = sum(v.status == "current" for d in departments for v in d.versions)
        counts = (str(len(departments)), str(reports))
        lines.append((ids[name], safe(name), *counts, f"{FOLDER}/{ids[name]}"))
    write_csv(path, load_columns().files[NAME].names(), lines)
