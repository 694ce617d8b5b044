"""Workbooks in one XML file show the same as others."""

from __future__ import annotations

import pytest

from builder.documents.xml_workbook import read_xml_workbook
from builder.errors import SourceError
from tests.documents.made_workbook import shape

SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
STYLES = (
    '<Styles><Style ss:ID="n"><NumberFormat ss:Format="Standard"/></Style>'
    '<Style ss:ID="b"><Borders><Border ss:Position="Top" ss:LineStyle="Continuous"/></Borders></Style></Styles>'
)


def book(*sheets: str) -> bytes:
    inside = "".join(sheets)
    return f'<?xml version="1.0"?><Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}">{STYLES}{inside}</Workbook>'.encode()


def sheet(rows: str, *, name: str = "GK02", options: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{options}</Worksheet>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<Row {attributes}>{''.join(cells)}</Row>"


def words(text: str, attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="String">{text}</Data></Cell>'


def number(text: str, attributes: str = 'ss:StyleID="n"') -> str:
    return f'<Cell {attributes}><Data ss:Type="Number">{text}</Data></Cell>'


HEAD = row(words("科目编码"), words("科目名称"), words("本年收入合计"))
LINE = row(words("2010101"), words("行政运行"), number("1234.5"))


def test_title_unit_heads_and_figures_come_out_as_shown() -> None:
    over = row(words("收入决算表", 'ss:MergeAcross="2"')) + row(words("单位：万元", 'ss:Index="3"'))
    assert shape(read_xml_workbook(book(sheet(over + HEAD + LINE)), "made.xls")) == [
        "收入决算表", "单位：万元", [["科目编码", "科目名称", "本年收入合计"], ["2010101", "行政运行", "1,234.50"]],
    ]  # fmt: skip


def test_hidden_sheets_and_rows_are_left_out_and_told() -> None:
    hidden = sheet(
        HEAD + LINE,
        name="底稿",
        options="<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>",
    )
    line = row(words("2010102"), words("底稿"), number("9"), attributes='ss:Hidden="1"')
    document = read_xml_workbook(book(sheet(HEAD + line + LINE), hidden), "made.xls")
    assert "底稿" not in str(shape(document))
    assert len(document.notices) == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (book(), "没有内容"),
        (book(sheet(HEAD))[:-30], "已损坏"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]>' + book(sheet(HEAD))[21:], "文档类型声明"),
    ],
)
def test_broken_and_hostile_ones_say_so(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_xml_workbook(data, "made.xls")


def test_places_and_spans_that_nothing_stands_in_cost_nothing() -> None:
    far = row(words("甲", 'ss:MergeAcross="9999999" ss:MergeDown="9999999"'), attributes='ss:Index="1000000"')
    gone = row(words("乙"), attributes='ss:Index="9999999"')
    assert shape(read_xml_workbook(book(sheet(far + gone)), "made.xls")) == ["甲"]
