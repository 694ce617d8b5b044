"""Forms that print more columns than the official ones: those are reported, never taken for a measure."""

from __future__ import annotations

import pytest

from builder.model import TablePart
from tests.facts.made import MadeRows, part, stated, values


def left(table: TablePart) -> list[str]:
    """The figures that are reported as standing beside the official columns."""
    return [unread.raw for unread in stated(table).unread if "不是本表应有的列" in unread.zh]


GENERAL: MadeRows = [
    [("项目", 2), ("年初结转和结余", 3), ("本年收入", 3), ("本年支出", 3), ("年末结转和结余", 2)],
    ["科目编码", "科目名称", *["合计", "基本支出结转", "项目支出结转"], *["合计", "基本支出", "项目支出"],
     *["合计", "基本支出", "项目支出"], *["合计", "项目支出结转"]],
    [("合计", 2), "1.10", "0.10", "1.00", "9.00", "4.00", "5.00", "8.90", "4.05", "4.85", "1.20", "1.15"],
    ["2130304", "水利行业业务管理", "1.10", "0.10", "1.00", "9.00", "4.00", "5.00", "8.90", "4.05", "4.85", "1.20", ""],
]  # fmt: skip


def test_expenditure_is_told_from_income_and_carry_over_with_the_same_heads() -> None:
    out = stated(part("T05", GENERAL))
    assert values(part("T05", GENERAL))[:3] == [
        "||合计|本年支出|8.90", "||合计|基本支出|4.05", "||合计|项目支出|4.85",
    ]  # fmt: skip
    assert len(out.facts) == 6
    assert left(part("T05", GENERAL)) == [
        "1.10", "0.10", "1.00", "9.00", "4.00", "5.00", "1.20", "1.15",
        "1.10", "0.10", "1.00", "9.00", "4.00", "5.00", "1.20",
    ]  # fmt: skip


def test_a_fund_table_keeps_its_carry_over_and_income_and_leaves_their_parts() -> None:
    assert values(part("T07", GENERAL))[:6] == [
        "||合计|年初结转和结余|1.10", "||合计|本年收入|9.00", "||合计|本年支出|8.90", "||合计|基本支出|4.05",
        "||合计|项目支出|4.85", "||合计|年末结转和结余|1.20",
    ]  # fmt: skip
    assert left(part("T07", GENERAL))[:5] == ["0.10", "1.00", "4.00", "5.00", "1.15"]


def test_the_column_of_names_takes_no_measure_from_a_head_that_reaches_over_it() -> None:
    rows: MadeRows = [
        ["项目", ("本年支出", 4)],
        ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
        ["合计", "", "9.00", "4.00", "5.00"],
    ]
    assert values(part("T05", rows)) == [
        "||合计|本年支出|9.00",
        "||合计|基本支出|4.00",
        "||合计|项目支出|5.00",
    ]


def test_a_part_of_one_kind_of_income_is_left_out() -> None:
    head: MadeRows = [
        [("项目", 2), "本年收入合计", "财政拨款收入", ("事业收入", 2), "其他收入"],
        ["科目编码", "科目名称", "", "", "小计", "其中：教育收费", ""],
        [("合计", 2), "9.00", "4.00", "3.00", "2.00", "2.00"],
    ]
    out = stated(part("T02", head))
    assert [fact.measure for fact in out.facts] == ["本年收入合计", "财政拨款收入", "事业收入", "其他收入"]
    assert left(part("T02", head)) == ["2.00"]


@pytest.mark.parametrize("exact", [True, False])
def test_the_accounts_column_is_told_from_the_budgets_before_it(exact: bool) -> None:
    rows: MadeRows = [
        [("收入", 4), ("支出", 4)] if exact else ["收入", "支出"],
        ["项目", "年初预算数", "全年预算数", "决算数", "项目", "年初预算数", "全年预算数", "决算数"],
        ["一、一般公共预算财政拨款收入", "7.00", "8.00", "9.00", "一、农林水支出", "6.00", "8.00", "8.50"],
    ]
    out = stated(part("T01", rows, exact=exact))
    assert [(fact.side, fact.raw) for fact in out.facts] == [("收入", "9.00"), ("支出", "8.50")]
    assert left(part("T01", rows, exact=exact)) == ["7.00", "8.00", "6.00", "8.00"]


def test_of_two_budgets_the_one_of_the_whole_year_counts() -> None:
    rows: MadeRows = [
        ["项目", "年初预算数", "全年预算数", "决算数"],
        ["合计", "3.00", "2.00", "1.00"],
        ["公务接待费", "3.00", "2.00", "1.00"],
    ]
    assert values(part("T09", rows)) == [
        "||合计|预算数|2.00", "||合计|决算数|1.00", "||公务接待费|预算数|2.00", "||公务接待费|决算数|1.00",
    ]  # fmt: skip
    assert left(part("T09", rows)) == ["3.00", "3.00"]


def test_basic_expenditure_with_its_two_parts_in_columns() -> None:
    rows: MadeRows = [
        ["经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费"],
        [("合计", 2), "9.00", "6.00", "3.00"],
        ["301", "工资福利支出", "6.00", "6.00", ""],
        ["30101", "基本工资", "6.00", "6.00", ""],
        ["302", "商品和服务支出", "3.00", "", "3.00"],
    ]
    out = stated(part("T06", rows))
    assert {(f.code, f.item): f.raw for f in out.facts if f.item != "合计"} == {
        ("", "人员经费合计"): "6.00", ("", "公用经费合计"): "3.00", ("301", "工资福利支出"): "6.00",
        ("30101", "基本工资"): "6.00", ("302", "商品和服务支出"): "3.00",
    }  # fmt: skip
    assert out.unread == []
