"""The glossary: plain words for terms, marked at their first use in a finished page.

Works on text between tags, at build time. The longest term wins; a name that only contains a term (an
account, a department) protects its letters; nothing is marked inside links, buttons, headings, code, drawings
or table heads.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.pages.book import FactBook
from builder.pages.published import Fact, Passage, Report

# Inside these elements no term is marked.
QUIET = frozenset({
    "a", "button", "code", "pre", "script", "style", "h1", "h2", "h3", "h4", "h5", "h6",
    "summary", "caption", "option", "select", "textarea", "label", "blockquote", "q",
})  # fmt: skip
VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "source"})
# Tables and drawings go past in one piece: nothing in them is marked, and they hold most of a page's tags.
# A drawing is one piece, with the drawings that stand in it: no word of it may become a link.
_IN_SVG = r"(?:[^<]+|<(?!/?svg\b))*"
_SVG = rf"<svg\b{_IN_SVG}(?:<svg\b{_IN_SVG}</svg>{_IN_SVG})*</svg>"
_TAG = re.compile(rf"(<table\b.*?</table>|{_SVG}|<[^>]*>)", re.DOTALL)
_TAG_NAME = re.compile(r"</?([a-zA-Z0-9]+)")
_LIST = re.compile(r"[;；|]")
_QUOTES = str.maketrans("", "", "“”\"'‘’＂「」 ")


@dataclass(frozen=True, slots=True)
class Term:
    """One entry; `items` are the names of the lines whose figure explains the term."""

    id: str
    term: str
    aliases: tuple[str, ...]
    plain: str
    why: str
    not_to_confuse_with: tuple[str, ...]  # ids of other terms
    items: tuple[str, ...]
    english: str = ""
    english_plain: str = ""
    english_why: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.term, *self.aliases)


def load_glossary(path: Path) -> tuple[Term, ...]:
    """The terms in their order; no file, no terms."""
    if not path.exists():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return tuple(_term(row) for row in csv.DictReader(stream))


def _term(row: dict[str, str]) -> Term:
    return Term(
        row["id"].strip(), row["term"].strip(), _listed(row["aliases"]), row["plain"].strip(),
        row["why"].strip(), _listed(row["not_to_confuse_with"]), _listed(row["items"]),
        (row.get("english") or "").strip(), (row.get("english_plain") or "").strip(), (row.get("english_why") or "").strip(),
    )  # fmt: skip


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _LIST.split(text) if part.strip())


@dataclass(frozen=True, slots=True)
class Marked:
    """A page with its terms marked, and which they are in the order of their first use."""

    html: str
    terms: tuple[Term, ...]


class Marker:
    """Finds terms in text. Its pattern is compiled once for all pages; each page brings the names it protects."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = {html.escape(name): term for term in terms for name in term.names}
        self._known = _longest_first(self._terms) if self._terms else None
        self._inside: dict[str, list[tuple[str, int]]] = {}

    def mark(
        self, page: str, root: str, *, protected: Iterable[str] = (), skip: frozenset[str] = frozenset()
    ) -> Marked:
        """Link the first use of each term to its page; `skip` holds ids that the page explains anyway."""
        if self._known is None:
            return Marked(page, ())
        shields = self._shields(protected)
        used: dict[str, Term] = {}
        quiet: list[str] = []
        pieces = []
        for piece in _TAG.split(page):
            if piece.startswith("<"):
                _follow(piece, quiet)
            elif piece and not quiet:
                piece = self._mark_text(piece, root, used, skip, shields)
            pieces.append(piece)
        return Marked("".join(pieces), tuple(used.values()))

    def _mark_text(
        self, text: str, root: str, used: dict[str, Term], skip: frozenset[str], shields: Shields
    ) -> str:
        assert self._known is not None

        def link(found: re.Match[str]) -> str:
            name = found.group(0)
            term = self._terms[name]
            if term.id in used or term.id in skip or not _stands_alone(found) or _is_shielded(found, shields):
                return name
            used[term.id] = term
            return f'<a class="mb-term" href="{root}terms/{term.id}/" data-term="{term.id}">{name}</a>'

        return self._known.sub(link, text)

    def _shields(self, protected: Iterable[str]) -> Shields:
        """For each term, the longer names it stands in and where it stands in them."""
        shields: Shields = {}
        for name in dict.fromkeys(html.escape(name) for name in protected):
            for term, at in self._terms_inside(name):
                shields.setdefault(term, []).append((name, at))
        return shields

    def _terms_inside(self, name: str) -> list[tuple[str, int]]:
        """Remembered: the same accounts come back in every report."""
        if name not in self._inside:
            self._inside[name] = (
                []
                if name in self._terms
                else [(term, at) for term in self._terms if (at := name.find(term)) >= 0]
            )
        return self._inside[name]


Shields = dict[str, list[tuple[str, int]]]


def _is_shielded(found: re.Match[str], shields: Shields) -> bool:
    return any(
        found.start() >= at and found.string.startswith(name, found.start() - at)
        for name, at in shields.get(found.group(0), ())
    )


def _longest_first(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))))


def _stands_alone(found: re.Match[str]) -> bool:
    """Not the middle of a Latin word or of a number: Chinese has no spaces, but those have borders."""
    text, start, end = found.string, found.start(), found.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_same_word(before, text[start]) or _same_word(text[end - 1], after))


def _same_word(left: str, right: str) -> bool:
    return all(char and char.isascii() and char.isalnum() for char in (left, right))


def _follow(tag: str, quiet: list[str]) -> None:
    """Keep the stack of quiet elements that are open; attribute `data-quiet` makes any element quiet."""
    name = _TAG_NAME.match(tag)
    if name is None or tag.endswith(("/>", "</table>", "</svg>")):
        return
    element = name.group(1).lower()
    if element in VOID:
        return
    if tag.startswith("</"):
        if quiet and quiet[-1] == element:
            quiet.pop()
    elif quiet:
        # Only elements of the same name can hide the closing tag that is waited for.
        if element == quiet[-1]:
            quiet.append(element)
    elif element in QUIET or "data-quiet" in tag:
        quiet.append(element)


def official_words(term: Term, report: Report) -> Passage | None:
    """What the report's own 名词解释 says of the term."""
    wanted = {name.translate(_QUOTES) for name in term.names}
    for name, passage in report.glossary:
        if name.translate(_QUOTES) in wanted:
            return passage
    return None


# Which kinds of figure say most about a term, in this order.
TELLING = ("决算数", "金额", "支出决算", "本年支出合计", "本年支出", "本年收入合计", "数量", "数值")


def own_fact(term: Term, book: FactBook, tables: Sequence[str]) -> Fact | None:
    """This department's own figure for the term, by the names in `items`."""
    for item in term.items:
        for table in tables:
            lines = [f for f in book.table(table) if f.item == item and f.value is not None]
            for measure in TELLING:
                if found := [f for f in lines if f.measure == measure]:
                    return found[0]
    return None
