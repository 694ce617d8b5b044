"""Pages that are pictures → rules and characters in their places: scans, photographs, pages whose text is of no use.

Text recognition is optional (`pip install mingbai[ocr]`); without it `is_installed` says no, and nothing here may be
asked to read. What it reads stands in places that say `scanned`, everywhere the figures go.

The way of a page: `pictures` (pixels) → `paper` (even, level, no seals) → `ruling` (rules) and `engine` (print) →
`strips` (lines within cells) → `sheet` (characters in their places) → `pages` (blocks of a document).
"""

from builder.documents.scan.engine import INSTALL, is_installed, recognises
from builder.documents.scan.names import with_known_names
from builder.documents.scan.pages import (
    Region,
    marked,
    marked_where_they_stand,
    picture_blocks,
    read_pages,
    read_pictures,
    read_regions,
    recognised_notice,
)
from builder.documents.scan.pictures import has_hidden_text, too_many_pages

__all__ = [
    "INSTALL", "Region", "has_hidden_text", "is_installed", "marked", "marked_where_they_stand", "picture_blocks",
    "read_pages", "read_pictures", "read_regions", "recognised_notice", "recognises", "too_many_pages",
    "with_known_names",
]  # fmt: skip
