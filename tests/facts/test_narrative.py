"""Figures in sentences: said only where the words before a figure explain it wholly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.facts.narrative import state_narrative
from builder.knowledge import load_narrative
from builder.model import Passage, Place
from tests.facts.made import sayings, told

TOTAL = "2024年度收入总计90.00万元，与上年相比，{}5.00万元，{}5.88%。"


@pytest.mark.parametrize("word", ["增加", "增长", "上升", "提高"])
def test_a_rise_is_positive(word: str) -> None:
    assert sayings("overview", TOTAL.format(word, word)) == [
        "收入总计|金额|90.00|万元", "收入总计|比上年增减额|5.00|万元", "收入总计|比上年增减率|5.88|%",
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["减少", "下降", "降低", "下浮", "压减"])
def test_a_fall_is_negative(word: str) -> None:
    assert sayings("overview", TOTAL.format(word, word))[1:] == [
        "收入总计|比上年增减额|-5.00|万元", "收入总计|比上年增减率|-5.88|%",
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["增加（减少）", "增长(降低)", "减少（增加）"])
def test_a_direction_left_standing_in_the_form_follows_the_amount_before_it(word: str) -> None:
    assert sayings("overview", TOTAL.format("减少", word))[2] == "收入总计|比上年增减率|-5.88|%"
    assert sayings("overview", TOTAL.format("增加", word))[2] == "收入总计|比上年增减率|5.88|%"


def test_one_sentence_about_both_totals_gives_both() -> None:
    assert sayings("overview", "2024年度收、支总计90.00万元。") == [
        "收入总计|金额|90.00|万元",
        "支出总计|金额|90.00|万元",
    ]


def test_a_list_of_two_amounts_is_one_for_each_subject() -> None:
    text = "财政拨款收、支总计各是61.20,63.40万元，与上年相比，各减少3.10、2.20万元，各下降4.82%、3.35%。"
    assert sayings("appropriation", text) == [
        "财政拨款收入总计|金额|61.20|万元", "财政拨款支出总计|金额|63.40|万元",
        "财政拨款收入总计|比上年增减额|-3.10|万元", "财政拨款支出总计|比上年增减额|-2.20|万元",
        "财政拨款收入总计|比上年增减率|-4.82|%", "财政拨款支出总计|比上年增减率|-3.35|%",
    ]  # fmt: skip


def test_a_list_that_does_not_fit_its_subjects_is_not_guessed() -> None:
    result = told("appropriation", "财政拨款收、支总计各是61.20、63.40、64.00万元。")
    assert result.facts == []
    assert len(result.unmatched) == 1


@pytest.mark.parametrize("end", ["。", "，主要原因是调资。", "；"])
def test_a_rate_that_lost_its_sign_is_a_rate(end: str) -> None:
    text = f"支出总计90.00万元，与上年相比，增加5.00万元，增长5.88{end}"
    assert sayings("overview", text)[-1] == "支出总计|比上年增减率|5.88|%"


def test_shares_follow_their_amounts() -> None:
    text = "本年收入合计90.00万元，其中：财政拨款收入81.00万元，占90%；其他收入9.00万元，占10.00%。"
    assert sayings("income", text) == [
        "收入合计|金额|90.00|万元", "财政拨款收入|金额|81.00|万元", "财政拨款收入|占比|90|%",
        "其他收入|金额|9.00|万元", "其他收入|占比|10.00|%",
    ]  # fmt: skip


def test_structure_names_the_purpose_before_its_amount() -> None:
    text = "主要用于以下方面：教育（类）支出8.10万元，占10%；农林水支出72.90万元，占90%。"
    assert sayings("general_structure", text) == [
        "教育支出|金额|8.10|万元", "教育支出|占比|10|%", "农林水支出|金额|72.90|万元", "农林水支出|占比|90|%",
    ]  # fmt: skip


# --- path headings ---------------------------------------------------------------------------------------

BUDGET = (
    "年初预算为8.00万元，支出决算为9.00万元，完成年初预算的112.5%，决算数大于年初预算数的主要原因是汛期加测。"
)
PATH_FACTS = ["年初预算|8.00|万元", "支出决算|9.00|万元", "完成率|112.5|%"]


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("1.农林水支出（类）水利（款）防汛（项）", "农林水支出/水利/防汛"),
        ("1、农林水（类）水利（款）防汛（项）", "农林水/水利/防汛"),
        ("12.农林水支出(类)水利(款)防汛(项)。", "农林水支出/水利/防汛"),
        ("2.农林水支出（类）水利（款）", "农林水支出/水利"),
        ("3.农林水支出（类）", "农林水支出"),
        ("3.农林水支出。", "农林水支出"),
    ],
)
def test_a_path_heading_names_the_figures_below_it(heading: str, path: str) -> None:
    for texts in ((heading, BUDGET), (heading + BUDGET,)):
        assert sayings("general_detail", *texts) == [f"{path}|{fact}" for fact in PATH_FACTS]


def test_each_path_heading_holds_until_the_next() -> None:
    found = sayings(
        "general_detail", "1.农林水支出（类）水利（款）防汛（项）", BUDGET, "2.教育支出（类）", BUDGET
    )
    assert [text.split("|")[0] for text in found] == ["农林水支出/水利/防汛"] * 3 + ["教育支出"] * 3


def test_a_heading_does_not_reach_into_the_next_section() -> None:
    texts = [("general_detail", "1.教育支出（类）"), ("basic", BUDGET)]
    passages = [Passage(text, (Place(line=1),) * len(text), section) for section, text in texts]
    assert state_narrative(passages, load_narrative()).facts == []


# --- 三公 ------------------------------------------------------------------------------------------------


def of_two(then: str) -> list[str]:
    """What is said of the year before, after a sentence on two kinds of expenses."""
    both = "其中公务接待费支出决算0.40万元，公务用车购置及运行维护费支出决算1.20万元。具体情况如下："
    result = state_narrative(
        [
            Passage(text, (Place(line=at),) * len(text), "three_public")
            for at, text in enumerate((both, then), 1)
        ],
        load_narrative(),
    )
    return [f"{f.item}|{f.measure}|{f.value}" for f in result.facts if "上年" in f.measure]


def test_after_a_sentence_on_several_a_change_is_said_of_the_one_that_its_own_sentence_names() -> None:
    assert of_two("1.公务接待费预算为1.00万元，支出决算为0.40万元；较上年减少0.30万元，下降42.86%。") == [
        "公务接待费|比上年增减额|-0.30",
        "公务接待费|比上年增减率|-42.86",
    ]
    assert of_two("较上年减少0.30万元，下降42.86%。") == []


@pytest.mark.parametrize("between", ["。", "；", "，"])
def test_budget_actual_and_change_of_the_three_public_expenses(between: str) -> None:
    text = (
        "公务接待费支出预算为2.00万元，支出决算为1.50万元，完成预算的75%，决算数小于预算数的主要原因是来访减少"
        f"{between}与上年相比减少0.50万元，下降25%，下降的主要原因是厉行节约。"
    )
    assert sayings("three_public", text) == [
        "公务接待费|预算数|2.00|万元", "公务接待费|决算数|1.50|万元", "公务接待费|完成率|75|%",
        "公务接待费|比上年增减额|-0.50|万元", "公务接待费|比上年增减率|-25|%",
    ]  # fmt: skip


def test_a_statement_in_words_gives_no_row_and_a_printed_zero_gives_zero() -> None:
    assert sayings("three_public", "2024年度无“三公”经费支出。") == []
    assert sayings("three_public", "全年购置公务用车0辆，公务用车保有量为2辆。") == [
        "公务用车购置数|数量|0|辆", "公务用车保有量|数量|2|辆",
    ]  # fmt: skip


def test_an_approximate_count_gives_its_number_and_keeps_its_word() -> None:
    (people,) = [
        f for f in told("general_spending", "开支会议费0.30万元，人数40余人。").facts if f.unit == "人"
    ]
    assert (people.item, str(people.value)) == ("会议人数", "40")
    assert "余" in people.raw


def test_quotation_marks_and_line_breaks_do_not_hide_a_subject() -> None:
    text = "“三公”经费财政拨款支出预\n算为3.00万元。"
    assert sayings("three_public", text) == ["三公经费合计|预算数|3.00|万元"]


def test_a_change_against_the_budget_is_told_from_one_against_last_year() -> None:
    text = (
        "机关运行经费支出9.00万元，比年初预算增加1.00万元，增长12.5%，比上年决算数减少0.40万元，下降4.26%。"
    )
    assert sayings("operating", text)[1:] == [
        "机关运行经费|比年初预算增减额|1.00|万元", "机关运行经费|比年初预算增减率|12.5|%",
        "机关运行经费|比上年增减额|-0.40|万元", "机关运行经费|比上年增减率|-4.26|%",
    ]  # fmt: skip


# --- what is not guessed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "支出决算数减少的主要原因是上年购置测船12.00万元。",
        "本年新增由于上年结余资金安排的测站改造3.00万元。",
        "主要用于测船维护12.00万元。",
    ],
)
def test_figures_inside_reasons_and_purposes_are_no_facts_but_are_listed(text: str) -> None:
    result = told("three_public", f"公务接待费支出{text}" if text.startswith("主要") else text)
    assert result.facts == []
    assert len(result.unmatched) == 1


def test_an_unmatched_amount_is_listed_once_with_its_sentence() -> None:
    result = told("operating", "今年测站维修12.00万元、测船3.00万元。机关运行经费支出9.00万元。")
    assert [statement.text for statement in result.unmatched] == ["今年测站维修12.00万元、测船3.00万元。"]
    assert [fact.item for fact in result.facts] == ["机关运行经费"]


@pytest.mark.parametrize("misprint", ["173,59万元", "1,2345万元", "1.2.3万元"])
def test_a_misprint_is_unread_and_never_a_fact(misprint: str) -> None:
    result = told("operating", f"机关运行经费支出{misprint}。")
    assert [fact.value for fact in result.facts if fact.value is not None] == []
    assert [unread.raw for unread in result.unread] == [misprint]
    assert result.unread[0].place.line == 1


def test_a_threshold_in_a_name_is_no_figure() -> None:
    assert sayings("assets", "单位价值100万元以上设备（不含车辆）0台（套）。") == [
        "单价100万元以上设备|数量|0|台（套）"
    ]


def test_definitions_of_terms_give_no_figures() -> None:
    assert sayings("glossary", "机关运行经费：指9.00万元以内的支出。") == []


def test_amounts_in_yuan_are_told_in_wan() -> None:
    assert sayings("operating", "机关运行经费支出90000.50元。") == ["机关运行经费|金额|9.000050|万元"]


def test_what_is_printed_is_kept() -> None:
    (fact,) = told("operating", "机关运行经费支出1,209.50万元。").facts
    assert fact.raw.startswith("1,209.50")
    assert str(fact.value) == "1209.50"


def test_a_figure_knows_the_place_where_it_begins() -> None:
    text = "机关运行经费支出9.00万元。"
    at = text.index("9")
    places = tuple(Place(page=1 if number < at else 2) for number in range(len(text)))
    (fact,) = state_narrative([Passage(text, places, "operating")], load_narrative()).facts
    assert fact.place.page == 2


@given(st.decimals(min_value=0, max_value=99999, places=2), st.sampled_from(["", " ", "\n", "　"]))
def test_layout_inside_a_sentence_never_changes_its_figure(value: object, space: str) -> None:
    text = f"机关运{space}行经费支出{space}{value}{space}万元。"
    assert sayings("operating", text) == [f"机关运行经费|金额|{value}|万元"]


# --- reasons ---------------------------------------------------------------------------------------------


def test_reasons_are_quoted_with_their_item_and_topic() -> None:
    text = (
        "公务接待费支出预算为2.00万元，支出决算为1.50万元，决算数小于预算数的主要原因是来访减少，"
        "与上年相比减少0.50万元，下降25%，减少的主要原因是厉行节约。"
    )
    found = [(s.item, s.topic, s.text) for s in told("three_public", text).reasons]
    assert found == [("公务接待费", "决算与预算", "来访减少"), ("公务接待费", "与上年", "厉行节约")]


@pytest.mark.parametrize("words", ["主要原因是：", "主要原因是因为", "主要是因为", "原因是", "主要原因："])
def test_a_reason_is_found_however_it_begins(words: str) -> None:
    text = f"2024年度收入总计90.00万元，与上年相比增加5.00万元，{words}汛期加测。"
    assert [(s.item, s.text) for s in told("overview", text).reasons] == [("收入总计", "汛期加测")]


def test_the_reason_of_a_path_belongs_to_the_path() -> None:
    (reason,) = told("general_detail", "1.农林水支出（类）水利（款）防汛（项）", BUDGET).reasons
    assert (reason.item, reason.topic, reason.text) == ("农林水支出/水利/防汛", "决算与预算", "汛期加测")


def test_a_reason_without_words_is_none() -> None:
    assert told("overview", "收入总计90.00万元，主要原因是。").reasons == []
