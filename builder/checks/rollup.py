"""Accounts added up level by level: 合计 = Σ类, 类 = Σ款, 款 = Σ项; a level that is not printed is stepped over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from builder.checks.compare import (
    Comparison,
    Figures,
    Outcome,
    compare,
    misprinted,
    not_applicable,
    not_comparable,
)
from builder.model import Fact

#: Tables whose top accounts add up to no line called 合计 (T06 has 人员经费合计 and 公用经费合计).
_NO_TOTAL = {"T06"}


@dataclass(frozen=True, slots=True)
class _Column:
    """One measure of a table by account code ("" for 合计); `below`: the accounts right below each."""

    table: str
    measure: str
    below: dict[str, list[str]]
    by_code: dict[str, list[Fact]]
    unread: set[str]


def rollup_comparisons(table: str, figures: Figures) -> Iterator[Comparison]:
    """Every account of a table against the accounts right below it, column by column."""
    own = [fact for fact in figures.facts if fact.table == table and fact.value is not None]
    if not own:
        yield not_applicable("没有这张表的数")
        return
    codes = {fact.code for fact in own if fact.code}
    if table in _NO_TOTAL:
        parents = sorted({code[:3] for code in codes if len(code) > 3})
    else:
        parents = ["", *sorted(code for code in codes if right_below(code, codes))]
    below = {parent: right_below(parent, codes) for parent in parents}
    if not parents:
        yield not_applicable("没有印到下一级科目")
    for measure in dict.fromkeys(fact.measure for fact in own):
        column = _column(table, measure, below, own, figures)
        yield from (_level(parent, column, figures) for parent in parents)


def _column(
    table: str, measure: str, below: dict[str, list[str]], own: Sequence[Fact], figures: Figures
) -> _Column:
    by_code: dict[str, list[Fact]] = defaultdict(list)
    for fact in own:
        if fact.measure == measure and (fact.code or fact.item == "合计"):
            by_code[fact.code].append(fact)
    unread = {key[2] for key in figures.unreadable if (key[0], key[4]) == (table, measure)}
    return _Column(table, measure, below, by_code, unread)


def _level(parent: str, column: _Column, figures: Figures) -> Comparison:
    """One account, or the total, against the accounts right below it in one column."""
    below = column.below[parent]
    printed = [column.by_code[code] for code in below if code in column.by_code]
    totals = column.by_code.get(parent, [])
    if column.unread & {parent, *below}:
        return misprinted()
    if not totals and not printed:
        return not_applicable("这一列没有这些科目的数")
    if not totals:
        return not_comparable([facts[0] for facts in printed], f"没有读到：{parent or '合计'}")
    if not printed:
        return not_comparable(totals[:1], f"没有读到：{parent or '合计'} 的下级科目")
    if len(totals) > 1 or any(len(facts) > 1 for facts in printed):
        return _repeated(totals, printed, figures)
    blank = [code for code in below if code not in column.by_code]
    unsure = any((column.table, code, column.measure) not in figures.zero for code in blank)
    parts = [facts[0] for facts in printed]
    return misread(totals[0], parts) or compare(figures, totals[0], parts, blanks=unsure)


def _repeated(totals: list[Fact], printed: list[list[Fact]], figures: Figures) -> Comparison:
    """Accounts printed more than once, by units or over pages: only a sum that holds can be told."""
    every = [fact for facts in printed for fact in facts]
    tries = [compare(figures, total, parts) for total in totals for parts in ([f[0] for f in printed], every)]
    held = next((c for c in tries if c.outcome is not Outcome.FINDING), None)
    return held or not_comparable((totals[0], *every), "有科目印了不止一行，分不清怎样相加")


def right_below(code: str, codes: Set[str]) -> list[str]:
    """The printed accounts right below one; below "" those that no printed account stands above."""
    found: list[str] = []
    for other in sorted(other for other in codes if other != code and other.startswith(code)):
        if not found or not other.startswith(found[-1]):  # sorted, an account follows what it stands below
            found.append(other)
    return found


def misread(total: Fact, parts: Sequence[Fact]) -> Comparison | None:
    """A total smaller than its largest part was misread: nothing is built on it. Rounding stays rounding."""
    values = [part.value for part in parts if part.value is not None]
    if total.value is None or total.value < 0 or not values or min(values) < 0:
        return None
    if max(values) - total.value > max(values) / 10:
        return not_comparable((total, *parts), "合计比其中一项还小，可能读错了，不据此下结论", misread=True)
    return None
