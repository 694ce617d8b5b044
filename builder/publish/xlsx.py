"""A small writer of workbooks (`.xlsx`): exact decimals, texts that no program runs, the same bytes every time.

Libraries write a number by way of binary floating point (841.69 becomes 841.6900000000001 in the file), with the time
of day; here the printed digits go into the file, and the date is given.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from builder.text import harmless_text

#: A number keeps its printed decimals; text is never a formula; None is an empty cell.
Cell = str | Decimal | None

_DIGITS = 15  # more than these a spreadsheet does not keep: such a number is written as text
_LONGEST = 32_000  # a cell holds 32,767 characters
_WIDEST, _NARROWEST = 60, 6
_SHORT = 64  # characters: the same short texts stand in sheet after sheet
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLAIN, _HEADING, _WRAPPED, _FIRST_NUMBER = 0, 1, 2, 3  # styles in the order of styles.xml


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its heading, which stays in view, and its lines. `name`: at most 31 characters, none of `[]:*?/\\`."""

    name: str
    headings: Sequence[str]
    lines: Sequence[Sequence[Cell]]


def write_workbook(path: Path, sheets: Sequence[Sheet], title: str, created: str) -> None:
    """Write a workbook. `created`: the date that stands in its properties, `YYYY-MM-DD`."""
    made = [_sheet(sheet) for sheet in sheets]
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations(
            f"{_REL}/officeDocument xl/workbook.xml",
            f"{_PACKAGE}/relationships/metadata/core-properties docProps/core.xml",
        ),
        "docProps/core.xml": _properties(title, created),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            *(f"{_REL}/worksheet worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)),
            f"{_REL}/styles styles.xml",
        ),
        "xl/styles.xml": _styles(max((decimals for _, decimals in made), default=0)),
    }
    for number, (text, _) in enumerate(made, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = text
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, _HEAD + text)


def _content_types(sheets: int) -> str:
    made = {
        "/xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
        "/xl/styles.xml": f"{_TYPE}.styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"/xl/worksheets/sheet{n}.xml": f"{_TYPE}.worksheet+xml" for n in range(1, sheets + 1)},
    }
    parts = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in made.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relations(*targets: str) -> str:
    pairs = (target.split(" ") for target in targets)
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{part}"/>'
        for number, (kind, part) in enumerate(pairs, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _properties(title: str, created: str) -> str:
    stamps = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{created}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(title)}</dc:title>{stamps}</cp:coreProperties>"
    )


def _workbook(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>'


def _styles(decimals: int) -> str:
    """Plain, heading, wrapped text, then a number with 0, 1, 2 … decimals."""
    codes = ["#,##0" + ("." + "0" * places if places else "") for places in range(decimals + 1)]
    formats = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(codes))
    numbers = "".join(
        f'<xf numFmtId="{164 + n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for n in range(len(codes))
    )
    wrap = '<alignment vertical="top" wrapText="1"/></xf>'
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(codes)}">{formats}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{_FIRST_NUMBER + len(codes)}">'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        f'<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">{wrap}'
        f'<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">{wrap}'
        f'{numbers}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


class _Made(NamedTuple):
    """A cell behind its place; its width in columns of a half-width letter; its decimals. An empty one is nothing."""

    xml: str
    shown: int
    decimals: int


class _Column(NamedTuple):
    cells: list[str]
    width: int
    decimals: int


_NOTHING = _Made("", 0, 0)


def _sheet(sheet: Sheet) -> tuple[str, int]:
    """The sheet, and the most decimals that a number in it has."""
    lines = zip(sheet.headings, *sheet.lines, strict=True)
    columns = [_column(_letters(at), heading, cells) for at, (heading, *cells) in enumerate(lines)]
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{column.width}" customWidth="1"/>'
        for n, column in enumerate(columns, start=1)
    )
    rows = (
        f'<row r="{number}">{"".join(cells)}</row>'
        for number, cells in enumerate(zip(*(column.cells for column in columns), strict=True), start=1)
    )
    text = (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData></worksheet>"
    )
    return text, max((column.decimals for column in columns), default=0)


def _column(letters: str, heading: str, cells: Sequence[Cell]) -> _Column:
    made = [_text_cell(heading, heading=True) if heading else _NOTHING, *map(_cell, cells)]
    return _Column(
        [f'<c r="{letters}{row}"{one.xml}' if one.xml else "" for row, one in enumerate(made, start=1)],
        max(_NARROWEST, min(_WIDEST, max(one.shown for one in made)) + 2),
        max(one.decimals for one in made),
    )


def _cell(cell: Cell) -> _Made:
    if not isinstance(cell, Decimal):
        return _NOTHING if not cell else _short_cell(cell) if len(cell) <= _SHORT else _text_cell(cell)
    digits = f"{cell:f}"
    whole, _, fraction = digits.partition(".")
    shown = len(digits) + (len(whole.removeprefix("-")) - 1) // 3  # with marks between the thousands
    if len(digits) <= _DIGITS or len(cell.as_tuple().digits) <= _DIGITS:
        style = _FIRST_NUMBER + len(fraction)
        return _Made(f' s="{style}"><v>{digits}</v></c>', shown, len(fraction))
    return _text_cell(digits)._replace(shown=shown, decimals=len(fraction))


def _text_cell(text: str, *, heading: bool = False) -> _Made:
    shown = _shown_width(text)
    style = _HEADING if heading else _WRAPPED if shown > _WIDEST or "\n" in text else _PLAIN
    xml = f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'
    return _Made(xml, shown, 0)


_short_cell = lru_cache(maxsize=1 << 15)(_text_cell)


def _text(text: str) -> str:
    clean = _LIKE_ESCAPE.sub("_x005F_", _ILLEGAL.sub("", harmless_text(text)))
    return escape(clean if len(clean) <= _LONGEST else clean[:_LONGEST] + "…", {"\r": "&#13;"})


def _letters(column: int) -> str:
    """Name of a column, counted from 0.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _shown_width(text: str) -> int:
    """In columns of a half-width letter: a Chinese one takes two."""
    return len(text) + sum(map("\u2e7f".__lt__, text))
