"""Plain text in the shapes that word processors and PDF converters leave."""

from __future__ import annotations

import pytest

from builder.documents import read_document
from builder.documents.plain_text import decode, read_plain_text
from builder.errors import SourceError
from builder.model import Grid, Line, Picture, Place
from tests.documents.made import columns, grids, lines, tab_table, text_document, texts, word_table


def test_a_cell_per_line_becomes_an_exact_grid() -> None:
    (grid,) = grids(text_document(word_table([["项目", "金额"], ["水费", "1.20"], ["电费", "3.40"]])))
    assert grid.exact
    assert texts(grid) == [["项目", "金额"], ["水费", "1.20"], ["电费", "3.40"]]


def test_every_cell_knows_its_own_line() -> None:
    document = text_document("前言\n" + word_table([["项目", "金额"], ["水费", "1.20"]]))
    (grid,) = grids(document)
    assert [cell.place.line for cell in grid.cells] == [2, 3, 5, 6]
    assert grid.place == Place(line=2)


def test_a_blank_cell_keeps_its_column() -> None:
    (grid,) = grids(text_document(word_table([["项目", "年初", "年末"], ["水费", "", "1.20"]])))
    assert columns(grid, 1) == [("水费", 0, 1), ("", 1, 1), ("1.20", 2, 1)]


def test_a_cell_of_several_lines_stays_one_cell() -> None:
    (grid,) = grids(text_document("\t河湖\n观测支出\n\t12.00\n\n\t水费\n\t3.00\n\n"))
    assert texts(grid) == [["河湖\n观测支出", "12.00"], ["水费", "3.00"]]


def test_a_cell_with_blank_lines_inside_stays_one_cell() -> None:
    (grid,) = grids(text_document("\t科目\n\n编码\n\t科目名称\n\t金额\n\n\t30201\n\t办公费\n\t3.00\n\n"))
    assert texts(grid) == [["科目\n编码", "科目名称", "金额"], ["30201", "办公费", "3.00"]]


def test_a_single_column_is_indented_text_and_no_table() -> None:
    document = text_document("\t青澜市河湖观测中心\n\n\t二〇二四年\n\n正文。\n")
    assert grids(document) == []
    assert lines(document) == ["青澜市河湖观测中心", "二〇二四年", "正文。"]


def test_two_tables_parted_by_a_line_are_two_grids() -> None:
    one = word_table([["甲", "1"], ["乙", "2"]])
    assert len(grids(text_document(f"{one}\n表二\n{one}"))) == 2


def test_a_row_per_line_becomes_a_grid_whose_order_counts() -> None:
    (grid,) = grids(text_document(tab_table([["项目", "金额"], ["水费", "1.20"]])))
    assert not grid.exact
    assert texts(grid) == [["项目", "金额"], ["水费", "1.20"]]
    assert [cell.place.line for cell in grid.cells] == [1, 1, 2, 2]


def test_a_blank_line_does_not_end_a_table_of_rows() -> None:
    (grid,) = grids(text_document("项目\t金额\n\n水费\t1.20\n"))
    assert texts(grid) == [["项目", "金额"], ["水费", "1.20"]]


@pytest.mark.parametrize(
    "caption",
    [
        "部门：青澜市河湖观测中心\t单位：万元",
        "\t\t\t公开03表",
        "\t公开03表",
        "编制单位：青澜市河湖观测中心\t金额单位：元",
    ],
)
def test_a_caption_beside_tabs_is_a_line_and_no_row(caption: str) -> None:
    document = text_document(f"支出决算表\n{caption}\n{tab_table([['项目', '金额'], ['水费', '1.20']])}")
    (grid,) = grids(document)
    assert texts(grid)[0] == ["项目", "金额"]
    assert len(lines(document)) == 2


def test_a_caption_between_word_tables_is_no_cell() -> None:
    table = word_table([["项目", "金额"], ["水费", "1.20"]])
    document = text_document(f"支出决算表\n\t\t\t公开03表\n部门：青澜市河湖观测中心\t单位：万元\n{table}")
    assert texts(grids(document)[0])[0] == ["项目", "金额"]


@pytest.mark.parametrize("mark", ["[image: p3.png]", "![表](a.png)", "〔图片〕", "（图片）"])
def test_a_picture_leaves_its_place(mark: str) -> None:
    document = text_document(f"收入决算表\n{mark}\n正文。\n")
    assert [block for block in document.blocks if isinstance(block, Picture)] == [Picture(Place(line=2))]
    assert lines(document) == ["收入决算表", "正文。"]


def test_words_beside_a_picture_are_kept() -> None:
    document = text_document("收入决算表[image: p3.png]\n")
    assert any(isinstance(block, Picture) for block in document.blocks)
    assert lines(document) == ["收入决算表"]


def test_a_picture_in_a_cell_keeps_the_table_in_shape() -> None:
    document = text_document("\t名称\n\t图\n\n\t河湖\n\t[image: a.png]\n\n")
    assert any(isinstance(block, Picture) for block in document.blocks)
    assert texts(grids(document)[0]) == [["名称", "图"], ["河湖", ""]]


def test_a_long_line_without_an_end_runs_on() -> None:
    long = "青澜市河湖观测中心负责全市河湖水位流量水质的日常观测和资料整编并按月向社会公布"
    first, second, third = text_document(f"{long}\n{long}。\n短行\n").blocks
    assert isinstance(first, Line)
    assert isinstance(second, Line)
    assert isinstance(third, Line)
    assert (first.runs_on, second.runs_on, third.runs_on) == (True, False, False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_every_usual_encoding_reads_the_same(encoding: str) -> None:
    assert (
        decode("青澜市，２０２４年\t１２．５".encode(encoding), "made.txt") == "青澜市，２０２４年\t１２．５"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_the_same_lines(end: str) -> None:
    document = read_plain_text(end.join(["甲", "乙", "丙"]).encode(), "made.txt")
    assert [block.place.line for block in document.blocks] == [1, 2, 3]
    assert document.text_lines == ("甲", "乙", "丙")


def test_an_unknown_encoding_is_a_source_error_in_both_languages() -> None:
    with pytest.raises(SourceError) as caught:
        decode(b"\xff\x81\x30", "made.txt")
    assert "编码" in caught.value.zh
    assert "encoding" in caught.value.en
    assert caught.value.source == "made.txt"


@pytest.mark.parametrize(
    ("data", "zh", "en"),
    [
        (b"", "空", "empty"),
        (b" \r\n\t ", "空", "empty"),
        (b"PK\x03\x04\x14\0\0\0\x08\0", "损坏", "container is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "旧版 Office", "old Office"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "图片", "picture"),
        (b"Rar!\x1a\x07\x01\0", "请解开后放进", "unpack it into a folder"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "压缩包（rar、7z）", "archive (rar, 7z)"),
        (b"\0\1\2\3", "二进制", "binary"),
    ],
)
def test_a_file_of_another_format_is_a_source_error_with_advice(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, zh: str, en: str
) -> None:
    path = tmp_path_factory.mktemp("wrong") / "report.pdf"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_document(path, "report.pdf")
    assert zh in caught.value.zh
    assert en in caught.value.en
    assert "report.pdf" in str(caught.value)


def test_the_content_decides_not_the_name(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("named") / "report.pdf"
    path.write_text("青澜市河湖观测中心\n", encoding="utf-8")
    assert read_document(path, "report.pdf").format == "txt"


def test_prose_between_tables_is_not_lost() -> None:
    table = word_table([["甲", "1"], ["乙", "2"]])
    blocks = text_document(f"前文。\n{table}后文。\n").blocks
    assert [type(block) for block in blocks] == [Line, Grid, Line]
