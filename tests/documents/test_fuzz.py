"""Spoilt files of every format: each is refused with a message, or read with nothing wrong in silence; none harms."""

from __future__ import annotations

import pytest

from benchmarks.fuzz import FAULTS, FORMATS, drawn, spoilt
from benchmarks.spoil import WAYS

#: Numbers beyond those that the script begins with, so many for each format.
FIRST, EACH = 7_000, 22


@pytest.mark.parametrize("name", FORMATS)
def test_a_spoilt_file_brings_nothing_down_and_gives_no_other_figures_in_silence(name: str) -> None:
    numbers = range(FIRST, FIRST + EACH)
    results = [spoilt(number, (name,)) for number in numbers]
    assert [result for result in results if result.outcome in FAULTS] == []
    assert sum(result.outcome != "unspoilt" for result in results) > EACH // 2


def test_there_are_enough_and_every_way_is_drawn() -> None:
    assert len(FORMATS) * EACH >= 150
    for name, ways in WAYS.items():
        assert {drawn(number, (name,))[2] for number in range(EACH)} == set(ways), name
