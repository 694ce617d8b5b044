"""The made-up names, titles and wordings, loaded once from `made.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Wording = Mapping[str, tuple[str, ...]]
"""One way to write a section: its paragraphs (`text`) and the templates of its lists."""


@dataclass(frozen=True)
class Words:
    """Everything that a made report says in words."""

    places: tuple[str, ...]
    offices: tuple[str, ...]
    funds: tuple[tuple[str, str], ...]
    capital: tuple[tuple[str, str], ...]
    titles: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, str]
    reasons: Mapping[str, tuple[str, ...]]  # for more, for less, for the same
    sections: tuple[tuple[str, str], ...]
    wordings: Mapping[str, Mapping[str, Wording]]
    glossary: tuple[str, ...]


@cache
def load_words() -> Words:
    """Read `made.toml`."""
    path = Path(__file__).parents[1] / "made.toml"
    toml = tomllib.loads(path.read_text(encoding="utf-8"))
    return Words(
        places=tuple(toml["places"]),
        offices=tuple(toml["offices"]),
        funds=_pairs(toml["funds"]),
        capital=_pairs(toml["capital"]),
        titles={table: tuple(titles) for table, titles in toml["titles"].items()},
        notes=dict(toml["notes"]),
        reasons={way: tuple(reasons) for way, reasons in toml["reasons"].items()},
        sections=tuple((section["id"], section["title"]) for section in toml["section"]),
        wordings={
            section: {name: _wording(wording) for name, wording in variants.items()}
            for section, variants in toml["wording"].items()
        },
        glossary=tuple(toml["glossary"]),
    )


def _pairs(lines: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, name) for code, name in (line.split(" ", 1) for line in lines))


def _wording(wording: dict[str, str | list[str]]) -> Wording:
    return {key: (value,) if isinstance(value, str) else tuple(value) for key, value in wording.items()}
