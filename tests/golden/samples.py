"""The sample reports: read once for all tests, with their reviewed figures beside them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from builder.checks import run_checks
from builder.documents import read_document
from builder.facts import state_facts
from builder.model import Checked, Document, Fact, Report, ReportFacts
from builder.pipeline import read_report
from builder.publish.rows import number
from builder.recognise import recognise
from builder.sources import find_sources

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "content" / "reports"
SAMPLES = ROOT / "content" / "samples"
GOLDEN = Path(__file__).parent
NAMES = sorted(path.stem for path in REPORTS.glob("*.pdf"))
COLUMNS = ("table", "side", "code", "item", "measure", "value", "unit", "raw", "page")
#: Tables whose figures the samples list to the last one.
LISTED = {*(f"T0{n}" for n in range(1, 10)), "P1", "P2", "P3"}

FactRow = tuple[str, ...]


@cache
def read(name: str) -> Report:
    """The report of one sample, through every stage."""
    (source,) = [source for source in find_sources(REPORTS) if source.file == f"{name}.pdf"]
    return read_report(REPORTS, source)


@cache
def document(name: str) -> Document:
    return read_document(REPORTS / f"{name}.pdf", f"{name}.pdf")


def state(found: Document) -> tuple[ReportFacts, Checked]:
    """Recognise, state and check a document anew: what a broken recogniser would publish."""
    content = state_facts(recognise(found))
    return content, run_checks(content)


def fact_row(fact: Fact) -> FactRow:
    page = "" if fact.place.page is None else str(fact.place.page)
    value = number(fact.value)
    return (fact.table, fact.side, fact.code, fact.item, fact.measure, value, fact.unit, fact.raw, page)


def golden_rows(name: str) -> list[FactRow]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        rows = [tuple(row) for row in csv.reader(handle)]
    assert rows[0] == COLUMNS
    return rows[1:]


def write_golden(name: str, rows: list[FactRow]) -> None:
    with (GOLDEN / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def sample_rows(name: str) -> list[dict[str, str]]:
    """The figures that the sample was set from: table, side, code, item, measure, printed."""
    with (SAMPLES / name / "facts.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
