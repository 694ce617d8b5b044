"""Lists of the unit's own offices: against each other and against their number."""

from __future__ import annotations

import pytest

from builder.checks import run_checks
from builder.model import Checked
from tests.checks.made_words import content, only, recognised, silent

OWN = "办公室、规划股、建设股、水保股、防汛股、法规股"
FIRST = ("bodies", f"内设机构包括：{OWN}。")


def beside(text: str, section: str = "performance") -> Checked:
    return run_checks(content(recognised(FIRST, (section, text))))


def one(text: str) -> Checked:
    return run_checks(content(recognised(("bodies", text))))


def test_names_that_only_one_of_two_lists_has_on_both_sides_are_worth_asking() -> None:
    found = only(beside("内设股室为：办公室、规划股、建设股、水保股、防汛股、河长股。"), "H6")
    assert (found.level, found.place.line) == ("值得追问", 2)
    assert "“法规股”" in found.explanation
    assert "“河长股”" in found.explanation
    assert "防汛股" not in found.explanation


def test_a_name_that_one_list_has_more_is_a_hint() -> None:
    found = only(beside(f"内设股室为：{OWN}、河长股。"), "H6")
    assert found.level == "提示"
    assert "第2行的名单有“河长股”" in found.explanation


def test_a_branch_named_behind_the_list_is_none_of_its_names() -> None:
    result = beside(f"内设股室为：{OWN}、设立水政监察大队，为不独立的分支机构。")
    assert silent(result, "H6") == (1, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        f"内设股室为：{OWN}。",
        f"内设{OWN}6个股室。",
        f"内设股室为：{OWN}、机关党委。",
        "内设股室为：办公室（信访办）、规划计划股、建设股、水保股、防汛股、法规股。",
        "全局设办公室、规划股、建设股、水保股、防汛股和法规股，下设水文站。",
    ],
)
def test_the_same_offices_in_other_words_hold(text: str) -> None:
    assert silent(beside(text), "H6")[0] > 0


@pytest.mark.parametrize(
    "text",
    [
        "内设股室为：办公室、规划股、建设股、水保股、防汛股等。",
        "内设股室为：办公室、规划股、建设股、水保股、防汛股、负责水利建设。",
        "内设股室为：办公室、规划股、建设股、水保股、执法股、移民股、测报股、河长股。",
    ],
)
def test_a_list_that_is_not_whole_or_differs_much_cannot_be_judged(text: str) -> None:
    assert silent(beside(text), "H6") == (0, 0, 1)


@pytest.mark.parametrize(
    "text",
    [
        "下属水文站内设机构为：办公室、规划股、建设股、水保股、河长股。",
        "水文站内设机构为：办公室、财务股、测报股、资料股。",
        "机构改革前内设机构为：办公室、规划股、建设股、水保股、防汛股、河长股。",
        "原内设机构为：办公室、规划股、建设股、水保股、防汛股、河长股。",
        "内设机构为：办公室、规划股。",
        "规划股、建设股、水保股、防汛股、河长股按职责开展工作。",
    ],
)
def test_another_units_or_times_list_is_none_to_compare(text: str) -> None:
    assert silent(beside(text), "H6") == (0, 1, 0)


def test_a_range_of_names_is_each_of_them() -> None:
    first = ("bodies", "内设机构为：综合部、业务一部、业务二部、业务三部、待遇部、调查部。")
    alike = ("performance", "中心设综合部、业务一部至业务三部、待遇部、调查部。")
    more = ("performance", "中心设综合部、业务一部至四部、待遇部、调查部。")
    assert silent(run_checks(content(recognised(first, alike))), "H6")[0] == 1
    assert "“业务四部”" in only(run_checks(content(recognised(first, more))), "H6").explanation


def test_a_list_of_other_length_than_its_number_is_a_hint() -> None:
    found = only(one("我局内设5个股室，分别为：办公室、规划股、建设股、水保股、防汛股和法规股。"), "H6")
    assert (found.level, found.difference) == ("提示", "-1")


@pytest.mark.parametrize(
    "text",
    [
        f"我局内设6个股室，分别为：{OWN}。",
        f"我局内设六个股室，分别为：{OWN}，另设机关党委。",
        f"我局内设机构6个：{OWN}、机关党委。",
        f"内设{OWN}6个股室。",
        "我局内设3个股室，分别为：办公室、组织人事和老干部股、规划与建设股。",
        "内设机构包括：办公室、规划股、建设股三个股室。",
    ],
)
def test_a_list_of_its_number_holds(text: str) -> None:
    assert silent(one(text), "H6") == (1, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "我局内设6个股室，分别为：办公室、规划股、建设股等。",
        "设有办公室、规划股、建设股等6个内设机构。",
        f"我局内设机构6个，分别为：{OWN}，执法大队1个。",
    ],
)
def test_a_list_that_goes_on_cannot_be_counted(text: str) -> None:
    assert silent(one(text), "H6") == (0, 0, 1)


def test_a_number_alone_and_a_report_without_lists_are_not_applicable() -> None:
    assert silent(one("我局内设6个股室。"), "H6") == (0, 1, 0)
    assert silent(run_checks(content(recognised())), "H6") == (0, 1, 0)
