"""One build at a time in the same folders: a second one waits until the first has ended, however it ends.

The lock is the system's own and goes with the process: a build that is killed leaves none behind.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path


@contextmanager
def alone_in(folders: Sequence[Path], waiting: Callable[[Path], None]) -> Iterator[None]:
    """Hold the locks of all folders, which are made where missing. `waiting` is told of a folder that is taken."""
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        # In one order everywhere: two builds that want the same two folders do not wait for each other.
        for folder in sorted({folder.resolve() for folder in folders}):
            stack.enter_context(_locked(folder, waiting))
        yield


@contextmanager
def _locked(folder: Path, waiting: Callable[[Path], None]) -> Iterator[None]:
    if os.name == "nt":  # no locks on folders: two builds there are kept apart by their user
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting(folder)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def fresh_folder(folder: Path) -> Path:
    """An empty folder of this name; what a killed build left in it is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
