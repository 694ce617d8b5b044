"""Numbers of headings and paragraphs, as plain text is read: what comes twice, is left out, or is of another sort."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.checks import run_checks
from builder.documents import read_bytes
from builder.facts import state_facts
from builder.model import Checked, Heading, Place
from builder.recognise import recognise
from tests.checks.made_words import content, only, passages, recognised, silent

HEAD = "青坪湖县水利局2023年度部门决算\n第三部分 2023年度部门决算情况说明\n"
BODY = "2023年度按要求开展了各项工作，取得了较好的成效，群众比较满意，各项任务全部完成。"


def read(text: str) -> Checked:
    return run_checks(state_facts(recognise(read_bytes((HEAD + text).encode(), "report.txt"))))


def headed(*titles: str) -> Checked:
    return read("".join(f"{title}\n{BODY}\n" for title in titles))


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (("一、总体情况", "二、收入情况", "二、支出情况", "三、资产情况"), "编了同一个号"),
        (("一、总体情况", "二、收入情况", "二、支出情况", "四、资产情况"), "编了同一个号"),
        (("一、总体情况", "二、收入情况", "四、资产情况", "五、采购情况"), "少一个号"),
        (("一、总体情况", "二、收入情况", "3、支出情况", "四、资产情况"), "写法"),
        (("一、总体情况", "（一）收入情况", "（2）支出情况", "二、资产情况"), "写法"),
    ],
)
def test_a_number_that_does_not_follow_is_a_hint(titles: tuple[str, ...], told: str) -> None:
    found = only(headed(*titles), "H7")
    assert found.level == "提示"
    assert told in found.explanation
    assert found.place.line


def test_numbers_inside_paragraphs() -> None:
    twice = "完成情况：1.完成巡查。2.完成培训。3.完成宣传。3.完成整改。4.完成验收。"
    assert "编了同一个号" in only(read(twice), "H7").explanation
    sorts = "主要问题：1、经费紧张。\n任务较重。二是设备老旧。\n3、制度不全。"
    assert "写法" in only(read(sorts), "H7").explanation


@pytest.mark.parametrize(
    "titles",
    [
        ("一、总体情况", "二、收入情况", "三、支出情况"),
        (
            "一、总体情况",
            "（一）收入情况",
            "（二）支出情况",
            "二、资产情况",
            "（一）车辆情况",
            "三、采购情况",
        ),
        ("一、总体情况", "（一）收入情况", "（1）税收情况", "（2）其他情况", "（二）支出情况"),
        ("一、总体情况", "二、绩效情况", "一、部门概况", "二、存在问题", "三、采购情况", "四、其他情况"),
        ("一、总体情况", "1.收入", "2.支出", "二、资产情况", "1.车辆", "2.设备", "3.房屋", "三、采购情况"),
        ("三、总体情况", "四、收入情况", "五、支出情况"),
    ],
)
def test_rows_that_go_on_hold(titles: tuple[str, ...]) -> None:
    held, _, _ = silent(headed(*titles), "H7")
    assert held > 0


@pytest.mark.parametrize(
    "titles",
    [
        ("一、总体情况", "二、收入情况", "支出情况", "四、资产情况", "五、采购情况"),
        ("一、总体情况", "（一）收入情况", "（二）支出情况", "资产情况", "（二）车辆情况", "（三）设备情况"),
        ("一、总体情况", "二、收入情况", "四、资产情况"),
        ("一、总体情况", "二、收入情况", "二、收入情况", "三、支出情况"),
    ],
)
def test_where_a_number_may_have_been_lost_nothing_is_told(titles: tuple[str, ...]) -> None:
    silent(headed(*titles), "H7")


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况\n工作全部完成。\n二、收入情况\n工作全部完成三、支出情况良好。\n四、资产情况\n完成。\n五、采购情况\n完成。",
        "主要做法：1、一是抓学习。二是抓落实。\n2、抓制度。\n3、抓队伍。",
        "主要问题：一方面经费紧张。二是设备老旧。三是制度不全。",
        "主要问题：措施之一是宣传。二是培训。三是整改。",
        "完成情况：1.巡查2.5公里。2.培训3.2期。3.宣传4次。4.验收。",
        "完成情况：1.完成1、2号泵站。2.完成3、4号泵站。3.完成5号泵站。",
    ],
)
def test_numbers_run_into_words_and_figures_are_no_odd_numbers(text: str) -> None:
    silent(read(text), "H7")


def test_lines_of_a_table_that_was_not_recognised_are_no_numbers() -> None:
    lines = "第二部分 部门决算表\n一、教育支出\n一、水利支出\n二、住房支出\n二、交通支出\n三、其他支出\n三、债务支出\n"
    result = read(lines + "第三部分 情况说明\n一、总体情况\n完成。\n二、收入情况\n完成。")
    assert silent(result, "H7") == (1, 0, 0)


def test_of_a_paged_report_the_headings_are_read_in_their_order() -> None:
    titles = ["一、总体情况", "二、收入情况", "二、支出情况", "三、资产情况"]
    outline = tuple(Heading(2, title, Place(page=4), n) for n, title in enumerate(titles))
    made = content(replace(recognised(), outline=outline))
    assert only(run_checks(made), "H7").place.page == 4


def test_of_a_paged_report_a_row_that_partly_stands_in_the_text_is_not_judged() -> None:
    titles = ["（一）总体情况", "（二）收入情况", "（三）支出情况", "（4）资产情况"]
    outline = tuple(Heading(3, title, Place(page=4), n) for n, title in enumerate(titles))
    made = replace(recognised(), outline=outline)
    assert "写法" in only(run_checks(content(made)), "H7").explanation
    text = passages([("general", f"（{n}）完成了各项工作。") for n in (1, 2, 3, 5)])
    silent(run_checks(content(replace(made, passages=text))), "H7")


def test_nothing_to_look_at() -> None:
    assert silent(run_checks(content(recognised())), "H7") == (0, 1, 0)
