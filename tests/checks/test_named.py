"""The checks that are named functions: a figure printed twice, characters not read, a title with a slip."""

from __future__ import annotations

import pytest

from builder.checks import run_checks
from builder.checks.named import NAMED
from builder.knowledge import load_checks
from builder.model import Checked, Fact, Finding, Place, ReportFacts, TableStatus, Unread
from tests.checks.made import count, findings
from tests.facts.made import fact

LINE = "N|||公务接待费|决算数|{}"


def report(*facts: Fact, unread: tuple[Unread, ...] = (), tables: tuple[TableStatus, ...] = ()) -> Checked:
    return run_checks(ReportFacts(facts, tables, unread, (), ()))


def only(result: Checked, check: str) -> Finding:
    (found,) = findings(result, check)
    return found


def test_every_named_check_is_declared_once_and_is_there() -> None:
    declared = [check.function for check in load_checks() if check.kind == "named"]
    assert sorted(declared) == sorted(NAMED)


def test_a_figure_printed_twice_with_two_values_is_a_finding() -> None:
    found = only(report(fact(LINE.format("1.05"), page=3), fact(LINE.format("1.50"), page=9)), "G11")
    assert (found.level, found.difference.lstrip("-")) == ("不一致", "0.45")
    assert "1.05" in found.figures
    assert "1.50" in found.figures
    assert [f.place.page for f in found.facts] == [3, 9]


@pytest.mark.parametrize("again", ["1.05", "1.050", "1.06"])
def test_the_same_figure_again_or_rounded_is_none(again: str) -> None:
    result = report(fact(LINE.format("1.05")), fact(LINE.format(again)))
    assert findings(result, "G11") == []
    assert count(result, "G11").held + count(result, "G11").rounding == 1


@pytest.mark.parametrize(
    "other", ["N|||公务接待费|预算数|9.00", "T09|||公务接待费|决算数|9.00", "N|||公务用车购置费|决算数|9.00"]
)
def test_another_figure_is_no_repetition(other: str) -> None:
    result = report(fact(LINE.format("1.05")), fact(other))
    assert findings(result, "G11") == []
    assert count(result, "G11").not_applicable == 1


def test_the_same_key_in_another_unit_is_not_compared() -> None:
    result = report(fact(LINE.format("1.05")), fact(LINE.format("9.00"), unit="%"))
    assert findings(result, "G11") == []


def test_characters_that_were_not_read_are_a_hint_about_our_reading() -> None:
    unread = Unread("T05", "17 3.5 9", Place(page=4), "这一格不是一个能认的数", "no readable number")
    found = only(report(unread=(unread,)), "R1")
    assert (found.level, found.about, found.place.page) == ("提示", "reading", 4)
    assert "17 3.5 9" in found.figures
    assert "17 3.5 9" in found.explanation


@pytest.mark.parametrize("raw", ["173,59", "173,59万元", "1,173,5", "12..5"])
def test_a_slip_of_comma_or_point_is_told_of_the_publication(raw: str) -> None:
    unread = Unread("N", raw, Place(page=4), "这几个字符不是一个能认的数", "no readable number")
    found = only(report(unread=(unread,)), "R1")
    assert (found.level, found.about) == ("不一致", "publication")
    assert raw in found.explanation


@pytest.mark.parametrize("raw", ["1,173", "173.59", "一二", "12 345,6 7"])
def test_other_characters_are_no_slip(raw: str) -> None:
    unread = Unread("N", raw, Place(page=4), "这几个字符不是一个能认的数", "no readable number")
    assert only(report(unread=(unread,)), "R1").level == "提示"


def test_nothing_unread_is_counted_as_well() -> None:
    assert findings(report(), "R1") == []
    assert count(report(), "R1").findings == 0
    assert count(report(), "R1").not_applicable == 1


def status(title: str) -> TableStatus:
    return TableStatus("T08", "国有资本经营预算财政拨款支出决算表", title, "空表", "万元", Place(page=5))


def test_a_slip_in_a_title_is_a_hint() -> None:
    found = only(report(tables=(status("国有资产经营预算财政拨款支出决算表"),)), "R2")
    assert (found.level, found.place.page) == ("提示", 5)
    assert "国有资产经营" in found.explanation


@pytest.mark.parametrize(
    "title", ["国有资本经营预算财政拨款支出决算表", "八、国有资本经营预算财政拨款收入支出决算表", ""]
)
def test_a_proper_or_a_lost_title_is_no_slip(title: str) -> None:
    assert findings(report(tables=(status(title),)), "R2") == []


def test_no_sentence_accuses() -> None:
    unread = Unread("T05", "173,59", Place(page=4), "这一格不是一个能认的数", "no readable number")
    facts = (fact(LINE.format("1.05")), fact(LINE.format("9.00")))
    for found in report(*facts, unread=(unread,), tables=(status("国有资产经营预算表"),)).findings:
        assert not any(word in found.explanation + found.figures for word in ("错误", "违规", "造假"))


def test_an_item_told_twice_with_one_amount_is_compared_once() -> None:
    told = [fact("N|||农林水支出/水利/防汛|支出决算|23.00", page=n) for n in (3, 5)]
    row = fact("T05||2130314|防汛|本年支出|22.00")
    assert count(report(*told, row), "F6").findings == 1
    other = fact("N|||农林水支出/水利/防汛|支出决算|21.00", page=9)
    assert count(report(*told, other, row), "F6").findings == 0
