"""Archives for tests: names in any encoding, lying sizes, archives in archives."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping


def zipped(members: Mapping[str, bytes], encoding: str = "utf-8") -> bytes:
    """A zip of these members; with `encoding` gbk as Chinese Windows writes it, without the mark for UTF-8."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in members.items():
            info = zipfile.ZipInfo(_as_old(name, encoding))
            info.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(info, data)
    packed = stream.getvalue()
    return packed if encoding == "utf-8" else _without_mark(packed, members, encoding)


def _as_old(name: str, encoding: str) -> str:
    """A stand-in of the same length in bytes, to be replaced afterwards."""
    return name if encoding == "utf-8" else _stand_in(name, encoding)


def _stand_in(name: str, encoding: str) -> str:
    raw = name.encode(encoding)
    return f"{zlib.crc32(raw):08x}".ljust(len(raw), "_")[: len(raw)]


def _without_mark(packed: bytes, members: Mapping[str, bytes], encoding: str) -> bytes:
    for name in members:
        packed = packed.replace(_stand_in(name, encoding).encode(), name.encode(encoding))
    return packed


def bomb(name: str, mib: int, *, lies: bool = False) -> bytes:
    """A zip whose member unpacks to so many MiB of zeros; `lies`: its directory says that it is small."""
    packed = zipped({name: b"\0" * (mib * 1024 * 1024)})
    entry = packed.rindex(b"PK\x01\x02")
    return packed[: entry + 24] + struct.pack("<L", 1000) + packed[entry + 28 :] if lies else packed


def encrypted(members: Mapping[str, bytes]) -> bytes:
    """A zip whose members are marked as encrypted."""
    packed = bytearray(zipped(members))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = packed.find(mark)
        while start >= 0:
            packed[start + at] |= 1
            start = packed.find(mark, start + 4)
    return bytes(packed)
