"""The second, independent reading of PDF pages, with pdfplumber: where the first is in doubt, and as its measure in tests.

It reads text that pdfium finds no meaning for, and finds tables in its own way; it takes about ten times as long.
"""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Self

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from builder.documents.lattice import Box, Rule
from builder.documents.layout import Glyph
from builder.documents.paper import Paper
from builder.documents.printed_pages import Frame, PrintedPage, most_common
from builder.documents.rules import rules_of
from builder.model import Cell, Grid, Place

# What the library says of each damaged object is for programmers.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

#: A letter whose writing direction is off by more than this share is turned, not slanted.
_TURN = 0.35
#: A grid that the library finds is a table from this many cells on.
_FEWEST_CELLS = 4
_EDGES = ("x0", "top", "x1", "bottom")

#: What the library lets through on a damaged file, its own errors first.
LIBRARY_ERRORS = (
    PdfminerException, MalformedPDFException, PDFException, PSException, LookupError, TypeError, ValueError,
    AttributeError, AssertionError, OverflowError, struct.error, zlib.error, RecursionError,
)  # fmt: skip


class PdfplumberFile:
    """An open file; to be closed by `with`. Everything may raise one of LIBRARY_ERRORS."""

    def __init__(self, data: bytes) -> None:
        self._pdf = pdfplumber.open(io.BytesIO(data))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(*LIBRARY_ERRORS):  # it looks at every page again to close them
            self._pdf.close()

    def __len__(self) -> int:
        return len(self._pdf.pages)

    def page(self, number: int, *, own_tables: bool = False) -> PrintedPage:
        """One page, counted from 1; with `own_tables` the tables as the library itself finds them."""
        page = self._pdf.pages[number - 1]
        try:
            return _printed(page, number, own_tables)
        finally:
            page.close()


def is_password(error: BaseException) -> bool:
    """Whether the library failed for want of a password."""
    return any(isinstance(part, PDFPasswordIncorrect) for part in (error, *error.args, error.__cause__))


def _printed(page: Any, number: int, own_tables: bool) -> PrintedPage:
    left, top, right, bottom = (float(edge) for edge in page.cropbox)
    straight = Frame(1, 0, 0, 1, -left, -top, right - left, bottom - top)
    frames = [straight.turned(quarters) for quarters in range(4)]
    glyphs: list[list[Glyph]] = [[], [], [], []]
    for char in page.chars:
        _place(char, page, frames, glyphs)
    quarters = most_common(map(len, glyphs))
    frame = frames[quarters]
    return PrintedPage(
        number,
        frame.width,
        frame.height,
        glyphs[quarters],
        list(_rules(page, frame)),
        [frame.box(*(float(image[key]) for key in _EDGES)) for image in page.images],
        len(page.curves),
        _tables(page, Paper(number, frame.width, frame.height), frame)
        if own_tables and not quarters
        else None,
        turned=quarters,
    )


def _place(char: Mapping[str, Any], page: Any, frames: list[Frame], glyphs: list[list[Glyph]]) -> None:
    """Put a letter with those that stand like it; a slanted one, such as a watermark's, with none."""
    text = str(char["text"])
    if text.isspace():
        return
    a, b, _, _, x, y = (float(part) for part in char["matrix"])
    for quarters, frame in enumerate(frames):
        along, off = frame.direction(a, -b)  # the library's matrix counts upwards, its boxes downwards
        if along > 0 and abs(off) <= _TURN * along:
            box = frame.box(*(float(char[key]) for key in _EDGES))
            origin = float(page.mediabox[0]) + x, float(page.mediabox[1]) + float(page.height) - y
            baseline = frame.point(*origin)[1]
            glyphs[quarters].append(Glyph.on_baseline(text, box.x0, box.x1, baseline, box.bottom - box.top))


def _rules(page: Any, frame: Frame) -> Iterator[Rule]:
    for shape in (*page.lines, *page.rects, *page.curves):
        points = [frame.point(float(x), float(y)) for x, y in shape["pts"]]
        if points:
            yield from rules_of(points, outlined=bool(shape.get("stroke")))


def _tables(page: Any, paper: Paper, frame: Frame) -> list[tuple[Box, Grid]]:
    """The tables as pdfplumber finds and reads them, with spans from the boxes of their cells."""
    found = []
    clean = page.dedupe_chars(tolerance=1)
    bands: dict[
        tuple[float, float], Any
    ] = {}  # what stands at the height of a row: a crop looks at all that is there
    for table in clean.find_tables():
        xs = sorted({x for cell in table.cells for x in (cell[0], cell[2])})
        ys = sorted({y for cell in table.cells for y in (cell[1], cell[3])})
        cells = tuple(
            Cell(
                text=_band(clean, cell, bands).crop(cell, strict=False).extract_text() or "",
                row=ys.index(cell[1]),
                column=xs.index(cell[0]),
                place=_place_of(cell, paper, frame),
                row_span=ys.index(cell[3]) - ys.index(cell[1]),
                column_span=xs.index(cell[2]) - xs.index(cell[0]),
            )
            for cell in table.cells
        )
        if len(cells) >= _FEWEST_CELLS:
            found.append((frame.box(*table.bbox), Grid(cells, paper.place, exact=True)))
    return found


def _band(page: Any, cell: tuple[float, float, float, float], bands: dict[tuple[float, float], Any]) -> Any:
    """The page cropped to the height of a cell, made once for all cells of that height."""
    _, top, _, bottom = cell
    if (top, bottom) not in bands:
        left, _, right, _ = page.bbox
        bands[top, bottom] = page.crop((min(left, cell[0]), top, max(right, cell[2]), bottom), strict=False)
    return bands[top, bottom]


def _place_of(cell: tuple[float, float, float, float], paper: Paper, frame: Frame) -> Place:
    box = frame.box(*cell)
    return paper.at(box.x0, box.top, box.x1, box.bottom)
