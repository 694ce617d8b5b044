"""What reports tell the pages of the whole site, in a database: a row for each department and each page it stands on.

All of it at once would not fit into memory, and of a portal with one report more nearly all is as it was. So it is written
with the pages of its department, packed, and read again page by page. Who reads gets the departments in the order of their
ids, however they came.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

#: Of which kind of page, and of which of them ("" where there is one): the items that it shows, packed.
Parts = Mapping[tuple[str, str], bytes]
#: Bytes that the database may hold in memory.
_ROOM = 64 << 20
_FAST = 1  # of zlib's levels
_SCHEMA = """
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS departments (org_id TEXT PRIMARY KEY, stamp TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS parts (org_id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, packed BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS of_department ON parts (org_id);
CREATE INDEX IF NOT EXISTS of_page ON parts (kind, name, org_id);
"""


def pack(kind: str, items: Mapping[str, object]) -> dict[tuple[str, str], bytes]:
    """What a department tells the pages of a kind, by their names."""
    return {
        (kind, name): zlib.compress(pickle.dumps(told, protocol=pickle.HIGHEST_PROTOCOL), _FAST)
        for name, told in items.items()
    }


class Gathered:
    """What departments tell, in a file. What a killed build left of a department counts as not there, and so does a damaged
    file. Raises OSError where the disk is full."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open = _opened(path)
        except sqlite3.DatabaseError:
            path.unlink()
            self._open = _opened(path)

    def close(self) -> None:
        """Nothing is read or written any more."""
        self._open.close()

    def has(self, org_id: str, stamp: str) -> bool:
        """Whether a department told what is here when it was made of this, and all of it is undamaged."""
        found = self._open.execute(
            "SELECT stamp, digest FROM departments WHERE org_id = ?", (org_id,)
        ).fetchone()
        return found is not None and found == (stamp, self._digest_of(org_id))

    def put(self, org_id: str, stamp: str, parts: Parts) -> None:
        """All that a department tells, in place of what it told before. `stamp`: what it was made of."""
        rows = [(org_id, kind, name, packed) for (kind, name), packed in parts.items()]
        try:
            with self._open:
                self._forget(org_id)
                self._open.executemany("INSERT INTO parts VALUES (?, ?, ?, ?)", rows)
                known = (org_id, stamp, self._digest_of(org_id))
                self._open.execute("INSERT INTO departments VALUES (?, ?, ?)", known)
        except sqlite3.OperationalError as error:
            raise OSError(str(error)) from error

    def forget_others(self, org_ids: Iterable[str]) -> None:
        """Throw away what other departments told."""
        known = {org_id for (org_id,) in self._open.execute("SELECT org_id FROM departments")}
        with self._open:
            for org_id in known.difference(org_ids):
                self._forget(org_id)

    def _forget(self, org_id: str) -> None:
        for table in ("parts", "departments"):
            self._open.execute(f"DELETE FROM {table} WHERE org_id = ?", (org_id,))

    def _digest_of(self, org_id: str) -> str:
        rows = self._open.execute(
            "SELECT packed, kind, name FROM parts WHERE org_id = ? ORDER BY kind, name", (org_id,)
        ).fetchall()
        return _digest(rows)

    def _packed(self, kind: str, name: str) -> sqlite3.Cursor:
        return self._open.execute(
            "SELECT packed FROM parts WHERE kind = ? AND name = ? ORDER BY org_id", (kind, name)
        )

    def digest(self, kind: str, name: str) -> str:
        """What tells all that departments tell of a page from anything else."""
        return _digest(self._packed(kind, name).fetchall())

    def told(self, kind: str, name: str = "") -> Iterator[Any]:
        """What each department tells of a page, in the form in which it was packed."""
        return (pickle.loads(zlib.decompress(packed)) for (packed,) in self._packed(kind, name))


def _opened(path: Path) -> sqlite3.Connection:
    found = sqlite3.connect(path)
    try:
        found.executescript(f"PRAGMA cache_size = {-_ROOM // 1024};{_SCHEMA}")
        if found.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError
    except sqlite3.DatabaseError:
        found.close()
        raise
    return found


def _digest(rows: Sequence[tuple[Any, ...]]) -> str:
    """Of rows, the first value of each in bytes. One hash over all: of many small parts each would cost more than its bytes."""
    heads = repr([(len(row[0]), *row[1:]) for row in rows])
    return hashlib.sha256(b"".join((heads.encode(), *(row[0] for row in rows)))).hexdigest()
