"""One report as JSON (`report.schema.json`): everything its page shows, values as exact decimal strings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from builder.model import Fact, Finding, Place, Report, Statement, TableStatus
from builder.publish.catalogue import Department, Version
from builder.publish.rows import fact_ids, number

Json = dict[str, object]


class Placed(TypedDict):
    page: int | None
    line: int | None


def report_json(department: Department, version: Version) -> Json:
    """The published form of one version of one report."""
    report = version.report
    content, found = report.content, report.recognised
    ids = fact_ids(content.facts)
    by_fact = {id(fact): name for fact, name in zip(content.facts, ids, strict=True)}
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
        "tables": [_table(table, report) for table in content.tables],
        "facts": [_fact(fact, by_fact[id(fact)]) for fact in content.facts],
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
        "findings": [_finding(f, by_fact) for f in report.checked.findings],
        "source_text": None if report.document.text_lines is None else list(report.document.text_lines),
    }


def title(report: Report) -> str:
    return f"{report.year}年度{report.kind}"


def _source(report: Report) -> Json:
    source, document = report.source, report.document
    return {
        "file": source.file.rsplit("/", 1)[-1],
        "sha256": source.sha256,
        "bytes": source.size,
        "format": document.format,
        "pages": document.pages,
        "lines": None if document.text_lines is None else len(document.text_lines),
        "url": source.url or None,
        "published_on": source.published_on or None,
        "approved_on": source.approved_on or None,
        "sample": source.sample,
    }


def _table(table: TableStatus, report: Report) -> Json:
    return {
        "table": table.table,
        "name": table.name,
        "title": table.title,
        "status": table.status,
        "unit": table.unit,
        "note": table.note or None,
        "proven": report.checked.proven.get(table.table),
        **_place(table.place),
    }


def _fact(fact: Fact, name: str) -> Json:
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
        **_place(fact.place),
    }


def _finding(finding: Finding, ids: dict[int, str]) -> Json:
    return {
        "check": finding.check,
        "level": finding.level,
        "figures": finding.figures,
        "recomputed": finding.recomputed,
        "difference": finding.difference,
        "tolerance": finding.tolerance,
        "unit": finding.unit,
        "explanation": finding.explanation,
        "fact_ids": [ids[id(fact)] for fact in finding.facts if id(fact) in ids],
        **_place(finding.place),
    }


def _texts(statements: Iterable[Statement]) -> list[Json]:
    return [_text(statement) for statement in statements]


def _text(statement: Statement) -> Json:
    return {"text": statement.text, **_place(statement.place)}


def _place(place: Place) -> Placed:
    return {"page": place.page, "line": place.line}
