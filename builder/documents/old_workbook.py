"""Old workbooks (xls, WPS's et) → Document: the same sheets as an xlsx holds, read with xlrd and its formats.

What xlrd refuses is read through LibreOffice where that is installed, and a notice says so.
"""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from decimal import Decimal
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.compdoc import CompDocError

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.number_formats import GENERAL, shown_number, shown_text
from builder.documents.office import convert, office_command
from builder.documents.sniff import Kind, kind_of
from builder.documents.workbook import Transcript, read_workbook
from builder.documents.workbook_parts import Sheet, Shown, Style, too_many_cells
from builder.errors import SourceError, encrypted
from builder.model import Document, Notice

_ACROSS = 6
#: What the library lets through on a damaged file, its own errors first.
_LIBRARY_ERRORS = (
    xlrd.XLRDError, CompDocError, struct.error, LookupError, TypeError, ValueError, AttributeError, AssertionError,
    NotImplementedError, OverflowError, RecursionError, MemoryError,
)  # fmt: skip


def read_old_workbook(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False
) -> Document:
    """Read every sheet that is shown. Raises SourceError when nothing can be read, or more than allowed is in it."""
    try:
        return _read(data, name, limits)
    except _LIBRARY_ERRORS as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise encrypted(name) from error
        refused = SourceError(
            "旧版电子表格已损坏或不完整，读不出来；请换原文件，或另存为 xlsx",
            f"the old workbook is damaged or incomplete ({type(error).__name__}); supply the original or save it as xlsx",
            source=name,
        )
        if isinstance(error, MemoryError) or not _has_sheets(data, name, limits) or not office_command():
            raise refused from error
    return _by_office(data, name, limits, second, refused)


def _has_sheets(data: bytes, name: str, limits: Limits) -> bool:
    """Whether the file is a workbook at all: of anything else LibreOffice would make a text."""
    return kind_of(data, name, limits) is Kind.OLD_WORKBOOK


def _by_office(data: bytes, name: str, limits: Limits, second: bool, refused: SourceError) -> Document:
    try:
        document = read_workbook(convert(data, ".xls", "xlsx", limits, name), name, limits, second)
    except SourceError as error:
        raise refused from error
    told = Notice(
        "旧版电子表格有不合格式的地方，由 LibreOffice 转换后才读出来，请和原文件对一对",
        "the old workbook breaks its format and was read as LibreOffice converted it; compare it with the original",
    )
    return replace(document, format="xls", notices=(*document.notices, told))


def _read(data: bytes, name: str, limits: Limits) -> Document:
    transcript = Transcript(name, limits)
    book = xlrd.open_workbook(
        file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO(), ragged_rows=True
    )
    styles = [_style(book, number) for number in range(len(book.xf_list))]
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        if sheet.visibility:
            transcript.leave_out(sheet.name)
        else:
            transcript.add(_sheet(sheet, book, styles, name, limits))
        book.unload_sheet(index)
    return transcript.document("xls")


def _style(book: Any, number: int) -> Style:
    xf = book.xf_list[number]
    form = book.format_map.get(xf.format_key)
    border = xf.border
    framed = any(
        (border.left_line_style, border.right_line_style, border.top_line_style, border.bottom_line_style)
    )
    return Style(form.format_str if form else GENERAL, framed, xf.alignment.hor_align == _ACROSS)


def _sheet(source: Any, book: Any, styles: list[Style], name: str, limits: Limits) -> Sheet:
    sheet = Sheet(source.name)
    for row in range(source.nrows):
        for column, cell in enumerate(source.row(row)):
            style = (
                styles[cell.xf_index]
                if cell.xf_index is not None and cell.xf_index < len(styles)
                else Style()
            )
            if style.framed:
                sheet.framed.add(row)
            text = _shown(cell, style, book.datemode == 1, source.show_zero_values)
            if text.strip():
                sheet.cells[row, column] = Shown(text, style.across)
            elif style.across:
                sheet.across.add((row, column))
        if len(sheet.cells) > limits.cells:
            raise too_many_cells(source.name, limits, name)
    sheet.merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in source.merged_cells]
    sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden or info.height == 0}
    sheet.hidden_columns = [
        (column, column) for column, info in source.colinfo_map.items() if info.hidden or info.width == 0
    ]
    return sheet


def _shown(cell: Any, style: Style, since_1904: bool, zeros: bool) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return shown_text(cell.value.replace("\r\n", "\n").replace("\r", "\n"), style.code)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        value = Decimal(repr(cell.value))
        return "" if value == 0 and not zeros else shown_number(value, style.code, since_1904=since_1904)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(error_text_from_code.get(cell.value, "#N/A"))
    return ""
