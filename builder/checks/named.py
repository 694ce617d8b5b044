"""Checks that are no plain arithmetic, each a named function of the facts and statements of one report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from builder.checks.compare import Comparison, Figures, Named, NamedCheck, Outcome, compare, not_applicable
from builder.checks.words import WORDS
from builder.knowledge import load_tables
from builder.model import Fact, Finding, ReportFacts


def repeated_figures(content: ReportFacts, figures: Figures) -> Named:
    """The same key printed more than once: all printings must be the same number."""
    printed: dict[tuple[str, str, str, str, str], list[Fact]] = defaultdict(list)
    for fact in content.facts:
        if fact.value is not None:
            printed[fact.key].append(fact)
    made = [
        compare(figures, facts[0], [other])
        for facts in printed.values()
        for other in facts[1:]
        if other.unit == facts[0].unit
    ]
    return made or [not_applicable("没有印过两次的数")], []


def unread_figures(content: ReportFacts, figures: Figures) -> Named:
    """Printed characters in scope that became no figure: about our reading, or a misprint."""
    del figures
    return _told(
        (
            Finding(
                check="R1",
                level="提示",
                figures=f"{unread.table} {unread.raw}",
                explanation=f"原文这里写的是“{unread.raw}”，未能读成一个数：{unread.zh}。本站不猜，照原样列出。",
                place=unread.place,
            )
            for unread in content.unread
        ),
        content,
    )


def slipped_titles(content: ReportFacts, figures: Figures) -> Named:
    """A table whose title is not the usual one, though form and place leave no doubt which it is."""
    del figures
    return _told(
        (
            Finding(
                check="R2",
                level="提示",
                figures=f"{table.table} {table.title}",
                explanation=f"表名写作“{table.title}”，通常写作“{table.name}”；本站按内容归为这张表。",
                place=table.place,
            )
            for table in content.tables
            if table.title and not load_tables().form(table.table).is_proper(table.title)
        ),
        content,
    )


def _told(findings: Iterator[Finding], content: ReportFacts) -> Named:
    found = list(findings)
    if not content.facts and not found:
        return [not_applicable("报告里没有数")], []
    outcome = Comparison(Outcome.FINDING) if found else Comparison(Outcome.HELD)
    return [outcome] * max(len(found), 1), found


NAMED: dict[str, NamedCheck] = {
    "repeated_figures": repeated_figures,
    "unread_figures": unread_figures,
    "slipped_titles": slipped_titles,
    **WORDS,
}
