"""Figures whose columns are unknown: placed when one way is left, never otherwise."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from builder.facts.placing import Family, Relation, Riddle, solve

#: total, basic, project and three columns that are nearly always blank
ACROSS = (Relation((0,), (1, 2, 3, 4, 5)),)


def figures(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


def test_a_full_row_stands_as_it_is_printed() -> None:
    riddle = Riddle((figures("12.00", "7.00", "5.00"),), 3, (Relation((0,), (1, 2)),), first=True)
    assert solve(riddle) == [(0, 1, 2)]


def test_a_full_row_that_does_not_add_up_is_not_placed() -> None:
    riddle = Riddle((figures("12.00", "7.00", "6.00"),), 3, (Relation((0,), (1, 2)),), first=True)
    assert solve(riddle) == [(None, None, None)]


def test_without_anything_else_only_the_total_is_certain() -> None:
    riddle = Riddle((figures("12.00", "7.00", "5.00"),), 6, ACROSS, first=True)
    assert solve(riddle) == [(0, None, None)]


def test_what_is_known_of_the_total_places_the_rows_below_it() -> None:
    rows = (figures("12.00", "7.00", "5.00"), figures("7.00", "7.00"), figures("5.00", "5.00"))
    known = {(0, 1): Decimal("7.00"), (0, 2): Decimal("5.00")}
    riddle = Riddle(rows, 6, ACROSS, (Family(0, (1, 2)),), known, first=True)
    assert solve(riddle) == [(0, 1, 2), (0, 1), (0, 2)]


def test_a_column_in_which_the_total_holds_nothing_holds_nothing_below() -> None:
    """Too many rows to try all their sums: what cannot be is dropped first."""
    parts = tuple(figures(f"{n}.00", f"{n}.00") for n in range(1, 13))
    known = {(0, 1): Decimal("78.00"), **{(0, column): Decimal(0) for column in range(2, 6)}}
    riddle = Riddle(
        (figures("78.00", "78.00"), *parts), 6, ACROSS, (Family(0, tuple(range(1, 13))),), known, first=True
    )
    assert solve(riddle) == [(0, 1)] * 13


def test_a_column_may_hold_more_below_where_something_is_taken_back() -> None:
    rows = (figures("12.00", "12.00"), figures("15.00", "15.00"), figures("-3.00", "-3.00"))
    riddle = Riddle(rows, 6, ACROSS, (Family(0, (1, 2)),), {(0, 1): Decimal("12.00")}, first=True)
    assert solve(riddle)[1] == (0, 1)


def test_two_rows_of_one_amount_stay_open() -> None:
    rows = (figures("12.00", "6.00", "6.00"), figures("6.00", "6.00"), figures("6.00", "6.00"))
    riddle = Riddle(rows, 3, (Relation((0,), (1, 2)),), (Family(0, (1, 2)),), first=True)
    assert solve(riddle) == [(0, 1, 2), (0, None), (0, None)]


def test_a_missing_row_proves_nothing() -> None:
    rows = (figures("12.00", "7.00", "5.00"), figures("7.00", "7.00"))
    riddle = Riddle(rows, 3, (Relation((0,), (1, 2)),), (Family(0, (1,)),), first=True)
    assert solve(riddle) == [(0, 1, 2), (0, None)]


def test_what_is_known_but_contradicts_the_row_leaves_it_open() -> None:
    known = {(0, 1): Decimal("9.99")}
    riddle = Riddle((figures("7.00", "7.00"),), 3, (Relation((0,), (1, 2)),), (), known, first=True)
    assert solve(riddle) == [(None, None)]


def test_a_printed_zero_among_blanks_has_no_certain_place() -> None:
    riddle = Riddle((figures("5.00", "5.00", "0.00"),), 6, ACROSS, (), {(0, 1): Decimal("5.00")}, first=True)
    assert solve(riddle) == [(0, 1, None)]


def test_amounts_in_yuan_agree_with_text_that_rounds_them() -> None:
    known = {(0, 1): Decimal("7.00"), (0, 2): Decimal("5.00")}
    riddle = Riddle((figures("12.001234", "7.001200", "5.000034"),), 6, ACROSS, (), known, first=True)
    assert solve(riddle) == [(0, 1, 2)]


#: A printed table: each cell blank or an amount in 0.01, at the boundary of what can be told apart.
_CELL = st.one_of(st.none(), st.integers(1, 4))
_ROWS = st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=1, max_size=5)


@settings(max_examples=300, deadline=None)
@given(rows=_ROWS)
def test_no_figure_is_ever_placed_where_it_was_not_printed(
    rows: list[tuple[int | None, int | None, int | None]],
) -> None:
    parts = [row for row in rows if any(row)]
    columns = [[cell for row in parts if (cell := row[i]) is not None] for i in range(3)]
    total = tuple(sum(column) if column else None for column in columns)
    table = [total, *parts] if parts else []
    printed = [(sum(cell or 0 for cell in row), *row) for row in table]
    figures_of = [tuple(Decimal(cell).scaleb(-2) for cell in row if cell is not None) for row in printed]
    riddle = Riddle(
        tuple(figures_of),
        4,
        (Relation((0,), (1, 2, 3)),),
        (Family(0, tuple(range(1, len(printed)))),) if printed else (),
        first=True,
    )
    for row, placed in zip(printed, solve(riddle), strict=True):
        true_columns = [index for index, cell in enumerate(row) if cell is not None]
        assert all(found in (None, true) for found, true in zip(placed, true_columns, strict=True))
