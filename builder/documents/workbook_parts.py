"""The parts of an xlsx container: sheets by name, shared words, styles, and the filled cells of a sheet as shown.

Cells are taken from the XML one by one, so that what a file claims (its dimension, spans over the whole sheet, a cell
in the last corner) costs nothing. Formulas are never computed: their stored results are what the sheet shows.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree

from builder.documents.limits import Limits
from builder.documents.number_formats import BUILT_IN, GENERAL, shown_number, shown_text
from builder.documents.safe_xml import local_name, parse_xml, walk_xml
from builder.documents.safe_zip import SafeZip
from builder.documents.sheet_boxes import text_boxes
from builder.errors import SourceError

#: What stands in a cell whose formula has no stored result. It is no number, so that it is reported as unread.
NO_RESULT = "#公式没有存下结果"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_REFERENCE = re.compile(r"^\$?([A-Za-z]{1,3})\$?(\d{1,7})$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SHEET = "/worksheet"
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell shows: its number format, whether it has borders, whether its words go over blank cells behind it."""

    code: str = GENERAL
    framed: bool = False
    across: bool = False


_PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Shown:
    """What one cell shows, and how."""

    text: str
    across: bool = False


@dataclass(slots=True)
class Sheet:
    """A sheet with its filled cells by row and column, counted from 0; merged ranges hold first and last cell."""

    name: str
    cells: dict[tuple[int, int], Shown] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    across: set[tuple[int, int]] = field(
        default_factory=set
    )  # blank cells that words before them may go over
    framed: set[int] = field(default_factory=set)  # rows with borders
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    pictures: bool = False
    boxes: list[tuple[int, str]] = field(
        default_factory=list
    )  # words of text boxes, by the row they begin at
    lost: int = 0  # cells whose words are not in the file


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it: its name, where it is stored ("" where it is missing), whether it is hidden."""

    name: str
    path: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets of a workbook share."""

    sheets: tuple[SheetPart, ...]
    words: tuple[str, ...]
    styles: tuple[Style, ...]
    since_1904: bool


# --- the workbook ----------------------------------------------------------------------------------------


def open_book(container: SafeZip, source: str) -> Book:
    """Everything but the sheets themselves. Raises SourceError for a container that holds no workbook in XML."""
    path = _path_of_book(container, source)
    if not path.endswith(".xml"):
        raise SourceError(
            "这是二进制的电子表格（xlsb），读不了；请另存为 xlsx",
            "a binary workbook (xlsb) cannot be read; save it as xlsx",
            source=source,
        )
    root = parse_xml(container.read(path), source, path)
    related = _related(container, path, source)
    sheets = []
    for element in root.iter("{*}sheet"):
        kind, target = related.get(_relation_of(element), ("", ""))
        if kind.endswith(_SHEET) or not kind:
            hidden = element.get("state", "visible") != "visible"
            sheets.append(SheetPart(element.get("name", ""), target if target in container else "", hidden))
    by_kind = {kind.rsplit("/", 1)[-1]: target for kind, target in related.values() if target in container}
    settings = next(root.iter("{*}workbookPr"), None)
    return Book(
        sheets=tuple(sheets),
        words=_words(container, by_kind.get("sharedStrings"), source),
        styles=_styles(container, by_kind.get("styles"), source),
        since_1904=settings is not None and settings.get("date1904") in ("1", "true"),
    )


def _path_of_book(container: SafeZip, source: str) -> str:
    targets = [
        target
        for kind, target in _related(container, "", source).values()
        if kind.endswith("/officeDocument")
    ]
    named = [*targets, "xl/workbook.xml", "xl/workbook.bin"]
    found = next((name for name in named if name in container), None)
    if found is None:
        raise SourceError(
            "电子表格里没有工作簿，文件已损坏；请换原文件",
            "the container holds no workbook; supply the original",
            source=source,
        )
    return found


def _related(container: SafeZip, path: str, source: str) -> dict[str, tuple[str, str]]:
    """The parts that a part refers to: kind and path by id. What lies outside the container is left out."""
    folder, name = posixpath.split(path)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in container:
        return {}
    found = {}
    for element in parse_xml(container.read(rels), source, rels).iter("{*}Relationship"):
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(
                posixpath.join("/", folder, element.get("Target", "").replace("\\", "/"))
            )
            found[element.get("Id", "")] = (element.get("Type", ""), target.lstrip("/"))
    return found


def _relation_of(element: etree._Element) -> str:
    return next(
        (str(value) for key, value in element.items() if etree.QName(key).localname == "id" and "}" in key),
        "",
    )


def _words(container: SafeZip, path: str | None, source: str) -> tuple[str, ...]:
    if path is None:
        return ()
    return tuple(_text_of(element) for element in walk_xml(container.read(path), source, path, ("si",)))


def _text_of(element: etree._Element) -> str:
    """The words of a cell, pieces in other fonts joined; readings printed small above them are left out."""
    pieces = []
    for piece in element.iter("{*}t"):
        above = piece.getparent()
        if above is None or etree.QName(above).localname != "rPh":
            pieces.append(piece.text or "")
    return _plain("".join(pieces))


def _plain(text: str) -> str:
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _styles(container: SafeZip, path: str | None, source: str) -> tuple[Style, ...]:
    if path is None:
        return ()
    root = parse_xml(container.read(path), source, path)
    codes = dict(BUILT_IN)
    for element in root.iter("{*}numFmt"):
        codes[_whole(element.get("numFmtId"))] = element.get("formatCode", GENERAL)
    borders = [
        any(side.get("style", "none") != "none" for side in border.iterchildren())
        for borders in root.iterchildren("{*}borders")
        for border in borders.iterchildren("{*}border")
    ]
    styles = []
    for formats in root.iterchildren("{*}cellXfs"):
        for element in formats.iterchildren("{*}xf"):
            border = _whole(element.get("borderId"))
            alignment = next(element.iterchildren("{*}alignment"), None)
            across = alignment is not None and alignment.get("horizontal") == "centerContinuous"
            framed = border < len(borders) and borders[border]
            styles.append(Style(codes.get(_whole(element.get("numFmtId")), GENERAL), framed, across))
    return tuple(styles)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


# --- one sheet -------------------------------------------------------------------------------------------


def read_sheet(container: SafeZip, part: SheetPart, book: Book, source: str, limits: Limits) -> Sheet:
    """The filled cells of one sheet. Raises SourceError when they are more than allowed."""
    return _SheetReader(Sheet(part.name), book, source, limits).read(container, part.path)


class _SheetReader:
    """One way through the XML of one sheet."""

    def __init__(self, sheet: Sheet, book: Book, source: str, limits: Limits) -> None:
        self.sheet, self.book, self.source, self.limits = sheet, book, source, limits
        self.row = self.column = -1
        self.shows_zeros = True

    def read(self, container: SafeZip, path: str) -> Sheet:
        tags = ("row", "mergeCell", "col", "sheetView", "drawing")
        for element in walk_xml(container.read(path), self.source, path, tags):
            name = local_name(element)
            if name == "row":
                self._take_row(element)
            elif name == "mergeCell":
                self._merge(element.get("ref", ""))
            elif name == "sheetView":
                self.shows_zeros = element.get("showZeros") not in ("0", "false")
            elif name == "col" and _is_hidden(element, "width"):
                first, last = _whole(element.get("min")), _whole(element.get("max"))
                self.sheet.hidden_columns.append((first - 1, last - 1))
            elif name == "drawing":
                self._look_at_drawing(container, path, element)
        return self.sheet

    def _take_row(self, element: etree._Element) -> None:
        self.row = min(_whole(element.get("r")) or self.row + 2, LAST_ROW) - 1
        self.column = -1
        if _is_hidden(element, "ht"):
            self.sheet.hidden_rows.add(self.row)
        for cell in element:
            if local_name(cell) == "c":
                self._take(cell)
        if len(self.sheet.cells) > self.limits.cells:
            raise too_many_cells(self.sheet.name, self.limits, self.source)

    def _take(self, element: etree._Element) -> None:
        place = _REFERENCE.match(element.get("r", ""))
        self.column = _column(place[1]) if place else self.column + 1
        if self.column >= LAST_COLUMN:
            return
        style = self._style(element)
        if style.framed:
            self.sheet.framed.add(self.row)
        text = self._shown(element, style)
        if text and not text.isspace():
            self.sheet.cells[self.row, self.column] = Shown(text, style.across)
        elif style.across:
            self.sheet.across.add((self.row, self.column))

    def _style(self, element: etree._Element) -> Style:
        number = _whole(element.get("s"))
        return self.book.styles[number] if number < len(self.book.styles) else _PLAIN

    def _shown(self, element: etree._Element, style: Style) -> str:
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return shown_text(_text_of(element), style.code)
        stored, computed = "", False
        for child in element:
            if local_name(child) == "v":
                stored = child.text or ""
            computed = computed or local_name(child) == "f"
        if not stored:
            return NO_RESULT if computed and kind == "n" else ""
        if kind == "s":
            number = _whole(stored.strip())
            if number >= len(self.book.words):
                self.sheet.lost += 1
                return ""
            return shown_text(self.book.words[number], style.code)
        if kind == "str":
            return shown_text(_plain(stored), style.code)
        if kind == "b":
            return "TRUE" if stored.strip() == "1" else "FALSE"
        if kind in ("e", "d"):
            return stored.strip()
        return self._number(stored.strip(), style)

    def _number(self, stored: str, style: Style) -> str:
        try:
            value = Decimal(stored)
        except InvalidOperation:
            return stored
        if value == 0 and not self.shows_zeros:
            return ""
        return shown_number(value, style.code, since_1904=self.book.since_1904)

    def _merge(self, reference: str) -> None:
        corners = [_REFERENCE.match(corner) for corner in reference.split(":")]
        if len(corners) == 2 and corners[0] and corners[1]:
            first, last = corners[0], corners[1]
            self.sheet.merges.append(
                (int(first[2]) - 1, _column(first[1]), int(last[2]) - 1, _column(last[1]))
            )

    def _look_at_drawing(self, container: SafeZip, path: str, element: etree._Element) -> None:
        _, drawing = _related(container, path, self.source).get(_relation_of(element), ("", ""))
        if drawing in container:
            root = parse_xml(container.read(drawing), self.source, drawing)
            self.sheet.pictures = next(root.iter("{*}pic"), None) is not None
            self.sheet.boxes += text_boxes(root)


def _is_hidden(element: etree._Element, size: str) -> bool:
    """Hidden by name, or drawn without any height or width."""
    flat = element.get(size) in ("0", "0.0") and element.get(f"custom{size.title()}") != "0"
    return flat or element.get("hidden") in ("1", "true")


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def too_many_cells(sheet: str, limits: Limits, source: str) -> SourceError:
    """The error for a sheet that is fuller than allowed."""
    return SourceError(
        f"工作表有数据的单元格超过 {limits.cells} 个，拒绝读取；请删去与决算无关的工作表",
        f"the sheet has more than {limits.cells} filled cells; remove sheets that are no part of the accounts",
        source=source,
        place=sheet,
    )


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
