"""The one error of the typesetter: a sample that cannot be set, with its place and what to do about it."""

from __future__ import annotations

from builder.errors import MingbaiError


class SampleError(MingbaiError):
    """A sample is incomplete or contradicts its own declarations."""

    def __init__(self, place: str, zh: str, en: str) -> None:
        """Say where, and what to do, in both languages."""
        super().__init__(zh, en, place=place)
