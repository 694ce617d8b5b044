"""Every report against the same department's report of the year before, once it is known which is which.

Reorganised units are linked on their pages, not compared: what they report is not the same thing.
"""

from __future__ import annotations

from dataclasses import replace

from builder.checks.across import Year, compare_years
from builder.publish.catalogue import Catalogue, Department, Version


def with_last_years(catalogue: Catalogue) -> Catalogue:
    """The catalogue, with the check over years added to what each report was checked for."""
    names = {department.org_id: department.org for department in catalogue.departments}
    return Catalogue(
        tuple(
            replace(d, versions=tuple(_with_last_year(d, version, names) for version in d.versions))
            for d in catalogue.departments
        )
    )


def _with_last_year(department: Department, version: Version, names: dict[str, str]) -> Version:
    report = version.report
    before = _last_year(department, version)
    last = Year(before.report.year, before.report.content) if before else None
    apart = _apart(version, before, names)
    count, findings = compare_years(Year(report.year, report.content), last, apart=apart)
    checked = replace(
        report.checked,
        counts=(*report.checked.counts, count),
        findings=(*report.checked.findings, *findings),
    )
    return replace(version, report=replace(report, checked=checked))


def _last_year(department: Department, version: Version) -> Version | None:
    """The current report of the same kind for the year before."""
    wanted = (version.report.year - 1, version.report.kind, "current")
    found = (v for v in department.versions if (v.report.year, v.report.kind, v.status) == wanted)
    return next(found, None)


def _apart(version: Version, before: Version | None, names: dict[str, str]) -> str:
    """In words why the years are not compared: the unit was made of others, or went into others."""
    if came_from := version.report.source.predecessors:
        listed = "、".join(names.get(org_id, org_id) for org_id in came_from)
        return f"机构有过调整，前身是{listed}，调整前后的数不直接比较"
    if before and (went_to := before.report.source.successors):
        listed = "、".join(names.get(org_id, org_id) for org_id in went_to)
        return f"机构有过调整，职能并入{listed}，调整前后的数不直接比较"
    return ""
