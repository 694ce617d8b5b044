"""The functions of pdfium that are called for every letter and every shape, in the form that costs least.

The ordinary bindings let other threads run during each call and turn every handle into an object, which takes longer
than the call itself. Handles and places in memory are plain numbers here; 0 or None is no handle.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2  # noqa: F401 - starts the library
import pypdfium2.raw as pdfium

_PLAIN = (ctypes.c_int, ctypes.c_uint, ctypes.c_ulong, ctypes.c_float, ctypes.c_double)


def address(handle: Any) -> int:
    """The number of a handle that the ordinary bindings gave; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


#: An address as the functions below take it at once; a c_void_p would be turned into this at every call.
place: Callable[[int], Any] = ctypes.c_void_p.from_param


def _quick(function: Any) -> Callable[..., Any]:
    result, *taken = (
        kind if kind in _PLAIN else ctypes.c_void_p for kind in (function.restype, *function.argtypes)
    )
    return ctypes.PYFUNCTYPE(result, *taken)(address(function))


def _bare(function: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result)(address(function))


#: Those called most take their arguments as they are: handles and places by `place`, an index as a number.
box_of_letter = _bare(pdfium.FPDFText_GetLooseCharBox)
piece_of_letter = _bare(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
matrix_of_letter = _bare(pdfium.FPDFText_GetMatrix)
origin_of_letter = _bare(pdfium.FPDFText_GetCharOrigin)
font_size_of_letter = _bare(pdfium.FPDFText_GetFontSize, ctypes.c_double)

object_on_page = _bare(pdfium.FPDFPage_GetObject, ctypes.c_void_p)
object_in_form = _bare(pdfium.FPDFFormObj_GetObject, ctypes.c_void_p)
kind_of = _bare(pdfium.FPDFPageObj_GetType)
bounds_of = _bare(pdfium.FPDFPageObj_GetBounds)
matrix_of = _bare(pdfium.FPDFPageObj_GetMatrix)
draw_mode_of = _bare(pdfium.FPDFPath_GetDrawMode)
count_segments = _bare(pdfium.FPDFPath_CountSegments)
segment_of = _bare(pdfium.FPDFPath_GetPathSegment, ctypes.c_void_p)
point_of = _bare(pdfium.FPDFPathSegment_GetPoint)
kind_of_segment = _bare(pdfium.FPDFPathSegment_GetType)
closes = _bare(pdfium.FPDFPathSegment_GetClose)

code_of_letter = _quick(pdfium.FPDFText_GetUnicode)
has_no_meaning = _quick(pdfium.FPDFText_HasUnicodeMapError)
