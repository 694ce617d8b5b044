"""Several items at once in worker processes, when there is enough to do to pay for starting them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Protocol, TypeVar

from builder.workers import clean_context, end_with_parent

_T = TypeVar("_T")
_R = TypeVar("_R")


class Each(Protocol):
    """Every item through a function; what it gives, in the order of the items."""

    def __call__(self, function: Callable[[_T], _R], items: Iterable[_T], /) -> Iterator[_R]: ...


@contextmanager
def at_once(*, in_workers: bool, batch: int = 1) -> Iterator[Each]:
    """How to do it: over worker processes, or one item after the other. `batch`: items handed to a worker at a time."""
    if not in_workers:
        yield map
        return
    pool = ProcessPoolExecutor(mp_context=clean_context(), initializer=end_with_parent)
    try:
        yield partial(pool.map, chunksize=batch)
    finally:
        pool.shutdown(cancel_futures=True)
