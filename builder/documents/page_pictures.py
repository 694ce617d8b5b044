"""Pages of a PDF → small pictures to look at, as a viewer shows them, or turned so that their print stands upright."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2 as pdfium
from PIL import Image

#: What the pictures depend on beside the file: change it when they come out otherwise.
VERSION = "1"
#: Small print is legible at this resolution, and a page of tables is as large as a photograph for a web page.
_DPI, _POINTS = 110, 72
#: No picture is longer than this, however large its page.
_LONGEST = 2400
#: Print on paper needs no more greys than these, which take half a byte each.
_GREYS = 16
_TO_GREY = [(value * (_GREYS - 1) + 127) // 255 for value in range(256)]
_PALETTE = [part for grey in range(_GREYS) for part in (grey * 255 // (_GREYS - 1),) * 3]


def draw_pages(data: bytes, wanted: Iterable[tuple[int, int]]) -> Iterator[tuple[int, bytes]]:
    """(page, PNG) for each wanted (page from 1, quarters to turn it anticlockwise) that can be drawn; grey."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return
    try:
        for number, turned in wanted:
            try:
                page = document[number - 1]
            except (pdfium.PdfiumError, IndexError):
                continue
            yield number, _png(_drawn(page, turned))
    finally:
        document.close()


def _drawn(page: Any, turned: int) -> Image.Image:
    scale = min(_DPI / _POINTS, _LONGEST / max(*page.get_size(), 1.0))
    drawn: Image.Image = page.render(scale=scale, grayscale=True, rotation=-90 * turned % 360).to_pil()
    return drawn.convert("L")


def _png(image: Image.Image) -> bytes:
    """Sixteen greys: nothing that depends on the day or the machine."""
    shades = Image.frombytes("P", image.size, image.point(_TO_GREY).tobytes())
    shades.putpalette(_PALETTE)
    out = io.BytesIO()
    shades.save(out, "PNG", bits=4)
    return out.getvalue()
