"""Spoilt files of every format: each is refused with a message, or read with nothing wrong in silence; none harms."""

from __future__ import annotations

import pytest

from benchmarks.fuzz import FAULTS, FORMATS, drawn, spoilt
from benchmarks.spoil import WAYS

#: Numbers beyond those that the script begins with.
FIRST = 7_000
#: So many for each format: all its ways at least once, and more of those that take less time.
EACH = {"pdf": 12, "docx": 28, "xlsx": 30, "ofd": 17, "html": 13, "txt": 30, "zip": 22}


@pytest.mark.parametrize("name", FORMATS)
def test_a_spoilt_file_brings_nothing_down_and_gives_no_other_figures_in_silence(name: str) -> None:
    numbers = range(FIRST, FIRST + EACH[name])
    results = [spoilt(number, (name,)) for number in numbers]
    assert [result for result in results if result.outcome in FAULTS] == []
    assert sum(result.outcome != "unspoilt" for result in results) > EACH[name] // 2


def test_there_are_enough_and_every_way_is_drawn() -> None:
    assert set(EACH) == set(FORMATS)
    assert sum(EACH.values()) >= 150
    for name, ways in WAYS.items():
        numbers = range(FIRST, FIRST + EACH[name])
        assert {drawn(number, (name,))[2] for number in numbers} == set(ways), name
