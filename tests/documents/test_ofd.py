"""OFD: letters by their steps and matrices, rules from paths, templates and composites; what is damaged or hostile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.documents import read_bytes
from builder.documents.limits import DEFAULT_LIMITS
from builder.documents.ofd import read_ofd
from builder.errors import SourceError
from builder.model import Picture
from tests.documents.made import grids, lines, texts
from tests.documents.made_ofd import ofd, page, path, resources, table, text, unit

ROWS = (("项目", "决算数", "备注"), ("教育支出", "1,234.50", ""), ("合计", "1,234.50", "元"))
CELLS = [list(row) for row in ROWS]


def read_lines(*objects: str) -> list[str]:
    return lines(read_ofd(ofd(page("".join(objects))), "a.ofd"))


def coded(attributes: str, words: str, own: str = "") -> str:
    return text(20, 30, words, own, f'<ofd:TextCode X="0" Y="3.5" {attributes}>{words}</ofd:TextCode>')


def test_a_ruled_table_and_the_lines_around_it() -> None:
    made = page(text(20, 20, "收入决算表") + text(20, 30, "单位：万元") + table(ROWS))
    document = read_bytes(ofd(made), "决算.pdf")
    assert (document.format, document.pages, document.notices) == ("ofd", 1, ())
    assert lines(document) == ["收入决算表", "单位：万元"]
    (grid,) = grids(document)
    assert texts(grid) == CELLS
    assert grid.exact
    assert grid.place.page == 1


@pytest.mark.parametrize(
    "steps",
    [
        'DeltaX="2 2 2 2 2"',
        'DeltaX="g 5 2"',
        'DeltaX="2 g 3 2 2"',
        'DeltaX="2"',
        "",
    ],
)
def test_steps_from_letter_to_letter(steps: str) -> None:
    assert read_lines(coded(steps, "123.45"), text(50, 30, "万元")) == ["123.45 万元"]


def test_a_wide_step_is_a_gap_and_a_letter_no_wider_for_it() -> None:
    assert read_lines(coded('DeltaX="4 30 4"', "收入支出")) == ["收入 支出"]


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ('CTM="2 0 0 2 10 0"', 'X="1" Y="3" DeltaX="g 3 4"'),
        ('CTM="0 1 -1 0 100 0"', 'X="1" Y="3" DeltaX="g 3 4"'),  # a page that lies on its side
        ('CTM="0 -1 1 0 0 100"', 'X="1" Y="3" DeltaX="g 3 4"'),
        ('ReadDirection="90"', 'X="1" Y="3" DeltaX="g 3 0.01" DeltaY="g 3 0.02"'),
        ('HScale="0.5"', 'X="1" Y="3"'),
    ],
)
def test_matrices_and_directions(own: str, code: str) -> None:
    words = f"<ofd:TextCode {code}>本年收入</ofd:TextCode>"
    assert read_lines(text(20, 30, "本年收入", own, words)) == ["本年收入"]


def test_letters_one_under_the_other() -> None:
    words = '<ofd:TextCode X="0" Y="3" DeltaX="g 1 0" DeltaY="g 1 5">收入</ofd:TextCode>'
    assert read_lines(text(20, 30, "收入", "", words)) == ["收", "入"]


def test_a_watermark_is_no_line() -> None:
    slanted = text(50, 100, "公开文本", 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    assert read_lines(text(20, 30, "本年收入"), slanted) == ["本年收入"]


def test_what_is_hidden_is_not_read() -> None:
    hidden = text(20, 60, "草稿", 'Visible="false"') + text(20, 70, "草稿", 'Alpha="0"')
    assert read_lines(text(20, 30, "本年收入"), hidden) == ["本年收入"]


def test_letters_of_fonts_with_their_own_glyphs_are_what_the_code_says() -> None:
    mapped = (
        '<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>7 9</ofd:Glyphs></ofd:CGTransform>'
        '<ofd:TextCode X="0" Y="3" DeltaX="4">收入</ofd:TextCode><ofd:TextCode X="8">合计</ofd:TextCode>'
    )
    assert read_lines(text(20, 30, "", "", mapped)) == ["收入合计"]


def test_rules_as_rectangles_and_no_tables_from_backgrounds() -> None:
    level = "".join(
        path(20, 40 + 8 * n, "M 0 0 L 60 0 L 60 0.2 L 0 0.2 C", 'Fill="true" Stroke="false"')
        for n in range(4)
    )
    upright = "".join(
        path(20 + 30 * n, 40, "S 0 0 L 0 24 L 0.2 24 L 0.2 0 C", 'Fill="true" Stroke="false"')
        for n in range(3)
    )
    words = "".join(text(22 + 30 * c, 42 + 8 * r, f"{r}{c}") for r in range(3) for c in range(2))
    assert texts(grids(read_ofd(ofd(page(level + upright + words)), "a.ofd"))[0]) == [
        ["00", "01"],
        ["10", "11"],
        ["20", "21"],
    ]
    white = "".join(
        path(20 + 30 * c, 40 + 8 * r, "M 0 0 L 30 0 L 30 8 L 0 8 C", 'Fill="true" Stroke="false"')
        for r in range(3)
        for c in range(2)
    )
    assert not [grid for grid in grids(read_ofd(ofd(page(white + words)), "a.ofd")) if grid.exact]


def test_templates_and_composites_are_part_of_the_page() -> None:
    common = (
        '<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID="9" BaseLoc="/Doc_0/Tpls/T.xml"/>'
    )
    drawn = '<ofd:CompositeObject ID="8" ResourceID="4" Boundary="0 100 210 200"/>'
    before = '<ofd:Template TemplateID="9" ZOrder="Background"/>'
    parts = {
        "Doc_0/PublicRes.xml": resources(unit(4, text(20, 20, "其中：工资"))),
        "Doc_0/Tpls/T.xml": page(table(ROWS)),
    }
    document = read_ofd(ofd(page(drawn, before, area=""), common=common, parts=parts), "a.ofd")
    assert lines(document) == ["其中：工资"]
    assert texts(grids(document)[0]) == CELLS


def test_a_page_that_is_a_picture_is_told() -> None:
    picture = '<ofd:ImageObject ID="7" ResourceID="3" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'
    document = read_ofd(ofd(page(text(20, 20, "本年收入")), page(picture)), "a.ofd")
    assert any(isinstance(block, Picture) for block in document.blocks)
    assert [(notice.place.page, "没有文字层" in notice.zh) for notice in document.notices] == [(2, True)]
    with pytest.raises(SourceError, match="没有可读的文字"):
        read_ofd(ofd(page(picture)), "a.ofd")


# --- damaged and hostile ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", ["<ofd:Page", page(text(20, 20, "甲"), area="0 0 nan 297"), page("", area="0 0 0 0")]
)
def test_a_damaged_page_is_told_and_the_others_are_read(content: str) -> None:
    document = read_ofd(ofd(page(table(ROWS)), content), "a.ofd")
    assert texts(grids(document)[0]) == CELLS
    assert [notice.place.page for notice in document.notices] == [2]
    assert "没有读" in document.notices[0].zh
    with pytest.raises(SourceError) as caught:
        read_ofd(ofd(content), "a.ofd")
    assert "第 1 页" in caught.value.place


@pytest.mark.parametrize(
    "bad",
    [
        text(20, 60, "乙", 'CTM="1 0 0"'),
        text(20, 60, "乙").replace('Boundary="20 60', 'Boundary="20 1e300'),
        coded('DeltaX="2 inf"', "123"),
        coded('DeltaX="g 3"', "12345"),
        coded('DeltaX="g 1000000000 2"', "12345"),
        text(20, 60, "乙", 'CharDirection="45"'),
        path(0, 0, "M 0 0 L x 1"),
        '<ofd:CompositeObject ID="8" ResourceID="404" Boundary="0 0 1 1"/>',
    ],
)
def test_an_object_that_makes_no_sense_is_told(bad: str) -> None:
    document = read_ofd(ofd(page(text(20, 20, "本年收入") + bad)), "a.ofd")
    assert lines(document) == ["本年收入"]
    assert ["有内容读不出" in notice.zh for notice in document.notices] == [True]


def calls_itself(times: int, words: str) -> bytes:
    again = "".join(
        f'<ofd:CompositeObject ID="{n}" ResourceID="4" Boundary="0 0 1 1"/>' for n in range(times)
    )
    parts = {"Doc_0/PublicRes.xml": resources(unit(4, again + words))}
    common = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    return ofd(page(text(20, 20, "本年收入") + again), common=common, parts=parts)


def test_composites_that_call_themselves_come_to_an_end() -> None:
    document = read_ofd(calls_itself(1, ""), "a.ofd")
    assert lines(document) == ["本年收入"]
    assert "有内容读不出" in document.notices[0].zh
    with pytest.raises(SourceError, match="超过上限 500 个"):
        read_ofd(
            calls_itself(9, text(1, 1, "本年收入")), "a.ofd", replace(DEFAULT_LIMITS, page_characters=500)
        )


@pytest.mark.parametrize(
    ("data", "limits", "said"),
    [
        (ofd(*[page(text(20, 20, "甲"))] * 4), replace(DEFAULT_LIMITS, pages=3), "共 4 页，超过上限 3 页"),
        (ofd(page(text(1, 1, "甲" * 60))), replace(DEFAULT_LIMITS, page_characters=50), "超过上限 50 个"),
        (ofd(), DEFAULT_LIMITS, "没有页面"),
        (ofd(page(text(1, 1, "甲")), parts={"Encryptions.xml": "<a/>"}), DEFAULT_LIMITS, "文件加密"),
        (ofd(parts={"OFD.xml": "<ofd:OFD"}), DEFAULT_LIMITS, "XML 已损坏"),
        (ofd(parts={"OFD.xml": "<OFD><DocRoot>../../etc/passwd</DocRoot></OFD>"}), DEFAULT_LIMITS, "缺少必需的部分"),
        (ofd(parts={"OFD.xml": '<!DOCTYPE a [<!ENTITY b "c">]><OFD/>'}), DEFAULT_LIMITS, "文档类型声明"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_gives_one_line(data: bytes, limits: object, said: str) -> None:
    assert isinstance(limits, type(DEFAULT_LIMITS))
    with pytest.raises(SourceError, match=said):
        read_ofd(data, "a.ofd", limits)
