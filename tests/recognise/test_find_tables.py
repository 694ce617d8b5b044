"""Tables by their titles: with slips, over pages, inside the grid, lost, unknown, only as pictures."""

from __future__ import annotations

import pytest

from tests.documents.made import tab_table, word_table
from tests.recognise.made import CODED, recognised, tables, unknown_titles


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("收入支出决算总表", "T01"),
        ("收 入 支 出 决 算 总 表", "T01"),
        ("一、收入支出决算总表", "T01"),
        ("2024年度收支决算总表", "T01"),
        ("收入决算表", "T02"),
        ("支出决算表（续）", "T03"),
        ("支出决算表 公开03表", "T03"),
        ("财政拨款收入支出决算总表", "T04"),
        ("一般公共预算财政拨款支出决算表", "T05"),
        ("一般公共预算财政拨款基本支出决算表", "T06"),
        ("政府性基金预算财政拨款收入支出决算表", "T07"),
        ("国有资本经营预算财政拨款支出决算表", "T08"),
        ("国有资产经营预算财政拨款支出决算表", "T08"),
        ("财政拨款三公经费支出决算表", "T09"),
        ("财政拨款“三公”经费支出决算表", "T09"),
    ],
)
def test_a_table_is_known_by_its_title_whatever_the_slip(title: str, table: str) -> None:
    (part,) = tables(f"{title}\n单位：万元\n{CODED}")
    assert part.table == table
    assert part.unit == "万元"
    assert part.place.line == 1


def test_the_place_of_a_table_in_the_report_does_not_make_its_number() -> None:
    found = tables(f"财政拨款“三公”经费支出决算表\n{CODED}\n收入决算表\n{CODED}")
    assert [part.table for part in found] == ["T09", "T02"]


@pytest.mark.parametrize("caption", ["公开03表　　单位：万元", "财决公开03表 金额单位：万元"])
def test_the_number_of_a_form_beside_its_unit_is_no_title(caption: str) -> None:
    (part,) = tables(f"支出决算表\n{caption}\n{CODED}")
    assert (part.table, part.unit) == ("T03", "万元")


@pytest.mark.parametrize("unit", ["万元", "元", "千元", "亿元"])
@pytest.mark.parametrize(
    "caption", ["单位：{}", "金额单位：{}", "部门：青澜市河湖观测中心\t单位：{}", "单位:{}"]
)
def test_the_unit_is_the_printed_one(unit: str, caption: str) -> None:
    (part,) = tables(f"支出决算表\n公开03表\n{caption.format(unit)}\n{CODED}")
    assert part.unit == unit


def test_a_table_that_prints_no_unit_has_none() -> None:
    (part,) = tables(f"支出决算表\n{CODED}")
    assert part.unit == ""


def test_the_table_of_contents_is_not_taken_for_tables() -> None:
    contents = "目录\n第一部分 部门概况\n一、收入支出决算总表\n二、收入决算表\n三、支出决算表\n"
    body = f"第一部分 部门概况\n一、部门职责\n观测河湖。\n支出决算表\n{CODED}"
    assert [part.table for part in tables(contents + body)] == ["T03"]


def test_a_title_in_a_sentence_names_no_table() -> None:
    assert tables(f"以下说明对应支出决算表。\n见《支出决算表》\n{CODED}") == ()


@pytest.mark.parametrize(
    "between",
    [
        "支出决算表\n",
        "支出决算表（续）\n",
        "支出决算表\n单位：万元\n",
        "支出决算表\n公开03表\n部门：青澜市河湖观测中心\n单位：万元\n",
        "公开03表\n单位：万元\n",
    ],
)
def test_a_table_goes_on_when_its_title_or_captions_come_again(between: str) -> None:
    more = word_table([["2130310", "水土保持", "1.00", "1.00", ""], ["2130314", "防汛", "2.00", "", "2.00"]])
    (part,) = tables(f"支出决算表\n单位：万元\n{CODED}\n{between}{more}")
    assert len(part.rows) == 6


def test_another_table_of_the_same_kind_has_captions_of_its_own() -> None:
    running = word_table(
        [
            ["项目", "预算数", "决算数", "项目", "决算数"],
            ["公务接待费", "2.00", "1.00", "机关运行经费", "8.00"],
        ]
    )
    own = word_table([["项目", "预算数", "决算数"], ["公务接待费", "20000.00", "10000.00"]])
    (part,) = tables(
        f"机构运行信息表\n单位：万元\n{running}\n“三公”经费支出决算表\n公开09表\n单位：元\n{own}"
    )
    assert (part.title, part.unit) == ("“三公”经费支出决算表", "元")


def test_a_page_number_between_two_pieces_does_not_end_a_table() -> None:
    more = word_table([["2130310", "水土保持", "1.00", "1.00", ""], ["2130314", "防汛", "2.00", "", "2.00"]])
    (part,) = tables(f"支出决算表\n{CODED}\n— 5 —\n{more}")
    assert len(part.rows) == 6


def test_the_next_title_ends_a_table() -> None:
    found = tables(f"收入决算表\n{CODED}\n支出决算表\n{CODED}")
    assert [(part.table, len(part.rows)) for part in found] == [("T02", 4), ("T03", 4)]


def test_prose_ends_a_table() -> None:
    other = word_table([["名称", "数量"], ["船", "3"]])
    (part,) = tables(f"支出决算表\n{CODED}\n以下为设备清单，供参考，不属于决算内容。\n{other}")
    assert len(part.rows) == 4


def test_a_title_as_the_first_row_of_the_grid_counts() -> None:
    rows = [["支出决算表", "", ""], ["项目", "基本支出", "项目支出"], ["合计", "4.00", "5.00"]]
    (part,) = tables(tab_table(rows))
    assert part.table == "T03"
    assert part.title == "支出决算表"


def test_the_note_names_a_table_whose_title_is_lost() -> None:
    note = "注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转结余情况。"
    (part,) = tables(f"[image: p7.png]\n{note}\n")
    assert (part.table, part.title, part.pictures, part.rows) == ("T07", "", 1, ())


def test_notes_belong_to_their_own_table() -> None:
    note = "注：本表反映部门本年度各项支出情况。"
    (part,) = tables(f"支出决算表\n{CODED}\n{note}\n")
    assert [line.text for line in part.notes] == [note]


def test_an_unknown_official_title_is_reported() -> None:
    assert unknown_titles(f"机构运行成本决算表\n{CODED}") == ["机构运行成本决算表"]
    assert tables(f"机构运行成本决算表\n{CODED}") == ()


def test_a_list_that_is_no_account_is_not_reported() -> None:
    assert unknown_titles(f"设备清单表\n{CODED}") == []


def test_a_performance_table_is_known_by_its_title() -> None:
    grid = word_table([["一级指标", "二级指标"], ["产出指标", "数量指标"]])
    found = tables(
        f"2024年度部门整体支出绩效自评表\n{grid}\n项目支出绩效自评表\n{grid}\n绩效评价基础数据表\n{grid}"
    )
    assert [part.table for part in found] == ["P2", "P3", "P1"]


def test_tables_that_are_only_pictures_are_seen() -> None:
    pictures = "[image: p5.png]\n[image: p6.png]\n"
    found = recognised(f"第二部分 部门决算表\n{pictures}第三部分 部门决算情况说明\n正文。\n")
    assert found.tables == ()
    assert found.tables_as_pictures is not None
    assert found.tables_as_pictures.line == 2
    assert found.tables_in_attachment is None


def test_a_picture_elsewhere_is_no_table() -> None:
    found = recognised("第一部分 部门概况\n[image: map.png]\n第二部分 部门决算表\n第三部分 说明\n正文。\n")
    assert found.tables_as_pictures is None


@pytest.mark.parametrize("words", ["（详情见附件）", "决算公开表格另附", "九张决算表见附件1"])
def test_tables_in_an_attachment_are_seen(words: str) -> None:
    found = recognised(f"第二部分 2024年度部门决算表\n{words}\n第三部分 说明\n正文。\n")
    assert found.tables_in_attachment is not None
    assert found.tables_in_attachment.line == 2


def test_an_attachment_named_elsewhere_does_not_hide_the_tables() -> None:
    found = recognised(f"第二部分 部门决算表\n支出决算表\n{CODED}第三部分 说明\n评价报告见附件。\n")
    assert found.tables_in_attachment is None


MATRIX = "科目编码\t科目名称\t合计\t工资福利支出\t商品和服务支出\n合计\t\t9.00\t6.00\t3.00\n2130304\t水利管理\t9.00\t6.00\t3.00\n"


def test_a_table_of_another_form_under_the_same_title_is_another_table() -> None:
    text = f"一般公共预算财政拨款支出决算表\n{CODED}\n一般公共预算财政拨款支出决算明细表\n{MATRIX}"
    assert [(part.table, part.title) for part in tables(text)] == [("T05", "一般公共预算财政拨款支出决算表")]
    assert "一般公共预算财政拨款支出决算明细表" in unknown_titles(text)


def test_the_only_table_of_a_title_is_kept_whatever_its_heads() -> None:
    assert [part.table for part in tables(f"一般公共预算财政拨款支出决算明细表\n{MATRIX}")] == ["T05"]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("财政拨款支出决算表", "一般公共预算财政拨款支出决算表", "一般公共预算财政拨款支出决算表"),
        ("财政拨款“三公”经费情况表", "一般公共预算财政拨款“三公”经费情况表", "财政拨款“三公”经费情况表"),
    ],
)
def test_of_two_tables_with_another_basis_the_form_s_own_is_kept(first: str, second: str, kept: str) -> None:
    text = f"{first}\n{CODED}\n{second}\n{CODED}"
    assert [part.title for part in tables(text)] == [kept]
    assert len(unknown_titles(text)) == 1


def test_a_table_of_another_basis_that_stands_alone_is_the_form_s() -> None:
    assert [part.table for part in tables(f"财政拨款支出决算表\n{CODED}")] == ["T05"]
