"""Garbage is looked for seldom while a site is built, and as before afterwards, also where the build fails."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from builder.collecting import SELDOM
from builder.errors import BuildError
from builder.pipeline import building


def test_garbage_is_looked_for_seldom_in_a_build_only(tmp_path: Path) -> None:
    before = gc.get_threshold()
    assert before != SELDOM
    with building(tmp_path / "site", tmp_path / "work", lambda *_: None):
        assert gc.get_threshold() == SELDOM
    assert gc.get_threshold() == before
    with pytest.raises(BuildError), building(tmp_path / "site", tmp_path / "work", lambda *_: None):
        raise OSError
    assert gc.get_threshold() == before
