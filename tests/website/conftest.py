"""One site of made-up reports, built once for all tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.website.made_site import build_made_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_made_site(tmp_path_factory.mktemp("website"))
