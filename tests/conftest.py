"""Settings for all tests: property tests draw the same examples everywhere and never fail for being slow."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("mingbai", deadline=None, derandomize=True, max_examples=80)
settings.load_profile("mingbai")
