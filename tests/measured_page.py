"""What every page that shows measured numbers must hold to."""

from __future__ import annotations

import re
from pathlib import Path


def assert_no_number_is_typed(page: Path) -> None:
    """Outside of code and of the holes that are filled, the page says no number."""
    prose = re.sub(
        r"```.*?```|`[^`]*`|{%.*?%}|{{.*?}}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert not re.search(r"[0-9０-９]", prose)


def assert_is_filled(page: str) -> None:
    """No hole is left, and no line that is filled in has torn a table apart."""
    assert "{{" not in page
    assert "{%" not in page
    lines = page.splitlines()
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if before.startswith("|") and after.startswith("|"):
            assert line.startswith("|"), line
