"""The lowest-level money rows: they add up to every printed total, nothing counts twice, and what gives way says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.checks.compare import Figures
from builder.knowledge.cuts import Cut, load_cuts
from builder.model import Fact, Place, ReportFacts
from builder.publish.budget_lines import COLUMNS, budget_rows
from builder.publish.lowest import Lowest, lowest_rows
from tests.publish.made import TEXT, catalogue_of, write_reports

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.csv"))
CUTS = {cut.table: cut for cut in load_cuts()}
Line = tuple[str, str, str, str]  # code, item, measure, value; "" for a misprint


def figures_of(table: str, lines: list[Line]) -> Figures:
    facts = tuple(
        Fact(
            table,
            "",
            code,
            item,
            measure,
            Decimal(value) if value else None,
            "万元",
            value or "1,2",
            Place(line=n),
        )
        for n, (code, item, measure, value) in enumerate(lines, start=1)
    )
    return Figures.of(ReportFacts(facts=facts, tables=(), unread=(), reasons=(), unmatched=()))


def lowest(table: str, lines: list[Line]) -> list[tuple[str, str, str, str]]:
    rows = lowest_rows(CUTS[table], figures_of(table, lines))
    return [(row.fact.code or row.fact.item, str(row.fact.value), row.lowest, row.split) for row in rows]


def spent(*lines: tuple[str, str]) -> list[Line]:
    """Lines of T05 by code ("" is the total) and their spending."""
    return [(code, "合计" if not code else f"科目{code}", "本年支出", value) for code, value in lines]


def test_accounts_that_add_up_stand_for_those_above() -> None:
    rows = lowest(
        "T05", spent(("", "10.00"), ("205", "6.00"), ("20502", "6.00"), ("2050201", "6.00"), ("206", "4.00"))
    )
    assert rows == [
        ("2050201", "6.00", "末级", "没有分栏"),
        ("206", "4.00", "没有印下级", "没有分栏"),
    ]


def test_an_account_stands_for_those_below_that_do_not_add_up_to_it() -> None:
    rows = lowest("T05", spent(("", "10.00"), ("205", "6.00"), ("20502", "5.00"), ("206", "4.00")))
    assert [row[:3] for row in rows] == [("205", "6.00", "下级加不拢"), ("206", "4.00", "没有印下级")]


def test_a_total_stands_for_accounts_that_do_not_add_up_to_it() -> None:
    assert [row[:3] for row in lowest("T05", spent(("", "10.00"), ("205", "6.00")))] == [
        ("合计", "10.00", "下级加不拢")
    ]


def test_rounding_is_no_reason_to_give_up_the_accounts() -> None:
    rows = lowest("T05", spent(("", "10.01"), ("205", "6.00"), ("206", "4.00")))
    assert [row[0] for row in rows] == ["205", "206"]


def test_an_account_with_a_misprint_below_it_stands_for_all_below() -> None:
    rows = lowest("T05", spent(("", "6.00"), ("205", "6.00"), ("20502", "5.00"), ("20503", "")))
    assert [row[:3] for row in rows] == [("205", "6.00", "下级加不拢")]


def test_a_level_that_is_not_printed_is_stepped_over() -> None:
    rows = lowest("T05", spent(("", "6.00"), ("205", "6.00"), ("2050201", "2.00"), ("2050202", "4.00")))
    assert [row[0] for row in rows] == ["2050201", "2050202"]


def test_without_a_total_the_accounts_stand_as_they_are() -> None:
    assert [row[0] for row in lowest("T05", spent(("205", "6.00"), ("20502", "6.00")))] == ["20502"]


def test_a_total_printed_again_counts_once() -> None:
    rows = lowest("T05", spent(("", "6.00"), ("205", "6.00"), ("", "6.00")))
    assert [row[:2] for row in rows] == [("205", "6.00")]


def test_an_account_printed_for_two_units_counts_twice_where_only_that_adds_up() -> None:
    rows = lowest("T05", spent(("", "6.00"), ("205", "2.00"), ("205", "4.00")))
    assert [row[:2] for row in rows] == [("205", "2.00"), ("205", "4.00")]
    assert [row[:2] for row in lowest("T05", spent(("", "2.00"), ("205", "2.00"), ("205", "2.00")))] == [
        ("205", "2.00")
    ]


def test_columns_that_add_up_stand_for_the_line() -> None:
    line = [("205", "教育支出", "本年支出", "6.00")]
    basic, project = ("205", "教育支出", "基本支出", "5.00"), ("205", "教育支出", "项目支出", "1.00")
    assert [row[1::2] for row in lowest("T05", [*line, basic, project])] == [
        ("5.00", "分栏"),
        ("1.00", "分栏"),
    ]
    assert [row[1::2] for row in lowest("T05", [*line, basic])] == [("6.00", "分栏加不拢")]
    spoilt = ("205", "教育支出", "项目支出", "")
    assert [row[1::2] for row in lowest("T05", [*line, basic, spoilt])] == [("6.00", "分栏加不拢")]


def test_people_and_office_each_add_up_to_their_own_total() -> None:
    lines = [
        ("301", "工资福利支出", "决算数", "7.00"), ("30101", "基本工资", "决算数", "7.00"),
        ("302", "商品和服务支出", "决算数", "3.00"), ("30201", "办公费", "决算数", "2.00"),
        ("", "人员经费合计", "决算数", "7.00"), ("", "公用经费合计", "决算数", "4.00"),
    ]  # fmt: skip
    assert [row[:3] for row in lowest("T06", lines)] == [
        ("30101", "7.00", "末级"),
        ("公用经费合计", "4.00", "下级加不拢"),
    ]


AMOUNTS = st.integers(0, 3).map(lambda n: f"{n}.00")
CODES = st.sampled_from(["", "205", "20502", "2050201", "2050202", "20503", "206", "20604", "2060401"])


@given(st.lists(st.tuples(CODES, AMOUNTS), max_size=12, unique_by=lambda line: line[0]))
def test_whatever_is_printed_the_rows_add_up_to_the_total_and_no_row_is_below_another(
    lines: list[tuple[str, str]],
) -> None:
    figures = figures_of("T05", spent(*lines))
    rows = list(lowest_rows(CUTS["T05"], figures))
    codes = [row.fact.code for row in rows]
    assert len(set(codes)) == len(codes)
    assert not any(one != other and other.startswith(one) for one in codes for other in codes)
    if (total := dict(lines).get("")) is not None:
        allowed = sum(figures.half_unit(fact) for fact in figures.facts)
        assert abs(added(rows) - Decimal(total)) <= allowed


def added(rows: list[Lowest]) -> Decimal:
    return sum((row.fact.value or Decimal(0) for row in rows), Decimal(0))


def test_every_table_has_its_cut_and_the_parts_of_one_are_apart() -> None:
    assert sorted(CUTS) == ["T02", "T03", "T05", "T06", "T07", "T08"]
    assert all(isinstance(cut, Cut) and cut.total not in cut.parts for cut in CUTS.values())


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    folder = write_reports(tmp_path_factory.mktemp("lines"), {"a.txt": TEXT})
    version = next(iter(catalogue_of(folder).versions()))
    return [dict(zip(COLUMNS, row, strict=True)) for row in budget_rows(version)]


def test_rows_of_a_report_carry_their_classes_kind_place_and_id(rows: list[dict[str, str]]) -> None:
    assert [(r["function_code"], r["kind"], r["value"], r["cofog_division"], r["unit"]) for r in rows] == [
        ("205", "基本支出", "60.000000", "09", "万元"),
        ("2130304", "项目支出", "23.000000", "04", "万元"),
    ]  # 2130314 has no figure in the column of the whole line
    assert {(r["direction"], r["fund"], r["phase"]) for r in rows} == {
        ("支出", "一般公共预算财政拨款", "决算")
    }
    assert all(r["raw"] and r["line"] and r["read"] == "文字" for r in rows)
    assert len({r["fact_id"] for r in rows}) == len(rows)


def test_tables_of_the_samples_add_up_to_their_printed_totals() -> None:
    """The figures of the samples that come with the portal: each table's rows against the totals that it prints."""
    compared = 0
    for path in GOLDEN:
        figures = Figures.of(ReportFacts(tuple(golden(path)), (), (), (), ()))
        for cut in CUTS.values():
            rows = list(lowest_rows(cut, figures))
            totals = totals_of(cut, figures)
            if rows and totals:
                allowed = sum(figures.half_unit(fact) for fact in (*totals, *(row.fact for row in rows)))
                wanted = sum((fact.value or Decimal(0) for fact in totals), Decimal(0))
                assert abs(added(rows) - wanted) <= allowed, (path.name, cut.table)
                compared += 1
    assert compared >= 5


def golden(path: Path) -> Iterator[Fact]:
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
        value = Decimal(row["value"]) if row["value"] else None
        names = (row["table"], row["side"], row["code"], row["item"], row["measure"])
        yield Fact(*names, value, row["unit"], row["raw"], Place(line=1))


def totals_of(cut: Cut, figures: Figures) -> list[Fact]:
    """合计 once, or the totals of people and of office."""
    found = [f for f in figures.facts if (f.table, f.measure, f.code) == (cut.table, cut.total, "")]
    halves = {f.item: f for f in found if f.item in ("人员经费合计", "公用经费合计")}
    whole = [f for f in found if f.item == "合计"]
    return list(halves.values()) if len(halves) == 2 else whole[:1]
