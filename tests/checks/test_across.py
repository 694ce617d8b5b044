"""Two years of one department: every declared example, and the cases that must stay silent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builder.checks.across import NO_LAST_YEAR, Year, compare_years
from builder.knowledge.across import YearsExample, load_across
from builder.knowledge.checks import FigureName
from builder.model import CheckCount, Fact, Place, ReportFacts


def facts(figures: dict[str, str], unit: str = "万元") -> ReportFacts:
    made = []
    for line, (name, printed) in enumerate(figures.items(), start=1):
        figure = FigureName.of(name)
        parts = (figure.table, figure.side, figure.code, figure.item, figure.measure)
        made.append(Fact(*parts, Decimal(printed), unit, printed, Place(line=line)))
    return ReportFacts(tuple(made), (), (), (), ())


def outcomes(count: CheckCount) -> set[str]:
    named = {
        "一致": count.held, "尾差": count.rounding, "发现": count.findings,
        "无法核对": count.not_comparable,
    }  # fmt: skip
    return {name for name, number in named.items() if number}


@pytest.mark.parametrize("example", load_across().examples, ids=lambda e: f"{list(e.this)}-{e.outcome}")
def test_every_example_comes_out_as_declared(example: YearsExample) -> None:
    count, findings = compare_years(Year(2024, facts(example.this)), Year(2023, facts(example.last)))
    assert outcomes(count) == {example.outcome}
    assert bool(findings) == (example.outcome == "发现")


def test_the_number_of_comparisons_is_the_same_for_every_report() -> None:
    declared = len(load_across().carried) + len(load_across().changes)
    for this, last in ((facts({}), None), (facts({"T01|收入||年初结转和结余|决算数": "1.00"}), facts({}))):
        count, _ = compare_years(Year(2024, this), Year(2023, last) if last else None)
        assert (
            count.held + count.rounding + count.findings + count.not_applicable + count.not_comparable
        ) == declared


def test_without_last_year_it_says_so() -> None:
    this = facts({"T01|收入||年初结转和结余|决算数": "1.00"})
    count, findings = compare_years(Year(2024, this), None)
    assert (count.not_comparable, count.reason, findings) == (1, NO_LAST_YEAR, ())


def test_reorganised_units_are_not_compared() -> None:
    this = facts({"T01|收入||年初结转和结余|决算数": "1.00"})
    last = facts({"T01|支出||年末结转和结余|决算数": "9.00"})
    count, findings = compare_years(Year(2024, this), Year(2023, last), apart="机构有过调整")
    assert findings == ()
    assert outcomes(count) == set()
    assert count.reason == "机构有过调整"


def test_amounts_in_different_units_are_not_compared() -> None:
    this = facts({"T01|收入||年初结转和结余|决算数": "1.00"})
    last = facts({"T01|支出||年末结转和结余|决算数": "9.00"}, unit="元")
    count, findings = compare_years(Year(2024, this), Year(2023, last))
    assert (outcomes(count), findings) == ({"无法核对"}, ())


def test_a_finding_names_both_years_and_blames_no_one() -> None:
    this = facts({"N|||三公经费合计|决算数": "3.35", "N|||三公经费合计|比上年增减额": "-0.45"})
    last = facts({"N|||三公经费合计|决算数": "4.10"})
    _, (finding,) = compare_years(Year(2024, this), Year(2023, last))
    assert finding.recomputed == "3.35 + 0.45 = 3.80"
    assert (finding.difference, finding.tolerance, finding.level) == ("0.30", "0.015", "值得追问")
    assert "2024 年" in finding.figures
    assert "2023 年" in finding.figures
    assert "减少 0.45" in finding.explanation
    assert finding.innocent
    assert not any(word in finding.explanation for word in ("错误", "违规"))


def test_figures_that_are_apart_by_one_amount_are_one_finding() -> None:
    """The opening balance of all money and that of appropriations were adjusted together; another figure was not."""
    this = facts(
        {
            "T01|收入||年初结转和结余|决算数": "10.20",
            "T04|收入||年初财政拨款结转和结余|决算数": "7.20",
            "N|||三公经费合计|决算数": "3.35",
            "N|||三公经费合计|比上年增减额": "-0.45",
        }
    )
    last = facts(
        {
            "T01|支出||年末结转和结余|决算数": "10.00",
            "T04|支出||年末财政拨款结转和结余|合计": "7.00",
            "N|||三公经费合计|决算数": "4.10",
        }
    )
    count, findings = compare_years(Year(2024, this), Year(2023, last))
    assert [(one.difference, len(one.consequences)) for one in findings] == [("0.20", 1), ("0.30", 0)]
    assert count.findings == 3
