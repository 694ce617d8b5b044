"""Two readings of one report: where a table read one way fails its own sums and read another way does not,
the second reading wins. Where none holds the first is kept, and what fails is a finding for the reader.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from builder.checks import run_checks
from builder.knowledge.tables import OFFICIAL
from builder.model import Checked, ReportFacts


def doubtful_tables(checked: Checked, content: ReportFacts) -> frozenset[str]:
    """The tables whose own printed totals do not hold as read, or of which less was read than left unread."""
    failing = {table for table, holds in checked.proven.items() if not holds}
    stated = Counter(fact.table for fact in content.facts)
    unread = Counter(entry.table for entry in content.unread)
    return frozenset(failing | {table for table in OFFICIAL if unread[table] > stated[table]})


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


def settle(first: ReportFacts, second: ReportFacts, doubtful: frozenset[str]) -> ReportFacts:
    """The first reading with each doubtful table that does not fail in the second taken from there.

    A table that is doubtful only for what it left unread must state more in the second, and hold there.
    """
    proven = run_checks(second).proven
    read = {fact.table for fact in second.facts}
    failing = {table for table, holds in run_checks(first).proven.items() if not holds}
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
