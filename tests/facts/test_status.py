"""What became of each table: with data, empty, a picture, in an attachment, not there."""

from __future__ import annotations

import pytest

from builder.facts import state_facts
from builder.model import Place, Recognised, TablePart, TableStatus
from tests.facts.made import MadeRows, part
from tests.recognise.made import recognised

HEAD: MadeRows = [["编码", "名称", "本年支出", "基本支出", "项目支出"]]
FULL: MadeRows = [*HEAD, [("合计", 2), "9.00", "4.00", "5.00"]]
BLANK: MadeRows = [*HEAD, [("合计", 2), "", "", ""]]
ZERO: MadeRows = [*HEAD, [("合计", 2), "0.00", "0.00", "0.00"]]
SAID = "注：本单位2024年度没有政府性基金预算财政拨款收入、支出，本表无数据。"


def found_with(
    *parts: TablePart, attachment: Place | None = None, pictures: Place | None = None
) -> Recognised:
    return Recognised("", None, "", "", parts, (), (), (), (), (), (), (), (), attachment, pictures)


def status_of(found: Recognised, table: str) -> TableStatus:
    return next(status for status in state_facts(found).tables if status.table == table)


@pytest.mark.parametrize(
    ("rows", "notes", "status"),
    [
        (FULL, (), "有数据"),
        (FULL, ("注：本表反映收支情况。",), "有数据"),
        (ZERO, (), "有数据"),
        (ZERO, (SAID,), "空表"),
        (BLANK, (SAID,), "空表"),
        (BLANK, (), "空表未说明"),
        (BLANK, ("注：本表反映收支情况。",), "空表未说明"),
        (HEAD, (SAID,), "空表"),
    ],
)
def test_a_table_s_status_follows_its_figures_and_its_notes(
    rows: MadeRows, notes: tuple[str, ...], status: str
) -> None:
    assert status_of(found_with(part("T07", rows, notes=notes)), "T07").status == status


def test_a_title_with_only_a_picture_is_a_picture() -> None:
    assert status_of(found_with(part("T05", [], pictures=1)), "T05").status == "图片"


def test_a_table_that_is_nowhere_is_not_seen() -> None:
    status = status_of(found_with(), "T05")
    assert (status.status, status.title, status.place) == ("未见", "", Place())


def test_tables_in_an_attachment_and_in_pictures_say_where() -> None:
    assert status_of(found_with(attachment=Place(line=7)), "T01").status == "见附件"
    assert status_of(found_with(attachment=Place(line=7)), "T01").place == Place(line=7)
    assert status_of(found_with(pictures=Place(page=3)), "T01").status == "图片"


def test_one_table_there_and_the_rest_in_an_attachment() -> None:
    found = found_with(part("T05", FULL), attachment=Place(line=7))
    assert [status_of(found, table).status for table in ("T05", "T06")] == ["有数据", "见附件"]


def test_all_nine_tables_have_a_status_and_performance_tables_only_when_there() -> None:
    assert [status.table for status in state_facts(found_with()).tables] == [f"T0{n}" for n in range(1, 10)]
    with_p2 = found_with(
        part("P2", [["一级指标", "二级指标", "三级指标", "分值"], ["产出", "数量", "次数", "5"]])
    )
    assert [(s.table, s.status) for s in state_facts(with_p2).tables][9:] == [("P2", "有数据")]


def test_a_slip_in_the_title_keeps_the_title_as_printed() -> None:
    table = part("T08", FULL, title="国有资产经营预算财政拨款支出决算表")
    status = status_of(found_with(table), "T08")
    assert (status.status, status.title) == ("有数据", "国有资产经营预算财政拨款支出决算表")
    assert status.name == "国有资本经营预算财政拨款支出决算表"


def test_the_unit_and_the_title_are_the_printed_ones() -> None:
    status = status_of(found_with(part("T05", FULL, unit="元", title="一、财政拨款支出决算表")), "T05")
    assert (status.unit, status.title) == ("元", "一、财政拨款支出决算表")


def test_a_table_without_a_unit_takes_the_unit_that_all_others_print() -> None:
    facts = state_facts(found_with(part("T05", FULL, unit="元"), part("T03", FULL, unit=""))).facts
    assert {(fact.table, fact.unit) for fact in facts} == {("T05", "万元"), ("T03", "万元")}
    mixed = found_with(part("T05", FULL, unit="元"), part("T06", [], unit="万元"), part("T03", FULL, unit=""))
    assert {fact.unit for fact in state_facts(mixed).facts if fact.table == "T03"} == {""}


@pytest.mark.parametrize("words", ["2.空白表示数据为零。", "空白单元格视为零"])
def test_the_report_may_say_that_blank_is_zero(words: str) -> None:
    assert state_facts(found_with(part("T05", FULL, notes=(words,)))).blank_is_zero
    assert not state_facts(found_with(part("T05", FULL, notes=("本表反映支出。",)))).blank_is_zero


def test_statuses_of_a_whole_document() -> None:
    text = "第二部分 部门决算表\n（详情见附件）\n第三部分 说明\n收入平稳。\n"
    assert {status.status for status in state_facts(recognised(text)).tables} == {"见附件"}
    pictures = "第二部分 部门决算表\n[image: p5.png]\n第三部分 说明\n收入平稳。\n"
    assert {status.status for status in state_facts(recognised(pictures)).tables} == {"图片"}
