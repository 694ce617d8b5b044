"""The checks against what a careful reader found in three original reports: each found at its level, and no more.

The reports lie beside the project where it is developed; without them nothing is run here.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from builder.model import Finding
from builder.pipeline import read_report
from builder.sources import find_sources

HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared" / "reports"
ANSWERS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))
ENTRIES = [(report, entry) for report, key in ANSWERS.items() for entry in key if entry != "may"]

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(),
    reason="the original reports are not published with the project: no folder ../shared here",
)


@cache
def told(report: str) -> tuple[Finding, ...]:
    (source,) = [found for found in find_sources(SHARED) if Path(found.file).stem == report]
    return read_report(SHARED, source).checked.findings


def every(report: str) -> list[Finding]:
    return [f for finding in told(report) for f in (finding, *finding.consequences)]


@pytest.mark.parametrize(("report", "entry"), ENTRIES, ids=[f"{report}-{entry}" for report, entry in ENTRIES])
def test_what_a_careful_reader_found_is_found_at_its_level(report: str, entry: str) -> None:
    wanted = ANSWERS[report][entry]
    found = [f for f in every(report) if (f.check, f.level) == (wanted["check"], wanted["level"])]
    texts = [f.figures + f.explanation + f.recomputed for f in found]
    assert any(all(word in text for word in wanted["words"]) for text in texts), texts


@pytest.mark.parametrize("report", ANSWERS)
def test_nothing_else_is_told_that_asks_for_an_answer(report: str) -> None:
    """What is in order is not reported: a false accusation is worse than a miss."""
    asking = Counter(f.check for f in told(report) if f.level in ("不一致", "值得追问"))
    assert asking == Counter(ANSWERS[report]["may"])


@pytest.mark.parametrize("report", ANSWERS)
def test_nothing_told_accuses_and_everything_says_how_it_may_be_innocent(report: str) -> None:
    for finding in every(report):
        words = finding.explanation + finding.figures + finding.innocent
        assert not any(word in words for word in ("错误", "违规", "造假"))
        assert finding.innocent
        assert finding.place.page or finding.place.line
