"""Writes finished pages below one folder and lists them for whoever builds the frame around them."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from builder.pages.environment import environment
from builder.pages.glossary import Marker, Term
from builder.pages.published import Report
from builder.pages.terms import TermUse, terms_of_page

FILE = "page.html"
LIST = "pages.json"
_HEADING = re.compile(r'<h2 id="([^"]+)">([^<]+)</h2>')


@dataclass(frozen=True, slots=True)
class Page:
    """What the frame around a page needs to know. `url` is relative to the site, "" for the first page."""

    url: str
    title: str
    description: str
    kind: str
    sections: tuple[tuple[str, str], ...] = ()
    date: str = ""
    version: str = ""
    source: tuple[str, ...] = ()  # the file that the page is made of, in lines for a report of an error


def headings(html: str) -> tuple[tuple[str, str], ...]:
    """The sections of a page, (anchor, title), as its second headings name them; one with marks inside is not among them.

    >>> headings('<h2 id="rules">先看</h2><h3 id="a">细</h3>')
    (('rules', '先看'),)
    """
    return tuple((anchor, title) for anchor, title in _HEADING.findall(html))


class Writer:
    """Writes pages below one folder and remembers them."""

    def __init__(self, docs: Path, terms: tuple[Term, ...]) -> None:
        self.docs, self.terms = docs, terms
        self.pages: list[Page] = []
        self.paths: list[Path] = []
        self.marker = Marker(terms)

    def write(self, page: Page, html: str) -> None:
        self.pages.append(page)
        self.paths.append(self.file(page.url + FILE, html))

    def file(self, name: str, text: str) -> Path:
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return path

    def render(
        self,
        page: Page,
        template: str,
        *,
        protected: tuple[str, ...] = (),
        report: Report | None = None,
        skip: frozenset[str] = frozenset(),
        contents: bool = False,
        **values: object,
    ) -> list[TermUse]:
        """Fill the template, mark the terms, and put their explanations where the template wants them; give these.

        With `contents` the frame lists the page's second headings beside the text.
        """
        root = "../" * page.url.count("/")
        env = environment()
        html = env.get_template(template).render(root=root, **values)
        page = replace(page, sections=headings(html)) if contents else page
        marked = self.marker.mark(html, root, protected=protected, skip=skip)
        uses = terms_of_page(marked.terms, root, report)
        explained = env.get_template("pages/_terms.html").render(uses=uses, root=root)
        self.write(page, marked.html.replace("<!--terms-->", explained))
        return uses

    def finish(self) -> None:
        listed = json.dumps([asdict(page) for page in self.pages], ensure_ascii=False, indent=1)
        self.paths.append(self.file(LIST, listed + "\n"))
