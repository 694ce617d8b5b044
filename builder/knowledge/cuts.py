"""Which tables give lowest-level money rows, and how their lines and columns are made up (`cuts.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from builder.knowledge.files import read_toml, require
from builder.knowledge.tables import load_tables

FILE = "cuts.toml"
_DIRECTIONS, _BY, _PARTS = {"收入", "支出"}, {"function", "economic"}, {"", "fund", "kind"}


@dataclass(frozen=True, slots=True)
class Cut:
    """One way through the money of a report; what its entries mean is said in `cuts.toml`."""

    table: str
    name: str
    direction: str
    fund: str
    kind: str
    total: str
    parts: tuple[str, ...]
    parts_are: str
    by: str


@cache
def load_cuts() -> tuple[Cut, ...]:
    """All cuts. Raises KnowledgeError for a table that stands twice or a column that its table does not have."""
    cuts = tuple(_cut(entry) for entry in read_toml(FILE)["cut"])
    for names in ([cut.table for cut in cuts], [cut.name for cut in cuts]):
        require(len(names) == len(set(names)), f"重复：{names}", f"stands twice: {names}", FILE)
    for cut in cuts:
        _check(cut)
    return cuts


def _cut(entry: dict[str, Any]) -> Cut:
    return Cut(
        entry["table"], entry["name"], entry["direction"], entry["fund"], entry.get("kind", ""), entry["total"],
        tuple(entry["parts"]), entry.get("parts_are", ""), entry["by"],
    )  # fmt: skip


def _check(cut: Cut) -> None:
    told = cut.direction in _DIRECTIONS and cut.by in _BY and cut.parts_are in _PARTS
    require(
        told and bool(cut.parts) == bool(cut.parts_are),
        f"{cut.table} 有不认识的词",
        f"{cut.table} has an unknown word",
        FILE,
    )
    known = {measure.name for measure in load_tables().form(cut.table).measures}
    strange = {cut.total, *cut.parts} - known
    require(not strange, f"{cut.table} 没有这些列：{strange}", f"{cut.table} has no columns {strange}", FILE)
