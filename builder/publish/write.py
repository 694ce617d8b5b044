"""Writing the published data. The folder is written anew and put in place whole."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from builder.documents import DEFAULT_LIMITS, Limits
from builder.model import Problem
from builder.publish import budget_lines, exports, packages, rows
from builder.publish.accepted import Explanations
from builder.publish.catalogue import Catalogue, Department, Version
from builder.publish.check_list import checks_json
from builder.publish.corrections import CORRECTIONS, correction_rows, reissues
from builder.publish.csv_file import write_csv
from builder.publish.json_file import write_json
from builder.publish.official import write_tables
from builder.publish.packages import package_json
from builder.publish.report_json import Json, parts_json, report_json, title
from builder.publish.sources import copy_sources, source_name
from builder.text import harmless_text

_SCHEMA = "report.schema.json"
_FILES = (
    ("facts.csv", rows.FACTS, rows.fact_rows),
    (budget_lines.NAME, budget_lines.COLUMNS, budget_lines.budget_rows),
    ("tables.csv", rows.TABLES, rows.table_rows),
    ("unread.csv", rows.UNREAD, rows.unread_rows),
    ("findings.csv", rows.FINDINGS, rows.finding_rows),
    ("reading.csv", rows.FINDINGS, rows.reading_rows),
    ("checks.csv", rows.CHECKS, rows.check_rows),
)


def write_data(
    catalogue: Catalogue,
    problems: Sequence[Problem],
    reports: Path,
    out: Path,
    said: Explanations | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Path:
    """Write everything below `out` and give it back; only current versions go into the joint files.

    `said`: explanations from accepted.csv, to stand beside their findings. `limits`: those that the reports were read
    within.
    """
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for department in catalogue.departments:
        for version in department.versions:
            _write_version(department, version, reports, out / version.path, said, limits)
        _write_joint([v for v in department.versions if v.status == "current"], out / department.org_id)
        if reissues(department):
            write_csv(out / department.org_id / "corrections.csv", CORRECTIONS, correction_rows([department]))
        exports.write_department(department, out / department.org_id)
        _write_package(department, out / department.org_id)
    _write_joint(list(catalogue.current()), out)
    write_csv(out / "corrections.csv", CORRECTIONS, correction_rows(catalogue.departments))
    write_json(out / "checks.json", checks_json(catalogue))
    write_csv(
        out / "reports.csv", rows.REPORTS, [rows.report_row(version) for version in catalogue.versions()]
    )
    exports.write_whole(catalogue, out)
    whole = package_json(out, "mingbai", "明白账：政府部门决算的全部数字", list(catalogue.current()))
    write_json(out / packages.NAME, whole)
    write_json(out / "index.json", _index(catalogue, problems))
    schema = files("builder.knowledge").joinpath(_SCHEMA).read_text(encoding="utf-8")
    (out / _SCHEMA).write_text(schema, encoding="utf-8")
    return out


def _write_version(
    department: Department,
    version: Version,
    reports: Path,
    folder: Path,
    said: Explanations | None,
    limits: Limits,
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns, make in _FILES:
        write_csv(folder / name, columns, make(version))
    write_tables(version, folder)
    write_json(folder / "report.json", report_json(department, version, said))
    copy_sources(version.report, reports, folder / "source", limits)


def _write_package(department: Department, folder: Path) -> None:
    org_id, current = department.org_id, [v for v in department.versions if v.status == "current"]
    package = package_json(folder, org_id, f"明白账：{department.org}决算的数字", current, f"{org_id}/")
    write_json(folder / packages.NAME, package)


def _write_joint(versions: Sequence[Version], folder: Path) -> None:
    ordered = sorted(versions, key=lambda v: (v.report.org_id, v.report.year))
    for name, columns, make in _FILES:
        write_csv(folder / name, columns, (row for version in ordered for row in make(version)))


def _index(catalogue: Catalogue, problems: Sequence[Problem]) -> Json:
    current = list(catalogue.current())
    counts = [count for version in current for count in version.report.checked.counts]
    findings = [finding for version in current for finding in version.report.checked.findings]
    dates = [v.report.source.published_on for v in current if v.report.source.published_on]
    return {
        "schema": "mingbai-index/1",
        "data_date": max(dates, default=None),
        "counts": {
            "departments": len(catalogue.departments),
            "reports": len(current),
            "facts": sum(len(version.report.content.facts) for version in current),
            "comparisons": sum(c.held + c.rounding + c.findings for c in counts),
            "held": sum(c.held + c.rounding for c in counts),
            "findings": sum(f.about == "publication" for f in findings),
            "of_reading": sum(f.about == "reading" for f in findings),
            "not_comparable": sum(c.not_comparable for c in counts),
        },
        "departments": [_department(department) for department in catalogue.departments],
        "problems": [_problem(problem) for problem in problems],
    }


def _problem(problem: Problem) -> Json:
    told = {"source": problem.source, "place": problem.place, "zh": problem.zh, "en": problem.en}
    return {name: harmless_text(words) for name, words in told.items()}


def _department(department: Department) -> Json:
    return {
        "org_id": department.org_id,
        "org": department.org,
        "region": department.region or None,
        "parent": department.parent or None,
        "predecessors": list(department.predecessors),
        "successors": list(department.successors),
        "former_ids": list(department.former_ids),
        "reports": [_entry(version) for version in department.versions],
    }


def _entry(version: Version) -> Json:
    report = version.report
    return {
        "year": report.year,
        "kind": report.kind,
        "title": title(report),
        "path": version.path,
        "version": version.version,
        "status": version.status,
        "facts": len(report.content.facts),
        "tables_with_data": sum(t.status == "有数据" and t.table[0] == "T" for t in report.content.tables),
        "sample": report.source.sample,
        "published_on": report.source.published_on or None,
        "source": source_name(report),
        **parts_json(report),
    }
