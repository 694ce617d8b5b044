"""Looking published rows up by words, for the command line."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from builder.errors import UsageError


def find_rows(path: Path, words: Sequence[str]) -> list[dict[str, str]]:
    """Rows in which every word stands in some column."""
    if not path.is_file():
        raise UsageError(
            "还没有数据，请先运行 mingbai build", "no data yet; run mingbai build first", source=str(path)
        )
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [
            row for row in csv.DictReader(handle) if all(any(w in v for v in row.values()) for w in words)
        ]
