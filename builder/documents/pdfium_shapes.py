"""What a PDF page draws beside its text, by pdfium: paths → ruling lines, images → their boxes. Forms are looked into."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from struct import Struct
from typing import Any

import pypdfium2.raw as pdfium

from builder.documents import pdfium_calls as calls
from builder.documents.lattice import Box, Rule
from builder.documents.printed_pages import Frame
from builder.documents.rules import rules_of, thin_rule

#: Forms within forms deeper than this, and more shapes than this on a page, are looked at no further.
_DEEPEST, _MOST_SHAPES = 12, 200_000
#: A path of this many points at most may be one rectangle: four corners, and back to the first.
_RECTANGLE = 5
_LINE = 2
_PATH, _IMAGE, _FORM = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
_FLOATS = Struct("6f")

_Points = list[tuple[float, float]]
_Matrix = tuple[float, float, float, float, float, float]


def read_shapes(page: int, count: int, frame: Frame) -> tuple[list[Rule], list[Box], int]:
    """The rules of a page, the boxes of its images, in the coordinates of the frame, and how many other paths it has.

    `page` is the address of the page's handle, `count` how many objects it has.
    """
    shapes = _Shapes()
    shapes.read(calls.object_on_page, calls.place(page), count, frame, 0)
    return shapes.rules, shapes.pictures, shapes.outlines


class _Shapes:
    """Collects from the objects of a page and of the forms on it."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.pictures: list[Box] = []
        self.outlines = 0
        self.left = _MOST_SHAPES
        self._memory = bytearray(_FLOATS.size)
        at = ctypes.addressof(ctypes.c_char.from_buffer(self._memory))
        self._places = tuple(calls.place(at + 4 * number) for number in range(4))

    def read(
        self,
        object_of: Callable[[Any, int], int],
        owner: Any,
        count: int,
        frame: Frame,
        depth: int,
    ) -> None:
        """Read `count` objects of a page or a form."""
        kind_of, place = calls.kind_of, calls.place
        for index in range(min(count, self.left)):
            address = object_of(owner, index)
            item = place(address)
            kind = kind_of(item)
            if kind == _PATH:
                self._read_path(item, frame)
            elif kind == _IMAGE:
                self.pictures.append(frame.box(*self._bounds(item)))
            elif kind == _FORM and depth < _DEEPEST:
                inside = pdfium.FPDFFormObj_CountObjects(ctypes.cast(address, pdfium.FPDF_PAGEOBJECT))
                within = frame.within(*self._matrix(item))
                self.read(calls.object_in_form, item, inside, within, depth + 1)
        self.left -= count

    def _read_path(self, path: Any, frame: Frame) -> None:
        first, second, *_ = self._places
        calls.draw_mode_of(path, first, second)
        filled, outlined = self._memory[0], self._memory[4]
        if not filled and not outlined:
            return
        count = calls.count_segments(path)
        if count <= _RECTANGLE and not outlined:  # its box says all; that of an outline is wider by the pen
            if rule := thin_rule(frame.box(*self._bounds(path))):
                self.rules.append(rule)
            return
        self.outlines += count > _RECTANGLE
        inner = frame.within(*self._matrix(path))
        part: _Points = []
        many = count > _LINE
        for index in range(min(count, self.left)):
            segment = calls.place(calls.segment_of(path, index))
            if many and part and calls.kind_of_segment(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                self.rules += rules_of(part, outlined=bool(outlined))
                part = []
            calls.point_of(segment, first, second)
            x, y, *_ = _FLOATS.unpack(self._memory)
            part.append(inner.point(x, y))
            if many and calls.closes(segment):
                part.append(part[0])
        if part:
            self.rules += rules_of(part, outlined=bool(outlined))

    def _bounds(self, item: Any) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in the space of the object's page or form."""
        calls.bounds_of(item, *self._places)
        left, bottom, right, top, *_ = _FLOATS.unpack(self._memory)
        return left, bottom, right, top

    def _matrix(self, item: Any) -> _Matrix:
        calls.matrix_of(item, self._places[0])
        a, b, c, d, e, f = _FLOATS.unpack(self._memory)
        return a, b, c, d, e, f
