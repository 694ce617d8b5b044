"""Workbooks (xlsx, xlsm, WPS's et in a zip) → Document: each sheet's lines and tables as the sheet shows them.

What is hidden (sheets, rows, columns) is not published with the report as a reader sees it: it is left out, and a
notice says so. Comments, macros, links and formulas are ignored; a formula's stored result is what counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.safe_zip import SafeZip
from builder.documents.sheet_blocks import is_title, sheet_blocks
from builder.documents.sheet_grid import SheetCell
from builder.documents.workbook_parts import Sheet, column_letters, open_book, read_sheet
from builder.errors import SourceError
from builder.model import Block, Document, Grid, Line, Notice, Picture, Place
from builder.text import squeeze

#: What stands before the title in the name of a sheet: GK01, 附表1-, 公开01表, 1.
_NUMBER_BEFORE = re.compile(r"^(?:公开|附表|附件|表|GK|Z|CS)?\d*表?[-_—.、．:：\s]*", re.IGNORECASE)
#: Between filled cells so far apart, the transcript of a row does not count the blank ones.
_FARTHEST = 300


def read_workbook(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False) -> Document:
    """Read every sheet that is shown. Raises SourceError when nothing can be read, or more than allowed is in it."""
    del second  # a workbook says itself what stands in which cell
    transcript = Transcript(name, limits)
    with SafeZip(data, name, limits) as container:
        book = open_book(container, name)
        for part in book.sheets:
            if part.hidden:
                transcript.leave_out(part.name)
            elif not part.path:
                transcript.miss(part.name)
            else:
                transcript.add(read_sheet(container, part, book, name, limits))
    return transcript.document("xlsx")


@dataclass
class Transcript:
    """A workbook in the making: blocks, and the lines of text that their places count."""

    source: str
    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = self.limits.text_mib * 1024 * 1024

    def document(self, kind: str) -> Document:
        """The whole. Raises SourceError when no sheet holds anything."""
        if not any(isinstance(block, Picture | Grid) or squeeze(block.text) for block in self.blocks):
            raise SourceError(
                "电子表格里没有内容（或都在隐藏的工作表里），请换原文件",
                "the workbook shows nothing; supply the original",
                source=self.source,
            )
        return Document(
            source=self.source,
            format=kind,
            blocks=tuple(self.blocks),
            text_lines=tuple(self.lines),
            notices=tuple(self.notices),
        )

    def leave_out(self, name: str) -> None:
        """Say that a hidden sheet was not read."""
        zh = f"工作表“{name}”是隐藏的，没有读；它若也是公开的内容，请取消隐藏"
        self.notices.append(
            Notice(zh, f"the sheet {name} is hidden and was not read; show it if it is published")
        )

    def miss(self, name: str) -> None:
        """Say that a sheet is listed and not there."""
        zh = f"工作表“{name}”的内容在文件里缺失，没有读；文件不完整，请换原文件"
        self.notices.append(Notice(zh, f"the content of the sheet {name} is missing; supply the original"))

    def add(self, sheet: Sheet) -> None:
        """Write down one sheet."""
        if sheet.lost:
            zh = f"工作表“{sheet.name}”有 {sheet.lost} 个单元格的文字在文件里缺失，没有读；请换原文件"
            en = f"the words of {sheet.lost} cells of the sheet {sheet.name} are missing; supply the original"
            self.notices.append(Notice(zh, en))
        cells, hidden = _shown_cells(sheet)
        if not cells and not sheet.pictures and not sheet.boxes:
            return
        self._keep_within([*(cell.text for cell in cells), *(words for _, words in sheet.boxes)], sheet.name)
        begin = self._write(f"工作表：{sheet.name}")
        head = Place(line=begin, label=sheet.name)
        if hidden:
            zh = f"工作表“{sheet.name}”有 {hidden} 个单元格在隐藏的行或列里，没有读"
            en = f"{hidden} cells in hidden rows or columns of the sheet {sheet.name} were not read"
            self.notices.append(Notice(zh, en, head))
        first = min((cell.row for cell in cells), default=0)
        above = [line for row, words in sheet.boxes if row <= first for line in self._box(words, sheet.name)]
        placed = self._write_rows(cells, sheet.name)
        below = [line for row, words in sheet.boxes if row > first for line in self._box(words, sheet.name)]
        found = sheet_blocks(
            placed, frozenset(sheet.framed | sheet.hidden_rows), self.source, self.limits.cells, steps=True
        )
        if self.blocks:
            self.blocks.append(Line("", head))  # no table runs on from one sheet into the next by itself
        if name := _title_of_sheet(sheet.name, [*above, *found]):
            self.blocks.append(Line(name, head))
        self.blocks += [*above, *found, *below]
        if sheet.pictures and not any(isinstance(block, Grid) for block in found):
            self.blocks.append(Picture(head))

    def _box(self, words: str, sheet: str) -> list[Line]:
        """The lines of a text box; it has no cell, so its place says what it is."""
        label = f"{sheet} 文本框"
        return [
            Line(line, Place(line=self._write(line), label=label))
            for line in words.split("\n")
            if line.strip()
        ]

    def _keep_within(self, texts: Sequence[str], sheet: str) -> None:
        """Raise SourceError when the words of all sheets together are more than allowed."""
        self.left -= sum(map(len, texts))
        if self.left < 0:
            raise SourceError(
                f"电子表格里的文字超过 {self.limits.text_mib} MB，拒绝读取；确要读它，请调高上限",
                f"the words of the workbook are more than {self.limits.text_mib} MB; raise the limit to read it",
                source=self.source,
                place=sheet,
            )

    def _write(self, text: str) -> int:
        self.lines.append(text)
        return len(self.lines)

    def _write_rows(self, cells: Iterable[SheetCell], sheet: str) -> list[SheetCell]:
        """A line for each row, cells parted by tabs; the words of a cell alone in its row paragraph by paragraph."""
        by_row: dict[int, list[SheetCell]] = {}
        for cell in cells:
            by_row.setdefault(cell.row, []).append(cell)
        placed = []
        for number in sorted(by_row):
            row = sorted(by_row[number], key=lambda cell: cell.column)
            begin = len(self.lines) + 1
            texts = row[0].text.split("\n") if len(row) == 1 else ["\t".join(_spread(row))]
            self.lines += texts
            for cell in row:
                label = f"{sheet}!{column_letters(cell.column)}{cell.row + 1}"
                place = Place(line=begin, label=label)
                placed.append(SheetCell(cell.row, cell.column, cell.text, place, cell.rows, cell.columns))
        return placed


def _spread(row: list[SheetCell]) -> list[str]:
    texts, at = [], row[0].column
    for cell in row:
        texts += [""] * (cell.column - at if cell.column - at < _FARTHEST else 0)
        texts.append(" ".join(cell.text.split()))
        at = cell.column + 1
    return texts


def _title_of_sheet(name: str, blocks: Iterable[Block]) -> str:
    """The sheet's own name where it is a title and none is printed in its cells; "" otherwise."""
    printed = any(isinstance(block, Line) and is_title(block.text) for block in blocks)
    bare = _NUMBER_BEFORE.sub("", name.strip())
    return bare if not printed and is_title(bare) else ""


# --- what a sheet shows ----------------------------------------------------------------------------------


def _shown_cells(sheet: Sheet) -> tuple[list[SheetCell], int]:
    """The filled cells with their spans, and how many are in hidden rows or columns."""
    spans = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    found, hidden = [], 0
    for (row, column), cell in sheet.cells.items():
        bottom, right = spans.get((row, column), (row, column))
        if cell.across and (row, column) not in spans:
            right = _end_of_words(sheet, row, column)
        top, left = _first_shown(sheet, row, column, bottom, right)
        if top is None or left is None:
            hidden += 1
            continue
        span = (max(bottom - top, 0) + 1, max(right - left, 0) + 1)
        found.append(SheetCell(top, left, cell.text, Place(), *span))
    return found, hidden


def _end_of_words(sheet: Sheet, row: int, column: int) -> int:
    """The last blank cell that words centred over several cells go over."""
    while (row, column + 1) in sheet.across:
        column += 1
    return column


def _first_shown(
    sheet: Sheet, row: int, column: int, bottom: int, right: int
) -> tuple[int | None, int | None]:
    """Where a cell begins that may be merged with further ones, hidden rows and columns left out; None if nowhere."""
    while row in sheet.hidden_rows:
        row += 1
    while hidden := next((last for first, last in sheet.hidden_columns if first <= column <= last), None):
        column = hidden + 1
    return (row if row <= bottom else None), (column if column <= right else None)
