"""For each declared check: holds, within rounding, fails, cannot be compared, and a near miss that stays silent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.knowledge import Check, load_checks
from tests.checks.made import checked, closed, count, findings, with_value, without

ALL_CHECKS = load_checks()


@dataclass(frozen=True)
class Case:
    """`broken`: a figure that the check reads; `missing`: what it cannot do without; `near`: one it must not read."""

    broken: str
    missing: tuple[str, ...]
    near: str

    @property
    def value(self) -> Decimal:
        found = closed()[self.broken].value
        assert found is not None
        return found


def totals(table: str) -> tuple[str, ...]:
    return tuple(name for name in closed() if name.startswith(f"{table}|||合计|"))


CASES = {
    "A1": Case("T01|收入||总计|决算数", ("T01|支出||总计|决算数",), "T04|支出||总计|合计"),
    "A2": Case("T01|收入||总计|决算数", ("T01|收入||年初结转和结余|决算数",), "T01|支出||年末结转和结余|决算数"),
    "A3": Case("T01|支出||总计|决算数", ("T01|支出||结余分配|决算数",), "T01|收入||年初结转和结余|决算数"),
    "A4": Case("T01|支出||农林水支出|决算数", ("T01|支出||本年支出合计|决算数",), "T01|支出||年末结转和结余|决算数"),
    "B1": Case("T02|||合计|本年收入合计", ("T02|||合计|本年收入合计",), "T03|||合计|本年支出合计"),
    "B2": Case("T02||2130304|水利行业业务管理|本年收入合计", totals("T02"), "T03||213|农林水支出|本年支出合计"),
    "B3": Case("T03|||合计|本年支出合计", ("T03|||合计|本年支出合计",), "T05|||合计|本年支出"),
    "B4": Case("T03||213|农林水支出|本年支出合计", totals("T03"), "T02||213|农林水支出|本年收入合计"),
    "B5": Case("T05|||合计|本年支出", ("T05|||合计|本年支出",), "T03|||合计|本年支出合计"),
    "B6": Case("T05||213|农林水支出|本年支出", totals("T05"), "T03||213|农林水支出|本年支出合计"),
    "C1": Case("T04|支出||总计|合计", ("T04|收入||总计|决算数",), "T04|支出||总计|一般公共预算财政拨款"),
    "C2": Case("T04|收入||总计|决算数", ("T04|收入||本年收入合计|决算数",), "T04|支出||总计|合计"),
    "C3": Case("T04|支出||总计|合计", ("T04|支出||本年支出合计|合计",), "T04|收入||总计|决算数"),
    "C4": Case("T04|支出||农林水支出|合计", ("T04|支出||本年支出合计|合计",), "T04|支出||年末财政拨款结转和结余|合计"),
    "D1": Case("T06||30102|津贴补贴|决算数", ("T06||301|工资福利支出|决算数",), "T06||302|商品和服务支出|决算数"),
    "D2": Case("T06|||人员经费合计|决算数", ("T06||303|对个人和家庭的补助|决算数",), "T06||302|商品和服务支出|决算数"),
    "D3": Case("T06|||公用经费合计|决算数", ("T06||310|资本性支出|决算数",), "T06||30102|津贴补贴|决算数"),
    "D4": Case("T07|||合计|本年支出", ("T07|||合计|本年支出",), "T07|||合计|本年收入"),
    "D5": Case("T08|||合计|本年支出", ("T08|||合计|本年支出",), "T07|||合计|本年支出"),
    "D6": Case("T09|||合计|预算数", ("T09|||合计|决算数",), "N|||三公经费合计|决算数"),
    "E1": Case("T02|||合计|本年收入合计", ("T02|||合计|本年收入合计",), "T02||213|农林水支出|本年收入合计"),
    "E2": Case("T03|||合计|本年支出合计", ("T03|||合计|本年支出合计",), "T03||205|教育支出|本年支出合计"),
    "E3": Case(
        "T04|收入||一般公共预算财政拨款|决算数",
        ("T04|收入||一般公共预算财政拨款|决算数",),
        "T04|收入||年初财政拨款结转和结余/一般公共预算财政拨款|决算数",
    ),
    "E4": Case("T05|||合计|本年支出", ("T05|||合计|本年支出",), "T04|支出||本年支出合计|合计"),
    "E6": Case("T05|||合计|基本支出", ("T06|||人员经费合计|决算数",), "T03|||合计|基本支出"),
    "F1": Case("N|||收入总计|金额", ("N|||收入总计|金额",), "N|||财政拨款收入总计|金额"),
    "F2": Case("N|||收入合计|金额", ("T02|||合计|本年收入合计",), "N|||收入总计|金额"),
    "F3": Case("N|||支出合计|金额", ("T03|||合计|本年支出合计",), "N|||支出总计|金额"),
    "F4": Case("N|||财政拨款收入总计|金额", ("N|||财政拨款收入总计|金额",), "N|||收入总计|金额"),
    "F7": Case("N|||人员经费|金额", ("T06|||人员经费合计|决算数",), "N|||基本支出|金额"),
    "F8": Case("N|||三公经费合计|决算数", ("T09|||合计|决算数",), "T09|||合计|预算数"),
}  # fmt: skip

#: The others are tried on their own examples: test_examples.py.
CHECKS = [check for check in ALL_CHECKS if check.id in CASES]

each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)


def test_every_declared_check_has_its_cases() -> None:
    assert set(CASES) <= {check.id for check in ALL_CHECKS}
    assert all(check.examples or check.id in CASES for check in ALL_CHECKS if check.kind != "named")


@each_check
def test_it_holds_on_a_closed_year(check: Check) -> None:
    result = checked(closed().values())
    assert count(result, check.id).held > 0
    assert findings(result, check.id) == []


@each_check
def test_a_last_digit_off_is_rounding_and_no_finding(check: Check) -> None:
    case = CASES[check.id]
    result = checked(with_value(case.broken, str(case.value + Decimal("0.01"))).values())
    assert count(result, check.id).rounding > 0
    assert findings(result, check.id) == []


@each_check
def test_a_figure_off_by_more_is_a_finding_at_its_place(check: Check) -> None:
    case = CASES[check.id]
    result = checked(with_value(case.broken, str(case.value + 1)).values())
    found = findings(result, check.id)
    assert count(result, check.id).findings == len(found) > 0
    assert {finding.level for finding in found} == {check.level}
    assert all(abs(Decimal(finding.difference)) == 1 for finding in found)
    assert all(finding.place.page == 1 for finding in found)
    broken = case.broken.split("|")
    assert any([*fact.key] == broken for finding in found for fact in finding.facts)


@each_check
def test_it_is_counted_when_it_cannot_be_compared(check: Check) -> None:
    result = checked(without(*CASES[check.id].missing).values())
    made = count(result, check.id)
    assert made.not_comparable > 0
    assert made.reason
    assert findings(result, check.id) == []


@each_check
def test_it_is_not_applicable_to_an_empty_report(check: Check) -> None:
    made = count(checked([]), check.id)
    assert (made.held, made.rounding, made.findings, made.not_comparable) == (0, 0, 0, 0)
    assert made.not_applicable > 0
    assert made.reason


@each_check
def test_a_near_miss_stays_silent(check: Check) -> None:
    name = CASES[check.id].near
    assert name in closed()
    result = checked(with_value(name, "77.00").values())
    assert findings(result, check.id) == []
    assert count(result, check.id) == count(checked(closed().values()), check.id)


@given(st.sets(st.sampled_from(sorted(closed())), max_size=12))
def test_no_check_is_ever_silent(kept: set[str]) -> None:
    """However little a report prints, each check is counted at least once, and no sentence accuses."""
    result = checked(found for name, found in closed().items() if name in kept)
    for made in result.counts:
        ran = made.held + made.rounding + made.findings
        assert ran + made.not_applicable + made.not_comparable > 0, made.check
    for finding in result.findings:
        assert not any(word in finding.explanation + finding.figures for word in ("错误", "违规", "造假"))


def test_findings_are_counted_and_in_the_declared_order() -> None:
    result = checked(with_value("T01|收入||总计|决算数", "106.00").values())
    (cause,) = [
        finding for finding in result.findings if finding.check[0] in "ABCDEFG"
    ]  # one figure, one finding
    order = [check.id for check in ALL_CHECKS]
    assert [made.check for made in result.counts] == order
    assert sum(made.findings for made in result.counts if made.check[0] in "ABCDEFG") == 1 + len(
        cause.consequences
    )


def test_no_check_changes_a_fact() -> None:
    facts = tuple(with_value("T01|收入||总计|决算数", "106.00").values())
    before = repr(facts)
    checked(facts)
    assert repr(facts) == before
