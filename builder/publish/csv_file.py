"""Writing one CSV file the way all published ones are."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

_AT_ONCE = 1 << 20


def write_csv(path: Path, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """UTF-8 with BOM, `\\n` line ends, RFC 4180 quoting."""
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)


def join_csv(path: Path, columns: Sequence[str], parts: Iterable[Path]) -> None:
    """The rows of files with these columns, one file behind the other, under one head; those that are not there have none."""
    write_csv(path, columns, ())
    with path.open("ab") as joined:
        for part in parts:
            if part.exists():
                with part.open("rb") as handle:
                    handle.readline()
                    shutil.copyfileobj(handle, joined, _AT_ONCE)
