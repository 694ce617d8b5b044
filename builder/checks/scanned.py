"""What was recognised from a picture accuses nobody: a letter read wrong looks like a slip of the department.

Figures that stand in printed totals of their table, which hold as they were recognised, count like any others. All
that rests on other recognised figures or words is 无法核对, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.checks.compare import Comparison, Outcome, not_comparable
from builder.model import Fact, Finding, ReportFacts

Key = tuple[str, ...]

_FIGURES = "所据的数是从扫描件识别的，没有合计证明读对了，不据此下结论"
_WORDS = "所据的文字是从扫描件识别的，可能认错或漏认，不据此下结论"


@dataclass(frozen=True, slots=True)
class SurelyRead:
    """What of a report was surely read as it is printed: in `tables`, the recognised figures with these `keys`."""

    tables: frozenset[str]
    keys: frozenset[Key]

    @classmethod
    def of(cls, content: ReportFacts, proven: Mapping[str, bool], added_up: frozenset[Key]) -> SurelyRead:
        """Figures of tables whose sums hold, and in which nothing was left unread, that stand in such a sum."""
        unread = {u.table for u in content.unread} | {f.table for f in content.facts if f.value is None}
        tables = frozenset(table for table, holds in proven.items() if holds and table not in unread)
        return cls(tables, added_up)


def added_up(made: Iterable[Comparison]) -> Iterator[Key]:
    """The recognised figures in comparisons that hold exactly.

    What is allowed for rounding proves nothing here: a last digit that was read wrong would be allowed as well.
    """
    for comparison in made:
        if comparison.outcome is Outcome.HELD:
            yield from (fact.key for fact in comparison.facts if fact.place.scanned)


def is_unproven(fact: Fact, sure: SurelyRead) -> bool:
    """Whether a figure was recognised, and no total of its table shows that it was read right."""
    return fact.place.scanned and not (fact.table in sure.tables and fact.key in sure.keys)


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
    made: Sequence[Comparison], found: Sequence[Finding], sure: SurelyRead
) -> tuple[list[Comparison], list[Finding]]:
    """A check's outcomes with what rests on unproven figures, or on recognised words, as not comparable."""
    kept = [_unless_unproven(comparison, sure) for comparison in made]
    held = [f for f in found if f.about == "publication" and _rests_on_scan(f)]
    for _ in held:  # each of them is one of the comparisons that the check has counted
        counted = next((n for n, c in enumerate(kept) if c.outcome is Outcome.FINDING and not c.facts), None)
        if counted is not None:
            kept[counted] = not_comparable((), _WORDS)
    return kept, [f for f in found if not any(f is one for one in held)]


def _unless_unproven(made: Comparison, sure: SurelyRead) -> Comparison:
    if made.outcome is Outcome.FINDING and any(is_unproven(fact, sure) for fact in made.facts):
        return not_comparable(made.facts, _FIGURES)
    return made


def _rests_on_scan(finding: Finding) -> bool:
    """Whether a finding is about recognised words or figures, or about something not found beside such."""
    places = (finding.place, *(fact.place for fact in finding.facts))
    return finding.level == "未见" or any(place.scanned for place in places)
