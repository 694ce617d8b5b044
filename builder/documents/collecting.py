"""Whether Python looks for garbage that holds itself, for the time of a block of code.

Letters come by the ten thousand and none holds another: to look among them for such garbage finds nothing, and takes a
sixth of the time that a page takes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting(wanted: bool) -> Iterator[None]:
    """Collect garbage or do not, and afterwards as before."""
    before = gc.isenabled()
    _set(wanted)
    try:
        yield
    finally:
        _set(before)


def _set(wanted: bool) -> None:
    (gc.enable if wanted else gc.disable)()
