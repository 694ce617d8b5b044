"""Accuracy on the original reports that lie beside the project where it is developed, by the common measure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from builder.pipeline import read_report
from builder.publish import arrange
from builder.publish.csv_file import write_csv
from builder.publish.rows import FACTS, fact_rows
from builder.sources import find_sources

SHARED = Path(__file__).parents[1].parent / "shared"
SCORE = SHARED / "tools" / "score.py"
TRUTH = sorted((SHARED / "truth").glob("*.json"))
RECALL = 0.995

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir() and os.environ.get("CI") != "true",
    reason="the original reports are not published with the project: no folder ../shared here",
)


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    assert SCORE.is_file(), "no folder ../shared with the original reports and the measure"
    assert TRUTH
    folder = SHARED / "reports"
    wanted = {path.stem for path in TRUTH}
    sources = [source for source in find_sources(folder) if Path(source.file).stem in wanted]
    catalogue = arrange([read_report(folder, source) for source in sources])
    facts = tmp_path_factory.mktemp("shared") / "facts.csv"
    write_csv(facts, FACTS, [row for version in catalogue.current() for row in fact_rows(version)])
    done = subprocess.run(
        [sys.executable, str(SCORE), str(facts), *map(str, TRUTH), "--json"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_nearly_every_fact_of_the_truth_is_found(scored: dict[str, Any]) -> None:
    assert scored["recall"] >= RECALL
    assert len(scored["reports"]) == len(TRUTH)
    for report in scored["reports"]:
        assert report["recall"] >= RECALL, report["org"]


def test_no_fact_of_the_nine_tables_is_wrong_or_too_many(scored: dict[str, Any]) -> None:
    for report in scored["reports"]:
        for table, counts in report["tables"].items():
            if table.startswith("T"):
                assert (counts.get("wrong", 0), counts.get("extra", 0)) == (0, 0), (report["org"], table)
        assert report["table_precision"] in (1.0, None)


def test_no_fact_anywhere_is_wrong(scored: dict[str, Any]) -> None:
    wrong = {
        r["org"]: {t: c["wrong"] for t, c in r["tables"].items() if c.get("wrong")} for r in scored["reports"]
    }
    assert not any(wrong.values()), wrong
