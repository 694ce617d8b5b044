"""The committed measurement of formats: its shape, that a part measured again agrees, and the page filled from it."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

from benchmarks.accuracy import percent
from benchmarks.formats import FORMATS, OFFICE_SEEDS, OLD, OUT, SEEDS, measure, written
from benchmarks.scans import DPI, ENDS, LOOKS, PAGES
from benchmarks.scans import SEEDS as SCANNED_SEEDS
from builder.pages.site_pages import _filled
from tests.measured_page import assert_is_filled, assert_no_number_is_typed

PAGE = OUT.with_suffix(".md")
AGAIN = ("xlsx", "zip", "txt")


@cache
def committed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(OUT.read_text(encoding="utf-8"))
    return found


def test_the_file_is_as_the_benchmark_writes_it() -> None:
    assert OUT.read_text(encoding="utf-8") == written(committed())
    assert committed()["schema"] == "mingbai-formats/1"
    assert not re.search(r"20\d\d-\d\d|/home|/work|/tmp", OUT.read_text(encoding="utf-8"))


def test_every_format_is_measured_and_its_counts_add_up() -> None:
    assert [each["format"] for each in committed()["formats"]] == list(FORMATS)
    for each in committed()["formats"]:
        assert each["reports"] == (OFFICE_SEEDS if each["format"] in OLD else SEEDS)
        assert each["zh"] == FORMATS[each["format"]][0]
        for counts in (each["tables"], each["text"]):
            assert counts["facts"] == counts["found"] + counts["wrong"] + counts["missing"]
            assert counts["recall_pct"] == percent(counts["found"], counts["facts"])


def test_scans_are_measured_and_no_figure_is_wrong_in_silence() -> None:
    scans = committed()["scans"]
    assert [(each["dpi"], each["look"]) for each in scans] == [(dpi, look) for dpi in DPI for look in LOOKS]
    for each in scans:
        assert each["zh"] == LOOKS[each["look"]][0]
        assert each["pages"] == PAGES * len(SCANNED_SEEDS)
        assert each["figures"] == sum(each[end] for end in ENDS)
        assert each["unproven"] <= each["right"]
        assert each["right_pct"] == percent(each["right"], each["figures"])
        assert each["wrong"] == each["missing"] == each["invented"] == 0


@pytest.mark.parametrize("name", AGAIN)
def test_a_report_measured_again_is_read_no_worse_than_committed(name: str) -> None:
    again = measure(name, range(1))
    whole = next(each for each in committed()["formats"] if each["format"] == name)
    for part in ("tables", "text"):
        for kind in ("wrong", "missing", "invented"):
            assert again[part][kind] <= whole[part][kind], (name, part, kind)


def test_no_number_is_typed_into_the_page() -> None:
    assert_no_number_is_typed(PAGE)


def test_the_page_shows_what_was_measured() -> None:
    page = _filled(PAGE)
    assert_is_filled(page)
    for each in committed()["formats"]:
        assert f"| {each['zh']} | {each['reports']} | {each['whole']} |" in page
    for each in committed()["scans"]:
        assert (
            f"| {each['dpi']} | {each['zh']} | {each['pages']} | {each['figures']} | {each['right']} |"
            in page
        )
