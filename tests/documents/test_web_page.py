"""Web pages come out as the article that a person reads: no site around it, no table lost, lines of the source kept."""

from __future__ import annotations

import pytest

from builder.documents.limits import Limits
from builder.errors import SourceError
from builder.model import Grid, Line, Picture
from tests.documents.made_page import MENU, PROSE, page, read, table
from tests.documents.made_workbook import shape

ROWS = ("科目编码|科目名称|本年收入合计", "2010101|行政运行|12.30")
GRID = [["科目编码", "科目名称", "本年收入合计"], ["2010101", "行政运行", "12.30"]]


# --- the article -----------------------------------------------------------------------------------------


def test_menus_and_footers_are_left_out_and_the_title_with_its_date_is_kept() -> None:
    before = f"<div><ul>{MENU}</ul></div><div><h1>某某局2023年度部门决算</h1><p>发布时间：2024-08-30</p>"
    found = shape(read(page(f"<div>{PROSE}</div>", around=(before, "</div><div>备案号：某ICP备1号</div>"))))
    assert found[:2] == ["某某局2023年度部门决算", "发布时间：2024-08-30"]
    assert len(found) == 8


def test_the_title_of_the_page_stands_in_where_no_heading_is_printed() -> None:
    found = shape(read(page(PROSE, head="<title>某某局2023年度部门决算</title>")))
    assert found[0] == "某某局2023年度部门决算"


def test_a_small_table_apart_from_the_text_is_not_lost() -> None:
    found = shape(read(page(f"<div>{PROSE * 20}</div><div>{table(*ROWS)}</div><div><ul>{MENU}</ul></div>")))
    assert found[-1] == GRID


@pytest.mark.parametrize("tag", ["p", "div"])
def test_one_long_paragraph_is_not_taken_for_the_whole_article(tag: str) -> None:
    short, long = f"<{tag}>一、收入情况</{tag}>", f"<{tag}>{'某某局收入合计10.00万元。' * 80}</{tag}>"
    assert len(shape(read(page(f"<div>{short}{long}{short}</div>")))) == 3
    assert len(shape(read(page(f"{short}<div><div>{long}{long}</div></div>{short}")))) == 4


def test_words_that_stand_in_no_block_are_not_lost() -> None:
    found = shape(
        read(page(f"<div>某某局2023年度部门决算情况说明如下，请予监督。<div>{PROSE * 9}</div></div>"))
    )
    assert found[0] == "某某局2023年度部门决算情况说明如下，请予监督。"


def test_links_inside_the_page_are_its_contents_and_links_to_others_are_the_site() -> None:
    contents = '<p><a href="#a">第一部分　概况</a></p>'
    found = shape(read(page(f'<div>{contents}{PROSE}<p><a href="/next.html">上一篇</a></p></div>')))
    assert found[0] == "第一部分　概况"
    assert "上一篇" not in found


def test_links_to_files_are_attachments() -> None:
    files = '<p>附件1：<a href="a.pdf">公开报告</a></p><p><a href="/P02.xls?x=1">公开表</a></p>'
    files += '<p><a href="b/c%E8%A1%A8.docx"></a></p>'
    found = shape(read(page(f"<div>{PROSE}</div>{files}")))
    assert found[-3:] == ["附件1：[公开报告.pdf]", "[公开表.xls]", "[c表.docx]"]


def test_a_shown_file_in_a_frame_is_an_attachment() -> None:
    found = shape(read(page(PROSE + '<iframe src="/pdf/%E5%86%B3%E7%AE%97.pdf"></iframe>')))
    assert found[-1] == "[决算.pdf]"


def test_hidden_parts_scripts_and_comments_are_not_read() -> None:
    unseen = (
        '<div style="display: none">甲99.99</div><p hidden>乙99.99</p><script>var a="丙99.99"</script><!-- 丁99.99 -->'
        '<p class="gone">戊99.99</p><noscript>己99.99</noscript><p style="mso-hide:all">庚99.99</p>'
        "<del>辛99.99</del><comment>壬99.99</comment>"
    )
    found = str(shape(read(page(PROSE + unseen, head="<style>.gone{display:none}</style>"))))
    assert "99.99" not in found


def test_panels_that_a_reader_may_open_are_read() -> None:
    panels = f'<div class="tab">{PROSE}</div><div class="tab" style="display:none">{table(*ROWS)}</div>'
    assert GRID in shape(read(page(panels)))
    styled = f'<div class="pane on">{PROSE}</div><div class="pane">{table(*ROWS)}</div>'
    assert GRID in shape(
        read(page(styled, head="<style>.pane{display:none} .pane.on{display:block}</style>"))
    )


def test_a_page_that_hides_all_it_says_is_read_all_the_same() -> None:
    assert len(shape(read(page(f'<p>载入中</p><div id="x" style="display:none">{PROSE}</div>')))) == 7


# --- lines -----------------------------------------------------------------------------------------------


def test_lines_are_those_of_the_source_and_the_transcript_is_their_text() -> None:
    source = "<html>\n<body>\n<p\n class='a'>\n甲是\n第一段。</p><!-- a\nb -->\n"
    source += "<table><tr><td>乙</td><td>1.00</td></tr>\r\n<tr><td>丙<td>2.00</table>"
    document = read(source.encode())
    first, grid = document.blocks
    assert isinstance(first, Line)
    assert (first.text, first.place.line) == ("甲是第一段。", 5)
    assert isinstance(grid, Grid)
    assert [(cell.text, cell.place.line) for cell in grid.cells] == [
        ("乙", 8),
        ("1.00", 8),
        ("丙", 9),
        ("2.00", 9),
    ]
    assert document.text_lines == ("", "", "", "", "甲是", "第一段。", "", "乙\t1.00", "丙\t2.00")
    assert grid.cells[3].place.label == "第 1 个表格第 2 行"


def test_lines_beyond_what_the_parser_counts_are_counted_on() -> None:
    document = read(("<p>甲。</p>" + "\n" * 70_000 + "<p>乙。</p>\n\n<p>丙。</p>").encode())
    assert [block.place.line for block in document.blocks] == [1, 70_001, 70_003]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("甲是<b>1</b><span>23.00</span>万元。", ["甲是123.00万元。"]),
        ("甲。<br/>乙。<br><br>丙。", ["甲。", "乙。", "丙。"]),
        ("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"]),
        ("<p>&nbsp;&nbsp;　　甲&nbsp;乙</p><p>&nbsp;</p>", ["甲 乙"]),
        ("<p>基本\n支出12\n万元</p>", ["基本支出12万元"]),
        ("<p>a\nb</p>", ["a b"]),
        ("<ol><li>甲</li><li>2.乙</li><li>丙</li></ol>", ["1.甲", "2.乙", "3.丙"]),
        (
            '<ol style="list-style-type:cjk-ideographic"><li>甲</li></ol><ul><li>乙</li></ul>',
            ["一、甲", "乙"],
        ),
        ("<h1>Sheet 2: <em>收入决算表</em></h1><p>Sheet 2: 甲</p>", ["收入决算表", "Sheet 2: 甲"]),
        ("<pre>甲\n  乙</pre>", ["甲", "乙"]),
        ("<p>甲<o:p></o:p></p><![if !a]><p>乙</p><![endif]>", ["甲", "乙"]),
        ("<p>&#25910;&#x5165;&lt;b&gt;</p>", ["收入<b>"]),
    ],
)
def test_words_are_lines_as_the_page_sets_them(markup: str, lines: list[str]) -> None:
    assert shape(read(page(markup))) == lines


def test_a_sentence_that_a_break_cuts_goes_on() -> None:
    cut = "某某局2023年度收入支出总计12.00万元，与2022年度相比，收、支总计各增加1.00<br>万元。<br>以上。"
    first, second, _ = read(page(f"<div>{cut}</div>")).blocks
    assert isinstance(first, Line)
    assert isinstance(second, Line)
    assert (first.runs_on, second.runs_on) == (True, False)


# --- tables ----------------------------------------------------------------------------------------------


def test_a_title_and_captions_inside_a_table_stand_before_it() -> None:
    found = shape(read(page(table(
        '<td colspan="100">收入决算表</td>', "部门：某某局||单位：万元", *ROWS, '<td colspan="3">注：本表反映收入。</td>',
    ))))  # fmt: skip
    assert found == ["收入决算表", "部门：某某局", "单位：万元", GRID, "注：本表反映收入。"]


def test_spans_put_cells_in_their_columns() -> None:
    rows = ('<td rowspan="2">项目</td>|<td colspan="2">本年支出</td>', "基本支出|项目支出", "合计|1.00|2.00")
    grid = next(block for block in read(page(table(*rows))).blocks if isinstance(block, Grid))
    at = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}
    assert at["项目"] == (0, 0, 2, 1)
    assert at["本年支出"] == (0, 1, 1, 2)
    assert at["项目支出"] == (1, 2, 1, 1)


def test_a_table_laid_out_around_the_article_is_no_grid() -> None:
    inside = f"{PROSE}{table(*ROWS)}"
    frame = (
        f"<table><tr><td><ul>{MENU}</ul></td><td><table><tr><td>{inside}</td></tr></table></td></tr></table>"
    )
    found = shape(read(page(frame)))
    assert found[-1] == GRID
    assert len(found) == 7


def test_words_of_a_table_that_stand_in_no_cell_are_not_lost() -> None:
    found = shape(read(page(table(*ROWS).replace("</table>", "<p>注：本表反映收入。</p></table>"))))
    assert found == [GRID, "注：本表反映收入。"]


def test_tables_in_tables_in_tables_lose_nothing() -> None:
    inner = (
        "<table><tr><td>甲</td><td>1</td></tr><tr><td>" * 400 + "乙" + "</td><td>2</td></tr></table>" * 400
    )
    found = str(shape(read(page(f"<div>{'丙。' * 400}</div>{inner}"))))
    assert [found.count(word) for word in "甲1乙2"] == [400, 400, 1, 400]


def test_a_table_inside_a_cell_of_data_is_words_of_the_cell() -> None:
    inner = "<table><tr><td>行政</td></tr><tr><td>运行</td></tr></table>"
    found = shape(read(page(table(ROWS[0], f"2010101|{inner}|12.30"))))
    assert found == [[GRID[0], ["2010101", "行政\n运行", "12.30"]]]


def test_cells_keep_their_line_breaks_and_lose_their_wrapping() -> None:
    found = shape(
        read(page(table("科目<br>编码|名称", "<td><p>行政</p><p>运行</p></td>|一般行政\n管理事务")))
    )
    assert found == [[["科目\n编码", "名称"], ["行政\n运行", "一般行政管理事务"]]]


def test_rows_that_excel_hides_are_left_out() -> None:
    hidden = '<tr height=0 style="display:none"><td>7777.77</td></tr>'
    assert shape(read(page(table(*ROWS).replace("</table>", f"{hidden}</table>")))) == [GRID]


def test_tags_left_open_lose_nothing() -> None:
    rows = "<table><tr><td>科目编码<td>科目名称<td>本年收入合计<tr><td>2010101<td>行政运行<td>12.30</table><p>注：本表反映收入。"
    assert shape(read(page(rows))) == [GRID, "注：本表反映收入。"]


def test_large_pictures_are_told_and_small_ones_are_not() -> None:
    images = '<img src="a.jpg" width="800"><img src="icon_pdf.png"><img src="b.png" style="width:16px"><img src="W02.png">'
    found = [block for block in read(page(PROSE + images)).blocks if isinstance(block, Picture)]
    assert len(found) == 2


# --- characters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("claimed", ["utf-8", "gb2312", "iso-8859-1", ""])
def test_the_bytes_decide_what_the_characters_are_whatever_the_page_claims(
    encoding: str, claimed: str
) -> None:
    head = f'<meta charset="{claimed}">' if claimed else ""
    text = f"<html><head>{head}</head><body><p>某某局㐂决算。</p></body></html>"
    assert shape(read(text.encode(encoding))) == ["某某局㐂决算。"]


def test_one_broken_byte_does_not_turn_a_page_into_nonsense() -> None:
    data = page(PROSE).replace("收入合计".encode(), "收入合".encode() + b"\xe8", 1)
    assert "某某局2023年度收入合\ufffd" in str(shape(read(data)))


# --- broken and hostile ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html></html>", "没有正文"),
        (b"<html><script>document.write('a')</script></html>", "没有正文"),
        (b"<!-- -->", "没有"),
        (b"<p>" + b"\xff\xfe\xfd" * 900, "编码"),
        (b"<div>" * 3000 + b"a", "嵌套"),
    ],
)
def test_a_page_without_anything_to_read_says_so(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(data)


def test_a_page_larger_than_allowed_is_refused() -> None:
    with pytest.raises(SourceError, match="1 MB"):
        read(page("甲" * 400_000), Limits(text_mib=1))


def test_a_span_of_a_hundred_million_columns_is_clamped() -> None:
    wide = ("<td colspan=100000000 rowspan=100000000>收入决算表</td>", *ROWS)
    assert shape(read(page(table(*wide)))) == ["收入决算表", GRID]


def test_spans_that_make_a_table_too_wide_or_too_large_are_refused() -> None:
    with pytest.raises(SourceError, match="拒绝读取"):
        read(page(table("|".join("<td colspan=1000>甲</td>" for _ in range(4)), "乙|丙")))
    with pytest.raises(SourceError, match=r"上限|拒绝读取"):
        read(page(table(*["甲|1.00"] * 200)), Limits(cells=300))


def test_text_nested_deeply_is_read() -> None:
    assert shape(read(page("<div><span>" * 500 + "甲。" + "</span></div>" * 500))) == ["甲。"]


def test_a_million_entities_cost_little() -> None:
    assert len(str(shape(read(page("&amp;" * 1_000_000))))) > 1_000_000


def test_the_rest_of_a_table_keeps_its_blank_columns_and_its_first_lines_without_figures() -> None:
    """A table set over two pages is two tables of the web page: the second has no heads."""
    rest = ("||十六、金融支出||", "||二十、住房保障支出|29.42|")
    assert shape(read(page(table(*rest)))) == [
        [["", "", "十六、金融支出", "", ""], ["", "", "二十、住房保障支出", "29.42", ""]]
    ]


def test_amounts_in_hidden_tables_and_pages_in_frames_are_told() -> None:
    hidden = f'<div style="display:none">{table(*ROWS)}</div><iframe src="/show?id=1"></iframe><iframe src="about:blank">'
    told = [notice.zh for notice in read(page(f"<div>{PROSE}{hidden}</div>")).notices]
    assert [words[:11] for words in told] == ["网页里隐藏的表格或行有", "网页里嵌着另一个页面（"]
    assert " 1 个金额" in told[0]
