"""The command `mingbai` for simulated runs: what takes long and is tested elsewhere is left out, all else is as it is."""

from __future__ import annotations

import sys

import pytest

from builder import cli, reports
from builder.publish import write
from builder.website import build as website
from tests.made_builds import run_here


def main(words: list[str]) -> None:
    """Without worker processes, pages of checks, the full-text index and the large script; the test's own server may be asked."""
    patch = pytest.MonkeyPatch()
    patch.setattr(reports, "run_apart", run_here)
    patch.setattr(write, "checks_json", lambda *_: {"schema": "mingbai-checks/1", "checks": []})
    patch.setattr(website, "build_index", lambda *_: 0)
    patch.setattr(website, "plotly_script", lambda: "")
    cli.main([*words, "--allow-private"] if words[0] == "intake" else words, prog_name="mingbai")


if __name__ == "__main__":
    main(sys.argv[1:])
