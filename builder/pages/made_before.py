"""Pages of the whole site that an earlier build left as they have to be: they are not made again.

A page is known by what it is made of, its finished lines included; a group of pages (those of an account, of an indicator in
a year) by what departments tell of it, so that it need not even be ordered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from builder.keeping import Known, Written, is_as_written, keep, kept

#: Folders in which such pages are. All that is in them and was neither made nor found again is removed.
FOLDERS = ("accounts", "compare", "findings", "terms")


class _Group(NamedTuple):
    stamp: str
    names: tuple[str, ...]  # of its pages and files


class MadeBefore:
    """What an earlier build left below `docs`, by the names of its files. `entry`: where that is kept; `version`: of what
    all pages are made of. Without an entry nothing is known, and nothing is kept."""

    def __init__(self, docs: Path, entry: Path | None, version: str = "") -> None:
        found = kept(entry) if entry else None
        self._docs, self._entry, self._version = docs, entry, version
        before = found if isinstance(found, tuple) else ({}, {})
        self._files: dict[str, Written] = before[0]
        self._groups: dict[str, _Group] = before[1]
        self._now: tuple[dict[str, Written], dict[str, _Group]] = {}, {}
        self._there = set[str]()

    def stamp(self, *made_of: object) -> str:
        """What tells a page from one that is made of something else; "" where nothing is kept."""
        return hashlib.sha256(repr((self._version, made_of)).encode()).hexdigest() if self._entry else ""

    def get(self, name: str, stamp: str) -> Written | None:
        """What is known of a file, if it was made of the same and is as it was written."""
        known = self._files.get(name) if stamp else None
        if known is None or known.stamp != stamp or not is_as_written(self._docs, known.files):
            return None
        self._now[0][name] = known
        self._there.add(name)
        return known

    def wrote(self, name: str) -> None:
        """A file belongs to this build, whether it will be known again or not."""
        self._there.add(name)

    def put(self, name: str, stamp: str, told: object) -> None:
        """A file that was written just now can be known again by what is told of it."""
        if stamp:
            self._now[0][name] = Written(stamp, told, (self._look(name),))

    def _look(self, name: str) -> Known:
        status = (self._docs / name).stat()
        return name, status.st_size, status.st_mtime_ns

    def group(self, name: str, stamp: str) -> list[Written] | None:
        """What is known of all files of a group, in their order, if what is told of it is the same and all are there."""
        known = self._groups.get(name)
        if not stamp or known is None or known.stamp != stamp:
            return None
        found = [self.get(file, self._files[file].stamp) for file in known.names if file in self._files]
        if len(found) < len(known.names) or None in found:
            return None
        self._now[1][name] = known
        return [one for one in found if one]

    def put_group(self, name: str, stamp: str, files: Iterable[str]) -> None:
        """The files of a group, all of which are known."""
        if stamp:
            self._now[1][name] = _Group(stamp, tuple(files))

    def close(self) -> None:
        """Keep what is known now, and remove from the folders what is not."""
        if self._entry is None:
            return
        for folder in FOLDERS:
            for path in sorted((self._docs / folder).rglob("*"), reverse=True):
                if path.is_dir() and not any(path.iterdir()):
                    path.rmdir()
                elif path.is_file() and path.relative_to(self._docs).as_posix() not in self._there:
                    path.unlink()
        keep(self._entry, self._now)
