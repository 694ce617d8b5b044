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


def _quick(function: Any) -> Callable[..., Any]:
    result, *taken = (
        kind if kind in _PLAIN else ctypes.c_void_p for kind in (function.restype, *function.argtypes)
    )
    return ctypes.PYFUNCTYPE(result, *taken)(address(function))


#: Those called most take their arguments as they are: handles and places as c_void_p, an index as a number.
box_of_letter = ctypes.PYFUNCTYPE(ctypes.c_int)(address(pdfium.FPDFText_GetLooseCharBox))
piece_of_letter = ctypes.PYFUNCTYPE(ctypes.c_void_p)(address(pdfium.FPDFText_GetTextObject))
object_on_page = ctypes.PYFUNCTYPE(ctypes.c_void_p)(address(pdfium.FPDFPage_GetObject))
object_in_form = ctypes.PYFUNCTYPE(ctypes.c_void_p)(address(pdfium.FPDFFormObj_GetObject))

matrix_of_letter = _quick(pdfium.FPDFText_GetMatrix)
origin_of_letter = _quick(pdfium.FPDFText_GetCharOrigin)
font_size_of_letter = _quick(pdfium.FPDFText_GetFontSize)
code_of_letter = _quick(pdfium.FPDFText_GetUnicode)
has_no_meaning = _quick(pdfium.FPDFText_HasUnicodeMapError)

kind_of = _quick(pdfium.FPDFPageObj_GetType)
bounds_of = _quick(pdfium.FPDFPageObj_GetBounds)
matrix_of = _quick(pdfium.FPDFPageObj_GetMatrix)
draw_mode_of = _quick(pdfium.FPDFPath_GetDrawMode)
count_segments = _quick(pdfium.FPDFPath_CountSegments)
segment_of = _quick(pdfium.FPDFPath_GetPathSegment)
point_of = _quick(pdfium.FPDFPathSegment_GetPoint)
kind_of_segment = _quick(pdfium.FPDFPathSegment_GetType)
closes = _quick(pdfium.FPDFPathSegment_GetClose)
