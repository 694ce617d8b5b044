"""One report as JSON (`report.schema.json`): everything its page shows, values as exact decimal strings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NotRequired, TypedDict

from builder.model import Fact, Place, Report, Statement, TableStatus
from builder.publish.accepted import Explanations
from builder.publish.catalogue import Department, Version
from builder.publish.findings import Named, Printed, named_findings, printed
from builder.publish.reading import TEXT, HowRead
from builder.publish.rows import number
from builder.publish.sources import Published, is_one_file, published_parts, source_name
from builder.text import harmless_text

Json = dict[str, object]


class Placed(TypedDict):
    """`file`: of a report that consists of several; `label`: such as a cell of a sheet; `scanned`: read by OCR."""

    page: int | None
    line: int | None
    file: NotRequired[str]
    label: NotRequired[str]
    scanned: NotRequired[bool]


def report_json(department: Department, version: Version, said: Explanations | None = None) -> Json:
    """The published form of one version of one report; `said`: explanations to attach to its findings."""
    report = version.report
    content, found, read = report.content, report.recognised, HowRead(report)
    return {
        "schema": "mingbai-report/1",
        "org_id": report.org_id,
        "org": report.org,
        "region": report.region or None,
        "parent": department.parent or None,
        "year": report.year,
        "kind": report.kind,
        "title": title(report),
        "path": version.path,
        "version": version.version,
        "status": version.status,
        "predecessors": list(department.predecessors),
        "successors": list(department.successors),
        "source": _source(report),
        "guessed": list(report.guessed),
        "tables": [_table(table, report, read) for table in content.tables],
        "facts": [
            _fact(fact, name, read) for fact, name in zip(content.facts, version.fact_ids, strict=True)
        ],
        "reasons": [{"item": s.item, "topic": s.topic, **_text(s)} for s in content.reasons],
        "profile": {
            "duties": _texts(found.duties),
            "bodies": _texts(found.bodies),
            "units": _texts(found.units),
        },
        "outline": [{"level": h.level, "title": h.title, **_place(h.place)} for h in found.outline],
        "glossary": [{"term": s.item, **_text(s)} for s in found.glossary],
        "attachments": [{"title": s.text, **_place(s.place)} for s in found.attachments],
        "unmatched": _texts(content.unmatched),
        "unread": [
            {"table": u.table, "raw": u.raw, "zh": u.zh, "en": u.en, **_place(u.place)}
            for u in content.unread
        ],
        "checks": [
            {
                "check": c.check,
                "name": c.name,
                "held": c.held,
                "rounding": c.rounding,
                "findings": c.findings,
                "not_applicable": c.not_applicable,
                "not_comparable": c.not_comparable,
                "reason": c.reason,
            }
            for c in report.checked.counts
        ],
        "findings": [_finding(n, version, department, said or {}) for n in named_findings(version)],
        "source_text": None if report.document.text_lines is None else list(report.document.text_lines),
    }


def title(report: Report) -> str:
    return f"{report.year}年度{report.kind}"


def _source(report: Report) -> Json:
    source, document = report.source, report.document
    return {
        "file": source_name(report),
        "sha256": source.sha256,
        "bytes": source.size,
        "format": document.format,
        "pages": document.pages,
        "lines": None if document.text_lines is None else len(document.text_lines),
        "url": source.url or None,
        "published_on": source.published_on or None,
        "approved_on": source.approved_on or None,
        "sample": source.sample,
        **parts_json(report, whole=True),
    }


def parts_json(report: Report, *, whole: bool = False) -> Json:
    """The files of a report that consists of several, and whether the whole is a file too; nothing for a single one.

    `whole`: with everything that is known of them, and the text of those that have no pages.
    """
    if not report.document.parts:
        return {}
    parts = [_part(entry, whole=whole) for entry in published_parts(report)]
    return {"parts": parts, "is_file": is_one_file(report)}


def _part(entry: Published, *, whole: bool) -> Json:
    part = entry.part
    named: Json = {"file": harmless_text(part.file), "name": entry.name or None}
    if not whole:
        return named
    return {
        **named,
        "sha256": part.sha256 or None,
        "bytes": part.size,
        "format": part.format or None,
        "pages": part.pages,
        "text": None if part.text_lines is None else list(part.text_lines),
        "note": harmless_text(part.zh) or None,
        "failed": part.failed,
    }


def _table(table: TableStatus, report: Report, read: HowRead) -> Json:
    return {
        "table": table.table,
        "name": table.name,
        "title": table.title,
        "status": table.status,
        "unit": table.unit,
        "note": table.note or None,
        "proven": report.checked.proven.get(table.table),
        **_read(read.table(table)),
        **_place(table.place),
    }


def _fact(fact: Fact, name: str, read: HowRead) -> Json:
    return {
        "id": name,
        "table": fact.table,
        "side": fact.side,
        "code": fact.code,
        "item": fact.item,
        "measure": fact.measure,
        "value": None if fact.value is None else number(fact.value),
        "unit": fact.unit,
        "raw": fact.raw,
        **_read(read.fact(fact)),
        **_place(fact.place),
        **_box(fact.place),
    }


def _box(place: Place) -> Json:
    """The cell on its page, where it is known; a page that has to be turned to be read says how."""
    if place.spot is None:
        return {}
    told: Json = {"box": list(place.spot[:4])}
    return {**told, "turned": place.spot.turned} if place.spot.turned else told


def _finding(named: Named, version: Version, department: Department, said: Explanations) -> Json:
    finding = named.finding
    figures = printed(finding, version, department)
    return {
        "id": named.id,
        "check": finding.check,
        "level": finding.level,
        "about": finding.about,
        "figures": finding.figures,
        "recomputed": finding.recomputed,
        "difference": finding.difference,
        "tolerance": finding.tolerance,
        "unit": finding.unit,
        "explanation": finding.explanation,
        "innocent": finding.innocent,
        "fact_ids": [figure.fact for figure in figures if figure.path == version.path],
        "printed": [_printed(figure) for figure in figures],
        "consequences": [_finding(follows, version, department, said) for follows in named.consequences],
        "accepted": [
            {"explanation": e.explanation, "said_by": e.said_by, "date": e.date, "url": e.url or None}
            for e in said.get((version.path, named.id), ())
        ],
        **_place(finding.place),
    }


def _printed(figure: Printed) -> Json:
    named = {name: getattr(figure, name) for name in ("fact", "path", "year", "name", "raw", "unit")}
    return {**named, **_place(figure.place)}


def _texts(statements: Iterable[Statement]) -> list[Json]:
    return [_text(statement) for statement in statements]


def _text(statement: Statement) -> Json:
    return {"text": statement.text, **_place(statement.place)}


def _read(way: str) -> Json:
    """How something was read, where it was not simply text."""
    return {} if way == TEXT else {"read": way}


def _place(place: Place) -> Placed:
    told: Placed = {"page": place.page, "line": place.line}
    if place.file:
        told["file"] = harmless_text(place.file)
    if place.label:
        told["label"] = harmless_text(place.label)
    if place.scanned:
        told["scanned"] = True
    return told
