"""Workbooks come out as their sheets show them: titles, units and notes as lines, what is between as grids."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.spoil import packed, unpacked
from builder.documents.limits import Limits
from builder.documents.workbook import read_workbook
from builder.documents.workbook_parts import NO_RESULT
from builder.errors import SourceError
from builder.model import Grid, Line
from tests.documents.made_workbook import raw_workbook, read, shape, words, workbook

THIN = Side(style="thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEAD = ["科目编码", "科目名称", "本年收入合计"]
ROW = ["2010101", "行政运行", "12.30"]


def rows(sheet: Worksheet, *cells: list[Any], start: int = 1, column: int = 1, framed: bool = False) -> None:
    for down, row in enumerate(cells):
        for right, value in enumerate(row):
            cell = sheet.cell(start + down, column + right, value)
            if framed:
                cell.border = FRAME


def test_title_and_unit_stand_before_the_grid_and_the_note_behind_it() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["收入决算表"], ["部门：某某局", None, "单位：万元"], HEAD, ROW, ["注：本表反映收入。"])
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A5:C5")

    assert shape(read(workbook(fill))) == [
        "收入决算表", "部门：某某局", "单位：万元", [HEAD, ROW], "注：本表反映收入。",
    ]  # fmt: skip


def test_places_count_the_lines_of_the_transcript_and_name_the_cell() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["收入决算表"], HEAD, ROW, start=2, column=2)

    document = read(workbook(fill))
    assert document.text_lines == ("工作表：GK01", "收入决算表", "\t".join(HEAD), "\t".join(ROW))
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    place = next(cell for cell in grid.cells if cell.text == "12.30").place
    assert (place.line, place.label) == (4, "GK01!D4")


def test_a_label_and_its_words_in_two_cells_are_one_line() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["收入决算表"], ["编制单位：", "某某局", None, "金额单位：", "万元"], HEAD, ROW)

    assert shape(read(workbook(fill)))[:3] == ["收入决算表", "编制单位：某某局", "金额单位：万元"]


def test_all_captions_in_one_cell_are_lines_of_their_own() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["收入决算表\n公开02表\n单位：万元"], HEAD, ROW)

    document = read(workbook(fill))
    assert shape(document)[:3] == ["收入决算表", "公开02表", "单位：万元"]
    assert [block.place.line for block in document.blocks if isinstance(block, Line)] == [2, 3, 4]


def test_tables_under_each_other_come_apart_by_their_titles() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["收入决算表"], HEAD, ROW, ["注：本表反映收入。"], ["支出决算表"], HEAD, ROW)

    assert shape(read(workbook(fill))) == [
        "收入决算表", [HEAD, ROW], "注：本表反映收入。", "支出决算表", [HEAD, ROW],
    ]  # fmt: skip


def test_tables_beside_each_other_come_one_after_the_other() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["收入决算表"], HEAD, ROW)
        rows(sheet, ["支出决算表"], HEAD, ROW, column=5)

    assert shape(read(workbook(fill))) == ["收入决算表", [HEAD, ROW], "支出决算表", [HEAD, ROW]]


def test_the_two_halves_of_one_table_with_a_bare_column_between_stay_together() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(
            sheet,
            ["收入支出决算总表"],
            ["项目", "决算数", None, "项目", "决算数"],
            ["一、", "1.00", None, "一、", "2.00"],
        )

    grid = shape(read(workbook(fill)))[1]
    assert grid == [["项目", "决算数", "项目", "决算数"], ["一、", "1.00", "一、", "2.00"]]


def test_a_line_without_figures_inside_a_table_stays_in_it() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["“三公”经费支出决算表"], ["项目", "预算数", "决算数"], ["合计", "1.00", "1.00"])
        rows(sheet, ["1.因公出国（境）费"], ["2.公务接待费", "1.00", "1.00"], start=4)

    assert shape(read(workbook(fill)))[1] == [
        ["项目", "预算数", "决算数"], ["合计", "1.00", "1.00"], ["1.因公出国（境）费", "", ""],
        ["2.公务接待费", "1.00", "1.00"],
    ]  # fmt: skip


def test_a_last_line_without_figures_stays_in_a_framed_table_and_words_under_it_do_not() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["项目", "决算数"], ["合计", "1.00"], ["公务接待费", None], framed=True)
        rows(sheet, ["以上各项均不含所属单位的支出，所属单位另行公开。"], start=4)

    assert shape(read(workbook(fill))) == [
        [["项目", "决算数"], ["合计", "1.00"], ["公务接待费", ""]],
        "以上各项均不含所属单位的支出，所属单位另行公开。",
    ]


def test_a_blank_row_inside_a_table_does_not_end_it() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["收入决算表"], HEAD, ROW, [], ROW)

    assert shape(read(workbook(fill)))[1] == [HEAD, ROW, ROW]


def test_merged_cells_span_the_columns_and_rows_in_use() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["项目", None, "本年支出"], ["编码", "名称", "合计", "基本支出"], [*ROW[:2], 1, 2])
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("C1:H1")

    grid = next(block for block in read(workbook(fill)).blocks if isinstance(block, Grid))
    spans = {cell.text: (cell.column, cell.column_span) for cell in grid.cells if cell.row == 0}
    assert spans == {"项目": (0, 2), "本年支出": (2, 2)}


def test_words_centred_over_blank_cells_span_them() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["项目", None, "金额"], ["编码", "名称", "合计"], ROW)
        for column in (1, 2):
            sheet.cell(1, column).alignment = Alignment(horizontal="centerContinuous")

    grid = next(block for block in read(workbook(fill)).blocks if isinstance(block, Grid))
    assert next(cell for cell in grid.cells if cell.text == "项目").column_span == 2


def test_figures_have_the_characters_that_the_sheet_shows() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, HEAD, [2010101, "行政运行", 88.61999999999999], ["2010102", "  一般行政 ", 0])
        sheet["C2"].number_format = sheet["C3"].number_format = '#,##0.00;-#,##0.00;"-"'

    assert shape(read(workbook(fill))) == [
        [HEAD, ["2010101", "行政运行", "88.62"], ["2010102", "  一般行政 ", "-"]]
    ]


def test_noughts_that_the_sheet_does_not_show_are_blank() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, HEAD, ["2010101", "行政运行", 0])
        sheet.sheet_view.showZeros = False

    assert shape(read(workbook(fill))) == [[HEAD, ["2010101", "行政运行", ""]]]


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    def shown(sheet: Worksheet) -> None:
        rows(sheet, [*HEAD, "内部编号"], [*ROW, "7001"], ["2010102", "底稿", "99.99", "7002"])
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True

    def draft(sheet: Worksheet) -> None:
        rows(sheet, ["支出决算表"], HEAD, ROW)
        sheet.sheet_state = "veryHidden"

    assert shape(read(workbook(shown, draft))) == [[HEAD, ROW]]


def test_comments_are_not_read() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, HEAD, ROW)
        sheet["C2"].comment = Comment("应为99.99", "审核")

    assert shape(read(workbook(fill))) == [[HEAD, ROW]]


def test_a_sheet_called_by_the_title_gives_it_where_no_cell_does() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, HEAD, ROW)

    assert shape(read(workbook(fill, names=("GK02 收入决算表",)))) == ["收入决算表", [HEAD, ROW]]
    assert shape(read(workbook(fill, names=("公开02表",)))) == [[HEAD, ROW]]


def test_prose_on_a_sheet_is_lines() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(sheet, ["一、收入情况"], ["某某局收入合计10.00万元。\n其中财政拨款收入10.00万元。"])

    document = read(workbook(fill))
    assert shape(document) == ["一、收入情况", "某某局收入合计10.00万元。", "其中财政拨款收入10.00万元。"]
    assert [block.place.line for block in document.blocks] == [2, 3, 4]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="B2"><f>SUM(B3:B4)</f><v>12.5</v></c>', "12.5"),
        ('<c r="B2"><f>SUM(B3:B4)</f></c>', NO_RESULT),
        ("<c r=\"B2\"><f>cmd|'/c calc'!A0</f></c>", NO_RESULT),
        ('<c r="B2" t="str"><f>A1&amp;"元"</f><v>十元</v></c>', "十元"),
        ('<c r="B2" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="B2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="B2" t="d"><v>2024-08-30</v></c>', "2024-08-30"),
        (
            '<c r="B2" t="inlineStr"><is><r><t>12</t></r><r><t>.50</t></r><rPh><t>读音</t></rPh></is></c>',
            "12.50",
        ),
        ('<c r="B2" t="inlineStr"><is><t>一_x000D_\n二</t></is></c>', "一\n二"),
        ('<c t="s" r="B2"><v>7</v></c>', ""),
    ],
)
def test_a_cell_shows_its_stored_result(cell: str, shown: str) -> None:
    sheet = f'<sheetData><row r="2">{words("A2", "合计")}{cell}</row></sheetData>'
    grid = shape(read(raw_workbook(sheet)))
    assert grid == ([[["合计", shown]]] if shown else ["合计"])


def test_cells_without_their_names_count_on() -> None:
    sheet = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row></sheetData>"
    assert shape(read(raw_workbook(sheet))) == [[["1", "2"], ["3", "4"]]]


# --- broken and hostile ----------------------------------------------------------------------------------


def test_a_cell_in_the_last_corner_and_a_merge_of_the_whole_sheet_cost_nothing() -> None:
    sheet = (
        '<dimension ref="A1:XFD1048576"/><sheetData>'
        f'<row r="1">{words("A1", "合计")}<c r="B1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    begun = perf_counter()
    assert shape(read(raw_workbook(sheet))) == [[["合计"]]]  # what lies under a merged cell is not shown
    without = sheet.replace('<mergeCell ref="A1:XFD1048576"/>', "")
    assert shape(read(raw_workbook(without))) == [[["合计", "1", ""], ["", "", "2"]]]
    assert perf_counter() - begun < 2


def test_overlapping_merges_lose_no_cell() -> None:
    sheet = (
        f'<sheetData><row r="1">{words("A1", "甲")}{words("B1", "乙")}</row>'
        f'<row r="2">{words("A2", "丙")}{words("B2", "丁")}</row></sheetData>'
        '<mergeCells><mergeCell ref="B1:B2"/><mergeCell ref="A2:B2"/></mergeCells>'
    )
    grid = next(block for block in read(raw_workbook(sheet)).blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells] == ["甲", "乙", "丙"]


def test_entities_are_refused() -> None:
    sheet = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
        '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(SourceError, match=r"文档类型声明|已损坏"):
        read(raw_workbook(sheet))


def test_more_cells_than_allowed_are_refused_with_the_name_of_the_sheet() -> None:
    sheet = "<sheetData>" + "<row><c><v>1</v></c><c><v>2</v></c></row>" * 60 + "</sheetData>"
    with pytest.raises(SourceError, match=r"GK01：.*100 个"):
        read_workbook(raw_workbook(sheet), "made.xlsx", Limits(cells=100))


def test_one_long_text_in_many_cells_is_refused() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 60))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = {"xl/sharedStrings.xml": f'<sst xmlns="{space}"><si><t>{"甲" * 20_000}</t></si></sst>'}
    with pytest.raises(SourceError, match=r"GK01：.*1 MB"):
        read_workbook(
            raw_workbook(f"<sheetData>{cells}</sheetData>", parts=text), "made.xlsx", Limits(text_mib=1)
        )


def test_a_diagonal_of_cells_is_refused_as_the_table_that_it_would_be() -> None:
    cells = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="{chr(64 + n)}{n}"><v>1</v></c></row>'
        for n in range(2, 26)
    )
    with pytest.raises(SourceError, match="上限"):
        read_workbook(raw_workbook(f"<sheetData>{cells}</sheetData>"), "made.xlsx", Limits(cells=100))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (raw_workbook("<sheetData/>"), "没有内容"),
        (raw_workbook("<sheetData><row>"), "已损坏"),
        (raw_workbook("<sheetData/>")[:-200], "损坏"),
    ],
)
def test_an_empty_or_broken_workbook_says_so(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(data)


def test_a_sheet_outside_the_container_is_not_looked_for() -> None:
    book = raw_workbook(
        f'<sheetData><row r="1">{words("A1", "甲")}</row></sheetData>',
        parts={
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Type="x/worksheet" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
        },
    )
    with pytest.raises(SourceError, match="没有内容"):
        read(book)


def test_what_is_hidden_is_told() -> None:
    def shown(sheet: Worksheet) -> None:
        rows(sheet, HEAD, ROW, ["2010102", "底稿", "99.99"])
        sheet.row_dimensions[3].hidden = True

    def draft(sheet: Worksheet) -> None:
        rows(sheet, ["支出决算表"], HEAD, ROW)
        sheet.sheet_state = "hidden"

    told = [
        (notice.zh, notice.place.line)
        for notice in read(workbook(shown, draft, names=("GK01", "底稿"))).notices
    ]
    assert told == [
        ("工作表“GK01”有 3 个单元格在隐藏的行或列里，没有读", 1),
        ("工作表“底稿”是隐藏的，没有读；它若也是公开的内容，请取消隐藏", None),
    ]


def test_what_a_workbook_lists_and_does_not_hold_is_told() -> None:
    row = f'<row r="1">{words("A1", "项目")}<c r="B1" t="s"><v>7</v></c></row>'
    lost_words = read(raw_workbook(f"<sheetData>{row}</sheetData>"))
    assert ["1 个单元格的文字在文件里缺失" in notice.zh for notice in lost_words.notices] == [True]
    whole = workbook(lambda sheet: sheet.append(["项目", 1]), lambda sheet: sheet.append(["合计", 2]))
    parts = unpacked(whole)
    del parts["xl/worksheets/sheet2.xml"]
    (notice,) = read(packed(parts)).notices
    assert "GK02”的内容在文件里缺失" in notice.zh
