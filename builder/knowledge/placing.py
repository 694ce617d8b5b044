"""What adds up in tables whose blank cells left no trace, and what is known of them from elsewhere (`placing.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from builder.knowledge.checks import FigureName
from builder.knowledge.files import read_toml, require

_FILE = "placing.toml"


@dataclass(frozen=True, slots=True)
class Sums:
    """In every row the columns `left` together are the columns `right` together."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """One table: its sums, and the figures elsewhere that tell what its row of totals holds in a column.

    `total` is the line that the others add up to where lines have no codes, `without` lines that do not count.
    """

    table: str
    first: str
    relations: tuple[Sums, ...]
    known: dict[str, tuple[tuple[FigureName, ...], ...]]
    total: str
    without: frozenset[str]


@cache
def load_placing() -> dict[str, Placing]:
    """The declarations by table, in the order in which tables help each other."""
    placings = [_placing(entry) for entry in read_toml(_FILE)["table"]]
    tables = [placing.table for placing in placings]
    require(len(tables) == len(set(tables)), "表号重复", "duplicate table id", _FILE)
    return {placing.table: placing for placing in placings}


def _placing(entry: dict[str, Any]) -> Placing:
    relations = tuple(Sums(tuple(sums["left"]), tuple(sums["right"])) for sums in entry["relations"])
    known = {
        column: tuple(tuple(FigureName.of(name) for name in statement) for statement in statements)
        for column, statements in entry["known"].items()
    }
    columns = {column for sums in relations for column in (*sums.left, *sums.right)}
    unknown = sorted(set(known) - columns)
    require(
        not unknown, f"没有加总关系的列：{unknown}", f"columns that no sum is declared for: {unknown}", _FILE
    )
    return Placing(
        table=entry["id"],
        first=entry.get("first", ""),
        relations=relations,
        known=known,
        total=entry.get("total", ""),
        without=frozenset(entry.get("without", [])),
    )
