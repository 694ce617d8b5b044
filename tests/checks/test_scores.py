"""Points, weights and totals of self-evaluation forms; forms against each other; the staff rate."""

from __future__ import annotations

import pytest

from builder.checks import run_checks
from builder.model import Checked, Fact
from tests.checks.made import findings
from tests.checks.made_words import content, only, recognised, silent
from tests.facts.made import fact

Row = tuple[str, str, str, str, str]  # path, target, result, weight, points


def form(
    rows: list[Row], *, table: str = "P3", project: str = "防汛经费", total: str = "100", points: str = "100",
    funds: str | None = "10", funds_points: str | None = "10", heads: dict[str, str] | None = None,
) -> list[Fact]:  # fmt: skip
    """One form in printed order; a head stands before its first row."""
    start = f"{project}：" if project else ""
    made = [(f"{start}年度资金总额", "执行率", "100", "%")]
    made += [(f"{start}年度资金总额", "分值", funds, "分")] if funds else []
    made += [(f"{start}年度资金总额", "得分", funds_points, "分")] if funds_points else []
    seen: set[str] = set()
    for path, target, result, weight, score in rows:
        head = path.split("/")[0]
        if heads and head not in seen:
            made.append((f"{start}{head}", "分值", heads[head], "分"))
            seen.add(head)
        for measure, text in (("年度指标值", target), ("实际完成值", result)):
            made.append((f"{start}{path}", measure, text, ""))
        made += [(f"{start}{path}", "分值", weight, "分"), (f"{start}{path}", "得分", score, "分")]
    made += [(f"{start}总分", "分值", total, "分"), (f"{start}总分", "得分", points, "分")]
    return [_fact(table, *entry, line) for line, entry in enumerate(made, start=1)]


def _fact(table: str, item: str, measure: str, text: str, unit: str, page: int) -> Fact:
    number = text.rstrip("%次万元人≥")
    printed = number if number.replace(".", "").isdigit() else "?"
    own = unit or ("%" if "%" in text else "万元" if "万元" in text else "人" if "人" in text else "次")
    made = fact(f"{table}|||{item}|{measure}|{printed}", unit=own, page=page)
    return Fact(*made.key, made.value, made.unit, text, made.place)


ROWS: list[Row] = [
    ("产出指标/数量指标/巡查次数", "20次", "22次", "30", "30"),
    ("产出指标/质量指标/合格率", "95%", "96%", "20", "20"),
    ("效益指标/社会效益指标/预警覆盖率", "90%", "92%", "30", "30"),
    ("满意度指标/服务对象满意度指标/群众满意度", "95%", "97%", "10", "10"),
]
HEADS = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}


def judged(*forms: list[Fact]) -> Checked:
    return run_checks(content(recognised(), *(f for made in forms for f in made)))


def test_a_form_that_adds_up_holds() -> None:
    assert silent(judged(form(ROWS, heads=HEADS)), "G15") == (1, 0, 0)
    assert silent(judged(form(ROWS)), "G15") == (1, 0, 0)


def test_weights_that_add_to_more_than_the_total() -> None:
    rows = [*ROWS[:3], (*ROWS[3][:3], "20", "20")]
    found = only(judged(form(rows, heads=HEADS | {"满意度指标": "20"})), "G15")
    assert found.level == "不一致"
    assert "110" in found.explanation


def test_rows_that_carry_more_than_their_head() -> None:
    rows = [*ROWS[:3], (*ROWS[3][:3], "20", "20")]
    found = only(judged(form(rows, heads=HEADS)), "G15")
    assert "满意度指标" in found.explanation
    assert "20" in found.explanation


def test_a_row_that_was_not_read_is_no_wrong_sum() -> None:
    assert silent(judged(form(ROWS[1:], heads=HEADS | {"效益指标": "35"})), "G15") == (0, 0, 1)
    assert silent(judged(form(ROWS[1:])), "G15") == (0, 0, 1)


def test_a_form_that_leaves_the_money_out_of_its_total_holds() -> None:
    rows = [*ROWS[:3], (*ROWS[3][:3], "20", "20")]
    assert silent(judged(form(rows, funds=None, funds_points=None)), "G15") == (1, 0, 0)


def test_points_above_their_weight_and_points_that_do_not_add_up() -> None:
    rows = [(*ROWS[0][:4], "31"), *ROWS[1:]]
    assert {f.level for f in findings(judged(form(rows, points="101")), "G15")} == {"提示"}
    found = only(judged(form([(*ROWS[0][:4], "28"), *ROWS[1:]])), "G15")
    assert "98" in found.explanation
    assert silent(judged(form([(*ROWS[0][:4], "28"), *ROWS[1:]], points="98")), "G15") == (1, 0, 0)
    assert silent(judged(form(ROWS, points="99.5")), "G15") == (1, 0, 0)


def test_money_without_points_beside_indicators_that_have_theirs() -> None:
    assert only(judged(form(ROWS, funds_points=None)), "G15").level == "值得追问"


def test_a_cost_above_its_target_with_full_points() -> None:
    def cost(target: str, result: str) -> Checked:
        return judged(form([("产出指标/成本指标/经费", target, result, "30", "30"), *ROWS[1:]]))

    assert "12.82" in only(cost("12.80万元", "12.82万元"), "G15").explanation
    assert silent(cost("≥12.80万元", "12.82万元"), "G15") == (1, 0, 0)
    assert silent(cost("12.80万元", "12.00万元"), "G15") == (1, 0, 0)


def test_an_indicator_listed_twice_with_the_same_target_and_result() -> None:
    again = ("效益指标/满意度指标/群众满意度", "95%", "97%", "10", "10")
    rows = [*ROWS[:2], ("效益指标/社会效益指标/预警覆盖率", "90%", "92%", "20", "20"), again, ROWS[3]]
    assert "群众满意度" in only(judged(form(rows)), "G15").explanation
    other = (again[0], "90%", "97%", "10", "10")
    assert silent(judged(form([*rows[:3], other, ROWS[3]])), "G15") == (1, 0, 0)


def whole(rows: list[Row]) -> list[Fact]:
    return form(rows, table="P2", project="")


def test_the_same_indicator_with_another_result_in_parallel_forms() -> None:
    other = [(*ROWS[0][:2], "25次", *ROWS[0][3:]), *ROWS[1:]]
    found = only(judged(whole(ROWS), form(other)), "G15")
    assert "巡查次数" in found.explanation
    assert "25次" in found.figures


def test_forms_with_little_in_common_are_not_compared() -> None:
    other = [
        ("产出指标/数量指标/培训次数", "20次", "22次", "30", "30"),
        ("产出指标/质量指标/及格率", "95%", "96%", "20", "20"),
        ("效益指标/社会效益指标/知晓率", "90%", "92%", "30", "30"),
        ("满意度指标/服务对象满意度指标/群众满意度", "90%", "91%", "10", "10"),
    ]
    assert silent(judged(whole(ROWS), form(other)), "G15") == (2, 0, 0)


def test_two_projects_with_one_set_of_indicators() -> None:
    rows = [*ROWS, ("效益指标/生态效益指标/水质达标率", "90%", "91%", "0", "0")]
    result = judged(form(rows), form(rows, project="水毁修复"))
    assert only(result, "G15").level == "提示"
    assert silent(judged(form(rows), form(ROWS, project="水毁修复")), "G15") == (2, 0, 0)


STAFF = "P1|||财政供养人员情况（人）|{}|{}"


def staffed(posts: str, staff: str, rate: str, *more: str) -> Checked:
    own = [
        fact(STAFF.format("编制数", posts), unit="人"),
        fact(STAFF.format("2023年实际在职人数", staff), unit="人"),
        fact(STAFF.format("控制率", rate), unit="%"),
    ]
    return run_checks(content(recognised(), *own, *(fact(text, unit="人") for text in more)))


@pytest.mark.parametrize(
    ("rate", "fits"), [("108", True), ("108.33", True), ("108.3", True), ("107", False), ("109", False)]
)
def test_the_staff_rate_is_compared_as_an_interval(rate: str, fits: bool) -> None:
    result = staffed("12", "13", rate)
    assert bool(findings(result, "G15")) is not fits


def test_no_posts_make_no_rate() -> None:
    assert silent(staffed("0", "13", "0"), "G15") == (1, 0, 0)


def test_posts_in_the_table_and_in_words() -> None:
    assert only(staffed("12", "13", "108", "N|||编制人数|数量|14"), "G15").level == "值得追问"
    assert silent(staffed("12", "13", "108", "N|||编制人数|数量|12"), "G15") == (1, 0, 0)


def test_a_report_without_forms() -> None:
    assert silent(run_checks(content(recognised())), "G15") == (0, 1, 0)
