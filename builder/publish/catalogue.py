"""Which reports belong to which department and year, which version is current, and stable ids."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from builder.model import Report
from builder.publish.ids import fact_ids

#: How many versions may be remembered of which something was asked: several files of one report ask the same.
A_FEW = 4


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """One report as published, with its address in the data and on the site. Only itself is the same as it."""

    report: Report
    version: str
    path: str  # yiyang-sb/2024, or yiyang-sb/2024/superseded/1a2b3c4d
    status: str  # current, superseded
    fact_ids: tuple[str, ...]  # of the report's facts, in their order

    def ids(self) -> dict[int, str]:
        """Identity of the fact → its id."""
        return _ids_of(self)


@lru_cache(maxsize=8 * A_FEW)  # a comparison over years asks for those of its department's other reports, too
def _ids_of(version: Version) -> dict[int, str]:
    facts = version.report.content.facts
    return {id(fact): name for fact, name in zip(facts, version.fact_ids, strict=True)}


@dataclass(frozen=True, slots=True)
class Department:
    """A reporting entity with all its reports, newest year first, the current version before older ones."""

    org_id: str
    org: str
    region: str
    parent: str
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    versions: tuple[Version, ...]
    former_ids: tuple[str, ...] = ()  # addresses that lead here still, the oldest first


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that will be published."""

    departments: tuple[Department, ...]

    def names(self) -> dict[str, str]:
        """The departments' names, by id."""
        return {department.org_id: department.org for department in self.departments}

    def versions(self) -> Iterable[Version]:
        return (version for department in self.departments for version in department.versions)

    def current(self) -> Iterable[Version]:
        return (version for version in self.versions() if version.status == "current")


def arrange(reports: Sequence[Report]) -> Catalogue:
    """Give every report its department's id, and order the versions of each year."""
    ids = _ids(reports)
    by_org: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_org[ids[report.org]].append(replace(report, org_id=ids[report.org]))
    return Catalogue(tuple(_department(org_id, own) for org_id, own in sorted(by_org.items())))


def _ids(reports: Sequence[Report]) -> dict[str, str]:
    """Unit's name → id: the one given, else the name in pinyin; names that read alike get a mark each."""
    given = {report.org: report.org_id for report in reports if report.org_id}
    made: dict[str, list[str]] = defaultdict(list)
    for org in sorted({report.org for report in reports} - set(given)):
        made[pinyin_id(org)].append(org)
    ids = dict(given)
    for base, orgs in made.items():
        clash = len(orgs) > 1 or base in given.values()
        for org in orgs:
            ids[org] = f"{base}-{hashlib.sha256(org.encode()).hexdigest()[:4]}" if clash else base
    return ids


def pinyin_id(name: str) -> str:
    """A unit's name in pinyin, one syllable after the other: 沅江市 → yuan-jiang-shi."""
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors="ignore")
    return re.sub(r"[^a-z0-9]+", "-", "-".join(syllables).lower()).strip("-") or "dan-wei"


def _department(org_id: str, reports: list[Report]) -> Department:
    by_year: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        by_year[report.year].append(report)
    versions = [
        version for year in sorted(by_year, reverse=True) for version in _versions(org_id, by_year[year])
    ]
    newest = versions[0].report
    sources = [version.report.source for version in versions]
    return Department(
        org_id=org_id,
        org=newest.org,
        region=newest.region,
        parent=next((report.parent for report in reports if report.parent), ""),
        predecessors=tuple(dict.fromkeys(p for source in sources for p in source.predecessors)),
        successors=tuple(dict.fromkeys(s for source in sources for s in source.successors)),
        versions=tuple(versions),
        former_ids=tuple(dict.fromkeys(old for source in sources for old in source.former_ids)),
    )


#: Final accounts take the year's own address; a report of another kind stands beside them.
_BESIDE = {"绩效自评": "performance", "其他": "other"}


def _versions(org_id: str, reports: list[Report]) -> list[Version]:
    """The versions of one year: of each kind the newest published is current, older ones are superseded."""
    by_kind: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_kind[_BESIDE.get(report.kind, "")].append(report)
    versions: list[Version] = []
    for order, beside in enumerate(sorted(by_kind)):
        year = by_kind[beside][0].year
        base = f"{org_id}/{year}" if order == 0 else f"{org_id}/{year}/{beside}"
        newest_first = sorted(
            by_kind[beside], key=lambda r: (r.source.published_on, r.source.file), reverse=True
        )
        for index, report in enumerate(newest_first):
            version = report.source.sha256[:8]
            path = base if index == 0 else f"{base}/superseded/{version}"
            ids = tuple(fact_ids(report.content.facts))
            versions.append(Version(report, version, path, "superseded" if index else "current", ids))
    return versions
