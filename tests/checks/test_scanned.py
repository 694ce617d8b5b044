"""What was recognised from pictures: figures that add up count like any others, all else accuses nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.checks import run_checks
from builder.checks.scanned import SurelyRead, is_unproven
from builder.model import Checked, Fact, Finding, Place, ReportFacts
from tests.checks.made import with_value


def recognised(fact: Fact, tables: str) -> Fact:
    """The fact as if it had been read from a scan, where it stands in one of the tables."""
    return replace(fact, place=Place(page=3, scanned=True)) if fact.table in tables.split() else fact


def outcome(key: str, value: str, tables: str) -> Checked:
    facts = tuple(recognised(fact, tables) for fact in with_value(key, value).values())
    return run_checks(ReportFacts(facts, (), (), (), ()))


def accusing(result: Checked) -> list[Finding]:
    """The arithmetic findings about the publication."""
    return [f for f in result.findings if f.about == "publication" and f.check[0] in "ABCDEFG"]


@pytest.mark.parametrize(
    ("key", "value", "table"),
    [("T05|||合计|本年支出", "84.00", "T05"), ("T09|||公务接待费|决算数", "2.05", "T09")],
)
def test_a_recognised_table_that_does_not_add_up_is_about_the_reading(
    key: str, value: str, table: str
) -> None:
    assert accusing(outcome(key, value, ""))
    result = outcome(key, value, table)
    assert not accusing(result)
    told = [f for f in result.findings if f.about == "reading"]
    assert any("扫描件，未能核对" in finding.explanation for finding in told)


def test_a_recognised_table_that_adds_up_counts_against_others() -> None:
    key, value = "N|||人员经费|金额", "44.00"
    assert accusing(outcome(key, value, "T06"))
    assert outcome(key, value, "T06").proven["T06"]


def test_recognised_words_accuse_nobody() -> None:
    key, value = "N|||人员经费|金额", "44.00"
    assert not accusing(outcome(key, value, "N"))
    reasons = [count.reason for count in outcome(key, value, "N").counts if count.not_comparable]
    assert any("扫描件" in reason for reason in reasons)


def sure(table: str, *facts: Fact) -> SurelyRead:
    return SurelyRead(frozenset({table}), frozenset(fact.key for fact in facts))


def test_only_recognised_figures_need_proof() -> None:
    fact = replace(next(iter(with_value("T05|||合计|本年支出", "84.00").values())), table="T05")
    assert not is_unproven(fact, sure(""))
    scanned = replace(fact, place=Place(page=1, scanned=True))
    assert is_unproven(scanned, sure("T05"))
    assert is_unproven(scanned, sure("", scanned))
    assert not is_unproven(scanned, sure("T05", scanned))


def test_a_total_that_holds_only_by_rounding_proves_no_last_digit() -> None:
    exact = outcome("T05|||合计|本年支出", "83.00", "T05")
    by_rounding = outcome("T05|||合计|本年支出", "83.01", "T05")
    total = ("T05", "", "", "合计", "本年支出")
    assert exact.proven["T05"]
    assert by_rounding.proven["T05"]
    assert total in exact.added_up
    assert total not in by_rounding.added_up


def test_a_figure_in_no_total_is_not_proven_by_those_of_its_table() -> None:
    facts = [*with_value("T05|||合计|本年支出", "83.00").values()]
    alone = replace(facts[0], table="T05", side="", code="", item="另有说明的事项", measure="本年支出")
    scanned = tuple(recognised(each, "T05") for each in (*facts, alone))
    result = run_checks(ReportFacts(scanned, (), (), (), ()))
    assert result.proven["T05"]
    assert alone.key not in result.added_up
