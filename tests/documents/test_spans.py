"""Spans worked out for the official heads, where a word processor's text keeps only the cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from builder.documents.spans import spread, without_tails
from builder.model import Grid, Place
from tests.documents.made import Rows, columns


def grid_of(rows: Rows) -> Grid:
    given_rows = [[(text, Place(line=1)) for text in row] for row in rows]
    return Grid(tuple(spread(given_rows)), Place(line=1), exact=True)


def test_income_and_spending_each_stand_over_three_columns() -> None:
    grid = grid_of(
        [
            ["收入", "支出"],
            ["项目", "行次", "金额", "项目", "行次", "金额"],
            ["一、其他收入", "1", "5.00", "一、教育支出", "7", "5.00"],
        ]
    )
    assert columns(grid, 0) == [("收入", 0, 3), ("支出", 3, 3)]


def test_spending_stands_over_six_of_nine_columns() -> None:
    grid = grid_of(
        [
            ["收入", "支出"],
            ["项目", "行次", "金额", "项目", "行次", "合计", "一般公共预算", "政府性基金", "国有资本"],
            ["一、其他", "1", "5.00", "一、教育支出", "7", "5.00", "5.00", "", ""],
        ]
    )
    assert columns(grid, 0) == [("收入", 0, 3), ("支出", 3, 6)]


def test_budget_and_actual_stand_over_six_columns_each_in_the_three_public_table() -> None:
    leaf = ["合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行费", "公务接待费"]
    grid = grid_of(
        [
            ["预算数", "决算数"],
            ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"] * 2,
            ["", "", *leaf[2:5], ""] * 2,
            ["3.00", "", "2.00", "", "2.00", "1.00"] * 2,
        ]
    )
    assert columns(grid, 0) == [("预算数", 0, 6), ("决算数", 6, 6)]
    vehicles = [cell for cell in columns(grid, 1) if cell[0] == "公务用车购置及运行费"]
    assert vehicles == [("公务用车购置及运行费", 2, 3), ("公务用车购置及运行费", 8, 3)]


def test_project_stands_over_code_and_name() -> None:
    grid = grid_of(
        [
            ["项目", "本年支出合计", "基本支出", "项目支出"],
            ["功能分类科目编码", "科目名称", "", "", ""],
            ["栏次", "1", "2", "3"],
            ["合计", "9.00", "4.00", "5.00"],
            ["2130304", "水利行业业务管理", "9.00", "4.00", "5.00"],
            ["2130310", "水土保持", "1.00", "1.00", ""],
            ["2130314", "防汛", "1.00", "1.00", ""],
        ]
    )
    assert columns(grid, 0)[:2] == [("项目", 0, 2), ("本年支出合计", 2, 1)]
    assert columns(grid, 2)[:2] == [("栏次", 0, 2), ("1", 2, 1)]
    assert columns(grid, 3)[:2] == [("合计", 0, 2), ("9.00", 2, 1)]


def test_full_rows_are_left_as_they_are() -> None:
    grid = grid_of([["甲", "乙"], ["1", "2"]])
    assert columns(grid, 0) == [("甲", 0, 1), ("乙", 1, 1)]


def test_a_short_row_of_figures_keeps_them_at_the_right_edge() -> None:
    grid = grid_of([["甲", "乙", "丙", "丁"], ["合计", "1.00", "2.00"], ["水费", "", "1.00", "2.00"]])
    assert columns(grid, 1) == [("合计", 0, 2), ("1.00", 2, 1), ("2.00", 3, 1)]


@given(
    st.lists(st.lists(st.sampled_from(["", "甲", "1.00"]), min_size=1, max_size=9), min_size=1, max_size=8)
)
def test_no_cell_is_lost_or_overlaps_another(rows: list[list[str]]) -> None:
    grid = grid_of(rows)
    assert [[cell.text for cell in row] for row in grid.rows()] == rows
    for row in grid.rows():
        ends = [cell.column + cell.column_span for cell in row]
        assert all(end <= cell.column for end, cell in zip(ends, row[1:], strict=False))


def _tabbed(lines: list[str]) -> list[list[tuple[str, Place]]]:
    return [[(text, Place(line=1)) for text in line.split("\t")] for line in lines]


FUNDS = [
    "项目\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余",
    "科目编码\t科目名称\t\t\t小计\t基本支出\t项目支出",
    "栏次\t\t1\t2\t3\t4\t5\t6",
    "合计\t\t\t7.00\t7.00\t\t7.00",
    "229\t其他支出\t\t7.00\t7.00\t\t7.00",
]


def test_rows_copied_from_a_spreadsheet_keep_their_columns_without_the_tabs_at_their_ends() -> None:
    whole = without_tails(_tabbed(FUNDS))
    assert whole is not None
    assert {len(row) for row in whole} == {8}
    assert whole[-1][6][0] == "7.00"


def test_heads_moved_by_cells_merged_downwards_go_back_below_those_merged_across() -> None:
    moved = [FUNDS[0], "科目编码\t科目名称\t小计\t基本支出\t项目支出", *FUNDS[2:]]
    assert without_tails(_tabbed(moved)) == without_tails(_tabbed(FUNDS))


def test_moved_heads_that_are_more_or_fewer_than_the_columns_merged_are_left_to_others() -> None:
    for heads in ("科目编码\t科目名称\t小计\t基本支出", "科目编码\t科目名称\t小计\t基本支出\t项目支出\t备注"):
        assert without_tails(_tabbed([FUNDS[0], heads, *FUNDS[2:]])) is None


def test_a_copy_of_a_web_page_has_no_cells_for_merged_heads_and_is_left_to_others() -> None:
    web = ["项目\t本年收入\t本年支出", "科目编码\t科目名称\t小计\t基本支出", "201\t教育支出\t\t7.00\t7.00"]
    assert without_tails(_tabbed(web)) is None
