"""Small made workbooks: through openpyxl, or from the XML of a sheet itself where openpyxl would not write it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from builder.documents.workbook import read_workbook
from builder.model import Document, Grid, Line

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(*fill: Callable[[Worksheet], None], names: tuple[str, ...] = ()) -> bytes:
    """A workbook with one sheet for each function that fills it."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for number, each in enumerate(fill):
        each(book.create_sheet(names[number] if names else f"GK0{number + 1}"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def raw_workbook(sheet: str, *, book: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A workbook of one sheet whose XML is given."""
    sheets = f'<sheets><sheet name="GK01" sheetId="1" r:id="r1"/></sheets>{book}'
    files = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": _relations(("o", f"{_OFFICE}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("r1", f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
            ("r2", f"{_OFFICE}/sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet
        if sheet.startswith("<?xml")
        else f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{sheet}</worksheet>',
        **(parts or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, text in files.items():
            container.writestr(name, text)
    return stream.getvalue()


def _relations(*relations: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inside}</Relationships>'


def words(reference: str, text: str) -> str:
    """The XML of a cell with words."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def read(data: bytes) -> Document:
    return read_workbook(data, "made.xlsx")


def shape(document: Document) -> list[str | list[list[str]]]:
    """Lines as their words, grids as rows of words, in reading order; breaks between sheets left out."""
    found: list[str | list[list[str]]] = []
    for block in document.blocks:
        if isinstance(block, Line) and block.text:
            found.append(block.text)
        elif isinstance(block, Grid):
            found.append([[cell.text for cell in row] for row in block.rows()])
    return found
