"""The terms that a page uses, explained: plain words, the report's own words, this department's figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from builder.pages.book import FactBook
from builder.pages.environment import line
from builder.pages.figures import Figure, Links
from builder.pages.gathered import Gathered, Parts, pack
from builder.pages.glossary import Term, official_words, own_fact
from builder.pages.published import Report

#: The kind of pages that terms have.
OWN = "term"
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


class OwnFigure(NamedTuple):
    """What a term is for one department in one year; the line is as the page of the term shows it."""

    year: int
    org: str
    path: str
    line: str


@dataclass(slots=True)
class OwnFigures:
    """Gathers, while current reports pass by, what the terms on their pages are for their departments."""

    _found: dict[str, list[OwnFigure]] = field(default_factory=dict)

    def add(self, report: Report, uses: Sequence[TermUse]) -> None:
        links, book = Links(report, "../../", f"../../{report.path}/"), FactBook(report.facts)
        for term in (use.term for use in uses if use.figure is not None):
            if (fact := own_fact(term, book, TABLES_BY_WEIGHT)) is not None:
                shown = line("own", report=report, figure=links.figure(fact), term=term)
                own = OwnFigure(report.year, report.org, report.path, shown)
                self._found.setdefault(term.id, []).append(own)

    def parts(self) -> Parts:
        """What they tell the pages of terms."""
        return pack(OWN, self._found)


def own_figures(gathered: Gathered, term: Term) -> list[OwnFigure]:
    """What a term is for all departments: the newest first, then by name."""
    found = [figure for own in gathered.told(OWN, term.id) for figure in own]
    return sorted(found, key=lambda own: (-own.year, own.org, own.path))
