"""Files and pages as pictures → what they print, page by page, with everything marked as recognised.

Both readings of a page are made at once and the last file's are remembered: a second reading costs nothing. Nothing here
needs the optional parts until a page is really read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from builder.documents.allowance import need
from builder.documents.lattice import Box
from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.printed_pages import PrintedPage, blocks_of, lay_out
from builder.documents.scan.engine import missing, recognises
from builder.documents.scan.names import with_known_names
from builder.documents.scan.pictures import PagePicture, draw_pages, pictures_of
from builder.documents.whereabouts import reached
from builder.model import Block, Document, Grid, Line, Notice, Place

if TYPE_CHECKING:
    from builder.documents.scan.sheet import ReadSheet

#: A table has at least so many rules each way.
_TABLE_RULES = 3


@dataclass(frozen=True, slots=True)
class Region:
    """A picture on a PDF page (from 1): shares of the page's width and height from its top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @classmethod
    def of(cls, page: PrintedPage, box: Box) -> Region:
        across, down = max(page.width, 1.0), max(page.height, 1.0)
        return cls(page.number, box.x0 / across, box.top / down, box.x1 / across, box.bottom / down)


def read_pages(
    data: bytes, numbers: Sequence[int], limits: Limits = DEFAULT_LIMITS, *, second: bool = False
) -> list[PrintedPage]:
    """The given pages of a PDF (from 1) as their pictures print them; nothing else of them is looked at."""
    sheets = _sheets(data, tuple(numbers), limits)
    return [_printed(sheet, number, second) for number, sheet in zip(numbers, sheets, strict=True)]


def read_regions(
    data: bytes, regions: Sequence[Region], limits: Limits = DEFAULT_LIMITS, *, second: bool = False
) -> list[tuple[Block, ...]]:
    """What the pictures on a PDF's pages print, where they hold a ruled table; nothing of any other picture."""
    sheets = _regions(data, tuple(regions), limits)
    return [
        _blocks([_printed(sheet, region.page, second)]) if sheet else ()
        for region, sheet in zip(regions, sheets, strict=True)
    ]


def read_pictures(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False) -> Document:
    """A picture file, each of its pictures as a page. Raises SourceError without the optional parts."""
    if not recognises(limits):
        raise missing(name)
    sheets = _picture_sheets(data, name, limits)
    pages = [_printed(sheet, number, second) for number, sheet in enumerate(sheets, start=1)]
    return Document(
        source=name,
        format="picture",
        blocks=_blocks(pages),
        pages=len(pages),
        notices=(recognised_notice([page.number for page in pages]),),
    )


def picture_blocks(
    data: bytes, name: str, place: Place, limits: Limits = DEFAULT_LIMITS, *, second: bool = False
) -> tuple[Block, ...]:
    """What a picture inside another document prints, all of it at that document's place, where it holds a ruled table.

    Gives nothing for any other picture, and nothing without the optional parts.
    """
    if not recognises(limits):
        return ()
    sheets = _table_sheets(data, name, limits)
    blocks = _blocks([_printed(sheet, number, second) for number, sheet in enumerate(sheets, start=1)])
    return marked(blocks, replace(place, scanned=True))


def recognised_notice(numbers: Collection[int]) -> Notice:
    """What is said of pages that were read by recognition."""
    first = min(numbers)
    return Notice(
        f"第 {_ranges(numbers)} 页是图片，文字由程序识别，可能认错，请以原件为准",
        f"pages {_ranges(numbers)} are pictures; their text was recognised and may hold errors: see the original",
        Place(page=first, scanned=True),
    )


def marked(blocks: Iterable[Block], place: Place | None = None) -> tuple[Block, ...]:
    """Blocks that say that they were recognised, in their own places or all in one."""
    return tuple(_marked(block, place) for block in blocks)


def marked_where_they_stand(block: Block) -> Block:
    """A block of a page that is shown as a whole: it says that it was recognised, and keeps its boxes on the page."""
    where = replace(block.place, scanned=True)
    if isinstance(block, Grid):
        cells = tuple(replace(cell, place=replace(cell.place, scanned=True)) for cell in block.cells)
        return replace(block, place=where, cells=cells)
    if isinstance(block, Line):
        return replace(block, place=where, places=tuple(replace(each, scanned=True) for each in block.places))
    return replace(block, place=where)


def _marked(block: Block, place: Place | None) -> Block:
    # A picture by itself, or cut out of a page, has no boxes of a page that is shown.
    where = place or replace(block.place, scanned=True, spot=None)
    if isinstance(block, Grid):
        return replace(block, place=where, cells=tuple(replace(cell, place=where) for cell in block.cells))
    return replace(block, place=where, places=()) if isinstance(block, Line) else replace(block, place=where)


def _blocks(pages: Sequence[PrintedPage]) -> tuple[Block, ...]:
    return with_known_names(marked(blocks_of([lay_out(page) for page in pages])))


def _printed(sheet: ReadSheet, number: int, second: bool) -> PrintedPage:
    return PrintedPage(
        number, sheet.width, sheet.height, sheet.others if second else sheet.glyphs, sheet.rules,
        turned=sheet.turned, lean=sheet.lean,
    )  # fmt: skip


def _ranges(numbers: Collection[int]) -> str:
    """Page numbers in words: 3–5、8."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


# --- reading, once for each file -------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _sheets(data: bytes, numbers: tuple[int, ...], limits: Limits) -> tuple[ReadSheet, ...]:
    return tuple(_read(picture, number, limits) for number, picture in draw_pages(data, numbers))


@lru_cache(maxsize=1)
def _regions(data: bytes, regions: tuple[Region, ...], limits: Limits) -> tuple[ReadSheet | None, ...]:
    pages = [region.page for region in regions]
    cut = ((r.page, _cut(p, r)) for r, (_, p) in zip(regions, draw_pages(data, pages), strict=True))
    return tuple(_read(picture, number, limits) if _holds_table(picture) else None for number, picture in cut)


@lru_cache(maxsize=1)
def _picture_sheets(data: bytes, name: str, limits: Limits) -> tuple[ReadSheet, ...]:
    return tuple(
        _read(picture, n, limits) for n, picture in enumerate(pictures_of(data, name, limits), start=1)
    )


@lru_cache(maxsize=64)
def _table_sheets(data: bytes, name: str, limits: Limits) -> tuple[ReadSheet, ...]:
    found = (picture for picture in pictures_of(data, name, limits) if _holds_table(picture))
    return tuple(_read(picture, number, limits) for number, picture in enumerate(found, start=1))


def _read(picture: PagePicture, number: int, limits: Limits) -> ReadSheet:
    from builder.documents.scan.sheet import read_sheet

    reached(f"第 {number} 页，文字识别")
    need(limits.scanned_page_seconds)
    return read_sheet(picture.pixels, picture.dpi)


def _cut(picture: PagePicture, region: Region) -> PagePicture:
    height, width = picture.pixels.shape[:2]
    rows = slice(max(round(region.top * height), 0), max(round(region.bottom * height), 1))
    columns = slice(max(round(region.x0 * width), 0), max(round(region.x1 * width), 1))
    return replace(picture, pixels=picture.pixels[rows, columns])


def _holds_table(picture: PagePicture) -> bool:
    """Whether a picture has the rules of a table, upright or on its side."""
    from builder.documents.scan.paper import even_grey, levelled, skew_of
    from builder.documents.scan.ruling import find_strokes

    if min(picture.pixels.shape[:2]) < picture.dpi / 2:
        return False
    page = even_grey(picture.pixels, picture.dpi)
    level, _ = levelled(page, skew_of(page))
    strokes = find_strokes(level, picture.dpi)
    across = sum(stroke.level for stroke in strokes)
    return min(across, len(strokes) - across) >= _TABLE_RULES
