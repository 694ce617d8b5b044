"""Two readings of one report: where a table read one way fails its own sums and read another way does not,
the second reading wins. Where none holds the first is kept, and what fails is a finding for the reader.
"""

from __future__ import annotations

from dataclasses import replace

from builder.checks import run_checks
from builder.model import Checked, ReportFacts


def doubtful_tables(checked: Checked) -> frozenset[str]:
    """The tables whose own printed totals do not hold as read."""
    return frozenset(table for table, holds in checked.proven.items() if not holds)


def settle(first: ReportFacts, second: ReportFacts, doubtful: frozenset[str]) -> ReportFacts:
    """The first reading with each doubtful table that does not fail in the second taken from there."""
    proven = run_checks(second).proven
    read = {fact.table for fact in second.facts}
    better = {table for table in doubtful & read if proven.get(table) is not False}
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
