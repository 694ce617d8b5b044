"""The arithmetic of a comparison: tolerance from printed digits, blanks, misreadings, and what a finding says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.checks.compare import Figures, Outcome, compare, places
from builder.model import Fact, ReportFacts
from tests.checks.made import checked, closed, count, findings, with_value, without
from tests.facts.made import fact

NAME = "T05||{}|甲|本年支出"


def figures(*facts: Fact, blank_is_zero: bool = False) -> Figures:
    return Figures.of(ReportFacts(facts, (), (), (), (), blank_is_zero))


def scaled(units: int, digits: int) -> str:
    return str(Decimal(units).scaleb(-digits))


@given(
    parts=st.lists(st.integers(0, 10**7), min_size=1, max_size=9),
    off=st.integers(-8, 8),
    digits=st.integers(0, 6),
)
def test_the_tolerance_is_half_a_last_digit_for_each_number_and_not_more(
    parts: list[int], off: int, digits: int
) -> None:
    total = fact(NAME.format("") + "|" + scaled(sum(parts) + off, digits))
    added = [fact(NAME.format(f"2{n:02}") + "|" + scaled(part, digits)) for n, part in enumerate(parts)]
    outcome = compare(figures(total, *added), total, added).outcome
    if off == 0:
        assert outcome is Outcome.HELD
    elif abs(off) * 2 <= len(parts) + 1:
        assert outcome is Outcome.ROUNDING
    else:
        assert outcome is Outcome.FINDING


@pytest.mark.parametrize(
    ("total", "parts", "outcome"),
    [
        ("3.00", ("1.00", "2.00"), Outcome.HELD),
        ("3.01", ("1.00", "2.00"), Outcome.ROUNDING),
        ("3.02", ("1.00", "2.00"), Outcome.FINDING),
        ("2.98", ("1.00", "2.00"), Outcome.FINDING),
        ("0.02", ("0.00", "0.00", "0.00"), Outcome.ROUNDING),
        ("0.03", ("0.00", "0.00", "0.00"), Outcome.FINDING),
        ("-3.01", ("-1.00", "-2.00"), Outcome.ROUNDING),
        ("-3.02", ("-1.00", "-2.00"), Outcome.FINDING),
    ],
)
def test_the_boundary_by_hand(total: str, parts: tuple[str, ...], outcome: Outcome) -> None:
    whole = fact(f"{NAME.format('')}|{total}")
    added = [fact(f"{NAME.format(n)}|{part}") for n, part in enumerate(parts)]
    assert compare(figures(whole, *added), whole, added).outcome is outcome


def test_a_number_printed_short_counts_with_the_decimals_of_its_table() -> None:
    short, other = fact("T05|||合计|本年支出|3"), fact("T05||201|甲|本年支出|2.70")
    assert compare(figures(short, other), short, [other]).outcome is Outcome.FINDING
    assert compare(figures(short, other), short, [other]).tolerance == Decimal("0.010")


def test_a_table_without_decimals_allows_whole_units() -> None:
    whole, other = fact("T05|||合计|本年支出|3"), fact("T06||301|甲|决算数|2.70")
    result = compare(figures(whole, other), whole, [other])
    assert (result.outcome, result.tolerance) == (Outcome.ROUNDING, Decimal("0.505"))


@pytest.mark.parametrize("raw", ["0", "—"])
def test_zeros_do_not_say_how_many_decimals_a_table_has(raw: str) -> None:
    whole, other = fact("T06||301|甲|决算数|57.68"), fact("T06||30101|乙|决算数|57.08")
    zeros = [replace(fact(f"T06||3010{n}|丙|决算数|0"), raw=raw) for n in range(2, 9)]
    result = compare(figures(whole, other, *zeros), whole, [other, *zeros])
    assert (result.outcome, result.tolerance) == (Outcome.FINDING, Decimal("0.045"))
    assert figures(zeros[0]).half_unit(zeros[0]) == Decimal("0.5")


def test_rates_do_not_lend_their_decimals_to_amounts() -> None:
    whole, rate = fact("N|||收入合计|金额|3"), fact("N|||收入合计|占比|12.3456", unit="%")
    assert figures(whole, rate).half_unit(whole) == Decimal("0.5")
    assert figures(whole, rate).half_unit(rate) == Decimal("0.00005")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6, places=3))
def test_printed_decimals_are_counted_as_printed(value: Decimal) -> None:
    assert places(value) == 3
    assert places(value.quantize(Decimal(1))) == 0


# --- blanks and misreadings ------------------------------------------------------------------------------

BLANK = ("T09|||公务接待费|预算数",)


def test_a_blank_addend_cannot_be_judged_unless_the_report_says_blank_is_zero() -> None:
    rest = without(*BLANK).values()
    assert findings(checked(rest), "D6") == []
    assert count(checked(rest), "D6").not_comparable == 1
    assert len(findings(checked(rest, blank_is_zero=True), "D6")) == 1


def test_a_blank_addend_is_no_matter_when_the_rest_adds_up() -> None:
    figures_now = with_value("T09|||合计|预算数", "2.30", without(*BLANK))
    made = count(checked(figures_now.values()), "D6")
    assert (made.held, made.not_comparable) == (4, 0)


def test_a_blank_in_a_row_cannot_be_judged() -> None:
    rest = without("T05||213|农林水支出|项目支出").values()
    assert count(checked(rest), "B5").not_comparable == 1
    assert findings(checked(rest), "B5") == []


def test_a_blank_account_cannot_be_judged_when_rolled_up() -> None:
    """213 prints 本年支出 but no 项目支出: whether the 23.00 of the total are its own is not known."""
    rest = without("T05||213|农林水支出|项目支出").values()
    assert findings(checked(rest), "B6") == []
    assert count(checked(rest), "B6").not_comparable == 1


@pytest.mark.parametrize(
    ("check", "misprinted"),
    [
        ("D6", "T09|||公务接待费|预算数"),
        ("B5", "T05||213|农林水支出|项目支出"),
        ("B6", "T05||213|农林水支出|项目支出"),
        ("A4", "T01|支出||农林水支出|决算数"),
        ("A2", "T01|收入||年初结转和结余|决算数"),
        ("E1", "T02|||合计|本年收入合计"),
    ],
)
@pytest.mark.parametrize("blank_is_zero", [False, True])
def test_a_misprinted_addend_is_neither_blank_nor_zero(
    check: str, misprinted: str, blank_is_zero: bool
) -> None:
    result = checked(with_value(misprinted, "?").values(), blank_is_zero=blank_is_zero)
    assert findings(result, check) == []
    assert count(result, check).not_comparable > 0


@pytest.mark.parametrize(
    ("check", "total", "value"),
    [
        ("A3", "T01|支出||总计|决算数", "10.50"),
        ("A4", "T01|支出||本年支出合计|决算数", "9.80"),
        ("B5", "T05|||合计|本年支出", "0.83"),
        ("D6", "T09|||合计|预算数", "0.38"),
    ],
)
def test_a_total_far_below_its_largest_part_was_misread(check: str, total: str, value: str) -> None:
    result = checked(with_value(total, value).values())
    assert [f for f in findings(result, check) if f.about == "publication"] == []
    assert count(result, check).not_comparable > 0


def test_a_total_a_little_below_its_only_part_is_not_called_misread() -> None:
    figures_now = with_value("T08|||合计|本年支出", "0.95", with_value("T08|||合计|项目支出", "1.00"))
    assert len(findings(checked(figures_now.values()), "D5")) == 1


def test_negative_parts_do_not_make_a_total_misread() -> None:
    figures_now = with_value("T08|||合计|本年支出", "0.10", with_value("T08|||合计|项目支出", "-0.30"))
    assert count(checked(figures_now.values()), "D5").held == 1


def test_a_figure_printed_twice_is_compared_by_its_first_printing() -> None:
    again = fact("T01|收入||总计|决算数|999.00", page=9)
    result = checked([*closed().values(), again])
    assert findings(result, "A1") == []


# --- codes -----------------------------------------------------------------------------------------------


def rollup(*lines: str) -> list[str]:
    result = checked([fact(f"T06||{line}") for line in lines])
    return [finding.difference for finding in findings(result, "D1")]


def test_a_level_that_is_not_printed_is_stepped_over() -> None:
    assert rollup("301|甲|决算数|5.00", "30101|乙|决算数|2.00", "30102|丙|决算数|3.00") == []
    lines = ["T05|||合计|本年支出|5.00", "T05||213|农|本年支出|5.00", "T05||2130304|水|本年支出|5.00"]
    assert findings(checked([fact(line) for line in lines]), "B6") == []


def test_a_class_whose_details_are_not_printed_is_not_compared() -> None:
    assert rollup("301|甲|决算数|5.00", "302|乙|决算数|9.00", "30201|丙|决算数|9.00") == []


def test_each_level_is_compared_with_the_next() -> None:
    assert rollup("301|甲|决算数|6.00", "30101|乙|决算数|2.00", "30102|丙|决算数|3.00") == ["1.00"]


def test_a_name_that_differs_does_not_hide_an_account() -> None:
    name = "T06||310|资本性支出|决算数"
    own = without(name) | {name: fact("T06||310|资本性支出（非基建）|决算数|8.00")}
    assert count(checked(own.values()), "D3").held == 1


# --- what a finding says ---------------------------------------------------------------------------------


def test_a_finding_says_what_is_printed_what_it_recomputes_to_and_by_how_much() -> None:
    (found,) = findings(checked(with_value("T08|||合计|本年支出", "1.50").values()), "D5")
    assert (found.level, found.difference, found.unit) == ("不一致", "0.50", "万元")
    assert Decimal(found.tolerance) == Decimal("0.015")
    assert "0.40 + 0.60 = 1.00" in found.recomputed
    for figure in ("1.50", "1.00", "0.50"):
        assert figure in found.explanation
    assert "合计 本年支出 1.50" in found.figures
    assert [f.measure for f in found.facts] == ["本年支出", "基本支出", "项目支出"]


def test_a_table_is_proven_only_when_its_own_checks_ran_and_held() -> None:
    assert checked(closed().values()).proven["T05"] is True
    assert checked(with_value("T05|||合计|本年支出", "84.00").values()).proven["T05"] is False
    assert "T05" not in checked(without(*[n for n in closed() if n.startswith("T05")]).values()).proven
