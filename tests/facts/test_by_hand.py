"""Whole made-up narratives in the forms of many provinces and years, with what they state written by hand.

`provinces/by_hand/NAME.txt` is the text; `NAME.csv` holds item, measure, value and unit of every figure that the data
contract lists, taken from the text by its writer and never from the reader. A figure that may go by two measures has both,
divided by `|`. Every figure must be told, and none of these items and measures with any other value.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from builder.documents import read_document
from builder.facts.narrative import state_narrative
from builder.knowledge import load_narrative
from builder.recognise import recognise

FOLDER = Path(__file__).parent / "provinces" / "by_hand"
TEXTS = sorted(path.stem for path in FOLDER.glob("*.txt"))

Key = tuple[str, str]
Values = dict[Key, set[tuple[Decimal | None, str]]]


@cache
def told(name: str) -> Values:
    path = FOLDER / f"{name}.txt"
    found: Values = defaultdict(set)
    for fact in state_narrative(recognise(read_document(path, path.name)).passages, load_narrative()).facts:
        found[fact.item, fact.measure].add((fact.value, fact.unit))
    return dict(found)


def written(name: str) -> list[tuple[list[Key], tuple[Decimal, str]]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            (
                [(row["item"], measure) for measure in row["measure"].split("|")],
                (Decimal(row["value"]), row["unit"]),
            )
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize("name", TEXTS)
def test_every_figure_written_down_is_told(name: str) -> None:
    found = told(name)
    missing = [
        (keys[0], str(value[0]))
        for keys, value in written(name)
        if not any(value in found.get(key, set()) for key in keys)
    ]
    assert missing == []


@pytest.mark.parametrize("name", TEXTS)
def test_no_figure_written_down_is_told_with_another_value(name: str) -> None:
    found = told(name)
    right: Values = defaultdict(set)
    for keys, value in written(name):
        for key in keys:
            right[key].add(value)
    assert {key: found[key] - values for key, values in right.items() if found.get(key, set()) - values} == {}


def test_there_are_texts() -> None:
    assert len(TEXTS) == 30
