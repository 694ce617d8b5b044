"""Two readings of one report: the one whose sums hold wins, and only for the table in doubt."""

from dataclasses import replace
from decimal import Decimal

from builder.checks import run_checks
from builder.model import Cell, Fact, Place, Recognised, ReportFacts, Row, TablePart
from builder.readings import disputed_tables, doubted_pages, doubtful_tables, settle


def facts(total: str, basic: str, project: str, table: str = "T05") -> list[Fact]:
    rows = (("本年支出", total), ("基本支出", basic), ("项目支出", project))
    return [
        Fact(table, "", code, item, measure, Decimal(value), "万元", value, Place(page=1))
        for code, item in (("", "合计"), ("213", "农林水支出"))
        for measure, value in rows
    ]


def content(*given: Fact) -> ReportFacts:
    return ReportFacts(given, (), (), (), ())


HOLDS, FAILS = facts("12.00", "7.00", "5.00"), facts("12.00", "5.00", "5.00")


def settled_by(first: ReportFacts, second: ReportFacts, doubtful: frozenset[str]) -> ReportFacts:
    return settle(first, run_checks(first), second, doubtful)


def test_a_table_that_holds_is_not_in_doubt() -> None:
    assert doubtful_tables(run_checks(content(*HOLDS)), content(*HOLDS)) == frozenset()
    assert doubtful_tables(run_checks(content(*FAILS)), content(*FAILS)) == {"T05"}


def test_the_reading_that_holds_wins() -> None:
    settled = settled_by(content(*FAILS), content(*HOLDS), frozenset({"T05"}))
    assert {fact.value for fact in settled.facts if fact.measure == "基本支出"} == {Decimal("7.00")}


def test_when_none_holds_the_first_reading_is_kept() -> None:
    other = facts("12.00", "1.00", "5.00")
    assert settled_by(content(*FAILS), content(*other), frozenset({"T05"})).facts == tuple(FAILS)


def test_a_second_reading_without_the_table_changes_nothing() -> None:
    assert settled_by(content(*FAILS), content(), frozenset({"T05"})).facts == tuple(FAILS)


def test_other_tables_stay_as_first_read() -> None:
    first = content(*FAILS, *facts("9.00", "4.00", "5.00", "T03"))
    second = content(*HOLDS, *facts("8.00", "3.00", "5.00", "T03"))
    settled = settled_by(first, second, frozenset({"T05"}))
    assert {f.value for f in settled.facts if f.table == "T03" and f.measure == "基本支出"} == {
        Decimal("4.00")
    }


def disputed(second: ReportFacts) -> frozenset[str]:
    return disputed_tables(run_checks(content(*FAILS)), second, frozenset({"T05"}))


def test_a_figure_that_both_readings_give_is_as_printed() -> None:
    assert disputed(content(*FAILS)) == frozenset()
    assert disputed(content()) == frozenset()


def test_a_figure_of_a_failing_sum_that_the_readings_give_differently_is_disputed() -> None:
    assert disputed(content(*facts("12.00", "1.00", "5.00"))) == {"T05"}


def test_the_pages_in_doubt_are_those_of_the_table_and_the_ones_beside() -> None:
    def on(page: int | None, table: str) -> list[Fact]:
        return [replace(fact, place=Place(page=page)) for fact in facts("12.00", "5.00", "5.00", table)]

    read = content(*on(4, "T03"), *on(9, "T05"), *on(10, "T05"))
    nothing = Recognised("", None, "", "", (), (), (), (), (), (), (), (), ())
    assert doubted_pages(frozenset({"T05"}), nothing, read) == {8, 9, 10, 11}
    row = Row((Cell("12.00", 0, 0, Place(page=13)),), exact=True)
    goes_on = replace(nothing, tables=(TablePart("T05", "", Place(page=12), "", (row,), ()),))
    assert doubted_pages(frozenset({"T05"}), goes_on, read) == {8, 9, 10, 11, 12, 13, 14}
    assert doubted_pages(frozenset({"T05"}), nothing, content(*on(None, "T05"))) == frozenset()
