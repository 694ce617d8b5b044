"""Sections and indicators of the narrative (`narrative.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from builder.knowledge.files import pattern, read_toml, require
from builder.text import fold_punctuation, squeeze

_FILE = "narrative.toml"
_PHRASINGS = "phrasings.toml"
#: {n} in a pattern: a number with optional thousands commas and decimals, 余 or 多 behind it.
NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)[余多]?"


#: {c} in a pattern: a number below a hundred in Chinese words.
WORDED = r"([一二三四五六七八九十]{1,3})"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report, told by its heading."""

    id: str
    titles: tuple[re.Pattern[str], ...]
    begins: tuple[re.Pattern[str], ...] = ()  # how its first paragraph begins where its heading is missing

    def has_title(self, folded: str) -> bool:
        return any(title.search(folded) for title in self.titles)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A subject of the narrative: words that name it, the items it stands for, role → measure."""

    sections: frozenset[str]
    items: tuple[str, ...]
    words: tuple[str, ...]
    measures: dict[str, str]


@dataclass(frozen=True, slots=True)
class CountPattern:
    """One expression whose groups are figures: (item, measure, unit) for each."""

    sections: frozenset[str]
    regex: re.Pattern[str]
    item: str
    measure: str
    unit: str
    outside_brackets: bool = False  # （其中：外事接待0批次） is not the reception
    outside_reasons: bool = False
    unless: re.Pattern[str] | None = (
        None  # found before it in the same part of the sentence: about another thing
    )

    def is_about_another(self, plain: str, start: int) -> bool:
        """Whether the words before the match, up to the last full stop or semicolon, exclude it."""
        if self.unless is None:
            return False
        begin = max(plain.rfind(mark, 0, start) for mark in "。；;") + 1
        return bool(self.unless.search(plain, begin, start))


@dataclass(frozen=True, slots=True)
class Example:
    """A text that must give exactly these facts (`item|measure|value|unit`) in this section."""

    section: str
    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Narrative:
    """Everything `narrative.toml` declares."""

    classes: frozenset[str]
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
    patterns: tuple[CountPattern, ...]
    budget_roles: dict[str, str]
    share_roles: dict[str, str]
    class_roles: dict[str, str]
    examples: tuple[Example, ...]

    def identify(self, title: str) -> str:
        """The section that a heading opens; "" when it opens none that is declared."""
        folded = fold_punctuation(title)
        return next((section.id for section in self.sections if section.has_title(folded)), "")

    def infer(self, folded: str) -> str:
        """The section that a paragraph without a heading surely belongs to; "" when it could be any."""
        return next((s.id for s in self.sections if any(b.search(folded) for b in s.begins)), "")


@cache
def load_narrative() -> Narrative:
    """Read and check the declarations."""
    data = read_toml(_FILE)
    sections = tuple(
        Section(
            entry["id"],
            tuple(pattern(title, _FILE) for title in entry["titles"]),
            tuple(pattern(begin, _FILE) for begin in entry.get("begins", ())),
        )
        for entry in data["section"]
    )
    known = {section.id for section in sections} | {"*", "report", ""}
    indicators: list[Indicator] = []
    examples: list[Example] = []
    for entry in data["indicator"]:
        indicators += _indicators(entry, data["roles"], known)
        examples += _examples(entry, "facts")
    patterns: list[CountPattern] = []
    for entry in data["pattern"]:
        _check_sections(entry, known)
        item, measure, unit = entry["facts"][0]
        regex = pattern(entry["regex"].replace("{n}", NUMBER).replace("{c}", WORDED), _FILE)
        patterns.append(
            CountPattern(
                frozenset(entry["sections"]),
                regex,
                item,
                measure,
                unit,
                entry.get("outside_brackets", False),
                entry.get("outside_reasons", False),
                pattern(entry["unless"], _FILE) if "unless" in entry else None,
            )
        )
        examples += _examples(entry, "expect")
    return Narrative(
        frozenset(data["classes"]),
        sections,
        tuple(indicators),
        tuple(patterns),
        data["roles"]["budget"],
        data["roles"]["share"],
        data["roles"]["class"],
        tuple(examples),
    )


def _indicators(entry: dict[str, Any], roles: dict[str, dict[str, str]], known: set[str]) -> list[Indicator]:
    _check_sections(entry, known)
    kind = entry["measures"]
    require(kind in roles, f"没有这种口径：{kind}", f"no such roles: {kind}", _FILE)
    sections = frozenset(entry["sections"])
    if each := entry.get("each"):
        return [Indicator(sections, (item,), (squeeze(item),), roles[kind]) for item in each]
    words = tuple(squeeze(word) for word in entry["words"])
    return [Indicator(sections, tuple(entry["items"]), words, roles[kind])]


def _check_sections(entry: dict[str, Any], known: set[str]) -> None:
    for section in entry["sections"]:
        require(section in known, f"没有这一节：{section}", f"no such section: {section}", _FILE)


def _examples(entry: dict[str, Any], facts: str) -> list[Example]:
    section = next((s for s in entry["sections"] if s != "*"), "bodies")
    return [
        Example(section, entry["example"], tuple(entry[facts])),
        Example(section, entry["nothing"], ()),
    ]


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A way of writing a section: its paragraphs, and the facts (`item|measure|value|unit`) they must give."""

    section: str
    note: str
    paragraphs: tuple[str, ...]
    facts: frozenset[str]


@cache
def load_phrasings() -> tuple[Phrasing, ...]:
    """Read `phrasings.toml`; `A&B|…` states the same of A and of B."""
    return tuple(_phrasing(entry) for entry in read_toml(_PHRASINGS)["phrasing"])


def _phrasing(entry: dict[str, Any]) -> Phrasing:
    facts = set()
    for text in entry["facts"]:
        items, _, rest = text.partition("|")
        facts |= {f"{item}|{rest}" for item in items.split("&")}
    return Phrasing(entry["section"], entry["note"], tuple(entry["text"].split("\n")), frozenset(facts))
