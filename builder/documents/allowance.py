"""More computing time for work that is known to take long, such as recognising the text of a page.

A reader says `need(30)` before each such piece of work; nothing happens unless somebody set a limit and said how to
raise it. How often a reader may ask is bounded by the limits that it keeps itself.
"""

from __future__ import annotations

from collections.abc import Callable


class _Asked:
    """How the limit of this process is raised."""

    raise_by: Callable[[int], None] | None = None


def allow(raise_by: Callable[[int], None]) -> None:
    """From now on raise the limit in this way, by seconds of computing."""
    _Asked.raise_by = raise_by


def need(seconds: int) -> None:
    """So many seconds more are needed for what begins now."""
    if _Asked.raise_by is not None:
        _Asked.raise_by(seconds)
