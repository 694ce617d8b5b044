"""Reads a sample from its folder: `report.toml` (form and words) and `facts.csv` (figures as printed).

It gives typed values and nothing else. A figure stays the characters that were printed; `printed_number`
reads them as a `Decimal` where a sentence must know which of two figures is larger.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from builder.typeset.errors import SampleError
from builder.typeset.layout import Layout, TableSpec

FACT_COLUMNS = ("table", "side", "code", "item", "measure", "printed")
NUMBER = re.compile(r"^(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)余?(?P<unit>[^\d.,]*)$")

Toml = Mapping[str, object]
Plain = TypeVar("Plain", str, int, list[object], dict[str, object])
Shape = TypeVar("Shape", Layout, TableSpec)


@dataclass(frozen=True)
class Fact:
    """One printed figure and its place in the words of the data contract."""

    table: str
    side: str
    code: str
    item: str
    measure: str
    printed: str


@dataclass(frozen=True)
class Section:
    """A headed piece of prose; a line with `@` names a phrase, one with `#` is a heading under this one."""

    title: str
    text: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """Everything that one report prints."""

    folder: Path
    org_id: str
    org: str
    year: int
    region: str
    parent: str
    layout: Layout
    tables: tuple[TableSpec, ...]
    figures: Figures
    cover: tuple[str, ...]
    part_titles: tuple[str, ...]
    tables_statement: str
    pictures: int
    profile: tuple[Section, ...]
    narrative: tuple[Section, ...]
    glossary: tuple[str, ...]
    annexes: tuple[Section, ...]
    words: Mapping[str, str]
    trends: Mapping[str, str]
    misprints: frozenset[str]
    performance: Toml
    format: str = "pdf"

    @property
    def name(self) -> str:
        """Give the folder and file name of the sample."""
        return f"{self.org_id}-{self.year}"


class Figures:
    """The figures of one report by their place; remembers which of them were asked for."""

    def __init__(self, facts: tuple[Fact, ...]) -> None:
        """Sort the facts by place; a second figure at the same place is its second occurrence."""
        self.facts = facts
        self._by_place: dict[tuple[str, str, str, str, str], list[Fact]] = {}
        for fact in facts:
            place = (fact.table, fact.side, fact.code, fact.item, fact.measure)
            self._by_place.setdefault(place, []).append(fact)
        self.used: set[Fact] = set()

    def printed(self, table: str, item: str, measure: str, side: str = "", code: str = "") -> str:
        """Give the characters of a table's cell; an empty string where the sample has no such row."""
        found = self.occurrence(table, item, measure, side=side, code=code)
        return "" if found is None else found.printed

    def occurrence(
        self, table: str, item: str, measure: str, *, side: str = "", code: str = "", number: int = 1
    ) -> Fact | None:
        """Find the n-th figure at a place, and note that it was asked for."""
        facts = self._by_place.get((table, side, code, item, measure), [])
        if len(facts) < number:
            return None
        self.used.add(facts[number - 1])
        return facts[number - 1]

    def coded_lines(self, table: str) -> list[tuple[str, str]]:
        """List the (code, item) pairs of a table in the order of the sample, the total left out."""
        pairs = [(fact.code, fact.item) for fact in self.facts if fact.table == table and fact.code]
        return list(dict.fromkeys(pairs))

    def items(self, table: str, measure: str) -> list[str]:
        """List the items of a table that have a figure under a measure, in the order of the sample."""
        chosen = [fact.item for fact in self.facts if fact.table == table and fact.measure == measure]
        return list(dict.fromkeys(chosen))

    def unused(self) -> Iterator[Fact]:
        """Give the figures that nothing has printed."""
        return (fact for fact in self.facts if fact not in self.used)


def printed_number(printed: str) -> Decimal | None:
    """Read printed characters by the rules of the data contract; `None` for words and misprints."""
    found = NUMBER.match(printed.strip())
    return Decimal(found["number"].replace(",", "")) if found else None


def read_facts(path: Path) -> tuple[Fact, ...]:
    """Read `facts.csv`; every row must have all six columns and printed characters."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    if not rows or tuple(rows[0]) != FACT_COLUMNS:
        raise SampleError(
            str(path), f"第一行须为 {','.join(FACT_COLUMNS)}", "the first line must name the six columns"
        )
    facts = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(FACT_COLUMNS) or not row[-1].strip():
            raise SampleError(
                f"{path}:{number}", "每行六列，数字不能空", "six columns and a printed figure are needed"
            )
        facts.append(Fact(*row))
    return tuple(facts)


def read_sample(folder: Path) -> Sample:
    """Read a sample's folder into one `Sample`."""
    path = folder / "report.toml"
    try:
        toml = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SampleError(str(path), "缺少此文件", "this file is missing") from error
    except tomllib.TOMLDecodeError as error:
        raise SampleError(str(path), f"不是合法的 TOML（{error}）", f"not valid TOML ({error})") from error
    sample = _sample_from(folder, path, toml)
    if folder.name != sample.name:
        raise SampleError(
            str(path), f"文件夹名应为 {sample.name}", f"the folder must be called {sample.name}"
        )
    return sample


def _sample_from(folder: Path, path: Path, toml: Toml) -> Sample:
    return Sample(
        folder=folder,
        org_id=_need(path, toml, "org_id", str),
        org=_need(path, toml, "org", str),
        year=_need(path, toml, "year", int),
        region=_need(path, toml, "region", str),
        parent=_need(path, toml, "parent", str),
        layout=_shape(path, Layout, _table(toml, "layout")),
        tables=tuple(_shape(path, TableSpec, _as_table(spec)) for spec in _list(toml, "tables")),
        figures=Figures(read_facts(folder / "facts.csv")),
        cover=_strings(toml, "cover"),
        part_titles=_strings(toml, "part_titles"),
        tables_statement=str(toml.get("tables_statement", "")),
        pictures=int(str(toml.get("pictures", 0))),
        profile=_sections(path, toml, "profile"),
        narrative=_sections(path, toml, "narrative"),
        glossary=_strings(toml, "glossary"),
        annexes=_sections(path, toml, "annexes"),
        words={key: str(value) for key, value in _table(toml, "words").items()},
        trends={key: str(value) for key, value in _table(toml, "trends").items()},
        misprints=frozenset(_strings(toml, "misprints")),
        performance=_table(toml, "performance"),
        format=str(toml.get("format", "pdf")),
    )


def _need(path: Path, toml: Toml, key: str, kind: type[Plain]) -> Plain:
    value = toml.get(key)
    if not isinstance(value, kind):
        raise SampleError(str(path), f"缺少“{key}”，或类型不对", f"“{key}” is missing or of the wrong type")
    return value


def _shape(path: Path, kind: type[Shape], values: Toml) -> Shape:
    """Fill one of the layout dataclasses; an unknown key or a value of another type is an error."""
    types = {field.name: field.type for field in fields(kind)}
    filled: dict[str, Any] = {}  # a dataclass takes its values by name: what is checked here, mypy cannot see
    for key, value in values.items():
        expected = str(types.get(key, ""))
        if type(value) not in _accepted(expected):
            raise SampleError(
                str(path),
                f"{kind.__name__} 没有“{key}”，或类型不对",
                f"{kind.__name__} has no such key, or of another type",
            )
        filled[key] = tuple(value) if isinstance(value, list) else value
    return kind(**filled)


def _accepted(annotation: str) -> tuple[type, ...]:
    """Give the TOML types that fit a dataclass field; none for a field that is not there."""
    if not annotation:
        return ()
    plain: dict[str, tuple[type, ...]] = {"float": (int, float), "bool": (bool,), "int": (int,)}
    if annotation.startswith("tuple"):
        return (list,)
    return plain.get(annotation, (int,) if annotation.startswith("Literal[") else (str,))


def _as_table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _table(toml: Toml, key: str) -> dict[str, object]:
    return _as_table(toml.get(key))


def _list(toml: Toml, key: str) -> list[object]:
    value = toml.get(key)
    return value if isinstance(value, list) else []


def _strings(toml: Toml, key: str) -> tuple[str, ...]:
    return tuple(str(value) for value in _list(toml, key))


def _sections(path: Path, toml: Toml, key: str) -> tuple[Section, ...]:
    tables = [_as_table(value) for value in _list(toml, key)]
    return tuple(Section(_need(path, table, "title", str), _strings(table, "text")) for table in tables)
