"""Nine tables, parts of the narrative, level of detail, three public expenses, the date: there, not found, not judged."""

from __future__ import annotations

import pytest

from builder.checks import run_checks
from builder.knowledge.wordings import load_wordings
from builder.model import Checked, TableStatus
from tests.checks.made import findings
from tests.checks.made_words import content, only, recognised, silent, status

TABLES = tuple(f"T0{number}" for number in range(1, 10))


def tables(**states: str) -> list[TableStatus]:
    return [status(table, states.get(table, "有数据")) for table in TABLES]


def published(
    states: list[TableStatus], *told: tuple[str, str], year: int | None = 2023, unknown: tuple[str, ...] = ()
) -> Checked:
    return run_checks(content(recognised(*told, unknown=unknown), tables=states, year=year))


# --- K1 --------------------------------------------------------------------------------------------------------


def test_nine_tables_hold() -> None:
    assert silent(published(tables()), "K1") == (9, 0, 0)


def test_a_table_that_is_not_there() -> None:
    found = only(published(tables(T08="未见")), "K1")
    assert (found.level, found.place.page) == ("未见", 3)
    assert "国有资本经营" in found.explanation


def test_the_table_of_state_capital_is_not_asked_of_older_forms() -> None:
    assert silent(published(tables(T08="未见"), year=2019), "K1") == (8, 0, 0)
    assert silent(published(tables(T08="未见"), year=2020), "K1") == (8, 0, 0)
    assert len(findings(published(tables(T08="未见"), year=2021), "K1")) == 1


def test_forms_before_the_rules_and_unknown_years_are_not_judged() -> None:
    assert silent(published(tables(), year=2012), "K1") == (0, 1, 0)
    assert silent(published(tables(), year=None), "K1") == (0, 1, 0)


@pytest.mark.parametrize("state", ["见附件", "图片", "未见"])
def test_tables_elsewhere_are_not_missing(state: str) -> None:
    assert silent(published(tables(**dict.fromkeys(TABLES, state))), "K1") == (0, 0, 1)


@pytest.mark.parametrize("state", ["见附件", "图片"])
def test_one_table_elsewhere_leaves_the_others_unjudged(state: str) -> None:
    assert silent(published(tables(T01=state, T08="未见")), "K1") == (0, 0, 1)


def test_a_title_without_a_table_is_ours_to_read() -> None:
    title = ("other", "国有资本经营预算财政拨款支出决算表")
    assert silent(published(tables(T08="未见"), title), "K1") == (8, 0, 1)


def test_an_unknown_table_may_be_the_missing_one() -> None:
    assert silent(published(tables(T08="未见"), unknown=("其他资金支出决算情况表",)), "K1") == (8, 0, 1)


def test_an_empty_table_with_and_without_a_statement() -> None:
    assert silent(published(tables(T07="空表")), "K1") == (9, 0, 0)
    assert only(published(tables(T07="空表未说明")), "K1").level == "未见"
    said = ("funds", "本年度无政府性基金预算财政拨款收支。")
    assert silent(published(tables(T07="空表未说明"), said), "K1") == (9, 0, 0)


@pytest.mark.parametrize(("spent", "told"), [("0.00", 0), ("1.20", 1)])
def test_a_nought_in_the_text_says_why_a_table_is_empty(spent: str, told: int) -> None:
    said = content(recognised(), f"N|||三公经费合计|决算数|{spent}", tables=tables(T09="空表未说明"))
    assert len(findings(run_checks(said), "K1")) == told


def test_an_empty_main_table_is_more_likely_unread() -> None:
    assert silent(published(tables(T03="空表未说明")), "K1") == (9, 0, 0)


# --- K2 --------------------------------------------------------------------------------------------------------

SAID = {
    "duties": "负责全县水利工作。",
    "bodies": "内设机构三个。",
    "overview": "收、支总计93.00万元。",
    "income": "收入合计93.00万元。",
    "expenditure": "支出合计93.00万元。",
    "appropriation": "财政拨款收、支总计93.00万元。",
    "general": "一般公共预算财政拨款支出93.00万元。",
    "basic": "基本支出60.00万元。",
    "three_public": "“三公”经费支出1.00万元。",
    "funds": "无政府性基金预算收支。",
    "state_capital": "无国有资本经营预算收支。",
    "operating": "机关运行经费3.00万元。",
    "procurement": "政府采购支出总额3.00万元。",
    "assets": "共有车辆1辆，其中执法执勤用车1辆。",
    "performance": "开展了绩效自评。",
    "glossary": "基本支出：指人员和公用支出。",
}


def narrative(*left_out: str, year: int = 2023) -> Checked:
    told = [(section, text) for section, text in SAID.items() if section not in left_out]
    return published(tables(), *told, year=year)


def test_a_whole_narrative_holds() -> None:
    assert silent(narrative(), "K2") == (len(load_wordings().rules.parts), 0, 0)


@pytest.mark.parametrize(
    "section", ["funds", "state_capital", "operating", "procurement", "assets", "performance"]
)
def test_a_part_that_is_nowhere_spoken_of(section: str) -> None:
    found = only(narrative(section), "K2")
    assert found.level == "未见"
    assert found.place.line


@pytest.mark.parametrize(
    ("section", "share"), [("income", "N|||财政拨款收入|占比|100"), ("expenditure", "N|||基本支出|占比|60")]
)
def test_a_part_whose_shares_are_told_under_another_heading(section: str, share: str) -> None:
    said = recognised(*[(name, text) for name, text in SAID.items() if name != section])
    assert findings(run_checks(content(said, share, tables=tables())), "K2") == []


@pytest.mark.parametrize(("section", "table"), [("funds", "T07"), ("state_capital", "T08")])
def test_a_part_of_which_an_empty_table_says_that_there_is_none(section: str, table: str) -> None:
    told = [(name, text) for name, text in SAID.items() if name != section]
    assert findings(published(tables(**{table: "空表"}), *told), "K2") == []
    assert only(published(tables(**{table: "空表未说明"}), *told), "K2")


def test_a_part_under_another_heading_is_found_by_its_words() -> None:
    told = [(section, text) for section, text in SAID.items() if section != "procurement"]
    result = published(tables(), *told, ("other", "本年度采购货物3.00万元。"))
    assert findings(result, "K2") == []


def test_a_word_in_the_glossary_is_not_the_part() -> None:
    told = [(section, text) for section, text in SAID.items() if section != "operating"]
    result = published(tables(), *told, ("glossary", "机关运行经费：指公用经费。"))
    assert len(findings(result, "K2")) == 1


def test_parts_younger_than_the_report_are_not_asked_for() -> None:
    assert findings(narrative("state_capital", year=2020), "K2") == []


def test_forms_of_other_provinces_have_fewer_parts() -> None:
    assert findings(narrative("overview", "appropriation", "funds"), "K2") == []
    assert len(findings(narrative("funds"), "K2")) == 1


def test_a_file_that_is_one_of_several_is_not_judged() -> None:
    assert silent(narrative("duties", "bodies", "funds", "glossary"), "K2") == (0, 0, 1)
    told = [(section, text) for section, text in SAID.items() if section != "glossary"]
    nowhere = tables(**dict.fromkeys(TABLES, "未见"))
    assert silent(published(nowhere, *told), "K2") == (0, 0, 1)


def test_a_file_without_the_narrative_is_not_judged() -> None:
    result = published(tables(), ("three_public", SAID["three_public"]))
    assert silent(result, "K2") == (0, 0, 1)


# --- K3 --------------------------------------------------------------------------------------------------------


def detailed(*told: str, figures: tuple[str, ...] = ()) -> Checked:
    return run_checks(content(recognised(*(("general_detail", text) for text in told)), *figures))


def test_codes_down_to_items_hold_and_classes_alone_do_not() -> None:
    assert silent(detailed(figures=("T05||2130314|防汛|本年支出|3.00",)), "K3") == (1, 0, 0)
    assert "项" in only(detailed(figures=("T05||213|农林水支出|本年支出|3.00",)), "K3").explanation
    assert "款" in only(detailed(figures=("T06||302|商品和服务支出|决算数|3.00",)), "K3").explanation


def test_a_table_without_codes_is_not_judged() -> None:
    assert silent(detailed(figures=("T05|||合计|本年支出|3.00",)), "K3") == (0, 1, 0)


FINE = "T05||2130314|防汛|本年支出|3.00"
RATE = "年初预算为3.00万元，支出决算为3.00万元，完成年初预算的100%。"
NO_RATE = "年初预算为4.00万元，支出决算为5.00万元，主要原因是追加。"
PATH = "（类）水利（款）防汛（项）"


def test_words_by_class_only_beside_a_table_by_item() -> None:
    assert "类" in only(detailed(RATE, RATE, figures=(FINE,)), "K3").explanation
    assert silent(detailed(f"农林水支出{PATH}{RATE}", RATE, figures=(FINE,)), "K3")[0] == 2


def test_an_item_without_its_rate_beside_others_that_have_one() -> None:
    found = only(detailed(PATH, RATE, RATE.replace("3.00", "2.00"), NO_RATE), "K3")
    assert "1 项" in found.explanation
    assert "4.00" in found.figures


def test_no_rate_is_asked_of_a_budget_of_nought_or_of_a_form_without_rates() -> None:
    nought = NO_RATE.replace("4.00", "0")
    assert findings(detailed(PATH, RATE, RATE.replace("3.00", "2.00"), nought), "K3") == []
    assert findings(detailed(PATH, NO_RATE, NO_RATE.replace("4", "6")), "K3") == []


# --- K4 --------------------------------------------------------------------------------------------------------


def public(text: str, *figures: str, more: tuple[tuple[str, str], ...] = ()) -> Checked:
    return run_checks(content(recognised(("three_public", text), *more), *figures))


@pytest.mark.parametrize(
    ("figure", "without", "told"),
    [
        ("T09|||公务接待费|决算数|1.00", "公务接待费1.00万元。", "公务接待费1.00万元，接待3批次20人次。"),
        (
            "T09|||因公出国（境）费|决算数|1.00",
            "三公经费1.00万元。",
            "三公经费1.00万元，团组1个，累计2人次。",
        ),
        (
            "T09|||公务用车运行维护费|决算数|1.00",
            "公务用车购置及运行维护费1.00万元，公务用车保有量1辆。",
            "公务用车运行维护费1.00万元，公务用车保有量1辆。",
        ),
    ],
)
def test_money_without_its_counts_or_parts(figure: str, without: str, told: str) -> None:
    assert only(public(without, figure), "K4").level == "未见"
    assert silent(public(told, figure), "K4")[0] > 0
    assert silent(public(without, figure.replace("1.00", "0.00")), "K4") == (0, 1, 0)


def test_vehicles_without_their_kinds() -> None:
    figure = "N|||车辆|数量|2"
    bare = (("assets", "共有车辆2辆；单价100万元以上设备0台（套）。"),)
    assert "分类" in only(public("三公经费0万元。", figure, more=bare), "K4").explanation
    kinds = (("assets", "共有车辆2辆，其中机要通信用车2辆。"),)
    assert findings(public("三公经费0万元。", figure, more=kinds), "K4") == []


def test_without_the_section_nothing_is_asked() -> None:
    result = run_checks(content(recognised(), "T09|||公务接待费|决算数|1.00"))
    assert silent(result, "K4") == (0, 0, 1)


# --- K5 --------------------------------------------------------------------------------------------------------


def dated(approved: str, published_on: str, *captions: tuple[str, str]) -> Checked:
    return run_checks(content(recognised(captions=captions), approved_on=approved, published_on=published_on))


def test_twenty_days_hold_and_twenty_one_do_not() -> None:
    assert silent(dated("2024-08-10", "2024-08-30"), "K5") == (1, 0, 0)
    assert "21 天" in only(dated("2024-08-10", "2024-08-31"), "K5").explanation


def test_dates_printed_on_the_cover() -> None:
    assert silent(dated("", "", ("批复", "2024-08-10"), ("公开", "2024-08-28")), "K5") == (1, 0, 0)
    assert only(dated("", "", ("批复", "2024-08-10"), ("公开", "2024-09-28")), "K5").place.line == 80


@pytest.mark.parametrize(
    ("approved", "published_on"),
    [("", ""), ("2024-08-10", ""), ("", "2024-08-10"), ("2024-08-10", "2024-08-01")],
)
def test_a_date_that_is_missing_or_impossible_is_not_judged(approved: str, published_on: str) -> None:
    assert silent(dated(approved, published_on), "K5") == (0, 0, 1)


def test_a_printed_day_that_does_not_exist_is_none() -> None:
    assert silent(dated("", "2024-03-10", ("批复", "2024-02-30")), "K5") == (0, 0, 1)
