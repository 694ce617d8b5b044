"""Every number printed in an official table ends as a fact or as unread, with its place: none is lost in silence.

Heads, 栏次 and 行次, codes and years are no figures. Everything else is drawn at random here, also where no form
has a figure: before the label, behind the last column, in rows without a name, under heads that nobody knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest

from tests.facts.made import MadeRows, part, stated

HEADS: dict[str, MadeRows] = {
    "T01": [[("收入", 3), ("支出", 3)], ["项目", "行次", "决算数", "项目", "行次", "决算数"]],
    "T02": [["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "事业收入", "其他收入"]],
    "T03": [["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "经营支出"]],
    "T04": [[("收入", 2), ("支出", 4)], ["项目", "金额", "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款"]],
    "T05": [["科目编码", "科目名称", "本年支出", "基本支出", "项目支出", "上年支出"]],
    "T06": [["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"]],
    "T07": [["科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"]],
    "T08": [["科目编码", "科目名称", "本年支出", "基本支出", "项目支出", "其他"]],
    "T09": [[("预算数", 3), ("决算数", 3)], ["合计", "公务接待费", "公务用车购置费", "合计", "公务接待费", "公务用车购置费"]],
}  # fmt: skip
NAMES = {
    "T01": ["一、教育支出", "其他收入", "本年收入合计", "总计", "没有见过的一行"],
    "T04": ["一、教育支出", "一般公共预算财政拨款", "年初财政拨款结转和结余", "总计"],
    "T06": ["工资福利支出", "办公费", "人员经费合计", "公用经费合计"],
    "T09": ["本级", "合计"],
}
CODES = ["205", "20501", "2050101", "301", "30101", ""]
WIDTH = 6
DRAWN = 120


def rows_with(table: str, random: Random) -> list[list[str]]:
    """Rows of six cells: names, codes, blanks and figures anywhere. Every figure stands once in the table."""
    figures = iter(range(101, 1000, 7))
    made = []
    for _ in range(random.randint(1, 4)):
        row = []
        for _ in range(WIDTH):
            figure = f"{random.choice(('', '-'))}{next(figures)}.{random.randint(10, 99)}"
            name = random.choice(NAMES.get(table, ["教育支出", "合计", "其他支出"]))
            row.append(random.choice((figure, figure, figure, "", name, random.choice(CODES))))
        made.append(row)
    return made


def lost(table: str, rows: Sequence[Sequence[str]], *, exact: bool) -> list[str]:
    """The figures that are neither stated nor reported."""
    out = stated(part(table, [*HEADS[table], *rows], exact=exact))
    told = Counter([fact.raw for fact in out.facts] + [entry.raw for entry in out.unread])
    assert all(entry.place.line for entry in out.unread)
    return [text for row in rows for text in row if "." in text and not told[text]]


@pytest.mark.parametrize("exact", [True, False], ids=["with rules", "rebuilt"])
@pytest.mark.parametrize("table", HEADS)
def test_a_figure_anywhere_in_an_official_table_is_stated_or_reported(table: str, exact: bool) -> None:
    random = Random(table)
    for _ in range(DRAWN):
        rows = rows_with(table, random)
        assert lost(table, rows, exact=exact) == [], rows


@pytest.mark.parametrize("exact", [True, False], ids=["with rules", "rebuilt"])
@pytest.mark.parametrize("table", HEADS)
def test_no_figure_is_stated_twice(table: str, exact: bool) -> None:
    rows = [
        ["2050101", "教育支出", "10.01", "10.02", "10.03", "10.04"],
        ["", "合计", "11.01", "11.02", "11.03", "11.04"],
    ]
    out = stated(part(table, [*HEADS[table], *rows], exact=exact))
    told = Counter([fact.raw for fact in out.facts] + [entry.raw for entry in out.unread])
    assert [raw for raw, count in told.items() if count > 1] == []


@pytest.mark.parametrize("table", ["T02", "T03", "T05", "T07", "T08"])
def test_numbers_of_columns_and_codes_are_no_figures(table: str) -> None:
    rows = [["栏次", "", "1", "2", "3", "4"], ["2050101", "教育支出", "10.01", "10.02", "10.03", "10.04"]]
    out = stated(part(table, [*HEADS[table], *rows]))
    told = [fact.raw for fact in out.facts] + [entry.raw for entry in out.unread]
    assert sorted(told) == ["10.01", "10.02", "10.03", "10.04"]


def test_an_amount_that_begins_like_a_code_is_no_code() -> None:
    """301.25 read as code 301 and name .25 took the amount out of both columns."""
    out = stated(part("T06", [*HEADS["T06"], ["人员经费合计", "", "301.25", "公用经费合计", "", "302.50"]]))
    assert [(fact.item, fact.code, fact.raw) for fact in out.facts] == [
        ("人员经费合计", "", "301.25"),
        ("公用经费合计", "", "302.50"),
    ]
    coded = stated(part("T03", [*HEADS["T03"], ["205.10", "", "10.01", "10.02", "10.03", "10.04"]]))
    assert [fact.code for fact in coded.facts] == []
    assert "205.10" in [entry.raw for entry in coded.unread]


def test_a_page_number_inside_the_table_is_no_figure() -> None:
    rows = [
        ["2050101", "教育支出", "10.01", "10.02", "10.03", "10.04"],
        ["", "", "12", "", "", ""],
        ["- 13 -"],
    ]
    assert stated(part("T03", [*HEADS["T03"], *rows])).unread == []
