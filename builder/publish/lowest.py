"""The lowest-level money rows of an official table: accounts without printed accounts below them, split by its columns.

Where the accounts below one do not add up to it, it stands for them itself; so does a total. What comes out adds up to
the printed total, but for rounding, whatever the report prints. What it does not: it corrects nothing, and leaves out
lines without an account's code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from builder.checks.compare import Figures, Outcome, compare
from builder.checks.rollup import right_below
from builder.knowledge.colours import economic_key
from builder.knowledge.cuts import Cut
from builder.model import Fact

#: Why a row is a lowest one, and what became of its columns: the values of columns `lowest` and `split`.
LAST, NONE_BELOW, NOT_ADDING, UNCLEAR = "末级", "没有印下级", "下级加不拢", "下级分不清"
SPLIT, NO_PARTS, PARTS_NOT_ADDING, PARTS_UNCLEAR = "分栏", "没有分栏", "分栏加不拢", "分栏分不清"
_LAST_DIGITS = {"function": 7, "economic": 5}
#: Totals of basic expenditure, and which accounts they add up.
_HALVES = (("人员经费合计", "people"), ("公用经费合计", "office"))


@dataclass(frozen=True, slots=True)
class Lowest:
    """A printed figure that is a lowest one."""

    fact: Fact
    lowest: str
    split: str


@dataclass(frozen=True, slots=True)
class _Table:
    """One column of a table by account; `unread`: accounts of which something else than a number is printed there."""

    cut: Cut
    figures: Figures
    by_code: dict[str, list[Fact]]
    totals: dict[str, list[Fact]]  # by name, lines without an account
    unread: frozenset[str]
    codes: frozenset[str]  # all that are printed


def lowest_rows(cut: Cut, figures: Figures) -> Iterator[Lowest]:
    """Of one table; nothing where it has no figures."""
    by_code, totals = defaultdict[str, list[Fact]](list), defaultdict[str, list[Fact]](list)
    unread = set()
    for fact in figures.facts:
        if (fact.table, fact.measure) == (cut.table, cut.total):
            if fact.value is None:
                unread.add(fact.code)
            else:
                (by_code[fact.code] if fact.code else totals[fact.item]).append(fact)
    table = _Table(cut, figures, by_code, totals, frozenset(unread), frozenset(unread | set(by_code)))
    lines = _of_halves(table) if cut.by == "economic" else _under_total(table)
    for fact, why in lines:
        yield from _columns(table, fact, why)


def _under_total(table: _Table) -> list[tuple[Fact, str]]:
    top = right_below("", table.codes)
    return _resolve(table, table.totals.get("合计", []), top)


def _of_halves(table: _Table) -> list[tuple[Fact, str]]:
    """People and office each have a total; where neither is printed, all accounts stand under 合计."""
    if not any(table.totals.get(name) for name, _ in _HALVES):
        return _under_total(table)
    top = right_below("", table.codes)
    halves = ((name, [code for code in top if economic_key(code) == key]) for name, key in _HALVES)
    return [line for name, codes in halves for line in _resolve(table, table.totals.get(name, []), codes)]


def _resolve(table: _Table, own: Sequence[Fact], below: Sequence[str]) -> list[tuple[Fact, str]]:
    """The rows that stand for one account or total. `own`: its printings; `below`: the accounts right below it."""
    printed = [table.by_code[code] for code in below if table.by_code.get(code)]
    if not printed:
        return [(fact, _why(table, fact)) for fact in _counted(own)]
    firsts = [facts[:1] for facts in printed]
    if not own:
        return _rows_of(table, firsts)
    alone = len(_counted(own)) == 1
    if alone and not table.unread & set(below):
        for total, tried in product(own, (firsts, printed)):
            if _adds_up(table.figures, total, [fact for facts in tried for fact in facts]):
                return _rows_of(table, tried)
    return [(fact, NOT_ADDING if alone else UNCLEAR) for fact in _counted(own)]


def _counted(own: Sequence[Fact]) -> Sequence[Fact]:
    """A total printed again, such as over a page break, counts once; an account printed for several units each time."""
    return own[:1] if own and not own[0].code else own


def _rows_of(table: _Table, printed: Sequence[Sequence[Fact]]) -> list[tuple[Fact, str]]:
    return [
        row for facts in printed for row in _resolve(table, facts, right_below(facts[0].code, table.codes))
    ]  # fmt: skip


def _why(table: _Table, fact: Fact) -> str:
    return LAST if len(fact.code) >= _LAST_DIGITS[table.cut.by] else NONE_BELOW


def _adds_up(figures: Figures, total: Fact, parts: Sequence[Fact]) -> bool:
    return compare(figures, total, parts).outcome in (Outcome.HELD, Outcome.ROUNDING)


def _columns(table: _Table, fact: Fact, why: str) -> Iterator[Lowest]:
    """A row by the columns that it is made of, where they add up to it."""
    keys = [(fact.table, fact.side, fact.code, fact.item, part) for part in table.cut.parts]
    printings = [table.figures.printings.get(key, ()) for key in keys]
    parts = [found[0] for found in printings if found]
    if not parts:
        yield Lowest(fact, why, NO_PARTS)
    elif table.figures.is_repeated(fact):
        yield Lowest(fact, why, PARTS_UNCLEAR)
    elif any(key in table.figures.unreadable for key in keys) or not _adds_up(table.figures, fact, parts):
        yield Lowest(fact, why, PARTS_NOT_ADDING)
    else:
        yield from (Lowest(part, why, SPLIT) for part in parts)
