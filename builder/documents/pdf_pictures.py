"""What of a PDF is only a picture: whole pages, and tables pasted into pages of text. Read where recognition is installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from builder.documents.layout import is_page_number
from builder.documents.limits import Limits
from builder.documents.pdf_notices import Told
from builder.documents.printed_pages import LaidPage, PrintedPage, lay_out
from builder.documents.scan import (
    Region,
    has_hidden_text,
    marked_where_they_stand,
    read_pages,
    read_regions,
    recognises,
    too_many_pages,
    with_known_names,
)
from builder.model import Block, Picture

#: A page without text that draws more than this is printed in outlines; an empty page draws a frame at most.
_OUTLINES = 60
#: A picture that covers more than this share of its page is the page; so much at its head and foot is its edge.
_WHOLE, _EDGE = 0.5, 0.08
#: A picture with more letters than this on it is a background.
_LETTERS_ON_PICTURE = 5


@dataclass(slots=True)
class Pictures:
    """The pictures of one PDF. `pages`: those whose text, if any, is of no use; `regions`: the others' large pictures."""

    pages: list[int] = field(default_factory=list)
    without_meaning: set[int] = field(default_factory=set)
    regions: list[Region] = field(default_factory=list)
    backgrounds: set[Region] = field(default_factory=set)

    def add_page(self, number: int, *, without_meaning: bool = False) -> None:
        """A page to be recognised; `without_meaning`: it has text that says nothing."""
        self.pages.append(number)
        if without_meaning:
            self.without_meaning.add(number)

    def add_regions(self, page: PrintedPage) -> None:
        """The large pictures of a page with text, in the order in which its blocks have them."""
        for box in sorted(page.large_pictures, key=lambda each: each.top):
            region = Region.of(page, box)
            self.regions.append(region)
            if len(box.held(page.glyphs)) > _LETTERS_ON_PICTURE:
                self.backgrounds.add(region)


def is_picture(page: PrintedPage, data: bytes, limits: Limits) -> bool:
    """Whether a page shows something that is no text: a picture of it all, or letters as outlines."""
    text = page.text
    covered = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in page.large_pictures)
    if covered <= _WHOLE * page.width * page.height:
        return not text and page.outlines > _OUTLINES
    if not text or is_page_number(text):
        return True
    return recognises(limits) and (_is_at_edge(page) or has_hidden_text(data, page.number))


def _is_at_edge(page: PrintedPage) -> bool:
    """Whether all text stands at the foot or head: what a scanning program prints there of itself."""
    low, high = _EDGE * page.height, (1 - _EDGE) * page.height
    return all(glyph.bottom < low or glyph.top > high for glyph in page.glyphs)


def recognise_pages(
    pictures: Pictures, laid: list[LaidPage], data: bytes, name: str, limits: Limits, *, second: bool
) -> frozenset[int]:
    """Lay out the pages that are pictures as recognised, in place; their numbers, none without the optional parts."""
    numbers = pictures.pages
    if not numbers or not recognises(limits):
        return frozenset()
    if len(numbers) > limits.scanned_pages:
        raise too_many_pages(len(numbers), limits.scanned_pages, name)
    for page in read_pages(data, numbers, limits, second=second):
        if page.number <= len(laid):  # the second reading may know of fewer pages
            laid[page.number - 1] = lay_out(page)
    return frozenset(numbers)


def with_recognised(
    blocks: Sequence[Block],
    pages: frozenset[int],
    pictures: Pictures,
    data: bytes,
    limits: Limits,
    *,
    second: bool,
) -> tuple[Block, ...]:
    """The blocks with those of recognised pages marked, and with the tables that pictures hold in their places."""
    read: dict[Region, tuple[Block, ...]] = {}
    regions = [each for each in pictures.regions if each not in pictures.backgrounds]
    if regions and recognises(limits):
        read = dict(zip(regions, read_regions(data, regions, limits, second=second), strict=True))
    left: dict[int, list[Region]] = {}
    for region in pictures.regions:
        left.setdefault(region.page, []).append(region)
    return with_known_names(tuple(_recognised(blocks, pages, left, read)))


def _recognised(
    blocks: Sequence[Block],
    pages: frozenset[int],
    left: dict[int, list[Region]],
    read: dict[Region, tuple[Block, ...]],
) -> Iterator[Block]:
    for block in blocks:
        page = block.place.page or 0
        if page in pages:
            yield marked_where_they_stand(block)
        elif isinstance(block, Picture) and left.get(page):
            yield from read.get(left[page].pop(0)) or (block,)
        else:
            yield block


def tell_of_pictures(pictures: Pictures, read: frozenset[int], told: Told) -> None:
    """A notice for each page that could not be read, or one for all that were recognised."""
    if read:
        told.recognised(sorted(read))
    for number in pictures.pages:
        if number not in read and number in pictures.without_meaning:
            told.without_meaning(number)
        elif number not in read:
            told.without_text(number)
