"""“None” and its figures, lists and their lines, directions, leftovers of the form, lost characters."""

from __future__ import annotations

import pytest

from builder.checks import run_checks
from tests.checks.made_words import content, only, recognised, silent, status, told
from tests.facts.made import fact

# --- F12 -------------------------------------------------------------------------------------------------------

NONE = [
    ("funds", "本单位2023年度无政府性基金预算财政拨款收支。", "T07|||合计|本年支出|6.00"),
    ("funds", "我局没有政府性基金收入，也没有使用政府性基金安排的支出。", "T01|收入||政府性基金预算财政拨款收入|决算数|6.00"),
    ("state_capital", "2023年度未发生国有资本经营预算财政拨款支出。", "T08|||合计|本年支出|1.00"),
    ("three_public", "本年度无“三公”经费支出。", "T09|||合计|决算数|2.40"),
    ("three_public", "全年未发生因公出国（境）费支出。", "N|||因公出国（境）费|决算数|1.20"),
    ("three_public", "本部门未购置公务用车。", "T06||31013|公务用车购置|决算数|18.00"),
    ("three_public", "2023年度未发生公务接待费支出。", "T09|||公务接待费|决算数|0.40"),
    ("general_spending", "2023年度未发生会议费支出。", "T06||30215|会议费|决算数|0.30"),
    ("general_spending", "本年无培训费开支。", "N|||培训费|金额|0.30"),
    ("procurement", "2023年度无政府采购支出。", "N|||政府采购支出总额|金额|7.10"),
    ("operating", "本单位不是行政单位，无机关运行经费支出。", "N|||机关运行经费|金额|7.10"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "text", "figure"), NONE)
def test_none_beside_a_figure_is_a_finding_and_beside_zero_it_holds(
    section: str, text: str, figure: str
) -> None:
    found = only(told(section, text, figure), "F12")
    assert (found.level, found.place.line) == ("不一致", 1)
    assert figure.rsplit("|", 1)[1] in found.figures
    zero = figure.rsplit("|", 1)[0] + "|0.00"
    assert silent(told(section, text, zero), "F12")[0] > 0
    assert silent(told(section, text), "F12")[0] > 0


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("three_public", "上年无公务接待费支出，本年接待增加。"),
        ("three_public", "2022年度未发生公务接待费支出。"),
        ("three_public", "本年无公务接待费预算，年中追加。"),
        ("three_public", "全年没有外事公务接待。"),
        ("three_public", "下属单位未发生公务接待费支出。"),
        ("three_public", "没有公务接待超标准的情况。"),
        ("three_public", "若无公务接待费支出，应当说明。"),
        ("three_public", "无一般公共预算安排以外的公务接待费。"),
        ("report", "该项目未发生公务接待费支出。"),
        ("glossary", "公务接待费：没有公务接待的单位不填。"),
    ],
)
def test_another_time_unit_or_thing_is_no_contradiction(section: str, text: str) -> None:
    assert silent(told(section, text, "T09|||公务接待费|决算数|0.40"), "F12") == (0, 1, 0)


def test_a_statement_on_income_says_nothing_of_spending() -> None:
    text = "2023年度我单位无政府性基金预算财政拨款收入。"
    assert silent(told("funds", text, "T07|||合计|本年支出|6.00"), "F12")[0] == 1


def test_an_empty_table_against_a_figure_in_words() -> None:
    empty = status("T07", "空表", note="故本表无数据。")
    figure = "N|||政府性基金预算财政拨款支出|金额|18.00"
    result = run_checks(content(recognised(), figure, tables=[empty]))
    assert only(result, "F12").place.page == 3
    assert silent(run_checks(content(recognised(), tables=[empty])), "F12")[0] > 0


# --- F13 -------------------------------------------------------------------------------------------------------

LIST = "公用经费9.00万元，占基本支出的15%，主要包括：办公费、邮电费、差旅费等。"
LINES = (
    "T06||302|商品和服务支出|决算数|9.00",
    "T06||30201|办公费|决算数|5.00",
    "T06||30211|差旅费|决算数|4.00",
)


def test_a_listed_line_that_prints_zero() -> None:
    found = only(told("basic", LIST, *LINES, "T06||30207|邮电费|决算数|0.00"), "F13")
    assert found.level == "提示"
    assert "邮电费" in found.explanation
    assert "办公费" not in found.explanation


def test_a_listed_line_that_is_blank_though_its_class_adds_up() -> None:
    assert "邮电费" in only(told("basic", LIST, *LINES), "F13").explanation


def test_a_listed_line_with_its_amount_holds() -> None:
    figures = ("T06||302|商品和服务支出|决算数|9.50", *LINES[1:], "T06||30207|邮电费|决算数|0.50")
    assert silent(told("basic", LIST, *figures), "F13") == (3, 0, 0)


def test_a_blank_line_may_be_unread_where_the_class_does_not_add_up() -> None:
    figures = ("T06||302|商品和服务支出|决算数|12.00", *LINES[1:])
    assert silent(told("basic", LIST, *figures), "F13") == (2, 0, 1)


def test_a_short_name_is_met_by_a_longer_one_of_the_table() -> None:
    text = "人员经费30.00万元，主要包括：基本工资、医疗费。"
    figures = [
        "T06||30101|基本工资|决算数|29.00",
        "T06||30114|医疗费|决算数|0.00",
        "T06||30307|医疗费补助|决算数|1.00",
    ]
    assert silent(told("basic", text, *figures), "F13") == (2, 0, 0)


def test_without_the_table_nothing_can_be_said() -> None:
    assert silent(told("basic", LIST), "F13") == (0, 0, 1)


def test_a_list_in_a_performance_report_is_not_judged() -> None:
    assert silent(told("report", LIST, *LINES), "F13") == (0, 1, 0)


# --- G12 -------------------------------------------------------------------------------------------------------


def spent(budget: str, actual: str, words: str) -> str:
    return f"年初预算为{budget}万元，支出决算为{actual}万元，{words}主要原因是人员变动。"


@pytest.mark.parametrize(
    ("budget", "actual", "words"),
    [
        ("10.00", "8.00", "决算数大于年初预算数的"),
        ("10.00", "12.00", "决算数小于预算数的"),
        ("10.00", "12.00", "决算数与年初预算数持平，"),
        ("1,200.00", "1,000.00", "完成年初预算的83.33%，决算数大于年初预算数的"),
    ],
)
def test_words_against_the_two_figures_before_them(budget: str, actual: str, words: str) -> None:
    found = only(told("general_detail", spent(budget, actual, words)), "G12")
    assert found.level == "值得追问"
    assert budget in found.explanation
    assert actual in found.explanation


@pytest.mark.parametrize(
    ("budget", "actual", "words"),
    [
        ("10.00", "12.00", "决算数大于年初预算数的"),
        ("10.00", "8.00", "决算数小于年初预算数的"),
        ("10.00", "10.00", "决算数与年初预算数持平，"),
        ("2.40", "2.4", "决算数等于预算数，"),
        ("5", "5.3", "决算数与预算数一致，"),
        ("10.00", "10.00", "决算数大于预算数的"),
    ],
)
def test_words_that_fit_or_could_by_rounding(budget: str, actual: str, words: str) -> None:
    assert silent(told("general_detail", spent(budget, actual, words)), "G12") == (1, 0, 0)


def test_another_budget_than_the_printed_one_cannot_be_judged() -> None:
    text = "全年预算为10.00万元，支出决算为9.00万元，决算数大于年初预算数的主要原因是追加。"
    assert silent(told("general_detail", text), "G12") == (0, 0, 1)


@pytest.mark.parametrize(
    "text",
    [
        "支出预算为3.80万元，支出决算为3.35万元，其中：因公出国（境）费支出决算为0万元，决算数与预算数持平。",
        "支出预算为3.80万元，支出决算为3.35万元，决算数大于上年数的主要原因是接待增加。",
    ],
)
def test_words_on_a_part_or_on_last_year_are_not_held_against_the_whole(text: str) -> None:
    assert silent(told("three_public", text), "G12") == (0, 1, 0)


def test_an_increase_beside_a_falling_rate() -> None:
    assert only(told("overview", "与上年相比，增加3.00万元，下降2.10%。"), "G12").level == "值得追问"
    assert silent(told("overview", "与上年相比，减少3.00万元，下降2.10%。"), "G12") == (1, 0, 0)
    assert silent(told("overview", "与上年相比，增加0万元，下降0%。"), "G12") == (1, 0, 0)


# --- H4 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("three_public", "与上年相比增加（减少）0万元。"),
        ("performance", "组织对0等XX个项目开展绩效自评。"),
        ("funds", "没有收支的，仍保留该表格式，并在表下说明。"),
        ("expenditure", "基本支出60.00万元，占61.22；项目支出38.00万元。"),
        ("report", "奖金12.30万元、交通补贴  万元、社保缴费6.10万元。"),
        ("operating", "机关运行经费9.00万元，上年决算增加2.00万元。"),
        ("performance", "………"),
    ],
)
def test_leftovers_and_lost_characters_are_hints_with_their_words(section: str, text: str) -> None:
    found = only(told(section, text), "H4")
    assert (found.level, found.place.line) == ("提示", 1)


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("three_public", "与上年相比增加0万元，增长0%。"),
        ("performance", "发放宣传品，推进“XX街道”等社区建设，采购X光机1台。"),
        ("duties", "贯彻执行国家法律法规，列明权责清单。"),
        ("glossary", "结转：指增加（减少）的资金。"),
        ("report", "群众满意度达95，排名全市第一。"),
        ("basic", "人员经费43.00万元，占基本支出的71.67%。"),
        ("other", "注：本表金额转换为万元时，因四舍五入可能存在尾差。"),
    ],
)
def test_ordinary_words_are_no_leftovers(section: str, text: str) -> None:
    assert silent(told(section, text), "H4") == (1, 0, 0)


def test_an_instruction_printed_twice_is_one_finding_with_both_places() -> None:
    found = run_checks(
        content(recognised(("funds", "（数据为空时，应有此说明）"), ("basic", "（数据为空时，应有此说明）")))
    )
    assert "第 1 行、第 2 行" in only(found, "H4").figures


PURPOSES = (
    ("general_detail", "1、农林水支出（类）水利（款）水利工程建设（项）。主要用于：水利工程建设的前期费用。"),
    (
        "general_detail",
        "2、住房保障支出（类）住房改革支出（款）购房补贴（项）。主要用于：水利工程建设的前期费用。",
    ),
)


def test_a_purpose_copied_from_another_item() -> None:
    result = run_checks(content(recognised(*PURPOSES)))
    assert "购房补贴" in only(result, "H4").explanation


def test_a_purpose_under_its_path_on_a_line_of_its_own() -> None:
    lines = [(section, part) for section, text in PURPOSES for part in text.split("主要", 1)]
    lines = [(section, text if "（项）" in text else f"主要{text}") for section, text in lines]
    assert "购房补贴" in only(run_checks(content(recognised(*lines))), "H4").explanation


def test_a_purpose_of_its_own_or_shared_within_one_class_is_fine() -> None:
    own = (PURPOSES[0], (PURPOSES[1][0], PURPOSES[1][1].replace("水利工程建设的前期费用", "职工购房补贴")))
    assert silent(run_checks(content(recognised(*own))), "H4") == (1, 0, 0)
    alike = (PURPOSES[0], (PURPOSES[0][0], PURPOSES[0][1].replace("水利工程建设（项）", "防汛（项）")))
    assert silent(run_checks(content(recognised(*alike))), "H4") == (1, 0, 0)


def test_an_empty_report_is_not_judged() -> None:
    result = run_checks(content(recognised()))
    for check in ("F12", "F13", "G12", "H4"):
        assert silent(result, check) == (0, 1, 0)


def test_a_figure_beside_words_is_never_changed() -> None:
    figure = fact("T09|||公务接待费|决算数|0.40")
    before = repr(figure)
    told("three_public", "本年未发生公务接待费支出。", figure)
    assert repr(figure) == before
