"""What stands beside the joint CSV files: Parquet, databases, workbooks over the years, the regions, the classifications.

Everything here is made from files that are written already, or from the catalogue: no order of building shows in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from builder.at_once import Each
from builder.knowledge.classifications import SCHEMES, load_classifications
from builder.knowledge.columns import load_columns
from builder.publish import packages, rows, workbook
from builder.publish.catalogue import Catalogue, Department, Version
from builder.publish.csv_file import write_csv
from builder.publish.database import write_database
from builder.publish.json_file import write_json
from builder.publish.packages import package_json
from builder.publish.parquet import write_parquet
from builder.publish.regions import (
    FOLDER,
    NAME,
    RegionsBefore,
    by_region,
    join_departments,
    region_ids,
    write_region_list,
)
from builder.publish.xlsx import Sheet
from builder.publish.years_workbook import workbook_over_years

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


def write_whole(catalogue: Catalogue, data: Path, each: Each, before: RegionsBefore | None = None) -> None:
    """The regions, and what the whole has beside its joint CSV files, which are written already.

    `each`: writes several at once. `before`: regions written in earlier builds, whose files stand in `data` still.
    """
    regions = by_region(catalogue.departments)
    ids = region_ids(regions)
    write_region_list(data / NAME, regions)
    _write_classifications(data / "classifications.csv")
    changed = _changed_regions(regions, ids, data, before)
    jobs: list[Callable[[], object]] = [
        partial(write_database, data),
        partial(write_parquet, data, tuple(load_columns().files)),
        *(partial(_write_region, name, ids[name], regions[name], data) for name in changed),
    ]
    for _ in each(_do, jobs):
        pass
    if before is not None:
        for name in changed:
            before.put(ids[name], name, regions[name], data / FOLDER / ids[name])


def _do(job: Callable[[], object]) -> None:
    job()


def _changed_regions(
    regions: Mapping[str, tuple[Department, ...]],
    ids: Mapping[str, str],
    data: Path,
    before: RegionsBefore | None,
) -> list[str]:
    """The regions to write. Nothing stands where their files go, nor where those of regions stood that are no more."""
    folder = data / FOLDER
    folder.mkdir(exist_ok=True)
    changed = [
        name
        for name, departments in regions.items()
        if before is None or not before.has(ids[name], name, departments, folder / ids[name])
    ]
    stays = {ids[name] for name in regions} - {ids[name] for name in changed}
    for path in folder.iterdir():
        if path.name not in stays:
            shutil.rmtree(path)
    if before is not None:
        before.forget_others(ids.values())
    return changed


def _write_region(name: str, region_id: str, departments: tuple[Department, ...], data: Path) -> None:
    folder = data / FOLDER / region_id
    join_departments(data, departments, folder)
    write_parquet(folder, _OF_REGION)
    write_database(folder)
    versions = [version for department in departments for version in current_versions(department)]
    about = f"{name or '地区未登记的'}各部门决算的数字"
    package = package_json(folder, region_id, about, versions, f"{FOLDER}/{region_id}/")
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
