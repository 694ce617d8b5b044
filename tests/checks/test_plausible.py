"""Units of money that cannot be, and accounts whose name and code do not fit."""

from __future__ import annotations

import pytest

from builder.checks import run_checks
from builder.model import Checked, Fact
from tests.checks.made import findings
from tests.checks.made_words import content, only, recognised, silent
from tests.checks.test_scores import ROWS, form
from tests.facts.made import fact, part


def judged(*figures: str | Fact) -> Checked:
    return run_checks(content(recognised(), *figures))


# --- H1 --------------------------------------------------------------------------------------------------------

FORM = "P2|||年度资金总额|全年执行数|2345678.90"
PROJECT = "P3|||防汛经费：年度资金总额|全年执行数|64000"


@pytest.mark.parametrize("told", ["N|||整体支出执行数|金额|234.57", "T03|||合计|本年支出合计|234.57"])
def test_a_form_headed_wan_whose_figures_are_yuan(told: str) -> None:
    found = only(judged(FORM, PROJECT, told), "H1")
    assert found.level == "不一致"
    assert "64000" in found.figures


@pytest.mark.parametrize(
    "told",
    ["N|||整体支出执行数|金额|234.58", "N|||整体支出执行数|金额|2345678.90", "N|||整体支出执行数|金额|235"],
)
def test_figures_that_are_not_ten_thousand_times_another_are_not_doubted(told: str) -> None:
    assert findings(judged(FORM, told), "H1") == []


def test_a_large_project_alone_is_no_wrong_unit() -> None:
    assert findings(judged(PROJECT, "N|||支出合计|金额|234.57"), "H1") == []


def test_a_table_and_the_words_ten_thousand_times_apart() -> None:
    found = only(judged("T03|||合计|本年支出合计|2345678.90", "N|||支出合计|金额|234.57"), "H1")
    assert found.level == "不一致"
    assert findings(judged("T03|||合计|本年支出合计|234.57", "N|||支出合计|金额|234.57"), "H1") == []


def staff(number: str) -> Fact:
    return fact(f"N|||在职人数|数量|{number}", unit="人")


def test_more_basic_expenditure_a_head_than_can_be() -> None:
    basic = "T03|||合计|基本支出|2345678.90"
    assert only(judged(basic, staff("12")), "H1").level == "值得追问"
    assert findings(judged("T03|||合计|基本支出|234.57", staff("12")), "H1") == []


def test_one_person_may_be_a_part_of_the_staff() -> None:
    assert silent(judged("T03|||合计|基本支出|2345678.90", staff("1")), "H1") == (0, 0, 1)


def test_money_printed_in_yuan_is_told_in_wan() -> None:
    yuan = fact("T03|||合计|基本支出|23456.7890")
    found = only(judged(Fact(*yuan.key, yuan.value, "万元", "234567890.00", yuan.place), staff("12")), "H1")
    assert "23456.7890 万元" in found.explanation


def test_much_project_money_and_few_people_is_ordinary() -> None:
    figures = ("T03|||合计|本年支出合计|80000.00", "T03|||合计|基本支出|200.00")
    assert findings(judged(*figures, staff("12")), "H1") == []


def test_without_head_counts_nothing_is_judged() -> None:
    assert silent(judged("T03|||合计|基本支出|2345678.90"), "H1") == (0, 0, 1)
    assert silent(run_checks(content(recognised())), "H1") == (1, 0, 0)


def counted(target: str, result: str, units: tuple[str, str]) -> Checked:
    made = form([("产出指标/数量指标/参保人数", target, result, "30", "30"), *ROWS[1:]])
    own = [
        Fact(*f.key, f.value, units[f.measure == "实际完成值"], f.raw, f.place)
        if f.item.endswith("参保人数") and f.measure in {"年度指标值", "实际完成值"}
        else f
        for f in made
    ]
    return judged(*own, staff("12"), "T03|||合计|基本支出|234.57")


def test_a_target_in_persons_and_a_result_in_a_bare_wan() -> None:
    assert "参保人数" in only(counted("60000人", "62000万", ("人", "万")), "H1").explanation
    assert findings(counted("60000人", "62000人", ("人", "人")), "H1") == []
    assert findings(counted("60000人", "6.2万", ("人", "万")), "H1") == []


def test_a_form_that_prints_no_unit_of_money() -> None:
    money = fact("P1|||项目支出|2023年决算数|75295.34", unit="")
    bare = part("P1", [["经费控制情况", "2023年决算数"], ["项目支出", "75295.34"]], unit="")
    headed = part("P1", [["经费控制情况（元）", "2023年决算数"], ["项目支出", "75295.34"]], unit="")
    assert only(run_checks(content(recognised(parts=[bare]), money)), "H1").level == "提示"
    assert findings(run_checks(content(recognised(parts=[headed]), money)), "H1") == []


# --- H2 --------------------------------------------------------------------------------------------------------

SPENT = "{}||{}|{}|{}|{}"


def lines(*entries: tuple[str, str, str, str]) -> list[str]:
    measure = {"T03": "本年支出合计", "T05": "本年支出"}
    return [SPENT.format(table, code, name, measure[table], value) for table, code, name, value in entries]


def test_one_code_with_a_slipped_name() -> None:
    figures = lines(
        ("T03", "2130304", "水利行业业务管理", "7.00"), ("T05", "2130304", "水利行业业物管理", "7.00")
    )
    found = only(judged(*figures), "H2")
    assert found.level == "提示"
    assert "业物" in found.explanation


@pytest.mark.parametrize(
    "other", ["水利行业业务管理支出", "水利行业业务", "水利行业", "水利行业（业务）管理"]
)
def test_a_name_that_is_shortened_or_cut_is_no_slip(other: str) -> None:
    figures = lines(("T03", "2130304", "水利行业业务管理", "7.00"), ("T05", "2130304", other, "7.00"))
    assert silent(judged(*figures), "H2") == (1, 0, 0)


def test_a_name_that_belongs_to_another_code() -> None:
    figures = lines(("T05", "2101101", "事业单位医疗", "7.00"))
    assert "2101102" in only(judged(*figures), "H2").explanation
    assert silent(judged(*lines(("T05", "2101102", "事业单位医疗", "7.00"))), "H2") == (1, 0, 0)


def test_many_names_off_their_codes_are_rows_read_askew() -> None:
    figures = lines(
        ("T03", "2130304", "水利行业业务管理", "7.00"), ("T05", "2130304", "水利行业业物管理", "7.00"),
        ("T03", "2130305", "水利工程建设", "8.00"), ("T05", "2130305", "水利工成建设", "8.00"),
        ("T03", "2130314", "防汛抗旱业务", "9.00"), ("T05", "2130314", "防汛抗汗业务", "9.00"),
    )  # fmt: skip
    assert silent(judged(*figures), "H2") == (0, 0, 1)


def test_a_name_in_words_that_the_table_gives_otherwise() -> None:
    table = lines(("T05", "2130304", "水利行业业务管理", "7.31"))
    assert (
        "水利行业业务管理"
        in only(judged(*table, "N|||农林水支出/水利/河道维护|支出决算|7.31"), "H2").explanation
    )
    for fine in ("水利行业业务管理", "水利行业业务管理支出", "水利行业管理"):
        assert silent(judged(*table, f"N|||农林水支出/水利/{fine}|支出决算|7.31"), "H2") == (1, 0, 0)
    assert silent(judged(*table, "N|||农林水支出/水利/河道维护|支出决算|7.32"), "H2") == (1, 0, 0)


def test_a_slipped_name_of_a_budget() -> None:
    def said(text: str) -> Checked:
        return run_checks(content(recognised(("state_capital", text))))

    assert "国有资本经营预算" in only(said("本部门无资本经营预算支出。"), "H2").explanation
    assert silent(said("本部门无国有资本经营预算支出。"), "H2") == (0, 1, 0)
