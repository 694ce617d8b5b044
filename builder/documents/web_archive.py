"""Web archives (mht) → Document: the pages in the archive one after the other, read like saved pages.

An archive stores its pages coded for mail; its lines say nothing to a reader. Places count the lines of the pages as
they are once decoded, one after the other.
"""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.web_page import nothing_shown, read_article
from builder.documents.web_tree import decode_page
from builder.errors import SourceError
from builder.model import Block, Cell, Document, Grid, Notice, Place

_MIB = 1024 * 1024
_MOST_PARTS = 5000


def read_web_archive(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False
) -> Document:
    """Read every page of an archive. Raises SourceError when none shows anything, or they are too large."""
    del second  # a page says itself what stands in which cell
    if len(data) > limits.member_mib * _MIB or data.count(b"\nContent-Type:") > _MOST_PARTS:
        raise _too_large(name, limits.member_mib)
    blocks: list[Block] = []
    lines: list[str] = []
    notices: list[Notice] = []
    left = limits.text_mib * _MIB
    for payload in _pages(data, name):
        left -= len(payload)
        if left < 0:
            raise _too_large(name, limits.text_mib)
        if not payload.strip():
            continue
        article = read_article(decode_page(payload, name), name, limits)
        blocks += (_moved(block, len(lines)) for block in article.blocks)
        notices += (replace(notice, place=_behind(notice.place, len(lines))) for notice in article.notices)
        lines += article.lines
    if not blocks:
        raise nothing_shown(name)
    return Document(
        source=name, format="mht", blocks=tuple(blocks), text_lines=tuple(lines), notices=tuple(notices)
    )


def _pages(data: bytes, name: str) -> Iterator[bytes]:
    """The pages in an archive, decoded, in their order."""
    try:
        message = email.message_from_bytes(data)
        for part in message.walk():
            if part.get_content_type() == "text/html" and not part.is_multipart():
                yield _payload(part)
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise SourceError(
            "整页存档（mht）已损坏，读不出来；请在浏览器里另存为网页或 PDF",
            f"the web archive is damaged ({type(error).__name__}); save the page as HTML or PDF",
            source=name,
        ) from error


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _too_large(name: str, mib: int) -> SourceError:
    return SourceError(
        f"整页存档超过 {mib} MB 或文件太多，拒绝读取；请在浏览器里另存为网页或 PDF",
        f"the web archive is larger than {mib} MB or holds too many parts; save the page as HTML or PDF",
        source=name,
    )


def _moved(block: Block, lines: int) -> Block:
    """A block behind so many lines of pages before it."""
    if isinstance(block, Grid):
        cells: tuple[Cell, ...] = tuple(replace(c, place=_behind(c.place, lines)) for c in block.cells)
        return replace(block, cells=cells, place=_behind(block.place, lines))
    return replace(block, place=_behind(block.place, lines))


def _behind(place: Place, lines: int) -> Place:
    return place if place.line is None else replace(place, line=place.line + lines)
