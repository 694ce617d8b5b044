"""What is to stand in a site, told before anything is put there, and bringing a folder to it.

A folder that was a site before differs in little: what is right stays, all else in it is put or removed. A link is right
where it is the same file as its source, of which the listing of a folder tells the number; a text where it is the same byte for
byte. Nothing that stands there is trusted otherwise, so that whatever somebody did to the folder leaves no trace.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from builder.keeping import link_or_copy

#: Of a folder: how it may be used, whose it is, and on which disk.
Look = tuple[int, int, int, int]


#: A file to be linked, and its number on the disk of the site; 0 for a file of another disk. A plain tuple: there are very many.
Link = tuple[str, int]
#: A file to be linked, or what a file holds.
Put = bytes | Link


@dataclass(slots=True)
class Folder:
    """Files and folders by name. `is_changed`: whether the folder that was last brought to it was not so, or none was."""

    files: dict[str, Put] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)
    is_changed: bool = True


class Planned:
    """A site that is to be. Places are relative to it, with `/`; what is planned later at the same place counts."""

    def __init__(self, disk: int) -> None:
        """`disk`: of the site, as `os.stat` tells it."""
        self.root, self._disk = Folder(), disk

    def put(self, place: str, content: str | bytes) -> None:
        """A file with this content; text is written as UTF-8."""
        folder, _, name = place.rpartition("/")
        self._folder(folder).files[name] = content.encode() if isinstance(content, str) else content

    def link(self, place: str, source: str | Path, told: os.stat_result) -> None:
        """A file that is there already. `told`: what `os.stat` tells of it."""
        folder, _, name = place.rpartition("/")
        number = told.st_ino if told.st_dev == self._disk else 0
        self._folder(folder).files[name] = (str(source), number)

    def link_tree(
        self, source: str | Path, place: str = "", left_out: Callable[[str], bool] | None = None
    ) -> None:
        """All files below a folder. `left_out`: names of files that stay behind, and folders that have no others with them."""
        files, folders = dict[str, Put](), list[str]()
        with os.scandir(source) as entries:
            here = os.stat(source).st_dev == self._disk  # noqa: PTH116  # thousands of folders
            for entry in entries:
                name, is_file = entry.name, entry.is_file(follow_symlinks=False)
                if not is_file and entry.is_dir():
                    folders.append(name)
                elif left_out is None or not left_out(name):
                    files[name] = (entry.path, entry.inode() if here and is_file else 0)
        if files or left_out is None:
            self._folder(place).files |= files
        for name in folders:
            self.link_tree(f"{source}{os.sep}{name}", f"{place}/{name}" if place else name, left_out)

    def also(self, place: str, other: str) -> bool:
        """Plan the file of a place at another too; whether there is one."""
        found = self.planned(place)
        if found is None:
            return False
        folder, _, name = other.rpartition("/")
        self._folder(folder).files[name] = found
        return True

    def planned(self, place: str) -> Put | None:
        """What is planned at a place; None for nothing, or for a folder."""
        folder, _, name = place.rpartition("/")
        at = self._there(folder)
        return at.files.get(name) if at else None

    def files(self, place: str = "") -> Iterator[tuple[str, Put]]:
        """Every file below a folder with its place."""
        yield from _files(self._there(place) or Folder(), f"{place}/" if place else "")

    def leave_out(self, place: str) -> None:
        """Nothing at this place, be it a file or a folder, if anything was planned there."""
        folder, _, name = place.rpartition("/")
        at = self._there(folder) or Folder()
        at.files.pop(name, None)
        at.folders.pop(name, None)

    def _there(self, place: str) -> Folder | None:
        at: Folder | None = self.root
        for part in place.split("/") if place else ():
            at = at.folders.get(part) if at else None
        return at

    def _folder(self, place: str) -> Folder:
        at = self.root
        for part in place.split("/") if place else ():
            inner = at.folders.get(part)
            if inner is None:
                inner = at.folders[part] = Folder()
            at = inner
        return at


def _files(folder: Folder, prefix: str) -> Iterator[tuple[str, Put]]:
    for name, put in folder.files.items():
        yield prefix + name, put
    for name, inner in folder.folders.items():
        yield from _files(inner, f"{prefix}{name}/")


def content_of(put: Put) -> bytes:
    """What a planned file holds."""
    return put if isinstance(put, bytes) else Path(put[0]).read_bytes()


def make(folder: Folder, target: str | Path) -> None:
    """Put everything into a folder that is there and empty."""
    for name, put in folder.files.items():
        _put(put, f"{target}{os.sep}{name}")
    for name, inner in folder.folders.items():
        place = f"{target}{os.sep}{name}"
        os.mkdir(place)  # noqa: PTH102  # a Path for each of very many takes longer than the disk
        make(inner, place)


def bring(folder: Folder, target: str | Path, look: Look) -> None:
    """Make a folder that is there into what is planned. `look`: of folders that are made now; others are made again."""
    folder.is_changed = _bring_files(folder, target, look)
    for name, inner in folder.folders.items():
        bring(inner, f"{target}{os.sep}{name}", look)
        folder.is_changed |= inner.is_changed


def bring_alike(folder: Folder, target: str | Path, look: Look) -> None:
    """Likewise a folder that was as the one that was brought last: only where that one was not as planned."""
    if folder.is_changed:
        _bring_files(folder, target, look)
        for name, inner in folder.folders.items():
            bring_alike(inner, f"{target}{os.sep}{name}", look)


def _bring_files(folder: Folder, target: str | Path, look: Look) -> bool:
    """The files of a folder, and empty folders where none are; whether anything was not as planned."""
    right, wrong = set[str](), list[os.DirEntry[str]]()
    files, folders = folder.files, folder.folders
    with os.scandir(target) as entries:
        for entry in entries:
            name = entry.name
            if _is_folder(entry, look) if name in folders else _is_right(entry, files.get(name)):
                right.add(name)
            else:
                wrong.append(entry)
    _remove(wrong)
    for name, put in files.items():
        if name not in right:
            _put(put, f"{target}{os.sep}{name}")
    for name in folders:
        if name not in right:
            os.mkdir(f"{target}{os.sep}{name}")  # noqa: PTH102
    return bool(wrong) or len(right) < len(files) + len(folders)


def _remove(wrong: Iterable[os.DirEntry[str]]) -> None:
    for entry in wrong:
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)  # noqa: PTH108


def _is_folder(entry: os.DirEntry[str], look: Look) -> bool:
    return entry.is_dir(follow_symlinks=False) and look_of(entry.stat(follow_symlinks=False)) == look


def _is_right(entry: os.DirEntry[str], put: Put | None) -> bool:
    if put is None or not entry.is_file(follow_symlinks=False):
        return False
    return Path(entry.path).read_bytes() == put if isinstance(put, bytes) else entry.inode() == put[1]


def look_of(told: os.stat_result) -> Look:
    """What has to be the same of two folders for one to stand for the other."""
    return told.st_mode, told.st_uid, told.st_gid, told.st_dev


def _put(put: Put, target: str) -> None:
    if isinstance(put, tuple):
        link_or_copy(put[0], target)
    else:
        with open(target, "xb") as handle:  # noqa: PTH123
            handle.write(put)
