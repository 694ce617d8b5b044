"""Rows whose blank cells left no trace: states each figure that arithmetic leaves one column for, reports the others.

What else the report states settles riddles that the table's own sums leave open: the total row of 支出决算表 holds
what the text calls 基本支出. Tables are taken in the order in which they help each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from builder.facts.collect import Collected, OpenRow, to_wan
from builder.facts.placing import Family, Relation, Riddle, solve
from builder.knowledge import Placing, load_placing
from builder.knowledge.checks import FigureName
from builder.model import Fact
from builder.text import parse_number

_ZH = "空格没有留下痕迹，分不清这个数在哪一列"
_EN = "blank cells left no trace; the column is unclear"
_TOTAL = "合计"
#: Text and table print the same money to different digits; it is the same when it is the same to 0.01 万元.
_CENT = Decimal("0.01")


def place_open_rows(tables: Sequence[Collected], told: Iterable[Fact]) -> None:
    """State or report every figure of the open rows of all tables; `told` are the facts of the text."""
    facts = [fact for table in tables for fact in table.facts] + list(told)
    placings = load_placing()
    order = list(placings)
    for out in sorted(tables, key=lambda table: order.index(table.table) if table.table in placings else 0):
        groups: dict[tuple[str, ...], list[OpenRow]] = {}
        for row in out.open_rows:
            groups.setdefault(row.columns, []).append(row)
        for columns, rows in groups.items():
            before = len(out.facts)
            _place(out, rows, columns, placings.get(out.table), facts)
            facts += out.facts[before:]
        out.open_rows.clear()


def _place(
    out: Collected,
    rows: Sequence[OpenRow],
    columns: tuple[str, ...],
    placing: Placing | None,
    facts: list[Fact],
) -> None:
    riddle = _riddle(out, rows, columns, placing, facts)
    for row, placed in zip(rows, solve(riddle), strict=True):
        for cell, column in zip(row.figures, placed, strict=True):
            if column is None:
                out.miss(cell, _ZH, _EN)
            else:
                item, _, measure = columns[column].rpartition("·")
                out.add(cell, item or row.item, measure, side=row.side, code=row.code)


def _riddle(
    out: Collected,
    rows: Sequence[OpenRow],
    columns: tuple[str, ...],
    placing: Placing | None,
    facts: list[Fact],
) -> Riddle:
    figures = tuple(tuple(to_wan(_value(cell.text), out.unit) for cell in row.figures) for row in rows)
    if placing is None:
        return Riddle(figures, len(columns))
    relations = tuple(
        Relation(
            tuple(columns.index(c) for c in sums.left),
            tuple(columns.index(c) for c in sums.right if c in columns),
        )
        for sums in placing.relations
        if set(sums.left) <= set(columns) and set(sums.right) & set(columns)
    )
    return Riddle(
        rows=figures,
        width=len(columns),
        relations=relations,
        families=tuple(_families(rows, placing)),
        known=_known(rows, columns, placing, relations, figures, facts),
        first=bool(placing.first) and columns[0] == placing.first,
    )


def _value(text: str) -> Decimal:
    value = parse_number(text)
    assert value is not None, "only numbers are figures of an open row"
    return value


def _families(rows: Sequence[OpenRow], placing: Placing) -> Iterator[Family]:
    """Which rows add up to which: by their codes, or all lines to the line of the total."""
    names = [row.code or row.item for row in rows]
    if len(set(names)) < len(names):
        return
    if placing.total:
        parts = [i for i, row in enumerate(rows) if row.item not in {placing.total, *placing.without}]
        total = next((i for i, row in enumerate(rows) if row.item == placing.total), None)
        if total is not None and parts:
            yield Family(total, tuple(parts))
        return
    codes = {row.code: index for index, row in enumerate(rows) if row.code}
    whole = next((index for index, row in enumerate(rows) if not row.code and row.item == _TOTAL), None)
    if codes and whole is not None:
        yield Family(whole, tuple(codes[code] for code in _below("", codes)))
    for code, index in codes.items():
        if below := _below(code, codes):
            yield Family(index, tuple(codes[other] for other in below))


def _below(code: str, codes: Iterable[str]) -> list[str]:
    """The accounts right below one; below "" those that no account of the table stands above."""
    under = [other for other in codes if other != code and other.startswith(code)]
    return [one for one in under if not any(one != mid and one.startswith(mid) for mid in under)]


# --- what is known from elsewhere --------------------------------------------------------------------------


def _known(
    rows: Sequence[OpenRow],
    columns: tuple[str, ...],
    placing: Placing,
    relations: Sequence[Relation],
    figures: Sequence[Sequence[Decimal]],
    facts: Sequence[Fact],
) -> Mapping[tuple[int, int], Decimal]:
    """Values of the row of the total, by column."""
    whole = placing.total or _TOTAL
    row = next((i for i, one in enumerate(rows) if not one.code and one.item in {whole, ""}), None)
    if row is None or not figures[row]:
        return {}
    values: dict[int, Decimal] = {}
    for column, statements in placing.known.items():
        said = {value for names in statements if (value := _said(names, facts)) is not None}
        if column in columns and len(said) == 1:
            values[columns.index(column)] = said.pop()
    for relation in relations:
        if relation.left == (0,) and placing.first == columns[0]:
            _close(values, relation, figures[row][0])
    return {(row, column): value for column, value in values.items()}


def _close(values: dict[int, Decimal], relation: Relation, total: Decimal) -> None:
    """Where what is known is already the total of the row, the other columns hold nothing."""
    own = [values[column] for column in relation.right if column in values]
    if own and abs(sum(own) - total) < _CENT and min(own) >= 0:
        for column in relation.right:
            values.setdefault(column, Decimal(0))


def _said(names: Sequence[FigureName], facts: Sequence[Fact]) -> Decimal | None:
    """The sum of the figures named, as far as printed; None where none is, or one is printed with two values."""
    found: list[Decimal] = []
    for name in names:
        wanted = (name.table, name.side, name.code, name.item, name.measure)
        values = {fact.value for fact in facts if fact.key == wanted and fact.unit == "万元"}
        if len(values) > 1 or None in values:
            return None
        found += [value for value in values if value is not None]
    return sum(found, Decimal(0)) if found else None
