"""Rows of T07 and T08: 年初结转和结余 + 本年收入 = 本年支出 + 年末结转和结余."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from builder.checks.compare import (
    Comparison,
    Figures,
    Holds,
    compare,
    misprinted,
    not_applicable,
    not_comparable,
    value_in,
)
from builder.model import Fact

_IN, _OUT = ("年初结转和结余", "本年收入"), ("本年支出", "年末结转和结余")


def closing_rows(table: str, figures: Figures) -> list[Comparison]:
    """Each row of the table; where the form has none of the carry-over columns there is nothing to compare."""
    rows: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for fact in figures.by_key.values():
        if fact.table == table:
            rows[fact.code, fact.item][fact.measure] = fact
    if not any(_IN[1] in row for row in rows.values()):
        return [not_applicable("没有这张表的数，或表样没有收入、结转两列")]
    broken = {(key[2], key[3]) for key in figures.unreadable if key[0] == table}
    return [misprinted() if line in broken else _row(row, figures) for line, row in rows.items()]


def _row(row: dict[str, Fact], figures: Figures) -> Comparison:
    got, gone = ([row[m] for m in measures if m in row] for measures in (_IN, _OUT))
    if not got or not gone:
        return not_comparable(row.values(), "没有读到：收入或支出")
    if any(figures.is_repeated(fact) for fact in (*got, *gone)):
        return not_comparable(row.values(), "同一科目印了不止一行，分不清哪些数是一行")
    if _OUT[0] not in row and not figures.blank_is_zero:
        return not_comparable(row.values(), f"没有读到：{_OUT[0]}")
    # 本年支出 = 年初 + 收入 − 年末, with the closing balance turned round
    left = [replace(fact, value=-fact.value) for fact in gone[1:] if fact.value is not None]
    blanks = len(row.keys() & {*_IN, *_OUT}) < len(_IN) + len(_OUT)
    made = compare(figures, gone[0], [*got, *left], blanks=blanks)
    return replace(
        made, facts=(gone[0], *got, *gone[1:]), linear=False, holds=_closes(got, gone, made.tolerance)
    )


def _closes(got: list[Fact], gone: list[Fact], tolerance: Decimal) -> Holds:
    def holds(values: Mapping[Fact, Decimal]) -> bool:
        came, went = (sum((value_in(f, values) for f in facts), Decimal(0)) for facts in (got, gone))
        return abs(came - went) <= tolerance

    return holds
