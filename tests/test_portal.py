"""The benchmark of a whole portal runs, and its page says what was measured. How fast it is fails no test."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from benchmarks import charts, pages, portal, portal_parts
from benchmarks.pages_data import multiply
from benchmarks.portal_build import STAGES, Measured
from benchmarks.portal_reports import add_one_more, make_reports, take_away
from builder.pages.published import read_index, read_report
from builder.pages.site_pages import _filled
from builder.sources import find_sources
from tests.measured_page import assert_is_filled, assert_no_number_is_typed

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "content" / "method" / "scale.md"
COUNT = int(os.environ.get("MINGBAI_PORTAL", "2"))
#: Parts that no report is without.
_ALWAYS = {"read", "recognise", "state", "check", "workbooks", "parquet", "templates", "terms", "charts"}
needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="memory is asked of /proc")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("portal")


@pytest.fixture(scope="module")
def measured(work: Path) -> Measured:
    """The benchmark of a portal of a few reports, as it is run from the command line."""
    out = work / "scale.json"
    words = ["--sizes", COUNT, "--distinct", min(COUNT, 12), "--naive", 1, "--stock", 2, "--work", work]
    assert portal.main([*map(str, words), "--json", str(out)]) == 0
    found: Measured = json.loads(out.read_text(encoding="utf-8"))
    return found


@needs_proc
def test_the_benchmark_runs(measured: Measured) -> None:
    (size,) = measured["sizes"]
    assert size["reports"] == COUNT
    assert size["full"]["problems"] == size["one_more"]["problems"] == 0
    assert set(size["full"]["stages"]) == {*STAGES, "other"}
    assert size["full"]["stages"]["search"] > 0
    assert size["full"]["memory_mib"] > 0
    assert size["mib"]["site"] > 0
    assert measured["not_measured"] == [n for n in portal.WANTED if n != COUNT]
    assert measured["one_process"]["reports"] == 1
    assert measured["stock"]["pages"] == min(COUNT, 2)


@needs_proc
def test_every_part_is_measured_in_whichever_process_it_runs(measured: Measured) -> None:
    full = measured["sizes"][0]["full"]
    assert not portal_parts.missing()
    for stage, parts in portal_parts.PARTS.items():
        assert set(full["parts"][stage]) == {*parts, portal_parts.OTHER}
        assert all(seconds > 0 for part, seconds in full["parts"][stage].items() if part in _ALWAYS)
    assert full["checks"] == full["parts"]["extraction"]["check"]
    assert full["charts"] == full["parts"]["pages"]["charts"]


@needs_proc
def test_year_pages_are_measured_and_their_navigation_does_not_grow(measured: Measured, work: Path) -> None:
    out = work / "scale.json"
    words = ["--sizes", 2, 10, "--stock", 1, "--base", _data(work), "--work", work / "years", "--json", out]
    assert pages.main([*map(str, words)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["sizes"] == measured["sizes"]  # what another benchmark wrote stays
    few, many = found["year_pages"]["sizes"]
    assert (few["pages"], many["pages"]) == (2, 10)
    assert few["navigation_bytes"] == many["navigation_bytes"] > 0
    assert many["whole"]["charts"] > 0
    assert found["year_pages"]["stock"][0]["pages"] == 1
    assert not (work / "years" / "10").exists()


@needs_proc
@pytest.mark.usefixtures("measured")
def test_ways_of_drawing_are_measured_where_they_are_installed(work: Path) -> None:
    out = work / "scale.json"
    words = ["--charts", 3, "--base", _data(work), "--work", work / "years", "--json", out]
    assert charts.main([*map(str, words)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))["charts"]
    ours, *others = found["writers"]
    assert ours["name"] == "template"
    assert ours["kib"] > 0
    assert len(others) == len(charts.WRITERS) - 1


@needs_proc
def test_data_under_other_names_holds_together(measured: Measured, work: Path, tmp_path: Path) -> None:
    """As many reports as are asked for, each at the place that the index says, of the department that it says."""
    count = 2 * COUNT + 1
    index = read_index(multiply(_data(work), tmp_path / "data", count))
    entries = [(department, entry) for department in index.departments for entry in department.reports]
    assert len(entries) == len({entry.path for _, entry in entries}) == index.counts.reports == count
    for department, entry in entries:
        report = read_report(tmp_path / "data" / entry.path)
        assert (report.org_id, report.org, report.region, report.path) == (
            department.org_id,
            department.org,
            department.region,
            entry.path,
        )
    assert len({department.org for department in index.departments}) == len(index.departments)
    assert measured["sizes"][0]["reports"] == COUNT


def test_growth_compares_each_size_with_the_one_before() -> None:
    sizes = [
        {"reports": n, "milliseconds_per_report": each} for n, each in ((10, 100), (100, 120), (200, 90))
    ]
    assert portal.growth(sizes) == [
        {"from": 10, "to": 100, "ratio": 1.2},
        {"from": 100, "to": 200, "ratio": 0.75},
    ]


def test_stock_is_carried_on_in_a_straight_line() -> None:
    size: Measured = {"pages": 300, "years": {"seconds": 10.0}, "whole": {"charts": 2.5, "seconds": 50.0}}
    pages.compare([size], [{"pages": 100, "seconds": 40.0}, {"pages": 200, "seconds": 70.0}])
    assert (size["stock_seconds"], size["ratio"], size["ratio_with_charts"], size["ratio_whole"]) == (
        100,
        10.0,
        8.0,
        2.0,
    )


def _data(work: Path) -> Path:
    return work / str(COUNT) / "work" / "data"


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
    sizes = json.loads(PAGE.with_suffix(".json").read_text(encoding="utf-8"))["sizes"]
    assert f"| 报告（份） | {' | '.join(str(size['reports']) for size in sizes)} |" in page
    assert f"| 全部（秒） | {' | '.join(str(size['full']['seconds']) for size in sizes)} |" in page
