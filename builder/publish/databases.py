"""Which databases there are of many departments: one of everything, one of each region, as far as they are small enough.

A database is written whole when one of its rows changes. Of more figures than `queries.toml` says there is none of
everything; a region has one of each year, then, and a year of a region that has more as well has none. It depends on the
data alone, so that a build from nothing and one that finds most as it was give the same.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.knowledge.columns import load_columns
from builder.knowledge.queries import is_small, load_queries
from builder.publish.catalogue import Department
from builder.publish.csv_file import join_csv, write_csv
from builder.publish.database import NAME, write_database
from builder.publish.regions import FOLDER, OF_THE_WHOLE

#: Id of a department → year → figures of its current reports.
Figures = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a region, of which a database is made. `paths`: its current reports; `ids`: their departments."""

    year: int
    paths: tuple[str, ...]
    ids: tuple[str, ...]


def figures_of(entries: Iterable[Mapping[str, object]]) -> dict[str, Counter[int]]:
    """Counted from the departments' entries in index.json."""
    found: dict[str, Counter[int]] = {}
    for entry in entries:
        own = found.setdefault(str(entry["org_id"]), Counter())
        reports = entry["reports"]
        assert isinstance(reports, list)
        for report in reports:
            if report["status"] == "current":
                own[report["year"]] += report["facts"]
    return found


def has_one(figures: Figures, departments: Iterable[Department]) -> bool:
    """Whether there is one database of all these departments."""
    return is_small(sum(sum(figures[department.org_id].values()) for department in departments))


def years_of(figures: Figures, departments: Sequence[Department]) -> list[Year]:
    """The years of which there is a database each, where there is not one of all: oldest first."""
    counted = Counter[int]()
    for department in departments:
        counted.update(figures[department.org_id])
    return [_year(year, departments) for year in sorted(counted) if is_small(counted[year])]


def _year(year: int, departments: Sequence[Department]) -> Year:
    current = [
        (version.path, department.org_id)
        for department in departments
        for version in department.versions
        if version.report.year == year and version.status == "current"
    ]
    paths, ids = zip(*current, strict=True)
    return Year(year, paths, tuple(dict.fromkeys(ids)))


def without_one(data: Path) -> str:
    """Said behind the title where there is no database of everything; "" where there is."""
    if (data / NAME).exists():
        return ""
    return (
        f"（多于 {load_queries().largest_facts} 个，没有合成一个 SQLite 数据库；每个地区的在 {FOLDER}/ 下）"
    )


def listed(data: Path) -> dict[str, object]:
    """For index.json: where the databases are that stand in place of the one of everything; {} where there is that one."""
    if (data / NAME).exists():
        return {}
    found = sorted((*data.glob(f"{FOLDER}/*/{NAME}"), *data.glob(f"{FOLDER}/*/*/{NAME}")))
    return {"databases": [path.relative_to(data).as_posix() for path in found]}


def write_year(year: Year, data: Path, folder: Path) -> None:
    """The database of a year of a region, in a folder of that name in the region's own, where the rows of all years are."""
    own = folder / str(year.year)
    own.mkdir()
    for name, file in load_columns().files.items():
        parts = [data / path / name for path in year.paths]
        if any(part.exists() for part in parts):
            join_csv(own / name, file.names(), parts)
        elif name not in OF_THE_WHOLE:
            write_csv(own / name, file.names(), _rows_of(folder / name, str(year.year)))
    write_database(own)
    for path in own.iterdir():
        if path.name != NAME:
            path.unlink()


def _rows_of(source: Path, year: str) -> Iterator[list[str]]:
    with source.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.reader(handle)
        at = next(rows).index("year")
        yield from (row for row in rows if row[at] == year)
