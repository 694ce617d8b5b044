"""Settings for all tests: property tests draw the same examples everywhere and never fail for being slow.

A failure is told when it happens where CI=true.
"""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import settings

settings.register_profile("mingbai", deadline=None, derandomize=True, max_examples=80)
settings.load_profile("mingbai")

MUST_RUN = os.environ.get("CI", "").lower() == "true"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """On a machine that nobody watches a failure is told at once: the run may never come to its summary."""
    if MUST_RUN and report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\n{report.nodeid} ({report.when})\n{report.longreprtext}", file=sys.__stderr__, flush=True)
