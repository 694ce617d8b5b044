"""What changed when a report was issued again: figure by figure, from what to what, with the place in both.

It compares the printed figures of two versions; it does not know why one changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from builder.checks.figure_names import table_name
from builder.model import Fact, Place
from builder.publish.catalogue import Department, Version
from builder.publish.rows import number, safe
from builder.publish.sources import shown_file

CORRECTIONS = (
    "org_id", "org", "year", "table", "table_name", "side", "code", "item", "measure", "change", "old_value", "new_value",
    "unit", "old_raw", "new_raw", "old_version", "new_version", "old_path", "new_path", "old_page", "old_line",
    "new_page", "new_line", "old_source", "new_source",
)  # fmt: skip
Key = tuple[str, str, str, str, str, int]


def correction_rows(departments: Iterable[Department]) -> list[tuple[str, ...]]:
    """All changed figures of the given departments, newest version first, each version against the one before."""
    return [
        row
        for department in departments
        for newer, older in reissues(department)
        for row in _rows(department, older, newer)
    ]


def reissues(department: Department) -> list[tuple[Version, Version]]:
    """(newer, older) for every report that was issued again; versions stand newest first."""
    issued: dict[str, list[Version]] = defaultdict(list)
    for version in department.versions:
        issued[version.path.split("/superseded/")[0]].append(version)
    return [pair for versions in issued.values() for pair in pairwise(versions)]


def _rows(department: Department, older: Version, newer: Version) -> list[tuple[str, ...]]:
    before, after = _by_key(older.report.content.facts), _by_key(newer.report.content.facts)
    rows = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if change := _change(old, new):
            rows.append(_row(department, (older, old), (newer, new), change))
    return sorted(rows)


def _by_key(facts: Sequence[Fact]) -> dict[Key, Fact]:
    """A figure printed more than once is told apart by which printing it is."""
    seen: dict[tuple[str, str, str, str, str], int] = defaultdict(int)
    found: dict[Key, Fact] = {}
    for fact in facts:
        found[(*fact.key, seen[fact.key])] = fact
        seen[fact.key] += 1
    return found


def _change(old: Fact | None, new: Fact | None) -> str:
    """`100` and `100.00` are the same figure; another unit is a change."""
    if old is None:
        return "新增"
    if new is None:
        return "不再列出"
    same = old.raw == new.raw if old.value is None or new.value is None else old.value == new.value
    return "" if same and old.unit == new.unit else "改动"


def _row(
    department: Department, old: tuple[Version, Fact | None], new: tuple[Version, Fact | None], change: str
) -> tuple[str, ...]:
    (older, before), (newer, after) = old, new
    fact = after or before
    assert fact is not None
    return (
        department.org_id, safe(department.org), str(newer.report.year),
        fact.table, table_name(fact.table), fact.side, fact.code, safe(fact.item), safe(fact.measure), change,
        number(before.value) if before else "", number(after.value) if after else "", _unit(before, after),
        safe(before.raw) if before else "", safe(after.raw) if after else "",
        older.version, newer.version, older.path, newer.path,
        *_place(before), *_place(after), _file(older, before), _file(newer, after),
    )  # fmt: skip


def _unit(before: Fact | None, after: Fact | None) -> str:
    units = dict.fromkeys(fact.unit for fact in (before, after) if fact)
    return " → ".join(units)


def _place(fact: Fact | None) -> tuple[str, str]:
    place = fact.place if fact else Place()
    return ("" if place.page is None else str(place.page), "" if place.line is None else str(place.line))


def _file(version: Version, fact: Fact | None) -> str:
    return safe(shown_file(version.report, fact.place.file)) if fact else ""
