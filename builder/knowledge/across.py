"""The declared comparison of two years of one department (`across.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from builder.knowledge.checks import FAMILIES, Check, FigureName
from builder.knowledge.files import read_toml, require

_FILE = "across.toml"


@dataclass(frozen=True, slots=True)
class Change:
    """An amount and its stated change against last year; each may stand under one of several names."""

    amount: tuple[FigureName, ...]
    change: tuple[FigureName, ...]
    last: tuple[FigureName, ...]


@dataclass(frozen=True, slots=True)
class YearsExample:
    """Invented figures of this year and the year before, and how the comparison must come out."""

    this: dict[str, str]
    last: dict[str, str]
    outcome: str


@dataclass(frozen=True, slots=True)
class Across:
    """What is compared over two years. `check` describes it like any other check."""

    check: Check
    carried: tuple[tuple[FigureName, FigureName], ...]
    changes: tuple[Change, ...]
    examples: tuple[YearsExample, ...]


@cache
def load_across() -> Across:
    """Read and verify the declaration."""
    entry = read_toml(_FILE)
    require(entry["family"] in FAMILIES, f"没有这一类：{entry['family']}", "unknown family", _FILE)
    words = {name: entry[name] for name in ("id", "name", "family", "level", "plain", "formula", "innocent")}
    return Across(
        Check(kind="across", **words),
        tuple((FigureName.of(opening), FigureName.of(closing)) for opening, closing in entry["carried"]),
        tuple(Change(_names(c["amount"]), _names(c["change"]), _names(c["last"])) for c in entry["change"]),
        tuple(YearsExample(dict(e["this"]), dict(e["last"]), e["outcome"]) for e in entry["examples"]),
    )


def _names(texts: list[Any]) -> tuple[FigureName, ...]:
    return tuple(FigureName.of(text) for text in texts)
