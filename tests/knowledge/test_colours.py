"""Colours of charts: seen on their grounds, told apart by readers with any colour vision, and all of them used."""

from __future__ import annotations

import itertools
import math
import re
from pathlib import Path

import pytest

from builder.knowledge.colours import KINDS, load_colours

COLOURS = load_colours()
CSS = Path(__file__).parents[2] / "templates" / "assets" / "mingbai.css"
PAIRS = sorted({tuple(sorted(two)) for group in COLOURS.apart for two in itertools.combinations(group, 2)})
CONTRAST = 3.0  # WCAG 2.2, 1.4.11
DISTANCE = 0.08  # in OKLab, where about 0.02 is the least that is seen side by side

# What is left of linear red, green and blue for a reader without one kind of cones (Machado, Oliveira and Fernandes, 2009).
CONES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
}  # fmt: skip
Three = tuple[float, float, float]


def linear(colour: str) -> Three:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return r, g, b


def contrast(one: str, other: str) -> float:
    low, high = sorted(
        sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other)
    )
    return (high + 0.05) / (low + 0.05)


def times(matrix: tuple[Three, ...], values: Three) -> Three:
    a, b, c = (sum(m * v for m, v in zip(row, values, strict=True)) for row in matrix)
    return a, b, c


def oklab(values: Three) -> Three:
    mixed = times(
        ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
         (0.0883024619, 0.2817188376, 0.6299787005)),
        values,
    )  # fmt: skip
    a, b, c = (math.copysign(abs(v) ** (1 / 3), v) for v in mixed)
    return times(
        ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
         (0.0259040371, 0.7827717662, -0.8086757660)),
        (a, b, c),
    )  # fmt: skip


def distance(one: str, other: str, cones: str) -> float:
    seen = []
    for colour in (one, other):
        r, g, b = (min(1.0, max(0.0, v)) for v in times(CONES[cones], linear(colour)))
        seen.append(oklab((r, g, b)))
    return math.dist(*seen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_is_seen_on_its_grounds(scheme: str) -> None:
    for key, colour in COLOURS.by_key.items():
        for ground in COLOURS.grounds[scheme]:
            assert contrast(getattr(colour, scheme), ground) >= CONTRAST, (key, ground)


@pytest.mark.parametrize("cones", list(CONES))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_of_one_chart_are_told_apart(scheme: str, cones: str) -> None:
    for one, other in PAIRS:
        first, second = (getattr(COLOURS.by_key[key], scheme) for key in (one, other))
        assert distance(first, second, cones) >= DISTANCE, (one, other)


def test_the_measures_know_what_is_known() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert distance("#000000", "#ffffff", "all") == pytest.approx(1, abs=0.001)
    # A red and a green that are one colour to a reader without green cones, and two to the others.
    assert distance("#a05a2c", "#6d6d20", "deuteranopia") < distance("#a05a2c", "#6d6d20", "all") / 2


def test_the_grounds_are_those_of_the_pages() -> None:
    css = CSS.read_text(encoding="utf-8")
    used = re.findall(r"(?:--md-default-bg-color|--mb-panel): (#[0-9a-f]{6})", css)
    assert set(used) == {*COLOURS.grounds["light"], *COLOURS.grounds["dark"]} - {"#ffffff"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_reads_its_example(kind: str) -> None:
    for rule in COLOURS.rules[kind]:
        assert COLOURS.of(kind, rule.example) == rule.key


def test_every_colour_stands_for_one_thing_and_is_used() -> None:
    assert len({(c.light, c.dark) for c in COLOURS.by_key.values()}) == len(COLOURS.by_key)
    by_rule = {rule.key for rules in COLOURS.rules.values() for rule in rules}
    assert set(COLOURS.by_key) == by_rule | {"budget", "income"}
    assert set(COLOURS.by_key) == {key for group in COLOURS.apart for key in group}
