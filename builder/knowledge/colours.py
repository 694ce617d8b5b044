"""The colours of charts by what they stand for, and which of them a printed line has.

Nothing here draws: charts, style sheets and plotly take the keys, and a browser takes the values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from builder.knowledge.files import read_toml, require

FILE = "colours.toml"
KINDS = ("sources", "uses", "natures")
_HEX = re.compile(r"#[0-9a-f]{6}")
#: Classes of the economic classification that pay people; what else basic expenditure buys keeps the office going.
PAYS_PEOPLE = ("301", "303")


@dataclass(frozen=True, slots=True)
class Colour:
    """What a colour stands for, in words, and its value on a light and on a dark ground."""

    key: str
    name: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Lines that hold one of these words have this colour; the empty word stands in every line."""

    key: str
    words: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Colours:
    by_key: dict[str, Colour]
    rules: dict[str, tuple[Rule, ...]]
    apart: tuple[tuple[str, ...], ...]
    grounds: dict[str, tuple[str, ...]]

    def of(self, kind: str, line: str) -> str:
        """The key of a line's colour: `kind` is `sources`, `uses` or `natures`."""
        return next(rule.key for rule in self.rules[kind] if any(word in line for word in rule.words))


def economic_key(code: str) -> str:
    """Whether a line of basic expenditure pays people or keeps the office going.

    >>> economic_key("30101"), economic_key("30201")
    ('people', 'office')
    """
    return "people" if code.startswith(PAYS_PEOPLE) else "office"


@cache
def load_colours() -> Colours:
    """The declarations; a colour that is none, or a rule that takes nothing, is a KnowledgeError."""
    raw = read_toml(FILE)
    by_key = {key: Colour(key, row["name"], row["light"], row["dark"]) for key, row in raw["colour"].items()}
    for colour in by_key.values():
        valid = all(_HEX.fullmatch(value) for value in (colour.light, colour.dark))
        require(valid, f"颜色写错了：{colour.key}", f"not a colour: {colour.key}", FILE)
    rules = {
        kind: tuple(Rule(row["key"], tuple(row["words"]), row["example"]) for row in raw[kind])
        for kind in KINDS
    }
    for kind, listed in rules.items():
        last = bool(listed) and "" in listed[-1].words
        require(last, f"{kind} 的最后一条要收下其余各行", f"the last of {kind} must take every line", FILE)
        known = all(rule.key in by_key for rule in listed)
        require(known, f"{kind} 用了没有声明的颜色", f"{kind} uses a colour that is not declared", FILE)
    grounds = {scheme: tuple(values) for scheme, values in raw["grounds"].items()}
    return Colours(by_key, rules, tuple(tuple(group) for group in raw["apart"]), grounds)
