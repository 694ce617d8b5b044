"""The reader broken on purpose, one fault at a time: a printed total or the reviewed file must catch it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from builder.checks import run_checks
from builder.documents import spans
from builder.facts import (
    coded,
    collect,
    economic,
    narrative,
    performance,
    state_facts,
    three_public,
    two_sided,
)
from builder.knowledge import load_tables
from builder.model import Checked, Document, Fact, Recognised, TablePart
from builder.recognise import recognise
from tests.facts.made import MadeRows, part, stated
from tests.golden.samples import document, fact_row, golden_rows, state
from tests.publish.made import TEXT
from tests.recognise.made import recognised

FULL = "yiyang-sb-2024"
WITH_PROJECTS = "huaihua-ylgs-2024"


def of(found: Recognised) -> tuple[tuple[Fact, ...], Checked]:
    content = state_facts(found)
    return content.facts, run_checks(content)


def caught_by_checks(name: str = FULL) -> set[str]:
    """The checks of sums that find something in a sample as the broken reader gives it."""
    return contradicted(state(document(name))[1])


def contradicted(checked: Checked) -> set[str]:
    """The checks that do not hold: told as findings, under another one, or set aside because a table was misread."""
    told = [f for finding in checked.findings for f in (finding, *finding.consequences)]
    aside = {made.check for made in checked.counts if "加不拢" in made.reason}
    failing = {f.check for f in told if f.check[0] != "R" and (f.level == "不一致" or f.about == "reading")}
    return failing | aside | {f.check for f in told if f.check == "G11"}


def lost_tables(name: str = FULL) -> set[str]:
    """The tables in which a reviewed figure is no longer read as it stands."""
    rows = {fact_row(fact)[:7] for fact in state(document(name))[0].facts}
    return {row[0] for row in golden_rows(name) if row[:7] not in rows}


def test_the_reader_as_it_is_gives_no_finding_and_loses_nothing_in_the_tables() -> None:
    assert caught_by_checks() == set()
    assert not any(table.startswith("T") for table in lost_tables())


def test_two_columns_swapped_are_caught_by_a_cross_check(monkeypatch: pytest.MonkeyPatch) -> None:
    right = coded._columns

    def swapped(table: TablePart, *rest: Any) -> list[Any]:
        columns = right(table, *rest)
        if table.table == "T05":
            names = {"基本支出": "项目支出", "项目支出": "基本支出"}
            columns = [
                replace(column, measure=names.get(column.measure, column.measure)) for column in columns
            ]
        return columns

    monkeypatch.setattr(coded, "_columns", swapped)
    assert "F7" in caught_by_checks(WITH_PROJECTS)
    assert "T05" in lost_tables(WITH_PROJECTS)


def test_columns_shifted_by_one_are_caught_by_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    right = coded._columns

    def shifted(*arguments: Any) -> list[Any]:
        columns = right(*arguments)
        names = [column.measure for column in columns]
        return [replace(c, measure=n) for c, n in zip(columns, names[1:] + names[:1], strict=True)]

    monkeypatch.setattr(coded, "_columns", shifted)
    assert lost_tables() >= {"T02", "T03", "T05"}
    assert caught_by_checks(WITH_PROJECTS) >= {"E4", "F3"}


def test_the_row_that_numbers_columns_read_as_data_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_sided, "is_numbering", lambda *_: False)
    facts, _ = of(recognised(TEXT_NUMBERED))
    assert {fact.value for fact in facts if fact.item == "栏次"} == {Decimal(1), Decimal(2)}
    monkeypatch.undo()
    assert contradicted(of(recognised(TEXT_NUMBERED))[1]) == set()


FIRST_LINE = "\t一、一般公共预算财政拨款收入"
TEXT_NUMBERED = TEXT.replace(FIRST_LINE, f"\t栏次\n\t\n\t1\n\t栏次\n\t\n\t2\n\n{FIRST_LINE}", 1)


def test_numbers_of_columns_read_as_figures_are_reported_in_coded_tables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coded, "is_numbering", lambda *_: False)
    assert any(unread.table in {"T02", "T03", "T05"} for unread in state(document(FULL))[0].unread)


def test_the_wrong_half_of_the_summary_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_sided, "_side", lambda *of_half: ("支出", "收入")[of_half[-1]])
    facts, _ = of(recognised(TEXT))
    assert any(fact.side == "支出" and fact.item == "一般公共预算财政拨款收入" for fact in facts)
    assert lost_tables() >= {"T01", "T04"}
    counts = {count.check: count for count in state(document(FULL))[1].counts}
    assert (counts["A4"].held, counts["E1"].held) == (0, 0)


def test_one_half_read_twice_is_caught_by_the_reviewed_file(monkeypatch: pytest.MonkeyPatch) -> None:
    right = two_sided._halves

    def twice(*arguments: Any) -> list[Any]:
        halves = right(*arguments)
        return [halves[0], replace(halves[0], side="支出")] if len(halves) == 2 else halves

    monkeypatch.setattr(two_sided, "_halves", twice)
    assert "T01" in lost_tables()


def without_page(found: Document, page: int) -> Document:
    return replace(found, blocks=tuple(block for block in found.blocks if block.place.page != page))


def test_a_dropped_page_is_caught_by_the_totals() -> None:
    whole = document(FULL)
    tables = {fact.table for fact in state(whole)[0].facts if fact.place.page}
    on_pages = {t: sorted({f.place.page or 0 for f in state(whole)[0].facts if f.table == t}) for t in tables}
    over = {table: pages[-1] for table, pages in on_pages.items() if table in ROLLED_UP and len(pages) > 1}
    assert over, "no table of the sample runs over a page any more"
    for table, page in over.items():
        checked = state(without_page(whole, page))[1]
        told = [f for finding in checked.findings for f in (finding, *finding.consequences)]
        assert any(fact.table == table for finding in told for fact in finding.facts), table
        assert checked.proven[table] is False


ROLLED_UP = {"T02", "T03", "T05", "T06"}
LINED: MadeRows = [
    ["收入", "支出"],
    ["项目", "行次", "决算数", "项目", "行次", "决算数"],
    ["一、其他收入", "1", "83.00", "一、教育支出", "4", "83.00"],
    ["本年收入合计", "2", "83.00", "本年支出合计", "5", "83.00"],
    ["总计", "3", "83.00", "总计", "6", "83.00"],
]


def summary_findings() -> set[str]:
    table = replace(part("T01", LINED, exact=False), notes=())
    found = Recognised("", None, "", "", (table,), (), (), (), (), (), (), (), ())
    return contradicted(of(found)[1])


def test_line_numbers_taken_for_figures_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    assert summary_findings() == set()
    right: Callable[..., list[Any]] = two_sided._halves
    monkeypatch.setattr(
        two_sided, "_halves", lambda *a: [replace(half, numbered=False) for half in right(*a)]
    )
    assert "A1" in summary_findings()


def test_a_wrong_unit_is_caught_between_two_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{TEXT}\n支出决算表\n单位：万元\n{T03}"
    assert contradicted(of(recognised(text))[1]) == set()
    monkeypatch.setattr(collect, "to_wan", lambda value, _: value)
    assert "E2" not in contradicted(of(recognised(text))[1])
    figures = {fact.key: fact.value for fact in of(recognised(text))[0]}
    assert figures["T05", "", "", "合计", "本年支出"] == Decimal("830000.00")
    broken = text.replace("收入支出决算总表\n部门", "收入支出决算总表\n金额单位：元\n部门")
    monkeypatch.undo()
    assert contradicted(of(recognised(broken))[1]) >= {"E2", "F1"}


T03 = "\n\n".join(
    "\n".join(f"\t{cell}" for cell in row)
    for row in [
        ["编码", "名称", "本年支出合计", "基本支出", "项目支出"],
        ["合计", "", "83.00", "60.00", "23.00"],
    ]
)


def test_the_wrong_unit_is_caught_by_the_reviewed_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "to_wan", lambda value, _: value / 10000)
    assert lost_tables() >= {"T01", "T02", "T05", "T06", "T09"}


def test_carry_over_lines_taken_for_lines_of_the_year_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = replace(load_tables(), carry_over_parent="（没有这一行）")
    table = part("T04", [
        [("收入", 2), ("支出", 2)],
        ["项目", "金额", "项目", "合计"],
        ["一般公共预算财政拨款", "5.00", "教育支出", "9.00"],
        ["本年收入合计", "5.00", "本年支出合计", "9.00"],
        ["年初财政拨款结转和结余", "4.00", "", ""],
        ["一般公共预算财政拨款", "3.00", "", ""],
        ["政府性基金预算财政拨款", "1.00", "", ""],
        ["总计", "9.00", "总计", "9.00"],
    ])  # fmt: skip
    right = [fact.item for fact in stated(table).facts]
    monkeypatch.setattr("tests.facts.made.load_tables", lambda: knowledge)
    wrong = [fact.item for fact in stated(table).facts]
    assert wrong.count("一般公共预算财政拨款") == 2
    assert right.count("一般公共预算财政拨款") == 1
    assert [item for item in right if "/" in item] != []


def test_thousands_cut_at_the_comma_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    made: MadeRows = [
        ["编码", "名称", "本年支出", "基本支出", "项目支出"],
        [("合计", 2), "1,300.00", "1,200.00", "100.00"],
    ]
    found = Recognised("", None, "", "", (part("T05", made),), (), (), (), (), (), (), (), ())
    assert contradicted(of(found)[1]) == set()

    def cut(text: str) -> Decimal | None:
        return Decimal(text.split(",")[0]) if text[:1].isdigit() else None

    monkeypatch.setattr(collect, "parse_number", cut)
    facts, checked = of(found)
    assert [str(fact.value) for fact in facts] == ["1", "1", "100.00"]
    assert not checked.proven.get("T05", False)


def test_blank_cells_dropped_before_reading_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = spans.spread

    def pressed(rows: Sequence[Sequence[Any]]) -> Any:
        return right([[cell for cell in row if cell[0]] or list(row) for row in rows])

    assert contradicted(of(recognised(TEXT))[1]) == set()
    monkeypatch.setattr("builder.documents.plain_text.spread", pressed)
    content = state_facts(recognised(TEXT))
    found = run_checks(content)
    assert contradicted(found) or len(content.unread) > 1
    assert {fact.key for fact in content.facts} != {fact.key for fact in RIGHT}


RIGHT = state_facts(recognised(TEXT)).facts


def test_a_detail_figure_taken_from_the_next_account_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = economic.state_economic

    def shifted(table: TablePart, knowledge: Any, out: Any) -> None:
        right(table, knowledge, out)
        figures = [fact for fact in out.facts if fact.code]
        values = [fact.value for fact in figures]
        moved = [replace(f, value=v) for f, v in zip(figures, values[1:] + values[:1], strict=True)]
        out.facts[:] = [*moved, *(fact for fact in out.facts if not fact.code)]

    monkeypatch.setattr("builder.facts.state_economic", shifted)
    assert {"D1", "D2", "D3"} & caught_by_checks()


def test_budget_and_actual_exchanged_are_caught_by_the_narrative(monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = {"预算数": "决算数", "决算数": "预算数"}
    right = collect.Collected.add

    def exchanged(self: Any, cell: Any, item: str, measure: str, **rest: str) -> None:
        right(self, cell, item, exchange[measure] if self.table == "T09" else measure, **rest)

    monkeypatch.setattr(collect.Collected, "add", exchanged)
    assert "F8" in caught_by_checks(WITH_PROJECTS)
    assert "T09" in lost_tables(WITH_PROJECTS)


def test_an_item_of_the_three_public_expenses_taken_for_another_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = three_public._item

    def mistaken(*arguments: Any) -> str:
        item = right(*arguments)
        return {"公务接待费": "公务用车购置费", "公务用车购置费": "公务接待费"}.get(item, item)

    monkeypatch.setattr(three_public, "_item", mistaken)
    assert {"D6", "F8"} <= caught_by_checks(WITH_PROJECTS)


def test_a_lost_minus_is_caught_by_the_reviewed_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(narrative, "sign_of", lambda *_: 1)
    assert "N" in lost_tables("yunxi-gsbx-2024")


def test_a_score_column_shifted_is_caught_by_the_reviewed_file(monkeypatch: pytest.MonkeyPatch) -> None:
    right = performance._levelled

    def shifted(heads: Sequence[Any]) -> Any:
        return tuple(replace(head, start=head.start + 1, end=head.end + 1) for head in right(heads))

    monkeypatch.setattr(performance, "_levelled", shifted)
    assert lost_tables("yuanjiang-gs-2024") >= {"P2", "P3"}


def test_a_table_under_the_wrong_title_is_caught() -> None:
    found = recognise(document(FULL))
    exchange = {"T02": "T03", "T03": "T02"}
    parts = tuple(replace(table, table=exchange.get(table.table, table.table)) for table in found.tables)
    facts, _ = of(replace(found, tables=parts))
    rows = {fact_row(fact)[:7] for fact in facts}
    assert {row[0] for row in golden_rows(FULL) if row[:7] not in rows} >= {"T02", "T03"}
