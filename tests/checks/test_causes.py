"""One cause, one finding: what one figure sets off stands under it, and what has another cause does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builder.checks import run_checks
from builder.model import Checked, Fact, Finding, Place, ReportFacts, Wording
from tests.checks.made import checked, closed, count, with_value
from tests.facts.made import fact


def arithmetic(result: Checked) -> list[Finding]:
    return [finding for finding in result.findings if finding.check[0] in "ABCDEFG"]


@pytest.mark.parametrize(
    ("misprinted", "value", "told", "under"),
    [
        ("T01|收入||总计|决算数", "106.00", "A1", {"A2", "F1"}),
        ("T05|||合计|本年支出", "84.00", "B5", {"B6", "E4"}),
        ("T05||213|农林水支出|本年支出", "25.00", "B5", {"B6", "E11"}),
        ("T04|支出||总计|合计", "95.00", "C3", {"C1", "F4"}),
        ("T09|||公务接待费|决算数", "2.05", "D6", {"F8"}),
        ("N|||人员经费|金额", "44.00", "F7", {"G6"}),
    ],
)
def test_what_one_figure_sets_off_is_one_finding(
    misprinted: str, value: str, told: str, under: set[str]
) -> None:
    (cause,) = arithmetic(checked(with_value(misprinted, value).values()))
    assert cause.check == told
    assert under <= {finding.check for finding in cause.consequences}


def test_the_finding_says_which_figure_would_make_the_others_hold() -> None:
    (cause,) = arithmetic(checked(with_value("T05|||合计|本年支出", "84.00").values()))
    assert "83.00" in cause.explanation
    for finding in cause.consequences:
        assert finding.check in cause.explanation


def test_two_figures_are_two_findings() -> None:
    broken = with_value("T09|||公务接待费|预算数", "2.00", with_value("T01|收入||总计|决算数", "106.00"))
    assert [finding.check for finding in arithmetic(checked(broken.values()))] == ["A1", "D6"]


def test_counts_are_of_comparisons_not_of_findings() -> None:
    result = checked(with_value("T01|收入||总计|决算数", "106.00").values())
    assert [count(result, check).findings for check in ("A1", "A2", "F1")] == [1, 1, 1]


def test_a_single_failure_is_told_alone() -> None:
    (found,) = arithmetic(checked(with_value("T08|||合计|基本支出", "0.90").values()))
    assert (found.check, found.consequences) == ("D5", ())


def test_a_figure_whose_change_would_break_as_much_as_it_mends_is_no_cause() -> None:
    """Two parts off in two sums that share a total: no one cell explains both."""
    broken = with_value("T05||205|教育支出|本年支出", "61.00", with_value("T05|||合计|项目支出", "25.00"))
    found = arithmetic(checked(broken.values()))
    assert len(found) > 1


# --- one figure printed more than once ----------------------------------------------------------------------


def one_digit_short(*tables: str) -> Checked:
    """基本支出 of a 类 and of its one 款 lost a digit, in each of the tables: the rows below want ten times as much."""
    own: dict[str, Fact] = {}
    for table, whole in (("T03", "本年支出合计"), ("T05", "本年支出")):
        short = "106.00" if table in tables else "1060.00"
        for line, total, basic, project in (
            ("|合计", "1100.00", "1060.00", "40.00"),
            ("212|城乡社区支出", "1100.00", short, "40.00"),
            ("21201|城乡社区管理事务", "1100.00", short, "40.00"),
            ("2120101|行政运行", "560.00", "560.00", ""),
            ("2120104|城管执法", "500.00", "500.00", ""),
            ("2120102|一般行政管理事务", "40.00", "", "40.00"),
        ):
            for measure, value in ((whole, total), ("基本支出", basic), ("项目支出", project)):
                if value:
                    own[f"{table}{line}{measure}"] = fact(f"{table}||{line}|{measure}|{value}")
    return run_checks(ReportFacts(tuple(own.values()), (), (), (), ()))


def test_a_figure_printed_for_an_account_and_again_above_it_and_in_another_table_is_one_finding() -> None:
    (found,) = arithmetic(one_digit_short("T03", "T05"))
    assert (found.about, found.level) == ("publication", "不一致")
    assert "同一个数另外印了 3 处" in found.explanation


def test_such_a_figure_in_one_table_only_may_be_misread() -> None:
    found = arithmetic(one_digit_short("T05"))
    assert {finding.about for finding in found} == {"reading"}


# --- about our reading ------------------------------------------------------------------------------------


def misread_table() -> Checked:
    """Every row of T05 fails in its own way: no few misprints explain that."""
    own = closed()
    lines = [f"T05||20{n}|某类{n}|" for n in range(1, 8)]
    for number, line in enumerate(lines, start=1):
        for measure, value in (
            ("本年支出", 10 + number),
            ("基本支出", 3 * number),
            ("项目支出", number + 30),
        ):
            own[line + measure] = fact(f"{line}{measure}|{value}.00")
    return run_checks(ReportFacts(tuple(own.values()), (), (), (), ()))


def test_a_table_that_adds_up_nowhere_is_one_finding_about_the_reading() -> None:
    told = [finding for finding in misread_table().findings if finding.about == "reading"]
    (found,) = told
    assert (found.level, found.consequences != ()) == ("提示", True)
    assert found.facts[0].table == "T05"


def test_nothing_else_is_built_on_such_a_table() -> None:
    result = misread_table()
    about = [
        f for f in arithmetic(result) if f.about == "publication" and any(x.table == "T05" for x in f.facts)
    ]
    assert about == []
    assert count(result, "B6").not_comparable > 0
    assert count(result, "B6").findings == 0


def test_a_table_that_two_readings_give_differently_is_about_the_reading() -> None:
    facts = tuple(with_value("T05|||合计|本年支出", "84.00").values())
    content = ReportFacts(facts, (), (), (), ())
    assert {f.about for f in arithmetic(run_checks(content))} == {"publication"}
    found = arithmetic(run_checks(content, frozenset({"T05"})))
    assert {f.about for f in found} == {"reading"}


def test_a_disputed_table_that_holds_stays_as_it_is() -> None:
    content = ReportFacts(tuple(closed().values()), (), (), (), ())
    assert arithmetic(run_checks(content, frozenset({"T05"}))) == arithmetic(run_checks(content))


def test_no_fact_is_changed_by_naming_a_cause() -> None:
    facts = tuple(with_value("T05|||合计|本年支出", "84.00").values())
    checked(facts)
    assert next(f for f in facts if f.key[:1] == ("T05",) and f.item == "合计").value == Decimal("84.00")


def test_what_is_noted_of_a_cell_that_is_the_cause_stands_under_it() -> None:
    """A listed kind of spending whose amount changed places with a nothing of another class."""
    own = closed()
    for line in ("T06||30103|奖金|决算数|9.00", "T06||30201|办公费|决算数|0.00"):
        own[line.rsplit("|", 1)[0]] = fact(line)
    listed = Wording("listed", "主要包括：办公费", Place(line=9), "公用经费", ("办公费",))
    (cause,) = [
        found
        for found in run_checks(ReportFacts(tuple(own.values()), (), (), (), (), wordings=(listed,))).findings
        if found.check in ("D1", "F13")
    ]
    assert [one.check for one in (cause, *cause.consequences)] == ["D1", "D1", "F13"]


def test_of_several_pairs_that_may_have_changed_places_none_is_taken_for_sure() -> None:
    own = closed()
    for line in ("30103|奖金|决算数|9.00", "30201|办公费|决算数|0.00", "30202|印刷费|决算数|0.00"):
        own[f"T06||{line.rsplit('|', 1)[0]}"] = fact(f"T06||{line}")
    (cause,) = [found for found in checked(own.values()).findings if found.check == "D1"]
    assert "如果有两个数，例如" in cause.explanation


def test_nothing_is_noted_of_a_table_that_adds_up_nowhere() -> None:
    own = closed()
    for line in ("30201|办公费|决算数|0.00", "30101|基本工资|决算数|90.00"):
        own[f"T06||{line.rsplit('|', 1)[0]}"] = fact(f"T06||{line}")
    listed = Wording("listed", "主要包括：办公费", Place(line=9), "公用经费", ("办公费",))
    result = run_checks(ReportFacts(tuple(own.values()), (), (), (), (), wordings=(listed,)))
    assert any(found.about == "reading" and found.facts[0].table == "T06" for found in result.findings)
    assert [found for found in result.findings if found.check == "F13"] == []
    assert (count(result, "F13").findings, count(result, "F13").not_comparable) == (0, 1)
