"""Money in two units is one finding, however many comparisons it sets off; other slips stay findings of their own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from builder.checks import run_checks
from builder.model import Checked, Fact, Finding, ReportFacts
from tests.checks.made import closed
from tests.facts.made import fact


def in_yuan(figures: dict[str, Fact], table: str, factor: int = 10000) -> dict[str, Fact]:
    """The figures with all money of one table printed in another unit than it says."""
    return {
        name: replace(one, value=one.value * factor, raw=str(one.value * factor))
        if one.table == table and one.unit == "万元" and one.value is not None
        else one
        for name, one in figures.items()
    }


def checked(figures: dict[str, Fact]) -> Checked:
    return run_checks(ReportFacts(tuple(figures.values()), (), (), (), ()))


def told(figures: dict[str, Fact]) -> list[Finding]:
    return [f for f in checked(figures).findings if f.level in ("不一致", "值得追问")]


@pytest.mark.parametrize("table", ["T01", "T02", "T03", "T04", "T05", "T06", "T09"])
def test_a_table_in_another_unit_is_one_finding(table: str) -> None:
    (found,) = told(in_yuan(closed(), table))
    assert "差一万倍" in found.explanation
    assert found.consequences


def test_the_text_in_another_unit_is_one_finding_led_by_the_unit() -> None:
    (found,) = told(in_yuan(closed(), "N"))
    assert found.check == "H1"
    assert {"F1", "F2", "F3", "F4", "F7", "F8"} <= {one.check for one in found.consequences}


def test_every_table_in_another_unit_than_the_text_is_one_finding() -> None:
    figures = closed()
    for table in {one.table for one in figures.values()} - {"N"}:
        figures = in_yuan(figures, table)
    (found,) = told(figures)
    assert (found.check, found.level) == ("H1", "不一致")


def test_a_cell_that_is_wrong_besides_stays_a_finding_of_its_own() -> None:
    figures = in_yuan(closed(), "T01")
    figures["T09|||公务接待费|预算数"] = fact("T09|||公务接待费|预算数|2.00")
    unit, other = sorted(told(figures), key=lambda finding: finding.check == "D6")
    assert "差一万倍" in unit.explanation
    assert (other.check, other.consequences) == ("D6", ())


def test_one_cell_in_another_unit_is_a_cell_not_a_table() -> None:
    figures = closed()
    figures["T05|||合计|本年支出"] = fact("T05|||合计|本年支出|830000.00")
    (found,) = told(figures)
    assert "83.00" in found.explanation
    assert "报告别处差一万倍" not in found.explanation


def test_figures_that_the_unit_does_not_explain_are_told_apart() -> None:
    """The form's money is in another unit; the text differs from it in the common scale as well: two causes."""
    lines = """
P2|||年度资金总额|全年预算数|4321650.00
P2|||年度资金总额|全年执行数|4321650.00
P2|||基本支出|全年执行数|4000000.00
P2|||项目支出|全年执行数|321650.00
N|||整体支出执行数|金额|432.165
N|||整体支出全年预算数|金额|432.165
N|||基本支出|金额|398.00
"""
    facts = [replace(f, unit="万元") for f in map(fact, lines.split())]
    found = run_checks(ReportFacts(tuple(facts), (), (), (), ())).findings
    checks = {one.check for one in found if one.level == "不一致"}
    assert {"H1", "G18"} <= checks
    assert Decimal("398.00") in {one.value for f in found if f.check == "G18" for one in f.facts}
