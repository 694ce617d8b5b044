"""The sample reports: read once for all tests, with their reviewed figures beside them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from builder.checks import run_checks
from builder.documents import read_bytes, read_document, read_folder
from builder.facts import state_facts
from builder.model import Checked, Document, Fact, Place, Report, ReportFacts, Source
from builder.pipeline import read_report
from builder.publish.rows import number
from builder.recognise import recognise
from builder.sources import find_sources
from builder.typeset.report import render_report
from builder.typeset.sample import read_sample

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "content" / "reports"
SAMPLES = ROOT / "content" / "samples"
GOLDEN = Path(__file__).parent
NAMES = sorted(path.parent.name for path in SAMPLES.glob("*/report.toml"))
COLUMNS = ("table", "side", "code", "item", "measure", "value", "unit", "raw", "place")
#: Tables whose figures the samples list to the last one.
LISTED = {*(f"T0{n}" for n in range(1, 10)), "P1", "P2", "P3"}

FactRow = tuple[str, ...]


@cache
def read(name: str) -> Report:
    """The report of one sample, through every stage."""
    return read_report(REPORTS, source(name))


@cache
def source(name: str) -> Source:
    """The file or files of one sample, whatever their format, by unit and year."""
    (found,) = [source for source in find_sources(REPORTS) if f"{source.org_id}-{source.year}" == name]
    return found


@cache
def document(name: str) -> Document:
    files = [one.file for one in source(name).files]
    if files:
        return read_folder(REPORTS, source(name).file, files)
    return read_document(REPORTS / source(name).file, source(name).file)


def set_as_pdf(name: str) -> Document:
    """A sample set into a PDF, in whatever format it is published: names in its cells go over lines."""
    return read_bytes(render_report(read_sample(SAMPLES / name)), f"{name}.pdf")


def state(found: Document) -> tuple[ReportFacts, Checked]:
    """Recognise, state and check a document anew: what a broken recogniser would publish."""
    content = state_facts(recognise(found))
    return content, run_checks(content)


def fact_row(fact: Fact) -> FactRow:
    value = number(fact.value)
    return (
        fact.table,
        fact.side,
        fact.code,
        fact.item,
        fact.measure,
        value,
        fact.unit,
        fact.raw,
        printed_place(fact.place),
    )


def printed_place(place: Place) -> str:
    """Page 12 of a paged source, else line 12; with its file where there are several, its cell where it has one."""
    at = f"页{place.page}" if place.page else place.label or f"行{place.line}"
    return f"{place.file.rsplit('/', 1)[-1]} {at}".strip()


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
