"""Writes finished pages below one folder and lists them for whoever builds the frame around them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType

from builder.keeping import Written, by_fields
from builder.pages.environment import environment
from builder.pages.glossary import Marker, Term
from builder.pages.made_before import MadeBefore
from builder.pages.published import Report
from builder.pages.terms import TermUse, terms_of_page

FILE = "page.html"
LIST = "pages.json"
NO_LINES: Mapping[str, str] = MappingProxyType({})
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

    __reduce__ = by_fields


def headings(html: str) -> tuple[tuple[str, str], ...]:
    """The sections of a page, (anchor, title), as its second headings name them; one with marks inside is not among them.

    >>> headings('<h2 id="rules">先看</h2><h3 id="a">细</h3>')
    (('rules', '先看'),)
    """
    return tuple((anchor, title) for anchor, title in _HEADING.findall(html))


class Writer:
    """Writes pages below one folder and remembers them. `made`: what is there and need not be made again."""

    def __init__(self, docs: Path, terms: tuple[Term, ...], made: MadeBefore | None = None) -> None:
        self.docs, self.terms = docs, terms
        self.made = made or MadeBefore(docs, None)
        self.pages: list[Page] = []
        self.paths: list[Path] = []
        self.marker = Marker(terms)

    def write(self, page: Page, html: str) -> None:
        self.pages.append(page)
        self.paths.append(self.file(page.url + FILE, html))

    def file(self, name: str, text: str) -> Path:
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # it may be linked to: it is replaced, never written into
        path.write_text(text, encoding="utf-8", newline="\n")
        self.made.wrote(name)
        return path

    def found(self, group: str, stamp: str) -> bool:
        """Whether all files of a group are there as they have to be; its pages are remembered, then."""
        known = self.made.group(group, stamp)
        for one in known or ():
            self._remember(one)
        return known is not None

    def _remember(self, known: Written) -> None:
        if isinstance(known.told, Page):
            self.pages.append(known.told)
            self.paths.append(self.docs / known.files[0][0])

    def render(
        self,
        page: Page,
        template: str,
        *,
        protected: tuple[str, ...] = (),
        report: Report | None = None,
        skip: frozenset[str] = frozenset(),
        contents: bool = False,
        lines: Mapping[str, str] = NO_LINES,
        made_of: object = None,
        **values: object,
    ) -> list[TermUse]:
        """Fill the template, mark the terms, and put their explanations where the template wants them; give these.

        With `contents` the frame lists the page's second headings beside the text. `lines`: finished HTML of tables and lists,
        put where a comment in the template has its name, after the terms are marked: no term is marked in it.
        `made_of`: all that tells its values from others, as `repr` shows it; with it, a page that is there is not made again.
        """
        file = page.url + FILE
        stamp = "" if made_of is None else self.made.stamp(page, made_of, lines)
        if known := self.made.get(file, stamp):
            self._remember(known)
            return []
        root = "../" * page.url.count("/")
        env = environment()
        html = env.get_template(template).render(root=root, **values)
        page = replace(page, sections=headings(html)) if contents else page
        marked = self.marker.mark(html, root, protected=protected, skip=skip)
        uses = terms_of_page(marked.terms, root, report)
        explained = env.get_template("pages/_terms.html").render(uses=uses, root=root)
        html = marked.html.replace("<!--terms-->", explained)
        for name, finished in lines.items():
            html = html.replace(f"<!--{name}-->", finished)
        self.write(page, html)
        self.made.put(file, stamp, page)
        return uses

    def finish(self) -> None:
        names = [each.name for each in fields(Page)]
        listed = ({name: getattr(page, name) for name in names} for page in self.pages)
        self.paths.append(self.file(LIST, in_lines(json.dumps(each, ensure_ascii=False) for each in listed)))


def in_lines(items: Iterable[str]) -> str:
    """JSON values as a JSON list, a line each.

    >>> in_lines(["1", "2"])
    '[\\n1,\\n2\\n]\\n'
    """
    return "[\n" + ",\n".join(items) + "\n]\n"
