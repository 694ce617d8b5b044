"""What each column of the published files means (`columns.toml`): types, units and constraints, declared once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from builder.knowledge.files import pattern, read_toml, require

FILE = "columns.toml"
#: Parquet holds a decimal as a number and, under its name with this behind it, as the text of the CSV file.
TEXT_OF_DECIMAL = "_text"
#: Type in the words of the page → in those of Data Package.
TYPES = {"文字": "string", "整数": "integer", "十进制数": "number", "日期": "date"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `enum`: all its values, empty for any; `pattern`: what a whole value looks like, None for anything.

    Neither says anything of a cell that is empty; `required` says that none is. `fiscal`: the column's type in the
    taxonomy of Fiscal Data Package, "" for none.
    """

    name: str
    type: str
    words: str
    required: bool
    enum: tuple[str, ...]
    pattern: re.Pattern[str] | None
    fiscal: str = ""


@dataclass(frozen=True, slots=True)
class RowsFile:
    """One kind of file of rows; `key`: the columns that tell its rows apart, empty where rows may repeat."""

    name: str
    words: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Columns:
    files: dict[str, RowsFile]
    license: dict[str, str]


@cache
def load_columns() -> Columns:
    """The declarations. Raises KnowledgeError for an unknown type, a name given twice, or a key that may be empty."""
    raw = read_toml(FILE)
    files: dict[str, RowsFile] = {}
    for entry in raw["file"]:
        name = entry["name"]
        columns = files[entry["like"]].columns if "like" in entry else _columns(entry["columns"])
        files[name] = RowsFile(name, entry["words"], tuple(entry["key"]), columns)
        _check(files[name])
    return Columns(files, dict(raw["license"]))


def _columns(entries: list[dict[str, Any]]) -> tuple[Column, ...]:
    return tuple(_column(entry) for entry in entries)


def _column(entry: dict[str, Any]) -> Column:
    known = set(entry) <= {"name", "type", "words", "required", "enum", "pattern", "fiscal"}
    require(known, f"列里有不认识的项：{entry}", f"a column with an unknown entry: {entry}", FILE)
    kind = entry["type"]
    require(kind in TYPES, f"不认识的类型 {kind}", f"unknown type {kind}", FILE)
    form = entry.get("pattern")
    return Column(
        name=entry["name"], type=kind, words=entry["words"], required=bool(entry.get("required")),
        enum=tuple(entry.get("enum", ())), pattern=pattern(form, FILE) if form else None,
        fiscal=entry.get("fiscal", ""),
    )  # fmt: skip


def _check(file: RowsFile) -> None:
    names = file.names()
    require(len(set(names)) == len(names), f"{file.name} 列名重复", f"{file.name} has a column twice", FILE)
    needed = {column.name for column in file.columns if column.required}
    keyed = set(file.key) <= needed
    require(keyed, f"{file.name} 的键可能是空的", f"the key of {file.name} may be empty", FILE)
