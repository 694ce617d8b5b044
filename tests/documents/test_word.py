"""Paragraphs of Word documents as they are printed: what editing, fields, controls and shapes leave in them."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from builder.documents.word import pictures, read_word
from builder.model import Grid, Line, Picture
from tests.documents.made_word import blocks, docx, lines, p, part, tbl, tr

RUN = "<w:r><w:t>{}</w:t></w:r>"


def test_a_paragraph_is_a_line_with_its_place_in_the_transcript() -> None:
    document = read_word(docx(p("一、部门职责") + "<w:p/>" + p("贯彻执行有关法律法规。")), "made.docx")
    found = [(block.text, block.place.line) for block in document.blocks if isinstance(block, Line)]
    assert found == [("一、部门职责", 1), ("贯彻执行有关法律法规。", 2)]
    assert document.text_lines == ("一、部门职责", "贯彻执行有关法律法规。")
    assert document.format == "docx"


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        ("<w:ins><w:r><w:t>12.5</w:t></w:r></w:ins><w:del><w:r><w:delText>9.9</w:delText></w:r></w:del>", "12.5"),
        ("<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>", "新"),
        ("<w:ins><w:del><w:r><w:delText>1</w:delText></w:r></w:del></w:ins>" + RUN.format("2"), "2"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>30.00</w:t></w:r></w:sdtContent></w:sdt>", "30.00"),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>"
            + RUN.format("4"),
            "4",
        ),
        ('<w:hyperlink r:id="x"><w:r><w:t>附件</w:t></w:r></w:hyperlink>', "附件"),
        ('<w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple>', "7"),
        ("<w:r><w:noBreakHyphen/><w:t>3.20</w:t></w:r>", "-3.20"),
        (RUN.format("\u20113.20"), "-3.20"),
        ("<w:r><w:t>增加</w:t><w:softHyphen/><w:t>额</w:t></w:r>", "增加额"),
        ("<w:r><w:t>部门：甲</w:t><w:tab/><w:t>单位：万元</w:t></w:r>", "部门：甲 单位：万元"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>88</w:t></w:r>" + RUN.format("9"), "9"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>88</w:t></w:r>', "88"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "☑是"),
        ('<w:r><w:sym w:font="Symbol" w:char="F02D"/><w:t>5.1</w:t></w:r>', "-5.1"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>jue</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>决</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "决",
        ),
        ("<m:oMath><m:r><m:t>12.5</m:t></m:r></m:oMath>", "12.5"),
        (RUN.format("甲\u202e乙\u200b"), "甲乙"),
    ],
)  # fmt: skip
def test_what_is_printed_of_a_run(inside: str, printed: str) -> None:
    assert lines(f"<w:p>{inside}</w:p>") == [printed]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_of_a_field_the_result_is_printed_and_no_instruction() -> None:
    nested = f"{field('begin')}<w:r><w:t>条件</w:t></w:r>{field('begin')}{RUN.format('x')}{field('separate')}"
    body = f"<w:p>{nested}{RUN.format('内')}{field('end')}{field('separate')}{RUN.format('45.6')}{field('end')}</w:p>"
    assert lines(body) == ["45.6"]


def test_the_result_of_a_field_may_go_over_paragraphs_and_one_without_an_end_swallows_nothing() -> None:
    begun = f"<w:p>{field('begin')}<w:r><w:instrText>TOC</w:instrText></w:r>{field('separate')}{RUN.format('甲')}</w:p>"
    assert lines(begun + p("乙") + f"<w:p>{field('end')}{RUN.format('丙')}</w:p>") == ["甲", "乙", "丙"]
    assert lines(f"<w:p>{field('begin')}{RUN.format('指令')}</w:p>" + p("正文")) == ["正文"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    assert lines(p("支出合计", mark) + p("12.00万元。")) == ["支出合计12.00万元。"]


def test_a_break_of_the_line_begins_a_line_of_its_own() -> None:
    assert lines("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>") == ["甲", "乙"]


def test_text_hidden_by_a_style_is_not_printed() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="loop"/></w:style>'
    )
    body = p("隐", '<w:pStyle w:val="own"/>') + p("现", '<w:pStyle w:val="loop"/>')
    assert lines(body, {"styles.xml": part("styles", style)}) == ["现"]


BOX = "<w:txbxContent>{}</w:txbxContent>"
PLACED = '<wp:positionV relativeFrom="paragraph"><wp:posOffset>{}</wp:posOffset></wp:positionV>'
DRAWN = f"<w:drawing><wp:anchor>{PLACED}{{}}</wp:anchor></w:drawing>"


def test_a_text_box_is_read_once_and_stands_before_its_paragraph() -> None:
    new = DRAWN.format(0, BOX.format(p("收入决算表")))
    old = f"<w:pict><v:shape><v:textbox>{BOX.format(p('收入决算表'))}</v:textbox></v:shape></w:pict>"
    both = f'<mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>'
    assert lines(f"<w:p>{RUN.format('单位：万元')}<w:r>{both}</w:r></w:p>") == ["收入决算表", "单位：万元"]
    assert lines(f"<w:p><w:r>{old}</w:r></w:p>") == ["收入决算表"]
    strange = both.replace('Requires="wps"', 'Requires="unknown"').replace("收入", "支出", 1)
    assert lines(f"<w:p><w:r>{strange}</w:r></w:p>") == ["收入决算表"]


def test_a_text_box_further_down_stands_behind_its_paragraph() -> None:
    box = DRAWN.format(900_000, BOX.format(p("注：本表无数据。")))
    assert lines(f"<w:p>{RUN.format('支出决算表')}<w:r>{box}</w:r></w:p>") == [
        "支出决算表",
        "注：本表无数据。",
    ]


def test_a_table_in_a_text_box_is_a_grid() -> None:
    box = DRAWN.format(0, BOX.format(tbl(tr("项目", "决算数"), tr("合计", "1.00"))))
    assert any(isinstance(block, Grid) for block in blocks(f"<w:p><w:r>{box}</w:r></w:p>"))


def test_a_footnote_of_a_title_stands_under_its_table() -> None:
    note = part("footnotes", f'<w:footnote w:id="2">{p("注：本表反映收入。")}</w:footnote>')
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = (
        f"<w:p>{RUN.format('收入决算表')}{mark}</w:p>"
        + tbl(tr("项目", "决算数"), tr("合计", "1.00"))
        + p("二、说明")
    )
    found = blocks(body, {"footnotes.xml": note})
    texts = [block.text if isinstance(block, Line) else "表" for block in found]
    assert texts == ["收入决算表", "表", "注：本表反映收入。", "二、说明"]


PICTURE = '<w:drawing><wp:inline><wp:extent cx="{}" cy="{}"/><a:blip r:embed="i1"/></wp:inline></w:drawing>'


def test_a_large_picture_has_a_place_and_its_bytes_a_small_one_is_an_ornament() -> None:
    large, small = PICTURE.format(5_000_000, 3_000_000), PICTURE.format(300_000, 300_000)
    body = p("收入决算表") + f"<w:p><w:r>{small}</w:r><w:r>{large}</w:r></w:p>"
    data = docx(body, {"media/image1.png": b"\x89PNG"}, [("i1", "image", "media/image1.png")])
    document = read_word(data, "made.docx")
    (picture,) = (block for block in document.blocks if isinstance(block, Picture))
    (found,) = pictures(data, "made.docx")
    assert (found.place, found.name, found.data) == (picture.place, "word/media/image1.png", b"\x89PNG")


def test_a_picture_that_lies_elsewhere_is_not_fetched() -> None:
    body = f"<w:p><w:r>{PICTURE.format(5_000_000, 3_000_000)}</w:r></w:p>"
    data = docx(body, links=[("i1", "image", "http://127.0.0.1:9/a.png")])
    assert isinstance(read_word(data, "made.docx").blocks[0], Picture)
    assert not list(pictures(data, "made.docx"))


def test_of_an_embedded_workbook_the_shown_sheet_is_read() -> None:
    book = Workbook()
    book.active.append(["旧", 1])  # type: ignore[union-attr]
    sheet = book.create_sheet("收入")
    for row in (["项目", "决算数"], ["财政拨款收入", 12.5], ["合计", 12.5]):
        sheet.append(row)
    book.active = 1
    stream = io.BytesIO()
    book.save(stream)
    shape = '<w:object><v:shape><v:imagedata r:id="i1"/></v:shape><o:OLEObject r:id="o1"/></w:object>'
    links = [("i1", "image", "media/image1.emf"), ("o1", "package", "embeddings/book.xlsx")]
    parts = {"media/image1.emf": b"emf", "embeddings/book.xlsx": stream.getvalue()}
    document = read_word(docx(p("收入决算表") + f"<w:p><w:r>{shape}</w:r></w:p>", parts, links), "made.docx")
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells] == ["项目", "决算数", "财政拨款收入", "12.5", "合计", "12.5"]
    line = grid.cells[2].place.line
    assert line
    assert document.text_lines
    assert "财政拨款收入" in document.text_lines[line - 1]


def test_an_embedded_object_that_cannot_be_read_is_a_picture() -> None:
    shape = '<w:object><v:shape><v:imagedata r:id="i1"/></v:shape><o:OLEObject r:id="o1"/></w:object>'
    data = docx(
        f"<w:p><w:r>{shape}</w:r></w:p>",
        {"embeddings/x.bin": b"\0\1"},
        [("o1", "oleObject", "embeddings/x.bin")],
    )
    assert isinstance(read_word(data, "made.docx").blocks[0], Picture)


def test_a_page_put_in_whole_is_read_at_its_place() -> None:
    text = "二、收入决算情况说明\n本年收入合计12.50万元。"
    data = docx(
        p("前") + '<w:altChunk r:id="c1"/>' + p("后"),
        {"afchunk.txt": text},
        [("c1", "aFChunk", "afchunk.txt")],
    )
    document = read_word(data, "made.docx")
    found = [(b.text, b.place.line) for b in document.blocks if isinstance(b, Line)]
    assert found == [("前", 1), ("二、收入决算情况说明", 2), ("本年收入合计12.50万元。", 3), ("后", 4)]


def test_of_a_page_head_only_what_belongs_to_the_table_is_read() -> None:
    head = part("hdr", p("收入决算表") + p("公开02表") + p("某单位内部资料"))
    section = '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="h1"/></w:sectPr></w:pPr></w:p>'
    body = tbl(tr("项目", "决算数"), tr("合计", "1.00")) + section + p("说明")
    document = read_word(docx(body, {"header/h.xml": head}, [("h1", "header", "header/h.xml")]), "made.docx")
    texts = [block.text if isinstance(block, Line) else "表" for block in document.blocks]
    assert texts == ["收入决算表", "公开02表", "表", "说明"]


def test_a_document_with_strict_names_is_read_alike() -> None:
    strict = "http://purl.oclc.org/ooxml/"
    text = part("document", f"<w:body>{p('甲')}{tbl(tr('项目', '数'), tr('合计', '1'))}</w:body>")
    text = text.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", f"{strict}wordprocessingml/main"
    )
    found = read_word(docx("", {"document.xml": text}), "made.docx").blocks
    assert [type(block) for block in found] == [Line, Grid]


def test_open_changes_and_hidden_figures_are_told() -> None:
    changed = "<w:ins><w:r><w:t>1</w:t></w:r></w:ins><w:del><w:r><w:delText>2</w:delText></w:r></w:del>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>88</w:t></w:r>"
    document = read_word(docx(f"<w:p>{changed}{hidden}</w:p>"), "made.docx")
    assert [notice.zh[:9] for notice in document.notices] == ["文件里还有 2 处", "有 1 处隐藏的行"]
    assert not read_word(docx(p("甲")), "made.docx").notices


ROW = "<w:p><w:r><w:t>{}</w:t><w:tab/><w:t>{}</w:t><w:tab/><w:t>{}</w:t></w:r></w:p>"


def test_rows_set_with_tabs_are_a_table_and_contents_are_not() -> None:
    rows = [
        ("编码", "名称", "金额"),
        ("201", "一般公共服务支出", "1.00"),
        ("208", "社会保障和就业支出", "2.00"),
    ]
    (grid,) = blocks("".join(ROW.format(*row) for row in rows))
    assert isinstance(grid, Grid)
    assert grid.exact
    assert [cell.text for cell in grid.cells if cell.row == 2] == ["208", "社会保障和就业支出", "2.00"]
    entry = "<w:p><w:r><w:t>一、收入决算</w:t><w:tab/><w:t>5</w:t></w:r></w:p>"
    assert all(isinstance(block, Line) for block in blocks(entry * 5))


def test_figures_scattered_over_text_boxes_are_no_table() -> None:
    box = DRAWN.format(0, BOX.format("{}"))
    words = [word for n in range(30) for word in (p(f"项目{n}"), p(f"{n}.50"))]
    document = read_word(
        docx("".join(f"<w:p><w:r>{box.format(word)}</w:r></w:p>" for word in words)), "made.docx"
    )
    assert all(isinstance(block, Line) for block in document.blocks)
    assert [notice.zh[:10] for notice in document.notices] == ["正文由许多文本框拼成"]
