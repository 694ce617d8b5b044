"""How often Python looks for garbage that holds itself, for the time of a block of code.

A build holds some hundred thousand things at a time and makes many more, hardly any of which hold each other. To go through all
of them whenever a few hundred more have come takes a tenth of its time; so it is done once in many thousand.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New things until the youngest are looked at, and how often those until the older ones are.
SELDOM = (100_000, 20, 50)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Collect garbage seldom, and afterwards as before."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
