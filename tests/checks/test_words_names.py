"""Years in titles and sentences, names of the unit over tables."""

from __future__ import annotations

from builder.checks import run_checks
from builder.model import Checked, TablePart
from tests.checks.made_words import ORG, content, only, recognised, silent
from tests.facts.made import part

OWN = ("2023年度部门决算情况说明", "十四、关于2023年度预算绩效情况的说明", "第二部分2023年度部门决算表")


def headed(*headings: str, year: int | None = 2023) -> Checked:
    return run_checks(content(recognised(headings=headings), year=year))


def test_the_reports_own_year_holds() -> None:
    assert silent(headed(*OWN), "H3") == (3, 0, 0)


def test_another_year_in_a_heading_is_a_hint_at_its_place() -> None:
    found = only(headed(*OWN, "十三、2022年度国有资产占用情况"), "H3")
    assert (found.level, found.place.line) == ("提示", 73)
    assert "2022" in found.explanation


def test_another_year_in_a_sentence_and_at_the_end_of_the_year() -> None:
    sentence = ("overview", "2022年度收、支总计93.00万元。")
    assert "2022" in only(run_checks(content(recognised(sentence, headings=OWN))), "H3").explanation
    end = ("assets", "截至2022年12月31日，本部门共有车辆1辆。")
    assert "2022" in only(run_checks(content(recognised(end, headings=OWN))), "H3").explanation


def test_a_year_of_the_form_left_in_a_cell() -> None:
    form: TablePart = part("P1", [["楼堂馆所控制情况（2022年完工项目）", "无"]])
    found = only(run_checks(content(recognised(headings=OWN, parts=[form]))), "H3")
    assert "2022年完工项目" in found.figures


def test_other_years_that_are_compared_with_or_spoken_of_are_fine() -> None:
    texts = (
        ("overview", "与2022年度相比，收、支总计增加3.00万元。"),
        ("income", "2022年度收入合计81.00万元，2023年度收入合计93.00万元。"),
        ("report", "2022年度收入合计81.00万元。"),
        ("assets", "截至2022年12月31日，资产总额81.00万元。"),
    )
    result = run_checks(content(recognised(*texts, headings=[*OWN, "2024年工作计划", "与2022年度决算比较"])))
    assert silent(result, "H3") == (3, 0, 0)


def test_a_report_of_two_minds_about_its_year_is_not_judged() -> None:
    assert silent(headed("2022年度部门决算表", "2023年度部门决算情况说明"), "H3") == (0, 0, 1)
    assert silent(headed(*OWN, year=None), "H3") == (0, 0, 1)


def named(*names: str) -> Checked:
    return run_checks(content(recognised(captions=[("单位", name) for name in names])))


def test_the_units_name_and_its_short_form_hold() -> None:
    assert silent(named(ORG, ORG, f"{ORG}（本级）", "县水利局"), "H3") == (4, 0, 0)


def test_another_name_over_one_table_is_a_hint() -> None:
    found = only(named(*[ORG] * 8, "青坪湖县林业局"), "H3")
    assert found.level == "提示"
    assert "林业局" in found.figures


def test_tables_of_several_units_bound_together_are_not_judged() -> None:
    assert silent(named(*[ORG] * 8, *["青坪湖县水文站"] * 8), "H3") == (8, 0, 1)


def test_nothing_to_look_at() -> None:
    assert silent(named(), "H3") == (0, 1, 0)
