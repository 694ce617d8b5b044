"""PDF → Document: pdfium reads every page; pdfplumber looks again at what is in doubt, page by page.

In doubt is a page whose letters have no meaning that the file tells, one that cannot be opened, and one with rules that
make no table. What was read in a roundabout way, and what was not read, is told in notices.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby

from builder.documents.collecting import collecting
from builder.documents.lattice import Box
from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.pdf_integrity import Damage, damage_of
from builder.documents.pdf_mending import mended
from builder.documents.pdf_notices import (
    Told,
    no_page,
    no_text,
    too_many_characters,
    too_many_pages,
    unreadable,
)  # fmt: skip
from builder.documents.pdf_pictures import (
    Pictures,
    is_picture,
    recognise_pages,
    tell_of_pictures,
    with_recognised,
)
from builder.documents.pdfium import PasswordError, PdfiumError, PdfiumFile, SeenPage, opens
from builder.documents.pdfplumber_reading import LIBRARY_ERRORS, PdfplumberFile, is_password
from builder.documents.printed_pages import LaidPage, PrintedPage, blocks_of, lay_out
from builder.documents.text_layer import is_lost, is_unusable
from builder.documents.whereabouts import reached
from builder.errors import encrypted
from builder.model import Document

#: So many rules each way should make a table.
_TABLE_RULES = 3


@dataclass(slots=True)
class _Pages:
    """The pages of one file as far as they were read."""

    told: Told = field(default_factory=Told)
    laid: list[LaidPage] = field(default_factory=list)
    pictures: Pictures = field(default_factory=Pictures)

    @property
    def filled(self) -> int:
        """How many pages show something."""
        return sum(bool(page.lines or page.grids or page.pictures) for page in self.laid)


def read_pdf(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    second: bool = False,
    doubted: frozenset[int] = frozenset(),
) -> Document:
    """Read every page: ruled grids with spans, lines by baseline, large pictures as placeholders.

    The second reading is pdfplumber's, with the grids that it finds itself instead of those of our lattice. `doubted`:
    the pages that it is wanted of, while the others stay as first read; none for all of them.
    """
    damage = damage_of(data)
    if damage is Damage.CUT_OFF and not opens(data):
        data = mended(data) or data
    first = _first_reading(data, name, limits, damage)
    pages = (_second_reading(data, name, limits, first, doubted) if second else None) or first
    if not pages.laid:
        raise no_page(name) if damage is None else unreadable(name, damage, "no page")
    pictures = first.pictures
    read = recognise_pages(pictures, pages.laid, data, name, limits, second=second)
    tell_of_pictures(pictures, read, pages.told)
    if not any(page.lines or page.grids for page in pages.laid):
        garbage = bool(pictures.without_meaning)
        raise unreadable(name, damage, "no text") if damage else no_text(name, garbage=garbage)
    with collecting(False):
        blocks = tuple(blocks_of(pages.laid))
    return Document(
        source=name,
        format="pdf",
        blocks=with_recognised(blocks, read, pictures, data, limits, second=second),
        pages=len(pages.laid),
        notices=tuple(pages.told.notices),
    )


def read_by_second(data: bytes, name: str) -> Document:
    """Every page by pdfplumber through our own lattice: what the first reading must equal, for tests and benchmarks.

    Raises one of the library's errors when it cannot read the file.
    """
    with PdfplumberFile(data) as file:
        pages = [lay_out(file.page(number)) for number in range(1, len(file) + 1)]
    return Document(source=name, format="pdf", blocks=tuple(blocks_of(pages)), pages=len(pages))


# --- first reading ---------------------------------------------------------------------------------------


def _first_reading(data: bytes, name: str, limits: Limits, damage: Damage | None) -> _Pages:
    pages = _Pages()
    with collecting(False), _SecondLook(data) as look:
        try:
            with PdfiumFile(data) as file:
                if len(file) > limits.pages:
                    raise too_many_pages(len(file), limits, name)
                for number in range(1, len(file) + 1):
                    _read_page(file, number, look, pages, name, limits)
        except PasswordError as error:
            raise encrypted(name) from error
        except PdfiumError as error:
            _read_all(look, pages, name, limits)
            if not pages.laid:
                raise unreadable(name, damage, str(error)) from error
        if damage is not None:
            pages.told.damaged(damage, pages.filled)
            if (others := look.count()) not in (None, len(pages.laid)):
                pages.told.counted_otherwise(len(pages.laid), others or 0)
    return pages


def _read_page(
    file: PdfiumFile, number: int, look: _SecondLook, pages: _Pages, name: str, limits: Limits
) -> None:
    reached(f"第 {number} 页")
    try:
        seen = file.page(
            number, limits.page_characters, lambda count: too_many_characters(number, count, limits, name)
        )
    except PdfiumError:
        page = look.page(number)
        if page is None:
            pages.told.lost(number)
            pages.laid.append(lay_out(PrintedPage(number, 0.0, 0.0, (), ())))
            return
        pages.told.opened_otherwise(number)
    else:
        page = seen.page
        if is_unusable(page.text, seen.undecoded):
            page = _settle(seen, look, pages)
        elif is_picture(page, look.data, limits):
            pages.pictures.add_page(number)
        else:
            pages.pictures.add_regions(page)
    laid = lay_out(page)
    if not laid.grids and _should_have_grid(page):
        other = look.page(number)
        again = lay_out(other) if other else laid
        laid = again if again.grids else laid
    pages.laid.append(laid)


def _settle(seen: SeenPage, look: _SecondLook, pages: _Pages) -> PrintedPage:
    """A page whose text is in doubt: as the second look reads it, if that is better; without text, if both are lost."""
    page, other = seen.page, look.page(seen.page.number)
    if other is not None and other.glyphs and not is_unusable(other.text):
        pages.told.read_otherwise(page.number)
        return other
    if not is_lost(page.text, seen.undecoded):
        pages.told.partly_without_meaning(page.number)
        return page
    pages.pictures.add_page(page.number, without_meaning=True)
    return replace(page, glyphs=(), rules=(), pictures=(Box(0.0, 0.0, page.width, page.height),))


def _should_have_grid(page: PrintedPage) -> bool:
    counts = {level: len(list(rules)) for level, rules in groupby(sorted(r.horizontal for r in page.rules))}
    return min(counts.get(False, 0), counts.get(True, 0)) >= _TABLE_RULES


class _SecondLook:
    """pdfplumber on the same file, opened when it is first asked; it knows nothing of a file that it cannot open."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._file: PdfplumberFile | None = None
        self._failed = False

    def __enter__(self) -> _SecondLook:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.__exit__()

    def count(self) -> int | None:
        """How many pages it finds; None when it cannot open the file."""
        try:
            with collecting(True):
                file = self._opened()
                return None if file is None else len(file)
        except LIBRARY_ERRORS:
            return None

    def page(self, number: int) -> PrintedPage | None:
        """One page; None when it cannot read it."""
        try:
            with collecting(True):
                file = self._opened()
                return None if file is None else file.page(number)
        except LIBRARY_ERRORS:
            return None

    def _opened(self) -> PdfplumberFile | None:
        if self._file is None and not self._failed:
            self._failed = True
            self._file = PdfplumberFile(self.data)
        return self._file


def _read_all(look: _SecondLook, pages: _Pages, name: str, limits: Limits) -> None:
    """Every page by the second look, for a file that the first reading cannot open."""
    count = look.count() or 0
    if count > limits.pages:
        raise too_many_pages(count, limits, name)
    for number in range(1, count + 1):
        reached(f"第 {number} 页")
        page = look.page(number)
        if page is not None and not is_lost(page.text):
            pages.told.opened_otherwise(number)
            pages.laid.append(lay_out(page))
        else:
            pages.told.lost(number)
            pages.laid.append(lay_out(PrintedPage(number, 0.0, 0.0, (), ())))


# --- second reading --------------------------------------------------------------------------------------


def _second_reading(
    data: bytes, name: str, limits: Limits, first: _Pages, doubted: frozenset[int]
) -> _Pages | None:
    """pdfplumber's own reading; None when it cannot read the file, so that the first one stands."""
    pages = _Pages()
    try:
        with PdfplumberFile(data) as file:
            for number in range(1, len(file) + 1):
                if doubted and number not in doubted and number <= len(first.laid):
                    pages.laid.append(first.laid[number - 1])
                    continue
                reached(f"第 {number} 页，备用读法")
                page = file.page(number, own_tables=True)
                if len(page.glyphs) > limits.page_characters:
                    raise too_many_characters(number, len(page.glyphs), limits, name)
                pages.laid.append(lay_out(page))
    except LIBRARY_ERRORS as error:
        if is_password(error):
            raise encrypted(name) from error
        return None
    return pages
