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
class Bodies:
    """How the names in a list of a unit's own offices are told; which of them show nothing of the unit."""

    ends: tuple[str, ...]
    stops: tuple[str, ...]
    uncounted: tuple[str, ...]
    common: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parted:
    """Names of parts of which a whole consists; `every`: of nothing else.

    `of`: wholes of which who names a small part does not leave out a larger one.
    """

    names: tuple[str, ...]
    every: bool
    of: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class ToldChanges:
    """What changes told in words are about.

    `budgets`: subject → pairs of the budget at the start of the year and the one of the whole year. `items`: subject
    → item of the text whose change against last year is meant, where it has another name.
    """

    budgets: dict[str, tuple[tuple[FigureName, FigureName], ...]]
    alias: dict[str, str]
    items: dict[str, str]


@dataclass(frozen=True, slots=True)
class Acts:
    """Words for one and the same act (发放, 拨付), act by act, and words that say nothing of what it is done with."""

    same: tuple[tuple[str, ...], ...]
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wordings:
    patterns: tuple[WordingPattern, ...]
    rules: Rules
    none: dict[str, dict[str, tuple[FigureName, ...]]]  # subject → 收入 or 支出 → the figures it speaks of
    empty: dict[str, str]  # official table → the subject it is said to have none of
    bodies: Bodies
    parted: tuple[Parted, ...]
    changes: ToldChanges
    acts: Acts

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
    return Wordings(
        patterns,
        judged,
        none,
        data["empty"],
        _bodies(data["bodies"]),
        tuple(_parted(entry) for entry in data["parted"]),
        _changes(data),
        _acts(data["acts"]),
    )


def _bodies(entry: dict[str, list[str]]) -> Bodies:
    return Bodies(
        tuple(entry["ends"]), tuple(entry["stops"]), tuple(entry["uncounted"]), frozenset(entry["common"])
    )


def _parted(entry: dict[str, Any]) -> Parted:
    of = entry.get("of", "")
    return Parted(tuple(entry["names"]), entry["all"], pattern(of, _FILE) if of else None)


def _changes(data: dict[str, Any]) -> ToldChanges:
    budgets = {
        subject: tuple((FigureName.of(first), FigureName.of(whole)) for first, whole in pairs)
        for subject, pairs in data["told_budget"].items()
    }
    unknown = set(data["told_alias"].values()) - set(budgets)
    require(not unknown, f"没有这些事项：{unknown}", f"no such subjects: {unknown}", _FILE)
    return ToldChanges(budgets, data["told_alias"], data["told_change"])


def _acts(entry: dict[str, list[str]]) -> Acts:
    plain = tuple(sorted(entry["plain"], key=len, reverse=True))
    return Acts(tuple(tuple(words) for name, words in entry.items() if name != "plain"), plain)


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
