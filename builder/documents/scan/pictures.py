"""Pages as pictures: drawn from a PDF, or the pictures of a file; of a size that can be read and no larger."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from builder.documents.limits import Limits
from builder.errors import SourceError

if TYPE_CHECKING:
    from builder.documents.scan.paper import Pixels

POINTS = 72
#: Pages are read at their own resolution between these.
LEAST_DPI, MOST_DPI = 100, 300
#: A page without a picture of its own, such as one of outlines, is drawn at this resolution.
_DRAWN_DPI = 200
#: A page whose long side is not between these, in inches, says nothing of its resolution: it is taken for A4.
_SHORTEST, _LONGEST, _A4 = 5.0, 18.0, 11.69
#: No page may have more pixels than A3 at the highest resolution.
_MOST_PIXELS = 18_000_000
#: A picture over this share of a page is the page; text is hidden when more than this share of it is.
_COVERED, _HIDDEN = 0.5, 0.8
#: A picture file may not have more than this before it is made smaller.
_MOST_FILE_PIXELS = 120_000_000


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page's pixels, RGB or grey, and their resolution."""

    pixels: Pixels
    dpi: int


def draw_pages(data: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, PagePicture]]:
    """Pages of a PDF (from 1) as pictures, one at a time. Never from threads."""
    document = pdfium.PdfDocument(data)
    try:
        for number in numbers:
            page = document[number - 1]
            try:
                yield number, _drawn(page)
            finally:
                page.close()
    finally:
        document.close()


def _drawn(page: Any) -> PagePicture:
    """A PDF page as a picture, at the resolution of the largest picture on it."""
    width, height = page.get_size()
    long = max(width, height, 1.0)
    inches = long / POINTS if _SHORTEST <= long / POINTS <= _LONGEST else _A4
    dpi = _within(_own_dpi(page, long, inches) or _DRAWN_DPI, width * height * (inches / long) ** 2)
    scale = dpi * inches / long
    pixels = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False).to_numpy()
    grey = pixels.ndim == 2 or pixels.shape[2] == 1
    import numpy as np  # only where a page is a picture: it takes the room of many pages of text

    own: Pixels = np.ascontiguousarray(pixels if grey else pixels[..., :3])
    return PagePicture(own.reshape(own.shape[:2]) if grey else own, dpi)


def _own_dpi(page: Any, long: float, inches: float) -> int:
    """The resolution of the picture that fills most of the page; 0 when it has none."""
    best, dpi = 0.0, 0
    for item in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = item.get_bounds()
        across, down = item.get_px_size()
        area = (right - left) * (top - bottom)
        if area > best:
            points = max(right - left, top - bottom)
            best, dpi = area, round(max(across, down) * long / inches / max(points, 1.0))
    return dpi


def _within(dpi: int, square_inches: float) -> int:
    """A resolution that can be read and that the page's size allows."""
    most = int((_MOST_PIXELS / max(square_inches, 1.0)) ** 0.5)
    return max(min(dpi, MOST_DPI, most), min(LEAST_DPI, most), 1)


def has_hidden_text(data: bytes, number: int) -> bool:
    """Whether the text of a PDF page (from 1) is not seen on it: what a scanner recognised, under its picture."""
    document = pdfium.PdfDocument(data)
    try:
        page = document[number - 1]
        objects = list(page.get_objects(max_depth=1))
        cover = max((n for n, item in enumerate(objects) if _covers(item, page)), default=-1)
        texts = [n for n, item in enumerate(objects) if item.type == pdfium.raw.FPDF_PAGEOBJ_TEXT]
        hidden = [n for n in texts if n < cover or _is_invisible(objects[n])]
        return len(hidden) > _HIDDEN * len(texts)
    finally:
        document.close()


def _covers(item: Any, page: Any) -> bool:
    if item.type != pdfium.raw.FPDF_PAGEOBJ_IMAGE:
        return False
    left, bottom, right, top = item.get_bounds()
    width, height = page.get_size()
    return bool((right - left) * (top - bottom) > _COVERED * width * height)


def _is_invisible(text: Any) -> bool:
    mode = pdfium.raw.FPDFTextObj_GetTextRenderMode(text)
    return bool(mode == pdfium.raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def pictures_of(data: bytes, name: str, limits: Limits) -> Iterator[PagePicture]:
    """The pictures of a picture file, each as a page. Raises SourceError for a damaged or too large one."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                if number > limits.scanned_pages:
                    raise too_many_pages(number, limits.scanned_pages, name)
                if frame.width * frame.height > _MOST_FILE_PIXELS:
                    raise _too_large(frame.size, name, number)
                yield _as_page(ImageOps.exif_transpose(frame))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise SourceError(
            "图片已损坏，读不出来；请换原文件",
            f"the picture is damaged ({type(error).__name__}); supply the original",
            source=name,
        ) from error


def _as_page(image: Image.Image) -> PagePicture:
    """What a picture file says of its resolution is believed only when the page then has a page's size."""
    told = image.info.get("dpi", (0, 0))[0]
    long = max(image.size)
    inches = long / told if told and _SHORTEST <= long / told <= _LONGEST else _A4
    import numpy as np

    own = long / inches
    dpi = _within(round(own), image.width * image.height / own**2)
    if dpi < own:
        size = max(round(image.width * dpi / own), 1), max(round(image.height * dpi / own), 1)
        image = image.resize(size, Image.Resampling.LANCZOS)
    else:
        dpi = max(round(own), 1)
    return PagePicture(np.asarray(_on_white(image)), dpi)


def _on_white(image: Image.Image) -> Image.Image:
    """Grey or RGB; what lets light through lies on white paper."""
    if image.mode in {"1", "L", "I;16", "I"}:
        return image.convert("L")
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    return image.convert("RGB")


def _too_large(size: Sequence[int], name: str, number: int) -> SourceError:
    return SourceError(
        f"图片太大（{size[0]}×{size[1]} 像素），拒绝读取；请缩小到 300 dpi",
        f"the picture is too large ({size[0]}×{size[1]} pixels); make it 300 dpi",
        source=name,
        place=f"第 {number} 页",
    )


def too_many_pages(pages: int, most: int, name: str) -> SourceError:
    return SourceError(
        f"需要识别的页数超过上限 {most} 页，拒绝读取；确要读它，请调高上限",
        f"{pages} pages or more to recognise, more than the limit of {most}; raise the limit to read it",
        source=name,
    )
