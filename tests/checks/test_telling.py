"""What a finding says: enough to do it again, nothing twice, and the same in the data as on the page."""

from __future__ import annotations

from dataclasses import replace

from builder.checks import run_checks
from builder.model import Fact, Finding, Place, ReportFacts
from tests.facts.made import fact


def only(check: str, *facts: Fact) -> Finding:
    result = run_checks(ReportFacts(tuple(facts), (), (), (), ()))
    (found,) = [finding for finding in result.findings if finding.check == check]
    return found


def test_parts_that_are_more_than_the_whole_are_added_up() -> None:
    found = only(
        "G8",
        fact("N|||政府采购支出总额|金额|30.00"),
        fact("N|||预留项目中小企业采购金额|金额|20.00"),
        fact("N|||其他项目中小企业采购金额|金额|20.00"),
    )
    assert found.recomputed == "20.00 + 20.00 = 40.00"
    assert found.difference == "10.00"


def test_a_single_part_is_not_written_out_as_a_sum() -> None:
    found = only("G8", fact("N|||政府采购支出总额|金额|30.00"), fact("N|||授予中小企业合同金额|金额|45.00"))
    assert found.recomputed == "45.00"
    assert "45.00 = 45.00" not in found.explanation


def test_one_figure_printed_twice_is_told_by_its_places() -> None:
    lines = ("N|||公务接待费|决算数|1.05", "N|||公务接待费|决算数|1.50")
    first, second = (replace(fact(line), place=Place(line=n)) for n, line in enumerate(lines, 11))
    found = only("G11", first, second)
    assert "一处（第11行）写的是 1.05万元，另一处（第12行）写的是 1.50万元" in found.explanation
    assert found.explanation.count("公务接待费") == 1


def test_two_figures_that_should_be_one_are_not_called_a_calculation() -> None:
    found = only("F1", fact("N|||收入总计|金额|106.00"), fact("T01|收入||总计|决算数|105.00"))
    assert (found.recomputed, found.difference) == ("105.00", "1.00")


def test_a_rate_ends_in_per_cent_in_the_data_as_on_the_page() -> None:
    found = only(
        "G2",
        fact("N|||收入总计|金额|105.00"),
        fact("N|||收入总计|比上年增减额|5.00"),
        fact("N|||收入总计|比上年增减率|9.00", unit="%"),
    )
    assert found.recomputed == "5.00 ÷ (105.00 − 5.00) × 100% = 5.0000%"
