"""A department over the years as one workbook: the sheets of its reports put one under the other, each line with its year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from builder.knowledge.tables import OFFICIAL
from builder.publish.catalogue import Department, Version
from builder.publish.rows import safe
from builder.publish.workbook import about
from builder.publish.xlsx import Cell, Sheet, write_workbook

_FIRST = ("年度", "报告种类")


def workbook_over_years(department: Department, books: Mapping[Version, Sequence[Sheet]], path: Path) -> None:
    """Write it. `books`: the sheets of the current versions, newest first; a table's columns are those of any of its years."""
    stacks: dict[str, list[tuple[Version, Sheet]]] = {}
    for version, own in books.items():
        for sheet in own:
            stacks.setdefault(sheet.name, []).append((version, sheet))
    ordered = sorted(stacks, key=_official_first)
    sheets = [stacked(name, stacks[name]) for name in ordered]
    dates = [version.report.source.published_on for version in books]
    created = max(dates, default="") or f"{max(version.report.year for version in books)}-12-31"
    write_workbook(path, [about(ordered), *sheets], f"{department.org} 各年决算", created)


def _official_first(name: str) -> int:
    """The nine tables in their order, whichever year has them; the other sheets as they come."""
    table = name.split(" ")[0]
    return OFFICIAL.index(table) if table in OFFICIAL else len(OFFICIAL)


def stacked(name: str, sheets: Sequence[tuple[Version, Sheet]]) -> Sheet:
    """Sheets of one kind under one heading; a column that a year does not have is empty in its lines."""
    headings = list(dict.fromkeys(heading for _, sheet in sheets for heading in sheet.headings))
    lines: list[Sequence[Cell]] = []
    for version, sheet in sheets:
        first = (str(version.report.year), safe(version.report.kind))
        for line in sheet.lines:
            cells = dict(zip(sheet.headings, line, strict=True))
            lines.append((*first, *(cells.get(heading) for heading in headings)))
    return Sheet(name, (*_FIRST, *headings), lines)
