"""A PDF that was cut off → the same bytes with an index of our own behind them, so that the pages that came through open.

The index and often the list of pages stand at a PDF's end. Pages are found by their objects, in the order of the file,
also those that stand packed in a stream of objects. What they refer to and did not come through stays missing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PARENT = re.compile(rb"/Parent\s+(\d{1,9})\s+\d{1,5}\s+R\b")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b")
_NUMBER_OF = {name: re.compile(rb"/" + name + rb"\s+(\d{1,9})\b") for name in (b"N", b"First")}
_STREAM = re.compile(rb"\bstream(?:\r\n|\n|\r)")
#: So many bytes of packed objects are unpacked, in all.
_MOST_UNPACKED = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Found:
    """An object by its number; `packed` when it stands in a stream of objects."""

    number: int
    body: bytes
    packed: bool


def mended(data: bytes) -> bytes | None:
    """The file with a list of the pages whose objects are whole; None when there is none, or the file is encrypted."""
    if b"/Encrypt" in data:
        return None
    objects = {found.number: found for found in _objects(data)}
    pages = {number: found for number, found in objects.items() if _PAGE.search(found.body)}
    if not pages:
        return None
    root = max(objects) + 1
    parents: dict[int, list[int]] = {}
    for number, found in pages.items():
        parent = _PARENT.search(found.body)
        parents.setdefault(int(parent.group(1)) if parent else root, []).append(number)
    parts = [_closed(data)]
    parts += [_object(found.number, found.body) for found in objects.values() if found.packed]
    missing = {number: kids for number, kids in parents.items() if number not in objects}
    parts += [_object(number, _list_of(kids)) for number, kids in missing.items() if number != root]
    parts.append(_object(root, _list_of(list(pages))))
    parts.append(_object(root + 1, b"<< /Type /Catalog /Pages %d 0 R >>" % root))
    parts.append(b"trailer\n<< /Root %d 0 R /Size %d >>\nstartxref\n0\n%%%%EOF\n" % (root + 1, root + 2))
    return b"".join(parts)


def _closed(data: bytes) -> bytes:
    """The bytes up to the last object; one that was cut off in its stream is closed, a cut index is left out."""
    end = data.rfind(b"endobj") + len(b"endobj")
    rest = data[end:] if end >= len(b"endobj") else data
    begun = _OBJECT.search(rest) is not None and _STREAM.search(rest) is not None
    return data + b"\nendstream\nendobj\n" if begun else data[: len(data) - len(rest)] + b"\n"


def _objects(data: bytes) -> Iterator[_Found]:
    """The whole objects of a file, those in streams of objects behind the stream that holds them."""
    left = _MOST_UNPACKED
    starts = list(_OBJECT.finditer(data))
    ends = [start.start() for start in starts]
    for start, end in zip(starts, [*ends[1:], len(data)], strict=bool(starts)):
        body = data[start.end() : end]
        stream = _STREAM.search(body)
        if stream is None:
            body, mark, _ = body.partition(b"endobj")
            if mark:
                yield _Found(int(start.group(1)), body, packed=False)
        elif _OBJECT_STREAM.search(body, 0, stream.start()):
            unpacked = _unpacked(body[stream.end() :], left)
            left -= len(unpacked)
            yield from _packed_objects(body[: stream.start()], unpacked)


def _unpacked(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, max(most, 1))
    except zlib.error:
        return b""


def _packed_objects(description: bytes, unpacked: bytes) -> Iterator[_Found]:
    count, first = (pattern.search(description) for pattern in _NUMBER_OF.values())
    if not count or not first:
        return
    head = unpacked[: int(first.group(1))].split()[: 2 * int(count.group(1))]
    if not head or len(head) % 2 or not all(word.isdigit() for word in head):
        return
    numbers, places = [int(word) for word in head[::2]], [int(word) for word in head[1::2]]
    body = unpacked[int(first.group(1)) :]
    for number, start, end in zip(numbers, places, [*places[1:], len(body)], strict=True):
        yield _Found(number, body[start:end], packed=True)


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)


def _list_of(pages: list[int]) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    return b"<< /Type /Pages /MediaBox [0 0 595 842] /Kids [ %b ] /Count %d >>" % (kids, len(pages))
