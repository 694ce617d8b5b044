"""Findings with their ids, the printed figures with their places, and what an editor or a department says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from builder.checks.figure_names import name
from builder.model import Fact, Finding, Place
from builder.publish.catalogue import A_FEW, Department, Version
from builder.publish.ids import finding_ids
from builder.text import parse_number


@dataclass(frozen=True, slots=True)
class Named:
    """A finding with its id, and the findings that follow from it with theirs."""

    id: str
    finding: Finding
    consequences: tuple[Named, ...] = ()

    def all(self) -> Iterator[Named]:
        """The finding itself, then what follows from it."""
        yield self
        yield from self.consequences


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure of a finding as printed: `path` is the report it stands in, `fact` its id there.

    `unit` is that of the printed characters (元 where the table prints 元), not that of the published value.
    """

    fact: str
    path: str
    year: int
    name: str
    raw: str
    unit: str
    place: Place


@lru_cache(maxsize=A_FEW)
def named_findings(version: Version) -> tuple[Named, ...]:
    """All findings of a report in their order; ids are unique over causes and consequences together."""
    findings = version.report.checked.findings
    flat = [one for finding in findings for one in (finding, *finding.consequences)]
    names = iter(finding_ids(flat, version.ids()))
    return tuple(
        Named(next(names), finding, tuple(Named(next(names), follows) for follows in finding.consequences))
        for finding in findings
    )


@lru_cache(maxsize=A_FEW)
def concerned(version: Version) -> dict[str, tuple[str, ...]]:
    """Id of a fact → the ids of the findings about the publication that it is part of, by itself or by what follows."""
    ids, found = version.ids(), dict[str, dict[str, None]]()
    for cause in named_findings(version):
        if cause.finding.about == "publication":
            for named in cause.all():
                for fact in named.finding.facts:
                    if name := ids.get(id(fact)):
                        found.setdefault(name, {})[cause.id] = None
    return {name: tuple(causes) for name, causes in found.items()}


def printed(finding: Finding, version: Version, department: Department) -> tuple[Printed, ...]:
    """Its figures, of this report and, for a comparison over years, of the department's other reports."""
    versions = (version, *department.versions)
    return tuple(figure for fact in finding.facts for figure in _printed(fact, versions))


def _printed(fact: Fact, versions: Iterable[Version]) -> Iterator[Printed]:
    """The figure in the first of the versions that has it."""
    for version in versions:
        if fact_id := version.ids().get(id(fact)):
            unit = _printed_unit(fact)
            yield Printed(
                fact_id, version.path, version.report.year, name(fact), fact.raw, unit, fact.place
            )  # fmt: skip
            return


def _printed_unit(fact: Fact) -> str:
    """The unit that belongs to the printed number; that of the value is another where 元 became 万元."""
    number = parse_number(fact.raw)
    if number is None or fact.value is None or fact.unit != "万元" or number == fact.value:
        return fact.unit
    return "元" if number == fact.value * 10000 else ""
