"""How far the reading of a file has come, for whoever has to say where it was stopped.

A reader says `reached("第 3 页")`; nothing happens unless somebody asked to know. It is written to a file, because a
process that is killed cannot tell any more.
"""

from __future__ import annotations

import os
from pathlib import Path

_SIZE = 512


class _Told:
    """The file to write to, and which file of a report is being read."""

    descriptor: int | None = None
    file: str = ""


def tell_to(path: Path) -> None:
    """From now on write to this file."""
    _Told.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def reading(file: str) -> None:
    """A file of a report that consists of several is begun."""
    _Told.file = file
    reached("")


def reached(place: str) -> None:
    """The reading of the file at hand has come to this place."""
    if _Told.descriptor is not None:
        text = "，".join(part for part in (_Told.file, place) if part).encode()
        os.lseek(_Told.descriptor, 0, os.SEEK_SET)
        os.write(_Told.descriptor, text[:_SIZE].ljust(_SIZE))


def last_told(path: Path) -> str:
    """What was written last; "" when nothing was."""
    return path.read_bytes().decode(errors="ignore").strip() if path.is_file() else ""
