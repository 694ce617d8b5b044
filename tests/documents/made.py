"""Small made-up documents: PDFs drawn with reportlab (built-in CJK font, no font file) and plain text."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from builder.documents.pdf import read_pdf
from builder.documents.plain_text import read_plain_text
from builder.model import Document, Grid, Line

_FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
Rows = Sequence[Sequence[str]]
Spans = Mapping[tuple[int, int], tuple[int, int]]


def word_table(rows: Rows) -> str:
    """Rows as a word processor's text prints them: a cell per line behind a tab, a blank line between rows."""
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows) + "\n\n"


def tab_table(rows: Rows) -> str:
    """Rows as a PDF's text prints them: a row per line, tabs between cells."""
    return "\n".join("\t".join(row) for row in rows) + "\n\n"


def text_document(text: str) -> Document:
    return read_plain_text(text.encode(), "made.txt")


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def texts(grid: Grid) -> list[list[str]]:
    """Cell texts by row, for comparing at a glance."""
    return [[cell.text for cell in row] for row in grid.rows()]


def columns(grid: Grid, row: int) -> list[tuple[str, int, int]]:
    """(text, first column, number of columns) of the cells of one row."""
    return [(cell.text, cell.column, cell.column_span) for cell in list(grid.rows())[row]]


@dataclass(frozen=True)
class Table:
    """A ruled table: how it is drawn is what the tests vary."""

    rows: Rows
    top: float = 100.0
    left: float = 60.0
    column: float = 90.0
    height: float = 24.0
    thin_rectangles: bool = False
    without: frozenset[str] = frozenset()  # outer rules left out: left, right, top, bottom
    spans: Spans = field(default_factory=dict)


class MadePdf:
    """Pages drawn from the top left corner, in points."""

    def __init__(self, password: str = "") -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
        self._out = io.BytesIO()
        encrypt: Any = StandardEncryption(password, canPrint=0) if password else None
        self.canvas = Canvas(self._out, pagesize=(WIDTH, HEIGHT), encrypt=encrypt, invariant=1)

    def text(self, x: float, top: float, text: str, size: float = 10.0) -> None:
        self.canvas.setFont(_FONT, size)
        self.canvas.drawString(x, HEIGHT - top - size, text)

    def paragraph(self, top: float, texts: Sequence[str], step: float = 16.0) -> None:
        for number, text in enumerate(texts):
            self.text(60, top + number * step, text)

    def white_rectangle(self, x: float, top: float, width: float, height: float) -> None:
        self.canvas.setFillColorRGB(1, 1, 1)
        self.canvas.rect(x, HEIGHT - top - height, width, height, stroke=0, fill=1)
        self.canvas.setFillColorRGB(0, 0, 0)

    def table(self, table: Table) -> None:
        covered = {
            (row + down, column + across)
            for (row, column), (rows, cells) in table.spans.items()
            for down in range(rows)
            for across in range(cells)
            if (down, across) != (0, 0)
        }
        for row, cells in enumerate(table.rows):
            for column, text in enumerate(cells):
                if (row, column) not in covered:
                    self._cell(table, row, column, text)

    def _cell(self, table: Table, row: int, column: int, text: str) -> None:
        down, across = table.spans.get((row, column), (1, 1))
        last_row, last_column = len(table.rows), max(len(cells) for cells in table.rows)
        x0, x1 = (table.left + table.column * number for number in (column, column + across))
        y0, y1 = (table.top + table.height * number for number in (row, row + down))
        edges = [
            ("top" if row == 0 else "", (x0, y0, x1, y0)),
            ("bottom" if row + down == last_row else "", (x0, y1, x1, y1)),
            ("left" if column == 0 else "", (x0, y0, x0, y1)),
            ("right" if column + across == last_column else "", (x1, y0, x1, y1)),
        ]
        for name, edge in edges:
            if name not in table.without:
                self._rule(*edge, thin_rectangle=table.thin_rectangles)
        for number, line in enumerate(text.split("\n")):
            self.text(x0 + 4, y0 + 2 + number * 10, line, size=9)

    def _rule(self, x0: float, y0: float, x1: float, y1: float, *, thin_rectangle: bool) -> None:
        if thin_rectangle:
            width, height = max(x1 - x0, 0.6), max(y1 - y0, 0.6)
            self.canvas.rect(x0, HEIGHT - y0 - height, width, height, stroke=0, fill=1)
        else:
            self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def next_page(self) -> None:
        self.canvas.showPage()

    def data(self) -> bytes:
        self.canvas.save()
        return self._out.getvalue()

    def document(self) -> Document:
        return read_pdf(self.data(), "made.pdf")
