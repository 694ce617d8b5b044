"""The PDF reader on small drawn pages: every way in which rules and lines come out of real printers."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace

import pytest

from builder.documents import DEFAULT_LIMITS, read_document
from builder.documents.pdf import read_pdf
from builder.errors import SourceError
from builder.model import Line, Picture
from builder.recognise import recognise
from tests.documents.made import HEIGHT, MadePdf, Table, grids, lines, texts

ROWS = (("项目", "基本支出", "项目支出"), ("合计", "4.00", "5.00"), ("水利支出", "4.00", "5.00"))


def drawn(table: Table) -> MadePdf:
    pdf = MadePdf()
    pdf.table(table)
    return pdf


def test_full_rules_give_every_cell_its_row_and_column() -> None:
    (grid,) = grids(drawn(Table(ROWS)).document())
    assert grid.exact
    assert texts(grid) == [list(row) for row in ROWS]
    assert [(cell.row, cell.column) for cell in grid.cells] == [(r, c) for r in range(3) for c in range(3)]
    assert {cell.place.page for cell in grid.cells} == {1}


def test_thin_filled_rectangles_are_rules() -> None:
    (grid,) = grids(drawn(Table(ROWS, thin_rectangles=True)).document())
    assert texts(grid) == [list(row) for row in ROWS]


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
@pytest.mark.parametrize("thin", [False, True])
def test_a_missing_outer_rule_loses_no_cell(side: str, thin: bool) -> None:
    table = Table(ROWS, without=frozenset({side}), thin_rectangles=thin)
    (grid,) = grids(drawn(table).document())
    assert texts(grid) == [list(row) for row in ROWS]


def test_missing_rules_on_both_sides_lose_no_cell() -> None:
    (grid,) = grids(drawn(Table(ROWS, without=frozenset({"left", "right"}))).document())
    assert texts(grid) == [list(row) for row in ROWS]


def test_merged_cells_keep_their_spans() -> None:
    rows = (("支出", "", ""), ("项目", "合计", "其中"), ("", "9.00", "5.00"))
    table = Table(rows, spans={(0, 0): (1, 3), (1, 0): (2, 1)})
    (grid,) = grids(drawn(table).document())
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}
    assert spans["支出"] == (0, 0, 1, 3)
    assert spans["项目"] == (1, 0, 2, 1)
    assert spans["5.00"] == (2, 2, 1, 1)


def test_a_cell_of_two_lines_keeps_its_line_break() -> None:
    (grid,) = grids(drawn(Table((("科目\n编码", "金额"), ("201", "1.00")))).document())
    assert texts(grid)[0] == ["科目\n编码", "金额"]


def test_text_drawn_twice_is_read_once() -> None:
    pdf = drawn(Table(ROWS))
    pdf.table(Table(ROWS, left=60.3))
    pdf.text(60, 300, "本表反映支出情况")
    pdf.text(60.4, 300, "本表反映支出情况")
    document = pdf.document()
    assert texts(grids(document)[0]) == [list(row) for row in ROWS]
    assert lines(document) == ["本表反映支出情况"]


def test_a_white_background_is_neither_rule_nor_picture() -> None:
    pdf = MadePdf()
    pdf.white_rectangle(40, 60, 500, 700)
    pdf.white_rectangle(60, 100, 270, 24)
    pdf.table(Table(ROWS))
    pdf.white_rectangle(60, 400, 200, 40)
    pdf.text(64, 410, "说明")
    document = pdf.document()
    assert [texts(grid) for grid in grids(document)] == [[list(row) for row in ROWS]]
    assert lines(document) == ["说明"]
    assert not any(isinstance(block, Picture) for block in document.blocks)


def test_an_underline_or_a_lone_frame_is_no_table() -> None:
    pdf = MadePdf()
    pdf.canvas.line(60, HEIGHT - 120, 400, HEIGHT - 120)
    pdf.canvas.rect(60, HEIGHT - 300, 200, 60, stroke=1, fill=0)
    pdf.text(64, 250, "盖章处")
    document = pdf.document()
    assert grids(document) == []
    assert lines(document) == ["盖章处"]


def test_two_tables_on_a_page_stay_two_and_in_order() -> None:
    pdf = drawn(Table((("甲", "1"), ("乙", "2"))))
    pdf.text(60, 180, "中间")
    pdf.table(Table((("丙", "3"), ("丁", "4")), top=220))
    blocks = pdf.document().blocks
    assert [getattr(block, "text", "表") for block in blocks] == ["表", "中间", "表"]


def test_a_table_goes_on_over_a_page_break_without_its_head() -> None:
    pdf = MadePdf()
    pdf.text(60, 50, "支出决算表")
    pdf.table(Table(ROWS))
    pdf.next_page()
    pdf.table(Table((("教育支出", "1.00", "2.00"), ("住房支出", "3.00", "")), top=60))
    (part,) = recognise(pdf.document()).tables
    assert part.table == "T03"
    assert [row.cells[0].text for row in part.rows] == ["项目", "合计", "水利支出", "教育支出", "住房支出"]
    assert [row.cells[0].place.page for row in part.rows] == [1, 1, 1, 2, 2]


def furnished(pages: int) -> MadePdf:
    pdf = MadePdf()
    for number in range(1, pages + 1):
        pdf.text(60, 20, "青澜市河湖观测中心2024年度部门决算")
        pdf.text(60, 100, f"正文第{'一二三四'[number - 1]}段。")
        pdf.text(280, HEIGHT - 40, f"— {number} —")
        pdf.next_page()
    return pdf


def test_headers_footers_and_page_numbers_are_no_text() -> None:
    assert lines(furnished(4).document()) == ["正文第一段。", "正文第二段。", "正文第三段。", "正文第四段。"]


def test_a_line_at_the_edge_of_one_page_only_is_text() -> None:
    pdf = MadePdf()
    pdf.text(60, 20, "青澜市河湖观测中心")
    pdf.next_page()
    pdf.text(60, 100, "正文。")
    assert lines(pdf.document()) == ["青澜市河湖观测中心", "正文。"]


MEASURE = 40  # characters of 10 points that fill a line


def paragraphs(*pages: list[str]) -> list[str]:
    """Passages of a document whose pages hold these lines."""
    pdf = MadePdf()
    for page in pages:
        pdf.paragraph(100, page)
        pdf.next_page()
    return [passage.text for passage in recognise(pdf.document()).passages]


FULL = "水" * MEASURE


def test_a_paragraph_runs_on_over_lines() -> None:
    assert paragraphs([FULL, "位上涨。", "新的一段。"]) == [FULL + "位上涨。", "新的一段。"]


def test_a_paragraph_runs_on_over_a_page_break() -> None:
    assert paragraphs(["开头。", FULL], ["位上涨。", FULL]) == ["开头。", FULL + "位上涨。", FULL]


def test_a_short_line_ends_its_paragraph_even_without_a_full_stop() -> None:
    assert (
        paragraphs([FULL, "水位平稳的一段话到此为止没有句号", "下一段从这里开始说起。"])[-1]
        == "下一段从这里开始说起。"
    )


def test_a_number_that_found_no_room_leaves_a_gap_but_the_paragraph_runs_on() -> None:
    short = "水" * (MEASURE - 4) + "支出"
    first = paragraphs([FULL, short, "1234567.89万元，完成预算。"])[0]
    assert first == f"{FULL}{short}1234567.89万元，完成预算。"


def test_a_number_cut_at_the_end_of_a_line_is_whole_again() -> None:
    first = "水" * (MEASURE - 4) + "支出123"  # 38 wide characters, three narrow digits
    joined = paragraphs([FULL, first, "4.56万元，完成预算。"])[0]
    assert re.search(r"支出1234\.56万元", joined)


def test_the_places_of_a_passage_follow_its_pages() -> None:
    pdf = MadePdf()
    pdf.paragraph(100, [FULL])
    pdf.next_page()
    pdf.paragraph(100, ["位上涨。"])
    (passage,) = recognise(pdf.document()).passages
    assert passage.place_at(0).page == 1
    assert passage.place_at(len(passage.text) - 1).page == 2


def test_a_large_picture_is_kept_as_a_place_and_a_seal_is_not() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    pdf = MadePdf()
    picture = ImageReader(Image.new("RGB", (40, 40), (90, 90, 90)))
    pdf.text(60, 50, "收入决算表")
    pdf.canvas.drawImage(picture, 60, 300, 450, 300)
    pdf.canvas.drawImage(picture, 60, 100, 40, 40)
    blocks = pdf.document().blocks
    assert [type(block) for block in blocks] == [Line, Picture]


def test_a_page_printed_sideways_reads_like_any_other() -> None:
    pdf = MadePdf()
    pdf.canvas.setPageRotation(90)
    pdf.canvas.rotate(90)
    pdf.canvas.translate(0, -HEIGHT)  # the drawing's top left corner is now the sheet's long side
    pdf.table(Table(ROWS, top=HEIGHT - 500))
    (grid,) = grids(pdf.document())
    assert texts(grid) == [list(row) for row in ROWS]


# --- files that cannot be read ---------------------------------------------------------------------------


def whole() -> bytes:
    return furnished(3).data()


def test_a_password_is_named_as_the_reason() -> None:
    pdf = MadePdf(password="secret")
    pdf.text(60, 100, "正文。")
    with pytest.raises(SourceError) as caught:
        read_pdf(pdf.data(), "locked.pdf")
    assert "密码" in caught.value.zh
    assert "password" in caught.value.en
    assert caught.value.source == "locked.pdf"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_a_truncated_file_is_a_source_error(share: float) -> None:
    data = whole()
    with pytest.raises(SourceError) as caught:
        read_pdf(data[: int(len(data) * share)], "cut.pdf")
    assert re.search(r"[\u4e00-\u9fff]", caught.value.zh)
    assert re.search(r"[a-z]{3}", caught.value.en)
    assert caught.value.source == "cut.pdf"


def test_a_damaged_middle_is_a_source_error_or_still_reads() -> None:
    data = bytearray(whole())
    data[len(data) // 3 : len(data) // 3 + 200] = b"\0" * 200
    with contextlib.suppress(SourceError):
        assert read_pdf(bytes(data), "damaged.pdf").pages


def test_a_scan_without_text_says_so() -> None:
    pdf = MadePdf()
    pdf.canvas.rect(60, 300, 300, 300, stroke=0, fill=1)
    with pytest.raises(SourceError) as caught:
        pdf.document()
    assert "扫描" in caught.value.zh
    assert "scan" in caught.value.en


def test_letters_without_a_meaning_are_no_text() -> None:
    """A font that does not say what its glyphs mean: codes such as (cid:98) must not be published as words."""
    data = whole().replace(b"(GB1)", b"(XX1)").replace(b"/UniGB-UCS2-H", b"/Identity-H  ")
    with pytest.raises(SourceError) as caught:
        read_pdf(data, "codes.pdf", replace(DEFAULT_LIMITS, scanned_pages=0))
    assert caught.value.source == "codes.pdf"


def test_a_header_alone_is_a_damaged_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("pdf") / "head.pdf"
    path.write_bytes(b"%PDF-1.4\n")
    with pytest.raises(SourceError):
        read_document(path, "head.pdf")
