"""T02, T03, T05, T07, T08: rows of code, name and figures in every shape that layouts leave."""

from __future__ import annotations

import pytest

from tests.facts.made import MadeRows, facts_of, part, stated, values

HEAD_T03: MadeRows = [
    [("项目", 2), "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
    ["功能分类科目编码", "科目名称", "", "", "", "", "", ""],
    [("栏次", 2), "1", "2", "3", "4", "5", "6"],
]
TOTAL: MadeRows = [[("合计", 2), "19.00", "14.00", "5.00", "", "", ""]]


def test_code_and_name_in_a_column_each() -> None:
    table = part(
        "T03", [*HEAD_T03, *TOTAL, ["2130304", "水利行业业务管理", "19.00", "14.00", "5.00", "", "", ""]]
    )
    assert values(table) == [
        "||合计|本年支出合计|19.00", "||合计|基本支出|14.00", "||合计|项目支出|5.00",
        "|2130304|水利行业业务管理|本年支出合计|19.00", "|2130304|水利行业业务管理|基本支出|14.00",
        "|2130304|水利行业业务管理|项目支出|5.00",
    ]  # fmt: skip


def test_codes_split_into_three_columns_are_put_together() -> None:
    head: MadeRows = [
        [("项目", 4), "本年支出合计", "基本支出", "项目支出"],
        ["类", "款", "项", "科目名称", "", "", ""],
        [("栏次", 4), "1", "2", "3"],
        [("合计", 4), "9.00", "4.00", "5.00"],
    ]
    split: MadeRows = [
        ["213", "", "", "农林水支出", "9.00", "4.00", "5.00"],
        ["213", "03", "", "水利", "9.00", "4.00", "5.00"],
        ["213", "03", "04", "水利行业业务管理", "9.00", "4.00", "5.00"],
    ]
    codes = [fact.code for fact in stated(part("T03", [*head, *split])).facts if fact.measure == "基本支出"]
    assert codes == ["", "213", "21303", "2130304"]


def test_whole_codes_repeated_in_three_columns_are_the_deepest_one() -> None:
    head: MadeRows = [
        [("项目", 4), "本年支出合计", "基本支出", "项目支出"],
        [("合计", 4), "9.00", "4.00", "5.00"],
    ]
    row: MadeRows = [["213", "21303", "2130304", "水利行业业务管理", "9.00", "4.00", "5.00"]]
    assert values(part("T03", [*head, *row]))[3] == "|2130304|水利行业业务管理|本年支出合计|9.00"


@pytest.mark.parametrize("code", ["21303 04", "213030 4", "2130\n304", "２１３０３０４", " 2130304 "])
def test_a_code_broken_by_layout_is_joined(code: str) -> None:
    table = part("T03", [*HEAD_T03, *TOTAL, [code, "水利行业业务管理", "19.00", "14.00", "5.00", "", "", ""]])
    assert values(table)[3] == "|2130304|水利行业业务管理|本年支出合计|19.00"


@pytest.mark.parametrize(
    "label", ["2130304水利行业业务管理", "2130304 水利行业业务管理", "21303 04\n水利行业业务管理"]
)
def test_a_code_glued_to_its_name_is_parted(label: str) -> None:
    head: MadeRows = [["项目", "本年支出合计", "基本支出", "项目支出"], ["合计", "9.00", "4.00", "5.00"]]
    table = part("T03", [*head, [label, "9.00", "4.00", "5.00"]])
    assert values(table)[3:] == [
        "|2130304|水利行业业务管理|本年支出合计|9.00", "|2130304|水利行业业务管理|基本支出|4.00",
        "|2130304|水利行业业务管理|项目支出|5.00",
    ]  # fmt: skip


def test_columns_are_told_by_their_heads_and_not_by_their_place() -> None:
    head: MadeRows = [
        [("项目", 2), "项目支出", "本年支出合计", "基本支出"],
        [("合计", 2), "5.00", "9.00", "4.00"],
    ]
    table = part("T03", head)
    assert sorted(values(table)) == [
        "||合计|基本支出|4.00",
        "||合计|本年支出合计|9.00",
        "||合计|项目支出|5.00",
    ]


def test_heads_of_two_levels_are_read_downwards() -> None:
    head: MadeRows = [
        [("项目", 2), "年初结转和结余", "本年收入", ("本年支出", 3), "年末结转和结余"],
        ["功能分类科目编码", "科目名称", "", "", "小计", "基本支出", "项目支出", ""],
        [("合计", 2), "1.00", "8.00", "7.00", "3.00", "4.00", "2.00"],
    ]
    assert values(part("T07", head)) == [
        "||合计|年初结转和结余|1.00", "||合计|本年收入|8.00", "||合计|本年支出|7.00", "||合计|基本支出|3.00",
        "||合计|项目支出|4.00", "||合计|年末结转和结余|2.00",
    ]  # fmt: skip


def test_income_has_its_seven_columns() -> None:
    head: MadeRows = [
        [
            ("项目", 2),
            "本年收入合计",
            "财政拨款收入",
            "上级补助收入",
            "事业收入",
            "经营收入",
            "附属单位上缴收入",
            "其他收入",
        ],
        [("合计", 2), "21.00", "1.00", "2.00", "3.00", "4.00", "5.00", "6.00"],
    ]
    assert [text.split("|")[3] for text in values(part("T02", head))] == [
        "本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入",
    ]  # fmt: skip


def test_a_rebuilt_table_reads_its_columns_in_order() -> None:
    made: MadeRows = [
        ["科目编码", "科目名称", "本年支出", "基本支出", "项目支出"],
        ["栏次", "", "1", "2", "3"],
        ["合计", "", "9.00", "4.00", "5.00"],
        ["2130304", "水利行业业务管理", "9.00", "4.00", "5.00"],
    ]
    assert values(part("T05", made, exact=False))[3:] == [
        "|2130304|水利行业业务管理|本年支出|9.00", "|2130304|水利行业业务管理|基本支出|4.00",
        "|2130304|水利行业业务管理|项目支出|5.00",
    ]  # fmt: skip


def test_a_head_cut_off_in_a_rebuilt_table_still_tells_its_column() -> None:
    made: MadeRows = [
        ["编码", "名称", "本年支", "基本支", "项目支"],
        ["合计", "", "9.00", "4.00", "5.00"],
    ]
    assert values(part("T05", made, exact=False)) == [
        "||合计|本年支出|9.00", "||合计|基本支出|4.00", "||合计|项目支出|5.00",
    ]  # fmt: skip


@pytest.mark.parametrize("exact", [True, False])
def test_the_row_that_numbers_the_columns_is_no_data(exact: bool) -> None:
    made: MadeRows = [
        ["科目编码", "科目名称", "本年支出", "基本支出", "项目支出"],
        ["", "", "1", "2", "3"],
        ["合计", "", "9.00", "4.00", "5.00"],
    ]
    out = stated(part("T05", made, exact=exact))
    assert [str(fact.value) for fact in out.facts] == ["9.00", "4.00", "5.00"]
    assert out.unread == []


@pytest.mark.parametrize("exact", [True, False])
def test_a_blank_cell_gives_no_row_and_a_printed_zero_gives_zero(exact: bool) -> None:
    made: MadeRows = [
        ["科目编码", "科目名称", "本年支出", "基本支出", "项目支出"],
        ["合计", "", "0.00", "", "－"],
        ["2130304", "水利行业业务管理", "", "0", ""],
    ]
    assert values(part("T05", made, exact=exact)) == [
        "||合计|本年支出|0.00", "||合计|项目支出|0", "|2130304|水利行业业务管理|基本支出|0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "printed", "value"),
    [
        ("元", "128218.80", "12.821880"),
        ("元", "1,159,138.98", "115.913898"),
        ("元", "5", "0.0005"),
        ("元", "-20.50", "-0.002050"),
        ("元", "0.00", "0.000000"),
        ("千元", "12.5", "1.25"),
        ("亿元", "0.0125", "125.0000"),
        ("万元", "12.50", "12.50"),
    ],
)
def test_money_is_in_wan_with_its_printed_precision(unit: str, printed: str, value: str) -> None:
    made: MadeRows = [["编码", "名称", "本年支出", "基本支出", "项目支出"], [("合计", 2), printed, "", ""]]
    assert facts_of(part("T05", made, unit=unit)) == [f"||合计|本年支出|{value}|万元"]


def test_what_was_printed_is_kept_beside_the_value() -> None:
    made: MadeRows = [
        ["编码", "名称", "本年支出", "基本支出", "项目支出"],
        [("合计", 2), "1,28 2.\n80", "", ""],
    ]
    (fact,) = stated(part("T05", made, unit="元")).facts
    assert fact.raw == "1,28 2. 80"
    assert str(fact.value) == "0.128280"


def test_no_unit_is_invented() -> None:
    made: MadeRows = [["编码", "名称", "本年支出", "基本支出", "项目支出"], [("合计", 2), "9.00", "", ""]]
    assert facts_of(part("T05", made, unit="")) == ["||合计|本年支出|9.00|"]


def test_a_misprint_gives_no_guess_keeps_its_characters_and_is_reported() -> None:
    made: MadeRows = [
        ["编码", "名称", "本年支出", "基本支出", "项目支出"],
        [("合计", 2), "173,59", "100.00", ""],
    ]
    out = stated(part("T05", made))
    assert (out.facts[0].value, out.facts[0].raw) == (None, "173,59")
    assert [(unread.raw, unread.place.line) for unread in out.unread] == [("173,59", 2)]
    assert "数" in out.unread[0].zh
    assert "number" in out.unread[0].en


def test_a_figure_outside_the_known_columns_is_reported_with_its_place() -> None:
    made: MadeRows = [
        ["编码", "名称", "本年支出", "基本支出", "项目支出", "同比"],
        [("合计", 2), "9.00", "4.00", "5.00", "3.21"],
    ]
    out = stated(part("T05", made))
    assert [(unread.raw, unread.place.line) for unread in out.unread] == [("3.21", 2)]
    assert len(out.facts) == 3


@pytest.mark.parametrize("exact", [True, False])
def test_figures_of_a_row_without_an_account_are_reported(exact: bool) -> None:
    made: MadeRows = [
        ["编码", "名称", "本年支出", "基本支出", "项目支出"],
        ["合计", "", "9.00", "4.00", "5.00"],
        ["", "", "2.22", "1.11", "1.11"],
    ]
    out = stated(part("T05", made, exact=exact))
    assert [unread.raw for unread in out.unread] == ["2.22", "1.11", "1.11"]


def test_a_repeated_key_is_kept_twice() -> None:
    made: MadeRows = [
        ["编码", "名称", "本年支出", "基本支出", "项目支出"],
        ["2130304", "水利", "9.00", "", ""],
        ["2130304", "水利", "8.00", "", ""],
    ]
    assert [(str(f.value), f.place.line) for f in stated(part("T05", made)).facts] == [
        ("9.00", 2),
        ("8.00", 3),
    ]


def test_how_each_column_was_told_can_be_shown() -> None:
    made: MadeRows = [
        ["编码", "名称", "本年支出", "基本支出", "项目支出"],
        [("合计", 2), "9.00", "4.00", "5.00"],
    ]
    assert [told.measure for told in stated(part("T05", made)).explained] == [
        "本年支出",
        "基本支出",
        "项目支出",
    ]
