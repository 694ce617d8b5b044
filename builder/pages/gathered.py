"""What reports tell the pages of the whole site, in a database: a row for each department and each page it stands on.

All of it at once would not fit into memory, and of a portal with one report more nearly all is as it was. So it is written
with the pages of its department, packed, and read again page by page. Who reads gets the departments in the order of their
ids, however they came.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Of which kind of page, and of which of them ("" where there is one): the items that it shows, packed.
Parts = Mapping[tuple[str, str], bytes]
#: Bytes that the database may hold in memory.
_ROOM = 64 << 20
_FAST = 1  # of zlib's levels
#: What tells a page's parts from others stands in an index by itself: to see that all is as it was, no part is read.
_SCHEMA = f"""
PRAGMA synchronous = OFF;
PRAGMA cache_size = {-_ROOM // 1024};
CREATE TABLE IF NOT EXISTS departments (org_id TEXT PRIMARY KEY, stamp TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS parts
  (org_id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, digest BLOB NOT NULL, packed BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS of_department ON parts (org_id);
CREATE INDEX IF NOT EXISTS of_page ON parts (kind, name, org_id, digest);
"""


class DamagedError(OSError):
    """The file is not what was written: it is of no use, and what it held has to be gathered again."""


def pack(kind: str, items: Mapping[str, object]) -> dict[tuple[str, str], bytes]:
    """What a department tells the pages of a kind, by their names."""
    return {
        (kind, name): zlib.compress(pickle.dumps(told, protocol=pickle.HIGHEST_PROTOCOL), _FAST)
        for name, told in items.items()
    }


class Gathered:
    """What departments tell, in a file; what a killed build left of a department is not there.

    Raises DamagedError where a row is not what was written, and OSError where the disk is full. A file that is no database
    is begun anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open = _opened(path)
        except sqlite3.DatabaseError:
            path.unlink()
            self._open = _opened(path)

    def close(self) -> None:
        """Nothing is read or written any more."""
        self._open.close()

    def begin_anew(self) -> None:
        """Forget everything."""
        self._open.close()
        self._path.unlink(missing_ok=True)
        self._open = _opened(self._path)

    def has(self, org_id: str, stamp: str) -> bool:
        """Whether a department told what is here when it was made of this."""
        return self._rows("SELECT stamp FROM departments WHERE org_id = ?", org_id) == [(stamp,)]

    def put(self, org_id: str, stamp: str, parts: Parts) -> None:
        """All that a department tells, in place of what it told before. `stamp`: what it was made of."""
        rows = [(org_id, kind, name, _digest(packed), packed) for (kind, name), packed in parts.items()]
        with self._writing():
            self._forget(org_id)
            self._open.executemany("INSERT INTO parts VALUES (?, ?, ?, ?, ?)", rows)
            self._open.execute("INSERT INTO departments VALUES (?, ?)", (org_id, stamp))

    def forget_others(self, org_ids: Iterable[str]) -> None:
        """Throw away what other departments told."""
        known = {org_id for (org_id,) in self._rows("SELECT org_id FROM departments")}
        with self._writing():
            for org_id in known.difference(org_ids):
                self._forget(org_id)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All of it or nothing."""
        try:
            with self._open:
                yield
        except sqlite3.OperationalError as error:
            raise OSError(str(error)) from error
        except sqlite3.DatabaseError as error:
            raise DamagedError from error

    def _forget(self, org_id: str) -> None:
        for table in ("parts", "departments"):
            self._open.execute(f"DELETE FROM {table} WHERE org_id = ?", (org_id,))

    def digest(self, kind: str, name: str) -> str:
        """What tells all that departments tell of a page from anything else."""
        found = self._rows("SELECT digest FROM parts WHERE kind = ? AND name = ? ORDER BY org_id", kind, name)
        return _digest(b"".join(digest for (digest,) in found)).hex()

    def told(self, kind: str, name: str = "") -> Iterator[Any]:
        """What each department tells of a page, in the form in which it was packed."""
        asked = "SELECT digest, packed FROM parts WHERE kind = ? AND name = ? ORDER BY org_id"
        return map(_unpacked, self._rows(asked, kind, name))

    def told_by(self, org_id: str, kind: str, name: str = "") -> Any:
        """What one department tells of a page; None for nothing."""
        asked = "SELECT digest, packed FROM parts WHERE kind = ? AND name = ? AND org_id = ?"
        return next(map(_unpacked, self._rows(asked, kind, name, org_id)), None)

    def _rows(self, asked: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            return self._open.execute(asked, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise DamagedError from error


def _opened(path: Path) -> sqlite3.Connection:
    _read_ahead(path)
    found = sqlite3.connect(path)
    try:
        found.executescript(_SCHEMA)
    except sqlite3.DatabaseError:
        found.close()
        raise
    return found


def _read_ahead(path: Path) -> None:
    """Let the system fetch the file as it lies on the disk: the parts of a page lie all over it, one from each department."""
    if path.exists() and hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)


def _unpacked(row: tuple[bytes, bytes]) -> Any:
    digest, packed = row
    if _digest(packed) != digest:
        raise DamagedError
    return pickle.loads(zlib.decompress(packed))


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
