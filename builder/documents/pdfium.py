"""The first reading of PDF pages, with pdfium: letters by their baselines, ruling lines, pictures. Never from threads.

pdfium's own order of the text, its lines and spaces are not used: where letters stand decides.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from math import hypot, nan
from struct import Struct
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from builder.documents import pdfium_calls as calls
from builder.documents.layout import Glyph
from builder.documents.pdfium_fonts import boxes_for_letters
from builder.documents.pdfium_shapes import read_shapes
from builder.documents.printed_pages import Frame, PrintedPage, most_common

#: A letter whose writing direction is off by more than this share is turned, not slanted.
_TURN = 0.35
#: Letters of a row whose boxes have the same foot differ less at the head than by this share of their size.
_REACH = 0.3
#: What the library puts for a hyphen that ends a line.
_HYPHEN = "\x02"
_BOX, _MATRIX, _POINT = Struct("4f"), Struct("6f"), Struct("2d")


class PdfiumError(Exception):
    """The library cannot open a file or a page."""


class PasswordError(PdfiumError):
    """The file opens only with a password."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page, and how many of its letters have no meaning that the file tells."""

    page: PrintedPage
    undecoded: int


class PdfiumFile:
    """An open file; to be closed by `with`. `len` counts the pages that the file says it has.

    Raises PdfiumError when it cannot be opened, PasswordError when only for want of a password.
    """

    def __init__(self, data: bytes) -> None:
        self._fonts = boxes_for_letters()
        self._data = data  # the library reads from it until the file is closed
        self._document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._document:
            wanted = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
            raise (PasswordError if wanted else PdfiumError)("cannot be opened")

    def __enter__(self) -> PdfiumFile:
        self._fonts.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._fonts.__exit__(None, None, None)
        pdfium.FPDF_CloseDocument(self._document)

    def __len__(self) -> int:
        return max(int(pdfium.FPDF_GetPageCount(self._document)), 0)

    def page(self, number: int, most_characters: int, too_many: Callable[[int], Exception]) -> SeenPage:
        """One page, counted from 1. Raises PdfiumError when it cannot be opened, `too_many` of more characters."""
        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        if not page:
            raise PdfiumError(f"page {number} cannot be opened")
        try:
            text = pdfium.FPDFText_LoadPage(page)
            if not text:
                raise PdfiumError(f"the text of page {number} cannot be opened")
            try:
                count = int(pdfium.FPDFText_CountChars(text))
                if count > most_characters:
                    raise too_many(count)
                return _seen(page, text, max(count, 0), number)
            finally:
                pdfium.FPDFText_ClosePage(text)
        finally:
            pdfium.FPDF_ClosePage(page)


def opens(data: bytes) -> bool:
    """Whether the file opens at all and has a page, or would with its password."""
    try:
        with PdfiumFile(data) as file:
            return len(file) > 0
    except PasswordError:
        return True
    except PdfiumError:
        return False


def _seen(page: Any, text: Any, count: int, number: int) -> SeenPage:
    frames = [_frame(page).turned(quarters) for quarters in range(4)]
    letters = _Letters(text, frames)
    letters.read(count)
    quarters = most_common(map(len, letters.glyphs))
    frame = frames[quarters]
    objects = pdfium.FPDFPage_CountObjects(page)
    rules, pictures, outlines = read_shapes(calls.address(page), objects, frame)
    glyphs = letters.glyphs[quarters]
    seen = PrintedPage(number, frame.width, frame.height, glyphs, rules, pictures, outlines, turned=quarters)
    return SeenPage(seen, letters.undecoded)


def _frame(page: Any) -> Frame:
    """From the page's own space, y upwards, to the page as shown: its box from the top left, turned by /Rotate."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    left, top, right, bottom = _BOX.unpack(box)
    straight = Frame(1, 0, 0, -1, -left, top, right - left, top - bottom)
    # Turned by a quarter clockwise, what ran upwards runs from the left: as if read three quarters back.
    return straight.turned(-int(pdfium.FPDFPage_GetRotation(page)))


class _Row(NamedTuple):
    """What the letters of one row have in common; places are those in the frame that sets them upright."""

    low: float  # in the page's own space: the heads of its letters stand between `low` and `high`
    high: float
    is_level: bool  # in the page's own space
    quarters: int
    top: float
    bottom: float
    scale: float  # x = scale × the row's own coordinate + shift
    shift: float


class _Letters:
    """The letters of a page by the way they stand. A letter asks the library for its matrix only where a row begins."""

    def __init__(self, text: Any, frames: list[Frame]) -> None:
        self._text = calls.address(text)
        self._memory = bytearray(_MATRIX.size)
        at = ctypes.addressof(ctypes.c_char.from_buffer(self._memory))
        self._places = calls.place(self._text), calls.place(at), calls.place(at + 8)
        self._frames = frames
        self._ways: dict[tuple[float, ...], tuple[int, float] | None] = {}  # by what of a matrix is no place
        self.glyphs: list[list[Glyph]] = [[], [], [], []]
        self.undecoded = 0
        self._doubtful = False
        self._level: dict[float, _Row] = {}  # by the bottom of its letters
        self._upright: dict[float, _Row] = {}  # by their left

    def read(self, count: int) -> None:
        """Fill `glyphs`, by quarters that they are turned off, and count the letters without a meaning."""
        box_of, piece_of, unpack, new = (
            calls.box_of_letter, calls.piece_of_letter, _BOX.unpack, tuple.__new__,
        )  # fmt: skip
        text, memory = calls.place(self._text), bytearray(_BOX.size)
        at = calls.place(ctypes.addressof(ctypes.c_char.from_buffer(memory)))
        characters = _characters(self._text, count).replace(_HYPHEN, "-")
        foot, piece = nan, 0  # of the row at hand, which most letters go on with
        low, high, is_level, is_plain = 0.0, 0.0, True, False
        above, below, scale, shift, put = 0.0, 0.0, 1.0, 0.0, self.glyphs[0].append
        for index, char in enumerate(characters):
            if char.isspace() or not box_of(text, index, at):
                continue
            left, top, right, bottom = unpack(memory)
            if bottom != foot or not low < top < high:
                own = piece_of(text, index)
                if own != piece or not abs((bottom if is_level else left) - foot) < (high - low) / 2:
                    row, piece = self._row_of(index, left, top, right, bottom), own
                    if row is None:
                        foot = nan
                        continue
                    low, high, is_level, quarters, above, below, scale, shift = row
                    foot = bottom if is_level else left
                    is_plain = is_level and scale == 1 and not shift
                    put = self.glyphs[quarters].append
            if is_plain:
                put(new(Glyph, (char, left, right, above, below)))
                continue
            x0, x1 = (left, right) if is_level else (bottom, top)
            x0, x1 = scale * x0 + shift, scale * x1 + shift
            if x1 < x0:
                x0, x1 = x1, x0
            put(new(Glyph, (char, x0, x1, above, below)))
        if self._doubtful:
            shown = (index for index, char in enumerate(characters) if not char.isspace())
            self.undecoded = sum(calls.has_no_meaning(self._text, index) == 1 for index in shown)

    def _row_of(self, index: int, left: float, top: float, right: float, bottom: float) -> _Row | None:
        """The row that a letter with this box goes on with or begins; None for one that is slanted."""
        row = self._level.get(bottom)
        if row and row.low < top < row.high:
            return row
        row = self._upright.get(left)
        if row and row.low < right < row.high:
            return row
        row = self._begun(index, right, top)
        if row is None:
            return None
        self._doubtful = self._doubtful or calls.has_no_meaning(self._text, index) == 1
        if row.is_level:
            self._level[bottom] = row
        else:
            self._upright[left] = row
        return row

    def _begun(self, index: int, right: float, top: float) -> _Row | None:
        """The row that a letter begins; None for one that is slanted, such as a watermark's."""
        text, at, behind = self._places
        calls.matrix_of_letter(text, index, at)
        matrix = _MATRIX.unpack(self._memory)[:4]
        if matrix not in self._ways:
            self._ways[matrix] = self._way(*matrix)
        way = self._ways[matrix]
        if way is None:
            return None
        quarters, stretch = way
        frame = self._frames[quarters]
        calls.origin_of_letter(text, index, at, behind)
        x, y = _POINT.unpack_from(self._memory)
        size = abs(calls.font_size_of_letter(text, index)) * stretch
        is_level = abs(frame.a) > abs(frame.c)
        place = Glyph.on_baseline("", 0.0, 0.0, frame.b * x + frame.d * y + frame.f, size)
        far = top if is_level else right
        low, high = far - _REACH * size, far + _REACH * size
        scale = frame.a if is_level else frame.c
        return _Row(low, high, is_level, quarters, place.top, place.bottom, scale, frame.e)

    def _way(self, a: float, b: float, c: float, d: float) -> tuple[int, float] | None:
        """By how many quarters letters with this matrix are turned off, and how much higher it makes them."""
        for quarters, frame in enumerate(self._frames):
            along, off = frame.direction(a, b)
            if along > 0 and abs(off) <= _TURN * along:
                return quarters, hypot(c, d)
        return None


def _characters(text: int, count: int) -> str:
    """The characters by index: all at once where each takes one code unit, else one by one."""
    units = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(ctypes.cast(text, pdfium.FPDF_TEXTPAGE), 0, count, units)
    together = bytes(units)[: 2 * count].decode("utf-16-le", "replace").rstrip("\0")
    if len(together) == count and "\ufffd" not in together and "\ufffe" not in together:
        return together
    codes = (int(calls.code_of_letter(text, index)) for index in range(count))
    return "".join(
        chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes
    )
