"""One slip told in several places stands under the first of them; slips that only look alike do not."""

from __future__ import annotations

from builder.checks import run_checks
from builder.checks.alike import fold_alike
from builder.model import Fact, Finding, Place, ReportFacts
from tests.checks.made import closed, with_value
from tests.facts.made import fact


def found(lines: str, check: str) -> list[Finding]:
    facts = tuple(fact(line, unit="%" if "率|" in line else "万元") for line in lines.split())
    result = run_checks(ReportFacts(facts, (), (), (), ()))
    return [finding for finding in result.findings if finding.check == check]


def test_a_rate_copied_into_the_next_sentence_is_one_finding() -> None:
    """The sentence on appropriations repeats the rate of the sentence on all money, with its own change."""
    (cause,) = found(
        """
N|||收入总计|金额|105.00
N|||收入总计|比上年增减额|5.00
N|||收入总计|比上年增减率|9.00
N|||财政拨款收入总计|金额|105.00
N|||财政拨款收入总计|比上年增减额|5.01
N|||财政拨款收入总计|比上年增减率|9.00
""",
        "G2",
    )
    assert len(cause.consequences) == 1
    assert "又写了 1 次" in cause.explanation


def test_the_same_rate_of_another_amount_is_a_finding_of_its_own() -> None:
    assert (
        len(
            found(
                """
N|||收入总计|金额|105.00
N|||收入总计|比上年增减额|5.00
N|||收入总计|比上年增减率|9.00
N|||会议费|金额|21.00
N|||会议费|比上年增减额|2.00
N|||会议费|比上年增减率|9.00
""",
                "G2",
            )
        )
        == 2
    )


def test_no_money_the_year_before_is_one_cause_for_every_rate_of_change() -> None:
    (cause,) = found(
        """
N|||机关运行经费|金额|9.50
N|||机关运行经费|比上年增减额|9.50
N|||机关运行经费|比上年增减率|100.00
N|||支出总计|金额|105.00
N|||支出总计|比上年增减额|105.00
N|||支出总计|比上年增减率|100.00
""",
        "G4",
    )
    assert [one.facts[0].item for one in (cause, *cause.consequences)] == ["支出总计", "机关运行经费"]


def test_two_expenses_that_begin_this_year_are_two_findings() -> None:
    """Without totals that come out as nothing nothing joins them."""
    assert (
        len(
            found(
                """
N|||机关运行经费|金额|9.50
N|||机关运行经费|比上年增减额|9.50
N|||机关运行经费|比上年增减率|100.00
N|||公务接待费|决算数|1.05
N|||公务接待费|比上年增减额|1.05
N|||公务接待费|比上年增减率|100.00
""",
                "G4",
            )
        )
        == 2
    )


def test_of_a_rate_on_nothing_no_difference_is_told() -> None:
    (cause,) = found(
        """
N|||支出总计|金额|105.00
N|||支出总计|比上年增减额|105.00
N|||支出总计|比上年增减率|100.00
""",
        "G4",
    )
    assert (cause.recomputed, cause.difference, cause.tolerance) == ("105.00 − 105.00 = 0", "", "")


def items(*values: str) -> tuple[Fact, ...]:
    """A list of items in the text beside a table whose figures are 10.00, 20.00, 30.00 and 40.00."""
    rows = [f"T05||205010{n}|事项{n}|本年支出|{n}0.00" for n in range(1, 5)]
    names = [f"N|||教育支出/教育管理事务/事项{n}|支出决算|" for n in range(1, 5)]
    return tuple(map(fact, [*rows, *(name + value for name, value in zip(names, values, strict=True))]))


def told_of_items(*values: str) -> list[Finding]:
    result = run_checks(ReportFacts(items(*values), (), (), (), ()))
    return [finding for finding in result.findings if finding.check == "F6"]


def test_where_most_of_a_list_differs_it_is_one_finding() -> None:
    (cause,) = told_of_items("11.00", "23.00", "37.00", "40.00")
    assert len(cause.consequences) == 2
    assert "4 项，有 3 项" in cause.explanation


def test_two_of_a_list_are_two_findings() -> None:
    assert len(told_of_items("11.00", "23.00", "30.00", "40.00")) == 2


def test_a_slip_in_a_title_and_in_the_text_is_one_finding() -> None:
    title = Finding(
        "R2",
        "提示",
        "T08 国有资产经营预算表",
        "表名写作“国有资产经营预算表”，通常写作“国有资本经营预算表”。",
        Place(line=3),
    )
    same = Finding("H2", "提示", "“国有资产经营预算安排的支出”", "这里写作……。", Place(line=9))
    other = Finding("H2", "提示", "“行政单位医疔”", "这里写作……。", Place(line=12))
    assert [one.check for one in fold_alike([title, same, other])] == ["R2", "H2"]
    assert fold_alike([title, same, other])[0].consequences == (same,)


def test_two_cells_that_changed_places_are_one_finding() -> None:
    figures = with_value(
        "T01|支出||教育支出|决算数", "38.00", with_value("T01|支出||农林水支出|决算数", "60.00", closed())
    )
    result = run_checks(ReportFacts(tuple(figures.values()), (), (), (), ()))
    (cause,) = [one for one in result.findings if one.level == "不一致"]
    assert "对调" in cause.explanation
    assert {cause.check, *(one.check for one in cause.consequences)} == {"E10"}


def test_two_cells_that_are_wrong_by_different_amounts_are_two_findings() -> None:
    figures = with_value(
        "T06||30101|基本工资|决算数", "26.00", with_value("T09|||公务接待费|预算数", "2.00", closed())
    )
    result = run_checks(ReportFacts(tuple(figures.values()), (), (), (), ()))
    assert len([one for one in result.findings if one.level == "不一致"]) == 2


def test_several_things_that_are_not_there_are_one_finding_that_names_them() -> None:
    def missing(name: str, words: str = "没有找到{}。") -> Finding:
        return Finding("K1", "未见", name, words.format(name), Place(line=3))

    (cause, other) = fold_alike([missing("《甲表》"), missing("《丙表》", "{}是空的。"), missing("《乙表》")])
    assert cause.explanation == "没有找到《甲表》。另有 1 处也是这样：《乙表》。"
    assert [one.figures for one in cause.consequences] == ["《乙表》"]
    assert other.consequences == ()
