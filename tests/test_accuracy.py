"""The committed measurement of accuracy: its shape, that a part measured again agrees, and the page filled from it."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy import KINDS, OUT, Counts, measure_made, measure_samples, percent, written
from builder.pages.site_pages import _filled
from tests.golden.samples import NAMES
from tests.measured_page import assert_is_filled, assert_no_number_is_typed
from tests.roundtrip.read_back import read_back

PAGE = Path(OUT).with_name("accuracy.md")
FIRST = 4


@cache
def committed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(OUT.read_text(encoding="utf-8"))
    return found


def sums(counts: Counts) -> bool:
    """Whether what is printed is what was found, wrong or missing, and the share is theirs."""
    parts = counts["found"] + counts["wrong"] + counts["missing"]
    return bool(
        counts["facts"] == parts and counts["recall_pct"] == percent(counts["found"], counts["facts"])
    )


def test_the_file_is_as_the_benchmark_writes_it() -> None:
    assert OUT.read_text(encoding="utf-8") == written(committed())
    assert committed()["schema"] == "mingbai-accuracy/1"
    assert not re.search(r"20\d\d-\d\d|/home|/work|/tmp", OUT.read_text(encoding="utf-8"))


def test_its_counts_add_up() -> None:
    made, originals = committed()["made"], committed().get("originals")
    assert sums(committed()["samples"]["tables"])
    for counts in (made["all"], *made["kinds"].values()):
        assert sums(counts["tables"])
        assert sums(counts["text"])
    assert originals is None or (sums(originals["tables"]) and sums(originals["others"]))
    assert set(made["kinds"]) == set(KINDS)
    assert made["seeds"] == made["all"]["reports"] == sum(made["kinds"][kind]["reports"] for kind in KINDS)
    for name in ("facts", "found", "wrong", "invented"):
        assert made["all"]["tables"][name] == sum(made["kinds"][kind]["tables"][name] for kind in KINDS)


def test_the_samples_measured_again_agree() -> None:
    assert measure_samples(NAMES) == committed()["samples"]


def test_the_first_made_reports_are_read_no_worse_than_committed() -> None:
    """A few seeds cannot give the counts of all; but what is lost among them is at most what is lost in all."""
    again, whole = measure_made(range(FIRST)), committed()["made"]
    assert again["all"]["reports"] == FIRST
    for kind in KINDS:
        for of in ("tables", "text"):
            few, all_of_them = again["kinds"][kind][of], whole["kinds"][kind][of]
            assert few["wrong"] <= all_of_them["wrong"], (kind, of)
            assert few["missing"] <= all_of_them["missing"], (kind, of)
    assert sum(read_back(seed).tables for seed in range(FIRST)) == again["all"]["tables"]["facts"]


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(999, 1000, "99.90"), (99999, 100000, "99.99"), (2, 3, "66.66"), (5, 5, "100.00"), (0, 0, "")],
)
def test_a_share_is_rounded_down(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


def test_no_number_is_typed_into_the_page() -> None:
    assert_no_number_is_typed(PAGE)


def test_the_page_shows_what_was_measured() -> None:
    page = _filled(PAGE)
    made = committed()["made"]["all"]["tables"]
    assert_is_filled(page)
    assert f"{made['recall_pct']}%" in page
    for loss in committed()["made"]["losses"]:
        assert loss["name"] in page
    without = {part: values for part, values in committed().items() if part != "originals"}
    assert "由人对着原件" in page or without == committed()


def test_a_markdown_page_keeps_its_tables(tmp_path: Path) -> None:
    """A blank line inside a table would end it."""
    lines = _filled(PAGE).splitlines()
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if before.startswith("|") and after.startswith("|"):
            assert line.startswith("|"), line
    plain = tmp_path / "a.md"
    plain.write_text("# {{ 原样 }}\n", encoding="utf-8")
    assert _filled(plain) == "# {{ 原样 }}\n"
