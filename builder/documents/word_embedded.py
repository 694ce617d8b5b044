"""Files that stand inside a Word document: an embedded workbook of which one sheet is shown, a page put in whole."""

from __future__ import annotations

from builder.documents.limits import Limits
from builder.documents.safe_xml import parse_xml
from builder.documents.safe_zip import SafeZip
from builder.documents.sniff import Kind, kind_of
from builder.documents.word_xml import number
from builder.documents.workbook import Transcript
from builder.documents.workbook_parts import open_book, read_sheet
from builder.errors import SourceError
from builder.model import Document

_BOOK = "xl/workbook.xml"
#: What may stand in a document whole. No archive and no Word document: nothing unpacks without end.
_INSIDE = frozenset({Kind.OLD_WORKBOOK, Kind.WEB_PAGE, Kind.WEB_ARCHIVE, Kind.TEXT})


def read_embedded(data: bytes, name: str, limits: Limits) -> Document | None:
    """The shown sheet of a workbook, or a page; None for anything else and for what cannot be read.

    What cannot be read inside a document still has its picture there, which the reader keeps.
    """
    from builder.documents import READERS  # this reader is one of them

    if not data:
        return None
    try:
        kind = kind_of(data, name, limits)
        if kind is Kind.WORKBOOK:
            return _shown_sheet(data, name, limits)
        reader = READERS.get(kind) if kind in _INSIDE else None
        return reader(data, name, limits, False) if reader else None
    except SourceError:
        return None


def _shown_sheet(data: bytes, name: str, limits: Limits) -> Document:
    """The sheet that was open when the workbook was embedded: the page shows no other."""
    transcript = Transcript(name, limits)
    with SafeZip(data, name, limits) as container:
        book = open_book(container, name)
        root = parse_xml(container.read(_BOOK), name, _BOOK) if _BOOK in container else None
        views = root.iter("{*}workbookView") if root is not None else iter(())
        active = number(next((view.get("activeTab") or "" for view in views), ""))
        for part in (book.sheets[active : active + 1] or book.sheets[:1]) if active >= 0 else ():
            transcript.add(read_sheet(container, part, book, name, limits))
    return transcript.document("xlsx")
