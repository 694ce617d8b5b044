"""Scanned tables of made reports: every figure comes back as printed, or the reader is warned of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from builder.documents.scan import is_installed

if not is_installed() and not os.environ.get("CI"):
    pytest.skip("the optional parts for reading pictures are not installed", allow_module_level=True)

from benchmarks.scans import followed, read_scanned, table_pages
from builder.model import Report
from builder.publish.catalogue import arrange
from builder.publish.reading import PROVEN, TEXT, UNPROVEN, HowRead
from builder.publish.rows import FACTS, TABLES, fact_rows, table_rows
from builder.typeset.formats.scan import AXES, ScanLook, plain_look, scan_look
from builder.typeset.generate import GeneratedReport, generate
from tests.roundtrip.read_back import OFFICIAL

SEED = 20  # its tables are small: reading a page takes seconds
#: Shares of the width or height of a page: of print that lies straight, and of a page that lies a little askew.
NEAR, ASKEW = 0.005, 0.02
WORN = {"noise": "grain", "turn": "slight", "stamp": "red", "paper": "yellow", "quality": "75"}


@dataclass(frozen=True)
class Scanned:
    """A made report, some pages of which are scanned, as it was read."""

    made: GeneratedReport
    pages: Sequence[int]
    report: Report

    def ends(self) -> Counter[str]:
        return Counter(end for end, _ in followed(self.made, self.report, self.pages))

    def faults(self) -> list[str]:
        every = followed(self.made, self.report, self.pages)
        return [f"{end}: {told}" for end, told in every if end in {"wrong", "missing", "invented"}]


def scanned(look: ScanLook, *which: int) -> Scanned:
    """The report with some of its table pages scanned: by their place among those whose tables stand on no other."""
    made = generate(SEED)
    pages = [table_pages(made)[place] for place in which]
    return Scanned(made, pages, read_scanned(made, look, pages))


@pytest.fixture(scope="module")
def clean() -> Scanned:
    return scanned(plain_look(200), 0, -1)


def test_every_figure_of_a_clean_scan_comes_back(clean: Scanned) -> None:
    printed = [fact for fact in clean.made.facts if fact.table in OFFICIAL and fact.page in clean.pages]
    assert not clean.faults()
    assert clean.ends()["right"] == len(printed) > 20
    assert not clean.ends()["warned"]


def test_a_clean_scan_is_proven_by_its_totals(clean: Scanned) -> None:
    how = HowRead(clean.report)
    tables = [t for t in clean.report.content.tables if t.place.scanned and t.status == "有数据"]
    assert {how.table(table) for table in tables} == {PROVEN}
    assert clean.ends()["unproven"] < clean.ends()["right"] / 3


def off(found: Scanned) -> float:
    """How far the boxes of recognised figures are from those of the same figures as text, in shares of the page."""
    text = {fact.key: fact.place.spot for fact in read_scanned(found.made, plain_look(200), []).content.facts}
    pairs = [
        (f.place.spot, text.get(f.key))
        for f in found.report.content.facts
        if f.place.scanned and f.place.spot
    ]
    assert len(pairs) > 5
    return max(
        abs(one[at] + one[at + 2] - other[at] - other[at + 2]) / 2
        for one, other in pairs
        if other
        for at in (0, 1)
    )


def test_a_recognised_figure_has_its_box_on_the_page(clean: Scanned) -> None:
    assert off(clean) < NEAR


def test_figures_of_scanned_pages_say_so_and_no_others(clean: Scanned) -> None:
    for fact in clean.report.content.facts:
        assert fact.place.scanned == (fact.place.page in clean.pages), fact
    (notice,) = clean.report.document.notices
    assert notice.place.scanned
    assert all(str(page) in notice.zh for page in clean.pages)


def test_every_export_says_how_a_figure_was_read(clean: Scanned) -> None:
    (department,) = arrange([clean.report]).departments
    (version,) = department.versions
    facts = [dict(zip(FACTS, row, strict=True)) for row in fact_rows(version)]
    assert {row["read"] for row in facts if str(row["page"]) in map(str, clean.pages)} <= {PROVEN, UNPROVEN}
    assert {row["read"] for row in facts if str(row["page"]) not in map(str, clean.pages)} == {TEXT}
    tables = Counter(dict(zip(TABLES, row, strict=True))["read"] for row in table_rows(version))
    assert tables[PROVEN] == 2
    assert tables[TEXT] > tables[PROVEN]


@pytest.mark.parametrize(
    "look",
    [plain_look(200, **WORN), plain_look(200, side="left"), plain_look(150, **WORN)],
    ids=["seal, noise and skew", "on its side", "150 dpi, seal, noise and skew"],
)
def test_a_figure_of_a_poor_scan_is_right_or_warned_of(look: ScanLook) -> None:
    found = scanned(look, -1)
    assert not found.faults()
    assert found.ends()["right"]
    assert off(found) < (ASKEW if look["turn"] != "none" else NEAR)


def test_every_value_of_every_axis_of_a_scanner_is_drawn() -> None:
    drawn = [scan_look(seed) for seed in range(60)]
    for axis, values in AXES.items():
        assert {look[axis] for look in drawn} == set(values), axis
