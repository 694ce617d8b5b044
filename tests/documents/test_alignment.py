"""Columns without rules: from heads, from what stands under them, never a number in the wrong one."""

from builder.documents.alignment import Span, align, place


def number(x1: float, width: float = 20) -> Span:
    return Span(x1 - width, x1, number=True)


HEADS = [[Span(10, 50), Span(100, 140), Span(200, 240), Span(300, 340)]]


def test_numbers_set_to_the_right_belong_to_the_head_on_their_left() -> None:
    columns = align(HEADS, [number(180), number(280), number(380)])
    assert [place(number(x), columns) for x in (180, 280, 380)] == [1, 2, 3]


def test_a_column_without_figures_keeps_its_place() -> None:
    columns = align(HEADS, [number(180), number(380)])
    assert len(columns) == 4
    assert place(number(380), columns) == 3


def test_a_head_over_several_columns_makes_none() -> None:
    spanning = [Span(150, 190)]
    columns = align([spanning, [Span(100, 140), Span(200, 240)]], [number(160), number(260)])
    assert len(columns) == 2


def test_a_head_higher_up_makes_its_own_column_where_nothing_stands_below_it() -> None:
    columns = align([[Span(10, 50)], [Span(100, 140), Span(200, 240)]], [number(160)])
    assert len(columns) == 3


def test_without_heads_columns_are_what_stands_above_each_other() -> None:
    columns = align([], [Span(10, 60), Span(12, 40), number(160), number(158), number(260)])
    assert len(columns) == 3


def test_names_and_numbers_never_share_a_column_by_overlap_alone() -> None:
    columns = align([], [Span(10, 150), number(160)])
    assert len(columns) == 2
