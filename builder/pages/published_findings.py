"""Checks, findings and corrections as published. Amounts stay text: nothing is computed with them here."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.pages.place import Place, Row, read_place


@dataclass(frozen=True, slots=True)
class Check:
    """How the comparisons of one check came out in one report, or in all of them."""

    check: str
    name: str
    held: int
    rounding: int
    findings: int
    not_applicable: int
    not_comparable: int
    reason: str = ""

    @property
    def total(self) -> int:
        return self.held + self.rounding + self.findings + self.not_applicable + self.not_comparable


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure of a finding as printed, in this report or in another of the same department."""

    fact: str
    path: str
    year: int
    name: str
    raw: str
    unit: str
    place: Place


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an editor or the department says of a finding."""

    explanation: str
    said_by: str
    date: str
    url: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is printed, what it recomputes to, and where; an observation, not a verdict."""

    id: str
    check: str
    level: str
    about: str
    figures: str
    recomputed: str
    difference: str
    tolerance: str
    unit: str
    explanation: str
    innocent: str
    place: Place
    fact_ids: tuple[str, ...]
    printed: tuple[Printed, ...]
    consequences: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]

    @property
    def is_of_reading(self) -> bool:
        """About our own reading, not about what the department published."""
        return self.about == "reading"


@dataclass(frozen=True, slots=True)
class Example:
    """Invented lines and figures on which a check gives a finding, worked out."""

    text: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...]  # name, printed number, unit
    recomputed: str
    difference: str
    tolerance: str
    unit: str
    explanation: str


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """What a check compares and why, and how it came out over all current reports."""

    id: str
    name: str
    family: str
    level: str
    plain: str
    formula: str
    innocent: str
    example: Example | None
    measured: bool  # whether amounts are compared, so that rounding allows for a difference
    reports: int
    counts: Check


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that a reissued report changed."""

    org_id: str
    org: str
    year: int
    name: str
    change: str
    old_raw: str
    new_raw: str
    unit: str
    old_path: str
    new_path: str
    old_place: Place
    new_place: Place


def read_check(row: Row) -> Check:
    return Check(
        row["check"], row["name"], row["held"], row["rounding"], row["findings"],
        row["not_applicable"], row["not_comparable"], row["reason"] or "",
    )  # fmt: skip


def read_finding(row: Row) -> Finding:
    return Finding(
        row["id"], row["check"], row["level"], row["about"], row["figures"] or "", row["recomputed"] or "",
        row["difference"] or "", row["tolerance"] or "", row["unit"] or "", row["explanation"],
        row["innocent"] or "", read_place(row), tuple(row["fact_ids"]),
        tuple(
            Printed(p["fact"], p["path"], p["year"], p["name"], p["raw"], p["unit"], read_place(p))
            for p in row["printed"]
        ),
        tuple(read_finding(follows) for follows in row["consequences"]),
        tuple(Accepted(a["explanation"], a["said_by"], a["date"], a["url"] or "") for a in row["accepted"]),
    )  # fmt: skip


def read_checks(data: Path) -> tuple[CheckInfo, ...]:
    raw = json.loads((data / "checks.json").read_text(encoding="utf-8"))
    return tuple(_check_info(row) for row in raw["checks"])


def _check_info(row: Row) -> CheckInfo:
    counts = Check(
        row["id"], row["name"], row["held"], row["rounding"], row["findings"], row["not_applicable"],
        row["not_comparable"],
    )  # fmt: skip
    return CheckInfo(
        row["id"], row["name"], row["family"], row["level"], row["plain"], row["formula"], row["innocent"],
        _example(row["example"]), row["measured"], row["reports"], counts,
    )  # fmt: skip


def _example(row: Row | None) -> Example | None:
    if row is None:
        return None
    return Example(
        tuple(row["text"]),
        tuple((figure["name"], figure["raw"], figure["unit"]) for figure in row["figures"]),
        row["recomputed"], row["difference"], row["tolerance"], row["unit"], row["explanation"],
    )  # fmt: skip


def read_corrections(data: Path) -> tuple[Correction, ...]:
    """All changed figures, or none where no report was issued again."""
    with (data / "corrections.csv").open(encoding="utf-8-sig", newline="") as handle:
        return tuple(_corrections(csv.DictReader(handle)))


def _corrections(rows: Iterator[dict[str, str]]) -> Iterator[Correction]:
    for row in rows:
        parts = (row["table_name"], row["side"], row["code"], row["item"], row["measure"])
        yield Correction(
            row["org_id"], row["org"], int(row["year"]), " ".join(part for part in parts if part),
            row["change"], row["old_raw"], row["new_raw"], row["unit"], row["old_path"], row["new_path"],
            _place(row, "old"), _place(row, "new"),
        )  # fmt: skip


def _place(row: dict[str, str], which: str) -> Place:
    page, line = row[f"{which}_page"], row[f"{which}_line"]
    return Place(int(page) if page else None, int(line) if line else None, row[f"{which}_source"])
