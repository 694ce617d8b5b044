"""The published data (`build/data`) as typed values: what a journalist can download is what the pages show.

Reads `index.json` and `report.json`; it computes nothing and knows no page. A blank cell has no fact, so it
cannot turn into a zero here. Money stays an exact `Decimal` beside the characters as printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from builder.pages.place import Place, Row, SourcePart, read_parts, read_place
from builder.pages.published_findings import Check, Finding, read_check, read_finding

NINE_TABLES = ("T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T09")


@dataclass(frozen=True, slots=True)
class Fact:
    """One published number; `value` is None where the printed characters are no number."""

    id: str
    table: str
    side: str
    code: str
    item: str
    measure: str
    value: Decimal | None
    unit: str
    raw: str
    place: Place
    read: str = ""  # how, where it was recognised from a picture
    box: tuple[object, ...] = ()  # its cell on the page, as published; empty where that is not known


@dataclass(frozen=True, slots=True)
class Passage:
    """Words quoted from a report with their place."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Reason:
    """The department's own words on why a figure moved."""

    item: str
    topic: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class TableInfo:
    """One table that a report must have or announces, and whether its numbers are there."""

    table: str
    name: str
    title: str
    status: str
    unit: str
    place: Place
    note: str
    proven: bool | None
    read: str = ""  # how, where it was recognised from a picture


@dataclass(frozen=True, slots=True)
class Unread:
    """A printed number of an official table that became no fact."""

    table: str
    raw: str
    explanation: str
    place: Place


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The report as published; `parts` where it consists of several files, which need not be one file together."""

    file: str
    sha256: str
    size: int
    format: str
    pages: int | None
    lines: int | None
    url: str
    published_on: str
    approved_on: str
    sample: bool
    is_file: bool
    parts: tuple[SourcePart, ...]

    @property
    def first(self) -> str:
        """The name of a file to open: the report's own, or the first of its files."""
        return self.file if self.is_file else next(part.name for part in self.parts if part.name)


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of one text with what stands before `L12` in their ids, and the names of the file."""

    anchor: str
    file: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One report of one department and year, everything that was read from it."""

    org_id: str
    org: str
    region: str
    parent: str
    year: int
    kind: str
    title: str
    path: str
    version: str
    status: str
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    source: SourceFile
    guessed: tuple[str, ...]
    tables: tuple[TableInfo, ...]
    facts: tuple[Fact, ...]
    reasons: tuple[Reason, ...]
    duties: tuple[Passage, ...]
    bodies: tuple[Passage, ...]
    units: tuple[Passage, ...]
    outline: tuple[Passage, ...]
    glossary: tuple[tuple[str, Passage], ...]
    unmatched: tuple[Passage, ...]
    unread: tuple[Unread, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    source_text: tuple[str, ...] | None

    @property
    def is_current(self) -> bool:
        return self.status == "current"

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts that the site shows with numbered lines: of each file that has no pages."""
        if self.source_text is not None:
            return (Text("", self.source.file, self.source.file, self.source_text),)
        return tuple(
            Text(f"P{number}", part.file, part.name, part.text)
            for number, part in enumerate(self.source.parts, start=1)
            if part.text is not None
        )


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report as the index lists it."""

    year: int
    kind: str
    title: str
    path: str
    version: str
    status: str
    facts: int
    tables_with_data: int
    sample: bool
    published_on: str
    source: str
    parts: tuple[SourcePart, ...] = ()

    @property
    def is_current(self) -> bool:
        return self.status == "current"


@dataclass(frozen=True, slots=True)
class Department:
    """A reporting entity and its reports."""

    org_id: str
    org: str
    region: str
    parent: str
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    reports: tuple[ReportEntry, ...]
    former_ids: tuple[str, ...] = ()  # under which it stood on the site before, the oldest first


@dataclass(frozen=True, slots=True)
class Counts:
    departments: int
    reports: int
    facts: int
    comparisons: int
    held: int
    findings: int
    not_comparable: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A report file that could not be read."""

    source: str
    place: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that is published, without the figures."""

    data_date: str
    counts: Counts
    departments: tuple[Department, ...]
    problems: tuple[Problem, ...]


def read_index(data: Path) -> Index:
    raw: Row = json.loads((data / "index.json").read_text(encoding="utf-8"))
    counts = raw["counts"]
    return Index(
        data_date=raw["data_date"] or "",
        counts=Counts(**{name: int(counts[name]) for name in Counts.__dataclass_fields__}),
        departments=tuple(_department(row) for row in raw["departments"]),
        problems=tuple(Problem(row["source"], row["place"] or "", row["zh"]) for row in raw["problems"]),
    )


def read_report(folder: Path) -> Report:
    raw: Row = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    profile = raw["profile"]
    text = raw["source_text"]
    return Report(
        org_id=raw["org_id"],
        org=raw["org"],
        region=raw["region"] or "",
        parent=raw["parent"] or "",
        year=int(raw["year"]),
        kind=raw["kind"],
        title=raw["title"],
        path=raw["path"],
        version=raw["version"],
        status=raw["status"],
        predecessors=tuple(raw["predecessors"]),
        successors=tuple(raw["successors"]),
        source=_source(raw["source"]),
        guessed=tuple(raw["guessed"]),
        tables=tuple(_table(row) for row in raw["tables"]),
        facts=tuple(_fact(row) for row in raw["facts"]),
        reasons=tuple(Reason(r["item"], r["topic"], r["text"], read_place(r)) for r in raw["reasons"]),
        duties=tuple(_passages(profile["duties"])),
        bodies=tuple(_passages(profile["bodies"])),
        units=tuple(_passages(profile["units"])),
        outline=tuple(Passage(row["title"], read_place(row)) for row in raw["outline"]),
        glossary=tuple((row["term"], Passage(row["text"], read_place(row))) for row in raw["glossary"]),
        unmatched=tuple(_passages(raw["unmatched"])),
        unread=tuple(Unread(r["table"], r["raw"], r["zh"], read_place(r)) for r in raw["unread"]),
        checks=tuple(read_check(row) for row in raw["checks"]),
        findings=tuple(read_finding(row) for row in raw["findings"]),
        source_text=None if text is None else tuple(text),
    )


def _passages(rows: list[Row]) -> Iterator[Passage]:
    return (Passage(row["text"], read_place(row)) for row in rows)


def _fact(row: Row) -> Fact:
    value = row["value"]
    return Fact(
        row["id"], row["table"], row["side"], row["code"], row["item"], row["measure"],
        None if value is None or value == "" else Decimal(value), row["unit"], row["raw"], read_place(row),
        row.get("read", ""), tuple(row.get("box", ())),
    )  # fmt: skip


def _table(row: Row) -> TableInfo:
    return TableInfo(
        row["table"], row["name"], row["title"] or "", row["status"], row["unit"] or "",
        read_place(row), row["note"] or "", row["proven"], row.get("read", ""),
    )  # fmt: skip


def _source(row: Row) -> SourceFile:
    return SourceFile(
        row["file"], row["sha256"], int(row["bytes"]), row["format"], row["pages"], row["lines"],
        row["url"] or "", row["published_on"] or "", row["approved_on"] or "", bool(row["sample"]),
        bool(row.get("is_file", True)), read_parts(row),
    )  # fmt: skip


def _department(row: Row) -> Department:
    return Department(
        org_id=row["org_id"],
        org=row["org"],
        region=row["region"] or "",
        parent=row["parent"] or "",
        predecessors=tuple(row["predecessors"]),
        successors=tuple(row["successors"]),
        reports=tuple(_entry(report) for report in row["reports"]),
        former_ids=tuple(row.get("former_ids", ())),
    )


def _entry(row: Row) -> ReportEntry:
    return ReportEntry(
        int(row["year"]), row["kind"], row["title"], row["path"], row["version"], row["status"],
        int(row["facts"]), int(row["tables_with_data"]), bool(row["sample"]),
        row["published_on"] or "", row["source"], read_parts(row),
    )  # fmt: skip
