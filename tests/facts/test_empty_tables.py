"""What a report says of a table without figures, in the words and places that reports use."""

from __future__ import annotations

import pytest

from builder.facts import state_facts
from builder.model import TableStatus
from builder.text import squeeze
from tests.recognise.made import recognised

TITLE = "政府性基金预算财政拨款收入支出决算表"
HEADS = ["科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"]
BLANK = ["合计", "", "", "", "", ""]


def grid(*rows: list[str]) -> str:
    return "".join("\n".join(f"\t{cell}" for cell in row) + "\n\n" for row in rows)


def status_of(table: str, *, title: str = TITLE) -> TableStatus:
    text = f"第二部分 2024年度部门决算表\n{title}\n部门：青澜县水文站\n单位：万元\n{table}\n第三部分 决算情况说明\n收支平稳。\n"
    return next(status for status in state_facts(recognised(text)).tables if status.table == "T07")


STATEMENTS = [
    "注：本表无数据。",
    "本部门没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。",
    "注：本表为空。",
    "说明：本单位无政府性基金预算财政拨款收支，此表为空表。",
    "备注：空表",
    "本单位2024年度未发生政府性基金收支。",
    "注：本部门不涉及政府性基金预算。",
    "说明：本单位无此项收支。",
    "注：本单位2024年度无政府性基金预算财政拨款收入支出",
    "（本单位没有相关数据）",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_under_an_empty_table_makes_it_empty_and_is_kept(statement: str) -> None:
    status = status_of(grid(HEADS, BLANK) + statement)
    assert (status.status, status.note) == ("空表", squeeze(statement))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_instead_of_the_table_makes_it_empty(statement: str) -> None:
    assert status_of(statement).status == "空表"


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_in_a_cell_of_the_table_makes_it_empty(statement: str) -> None:
    assert status_of(grid(HEADS, BLANK, [statement])).status == "空表"


@pytest.mark.parametrize("zeros", ["0.00", "0", "-"])
def test_zeros_with_the_statement_are_an_empty_table(zeros: str) -> None:
    rows = grid(HEADS, ["合计", "", zeros, zeros, zeros, zeros])
    assert status_of(rows + STATEMENTS[0]).status == "空表"
    assert status_of(rows).status == "有数据"


@pytest.mark.parametrize(
    "note", ["", "注：本表反映本年度政府性基金预算财政拨款收入支出情况。", "注：空白表示数据为零。"]
)
def test_an_empty_table_without_a_statement_says_so(note: str) -> None:
    assert status_of(grid(HEADS, BLANK) + note).status == "空表未说明"


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_table_with_figures_has_data_whatever_the_note_says(statement: str) -> None:
    rows = grid(HEADS, ["合计", "", "1.00", "2.00", "3.00", "0.00"])
    assert status_of(rows + statement).status == "有数据"


def test_a_table_whose_figures_were_not_read_is_not_empty() -> None:
    rows = grid(["科目编码", "科目名称", "甲", "乙"], ["2120801", "征地补偿", "7.25", "8.25"])
    found = status_of(rows)
    assert found.status == "有数据"


def test_an_attachment_a_picture_and_nothing_are_told_apart() -> None:
    def statuses(words: str) -> set[str]:
        text = f"第二部分 2024年度部门决算表\n{words}\n第三部分 决算情况说明\n收支平稳。\n"
        return {status.status for status in state_facts(recognised(text)).tables}

    assert statuses("（公开表格详见附件）") == {"见附件"}
    assert statuses("[image: p5.png]") == {"图片"}
    assert statuses("") == {"未见"}
    assert statuses(
        f"{TITLE}\n单位：万元\n[image: p5.png]\n注：本表反映本年度政府性基金预算财政拨款收入。"
    ) == {"图片"}
