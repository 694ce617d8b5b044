"""Values kept from build to build: what cannot be read any more counts as not there."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest

from builder.keeping import keep, keep_packed, kept


class Form:
    """A value of an earlier program."""


def test_a_value_comes_back(tmp_path: Path) -> None:
    keep(tmp_path / "it", {"one": (1, "two")})
    assert kept(tmp_path / "it") == {"one": (1, "two")}


def test_a_value_of_a_class_that_is_no_more_counts_as_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path / "it", Form())
    assert isinstance(kept(tmp_path / "it"), Form)
    monkeypatch.delattr(f"{__name__}.Form")
    assert kept(tmp_path / "it") is None


def test_a_value_of_a_module_that_is_no_more_counts_as_not_there(tmp_path: Path) -> None:
    packed = zlib.compress(b"cbuilder.is_no_more\nForm\n.")
    keep_packed(tmp_path / "it", hashlib.sha256(packed).digest() + packed)
    assert kept(tmp_path / "it") is None


@pytest.mark.parametrize("damage", [b"", b"x" * 40], ids=["empty", "other"])
def test_what_is_damaged_counts_as_not_there(tmp_path: Path, damage: bytes) -> None:
    keep(tmp_path / "it", 1)
    (tmp_path / "it").write_bytes(damage)
    assert kept(tmp_path / "it") is None
