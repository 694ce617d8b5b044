"""Columns without rules: from the lowest heads and what stands under them, never a number in the wrong one."""

from builder.documents.alignment import Span, align, place, with_heads


def number(x1: float, width: float = 20) -> Span:
    return Span(x1 - width, x1, number=True)


HEADS = [Span(10, 50), Span(100, 140), Span(200, 240), Span(300, 340)]


def test_numbers_set_to_the_right_belong_to_the_head_on_their_left() -> None:
    aligned = align(HEADS, [[number(180), number(280), number(380)]])
    columns = with_heads(aligned.columns, aligned.open)
    assert [place(number(x), columns) for x in (180, 280, 380)] == [1, 2, 3]


def test_a_head_that_nothing_stands_under_is_open() -> None:
    aligned = align(HEADS, [[number(180), number(380)]])
    assert aligned.open == (HEADS[0], HEADS[2])
    assert place(number(380), with_heads(aligned.columns, aligned.open)) == 3


def test_a_short_name_set_to_the_left_belongs_to_the_head_on_its_right() -> None:
    aligned = align(HEADS[1:], [[Span(60, 80), number(280), number(380)]])
    assert not aligned.open
    assert (aligned.columns[0].left, aligned.columns[0].right) == (60, 140)


def test_a_head_over_words_beside_each_other_is_over_several_columns() -> None:
    aligned = align([Span(90, 260), Span(300, 340)], [[Span(90, 120), Span(200, 230), number(380)]])
    assert len(aligned.columns) == 3


def test_words_of_one_column_that_never_stand_beside_each_other_are_one() -> None:
    aligned = align([Span(10, 90)], [[Span(10, 30)], [Span(70, 90)]])
    assert len(aligned.columns) == 1


def test_without_heads_columns_are_what_stands_above_each_other() -> None:
    lines = [[Span(10, 60), number(160)], [Span(12, 40), number(158), number(260)]]
    assert len(align([], lines).columns) == 3


def test_names_that_run_into_the_figures_are_no_column_with_them() -> None:
    lines = [[Span(10, 150)], [Span(10, 80), number(160)]]
    columns = align([], lines).columns
    assert len(columns) == 2
    assert place(number(160), columns) == 1
