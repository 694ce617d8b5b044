"""The terms that a page uses, explained: plain words, the report's own words, this department's figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import NamedTuple

from builder.pages.book import FactBook
from builder.pages.environment import line
from builder.pages.figures import Figure, Links
from builder.pages.gathered import Gathered, Parts, pack
from builder.pages.glossary import Term, official_words, own_fact
from builder.pages.published import Report

#: The kind of pages that terms have.
OWN = "term"
_HELD = 1_000  # reports of a term that are held until those that are shown are chosen
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


class Told(NamedTuple):
    """A report that tells what a term is for its department; in order the newest comes first, then by name."""

    before: int  # the year, below zero
    org: str
    path: str
    org_id: str


@dataclass(slots=True)
class Telling:
    """How many reports tell what a term is for their department, and the newest of them."""

    count: int = 0
    newest: list[Told] = field(default_factory=list)


@dataclass(slots=True)
class OwnFigures:
    """Gathers, while current reports pass by, what the terms on their pages are for their departments.

    Of each term the lines by the report, as the page of the term shows them.
    """

    _lines: dict[str, dict[str, str]] = field(default_factory=dict)
    _told: dict[str, list[Told]] = field(default_factory=dict)

    def add(self, report: Report, uses: Sequence[TermUse]) -> None:
        links, book = Links(report, "../../", f"../../{report.path}/"), FactBook(report.facts)
        for term in (use.term for use in uses if use.figure is not None):
            if (fact := own_fact(term, book, TABLES_BY_WEIGHT)) is not None:
                shown = line("own", report=report, figure=links.figure(fact), term=term)
                self._lines.setdefault(term.id, {})[report.path] = shown
                told = Told(-report.year, report.org, report.path, report.org_id)
                self._told.setdefault(term.id, []).append(told)

    def parts(self) -> Parts:
        """What they tell the pages of terms: of all at once who tells it, and the lines of each."""
        told = {name: [tuple(one) for one in found] for name, found in self._told.items()}
        return pack(OWN, {"": told, **self._lines})


def who_tells(gathered: Gathered, most: int) -> dict[str, Telling]:
    """Of each term who tells what it is for a department: how many, and the newest, so many at most."""
    found: dict[str, Telling] = defaultdict(Telling)
    for told in gathered.told(OWN):
        for name, reports in told.items():
            telling = found[name]
            telling.count += len(reports)
            telling.newest += map(Told._make, reports)
            if len(telling.newest) > _HELD:
                telling.newest = nsmallest(most, telling.newest)
    return {name: Telling(one.count, nsmallest(most, one.newest)) for name, one in found.items()}


def own_lines(gathered: Gathered, term: Term, reports: Sequence[Told]) -> str:
    """The lines of some reports on the page of a term, in their order."""
    return "".join(gathered.told_by(one.org_id, OWN, term.id)[one.path] for one in reports)
