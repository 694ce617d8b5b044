"""Putting a finished site in the old one's place at one stroke, and clearing up after builds that were killed.

Linux and macOS exchange two folders in one call, so that there is no moment without a site. Elsewhere the old site is
moved aside first; a build killed in between leaves it beside, and the next one puts it back.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # Linux
_RENAME_SWAP = 2  # macOS


def new_folder(out: Path) -> Path:
    """An empty folder beside the site, on the same disk, known by its name as ours."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=_prefix(out), dir=out.parent))
    fresh.chmod(0o755)
    return fresh


def clear_up(out: Path) -> None:
    """Put back an old site that a killed build had moved aside, and remove what killed builds left beside it.

    Only for whoever holds the lock of the folder: another build's folders look the same.
    """
    for path in sorted(out.parent.glob(f"{_prefix(out)}*")):
        if path.name.endswith("-old") and not out.exists():
            path.rename(out)
        elif path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


def swap(fresh: Path, out: Path) -> None:
    """Put the new site in the old one's place; on failure the old one stays."""
    if not out.exists():
        fresh.rename(out)
    elif not _exchange(fresh, out):
        _by_two_moves(fresh, out)


def _by_two_moves(fresh: Path, out: Path) -> None:
    old = fresh.with_name(fresh.name + "-old")
    out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one call; False where the system or the disk knows no such call."""
    names = os.fsencode(one.absolute()), os.fsencode(other.absolute())
    if os.name != "posix":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*names, _RENAME_SWAP) == 0)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
    return False


def _prefix(out: Path) -> str:
    return f".{out.name}.mingbai-"
