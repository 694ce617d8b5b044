"""Whether a PDF file is whole, told from its bytes: libraries mend what they can and do not say that they did.

A whole file ends with `startxref`, the place of its index, and `%%EOF`. One that was cut off lacks them; in one that was
changed on its way the index is elsewhere, or something packed no longer unpacks: the text of a page, a list of objects,
or a font, without which its letters are lost.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from enum import Enum, auto

#: The end mark stands in the last bytes; what a server or a mailer added behind it may push it this far up.
_TAIL = 4096
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_INDEX = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_HEADER = re.compile(rb"%PDF-\d")
_STREAM = re.compile(rb">>\s{0,4}stream(?:\r\n|\n|\r)")
#: So far before a stream its description begins.
_DESCRIPTION = 1500
_PACKED = re.compile(rb"/Filter\s*\[?\s*(/ASCII85Decode\s*)?/FlateDecode\s*(?:\]|/|>|$)")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_ASCII85_END = b"~>"
_WHITE = b" \t\r\n\f\0"
_DIGITS = bytes(max(code - ord("!"), 0) for code in range(256))
#: So many bytes of each stream are unpacked, this many at a time; few at first, for most streams are short.
_MOST_UNPACKED, _AT_A_TIME, _AT_FIRST = 64 * 1024 * 1024, 1024 * 1024, 16 * 1024


class Damage(Enum):
    """What is wrong with a file that may still open."""

    CUT_OFF = auto()
    INDEX = auto()
    STREAM = auto()


def damage_of(data: bytes) -> Damage | None:
    """What is wrong with the file, the worst first; None when nothing is seen to be."""
    ends = list(_END.finditer(data, max(len(data) - _TAIL, 0)))
    if not ends:
        return Damage.CUT_OFF
    header = _HEADER.search(data, 0, _TAIL)
    place = int(ends[-1].group(1))
    if not any(_INDEX.match(data, place + shift) for shift in (0, header.start() if header else 0)):
        return Damage.INDEX
    encrypted = b"/Encrypt" in data
    return Damage.STREAM if not encrypted and any(map(_is_broken, _packed(data))) else None


def _packed(data: bytes) -> Iterator[memoryview]:
    """What stands behind the beginning of each packed stream that is no picture."""
    view = memoryview(data)
    for found in _STREAM.finditer(data):
        begin = data.rfind(b"obj", max(found.start() - _DESCRIPTION, 0), found.start())
        description = data[begin : found.start() + 2] if begin >= 0 else b""
        packed = _PACKED.search(description)
        if packed is None or _PICTURE.search(description):
            continue
        if packed.group(1) is None:
            yield view[found.end() :]
        else:
            end = data.find(_ASCII85_END, found.end())
            yield memoryview(_bytes_of(data[found.end() : end]) if end >= 0 else b"")


def _is_broken(packed: memoryview) -> bool:
    """Whether a packed stream does not come to its own end."""
    unpacking = zlib.decompressobj()
    waiting, unpacked, at, taken = b"", 0, 0, _AT_FIRST
    try:
        while not unpacking.eof and unpacked < _MOST_UNPACKED:
            if not waiting:
                waiting = bytes(packed[at : at + taken])
                at, taken = at + taken, _AT_A_TIME
                if not waiting:
                    return True
            unpacked += len(unpacking.decompress(waiting, _AT_A_TIME))
            waiting = unpacking.unconsumed_tail
    except zlib.error:
        return True
    return False


def _bytes_of(ascii85: bytes) -> bytes:
    """Five printed characters as four bytes, all groups at once: each stands in eight bytes of one long number."""
    digits = ascii85.translate(None, _WHITE).replace(b"z", b"!!!!!")
    missing = -len(digits) % 5
    digits += b"u" * missing
    count = len(digits) // 5
    groups = 0
    for place in range(5):  # no group reaches into the next: 85⁵ is less than 2³³
        column = bytearray(8 * count)
        column[::8] = digits[place::5].translate(_DIGITS)
        groups = groups * 85 + int.from_bytes(column, "little")
    wide = groups.to_bytes(8 * count + 8, "little")
    data = bytearray(4 * count)
    for place in range(4):
        data[place::4] = wide[3 - place : 8 * count : 8]
    return bytes(data[: len(data) - missing])
