"""What was recognised from a picture accuses nobody: a letter read wrong looks like a slip of the department.

Figures of a table whose own printed totals hold as they were recognised count like any others. All that rests on other
recognised figures or words is 无法核对, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from builder.checks.compare import Comparison, Outcome, not_comparable
from builder.model import Fact, Finding, ReportFacts

_FIGURES = "所据的数是从扫描件识别的，没有合计证明读对了，不据此下结论"
_WORDS = "所据的文字是从扫描件识别的，可能认错或漏认，不据此下结论"


def surely_read(content: ReportFacts, proven: Mapping[str, bool]) -> dict[str, bool]:
    """For each table whose sums could be compared, whether they hold and nothing printed in it was left unread."""
    unread = {entry.table for entry in content.unread} | {f.table for f in content.facts if f.value is None}
    return {table: holds and table not in unread for table, holds in proven.items()}


def is_unproven(fact: Fact, proven: Mapping[str, bool]) -> bool:
    """Whether a figure was recognised, and no total of its table shows that it was read right."""
    return fact.place.scanned and proven.get(fact.table) is not True


def misrecognised_tables(facts: Iterable[Fact], proven: Mapping[str, bool]) -> set[str]:
    """The tables with recognised figures that do not add up: more likely read wrong than printed wrong."""
    return {fact.table for fact in facts if fact.place.scanned and proven.get(fact.table) is False}


def has_scans(content: ReportFacts) -> bool:
    """Whether any of the report was recognised from pictures."""
    places = (
        *(fact.place for fact in content.facts),
        *(table.place for table in content.tables),
        *(wording.place for wording in content.wordings),
        *(notice.place for notice in content.notices),
    )
    return any(place.scanned for place in places)


def without_unproven(
    made: Sequence[Comparison], found: Sequence[Finding], proven: Mapping[str, bool]
) -> tuple[list[Comparison], list[Finding]]:
    """A check's outcomes with what rests on unproven figures, or on recognised words, as not comparable."""
    kept = [_unless_unproven(comparison, proven) for comparison in made]
    held = [f for f in found if f.about == "publication" and _rests_on_scan(f)]
    for _ in held:  # each of them is one of the comparisons that the check has counted
        counted = next((n for n, c in enumerate(kept) if c.outcome is Outcome.FINDING and not c.facts), None)
        if counted is not None:
            kept[counted] = not_comparable((), _WORDS)
    return kept, [f for f in found if not any(f is one for one in held)]


def _unless_unproven(made: Comparison, proven: Mapping[str, bool]) -> Comparison:
    if made.outcome is Outcome.FINDING and any(is_unproven(fact, proven) for fact in made.facts):
        return not_comparable(made.facts, _FIGURES)
    return made


def _rests_on_scan(finding: Finding) -> bool:
    """Whether a finding is about recognised words or figures, or about something not found beside such."""
    places = (finding.place, *(fact.place for fact in finding.facts))
    return finding.level == "未见" or any(place.scanned for place in places)
