"""The figures that departments are compared by (`indicators.toml`), and where the people in post are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from builder.knowledge.files import read_toml, require

_FILE = "indicators.toml"
_ID = re.compile(r"[a-z][a-z-]*")
UNITS = ("万元", "%", "人", "辆", "批次", "人次")


class Source(NamedTuple):
    """Where a figure may stand; `{year}` in a measure is the year of the report."""

    table: str
    side: str
    item: str
    measure: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of which every report has at most one. `sources` in the order in which they are tried."""

    id: str
    name: str
    plain: str
    unit: str
    per_head: bool
    sources: tuple[Source, ...]
    example: tuple[str, ...]  # invented facts, as table|side|item|measure|value
    expect: str


@dataclass(frozen=True, slots=True)
class Indicators:
    """All indicators in the order in which they are shown, and where people in post are counted."""

    all: tuple[Indicator, ...]
    staff: tuple[Source, ...]


@cache
def load_indicators() -> Indicators:
    """Read and verify the declaration."""
    entries = read_toml(_FILE)
    found = tuple(_indicator(entry) for entry in entries["indicator"])
    names = [each.id for each in found]
    require(len(names) == len(set(names)), "有重复的指标编号", "an id stands twice", _FILE)
    (staff,) = entries["staff"]
    return Indicators(found, _sources(staff))


def _indicator(entry: dict[str, Any]) -> Indicator:
    name = entry["id"]
    require(bool(_ID.fullmatch(name)), f"指标编号写错了：{name}", f"bad id: {name}", _FILE)
    require(entry["unit"] in UNITS, f"{name}：没有这个单位", f"{name}: unknown unit", _FILE)
    words = {key: entry[key] for key in ("name", "plain", "unit", "per_head", "expect")}
    return Indicator(id=name, sources=_sources(entry), example=tuple(entry["example"]), **words)


def _sources(entry: dict[str, Any]) -> tuple[Source, ...]:
    found = tuple(Source(*source) for source in entry["from"])
    require(bool(found), "指标没有出处", "an indicator without a source", _FILE)
    return found
