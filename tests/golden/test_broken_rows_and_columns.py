"""More faults, one at a time: rows, names, signs, spans and years read wrongly. Which net catches each:

| fault | caught by |
| --- | --- |
| a row's figures taken for the next row's | sums by account (B2, B4, B6), other tables (E1, E2, E4), the text (F3), reviewed file |
| a row not read at all | the numbers left unread (R1), sums by account where the levels are printed |
| a row read twice | reviewed file |
| a subtotal taken for an item, an item for the total | a key with two values (G11), reviewed file |
| the total's row not told | the numbers left unread (R1), reviewed file |
| the first line of a wrapped name for the whole name | reviewed file |
| a sign dropped in a table | sums by row |
| last year's column for this year's | the other tables (E2) |
| heads over several columns read over the first only | reviewed file, the numbers left unread |
| a blank read as the figure of the column before it | sums by row |
| what no reading touched kept in silence | test_nothing_lost |

The other half is in `test_broken_on_purpose`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from builder.facts import coded, collect, columns, three_public
from builder.knowledge import load_tables
from builder.model import Recognised
from builder.text import fold_punctuation, item_name, parse_number
from tests.facts.made import MadeRows, part
from tests.golden.samples import document, fact_row, golden_rows, set_as_pdf, state
from tests.golden.test_broken_on_purpose import (
    FULL,
    WITH_PROJECTS,
    caught_by_checks,
    contradicted,
    lost_tables,
    of,
)


def surplus_tables(name: str = FULL) -> set[str]:
    """The tables in which a figure is read that the reviewed file does not have, or more often than there."""
    rows = Counter(fact_row(fact) for fact in state(document(name))[0].facts)
    return {row[0] for row in rows - Counter(golden_rows(name))}


def unread_tables(name: str = FULL) -> set[str]:
    return {entry.table for entry in state(document(name))[0].unread}


def found_with(*tables: tuple[str, MadeRows]) -> Recognised:
    parts = tuple(part(table, made) for table, made in tables)
    return Recognised("", None, "", "", parts, (), (), (), (), (), (), (), ())


def test_figures_shifted_by_a_row_are_caught_by_the_sums_of_their_accounts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right: Callable[..., None] = coded.state_coded

    def shifted(*arguments: Any) -> None:
        right(*arguments)
        out = arguments[-1]
        keys = list(dict.fromkeys((fact.code, fact.item) for fact in out.facts))
        following = dict(zip(keys, keys[1:] + keys[:1], strict=True))
        moved = [(fact, following[fact.code, fact.item]) for fact in out.facts]
        out.facts[:] = [replace(fact, code=code, item=item) for fact, (code, item) in moved]

    monkeypatch.setitem(__import__("builder.facts", fromlist=["_STATE"])._STATE, "coded", shifted)
    assert {"B2", "B4", "B6", "E1", "E2", "E4", "F3"} <= caught_by_checks()
    assert {"T02", "T03", "T05"} <= lost_tables()


def test_a_row_that_is_not_read_is_reported_and_breaks_its_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    right: Callable[..., None] = coded._state_row
    skipped: set[str] = set()

    def skipping(row: Any, label: Any, *rest: Any) -> None:
        if len(label.code) == 7 and (not skipped or label.code in skipped):
            skipped.add(label.code)
        else:
            right(row, label, *rest)

    monkeypatch.setattr(coded, "_state_row", skipping)
    assert {"T02", "T03", "T05"} <= unread_tables(WITH_PROJECTS)
    assert {"B2", "B4", "B6"} <= caught_by_checks(WITH_PROJECTS)


def test_a_row_read_twice_is_caught_by_the_reviewed_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(table.startswith("T") for table in surplus_tables())
    right: Callable[..., None] = coded._state_row

    def twice(*arguments: Any) -> None:
        right(*arguments)
        right(*arguments)

    monkeypatch.setattr(coded, "_state_row", twice)
    assert {"T02", "T03", "T05"} <= surplus_tables()


def test_a_subtotal_taken_for_the_total_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right: Callable[..., Any] = coded._label

    def mistaken(*arguments: Any) -> Any:
        label = right(*arguments)
        return replace(label, code="", item="合计") if label and len(label.code) == 3 else label

    monkeypatch.setattr(coded, "_label", mistaken)
    assert "G11" in caught_by_checks()
    assert {"T02", "T03", "T05"} <= lost_tables()


def test_a_total_that_is_not_told_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = replace(load_tables(), total_names=())
    monkeypatch.setattr("builder.facts.load_tables", lambda: knowledge)
    assert {"T02", "T03", "T05"} <= lost_tables() & unread_tables()


def test_a_wrapped_name_cut_after_its_first_line_is_caught_by_the_reviewed_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coded, "item_name", lambda text: item_name(text.split("\n")[0]))
    rows = {fact_row(fact)[:7] for fact in state(set_as_pdf(WITH_PROJECTS))[0].facts}
    assert {row[0] for row in golden_rows(WITH_PROJECTS) if row[:7] not in rows} & {"T02", "T03", "T05"}


PARTS = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
NEGATIVE: MadeRows = [
    ["编码", "名称", *PARTS],
    [("合计", 2), "83.00", "80.00", "5.00", "0.00", "-2.00", "0.00"],
    ["2050101", "行政运行", "83.00", "80.00", "5.00", "0.00", "-2.00", "0.00"],
]


def test_a_sign_dropped_in_a_table_is_caught_by_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert contradicted(of(found_with(("T03", NEGATIVE)))[1]) == set()
    monkeypatch.setattr(collect, "parse_number", lambda text: parse_number(text.lstrip("-")))
    assert "B3" in contradicted(of(found_with(("T03", NEGATIVE)))[1])


SUMMARY: MadeRows = [
    [("收入", 3), ("支出", 3)],
    ["项目", "上年决算数", "本年决算数", "项目", "上年决算数", "本年决算数"],
    ["一、其他收入", "70.00", "83.00", "一、教育支出", "70.00", "83.00"],
    ["本年收入合计", "70.00", "83.00", "本年支出合计", "70.00", "83.00"],
    ["总计", "70.00", "83.00", "总计", "70.00", "83.00"],
]
SPENDING: MadeRows = [
    ["编码", "名称", "本年支出合计", "基本支出", "项目支出"],
    [("合计", 2), "83.00", "60.00", "23.00"],
]


def test_last_year_s_column_for_this_year_s_is_caught_between_two_tables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    facts, checked = of(found_with(("T01", SUMMARY), ("T03", SPENDING)))
    assert contradicted(checked) == set()
    assert {fact.value for fact in facts if fact.table == "T01"} == {Decimal("83.00")}
    right = columns.measure_of
    monkeypatch.setattr(
        columns, "measure_of", lambda heads, known: right([h.replace("上年", "") for h in heads], known)
    )
    facts, checked = of(found_with(("T01", SUMMARY), ("T03", SPENDING)))
    assert {fact.value for fact in facts if fact.table == "T01"} == {Decimal("70.00")}
    assert "E2" in contradicted(checked)


def test_last_year_s_figures_beside_this_year_s_are_reported_not_stated() -> None:
    content = state_of(found_with(("T01", SUMMARY)))
    assert {entry.raw for entry in content.unread} == {"70.00"}
    assert len(content.unread) == 6


def state_of(found: Recognised) -> Any:
    from builder.facts import state_facts

    return state_facts(found)


THREE_PUBLIC: MadeRows = [
    [("预算数", 3), ("决算数", 3)],
    ["合计", "公务用车运行维护费", "公务接待费", "合计", "公务用车运行维护费", "公务接待费"],
    ["3.80", "2.30", "1.50", "3.35", "2.30", "1.05"],
]


def test_a_head_read_over_its_first_column_only_leaves_figures_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(of(found_with(("T09", THREE_PUBLIC)))[0]) == 6

    def first_only(rows: Any, column: int) -> list[str]:
        cells = [cell for row in rows for cell in row.cells if cell.column == column]
        return [text for cell in cells if (text := fold_punctuation(cell.text))]

    monkeypatch.setattr(three_public, "distinct_texts", first_only)
    content = state_of(found_with(("T09", THREE_PUBLIC)))
    assert len(content.facts) == 2
    assert sorted(entry.raw for entry in content.unread) == ["1.05", "1.50", "2.30", "2.30"]


GAPS: MadeRows = [
    ["编码", "名称", *PARTS],
    [("合计", 2), "83.00", "60.00", "0.00", "0.00", "23.00", ""],
    ["2050101", "行政运行", "83.00", "60.00", "0.00", "0.00", "23.00", ""],
]


def test_a_blank_filled_from_the_column_before_it_is_caught_by_the_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert contradicted(of(found_with(("T03", GAPS)))[1]) == set()
    right: Callable[..., None] = coded._state_row

    def filled(row: Any, *rest: Any) -> None:
        cells = list(row.cells)
        for index in range(1, len(cells)):
            if not cells[index].text and cells[index].column > 1:
                cells[index] = replace(cells[index], text=cells[index - 1].text)
        right(replace(row, cells=tuple(cells)), *rest)

    monkeypatch.setattr(coded, "_state_row", filled)
    assert "B3" in contradicted(of(found_with(("T03", GAPS)))[1])
