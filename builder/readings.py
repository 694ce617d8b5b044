"""Two readings of one report: where a table read one way fails its own sums and read another way does not,
the second reading wins. Where none holds the first is kept, and what fails is a finding for the reader.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from builder.checks import run_checks
from builder.knowledge.tables import OFFICIAL
from builder.model import Checked, Recognised, ReportFacts


def doubtful_tables(checked: Checked, content: ReportFacts) -> frozenset[str]:
    """The tables whose own printed totals do not hold as read, or of which less was read than left unread."""
    failing = {table for table, holds in checked.proven.items() if not holds}
    stated = Counter(fact.table for fact in content.facts)
    unread = Counter(entry.table for entry in content.unread)
    return frozenset(failing | {table for table in OFFICIAL if unread[table] > stated[table]})


def doubted_pages(doubtful: frozenset[str], found: Recognised, content: ReportFacts) -> frozenset[int]:
    """The pages on which doubtful tables stand as far as they were found, and those beside them; of one file only.

    A table that was found too short goes on, and one whose title was missed begins, on the page beside.
    """
    places = [fact.place for fact in content.facts if fact.table in doubtful]
    places += [entry.place for entry in content.unread if entry.table in doubtful]
    for part in found.tables:
        if part.table in doubtful:
            places += [part.place, *(cell.place for row in part.rows for cell in row.cells)]
    numbers = {place.page for place in places if place.page}
    return frozenset(number + step for number in numbers for step in (-1, 0, 1))


def disputed_tables(checked: Checked, second: ReportFacts, doubtful: frozenset[str]) -> frozenset[str]:
    """The doubtful tables of which the second reading gives a figure that a failing sum needs otherwise.

    A figure that the second reading does not give is not disputed by it.
    """
    printed: dict[tuple[str, ...], set[Decimal | None]] = {}
    for fact in second.facts:
        printed.setdefault(fact.key, set()).add(fact.value)
    told = [f for finding in checked.findings for f in (finding, *finding.consequences)]
    needed = [fact for finding in told for fact in finding.facts if fact.table in doubtful]
    return frozenset(f.table for f in needed if f.key in printed and f.value not in printed[f.key])


def settle(
    first: ReportFacts, checked: Checked, second: ReportFacts, doubtful: frozenset[str]
) -> ReportFacts:
    """The first reading with each doubtful table that does not fail in the second taken from there.

    `checked`: how the checks of the first came out. Gives the first itself where nothing is taken. A table that is
    doubtful only for what it left unread must state more in the second, and hold there.
    """
    proven = run_checks(second).proven
    read = {fact.table for fact in second.facts}
    failing = {table for table, holds in checked.proven.items() if not holds}
    more = Counter(fact.table for fact in second.facts)
    more.subtract(fact.table for fact in first.facts)
    better = {
        t
        for t in doubtful & read
        if (t in failing and proven.get(t) is not False) or (proven.get(t) is True and more[t] > 0)
    }
    if not better:
        return first
    facts = [fact for fact in first.facts if fact.table not in better]
    unread = [entry for entry in first.unread if entry.table not in better]
    tables = {status.table: status for status in second.tables if status.table in better}
    return replace(
        first,
        facts=tuple([fact for fact in second.facts if fact.table in better] + facts),
        tables=tuple(tables.get(status.table, status) for status in first.tables),
        unread=tuple([entry for entry in second.unread if entry.table in better] + unread),
    )
