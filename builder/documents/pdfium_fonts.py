"""What stands for the fonts that a PDF names but does not hold: while it is read, one font whose letters are all one box.

Such a file tells the widths of its letters itself; all that is missing is how they look, which no reading asks. The
library would look for a font on the machine: where there is none for Chinese it loses letters that stand alone, and
where there is one it draws every letter only to measure it, which takes longer than all the rest, and what comes out
depends on the machine. Pages that are drawn still find the machine's fonts.
"""

# ruff: noqa: N802 - the library names the questions

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

#: Units of the font to the size of a letter; the box is narrower than any letter and lower than any line.
_SIZE, _WIDE, _HIGH = 1000, 400, 700
_CHARSETS = frozenset(
    {
        raw.FXFONT_GB2312_CHARSET, raw.FXFONT_CHINESEBIG5_CHARSET,
        raw.FXFONT_SHIFTJIS_CHARSET, raw.FXFONT_HANGEUL_CHARSET,
    }
)  # fmt: skip
_NAME = b"Boxes\0"
_HANDLE = 1


@contextmanager
def boxes_for_letters() -> Iterator[None]:
    """For the time of a block of code the box stands for every letter whose font a file does not hold."""
    before, _Fonts.wanted = _Fonts.wanted, True
    try:
        yield
    finally:
        _Fonts.wanted = before


def _font() -> bytes:
    """A TrueType font of two glyphs, both the box, and every character is the second."""
    glyph = struct.pack(
        ">5h2H4B8h", 1, 0, 0, _WIDE, _HIGH, 3, 0, 1, 1, 1, 1, 0, _WIDE, 0, -_WIDE, 0, 0, _HIGH, 0
    )
    glyph += bytes(-len(glyph) % 4)
    every = struct.pack(">2H3I3I", 13, 0, 28, 0, 1, 0, 0x10FFFF, 1)  # many characters, one glyph
    tables = {
        b"cmap": struct.pack(">4HI", 0, 1, 3, 10, 12) + every,
        b"glyf": 2 * glyph,
        b"head": struct.pack(
            ">4I2H2q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _SIZE, 0, 0, 0, 0, _WIDE, _HIGH, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, 880, -120, 0, _WIDE, 0, 0, _WIDE, 1, *(7 * [0]), 1),
        b"hmtx": struct.pack(">H2h", _WIDE, 0, 0),
        b"loca": struct.pack(">3I", 0, len(glyph), 2 * len(glyph)),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, *(8 * [0])),
    }  # fmt: skip
    listed, held = b"", b""
    begin = 12 + 16 * len(tables)
    for name, table in tables.items():
        listed += struct.pack(">4s3I", name, 0, begin + len(held), len(table))  # nobody checks the sum
        held += table + bytes(-len(table) % 4)
    return struct.pack(">I4H", 0x10000, len(tables), 0, 0, 0) + listed + held


_FONT = _font()


class _Fonts(pdfium.PdfSysfontBase):  # type: ignore[misc]
    """Answers the library's questions for a font; those for fonts of the machine are passed on."""

    wanted = False

    def MapFont(
        self, _: Any, weight: int, slant: int, charset: int, pitch: int, face: Any, exact: Any
    ) -> Any:
        if not self.wanted:
            return super().MapFont(_, weight, slant, charset, pitch, face, exact)
        return _HANDLE if charset in _CHARSETS else None

    def GetFontData(self, _: Any, font: int, table: int, place: Any, size: int) -> int:
        if font != _HANDLE:
            return int(super().GetFontData(_, font, table, place, size))
        return 0 if table else _put(_FONT, place, size)

    def GetFaceName(self, _: Any, font: int, place: Any, size: int) -> int:
        return _put(_NAME, place, size) if font == _HANDLE else int(super().GetFaceName(_, font, place, size))

    def GetFontCharset(self, _: Any, font: int) -> int:
        return raw.FXFONT_GB2312_CHARSET if font == _HANDLE else int(super().GetFontCharset(_, font))

    def DeleteFont(self, _: Any, font: int) -> None:
        if font != _HANDLE:
            super().DeleteFont(_, font)


def _put(what: bytes, place: Any, size: int) -> int:
    """Copy it if there is room; how long it is."""
    if place and size >= len(what):
        ctypes.memmove(place, what, len(what))
    return len(what)


def _asked() -> _Fonts | None:
    """Whom the library asks from now on; None on a system where it knows of no fonts, and can be asked to use none."""
    try:
        fonts = _Fonts()
    except pdfium.PdfiumError:
        return None
    fonts.setup()
    return fonts


_FONTS = _asked()  # the library keeps no hold of it
