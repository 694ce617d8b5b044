"""What was recognised from pictures: figures that add up count like any others, all else accuses nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.checks import run_checks
from builder.checks.scanned import is_unproven
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


def test_only_recognised_figures_need_proof() -> None:
    fact = next(iter(with_value("T05|||合计|本年支出", "84.00").values()))
    assert not is_unproven(fact, {})
    scanned = replace(fact, place=Place(page=1, scanned=True))
    assert is_unproven(scanned, {})
    assert is_unproven(scanned, {fact.table: False})
    assert not is_unproven(scanned, {fact.table: True})
