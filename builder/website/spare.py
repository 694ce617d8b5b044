"""The site that was replaced, kept for the next build: that changes in it what is different and swaps it in again.

A site has hundreds of thousands of files, nearly all of them links to what is kept; making and deleting all of them takes
longer than everything else when one report was added. The spare is a folder of links and costs no room but for its folders. It
is brought to the new site's files at once, so that it holds nothing that is published no more. One is kept only where the disk
has links and the listing of a folder tells one file from another; where anything fails, it is thrown away.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.website.planned import Folder, Look, bring, bring_alike, look_of, make

NAME, TRIAL = "spare", "spare-trial"


def lay(folder: Folder, target: Path, kept: Path | None) -> None:
    """Put all files into a new and empty folder; what is done already in a spare is not done again."""
    spare = _spare(kept, target)
    if spare is None or not _taken(spare, target):
        make(folder, target)
        return
    try:
        bring(folder, target, _look(target))
    except OSError:  # somebody's folder that cannot be read, or the like
        _emptied(target)
        make(folder, target)


def keep_old(folder: Folder, old: Path, kept: Path | None) -> None:
    """Keep the site that was replaced, with the files of the one that is there now. On failure none is kept.

    `folder`: the one that was laid. `old`: the site; empty, where there was none.
    """
    spare = _spare(kept, old)
    if spare is None:
        return
    try:
        bring_alike(folder, old, _look(old))
        shutil.rmtree(spare, ignore_errors=True)
        old.rename(spare)
    except OSError:
        shutil.rmtree(spare, ignore_errors=True)


def _spare(kept: Path | None, inside: Path) -> Path | None:
    """Where the spare is, or will be; None where there can be none, and one of an earlier time goes."""
    if kept is None or tells_links(kept, inside):
        return kept / NAME if kept else None
    shutil.rmtree(kept / NAME, ignore_errors=True)
    return None


def tells_links(one: Path, other: Path) -> bool:
    """Whether files of one folder can be linked into the other, and listings tell a link from another file by its number."""
    first = one / TRIAL
    shutil.rmtree(first, ignore_errors=True)
    try:
        first.mkdir()
        with TemporaryDirectory(dir=other) as second:
            (first / "a").touch()
            Path(second, "b").touch()
            os.link(first / "a", Path(second, "a"))
            with os.scandir(second) as entries:
                numbers = {entry.name: entry.inode() for entry in entries}
            told = (first / "a").stat()
            # A disk of several layers may number the files of each by itself; it says so by another disk for files.
            return told.st_dev == first.stat().st_dev and told.st_ino == numbers["a"] != numbers["b"]
    except OSError:
        return False
    finally:
        shutil.rmtree(first, ignore_errors=True)


def _look(target: Path) -> Look:
    """How a folder looks that is made below this one now."""
    with TemporaryDirectory(dir=target) as first:
        made = Path(first, "a")
        made.mkdir()
        return look_of(made.stat())


def _taken(spare: Path, target: Path) -> bool:
    """Put the spare in place of an empty folder, if there is one."""
    if spare.is_symlink() or not spare.is_dir():
        return False
    mode = target.stat().st_mode
    try:
        target.rmdir()
        spare.rename(target)
        target.chmod(mode)
    except OSError:
        target.mkdir(exist_ok=True)
        return not any(target.iterdir())
    return True


def _emptied(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
