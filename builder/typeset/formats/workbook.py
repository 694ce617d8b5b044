"""Writes a made report as a workbook (xlsx), in the ways departments really fill sheets: drawn by seed, axis by axis.

A figure is stored as a number whose format prints the characters that the report has, or as text. What is hidden in a
made workbook (a draft, a column of keys) is no fact of the report.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from builder.typeset.cells import Placed, place_cells
from builder.typeset.formats.content import Content, Heading, Written
from builder.typeset.generate.facts import ExpectedFact
from builder.typeset.generate.forms import FigureCell, MadeTable
from builder.typeset.generate.sentences import Paragraph

#: Every axis with its values; a value that stands twice is drawn twice as often.
WORKBOOK_AXES: Mapping[str, tuple[str, ...]] = {
    "sheets": ("each", "each", "one", "beside", "all"),
    "names": ("GK", "公开", "附表", "title", "numbered", "plain"),
    "title": ("merged", "merged", "first_cell", "across", "sheet_name"),
    "unit": ("last_cell", "last_cell", "one_cell", "two_cells", "in_title"),
    "borders": ("yes", "yes", "no"),
    "figures": ("numbers", "numbers", "noisy", "text", "spaced_text"),
    "codes": ("text", "numbers"),
    "blanks": ("nothing", "hidden_zero", "sheet_zero"),
    "format": ("plain", "accounting", "red", "locale"),
    "spans": ("merged", "merged", "across"),
    "offset": ("none", "none", "some"),
    "gap": ("none", "blank_row"),
    "notes": ("merged", "first_cell", "one_cell"),
    "hidden": ("none", "none", "sheet", "column", "row"),
    "prose": ("none", "first", "last", "one_cell"),
    "extras": ("none", "comment", "print_titles", "link"),
}

_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_ACROSS = Alignment(horizontal="centerContinuous")
_PLAIN_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d\d|-?\d+\.\d\d")
_FORMATS = {
    "plain": "{0}",
    "accounting": "_ * {0}_ ;_ * -{0}_ ;_ * {1}_ ;_ @_ ",
    "red": "{0}_);[Red]\\({0}\\)",
    "locale": "{0}_ ",
}
_LONGEST_NAME = 31
_NEAR_NOTHING = 1e-13
_MOMENT = (2024, 8, 30, 9, 0, 0)


def workbook_axes(content: Written) -> dict[str, str]:
    """Draw how the workbook of one report is filled; what cannot show falls back."""
    random = Random(f"workbook-{content.seed}")
    drawn = {axis: random.choice(values) for axis, values in WORKBOOK_AXES.items()}
    if drawn["title"] == "sheet_name":
        drawn["sheets"], drawn["names"], drawn["unit"] = "each", "title", "last_cell"
    if drawn["sheets"] == "beside":
        drawn["offset"] = drawn["hidden"] = "none"
    if drawn["sheets"] != "each":
        drawn["hidden"] = "sheet" if drawn["hidden"] != "none" else "none"
    return drawn


def expected_facts(content: Content, axes: Mapping[str, str]) -> tuple[ExpectedFact, ...]:
    """Give the facts that the workbook holds: without prose only those of the tables."""
    return tuple(fact for fact in content.facts if axes["prose"] != "none" or fact.table != "N")


def write_workbook(content: Written, axes: Mapping[str, str] | None = None) -> bytes:
    """Give the bytes of the workbook; the report's seed alone decides, unless the axes are given."""
    return _Writer(content, axes or workbook_axes(content)).write()


@dataclass(frozen=True)
class _Spot:
    """The upper left corner of a table on its sheet."""

    sheet: Worksheet
    row: int
    column: int


class _Writer:
    """One workbook in the making."""

    def __init__(self, content: Written, axes: Mapping[str, str]) -> None:
        self.content, self.axes = content, axes
        self.random = Random(f"workbook-cells-{content.seed}")
        self.book = Workbook()
        first = self.book.active
        if first is not None:
            self.book.remove(first)

    def write(self) -> bytes:
        if self.axes["prose"] in ("first", "one_cell"):
            self._write_prose()
        if self.axes["hidden"] == "sheet":
            self._write_draft()
        self._write_tables(self.content.tables)
        if self.axes["prose"] == "last":
            self._write_prose()
        if self.axes["blanks"] == "sheet_zero" and self.content.layout["zeros"] == "blank":
            for sheet in self.book.worksheets:  # LibreOffice asks the first for all
                sheet.sheet_view.showZeros = False
        stream = io.BytesIO()
        self.book.save(stream)
        return _settled(stream.getvalue())

    # --- prose ---

    def _write_prose(self) -> None:
        sheet = self.book.create_sheet("决算说明")
        texts = [piece.text for piece in self.content.pieces if isinstance(piece, Heading | Paragraph)]
        if self.axes["prose"] == "one_cell":
            covers = [
                piece.text for piece in self.content.pieces if isinstance(piece, Heading) and not piece.level
            ]
            for number, text in enumerate(covers, start=1):
                sheet.cell(number, 1, text)
            row = len(covers) + 1
            sheet.cell(row, 1, "\n".join(texts[len(covers) :])).alignment = Alignment(wrap_text=True)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=8)
            return
        for row, text in enumerate(texts, start=1):
            sheet.cell(row, 1, text)

    def _write_draft(self) -> None:
        """A hidden sheet with a draft: its figures are nobody's."""
        sheet = self.book.create_sheet("底稿")
        sheet["A1"], sheet["A2"], sheet["B2"] = "收入决算表", "科目编码", "科目名称"
        sheet["C2"], sheet["A3"], sheet["B3"], sheet["C3"] = "本年收入合计", "2010101", "行政运行", 12345.67
        sheet.sheet_state = self.random.choice(("hidden", "veryHidden"))

    # --- sheets ---

    def _write_tables(self, tables: Sequence[MadeTable]) -> None:
        offset = self.random.randint(1, 2) if self.axes["offset"] == "some" else 0
        if self.axes["sheets"] == "each":
            for number, table in enumerate(tables, start=1):
                sheet = self.book.create_sheet(self._name(table, number))
                self._write_table(table, _Spot(sheet, 1 + offset, 1 + offset))
                self._hide(sheet, offset)
        elif self.axes["sheets"] == "beside":
            for number in range(0, len(tables), 2):
                self._write_beside(tables[number : number + 2], number + 1)
        else:
            self._write_under_each_other(tables, offset)

    def _write_beside(self, tables: Sequence[MadeTable], number: int) -> None:
        sheet = self.book.create_sheet(self._name(tables[0], number))
        column = 1
        for table in tables:
            self._write_table(table, _Spot(sheet, 1, column))
            column += len(table.kinds) + self.random.randint(1, 2)

    def _write_under_each_other(self, tables: Sequence[MadeTable], offset: int) -> None:
        together = len(tables) if self.axes["sheets"] == "all" else 3
        for number in range(0, len(tables), together):
            sheet = self.book.create_sheet(self._name(tables[number], number + 1))
            row = 1 + offset
            for table in tables[number : number + together]:
                row = self._write_table(table, _Spot(sheet, row, 1 + offset))
                row += self.random.randint(1, 3) if self.axes["gap"] == "blank_row" else 0

    def _name(self, table: MadeTable, number: int) -> str:
        names = {
            "GK": f"GK{number:02}",
            "公开": f"公开{number:02}表",
            "附表": f"附表{number}",
            "title": re.sub(r"[\[\]:*?/\\]", "", table.title)[:_LONGEST_NAME],
            "numbered": re.sub(r"[\[\]:*?/\\]", "", f"{number}.{table.title}")[:_LONGEST_NAME],
            "plain": f"Sheet{number}",
        }
        return names[self.axes["names"]]

    def _hide(self, sheet: Worksheet, offset: int) -> None:
        """A column of keys before the table, or a row of keys under it, that the sheet does not show."""
        last = sheet.max_row
        if self.axes["hidden"] == "column":
            column = sheet.max_column + 1
            for row in range(offset + 4, last + 1):
                sheet.cell(row, column, 7000.25 + row)
            sheet.column_dimensions[get_column_letter(column)].hidden = True
        elif self.axes["hidden"] == "row":
            for column in range(offset + 1, sheet.max_column + 1):
                sheet.cell(last + 1, column, 8000.5 + column)
            sheet.row_dimensions[last + 1].hidden = True

    # --- one table ---

    def _write_table(self, table: MadeTable, spot: _Spot) -> int:
        """Write a table with what stands above and under it; give the row behind it."""
        width, row = len(table.kinds), spot.row
        for texts in self._captions(table, width):
            for column, text in texts:
                if text:
                    spot.sheet.cell(row, spot.column + column, text)
            if texts and texts[0][1] == self._title(table):
                self._spread_title(spot, row, width)
            row += 1
        row += self.axes["gap"] == "blank_row" and self.random.random() < 0.3
        placed = place_cells((*table.header, *table.body), width)
        for each in placed:
            self._write_cell(table, each, _Spot(spot.sheet, row, spot.column))
        self._add_extras(spot.sheet, row, len(table.header))
        row += len(table.header) + len(table.body)
        return self._write_notes(table, _Spot(spot.sheet, row, spot.column), width)

    def _title(self, table: MadeTable) -> str:
        return f"{table.title}\n单位：{table.unit}" if self.axes["unit"] == "in_title" else table.title

    def _captions(self, table: MadeTable, width: int) -> Iterator[list[tuple[int, str]]]:
        """Rows over a table: the cells by column."""
        if self.axes["title"] != "sheet_name":
            yield [(0, self._title(table))]
        if table.label:
            yield [(width - 1, table.label)]
        entity, unit = f"部门：{self.content.org}", f"单位：{table.unit}"
        shows = self.content.layout["entity"] != "none"
        if self.axes["unit"] == "one_cell":
            yield [(0, f"{entity}{' ' * 30}{unit}" if shows else unit)]
        elif self.axes["unit"] == "in_title":
            if shows:
                yield [(0, entity)]
        elif self.axes["unit"] == "two_cells":
            yield [(0, "编制单位：" if shows else ""), (1, self.content.org if shows else "")]
            yield [(width - 2, "金额单位："), (width - 1, table.unit)]
        else:
            yield [(0, entity if shows else ""), (width - 1, unit)]

    def _spread_title(self, spot: _Spot, row: int, width: int) -> None:
        last = spot.column + width - 1
        if self.axes["title"] == "merged":
            spot.sheet.merge_cells(start_row=row, end_row=row, start_column=spot.column, end_column=last)
            spot.sheet.cell(row, spot.column).alignment = _CENTRE
        elif self.axes["title"] == "across":
            for column in range(spot.column, last + 1):
                spot.sheet.cell(row, column).alignment = _ACROSS

    def _write_notes(self, table: MadeTable, spot: _Spot, width: int) -> int:
        row = spot.row
        texts = ["\n".join(table.notes)] if self.axes["notes"] == "one_cell" and table.notes else table.notes
        for text in texts:
            spot.sheet.cell(row, spot.column, text)
            if self.axes["notes"] == "merged":
                last = spot.column + width - 1
                spot.sheet.merge_cells(start_row=row, end_row=row, start_column=spot.column, end_column=last)
            row += 1
        return row

    def _add_extras(self, sheet: Worksheet, row: int, heads: int) -> None:
        if self.axes["extras"] == "comment":
            sheet.cell(row, 1).comment = Comment("审核：此处金额应为 99999.99 万元", "审核")
        elif self.axes["extras"] == "print_titles":
            sheet.print_title_rows = f"{row}:{row + heads - 1}"
            sheet.freeze_panes = f"A{row + heads}"
        elif self.axes["extras"] == "link":
            sheet.cell(row, 1).hyperlink = "https://example.invalid/"

    # --- cells ---

    def _write_cell(self, table: MadeTable, each: Placed, spot: _Spot) -> None:
        row, column = spot.row + each.row, spot.column + each.column
        cell = spot.sheet.cell(row, column)
        assert isinstance(cell, SheetCell)
        if isinstance(each.cell, FigureCell):
            self._write_figure(cell, each.cell)
        elif not each.cell.text:
            self._write_blank(table, each, cell)
        elif table.kinds[each.column] == "code" and each.row >= len(table.header):
            self._write_code(cell, each.cell.text)
        else:
            cell.value = each.cell.text
            cell.alignment = _CENTRE if each.cell.align == "centre" else Alignment(indent=each.cell.indent)
        self._spread(each, spot)
        if self.axes["borders"] == "yes":
            for down in range(each.cell.rows):
                for right in range(each.cell.columns):
                    spot.sheet.cell(row + down, column + right).border = _FRAME

    def _spread(self, each: Placed, spot: _Spot) -> None:
        row, column = spot.row + each.row, spot.column + each.column
        last = column + each.cell.columns - 1
        if each.cell.columns > 1 and each.cell.rows == 1 and self.axes["spans"] == "across":
            for number in range(column, last + 1):
                spot.sheet.cell(row, number).alignment = _ACROSS
        elif each.cell.columns > 1 or each.cell.rows > 1:
            below = row + each.cell.rows - 1
            spot.sheet.merge_cells(start_row=row, end_row=below, start_column=column, end_column=last)

    def _write_code(self, cell: SheetCell, text: str) -> None:
        if self.axes["codes"] == "numbers" and text.isdecimal() and text.isascii() and text[0] != "0":
            cell.value = int(text)
        else:
            cell.value, cell.number_format = text, "@"

    def _write_blank(self, table: MadeTable, each: Placed, cell: SheetCell) -> None:
        """A blank figure: nothing, or nought that the format or the sheet does not show."""
        if table.kinds[each.column] != "amount" or each.row < len(table.header) or each.cell.columns > 1:
            return
        if self.axes["blanks"] == "hidden_zero":
            cell.value, cell.number_format = 0, "#,##0.00;-#,##0.00;"
        elif self.axes["blanks"] == "sheet_zero" and self.content.layout["zeros"] == "blank":
            cell.value, cell.number_format = 0, "0.00"

    def _write_figure(self, cell: SheetCell, figure: FigureCell) -> None:
        """A figure as a number whose format prints its characters; as text where no number prints so."""
        text = figure.text
        if self.axes["figures"] in ("text", "spaced_text"):
            cell.value = f" {text} " if self.axes["figures"] == "spaced_text" else text
            cell.number_format = "@"
        elif text == "—":
            cell.value, cell.number_format = 0, '#,##0.00;-#,##0.00;"—"'
        elif text == "0":
            cell.value = 0
        elif _PLAIN_NUMBER.fullmatch(text):
            number = float(text.replace(",", ""))
            cell.value = number * (1 - _NEAR_NOTHING) if self.axes["figures"] == "noisy" else number
            base = "#,##0.00" if self.content.layout["thousands"] == "yes" else "0.00"
            zero = '"0.00"'
            cell.number_format = _FORMATS[self.axes["format"]].format(base, zero)
        else:
            cell.value = text


def _settled(data: bytes) -> bytes:
    """The same container with its dates taken out, so that a report's workbook is the same bytes at any time."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as settled,
    ):
        for name in given.namelist():
            part = given.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-08-30T09:00:00Z", part)
            settled.writestr(zipfile.ZipInfo(name, _MOMENT), part)
    return stream.getvalue()
