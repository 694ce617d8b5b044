"""Writing several departments, regions or large files at once, when there is enough to write to pay for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Protocol, TypeVar

from builder.workers import clean_context, end_with_parent

_T = TypeVar("_T")
_R = TypeVar("_R")
#: Departments' reports that are written: for fewer, starting processes costs more than it saves.
PARALLEL_FROM = 60
#: What the files of regions and of the whole cost for each report, as a part of what its own files cost.
_JOINT = 6


class Each(Protocol):
    """Every item through a function; what it gives, in the order of the items."""

    def __call__(self, function: Callable[[_T], _R], items: Iterable[_T], /) -> Iterator[_R]: ...


@contextmanager
def at_once(changed: int, reports: int) -> Iterator[Each]:
    """How to write: over worker processes, or one item after the other.

    `changed`: how many reports have files of their own to be written; `reports`: how many there are.
    """
    if changed + reports // _JOINT < PARALLEL_FROM:
        yield map
        return
    pool = ProcessPoolExecutor(mp_context=clean_context(), initializer=end_with_parent)
    try:
        yield pool.map
    finally:
        pool.shutdown(cancel_futures=True)
