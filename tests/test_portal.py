"""The benchmark of a whole portal runs, and its page says what was measured. How fast it is fails no test."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from benchmarks import portal
from benchmarks.portal_reports import add_one_more, make_reports, take_away
from builder.pages.site_pages import _filled
from builder.sources import find_sources
from tests.measured_page import assert_is_filled, assert_no_number_is_typed

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "content" / "method" / "scale.md"
COUNT = int(os.environ.get("MINGBAI_PORTAL", "2"))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is asked of /proc")
def test_the_benchmark_runs(tmp_path: Path) -> None:
    out = tmp_path / "scale.json"
    words = ["--sizes", COUNT, "--distinct", min(COUNT, 12), "--naive", 1, "--stock", 2]
    assert portal.main([*map(str, words), "--work", str(tmp_path / "work"), "--json", str(out)]) == 0
    measured = json.loads(out.read_text(encoding="utf-8"))
    (size,) = measured["sizes"]
    assert size["reports"] == COUNT
    assert size["full"]["problems"] == size["one_more"]["problems"] == 0
    assert set(size["full"]["stages"]) == {*portal.STAGES, "other"}
    assert size["full"]["memory_mib"] > 0
    assert size["mib"]["site"] > 0
    assert measured["one_process"]["reports"] == 1
    assert measured["stock"]["pages"] == min(COUNT, 2)


def test_made_reports_are_all_different_and_made_once(tmp_path: Path) -> None:
    told: list[str] = []
    folder = make_reports(tmp_path / "reports", 7, 1, told.append)
    sources = find_sources(folder)
    assert len({source.sha256 for source in sources}) == 7
    assert len({(source.org_id, source.year) for source in sources}) == 7
    assert len({source.org_id for source in sources}) == 2
    make_reports(tmp_path / "reports", 7, 1, told.append)
    assert len(told) == 1
    add_one_more(folder, 7)
    assert len(find_sources(folder)) == 8
    take_away(folder, 7)
    assert find_sources(folder) == sources


def test_no_number_is_typed_into_the_page() -> None:
    assert_no_number_is_typed(PAGE)


def test_the_page_shows_what_was_measured() -> None:
    page = _filled(PAGE)
    assert_is_filled(page)
    for size in json.loads(PAGE.with_suffix(".json").read_text(encoding="utf-8"))["sizes"]:
        assert re.search(rf"\| {size['reports']} \| .* \| {size['full']['seconds']} \|", page)
