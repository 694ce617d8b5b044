"""Workbooks in one XML file (“XML 表格 2003”, often called .xls by the programs that make them) → Document."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.number_formats import GENERAL, shown_number, shown_text
from builder.documents.safe_xml import parse_xml
from builder.documents.workbook import Transcript
from builder.documents.workbook_parts import (
    LAST_COLUMN,
    LAST_ROW,
    NO_RESULT,
    Sheet,
    Shown,
    Style,
    too_many_cells,
)
from builder.errors import SourceError
from builder.model import Document

#: Formats that have names here.
_NAMED = {
    "General Number": GENERAL,
    "Currency": '"¥"#,##0.00',
    "Euro Currency": "#,##0.00",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Short Date": "yyyy/m/d",
    "Long Date": 'yyyy"年"m"月"d"日"',
}


def read_xml_workbook(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False
) -> Document:
    """Read every sheet that is shown. Raises SourceError when nothing can be read, or more than allowed is in it."""
    del second  # a workbook says itself what stands in which cell
    if len(data) > limits.member_mib * 1024 * 1024:
        raise SourceError(
            f"电子表格超过 {limits.member_mib} MB，拒绝读取；请另存为 xlsx",
            f"the workbook is larger than {limits.member_mib} MB; save it as xlsx",
            source=name,
        )
    root = parse_xml(data, name)
    styles = {_given(element, "ID"): _style(element) for element in root.iter("{*}Style")}
    transcript = Transcript(name, limits)
    for element in root.iter("{*}Worksheet"):
        title = _given(element, "Name")
        visible = next((child.text for child in element.iter("{*}Visible")), None)
        if visible in ("SheetHidden", "SheetVeryHidden"):
            transcript.leave_out(title)
        else:
            transcript.add(_sheet(element, title, styles, name, limits))
    return transcript.document("xls")


def _given(element: etree._Element, name: str) -> str:
    """An attribute by its local name; "" when it is not there."""
    return next((str(v) for key, v in element.items() if etree.QName(key).localname == name), "")


def _whole(element: etree._Element, name: str) -> int:
    text = _given(element, name)
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _style(element: etree._Element) -> Style:
    code = next((_given(form, "Format") for form in element.iter("{*}NumberFormat")), "") or GENERAL
    across = any(
        _given(each, "Horizontal") == "CenterAcrossSelection" for each in element.iter("{*}Alignment")
    )
    framed = any(_given(border, "LineStyle") not in ("", "None") for border in element.iter("{*}Border"))
    return Style(_NAMED.get(code, code), framed, across)


def _sheet(element: etree._Element, title: str, styles: dict[str, Style], name: str, limits: Limits) -> Sheet:
    sheet = Sheet(title)
    for table in element.iterchildren("{*}Table"):
        for place, told in _counted(table, "Column", LAST_COLUMN):
            if _given(told, "Hidden") == "1":
                sheet.hidden_columns.append((place, place + _whole(told, "Span")))
        for row, line in _counted(table, "Row", LAST_ROW):
            if _given(line, "Hidden") == "1":
                sheet.hidden_rows.add(row)
            for column, cell in _counted(line, "Cell", LAST_COLUMN):
                _take(sheet, row, column, cell, styles.get(_given(cell, "StyleID"), Style()))
            if len(sheet.cells) > limits.cells:
                raise too_many_cells(title, limits, name)
    return sheet


def _counted(parent: etree._Element, tag: str, last: int) -> Iterator[tuple[int, etree._Element]]:
    """Rows, columns or cells with their places from 0: each follows the one before, or says where it stands."""
    at = -1
    for element in parent.iterchildren(f"{{*}}{tag}"):
        at = (_whole(element, "Index") or at + 2) - 1
        if at >= last:
            return
        yield at, element
        at += _whole(element, "Span") if tag != "Cell" else _whole(element, "MergeAcross")


def _take(sheet: Sheet, row: int, column: int, cell: etree._Element, style: Style) -> None:
    if style.framed:
        sheet.framed.add(row)
    text = _shown(cell, style)
    if text.strip():
        sheet.cells[row, column] = Shown(text, style.across)
    elif style.across:
        sheet.across.add((row, column))
    right, down = _whole(cell, "MergeAcross"), _whole(cell, "MergeDown")
    if right or down:
        sheet.merges.append((row, column, row + down, column + right))


def _shown(cell: etree._Element, style: Style) -> str:
    data = next(cell.iterchildren("{*}Data"), None)
    if data is None:
        return NO_RESULT if _given(cell, "Formula") else ""
    text, kind = "".join(data.itertext()), _given(data, "Type")
    if kind == "Number":
        try:
            return shown_number(Decimal(text.strip()), style.code)
        except InvalidOperation:
            return text
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    return (
        shown_text(text.replace("\r\n", "\n").replace("\r", "\n"), style.code)
        if kind == "String"
        else text.strip()
    )
