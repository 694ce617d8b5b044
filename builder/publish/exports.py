"""What stands beside the joint CSV files: Parquet, databases, workbooks over the years, the regions, the classifications.

Everything here is made from files that are written already, or from the catalogue: no order of building shows in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from builder.at_once import Each
from builder.knowledge.classifications import SCHEMES, load_classifications
from builder.knowledge.columns import load_columns
from builder.publish import packages, rows, workbook
from builder.publish.catalogue import Catalogue, Department, Version
from builder.publish.csv_file import Joined, write_csv
from builder.publish.database import write_database
from builder.publish.databases import Figures, Year, has_one, of_parts, write_year, years_of
from builder.publish.json_file import write_json
from builder.publish.packages import package_json
from builder.publish.parquet import write_parquet
from builder.publish.regions import (
    FOLDER,
    NAME,
    OF_THE_WHOLE,
    RegionsBefore,
    by_region,
    join_departments,
    key_of_year,
    region_ids,
    write_region_list,
)
from builder.publish.xlsx import Sheet
from builder.publish.years_workbook import workbook_over_years

_T = TypeVar("_T")
#: Of one department these alone are worth a Parquet file; its other files are a few lines long.
_OF_DEPARTMENT = ("facts.csv", "budget_lines.csv")
_OF_REGION = (*_OF_DEPARTMENT, "tables.csv", "findings.csv", "reports.csv")


def write_department(department: Department, books: Mapping[Version, Sequence[Sheet]], folder: Path) -> None:
    """Its list of reports and its Parquet files; of several reports also a database and a workbook over the years.

    `books`: the sheets of its current versions' workbooks.
    """
    write_csv(folder / "reports.csv", rows.REPORTS, [rows.report_row(v) for v in department.versions])
    write_parquet(folder, _OF_DEPARTMENT)
    if len(books) > 1:
        write_database(folder)
        workbook_over_years(department, books, folder / workbook.NAME)


def current_versions(department: Department) -> list[Version]:
    return [version for version in department.versions if version.status == "current"]


def write_whole(
    catalogue: Catalogue,
    figures: Figures,
    data: Path,
    each: Each,
    joins: Mapping[str, Callable[[], Joined]],
    before: RegionsBefore | None = None,
) -> dict[str, Joined]:
    """The joint CSV files, by name, the regions, and what the whole has beside.

    `figures`: how many each department has. `each`: writes several at once. `joins`: what writes the joint files.
    `before`: regions written in earlier builds, whose files stand in `data` still.
    """
    joining = each(_do, joins.values())
    if is_one := has_one(figures, catalogue.departments):
        joining = iter(list(joining))  # Parquet and the database are made of them
    regions = by_region(catalogue.departments)
    ids = region_ids(regions)
    write_region_list(data / NAME, regions)
    _write_classifications(data / "classifications.csv")
    parted = {name: years_of(figures, own) for name, own in regions.items() if not has_one(figures, own)}
    as_parquet = _OF_REGION if is_one else of_parts()
    changed = _changed_regions(regions, ids, parted, as_parquet, data, before)
    of_all = load_columns().files if is_one else sorted(OF_THE_WHOLE)
    first, *others = (partial(write_parquet, data, (name,)) for name in of_all)
    written = (
        partial(_write_region, name, ids[name], regions[name], parted.get(name), as_parquet, data)
        for name in changed
    )
    jobs: list[Callable[[], object]] = [first, *written, *others]  # what takes longest begins first
    if is_one:
        jobs.insert(0, partial(write_database, data))
    doing = each(_do, jobs)
    joined = dict(zip(joins, joining, strict=True))
    for _ in doing:
        pass
    if before is not None:
        for name in changed:
            region_id, folder = ids[name], data / FOLDER / ids[name]
            before.put(region_id, before.stamp(region_id, name, regions[name], as_parquet), folder)
            for own in parted.get(name, ()):
                year = str(own.year)
                stamp = before.stamp_of_year(region_id, year, own.ids)
                before.put(key_of_year(region_id, year), stamp, folder / year)
    return joined


def _do(job: Callable[[], _T]) -> _T:
    return job()


def _changed_regions(
    regions: Mapping[str, tuple[Department, ...]],
    ids: Mapping[str, str],
    parted: Mapping[str, Sequence[Year]],
    as_parquet: Sequence[str],
    data: Path,
    before: RegionsBefore | None,
) -> list[str]:
    """The regions to write. Nothing stands where their files go, nor where those of regions stood that are no more: of a
    region parted by years, those stay that are as they were."""
    folder = data / FOLDER
    folder.mkdir(exist_ok=True)
    changed = [
        name
        for name, departments in regions.items()
        if before is None
        or not before.has(
            ids[name], before.stamp(ids[name], name, departments, as_parquet), folder / ids[name]
        )
    ]
    stays = {ids[name] for name in regions} - {ids[name] for name in changed}
    with_years = {ids[name]: parted[name] for name in changed if name in parted and before is not None}
    for path in folder.iterdir():
        if before is not None and path.name in with_years:
            _clear_region(path, with_years[path.name], before)
        elif path.name not in stays:
            shutil.rmtree(path)
    if before is not None:
        before.forget_others(ids.values())
    return changed


def _clear_region(folder: Path, years: Sequence[Year], before: RegionsBefore) -> None:
    ids = {str(year.year): year.ids for year in years}
    stays = {
        year
        for year, own in ids.items()
        if before.has(
            key_of_year(folder.name, year), before.stamp_of_year(folder.name, year, own), folder / year
        )
    }
    for path in folder.iterdir():
        if not path.is_dir():
            path.unlink()
        elif path.name not in stays:
            shutil.rmtree(path)


def _write_region(
    name: str,
    region_id: str,
    departments: tuple[Department, ...],
    years: Sequence[Year] | None,
    as_parquet: Sequence[str],
    data: Path,
) -> None:
    """`years`: which have their own files, some of which are there already; None where there is one of all. `as_parquet`:
    the files of rows that are there as Parquet, too."""
    folder = data / FOLDER / region_id
    joined = join_departments(data, departments, folder)
    if years is None:
        write_parquet(folder, as_parquet)
        write_database(folder)
    for year in years or ():
        if not (folder / str(year.year)).exists():
            write_year(year, data, folder)
    versions = [version for department in departments for version in current_versions(department)]
    about = f"{name or '地区未登记的'}各部门决算的数字"
    of_years = [year.year for year in years or ()]
    package = package_json(folder, region_id, about, versions, f"{FOLDER}/{region_id}/", of_years, joined)
    write_json(folder / packages.NAME, package)


def _write_classifications(path: Path) -> None:
    known = load_classifications()
    lines = []
    for (kind, code), mapped in known.accounts.items():
        scheme = SCHEMES[kind]
        chinese, english = known.names.get((scheme, mapped.target), ("", ""))
        lines.append(
            (kind, code, mapped.name, scheme, mapped.target, chinese, english, "approximate", mapped.note)
        )
    write_csv(path, load_columns().files[path.name].names(), sorted(lines))
