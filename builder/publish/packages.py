"""`datapackage.json` (Data Package 2.0) for the whole and for each department: what each file and column is, and its sources."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

from builder.knowledge import load_tables
from builder.knowledge.columns import TEXT_OF_DECIMAL, TYPES, Column, RowsFile, load_columns
from builder.knowledge.tables import OFFICIAL
from builder.publish.catalogue import Version
from builder.publish.csv_file import Joined
from builder.publish.database import NAME as DATABASE
from builder.publish.layout import is_number_column
from builder.publish.official import FOLDER as TABLES
from builder.publish.report_json import Json, title
from builder.publish.sources import is_one_file, source_name
from builder.publish.workbook import NAME as WORKBOOK

NAME = "datapackage.json"
_PROFILES = "https://datapackage.org/profiles/2.0"
_ALSO = (
    (DATABASE, "以上全部在一个 SQLite 数据库里", "sqlite", "application/vnd.sqlite3"),
    (
        WORKBOOK,
        "各年的表、数字、核对发现和出处，在一个工作簿里",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
)
_PARQUET: Json = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
_HASHED_AT_ONCE = 1 << 20


def package_json(
    folder: Path,
    name: str,
    about: str,
    versions: Sequence[Version],
    within: str = "",
    years: Sequence[int] = (),
    joined: Mapping[str, Joined] | None = None,
) -> Json:
    """The package of the files in `folder`, which are written already.

    `versions`: the reports that the figures come from. `within`: where `folder` is in the data, such as
    `yiyang-sb/`; "" for the top. `years`: of which there are databases and Parquet files in a folder of their own.
    `joined`: files of rows of which size and hash are known, by name; others are read.
    There is no `created` when no report has a date: the clock is not asked.
    """
    declared = load_columns()
    dates = [version.report.source.published_on for version in versions]
    created = {"created": f"{max(dates)}T00:00:00Z"} if any(dates) else {}
    tables = [
        _table(folder, file, joined or {})
        for file in declared.files.values()
        if (folder / file.name).exists()
    ]
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": name,
        "title": about,
        "description": "政府部门决算里公布的数字，每个数带单位、原样字符和出处；空白不是零，数字按报告所印，不作改动。",
        **created,
        "licenses": [declared.license],
        "sources": [_source(version, within) for version in versions],
        "resources": [
            *tables,
            *_official(folder, versions, within),
            *_others(folder),
            *_of_years(folder, years),
            *_parquet(folder, ("", *(f"{year}/" for year in years))),
        ],
    }


def _source(version: Version, within: str) -> Json:
    """The file as it is published here, where it lies below the package; `url` is where the department published it."""
    report = version.report
    file = source_name(report) if is_one_file(report) else ""
    url = report.source.url
    below = version.path.startswith(within)
    return {
        "title": f"{report.org} {title(report)}",
        **({"path": f"{version.path.removeprefix(within)}/source/{file}"} if below else {}),
        "hash": f"sha256:{report.source.sha256}",
        **({"url": url} if url.startswith(("https://", "http://")) else {}),
    }


def _table(folder: Path, file: RowsFile, joined: Mapping[str, Joined]) -> Json:
    fields, name = [_field(column) for column in file.columns], file.name.removesuffix(".csv")
    return _csv(folder, file.name, name, file.words, fields, file.key, joined.get(file.name))


def _csv(
    folder: Path,
    path: str,
    name: str,
    about: str,
    fields: list[Json],
    key: Sequence[str] = (),
    joined: Joined | None = None,
) -> Json:
    return {
        "name": name,
        "type": "table",
        **(_told(path, joined) if joined else _file(folder, path)),
        "title": about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": fields,
            "missingValues": [""],
            **({"primaryKey": list(key)} if key else {}),
        },
    }


def _official(folder: Path, versions: Sequence[Version], within: str) -> Iterator[Json]:
    """The official tables of each report of a department; of the whole they would be too many."""
    for version in versions if within and versions[0].path.startswith(within) else ():
        path = version.path.removeprefix(within)
        for table in OFFICIAL:
            file = f"{path}/{TABLES}/{table}.csv"
            if (folder / file).exists():
                about = f"{version.report.year}年度 {load_tables().form(table).name}，按官方表式"
                name = f"{path.replace('/', '-')}-{table.lower()}"
                yield _csv(folder, file, name, about, [_laid_field(h) for h in _headings(folder / file)])


def _headings(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return next(csv.reader(handle))


def _laid_field(heading: str) -> Json:
    return {"name": heading, "type": "number" if is_number_column(heading) else "string"}


def _field(column: Column) -> Json:
    constraints: Json = {}
    if column.required:
        constraints["required"] = True
    if column.enum:
        constraints["enum"] = list(column.enum)
    if column.pattern:
        constraints["pattern"] = f"^{column.pattern.pattern}$"
    told = {"constraints": constraints} if constraints else {}
    fiscal = {"columnType": column.fiscal} if column.fiscal else {}
    return {"name": column.name, "type": TYPES[column.type], "description": column.words, **fiscal, **told}


def _others(folder: Path) -> Iterator[Json]:
    """Files that hold the same rows again, for other programs."""
    for name, about, form, mediatype in _ALSO:
        if (folder / name).exists():
            yield _other(folder, name, f"mingbai-{form}", about, form, mediatype)


def _of_years(folder: Path, years: Sequence[int]) -> Iterator[Json]:
    _, _, form, mediatype = _ALSO[0]
    for year in (year for year in years if (folder / str(year) / DATABASE).exists()):
        words = f"{year}年度各报告的全部在一个 SQLite 数据库里"
        yield _other(folder, f"{year}/{DATABASE}", f"mingbai-{form}-{year}", words, form, mediatype)


def _parquet(folder: Path, parts: Sequence[str]) -> Iterator[Json]:
    """The same rows as Parquet, in the folder and those of its years. Their size is left out: programs that read Parquet
    to check it count no bytes."""
    for file, part in product(load_columns().files.values(), parts):
        path = part + file.name.replace(".csv", ".parquet")
        if (folder / path).exists():
            fields = [field for column in file.columns for field in _parquet_fields(column)]
            of_year = f"{part[:-1]}年度，" if part else ""
            about = f"{file.words}（{of_year}Parquet，空白是 null）"
            name = path.removeprefix(part).replace(".", "-") + (f"-{part[:-1]}" if part else "")
            table = _csv(folder, path, name, about, fields, file.key) | _PARQUET
            yield {key: value for key, value in table.items() if key not in ("bytes", "encoding")}


def _parquet_fields(column: Column) -> Iterator[Json]:
    """Meaning and constraints stand with the CSV file. A whole number that may be missing is told as a number: what
    checks packages meets it with a decimal point."""
    kind = "number" if column.type == "整数" and not column.required else TYPES[column.type]
    yield {"name": column.name, "type": kind, **({"columnType": column.fiscal} if column.fiscal else {})}
    if column.type == "十进制数":
        words = f"{column.name} 的数字，按 CSV 里的写法，小数位数与印出的一样"
        yield {"name": f"{column.name}{TEXT_OF_DECIMAL}", "type": "string", "description": words}


def _other(folder: Path, path: str, name: str, about: str, form: str, mediatype: str) -> Json:
    return {"name": name, **_file(folder, path), "title": about, "format": form, "mediatype": mediatype}


def _file(folder: Path, path: str) -> Json:
    digest = hashlib.sha256()
    with (folder / path).open("rb") as handle:
        while piece := handle.read(_HASHED_AT_ONCE):
            digest.update(piece)
    return _told(path, Joined((folder / path).stat().st_size, digest.hexdigest()))


def _told(path: str, file: Joined) -> Json:
    return {"path": path, "bytes": file.size, "hash": f"sha256:{file.sha256}"}
