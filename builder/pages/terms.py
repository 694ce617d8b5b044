"""The terms that a page uses, explained: plain words, the report's own words, this department's figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.pages.book import FactBook
from builder.pages.figures import Figure, Links
from builder.pages.glossary import Term, official_words, own_fact
from builder.pages.published import Report

TABLES_BY_WEIGHT = ("T01", "T03", "T04", "T05", "T06", "T09", "N")


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term as one page explains it."""

    term: Term
    official: str
    official_href: str
    official_place: str
    figure: Figure | None
    org: str


def terms_of_page(terms: Sequence[Term], root: str, report: Report | None) -> list[TermUse]:
    if report is None:
        return [TermUse(term, "", "", "", None, "") for term in terms]
    links, book = Links(report, root, ""), FactBook(report.facts)
    return [_use(term, links, book, report) for term in terms]


def _use(term: Term, links: Links, book: FactBook, report: Report) -> TermUse:
    fact = own_fact(term, book, TABLES_BY_WEIGHT)
    passage = official_words(term, report)
    return TermUse(
        term,
        passage.text if passage else "",
        links.to(passage.place) if passage else "",
        links.name(passage.place) if passage else "",
        links.figure(fact) if fact else None,
        report.org,
    )
