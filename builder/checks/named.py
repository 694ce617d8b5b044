"""Checks that are no plain arithmetic, each a named function of the facts and statements of one report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.checks.closing_rows import closing_rows
from builder.checks.compare import (
    Comparison,
    Figures,
    Named,
    NamedCheck,
    Outcome,
    at_most,
    not_applicable,
    not_comparable,
)
from builder.checks.figure_names import table_name
from builder.checks.notices import reading_notices
from builder.checks.paragraphs import items_in_headline, items_in_tables
from builder.checks.performance import sums_inside, tables_agree, text_agrees
from builder.checks.repeated import repeated_figures
from builder.checks.spending import blank_totals, not_in_basic, review_of_other_money, review_without_projects
from builder.checks.things import money_and_counts, vehicles
from builder.checks.words import WORDS
from builder.checks.zero_bases import zero_bases
from builder.knowledge import load_tables
from builder.knowledge.checks import FigureName
from builder.model import Finding, ReportFacts, Unread
from builder.text import squeeze

#: A number as it is typed when a comma or a point slips: 173,59 for 173.59.
_SLIPPED = re.compile(r"\d{1,3}(?:,\d{3})*(?:,\d{1,2}|\.\.\d+|\.\d+\.\d+)(?:万元|元|%)?")


def part_within_whole(content: ReportFacts, figures: Figures) -> Named:
    """E7: what appropriations paid for in an account is not more than all that was spent in it."""
    del content
    made: list[Comparison] = []
    for fact in figures.by_key.values():
        if fact.table != "T05" or figures.is_repeated(fact):
            continue
        measure = "本年支出合计" if fact.measure == "本年支出" else fact.measure
        whole = figures.all(FigureName("T03", "", fact.code, fact.item, measure))
        if len(whole) == 1:
            made.append(at_most(figures, [fact], whole))
        else:
            made.append(
                not_comparable((fact,), f"没有读到：{table_name('T03')} {fact.code} {fact.item} {measure}")
            )
    return made or [not_applicable("没有这张表的数")], []


def fund_closes(content: ReportFacts, figures: Figures) -> Named:
    """D7: what a fund had and got is what it spent and has left, row by row of T07."""
    del content
    return closing_rows("T07", figures), []


def capital_closes(content: ReportFacts, figures: Figures) -> Named:
    """D8: the same for T08, where the form has these columns."""
    del content
    return closing_rows("T08", figures), []


def unread_figures(content: ReportFacts, figures: Figures) -> Named:
    """Printed characters in scope that became no figure: a slip of typing, or our reading."""
    del figures
    return _told((_unread(entry, content) for entry in content.unread), content)


def _unread(entry: Unread, content: ReportFacts) -> Finding:
    slipped = _SLIPPED.fullmatch(squeeze(entry.raw)) is not None
    sentence = f"原文这里写的是“{entry.raw}”，未能读成一个数：{entry.zh}。本站不猜，照原样列出。"
    return Finding(
        check="R1",
        level="不一致" if slipped and entry.table == "N" else "提示",
        figures=f"{table_name(entry.table)} {entry.raw}",
        explanation=sentence,
        place=entry.place,
        facts=tuple(
            f for f in content.facts if f.value is None and (f.raw, f.place) == (entry.raw, entry.place)
        ),
        about="publication" if slipped else "reading",
    )


def slipped_titles(content: ReportFacts, figures: Figures) -> Named:
    """A table whose title is not the usual one, though form and place leave no doubt which it is."""
    del figures
    return _told(
        (
            Finding(
                check="R2",
                level="提示",
                figures=f"《{table.title}》",
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
    made = [_outcome(finding) for finding in found]
    return made or [Comparison(Outcome.HELD)], found


def _outcome(finding: Finding) -> Comparison:
    """What is about our reading is no finding about the publication: it could not be compared."""
    if finding.about == "reading":
        return not_comparable((), "本站没有读准这里印的字")
    return Comparison(Outcome.FINDING)


NAMED: dict[str, NamedCheck] = {
    "repeated_figures": repeated_figures,
    "unread_figures": unread_figures,
    "slipped_titles": slipped_titles,
    "reading_notices": reading_notices,
    "part_within_whole": part_within_whole,
    "fund_closes": fund_closes,
    "capital_closes": capital_closes,
    "items_in_tables": items_in_tables,
    "items_in_headline": items_in_headline,
    "zero_bases": zero_bases,
    "vehicles": vehicles,
    "money_and_counts": money_and_counts,
    "review_of_other_money": review_of_other_money,
    "review_without_projects": review_without_projects,
    "not_in_basic": not_in_basic,
    "blank_totals": blank_totals,
    "sums_inside": sums_inside,
    "tables_agree": tables_agree,
    "text_agrees": text_agrees,
    **WORDS,
}
