"""Whole made-up texts in the forms of several provinces: what is told, reviewed once line by line.

`provinces/NAME.txt` is the text, `provinces/NAME.told` what it must give: line, item, measure, value, unit.
A missing `.told` is written, and the test then fails with “review it”.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.facts.narrative import state_narrative
from builder.knowledge import load_narrative
from tests.recognise.made import recognised

FOLDER = Path(__file__).parent / "provinces"
TEXTS = sorted(path.stem for path in FOLDER.glob("*.txt"))


def told(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    facts = state_narrative(recognised(text).passages, load_narrative()).facts
    return [f"{f.place.line}|{f.item}|{f.measure}|{f.value}|{f.unit}" for f in facts]


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_gives_what_was_reviewed(name: str) -> None:
    expected = FOLDER / f"{name}.told"
    found = told(name)
    if not expected.exists():
        expected.write_text("\n".join(found) + "\n", encoding="utf-8")
        pytest.fail(f"{expected} is new: review it")
    assert found == expected.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", TEXTS)
def test_no_line_of_a_text_is_told_with_two_values(name: str) -> None:
    values: dict[str, set[str]] = {}
    for line in told(name):
        _, item, measure, value, _ = line.split("|")
        values.setdefault(f"{item}|{measure}", set()).add(value)
    assert {key for key, seen in values.items() if len(seen) > 1} == set()
