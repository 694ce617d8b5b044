"""Writing one CSV file the way all published ones are."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Joined:
    """A file put together: its bytes and their SHA-256, so that it need not be read again to know them."""

    size: int
    sha256: str


def write_csv(path: Path, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """UTF-8 with BOM, `\\n` line ends, RFC 4180 quoting."""
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)


def join_csv(path: Path, columns: Sequence[str], parts: Iterable[Path]) -> Joined:
    """The rows of files with these columns, one file behind the other, under one head; those that are not there have none."""
    write_csv(path, columns, ())
    head = path.read_bytes()
    size, digest = len(head), hashlib.sha256(head)
    with path.open("ab") as joined:
        for part in parts:
            with suppress(FileNotFoundError), part.open("rb") as handle:
                handle.readline()
                while piece := handle.read(_AT_ONCE):
                    joined.write(piece)
                    digest.update(piece)
                    size += len(piece)
    return Joined(size, digest.hexdigest())
