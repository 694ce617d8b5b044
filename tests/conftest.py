"""Settings for all tests: property tests draw the same examples everywhere and never fail for being slow.

A failure is told when it happens where CI=true. In a fork that has its own reports in the place of the samples, what tests the
samples themselves is skipped: there is nothing of it to test.
"""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("mingbai", deadline=None, derandomize=True, max_examples=80)
settings.load_profile("mingbai")

ROOT = Path(__file__).parents[1]
#: What reads the sample reports from `content/reports/`, by the beginning of a test's name.
OF_SAMPLES = (
    "tests/golden/", "tests/test_accuracy.py", "tests/publish/test_examples.py", "tests/typeset/test_samples.py",
    "tests/documents/test_pdf_readings.py::test_a_report_of_the_samples", "tests/portal/test_new.py",
    "tests/workflows/test_runs.py",
)  # fmt: skip
MUST_RUN = os.environ.get("CI", "").lower() == "true"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """On a machine that nobody watches a failure is told at once: the run may never come to its summary."""
    if MUST_RUN and report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\n{report.nodeid} ({report.when})\n{report.longreprtext}", file=sys.__stderr__, flush=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not samples_are_there(ROOT / "content"):
        for item in items:
            if item.nodeid.startswith(OF_SAMPLES):
                item.add_marker(pytest.mark.skip(reason="content/reports/ holds no sample reports here"))


def samples_are_there(content: Path) -> bool:
    """Whether every sample has its row and its file among the reports."""
    catalogue = content / "reports" / "reports.csv"
    if not catalogue.is_file():
        return False
    with catalogue.open(encoding="utf-8-sig", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row.get("sample") == "yes"]
    made = {f"{row['org_id']}-{row['year']}" for row in rows if (catalogue.parent / row["file"]).exists()}
    return made >= {path.parent.name for path in (content / "samples").glob("*/report.toml")}
