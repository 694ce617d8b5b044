"""The figures of one report to look up by name, with what their printed digits allow.

What is not here: any judgement. A figure printed as "about" a number is left out, it cannot be held to its digits.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from builder.knowledge import load_checks
from builder.knowledge.checks import FigureName
from builder.model import Fact, ReportFacts

Key = tuple[str, str, str, str, str]

#: Printed with the number itself; such a number is said to be no exact one.
_ABOUT = re.compile(r"约|近|余|多|超|逾|左右|以上|以内")
_YI = "亿"


@dataclass(frozen=True, slots=True)
class Figures:
    """The facts of a report, to look up by name; a figure printed twice is its first printing."""

    facts: tuple[Fact, ...]
    by_key: dict[Key, Fact]
    printings: dict[Key, tuple[Fact, ...]]  # in printed order
    of_any_item: dict[tuple[str, str, str, str], tuple[Fact, ...]]  # of the item that is printed first
    names: dict[tuple[str, str], frozenset[str]]  # of table and code, in all printings
    order: dict[Fact, int]  # where in the report each stands
    decimals: dict[str, int]  # usual in the money figures of each table
    blank_is_zero: bool
    unreadable: frozenset[Key]  # keys printed with characters that are no number
    zero: frozenset[tuple[str, str, str]] = field(default=frozenset())  # table, code, measure: blank and zero
    of_year_budget: frozenset[Decimal] = field(
        default=frozenset()
    )  # rates said to be of 全年预算 or 调整预算
    #: By the identity of a fact: the fact, which keeps it its own, and its half unit.
    halves: dict[int, tuple[Fact, Decimal]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, content: ReportFacts) -> Figures:
        printings: dict[Key, list[Fact]] = defaultdict(list)
        exact = [fact for fact in content.facts if fact.value is not None and not _ABOUT.search(fact.raw)]
        for fact in exact:
            printings[fact.key].append(fact)
        names: dict[tuple[str, str], set[str]] = defaultdict(set)
        for fact in content.facts:
            names[fact.table, fact.code].add(fact.item)
        unreadable = frozenset(fact.key for fact in content.facts if fact.value is None)
        by_key = {key: found[0] for key, found in printings.items()}
        printed = {key: tuple(found) for key, found in printings.items()}
        return cls(
            content.facts,
            by_key,
            printed,
            {(*key[:3], key[4]): printed[key] for key in reversed(printed)},
            {key: frozenset(found) for key, found in names.items()},
            {fact: number for number, fact in enumerate(content.facts)},
            _usual_decimals(exact),
            content.blank_is_zero,
            unreadable,
            frozenset(_blanks_that_are_zero(by_key, unreadable)),
            frozenset(_said_of_year_budget(content)),
        )

    def get(self, name: FigureName) -> Fact | None:
        found = self.all(name)
        return found[0] if found else None

    def all(self, name: FigureName) -> tuple[Fact, ...]:
        """Every printing of a figure, in printed order."""
        if name.item != "*":
            return self.printings.get((name.table, name.side, name.code, name.item, name.measure), ())
        return self.of_any_item.get((name.table, name.side, name.code, name.measure), ())

    def is_unreadable(self, name: FigureName) -> bool:
        """Whether a figure is printed, but not as a number that can be read."""
        if not self.unreadable:
            return False
        wanted = (name.table, name.side, name.code, name.item, name.measure)
        return any(
            all(want in ("*", got) for want, got in zip(wanted, key, strict=True)) for key in self.unreadable
        )

    def is_repeated(self, fact: Fact) -> bool:
        """Whether the same line and column is printed more than once."""
        return len(self.printings.get(fact.key, ())) > 1

    def is_one_kind_of_money(self, table: str) -> bool:
        """Whether T03 and T05 state the same money, so that neither can be another basis (口径) of the other."""
        totals = (
            self.get(FigureName("T03", "", "", "合计", "本年支出合计")),
            self.get(FigureName("T05", "", "", "合计", "本年支出")),
        )
        spent = [fact.value for fact in totals if fact is not None]
        return table in ("T03", "T05") and len(spent) == len(totals) and spent[0] == spent[1]

    def half_unit(self, fact: Fact) -> Decimal:
        """Half a unit of the last digit that the figure may be rounded to."""
        known = self.halves.get(id(fact))
        if known is None:
            known = self.halves[id(fact)] = fact, self._half_unit(fact)
        return known[1]

    def _half_unit(self, fact: Fact) -> Decimal:
        assert fact.value is not None
        if _YI in fact.raw and fact.unit == "万元":
            shown = re.search(r"\d[\d,]*(?:\.(\d+))?", fact.raw)
            digits = len(shown[1] or "") - 4 if shown else 0
            return _half(digits)
        usual = self.decimals.get(fact.table, 0) if fact.unit == "万元" else 0
        return _half(max(places(fact.value), usual))

    def same(self, one: Fact, other: Fact) -> bool:
        """Whether two figures are the same number but for rounding."""
        assert one.value is not None
        assert other.value is not None
        return abs(one.value - other.value) <= self.half_unit(one) + self.half_unit(other)


@lru_cache(maxsize=64)
def _half(decimals: int) -> Decimal:
    return Decimal(5).scaleb(-decimals - 1)


def places(value: Decimal) -> int:
    """Printed decimals."""
    whole, point, behind = str(value).partition(".")
    if whole.lstrip("-").isdigit() and behind.isdigit() == bool(point):  # no exponent and no special value
        return len(behind)
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _usual_decimals(facts: Iterable[Fact]) -> dict[str, int]:
    """The commonest number of decimals of the money in each table; a bare 0 or a dash says nothing of it, unless there
    is nothing else."""
    printed: dict[str, Counter[int]] = defaultdict(Counter)
    zeros: dict[str, Counter[int]] = defaultdict(Counter)
    for fact in facts:
        if fact.unit == "万元" and fact.value is not None and _YI not in fact.raw:
            (printed if fact.value else zeros)[fact.table][places(fact.value)] += 1
    return {table: max(seen, key=lambda d: (seen[d], d)) for table, seen in {**zeros, **printed}.items()}


def _said_of_year_budget(content: ReportFacts) -> set[Decimal]:
    said = (w for w in content.wordings if (w.kind, w.subject) == ("base", "全年预算"))
    return {Decimal(value.replace(",", "")) for w in said for value in w.values}


def _blanks_that_are_zero(by_key: dict[Key, Fact], unreadable: frozenset[Key]) -> set[tuple[str, str, str]]:
    """Blank cells of rows whose printed parts already make the printed total: the row itself says that they are zero."""
    rules = {check.table: check for check in load_checks() if check.kind == "row_sum" and not check.side}
    rows: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for key, fact in by_key.items():
        if fact.value is not None and fact.table in rules:
            rows[fact.table, fact.code][key[4]] = fact.value
    broken = {(key[0], key[2]) for key in unreadable}
    zero: set[tuple[str, str, str]] = set()
    for (table, code), row in rows.items():
        rule = rules[table]
        parts = [row[measure] for measure in rule.parts if measure in row]
        if (table, code) not in broken and parts and rule.total in row and row[rule.total] == sum(parts):
            zero |= {(table, code, measure) for measure in rule.parts if measure not in row}
    return zero
