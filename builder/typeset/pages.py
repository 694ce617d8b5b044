"""A pen that goes down the pages: headings, paragraphs, centred lines, page breaks, the footer of every page.

It knows no domain word. Titles that are marked come back as contents entries and as the PDF's bookmarks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from builder.typeset.cells import Align
from builder.typeset.fonts import wrap
from builder.typeset.layout import A4_LONG, A4_SHORT, Layout

LEADING = 1.65
FOOTER_SIZE = 8.0


@dataclass(frozen=True)
class Mark:
    """A title, how deep it stands (0 for a part), and the page it is on."""

    title: str
    level: int
    page: int


class Sheet:
    """The pages of one PDF in the making, and the place on the page where the next line goes."""

    def __init__(self, stream: BinaryIO, font: str, layout: Layout, title: str, footer: str) -> None:
        """Open a PDF whose bytes depend on nothing but what is drawn."""
        self.canvas = Canvas(stream, pagesize=(A4_SHORT, A4_LONG), invariant=1)
        self.canvas.setTitle(title)
        self.font = font
        self.layout = layout
        self.footer = footer
        self.page = 0
        self.marks: list[Mark] = []
        self.landscape = False
        self.width, self.height = A4_SHORT, A4_LONG
        self.y = 0.0

    @property
    def left(self) -> float:
        """Give the left edge of the text."""
        return self.layout.margin

    @property
    def right(self) -> float:
        """Give the right edge of the text."""
        return self.width - self.layout.margin

    @property
    def bottom(self) -> float:
        """Give the lowest place for text above the footer."""
        return self.layout.margin

    @property
    def room(self) -> float:
        """Give the height left on the page."""
        return self.y - self.bottom

    def start_page(self, landscape: bool = False) -> None:
        """Finish the page at hand, if any, and begin a new one."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.landscape = landscape
        self.width, self.height = (A4_LONG, A4_SHORT) if landscape else (A4_SHORT, A4_LONG)
        self.canvas.setPageSize((self.width, self.height))
        self.y = self.height - self.layout.margin
        self.draw_text(self.width / 2, 40, self.footer, FOOTER_SIZE, "centre")
        self.draw_text(self.width / 2, 27, f"第{self.page}页", FOOTER_SIZE, "centre")

    def next_page(self) -> None:
        """Begin a page of the same orientation."""
        self.start_page(self.landscape)

    def finish(self) -> None:
        """Write the PDF to its stream."""
        self.canvas.showPage()
        self.canvas.save()

    def draw_text(self, x: float, y: float, text: str, size: float, align: Align = "left") -> None:
        """Draw one line of text at, around or before `x`."""
        if not text:
            return
        width = pdfmetrics.stringWidth(text, self.font, size)
        shift = {"left": 0.0, "centre": width / 2, "right": width}[align]
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x - shift, y, text)

    def mark(self, title: str, level: int) -> None:
        """Remember a title for the contents, and bookmark it."""
        key = f"mark-{len(self.marks)}"
        self.marks.append(Mark(title, level, self.page))
        self.canvas.bookmarkHorizontalAbsolute(key, self.y + 20)
        self.canvas.addOutlineEntry(title, key, level)

    def line(self, text: str, size: float, align: Align = "left", indent: float = 0.0) -> None:
        """Write one line and go down; a new page where none is left."""
        if self.room < size * LEADING:
            self.next_page()
        self.y -= size * LEADING
        x = {"left": self.left + indent, "centre": self.width / 2, "right": self.right}[align]
        self.draw_text(x, self.y, text, size, align)

    def paragraph(self, text: str, size: float | None = None, indent: float = 2.0) -> None:
        """Write a paragraph with an indented first line (`indent` in ems)."""
        size = size or self.layout.body_size
        lines = wrap(text, (self.right - self.left) / size, indent)
        for number, line in enumerate(lines):
            self.line(line, size, indent=0.0 if number else indent * size)

    def heading(self, text: str, size: float, align: Align = "left", keep: float = 60.0) -> None:
        """Write a heading that stays with the first lines under it."""
        if self.room < keep:
            self.next_page()
        self.y -= size * 0.4
        for line in wrap(text, (self.right - self.left) / size):
            self.line(line, size, align)

    def skip(self, height: float) -> None:
        """Leave some height empty."""
        self.y -= height

    def picture(self, image: ImageReader, height: float) -> None:
        """Place a picture over the whole width; on a new page where it does not fit."""
        if self.room < height + 12:
            self.next_page()
        self.y -= height + 12
        self.canvas.drawImage(image, self.left, self.y, self.right - self.left, height)
