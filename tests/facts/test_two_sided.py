"""T01 and T04: 总表 in two halves, each with its own labels."""

from __future__ import annotations

import pytest

from builder.model import TablePart
from tests.facts.made import MadeRows, part, stated, values

HEAD: MadeRows = [[("收入", 3), ("支出", 3)], ["项目", "行次", "决算数", "项目", "行次", "决算数"]]
BODY: MadeRows = [
    ["栏次", "", "1", "栏次", "", "2"],
    ["一、一般公共预算财政拨款收入", "1", "80.00", "一、一般公共服务支出", "7", "30.00"],
    ["二、其他收入", "2", "", "二、教育支出", "8", "0.00"],
    ["", "3", "", "三、农林水支出", "9", "62.00"],
    ["本年收入合计", "4", "80.00", "本年支出合计", "10", "92.00"],
    ["使用非财政拨款结余（含专用结余）", "5", "", "结余分配", "11", "1.00"],
    ["年初结转和结余", "6", "15.00", "年末结转和结余", "12", "2.00"],
    ["总计", "", "95.00", "总计", "13", "95.00"],
]
EXPECTED = [
    "收入||一般公共预算财政拨款收入|决算数|80.00", "支出||一般公共服务支出|决算数|30.00",
    "支出||教育支出|决算数|0.00", "支出||农林水支出|决算数|62.00", "收入||本年收入合计|决算数|80.00",
    "支出||本年支出合计|决算数|92.00", "支出||结余分配|决算数|1.00", "收入||年初结转和结余|决算数|15.00",
    "支出||年末结转和结余|决算数|2.00", "收入||总计|决算数|95.00", "支出||总计|决算数|95.00",
]  # fmt: skip


def without_line_numbers(made: MadeRows) -> MadeRows:
    return [[cell for number, cell in enumerate(row) if number not in (1, 4)] for row in made]


def test_an_exact_table_with_line_numbers() -> None:
    assert values(part("T01", [*HEAD, *BODY])) == EXPECTED


def test_an_exact_table_without_line_numbers() -> None:
    head: MadeRows = [[("收入", 2), ("支出", 2)], ["项目", "决算数", "项目", "决算数"]]
    assert values(part("T01", [*head, *without_line_numbers(BODY)[1:]])) == EXPECTED


def test_a_rebuilt_table_with_line_numbers() -> None:
    head: MadeRows = [["收入", "支出"], HEAD[1]]
    assert values(part("T01", [*head, *BODY], exact=False)) == EXPECTED


def test_a_rebuilt_table_without_line_numbers() -> None:
    head: MadeRows = [["收入", "支出"], ["项目", "决算数", "项目", "决算数"]]
    assert values(part("T01", [*head, *without_line_numbers(BODY)[1:]], exact=False)) == EXPECTED


@pytest.mark.parametrize("exact", [True, False])
def test_line_numbers_are_never_figures(exact: bool) -> None:
    out = stated(part("T01", [*HEAD, *BODY], exact=exact))
    assert not {str(fact.value) for fact in out.facts} & {str(number) for number in range(1, 14)}
    assert out.unread == []


def test_a_line_on_the_right_only_belongs_to_the_right_half() -> None:
    made: MadeRows = [*HEAD, ["", "3", "", "三、农林水支出", "9", "62.00"]]
    for exact in (True, False):
        assert values(part("T01", made, exact=exact)) == ["支出||农林水支出|决算数|62.00"]


def test_a_line_on_the_left_only_belongs_to_the_left_half() -> None:
    made: MadeRows = [*HEAD, ["二、其他收入", "2", "7.00", "", "9", ""]]
    for exact in (True, False):
        assert values(part("T01", made, exact=exact)) == ["收入||其他收入|决算数|7.00"]


def test_the_side_is_what_stands_above_the_half_and_not_its_place() -> None:
    head: MadeRows = [[("支出", 2), ("收入", 2)], ["项目", "决算数", "项目", "决算数"]]
    made: MadeRows = [["教育支出", "3.00", "其他收入", "4.00"]]
    assert values(part("T01", [*head, *made])) == ["支出||教育支出|决算数|3.00", "收入||其他收入|决算数|4.00"]


def test_a_misprint_in_a_half_is_reported_once() -> None:
    made: MadeRows = [*HEAD, ["一、其他收入", "1", "173,59", "一、教育支出", "7", "3.00"]]
    out = stated(part("T01", made))
    assert [fact.value is None for fact in out.facts] == [True, False]
    assert [unread.raw for unread in out.unread] == ["173,59"]


def test_the_same_line_under_another_name_takes_the_name_of_the_contract() -> None:
    made: MadeRows = [
        *HEAD,
        ["用事业基金弥补收支差额", "5", "3.00", "结余分配", "11", "1.00"],
        ["上年结转和结余", "6", "2.00", "年末结转和结余", "12", "4.00"],
        ["收入总计", "7", "5.00", "支出总计", "13", "5.00"],
    ]
    names = [text.split("|")[2] for text in values(part("T01", made))]
    assert names == ["使用非财政拨款结余", "结余分配", "年初结转和结余", "年末结转和结余", "总计", "总计"]


# --- T04 -------------------------------------------------------------------------------------------------

T04_HEAD: MadeRows = [
    [("收入", 3), ("支出", 6)],
    [
        "项目",
        "行次",
        "金额",
        "项目",
        "行次",
        "合计",
        "一般公共预算财政拨款",
        "政府性基金预算财政拨款",
        "国有资本经营预算财政拨款",
    ],
]
T04_BODY: MadeRows = [
    ["一、一般公共预算财政拨款", "1", "50.00", "一、教育支出", "9", "57.00", "57.00", "", ""],
    ["二、政府性基金预算财政拨款", "2", "6.00", "二、农林水支出", "10", "6.00", "", "6.00", ""],
    ["三、国有资本经营预算财政拨款", "3", "", "", "11", "", "", "", ""],
    ["本年收入合计", "4", "56.00", "本年支出合计", "12", "63.00", "57.00", "6.00", ""],
    ["年初财政拨款结转和结余", "5", "8.00", "年末财政拨款结转和结余", "13", "1.00", "1.00", "", ""],
    ["一、一般公共预算财政拨款", "6", "8.00", "", "14", "", "", "", ""],
    ["二、政府性基金预算财政拨款", "7", "", "", "15", "", "", "", ""],
    ["三、国有资本经营预算财政拨款", "8", "0.00", "", "16", "", "", "", ""],
    ["总计", "17", "64.00", "总计", "18", "64.00", "58.00", "6.00", ""],
]


def t04(exact: bool) -> TablePart:
    head = T04_HEAD if exact else [["收入", "支出"], T04_HEAD[1]]
    return part("T04", [*head, *T04_BODY], exact=exact)


@pytest.mark.parametrize("exact", [True, False])
def test_the_lines_under_the_carry_over_are_told_from_the_lines_of_the_year(exact: bool) -> None:
    found = values(t04(exact))
    assert "收入||一般公共预算财政拨款|决算数|50.00" in found
    assert "收入||年初财政拨款结转和结余|决算数|8.00" in found
    assert "收入||年初财政拨款结转和结余/一般公共预算财政拨款|决算数|8.00" in found
    assert "收入||年初财政拨款结转和结余/国有资本经营预算财政拨款|决算数|0.00" in found
    assert "收入||年初财政拨款结转和结余/政府性基金预算财政拨款|决算数|" not in "".join(found)
    assert len([text for text in found if text.startswith("收入||一般公共预算财政拨款|")]) == 1


@pytest.mark.parametrize("exact", [True, False])
def test_the_three_budgets_of_the_spending_side_are_kept_apart(exact: bool) -> None:
    found = [text for text in values(t04(exact)) if text.startswith("支出")]
    assert "支出||农林水支出|合计|6.00" in found
    assert "支出||农林水支出|政府性基金预算财政拨款|6.00" in found
    assert "支出||总计|一般公共预算财政拨款|58.00" in found
    assert not any("国有资本" in text for text in found)


def test_the_income_side_of_t04_has_one_measure() -> None:
    measures = {text.split("|")[3] for text in values(t04(exact=True)) if text.startswith("收入")}
    assert measures == {"决算数"}


def test_without_line_numbers_a_carry_over_line_needs_its_parent() -> None:
    head: MadeRows = [[("收入", 2), ("支出", 2)], ["项目", "金额", "项目", "合计"]]
    made: MadeRows = [["一般公共预算财政拨款", "5.00", "教育支出", "5.00"]]
    assert values(part("T04", [*head, *made])) == [
        "收入||一般公共预算财政拨款|决算数|5.00",
        "支出||教育支出|合计|5.00",
    ]
