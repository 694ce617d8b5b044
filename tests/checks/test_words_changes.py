"""Changes told in words against the figures that were changed; parts of a count told in one sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builder.knowledge.numerals import Share, chinese_number, told_share
from builder.model import Fact
from tests.checks.made_words import only, silent, told
from tests.facts.made import fact

# --- G19 -------------------------------------------------------------------------------------------------------

CUT = "受财力影响，项目支出核减年初预算的{share}，部分设备没有购置。"


def budgets(first: str, whole: str, item: str = "项目支出", table: str = "P2") -> list[str]:
    return [f"{table}|||{item}|年初预算数|{first}", f"{table}|||{item}|全年预算数|{whole}"]


def cut(share: str, first: str, whole: str, text: str = CUT) -> tuple[str, str, list[str]]:
    return "report", text.format(share=share), budgets(first, whole)


@pytest.mark.parametrize(("first", "whole"), [("20.00", "20.00"), ("20.00", "24.00")])
def test_a_cut_that_the_budgets_do_not_show(first: str, whole: str) -> None:
    section, text, figures = cut("30%", first, whole)
    found = only(told(section, text, *figures), "G19")
    assert found.level == "值得追问"
    assert "30%" in found.explanation
    assert whole in found.explanation


@pytest.mark.parametrize("share", ["30%", "三成", "百分之三十"])
def test_a_cut_of_the_told_size_holds_and_one_of_another_is_asked(share: str) -> None:
    section, text, figures = cut(share, "20.00", "14.00")
    assert silent(told(section, text, *figures), "G19") == (1, 0, 0)
    section, text, figures = cut(share, "20.00", "18.00")
    assert "变动 -10.00%" in only(told(section, text, *figures), "G19").explanation


def test_a_share_told_in_words_may_be_off_by_half_its_last_word() -> None:
    assert silent(told(*_flat(cut("三成", "20.00", "13.10"))), "G19")[0] == 1
    assert only(told(*_flat(cut("30%", "20.00", "13.10"))), "G19")


def _flat(made: tuple[str, str, list[str]]) -> tuple[str, ...]:
    return (*made[:2], *made[2])


def test_a_cut_of_part_of_the_year_says_nothing_of_the_size() -> None:
    text = "下半年项目支出核减年初预算的30%。"
    assert silent(told("report", text, *budgets("20.00", "17.00")), "G19") == (0, 0, 1)
    assert only(told("report", text, *budgets("20.00", "20.00")), "G19")


def test_an_addition_to_the_budget() -> None:
    text = "年中项目支出追加年初预算的20%。"
    assert silent(told("report", text, *budgets("20.00", "24.00")), "G19") == (1, 0, 0)
    assert "没有变动" in only(told("report", text, *budgets("20.00", "20.00")), "G19").explanation


@pytest.mark.parametrize(
    "text",
    [
        "按照要求，项目支出压减年初预算的5%。",
        "2022年度项目支出核减年初预算的30%。",
        "项目支出核减年初预算的30%以上。",
        "项目支出比上年核减30%。",
        "计划项目支出核减年初预算的30%。",
    ],
)
def test_a_rule_another_year_or_a_rough_share_is_none_to_hold_against(text: str) -> None:
    assert silent(told("report", text, *budgets("20.00", "20.00")), "G19") == (0, 1, 0)


def test_without_both_budgets_it_cannot_be_judged() -> None:
    text = CUT.format(share="30%")
    assert silent(told("report", text), "G19") == (0, 0, 1)
    assert silent(told("report", text, "P2|||项目支出|年初预算数|20.00"), "G19") == (0, 0, 1)
    assert silent(told("report", text, *budgets("20.00", "20.00", "基本支出")), "G19") == (0, 0, 1)


def projects(*whole: str) -> list[str]:
    names = ("堤防经费", "巡查经费")
    made = [
        budgets("10.00", one, f"{name}：年度资金总额", "P3") for name, one in zip(names, whole, strict=False)
    ]
    return [figure for pair in made for figure in pair]


def test_all_projects_together_are_the_project_expenditure_only_where_they_make_it_up() -> None:
    text, all_of_it = CUT.format(share="30%"), "P1|||项目支出|2023年预算数|20.00"
    assert "没有变动" in only(told("report", text, *projects("10.00", "10.00"), all_of_it), "G19").explanation
    assert silent(told("report", text, *projects("8.00", "6.00"), all_of_it), "G19") == (1, 0, 0)
    assert silent(told("report", text, *projects("10.00", "10.00")), "G19") == (0, 0, 1)
    assert silent(told("report", text, *projects("10.00"), all_of_it), "G19") == (0, 0, 1)


def rate(value: str, item: str = "公务接待费") -> Fact:
    return fact(f"N|||{item}|比上年增减率|{value}", unit="%")


def test_a_change_against_last_year_in_words_beside_the_rate_in_figures() -> None:
    text = "公务接待费较上年下降三成，主要原因是来访减少。"
    assert "-12.50" in only(told("report", text, rate("-12.50")), "G19").explanation
    assert silent(told("report", text, rate("-28.40")), "G19") == (1, 0, 0)
    assert silent(told("report", text), "G19") == (0, 0, 1)
    whole = "“三公”经费比上年减少一半。"
    assert only(told("report", whole, rate("-30.00", "三公经费合计")), "G19")
    assert silent(told("report", "公务接待费较上年下降近三成。", rate("-12.50")), "G19") == (0, 1, 0)


@pytest.mark.parametrize(
    ("text", "percent", "half"),
    [("40%", "40", "0.5"), ("12.5%", "12.5", "0.05"), ("四成", "40", "5"), ("三成半", "35", "2.5"),
     ("百分之四十", "40", "0.5"), ("一半", "50", "5"), ("四分之一", "25", "5"), ("一倍", "100", "50")],
)  # fmt: skip
def test_shares_in_words(text: str, percent: str, half: str) -> None:
    assert told_share(text) == Share(Decimal(percent), Decimal(half))


def test_words_that_are_no_numbers() -> None:
    assert told_share("若干") is None
    assert told_share("零分之一") is None
    assert [chinese_number(word) for word in ("十", "十五", "三十", "四十二", "几", "十几")] == [
        10, 15, 30, 42, None, None,
    ]  # fmt: skip


# --- G20 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("年末离退休人员共12人，其中：离休2人，退休11人。", "值得追问"),
        ("年末离退休人员共12人，其中：离休1人，退休10人。", "值得追问"),
        ("在职职工20人，其中男12人，女9人。", "值得追问"),
        ("在职人员50人，其中行政人员30人，事业人员25人。", "值得追问"),
        ("在职人员50人，其中行政人员30人，占60%，事业人员20人，占45%。", "值得追问"),
        ("绩效自评项目8个，其中评级为优的项目7个，评级为良的项目2个。", "值得追问"),
        ("在职人员50人，其中行政人员46人，借调人员1人。", "提示"),
    ],
)
def test_parts_that_do_not_make_up_their_whole(text: str, level: str) -> None:
    assert only(told("bodies", text), "G20").level == level


@pytest.mark.parametrize(
    "text",
    [
        "年末离退休人员共12人，其中：离休1人，退休11人。",
        "在职职工20人，其中男11人、女9人。",
        "在职人员50人，其中行政人员30人，事业人员15人。",
        "在职人员50名，其中行政人员30人，占60%，事业人员20人，占40.0%。",
        "绩效自评项目8个，其中评级为优的项目6个，评级为良的项目1个。",
    ],
)
def test_parts_that_may_make_up_their_whole_hold(text: str) -> None:
    assert silent(told("bodies", text), "G20") == (1, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "在职人员50人，其中党员30人，女职工25人。",
        "编制55名，年末实有在职人员50人，其中行政编制30名，事业编制25名。",
        "在职人员50人，其中行政人员46人，退休人员9人。",
        "在职人员50人，其中参公事业人员30人，行政人员25人。",
        "离退休人员共12人，其中离休2人，退休11人，遗属3人。",
    ],
)
def test_parts_that_may_overlap_or_belong_to_another_whole_cannot_be_judged(text: str) -> None:
    assert silent(told("bodies", text), "G20") == (0, 0, 1)


def test_no_parts_are_not_applicable() -> None:
    assert silent(told("bodies", "在职人员50人。"), "G20") == (0, 1, 0)
