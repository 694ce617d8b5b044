"""Statements in words that can be checked (`wordings.toml`): leftovers of the form, “none”, lists, directions, years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from builder.knowledge.checks import FigureName
from builder.knowledge.files import pattern, read_toml, require

_FILE = "wordings.toml"
_PLACES = {"prose", "heading", "note", "title", "cell"}


@dataclass(frozen=True, slots=True)
class WordingPattern:
    """One way of saying something. `where` it may stand; `sections` it may stand in (empty: all but `outside`).

    `unless`, found in the clause before it or in it, means another thing. `told` is the plain sentence for readers.
    """

    kind: str
    subject: str
    regex: re.Pattern[str]
    unless: re.Pattern[str] | None
    where: frozenset[str]
    sections: frozenset[str]
    outside: frozenset[str]
    once: bool
    told: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def may_stand(self, where: str, section: str) -> bool:
        if where not in self.where or section in self.outside:
            return False
        return where != "prose" or not self.sections or section in self.sections


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the narrative that is required from a fiscal year on, where the parts `beside` it are there."""

    section: str
    name: str
    first: int
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a report must hold: from which fiscal year a table or a part is required, and words that show it is there."""

    tables: dict[str, int]
    parts: tuple[Part, ...]
    least_parts: int
    days: int  # from approval to publication


@dataclass(frozen=True, slots=True)
class Wordings:
    patterns: tuple[WordingPattern, ...]
    rules: Rules
    none: dict[str, dict[str, tuple[FigureName, ...]]]  # subject → 收入 or 支出 → the figures it speaks of
    empty: dict[str, str]  # official table → the subject it is said to have none of

    def told(self, kind: str, subject: str) -> str:
        return next((p.told for p in self.patterns if (p.kind, p.subject) == (kind, subject)), "")


@cache
def load_wordings() -> Wordings:
    """Read and check the declarations; `{name}` in a pattern stands for the words under [words]."""
    data = read_toml(_FILE)
    patterns = tuple(_pattern(entry, data["words"], data["outside"]) for entry in data["wording"])
    rules = data["rules"]
    parts = tuple(
        Part(part["section"], part["name"], part["from"], frozenset(part.get("beside", ())))
        for part in rules["part"]
    )
    none = {
        subject: {side: tuple(FigureName.of(name) for name in names) for side, names in sides.items()}
        for subject, sides in data["none"].items()
    }
    said = {pattern.subject for pattern in patterns if pattern.kind == "none"}
    require(said == set(none), "“没有”的事项和数对不上", "subjects of none and their figures differ", _FILE)
    judged = Rules(rules["tables"], parts, rules["least_parts"], rules["days"])
    return Wordings(patterns, judged, none, data["empty"])


def _pattern(entry: dict[str, Any], words: dict[str, str], outside: list[str]) -> WordingPattern:
    where = frozenset(entry.get("where", ["prose", "heading", "note"]))
    require(where <= _PLACES, f"没有这种位置：{where}", f"no such place: {where}", _FILE)
    require(bool(entry["examples"]), f"没有例子：{entry['kind']}", f"no example: {entry['kind']}", _FILE)
    unless = entry.get("unless", "")
    return WordingPattern(
        kind=entry["kind"],
        subject=entry.get("subject", ""),
        regex=pattern(_filled(entry["regex"], words), _FILE),
        unless=pattern(_filled(unless, words), _FILE) if unless else None,
        where=where,
        sections=frozenset(entry.get("sections", ())),
        outside=frozenset(entry.get("outside", outside)),
        once=entry.get("once", False),
        told=entry.get("told", ""),
        examples=tuple(entry["examples"]),
        counterexamples=tuple(entry["counterexamples"]),
    )


def _filled(source: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        source = source.replace("{" + name + "}", value)
    return source
