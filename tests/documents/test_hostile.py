"""Hostile and broken files of every format, read as a build reads them: each gives one clear message or harmless text.

Every file is read in a process of its own with a few seconds and 1 GiB; none may take the others with it.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from builder.documents import DEFAULT_LIMITS, read_document
from builder.errors import MingbaiError
from builder.model import Document, Grid, Line
from builder.workers import Ended, run_apart
from tests.documents.made_hostile import FILES

LIMITS = replace(DEFAULT_LIMITS, seconds=4, memory_mib=1024)
#: What the files would bring in from elsewhere, or run.
STRANGE = re.compile(r"root:|127\.0\.0\.1|haha|alert|while\(1\)")


def read(path: Path) -> tuple[str, str, int]:
    """What a file says: its text, its notices, and how many cells its largest table has."""
    document: Document = read_document(path, path.name, limits=LIMITS)
    lines = [block.text for block in document.blocks if isinstance(block, Line)]
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    cells = [cell.text for grid in grids for cell in grid.cells]
    notices = " ".join(notice.zh for notice in document.notices)
    return " ".join(lines + cells), notices, max((len(grid.cells) for grid in grids), default=0)


Outcomes = dict[str, Ended[tuple[str, str, int]]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    folder, names = tmp_path_factory.mktemp("hostile"), list(FILES)
    for name in names:
        (folder / name).write_bytes(FILES[name][0]())
    began = time.monotonic()
    ended = dict(run_apart(read, [folder / name for name in names], names, LIMITS))
    assert time.monotonic() - began < 600
    return {names[index]: outcome for index, outcome in ended.items()}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gives_one_clear_message_or_harmless_text(outcomes: Outcomes, name: str) -> None:
    expected, ended = FILES[name][1], outcomes[name]
    if ended.result is not None:
        text, notices, cells = ended.result
        assert "读出" in expected, f"read, and should not have been: {text[:100]} {notices}"
        assert not STRANGE.search(text)
        assert cells <= LIMITS.cells
        return
    error = ended.error
    assert isinstance(error, MingbaiError)
    assert re.search(expected, f"{error.place}{error.zh}"), str(error)
    assert "程序" not in error.zh, str(error)
    assert "\n" not in str(error)
    assert error.source == name
    assert re.search(r"[a-z]{3} [a-z]", error.en)


@pytest.mark.parametrize("name", [name for name, (_, expected) in FILES.items() if expected == "读出"])
def test_what_is_harmless_in_it_is_read(outcomes: Outcomes, name: str) -> None:
    """A file with something hostile beside its text is still a report: the text is there."""
    ended = outcomes[name]
    assert ended.result is not None, str(ended.error)
    text, notices, _ = ended.result
    assert re.search(r"12\.3[05]", text.replace(" ", "")) or notices
