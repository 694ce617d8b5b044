"""The pages of a made report and the pen on them: orientation, rotation, footers, watermarks, prose.

It knows no domain word. A page marked /Rotate is drawn sideways, so that it displays upright.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from builder.typeset.cells import Align
from builder.typeset.fonts import FALLBACK_FONT, wrap
from builder.typeset.generate.axes import MadeLayout
from builder.typeset.layout import A4_LONG, A4_SHORT

MARGIN = 54.0
LEADING = 1.7
FOOTER_Y = 30.0
UNDER_TABLE = 22.0
BOLD_SHIFT = 0.35

FOOTERS = {
    "none": "",
    "number": "{page}",
    "dashes": "— {page} —",
    "of_pages": "第{page}页　共{pages}页",
    "named": "{name}　{page}",
}


#: Makes what the pages are drawn on, called like `Canvas` itself.
CanvasMaker = Callable[..., Canvas]


@dataclass(frozen=True)
class Mark:
    """A title for the contents, and its page."""

    title: str
    page: int


class Paper:
    """A PDF in the making, and the place on its page where the next thing goes."""

    def __init__(self, layout: MadeLayout, name: str, pages: int, canvas: CanvasMaker = Canvas) -> None:
        """Open a PDF whose bytes depend on nothing but what is drawn; `pages` is for the footers."""
        pdfmetrics.registerFont(UnicodeCIDFont(FALLBACK_FONT))
        self.stream = BytesIO()
        self.canvas = canvas(self.stream, pagesize=(A4_SHORT, A4_LONG), invariant=1)
        self.layout = layout
        self.name = name
        self.pages = pages
        self.page = 0
        self.marks: list[Mark] = []
        self.width, self.height = A4_SHORT, A4_LONG
        self.y = 0.0
        self.table_end: float | None = None
        self._sideways = self._landscape = False

    @property
    def left(self) -> float:
        """Give the left edge of the text."""
        return MARGIN

    @property
    def right(self) -> float:
        """Give the right edge of the text."""
        return self.width - MARGIN

    @property
    def room(self) -> float:
        """Give the height left on the page."""
        return self.y - MARGIN

    def start_page(self, *, landscape: bool = False, sideways: bool = False) -> None:
        """Finish the page at hand and begin a new one; a sideways one is stored upright and rotated."""
        self._end_page()
        self.page += 1
        self._landscape, self._sideways = landscape, sideways
        self.width, self.height = (A4_LONG, A4_SHORT) if landscape else (A4_SHORT, A4_LONG)
        self.canvas.setPageSize((self.width, self.height))  # as it displays; turned by the rotation
        self.canvas.setPageRotation(90 if sideways else 0)
        if sideways:
            self.canvas.transform(0, 1, -1, 0, self.height, 0)
        self.y = self.height - MARGIN
        self.table_end = None
        if self.layout["watermark"] == "light":
            self._draw_watermark()

    def next_page(self) -> None:
        """Begin a page like the one at hand."""
        self.start_page(landscape=self._landscape, sideways=self._sideways)

    def finish(self) -> bytes:
        """Give the bytes of the PDF."""
        self._end_page()
        self.canvas.save()
        return self.stream.getvalue()

    def _end_page(self) -> None:
        if not self.page:
            return
        footer = FOOTERS[self.layout["footer"]].format(page=self.page, pages=self.pages, name=self.name)
        y = FOOTER_Y
        if self.layout["footer_place"] == "under_table" and self.table_end is not None:
            y = max(FOOTER_Y, self.table_end - UNDER_TABLE)
        self.text(self.width / 2, y, footer, 8.5, "centre")
        self.canvas.showPage()

    def _draw_watermark(self) -> None:
        self.canvas.saveState()
        self.canvas.setFillGray(0.88)
        self.canvas.translate(self.width / 2, self.height / 2)
        self.canvas.rotate(40)
        self.canvas.setFont(FALLBACK_FONT, 64)
        self.canvas.drawCentredString(0, 0, "公开文本")
        self.canvas.restoreState()

    def text(
        self, x: float, y: float, text: str, size: float, align: Align = "left", *, bold: bool = False
    ) -> None:
        """Draw one line of text at, around or before `x`; a bold one twice, where the layout does so."""
        if not text:
            return
        shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * text_width(text, size)
        self.canvas.setFont(FALLBACK_FONT, size)
        self.canvas.drawString(x - shift, y, text)
        if bold and self.layout["bold"] == "twice":
            self.canvas.drawString(x - shift + BOLD_SHIFT, y, text)

    def line(
        self, text: str, size: float, align: Align = "left", *, indent: float = 0.0, bold: bool = False
    ) -> None:
        """Write one line and go down; a new page where none is left."""
        if self.room < size * LEADING:
            self.next_page()
        self.y -= size * LEADING
        x = {"left": self.left + indent, "centre": self.width / 2, "right": self.right}[align]
        self.text(x, self.y, text, size, align, bold=bold)

    def heading(self, text: str, size: float, align: Align = "left", *, keep: float = 60.0) -> None:
        """Write a heading that stays with what is under it, and remember it for the contents."""
        if self.room < keep:
            self.next_page()
        self.marks.append(Mark(text, self.page))
        for piece in break_lines(text, self.right - self.left, size):
            self.line(piece, size, align, bold=True)


def break_lines(text: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """Break a text into lines that fill a width as a word processor fills it; `indent` is in ems."""
    return wrap(text, width / size, indent, lambda part: text_width(part, 1.0))


@lru_cache(maxsize=100_000)  # reports say the same words again and again
def text_width(text: str, size: float) -> float:
    """Measure a text as it is drawn."""
    return float(pdfmetrics.stringWidth(text, FALLBACK_FONT, size))


def register() -> None:
    """Make the font known before anything is measured."""
    pdfmetrics.registerFont(UnicodeCIDFont(FALLBACK_FONT))
