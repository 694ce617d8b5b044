"""The page 数据: what can be downloaded, and what each column of each file means, from the declarations that name them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path

from builder.knowledge.columns import RowsFile, load_columns
from builder.knowledge.queries import load_queries

DATABASE = "mingbai.sqlite"
PARQUET = "facts.parquet"
#: Beside the files of rows that `columns.toml` declares.
OTHER_DATA = {
    DATABASE: "以上全部在一个 SQLite 数据库里，附现成的查询和项目检索",
    "datapackage.json": "以上各文件和每一列的说明、来源和校验和（Data Package 2.0，供程序读取）",
    "checks.json": "每项核对比什么、为什么，带一个算例（供程序读取）",
    "index.json": "部门和报告的目录（供程序读取）",
    "report.schema.json": "单份报告数据的格式说明（JSON Schema）",
}
_LOOKED_AT = 300  # rows in which an example is looked for
_SHOWN = 40  # characters of an example


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the whole; `parquet`: the same rows as Parquet, "" where there are none."""

    name: str
    words: str
    size: int
    parquet: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """A column in words. `example`: from the published rows, "" where all those looked at are empty."""

    name: str
    type: str
    may_be_empty: bool
    words: str
    values: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Dictionary:
    name: str
    words: str
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class RegionFile:
    """`year`: that it is of, "" of all. `path`: in the data; `size`: in bytes."""

    year: str
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class RegionData:
    """A region with its folder in the data; `region` is "" for departments without one. `databases`: one of everything or
    one of each year, as far as there are any; `parquet`: its facts, in one file or one of each year."""

    region: str
    departments: str
    reports: str
    path: str
    databases: tuple[RegionFile, ...]
    parquet: tuple[RegionFile, ...]


def downloads(data: Path) -> tuple[Download, ...]:
    words = {name: file.words for name, file in load_columns().files.items()} | OTHER_DATA
    found = [(data / name, said) for name, said in words.items() if (data / name).exists()]
    return tuple(_download(path, said) for path, said in found)


def _download(path: Path, words: str) -> Download:
    parquet = path.with_suffix(".parquet")
    has_rows = path.suffix == ".csv" and parquet.exists()
    return Download(path.name, words, path.stat().st_size, parquet.name if has_rows else "")


def dictionaries(data: Path) -> tuple[Dictionary, ...]:
    """Of every file of rows but reading.csv, which has the columns of findings.csv."""
    files = load_columns().files
    return tuple(_dictionary(file, data / name) for name, file in files.items() if name != "reading.csv")


def _dictionary(file: RowsFile, path: Path) -> Dictionary:
    rows = list(islice(_rows(path), _LOOKED_AT))
    return Dictionary(
        file.name,
        file.words,
        tuple(
            Meaning(
                column.name, column.type, not column.required, column.words, column.enum,
                _short(next((row[column.name] for row in rows if row.get(column.name)), "")),
            )
            for column in file.columns
        ),
    )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as handle:
            yield from csv.DictReader(handle)


def region_data(data: Path) -> tuple[RegionData, ...]:
    return tuple(
        RegionData(
            row["region"], row["departments"], row["reports"], path,
            _parts(data, path, DATABASE), _parts(data, path, PARQUET),
        )
        for row in _rows(data / "regions.csv")
        for path in [row["path"]]
    )  # fmt: skip


def most_in_one(data: Path) -> Decimal | None:
    """Of how many figures there is still a database of everything, and Parquet, where there is none; None where there is."""
    return None if (data / DATABASE).exists() else Decimal(load_queries().largest_facts)


def _parts(data: Path, region: str, name: str) -> tuple[RegionFile, ...]:
    found = (*(data / region).glob(name), *sorted((data / region).glob(f"*/{name}")))
    return tuple(
        RegionFile(
            path.parent.name if path.parent != data / region else "",
            path.relative_to(data).as_posix(),
            path.stat().st_size,
        )
        for path in found
    )
