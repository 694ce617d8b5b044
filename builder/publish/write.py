"""Writing the published data: department by department, then what joins them. Only what changed is written again.

Reports are read one department after another and let go, so that memory does not grow with their number. Joint files are
the departments' own, put one behind the other.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from pathlib import Path

from builder.at_once import at_once
from builder.documents import DEFAULT_LIMITS, Limits
from builder.knowledge.queries import is_small
from builder.model import Problem
from builder.printed import Which
from builder.publish import budget_lines, exports, packages, rows
from builder.publish.accepted import Explanations
from builder.publish.catalogue import Catalogue, Department, Version
from builder.publish.check_list import Counted, add_counts, checks_json, worked_examples
from builder.publish.corrections import CORRECTIONS, correction_rows, reissues
from builder.publish.csv_file import Joined, join_csv, write_csv
from builder.publish.databases import figures_of, listed, without_one
from builder.publish.json_file import write_json
from builder.publish.official import write_tables
from builder.publish.packages import package_json
from builder.publish.regions import FOLDER as REGIONS
from builder.publish.report_json import Json, report_json
from builder.publish.sources import copy_sources
from builder.publish.told import Before, Told, told_of
from builder.publish.xlsx import Sheet
from builder.text import harmless_text

#: Departments' reports that are written: for fewer, starting processes costs more than it saves.
PARALLEL_FROM = 60
#: What the files of regions and of the whole cost for each report, as a part of what its own files cost.
_JOINT = 6
_SCHEMA = "report.schema.json"
_CORRECTIONS = "corrections.csv"
_FILES = (
    ("facts.csv", rows.FACTS, rows.fact_rows),
    (budget_lines.NAME, budget_lines.COLUMNS, budget_lines.budget_rows),
    ("tables.csv", rows.TABLES, rows.table_rows),
    ("unread.csv", rows.UNREAD, rows.unread_rows),
    ("findings.csv", rows.FINDINGS, rows.finding_rows),
    ("reading.csv", rows.FINDINGS, rows.reading_rows),
    ("checks.csv", rows.CHECKS, rows.check_rows),
)
Whole = Callable[[Department], Department]


def _as_it_is(department: Department) -> Department:
    return department


@dataclass(frozen=True, slots=True)
class Writing:
    """How data is written: where the reports lie, within which limits they were read, which pictures there will be,
    what editors say of findings, and how to get the whole of a department of which only outlines are in memory."""

    reports: Path
    limits: Limits = DEFAULT_LIMITS
    which: Which = "all"
    said: Explanations = field(default_factory=dict)
    whole: Whole = _as_it_is


def write_data(
    catalogue: Catalogue,
    problems: Sequence[Problem],
    out: Path,
    writing: Writing,
    before: Before | None = None,
    *,
    joint: bool = True,
) -> list[Told]:
    """Write everything below `out`, and tell what was written of each department, in their order.

    Only current versions go into the joint files. `before`: departments written in earlier builds to the same folder;
    without it everything is written anew. `joint`: with what joins the departments; of it, a shard needs the index alone.
    """
    _clear(catalogue, out, before)
    found, stamps = _unchanged(catalogue, out, writing, before) if before else ({}, {})
    changed = [department for department in catalogue.departments if department.org_id not in found]
    with at_once(in_workers=_is_much(catalogue, changed, found)) as each:
        written = each(partial(_write_department, out, writing), changed)
        told = list(_departments(catalogue, found, written, out, stamps, before))
        if not joint:
            write_json(out / "index.json", _index(catalogue, told, problems))
            return told
        write_csv(out / "reports.csv", rows.REPORTS, (row for one in told for row in one.rows))
        figures, joins = figures_of(one.entry for one in told), _joins(catalogue, out)
        regions = before.regions(told) if before else None
        joined = exports.write_whole(catalogue, figures, out, each, joins, regions)
    examples = partial(before.of_code, "examples", worked_examples) if before else worked_examples
    write_json(out / "checks.json", checks_json(_counted(told), examples))
    about = f"政府部门决算的全部数字{without_one(out)}"
    whole = package_json(out, "mingbai", about, list(catalogue.current()), joined=joined)
    write_json(out / packages.NAME, whole)
    write_json(out / "index.json", _index(catalogue, told, problems) | listed(out))
    schema = files("builder.knowledge").joinpath(_SCHEMA).read_text(encoding="utf-8")
    (out / _SCHEMA).write_text(schema, encoding="utf-8")
    return told


def _clear(catalogue: Catalogue, out: Path, before: Before | None) -> None:
    """Keep only folders of departments that may still be what they were. Files go: they may be linked to elsewhere."""
    if before is None:
        shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    known = set(catalogue.names())
    for path in out.iterdir():
        if not path.is_dir() or path.is_symlink():
            path.unlink()
        elif path.name not in known and (before is None or path.name != REGIONS):
            shutil.rmtree(path)
    if before is not None:
        before.forget_others(known)


def _is_much(catalogue: Catalogue, changed: Sequence[Department], found: Mapping[str, Told]) -> bool:
    """Whether what is to be written pays for starting processes. Where nothing but CSV is written of everything, only the
    regions of departments that changed cost something."""
    joint: Iterable[Department] = catalogue.departments
    if not is_small(sum(told.counts["facts"] for told in found.values())):
        regions = {department.region for department in changed}
        joint = (department for department in catalogue.departments if department.region in regions)
    return _count(changed) + _count(joint) // _JOINT >= PARALLEL_FROM


def _count(departments: Iterable[Department]) -> int:
    return sum(len(department.versions) for department in departments)


def _departments(
    catalogue: Catalogue,
    found: Mapping[str, Told],
    written: Iterator[Told],
    out: Path,
    stamps: Mapping[str, str],
    before: Before | None,
) -> Iterator[Told]:
    """What is told of each department, in their order: as it was found, or as the next of the changed ones is written."""
    for department in catalogue.departments:
        org_id = department.org_id
        if org_id in found:
            yield found[org_id]
            continue
        told = next(written)
        if before:
            before.put(org_id, stamps[org_id], out / org_id, told)
        yield told


def _unchanged(
    catalogue: Catalogue, out: Path, writing: Writing, before: Before
) -> tuple[dict[str, Told], dict[str, str]]:
    """What was told of the departments that are what they were; what each is made of now. Others are forgotten."""
    names, found, stamps = catalogue.names(), dict[str, Told](), dict[str, str]()
    for department in catalogue.departments:
        org_id = department.org_id
        stamps[org_id] = before.stamp(department, names, writing.said, writing.limits, writing.which)
        told = before.get(org_id, stamps[org_id], out / org_id)
        if told:
            found[org_id] = told
        else:
            before.forget(org_id)
    return found, stamps


def _write_department(out: Path, writing: Writing, department: Department) -> Told:
    department, folder = writing.whole(department), out / department.org_id
    shutil.rmtree(folder, ignore_errors=True)
    books = {
        version: _write_version(department, version, out / version.path, writing)
        for version in department.versions
    }
    current = exports.current_versions(department)
    joined = _write_joint(current, out, folder)
    if reissues(department):
        write_csv(folder / _CORRECTIONS, CORRECTIONS, correction_rows([department]))
    exports.write_department(department, {version: books[version] for version in current}, folder)
    package = package_json(
        folder,
        department.org_id,
        f"{department.org}决算的数字",
        current,
        f"{department.org_id}/",
        joined=joined,
    )
    write_json(folder / packages.NAME, package)
    return told_of(department, folder, writing.which)


def _write_version(
    department: Department, version: Version, folder: Path, writing: Writing
) -> Sequence[Sheet]:
    """Its own files; gives the sheets of its workbook."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns, make in _FILES:
        write_csv(folder / name, columns, make(version))
    book = write_tables(version, folder)
    write_json(folder / "report.json", report_json(department, version, writing.said))
    copy_sources(version.report, writing.reports, folder / "source", writing.limits)
    return book


def _write_joint(versions: Sequence[Version], out: Path, folder: Path) -> dict[str, Joined]:
    """The rows of a department's reports, from the files of these, oldest year first."""
    ordered = sorted(versions, key=lambda v: v.report.year)
    return {
        name: join_csv(folder / name, columns, (out / version.path / name for version in ordered))
        for name, columns, _ in _FILES
    }


def _joins(catalogue: Catalogue, out: Path) -> dict[str, Callable[[], Joined]]:
    """What puts the rows of all departments one behind the other under one head, by the name of the file."""
    ids = [department.org_id for department in catalogue.departments]
    columns = {name: columns for name, columns, _ in _FILES} | {_CORRECTIONS: CORRECTIONS}
    return {name: partial(_join, out, name, own, ids) for name, own in columns.items()}


def _join(out: Path, name: str, columns: Sequence[str], ids: Sequence[str]) -> Joined:
    return join_csv(out / name, columns, (out / org_id / name for org_id in ids))


def _counted(told: Sequence[Told]) -> Counted:
    counted: Counted = {}
    for one in told:
        add_counts(counted, one.checks)
    return counted


def _index(catalogue: Catalogue, told: Sequence[Told], problems: Sequence[Problem]) -> Json:
    dates = [v.report.source.published_on for v in catalogue.current() if v.report.source.published_on]
    counts = {"departments": len(catalogue.departments)}
    for name in ("reports", "facts", "comparisons", "held", "findings", "of_reading", "not_comparable"):
        counts[name] = sum(one.counts[name] for one in told)
    return {
        "schema": "mingbai-index/1",
        "data_date": max(dates, default=None),
        "counts": counts,
        "departments": [one.entry for one in told],
        "problems": [_problem(problem) for problem in problems],
    }


def _problem(problem: Problem) -> Json:
    told = {"source": problem.source, "place": problem.place, "zh": problem.zh, "en": problem.en}
    return {name: harmless_text(words) for name, words in told.items()}
