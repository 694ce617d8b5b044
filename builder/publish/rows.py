"""Rows of the CSV files, in the columns of the data contract."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from builder.model import CheckCount, Fact, Place
from builder.publish.catalogue import A_FEW, Version
from builder.publish.findings import Named, concerned, named_findings
from builder.publish.reading import HowRead
from builder.publish.sources import shown_file
from builder.text import harmless_text

FACTS = (
    "org_id", "org", "year", "table", "side", "code", "item", "measure", "value", "unit", "raw",
    "source", "page", "line", "read", "fact_id", "finding",
)  # fmt: skip
TABLES = ("org_id", "org", "year", "table", "title", "status", "unit", "source", "page", "line", "read")
UNREAD = ("org_id", "org", "year", "table", "raw", "source", "page", "line", "why")
FINDINGS = (
    "org_id", "org", "year", "check", "level", "figures", "recomputed", "difference", "tolerance", "unit",
    "source", "page", "line", "explanation", "id", "about", "innocent", "consequences", "also",
)  # fmt: skip
CHECKS = ("org_id", "year", "check", "一致", "尾差", "发现", "不适用", "无法核对", "reason")
REPORTS = (
    "org_id", "org", "region", "year", "kind", "status", "version", "source", "sha256", "pages", "facts",
    "url", "published_on", "approved_on", "sample", "path",
)  # fmt: skip

CsvRow = tuple[str, ...]
_BREAK = re.compile(r"\r\n?")
#: Full-width signs too: a spreadsheet set to an East Asian language takes them for the others.
#: A sign before a number is harmless until something is reckoned with it: `-2+f()`.
_RUNS_AS_FORMULA = re.compile(r"^\s*[=+@＝＋＠]|^[\t\r\n]|^-(?!\d)|^\s*[-－].+[-+*/^&=<>!|(]", re.DOTALL)


def safe(text: str) -> str:
    """A text cell that a spreadsheet cannot take for a formula; numbers stay as they are.

    Every line break is `\\n`: a lone carriage return would end the row.
    """
    return _safe_before(text) if len(text) <= _SHORT else _safe(text)


def _safe(text: str) -> str:
    text = _BREAK.sub("\n", harmless_text(text))
    return f"'{text}" if _RUNS_AS_FORMULA.match(text) else text


#: The same words stand in row after row.
_SHORT = 64
_safe_before = lru_cache(maxsize=8192)(_safe)


def number(value: Decimal | None) -> str:
    """Plain digits with the printed decimals; "" where no number could be read."""
    return "" if value is None else format(value, "f")


@lru_cache(maxsize=A_FEW)
def fact_rows(version: Version) -> tuple[CsvRow, ...]:
    """Sorted by the key of the contract, then by place, so that a rebuild gives the same bytes."""
    read, ids, found = HowRead(version.report), version.ids(), concerned(version)
    rows = []
    for fact in version.report.content.facts:
        name = ids[id(fact)]
        rows.append(
            (*_fact_row(version, fact, read), f"{version.path}/{name}", " ".join(found.get(name, ())))
        )
    return tuple(sorted(rows))


def _fact_row(version: Version, fact: Fact, read: HowRead) -> CsvRow:
    report = version.report
    return (
        report.org_id,
        safe(report.org),
        str(report.year),
        fact.table,
        fact.side,
        fact.code,
        safe(fact.item),
        safe(fact.measure),
        number(fact.value),
        safe(fact.unit),
        safe(fact.raw),
        safe(shown_file(report, fact.place.file)),
        *place_cells(fact.place),
        read.fact(fact),
    )


def table_rows(version: Version) -> list[CsvRow]:
    report, read = version.report, HowRead(version.report)
    head = (report.org_id, safe(report.org), str(report.year))
    return [
        (
            *head,
            t.table,
            safe(t.title),
            t.status,
            safe(t.unit),
            safe(shown_file(report, t.place.file)),
            *place_cells(t.place),
            read.table(t),
        )
        for t in report.content.tables
    ]


def unread_rows(version: Version) -> list[CsvRow]:
    """Printed characters of tables that became no figure, in printed order."""
    report = version.report
    head = (report.org_id, safe(report.org), str(report.year))
    return [
        (
            *head,
            unread.table,
            safe(unread.raw),
            safe(shown_file(report, unread.place.file)),
            *place_cells(unread.place),
            safe(unread.zh),
        )
        for unread in report.content.unread
    ]


def finding_rows(version: Version) -> list[CsvRow]:
    """One row for each cause; what else it sets off stands in its last columns: the checks, and their figures."""
    return _about(version, "publication")


def reading_rows(version: Version) -> list[CsvRow]:
    """What our own reading could not settle, in the columns of the findings: a file apart, so that nobody quotes it
    as a finding about the department."""
    return _about(version, "reading")


def _about(version: Version, about: str) -> list[CsvRow]:
    found = (named for named in named_findings(version) if named.finding.about == about)
    return sorted(_finding_row(version, named) for named in found)


def _finding_row(version: Version, named: Named) -> CsvRow:
    report, finding = version.report, named.finding
    return (
        report.org_id,
        safe(report.org),
        str(report.year),
        finding.check,
        finding.level,
        safe(finding.figures),
        safe(finding.recomputed),
        finding.difference,
        finding.tolerance,
        finding.unit,
        safe(shown_file(report, finding.place.file)),
        *place_cells(finding.place),
        safe(finding.explanation),
        named.id,
        finding.about,
        safe(finding.innocent),
        " ".join(dict.fromkeys(follows.finding.check for follows in named.consequences)),
        safe(" | ".join(f"{f.finding.check} {f.finding.figures}" for f in named.consequences)),
    )


def check_rows(version: Version) -> list[CsvRow]:
    return [_check_row(version, count) for count in version.report.checked.counts]


def _check_row(version: Version, count: CheckCount) -> CsvRow:
    numbers = (count.held, count.rounding, count.findings, count.not_applicable, count.not_comparable)
    head = (version.report.org_id, str(version.report.year), count.check)
    return (*head, *(str(n) for n in numbers), safe(count.reason))


def report_row(version: Version) -> CsvRow:
    report, source = version.report, version.report.source
    return (
        report.org_id,
        safe(report.org),
        safe(report.region),
        str(report.year),
        report.kind,
        version.status,
        version.version,
        safe(source.file),
        source.sha256,
        "" if report.document.pages is None else str(report.document.pages),
        str(len(report.content.facts)),
        safe(source.url),
        source.published_on,
        source.approved_on,
        "yes" if source.sample else "",
        version.path,
    )


def place_cells(place: Place) -> tuple[str, str]:
    """Page and line, empty where there is none."""
    return ("" if place.page is None else str(place.page), "" if place.line is None else str(place.line))
