"""Reports without what they state: small enough to hold all of them, and enough to say which is which."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from builder.model import Checked, Recognised, Report, ReportFacts, Tally


def outline_of(report: Report) -> Report:
    """What the report is and how much it states; neither its text nor its figures."""
    content = ReportFacts((), (), (), (), (), notices=report.content.notices)
    parts = tuple(replace(part, text_lines=None) for part in report.document.parts)
    return replace(
        report,
        document=replace(report.document, blocks=(), text_lines=None, parts=parts),
        recognised=Recognised("", None, "", "", (), (), (), (), (), (), (), (), ()),
        content=content,
        checked=Checked((), ()),
        tally=tally_of(report),
    )


def tally_of(report: Report) -> Tally:
    """What a report comes to, be it whole or an outline."""
    if report.tally:
        return report.tally
    tables = Counter(table.status for table in report.content.tables if table.table.startswith("T"))
    counts = report.checked.counts
    held = sum(count.held + count.rounding for count in counts)
    return Tally(
        facts=len(report.content.facts),
        tables=tuple(tables.items()),
        held=held,
        compared=held + sum(count.findings for count in counts),
        unread=len(report.content.unread),
    )
