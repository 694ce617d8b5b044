"""One report's facts, found by name: table, side, code, item, measure. Never by position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from builder.pages.published import Fact

Key = tuple[str, str, str, str, str]


class FactBook:
    """Looks facts up; the first of a repeated key counts, the others stay in the tables."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._first: dict[Key, Fact] = {}
        self._by_table: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            self._by_table[fact.table].append(fact)
            self._first.setdefault((fact.table, fact.side, fact.code, fact.item, fact.measure), fact)

    def table(self, table: str) -> list[Fact]:
        return self._by_table.get(table, [])

    def has(self, table: str) -> bool:
        return bool(self._by_table.get(table))

    def one(self, table: str, item: str, measure: str, side: str = "") -> Fact | None:
        """The fact of a line without a code; a narrative total may stand under either side."""
        return self._first.get((table, side, "", item, measure))

    def first(self, *keys: tuple[str, str, str, str]) -> Fact | None:
        """The first that is there and read of (table, item, measure, side)."""
        for table, item, measure, side in keys:
            fact = self.one(table, item, measure, side)
            if fact is not None and fact.value is not None:
                return fact
        return None

    def lines(self, table: str, measure: str, side: str = "") -> list[Fact]:
        return [f for f in self.table(table) if f.measure == measure and f.side == side]


def values(facts: Iterable[Fact]) -> list[Decimal]:
    return [fact.value for fact in facts if fact.value is not None]
