"""Which databases and Parquet files there are of many departments: of everything, of each region, of each of its years.

Such a file is written whole when one of its rows changes. Of more figures than `queries.toml` says there is none of
everything, and none of a region: it has those of each of its years, then. A year that has more as well has no database,
but always its Parquet files. It depends on the data alone, so that a build from nothing and one that finds most as it
was give the same.
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
from builder.publish.parquet import write_parquet
from builder.publish.regions import FOLDER, OF_THE_WHOLE

#: Id of a department → year → figures of its current reports.
Figures = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a region that has files of its own. `paths`: its current reports; `ids`: their departments."""

    year: int
    paths: tuple[str, ...]
    ids: tuple[str, ...]
    has_database: bool


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
    """Whether there is one database of all these departments, and one Parquet file of each kind."""
    return is_small(sum(sum(figures[department.org_id].values()) for department in departments))


def years_of(figures: Figures, departments: Sequence[Department]) -> list[Year]:
    """The years that have their own files, where there is not one of all: oldest first."""
    counted = Counter[int]()
    for department in departments:
        counted.update(figures[department.org_id])
    return [_year(year, departments, has_database=is_small(counted[year])) for year in sorted(counted)]


def _year(year: int, departments: Sequence[Department], *, has_database: bool) -> Year:
    current = [
        (version.path, department.org_id)
        for department in departments
        for version in department.versions
        if version.report.year == year and version.status == "current"
    ]
    paths, ids = zip(*current, strict=True)
    return Year(year, paths, tuple(dict.fromkeys(ids)), has_database)


def of_parts() -> tuple[str, ...]:
    """The files of rows of which each part has a Parquet file where there is none of everything."""
    return tuple(name for name in load_columns().files if name not in OF_THE_WHOLE)


def without_one(data: Path) -> str:
    """Said behind the title where there is no database of everything, nor such Parquet files; "" where there is."""
    if (data / NAME).exists():
        return ""
    most = load_queries().largest_facts
    return f"（多于 {most} 个，没有合成一个 SQLite 数据库和各一个 Parquet 文件；每个地区的在 {FOLDER}/ 下）"


def listed(data: Path) -> dict[str, object]:
    """For index.json: where the databases are that stand in place of the one of everything, and of each file of rows the
    Parquet files that hold its rows together; {} where there is one of everything."""
    if (data / NAME).exists():
        return {}
    parquet = {name: _parts(data, f"{name}.parquet") for name in (Path(name).stem for name in of_parts())}
    return {"databases": _parts(data, NAME), "parquet": parquet}


def _parts(data: Path, name: str) -> list[str]:
    found = (*data.glob(f"{FOLDER}/*/{name}"), *data.glob(f"{FOLDER}/*/*/{name}"))
    return sorted(path.relative_to(data).as_posix() for path in found)


def write_year(year: Year, data: Path, folder: Path) -> None:
    """The Parquet files and the database of a year of a region, in a folder of that name in the region's own, where the
    rows of all years are."""
    own = folder / str(year.year)
    own.mkdir()
    for name, file in load_columns().files.items():
        parts = [data / path / name for path in year.paths]
        if any(part.exists() for part in parts):
            join_csv(own / name, file.names(), parts)
        elif name not in OF_THE_WHOLE:
            write_csv(own / name, file.names(), _rows_of(folder / name, str(year.year)))
    made = write_parquet(own, of_parts())
    if year.has_database:
        made.append(write_database(own))
    for path in own.iterdir():
        if path not in made:
            path.unlink()


def _rows_of(source: Path, year: str) -> Iterator[list[str]]:
    with source.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.reader(handle)
        at = next(rows).index("year")
        yield from (row for row in rows if row[at] == year)
