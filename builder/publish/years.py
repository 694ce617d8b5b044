"""Every report against the same department's report of the year before, once it is known which is which.

Reorganised units are linked on their pages, not compared: what they report is not the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from builder.cache import whole
from builder.checks.across import Year, compare_years
from builder.publish.catalogue import Catalogue, Department, Version
from builder.publish.ids import fact_ids


def with_last_years(catalogue: Catalogue) -> Catalogue:
    """The catalogue, with the check over years added to what each report was checked for."""
    names = catalogue.names()
    return Catalogue(tuple(with_years_of(department, names) for department in catalogue.departments))


def whole_department(names: Mapping[str, str], department: Department) -> Department:
    """The department with all that its reports state, of which the outlines are in memory, and the check over years.

    `names`: of all departments, by id.
    """
    versions = []
    for version in department.versions:
        report = replace(whole(version.report), org_id=version.report.org_id)
        versions.append(replace(version, report=report, fact_ids=tuple(fact_ids(report.content.facts))))
    return with_years_of(replace(department, versions=tuple(versions)), names)


def with_years_of(department: Department, names: Mapping[str, str]) -> Department:
    """The department, each of its reports compared with the one of the year before."""
    years = {version: Year(version.report.year, version.report.content) for version in department.versions}
    versions = (_with_last_year(version, _last_year(department, version), years, names) for version in years)
    return replace(department, versions=tuple(versions))


def _with_last_year(
    version: Version, before: Version | None, years: Mapping[Version, Year], names: Mapping[str, str]
) -> Version:
    report, last = version.report, years[before] if before else None
    count, findings = compare_years(years[version], last, apart=_apart(version, before, names))
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


def _apart(version: Version, before: Version | None, names: Mapping[str, str]) -> str:
    """In words why the years are not compared: the unit was made of others, or went into others."""
    if came_from := version.report.source.predecessors:
        listed = "、".join(names.get(org_id, org_id) for org_id in came_from)
        return f"机构有过调整，前身是{listed}，调整前后的数不直接比较"
    if before and (went_to := before.report.source.successors):
        listed = "、".join(names.get(org_id, org_id) for org_id in went_to)
        return f"机构有过调整，职能并入{listed}，调整前后的数不直接比较"
    return ""
