"""A cell that shows no value, #REF! or a formula without its result, is reported and never counts as blank."""

from __future__ import annotations

import pytest

from builder.documents.workbook import read_workbook
from builder.documents.workbook_parts import NO_RESULT
from builder.facts import state_facts
from builder.recognise import recognise
from tests.documents.made_workbook import raw_workbook, words

FORMULA, ERROR = "<c r='{}'><f>SUM(C4:C9)</f></c>", "<c r='{}' t='e'><v>#REF!</v></c>"
CODED = (
    ("收入决算表",),
    ("单位：万元",),
    ("科目编码", "科目名称", "本年收入合计", "财政拨款收入"),
    ("2010101", "行政运行", "?", "12.30"),
)
DOWN = (("“三公”经费支出决算表",), ("单位：万元",), ("项目", "预算数", "决算数"), ("公务接待费", "?", "1.20"))


@pytest.mark.parametrize(("cell", "shown"), [(FORMULA, NO_RESULT), (ERROR, "#REF!")])
@pytest.mark.parametrize(("table", "rows"), [("T02", CODED), ("T09", DOWN)])
def test_it_is_a_fact_without_a_value_and_listed_as_unread(
    cell: str, shown: str, table: str, rows: tuple[tuple[str, ...], ...]
) -> None:
    content = state_facts(recognise(read_workbook(raw_workbook(_sheet(rows, cell)), "made.xlsx")))
    assert [(fact.table, fact.raw) for fact in content.facts if fact.value is None] == [(table, shown)]
    assert [(entry.table, entry.raw) for entry in content.unread] == [(table, shown)]
    assert "公式" in content.unread[0].zh


def _sheet(rows: tuple[tuple[str, ...], ...], cell: str) -> str:
    made = ""
    for number, row in enumerate(rows, start=1):
        places = [f"{letter}{number}" for letter in "ABCD"]
        cells = (
            cell.format(place) if text == "?" else words(place, text)
            for place, text in zip(places, row, strict=False)
        )
        made += f"<row r='{number}'>{''.join(cells)}</row>"
    return f"<sheetData>{made}</sheetData>"
