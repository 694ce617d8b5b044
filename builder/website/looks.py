"""How files look that were kept: whether one still is as it was left is told by its size and the time of its last change."""

from __future__ import annotations

import os
from pathlib import Path

#: Size and nanosecond of the last change of a file; (-1, -1) where there is none.
Look = tuple[int, int]
NOT_THERE: Look = (-1, -1)


def look(path: str | Path) -> Look:
    """How one file looks."""
    try:
        return _as_look(os.stat(path))  # noqa: PTH116  # a Path for each of very many takes longer than the disk
    except FileNotFoundError:
        return NOT_THERE


def looks(folder: Path) -> dict[str, Look]:
    """How the files of a folder look, by name."""
    with os.scandir(folder) as entries:
        return {entry.name: _as_look(entry.stat()) for entry in entries}


def _as_look(told: os.stat_result) -> Look:
    return told.st_size, told.st_mtime_ns
