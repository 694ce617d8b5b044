"""Values and folders kept from build to build. What is damaged, or was changed by somebody else, counts as not there.

Nothing that is kept is ever written into: it is replaced by a new file, so that a link to the old one stays as it was.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

_Told = TypeVar("_Told")
_DIGEST = hashlib.sha256().digest_size
_FAST = 1  # of zlib's levels: a fifth of the size for a millisecond

#: A file of a folder: its name there, its size, and the nanosecond of its last change.
Known = tuple[str, int, int]


def keep(entry: Path, value: object) -> None:
    """Keep a value, written beside its place and moved there whole. A full disk is no failure: it is not there, then."""
    try:
        data = zlib.compress(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL), _FAST)
        data = hashlib.sha256(data).digest() + data
    except MemoryError:
        return
    keep_packed(entry, data)


def keep_packed(entry: Path, packed: bytes) -> None:
    """Keep what `packed` gave elsewhere: damaged on the way, it counts as not there."""
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=entry.parent, prefix="new-", delete=False) as handle:
            fresh = Path(handle.name)
            try:
                handle.write(packed)
                handle.close()
                fresh.replace(entry)
            finally:
                fresh.unlink(missing_ok=True)
    except (OSError, MemoryError):
        return


def kept(entry: Path) -> object:
    """The value, or None where there is none, it is damaged, or an earlier program kept it in a form that is no more."""
    data = packed(entry)
    try:
        return None if data is None else pickle.loads(zlib.decompress(data[_DIGEST:]))
    except (AttributeError, ImportError, TypeError, ValueError):
        return None


def digest_of(entry: Path) -> str:
    """What tells one kept value from another; "" where there is none or it is damaged."""
    data = packed(entry)
    return "" if data is None else data[:_DIGEST].hex()


def packed(entry: Path) -> bytes | None:
    """A kept value as it lies on the disk, to be kept elsewhere; None where there is none or it is damaged."""
    try:
        data = entry.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data[_DIGEST:]).digest() == data[:_DIGEST] else None


def remove_half_written(folder: Path) -> None:
    """What a killed build left of an entry."""
    for path in folder.glob("new-*"):
        path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Written:
    """Files written in an earlier build: what they were made of, what is told of them, and how they were left."""

    stamp: str
    told: object
    files: tuple[Known, ...]


def written(entry: Path) -> Written | None:
    """What was kept of files written, or None where nothing was or it is damaged."""
    found = kept(entry)
    return found if isinstance(found, Written) else None


def made_before(entry: Path, stamp: str, folder: Path, kind: type[_Told]) -> _Told | None:
    """What was told of a folder, if it was made of the same and all its files still are as they were written."""
    found = written(entry) if stamp else None
    if found is None or found.stamp != stamp or not isinstance(found.told, kind):
        return None
    return found.told if is_as_written(folder, found.files) else None


def keep_made(entry: Path, stamp: str, folder: Path, told: object) -> None:
    """Keep what is told of a folder, with the files that are in it now; nothing where it is not known what it is made of."""
    if stamp:
        keep(entry, Written(stamp, told, files_in(folder)))


def keep_moved(entry: Path, folder: Path) -> tuple[Known, ...]:
    """Files that were moved here unchanged count as written here; () where it is not known what they were."""
    found = written(entry)
    files = files_in(folder) if found else ()
    if found is None or [one[:2] for one in files] != [one[:2] for one in found.files]:
        return ()
    keep(entry, replace(found, files=files))
    return files


def files_in(folder: Path) -> tuple[Known, ...]:
    """Every file below a folder, so that it is seen when one is no longer what was written."""
    found = []
    for path in folder.rglob("*"):
        status = path.stat()
        if path.is_file():
            found.append((path.relative_to(folder).as_posix(), status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))


def is_as_written(folder: Path, files: tuple[Known, ...]) -> bool:
    """Whether every one of the files is there, with the size and the time of change it had."""
    try:
        for name, size, changed in files:
            # a Path for each of many thousands would take longer than the disk
            status = os.stat(f"{folder}/{name}")  # noqa: PTH116
            if (status.st_size, status.st_mtime_ns) != (size, changed):
                return False
    except OSError:
        return False
    return True


def version_of(root: Path, counts: Callable[[tuple[str, ...]], bool], libraries: Iterable[str] = ()) -> str:
    """A hash of the files below a folder whose path counts, and of the versions of libraries."""
    digest = hashlib.sha256(sys.version.encode())
    for name in libraries:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if "__pycache__" not in parts and counts(parts) and path.is_file():
            digest.update("/".join(parts).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def by_fields(value: Any) -> tuple[Any, ...]:
    """For `__reduce__` of a frozen data class with slots of which very many are kept: it is made again by its constructor."""
    return type(value), tuple(getattr(value, name) for name in value.__slots__)


def link_or_copy(source: str | Path, target: str | Path) -> None:
    """The same file under another name; a copy where the disk knows no links, or is another."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
