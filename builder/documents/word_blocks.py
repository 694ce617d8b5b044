"""Paragraphs and tables of a Word document → blocks with their places, and the transcript that the places count in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from builder.documents.grid_edges import part_captions
from builder.documents.limits import Limits
from builder.documents.word_edges import RawTable
from builder.documents.word_tables import Box, is_wrapper, lay_out
from builder.documents.word_text import Image, NoteMark, Paragraph
from builder.errors import SourceError
from builder.model import Block, Cell, Document, Grid, Line, Picture, Place
from builder.text import squeeze

#: A page holds no more paragraphs than this, so the limit on pages bounds the paragraphs.
_LINES_PER_PAGE = 100
#: A note to a title is printed under the table: words this short may still stand between the two.
_LONGEST_CAPTION = 48
#: What stands between two pieces of one table.
_AGAIN = re.compile(r"^[（(]?(?:接上[页表]|续上?表?)[)）]?$|单位[:：]|公开\d+表")
#: What the transcript shows where a picture stands.
PICTURE_LINE = "〔图片〕"

Item = Paragraph | RawTable


@dataclass(slots=True)
class Composer:
    """Takes paragraphs and tables in reading order. `embedded` reads a file inside the document, or gives None;
    `note` gives the paragraphs of a footnote."""

    source: str
    limits: Limits
    embedded: Callable[[str], Document | None]
    note: Callable[[NoteMark], Iterable[Paragraph]]
    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    images: dict[int, str] = field(
        default_factory=dict
    )  # line of the transcript → relationship of the picture
    _marks: list[NoteMark] = field(default_factory=list)  # of notes that the page prints further down
    _tables: int = 0
    _characters: int = 0

    def add(self, items: Iterable[Item]) -> None:
        """Append what the items print."""
        for item in items:
            if isinstance(item, Paragraph):
                self._add_paragraph(item)
            elif is_wrapper(item):
                for row in item.rows:
                    for cell in row:
                        if cell.merge != "continue":
                            self.add(cell.items)
            else:
                self._add_table(item)

    def finish(self) -> None:
        """Append the notes that are still open."""
        marks, self._marks = self._marks, []
        for mark in marks:
            for paragraph in self.note(mark):
                self._add_text(paragraph.number + paragraph.text)

    def add_document(self, inner: Document) -> None:
        """Append a file that stands inside this one, its places counted on."""
        base = len(self.lines)
        for line in inner.text_lines or ():
            self._say(line)
        self.blocks += [_moved(block, base) for block in inner.blocks]

    def _say(self, text: str) -> Place:
        """Write a line of the transcript; its place."""
        self.lines.append(text)
        self._characters += len(text)
        most = self.limits.pages * _LINES_PER_PAGE
        if len(self.lines) > most or self._characters > self.limits.text_mib * 1024 * 1024:
            raise SourceError(
                f"文档过长（超过 {most} 段或 {self.limits.text_mib} MB 文字），拒绝读取；确要读它，请调高上限",
                f"the document is too long (over {most} paragraphs or {self.limits.text_mib} MB of text);"
                " raise the limit to read it",
                source=self.source,
            )
        return Place(line=len(self.lines))

    def _add_paragraph(self, paragraph: Paragraph) -> None:
        if self._ends_table(paragraph):
            self.finish()
        text = paragraph.number
        for piece in paragraph.pieces:
            if isinstance(piece, str):
                text += piece
            elif isinstance(piece, Image):
                self._add_text(text)
                text = ""
                self._add_image(piece)
        self._add_text(text if text != paragraph.number else "")
        self._marks += [piece for piece in paragraph.pieces if isinstance(piece, NoteMark)]

    def _ends_table(self, paragraph: Paragraph) -> bool:
        """Whether no further piece of a table can follow behind these words."""
        text = squeeze(paragraph.text)
        behind = bool(self.blocks) and isinstance(self.blocks[-1], Grid)
        return len(text) > _LONGEST_CAPTION or (behind and bool(text) and not _AGAIN.search(text))

    def _add_text(self, text: str) -> None:
        for line in text.split("\n"):
            if squeeze(line):
                plain = line.strip()
                self.blocks.append(Line(plain.replace("\t", " "), self._say(plain)))

    def _add_image(self, image: Image) -> None:
        inner = self.embedded(image.object_id) if image.object_id else None
        if inner is not None and any(isinstance(block, Grid) for block in inner.blocks):
            self.add_document(inner)
            return
        place = self._say(PICTURE_LINE)
        self.images[place.line or 0] = image.relation
        self.blocks.append(Picture(place))

    def _add_table(self, table: RawTable) -> None:
        layout = lay_out(table)
        boxes = layout.boxes
        self._tables += 1
        rows: list[list[Box]] = [[] for _ in range(max(int(box.bottom) for box in boxes))]
        for box in boxes:
            rows[int(box.top)].append(box)
        spanned = sum((box.bottom - box.top) * (box.right - box.left) for box in boxes)
        if spanned > self.limits.cells:
            raise SourceError(
                f"第 {self._tables} 个表格超过 {self.limits.cells} 格，拒绝读取；确要读它，请调高上限",
                f"table {self._tables} has more than {self.limits.cells} cells; raise the limit to read it",
                source=self.source,
            )
        cells: list[Cell] = []
        for number, row in enumerate(rows):
            row.sort(key=lambda box: box.left)
            texts = [_cell_text(box.paragraphs) for box in row]
            place = self._say("\t".join(" ".join(text.split()) for text in texts))
            place = replace(place, label=f"第 {self._tables} 个表格第 {number + 1} 行")
            cells += [_cell(box, text, place) for box, text in zip(row, texts, strict=True)]
        if any(squeeze(cell.text) for cell in cells):
            self.blocks += part_captions(Grid(tuple(cells), cells[0].place, exact=True), layout.skipped)
        self._add_loose(boxes)

    def _add_loose(self, boxes: Sequence[Box]) -> None:
        """Pictures and notes inside a table stand behind it."""
        for box in boxes:
            for paragraph in box.paragraphs:
                for piece in paragraph.pieces:
                    if isinstance(piece, Image):
                        self._add_image(piece)
                self._marks += [piece for piece in paragraph.pieces if isinstance(piece, NoteMark)]


def _cell_text(paragraphs: Sequence[Paragraph]) -> str:
    texts = ((each.number + each.text).replace("\t", " ").strip() for each in paragraphs)
    return "\n".join(texts).strip("\n")


def _cell(box: Box, text: str, place: Place) -> Cell:
    rows, columns = int(box.bottom - box.top), int(box.right - box.left)
    return Cell(text, int(box.top), int(box.left), place, row_span=rows, column_span=columns)


def _moved(block: Block, lines: int) -> Block:
    place = _moved_place(block.place, lines)
    if isinstance(block, Grid):
        cells = tuple(replace(cell, place=_moved_place(cell.place, lines)) for cell in block.cells)
        return replace(block, place=place, cells=cells)
    return replace(block, place=place)


def _moved_place(place: Place, lines: int) -> Place:
    return replace(place, line=(place.line or 1) + lines, page=None)
