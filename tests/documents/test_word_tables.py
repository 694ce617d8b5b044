"""Tables of Word documents as true grids, whatever program wrote them."""

from __future__ import annotations

from builder.model import Grid, Line
from tests.documents.made_word import blocks, grid, p, shape, tbl, tc, tr

SPAN = '<w:gridSpan w:val="{}"/>'
FIRST, NEXT = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def width(twips: int) -> str:
    return f'<w:tcW w:w="{twips}" w:type="dxa"/>'


def test_spans_across_and_down() -> None:
    body = tbl(
        tr(tc("项目", FIRST), tc("本年支出", SPAN.format(2))),
        tr(tc("", NEXT), "基本支出", "项目支出"),
        tr("合计", "1.00", "2.00"),
    )
    assert shape(grid(body)) == [
        [("项目", 0, 1, 2), ("本年支出", 1, 2, 1)],
        [("基本支出", 1, 1, 1), ("项目支出", 2, 1, 1)],
        [("合计", 0, 1, 1), ("1.00", 1, 1, 1), ("2.00", 2, 1, 1)],
    ]


def test_every_cell_has_its_place_and_a_label_for_people() -> None:
    cell = next(
        cell for cell in grid(p("表") + tbl(tr("a", "b"), tr("合计", "1.00"))).cells if cell.text == "1.00"
    )
    assert (cell.place.line, cell.place.label) == (3, "第 1 个表格第 2 行")


def test_a_merge_that_continues_nothing_is_a_cell_of_its_own() -> None:
    body = tbl(tr(tc("甲", NEXT), "1"), tr("乙", tc("2", FIRST)), tr("丙", tc("", NEXT)))
    assert shape(grid(body)) == [
        [("甲", 0, 1, 1), ("1", 1, 1, 1)],
        [("乙", 0, 1, 1), ("2", 1, 1, 2)],
        [("丙", 0, 1, 1)],
    ]


def test_skipped_columns_are_columns() -> None:
    body = tbl(
        tr("编码", "名称", "预算", "决算"),
        tr("合计", "1.00", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
    )
    assert shape(grid(body))[1] == [("合计", 1, 1, 1), ("1.00", 2, 1, 1)]


def test_a_piece_of_a_table_keeps_the_columns_that_none_of_its_rows_fills() -> None:
    rows = [tr("201", "一般公共服务支出", "1.00", properties='<w:gridAfter w:val="2"/>') for _ in range(2)]
    assert grid(tbl(*rows)).width == 5


def test_it_keeps_them_beside_a_note_over_all_columns() -> None:
    row = tr("201", "一般公共服务支出", "1.00", properties='<w:gridAfter w:val="2"/>')
    assert grid(tbl(row, row, tr(tc("注：本表反映支出。", SPAN.format(5))))).width == 5


def test_a_span_beyond_reason_is_a_span_over_the_columns_there_are() -> None:
    body = tbl(tr(tc("支出", SPAN.format(500_000_000))), tr("甲", "1.00"), tr("乙", "2.00"))
    found = grid(body)
    assert found.width == 3
    assert shape(found)[1] == [("甲", 0, 1, 1), ("1.00", 1, 1, 1)]


def test_old_merges_to_the_left_are_spans() -> None:
    body = tbl(
        tr(tc("收入", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "备注"),
        tr("财政拨款收入", "1.00", ""),
    )
    assert shape(grid(body))[0] == [("收入", 0, 2, 1), ("备注", 2, 1, 1)]


def test_without_spans_the_widths_say_what_stands_under_what() -> None:
    body = tbl(
        tr(tc("收入", width(3000)), tc("支出", width(4010))),
        tr(
            tc("项目", width(2000)), tc("金额", width(1000)), tc("项目", width(3000)), tc("金额", width(1000))
        ),
    )
    assert shape(grid(body))[0] == [("收入", 0, 2, 1), ("支出", 2, 2, 1)]


def test_edges_a_hair_beside_each_other_are_one() -> None:
    columns = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{w}"/>' for w in (2000, 20, 1000)) + "</w:tblGrid>"
    body = tbl(columns, tr("项目", tc("金额", SPAN.format(2))), tr(tc("合计", SPAN.format(2)), "1.00"))
    assert shape(grid(body)) == [
        [("项目", 0, 1, 1), ("金额", 1, 1, 1)],
        [("合计", 0, 1, 1), ("1.00", 1, 1, 1)],
    ]


def test_removed_and_hidden_rows_and_cells_are_not_there() -> None:
    body = tbl(
        tr("项目", "决算数"),
        tr("旧", "9.99", properties="<w:del/>"),
        tr("藏", "8.88", properties="<w:hidden/>"),
        tr("合计", tc("7.77", "<w:cellDel/>"), "1.00", properties="<w:ins/>"),
    )
    assert [[cell.text for cell in row] for row in grid(body).rows()] == [
        ["项目", "决算数"],
        ["合计", "1.00"],
    ]


def test_content_controls_around_rows_and_cells_are_looked_through() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = control.format(tbl(tr("项目", "决算数"), control.format(tr("合计", control.format(tc("1.00"))))))
    assert [cell.text for cell in grid(body).cells] == ["项目", "决算数", "合计", "1.00"]


def test_paragraphs_of_a_cell_are_lines_of_it() -> None:
    assert grid(tbl(tr(tc(p("20805") + p("01")), "1.00"), tr("合计", "1.00"))).cells[0].text == "20805\n01"


def test_a_table_inside_a_cell_divides_the_cell() -> None:
    inner = tc(tbl(tr("1.00", "2.00", "3.00")) + "<w:p/>", SPAN.format(3))
    body = tbl(
        tr("项目", "合计", "基本", "项目支出"), tr("教育支出", inner), tr("合计", "1.00", "2.00", "3.00")
    )
    assert shape(grid(body))[1] == [
        ("教育支出", 0, 1, 1),
        ("1.00", 1, 1, 1),
        ("2.00", 2, 1, 1),
        ("3.00", 3, 1, 1),
    ]


def test_a_table_of_rows_inside_a_cell_divides_it_downwards() -> None:
    inner = tc(tbl(tr("数量", "5"), tr("质量", "好")) + "<w:p/>", SPAN.format(2))
    body = tbl(tr("指标", "名称", "值"), tr("产出", inner), tr("效益", "满意度", "95"))
    assert shape(grid(body)) == [
        [("指标", 0, 1, 1), ("名称", 1, 1, 1), ("值", 2, 1, 1)],
        [("产出", 0, 1, 2), ("数量", 1, 1, 1), ("5", 2, 1, 1)],
        [("质量", 1, 1, 1), ("好", 2, 1, 1)],
        [("效益", 0, 1, 1), ("满意度", 1, 1, 1), ("95", 2, 1, 1)],
    ]


def test_a_frame_around_a_table_is_not_a_table() -> None:
    inner = tbl(tr("项目", "决算数", "备注"), tr("合计", "1.00", ""))
    frame = tbl(
        tr(tc(p("收入决算表"), SPAN.format(2))),
        tr("部门：甲", "单位：万元"),
        tr(tc(inner + "<w:p/>", SPAN.format(2))),
    )
    found = [block.text if isinstance(block, Line) else "表" for block in blocks(frame)]
    assert found == ["收入决算表", "部门：甲", "单位：万元", "表"]


def test_a_table_of_one_column_is_text() -> None:
    assert all(isinstance(block, Line) for block in blocks(tbl(tr("一、部门职责"), tr("贯彻执行有关规定。"))))


def test_title_captions_and_notes_in_rows_are_lines_above_and_below() -> None:
    body = tbl(
        tr(tc("收入决算表", SPAN.format(3))),
        tr(tc("部门：甲", SPAN.format(2)), "单位：万元"),
        tr("编码", "名称", "决算数"),
        tr("201", "一般公共服务支出", "1.00"),
        tr(tc("注：本表反映收入。", SPAN.format(3))),
        tr(tc("2.本表金额转换时可能存在尾数误差。", SPAN.format(3))),
    )
    found = blocks(body)
    texts = [block.text if isinstance(block, Line) else "表" for block in found]
    assert texts == [
        "收入决算表",
        "部门：甲  单位：万元",
        "表",
        "注：本表反映收入。",
        "2.本表金额转换时可能存在尾数误差。",
    ]
    (table,) = (block for block in found if isinstance(block, Grid))
    assert [cell.text for cell in table.cells][:3] == ["编码", "名称", "决算数"]
    assert (table.cells[0].row, table.cells[0].place.line) == (0, 3)


def test_a_numbered_row_without_figures_is_no_note() -> None:
    body = tbl(tr("项目", "决算数"), tr("合计", "1.00"), tr("2.公务用车购置及运行维护费", ""))
    assert [cell.text for cell in grid(body).cells][-2] == "2.公务用车购置及运行维护费"


def test_tables_beside_each_other_stay_apart_and_in_order() -> None:
    found = blocks(tbl(tr("甲", "1"), tr("乙", "2")) + p("续表") + tbl(tr("丙", "3"), tr("丁", "4")))
    assert [type(block) for block in found] == [Grid, Line, Grid]


def test_tables_that_flowed_into_one_are_parted_at_their_titles() -> None:
    def one(title: str, amount: str) -> list[str]:
        heads = [
            tr(tc(title, SPAN.format(3))),
            tr(tc("公开01表", SPAN.format(3))),
            tr("编码", "名称", "决算数"),
        ]
        rows = [tr(f"20{n}", "一般公共服务支出", amount) for n in range(1, 6)]
        return [*heads, *rows, tr(tc("注：本表反映情况。", SPAN.format(3)))]

    found = blocks(tbl(*one("收入决算表", "1.00"), *one("支出决算表", "2.00")))
    texts = [block.text if isinstance(block, Line) else "表" for block in found]
    note = "注：本表反映情况。"
    assert texts == ["收入决算表", "公开01表", "表", note, "支出决算表", "公开01表", "表", note]
    second = [block for block in found if isinstance(block, Grid)][1]
    assert (second.cells[0].text, second.cells[0].row, second.width) == ("编码", 0, 3)


def test_a_row_that_names_a_table_among_others_parts_nothing() -> None:
    rows = [tr("201", f"第{n}项支出", "1.00") for n in range(8)]
    body = tbl(tr("编码", "名称", "决算数"), *rows, tr("", "项目支出明细表", ""), *rows)
    assert len(blocks(body)) == 1
