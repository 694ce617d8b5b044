"""Made reports are read back whole: 300 seeds over the matrix of printed forms, tables with and without rules.

The reader states every figure of the nine tables with its value and page, and nothing else there; every figure of the
text comes back whatever the tables look like. A failure prints the seed, its layout and the first differing facts;
`benchmarks/causes.py` looks for the cause.

The same reports try the checks of figures: where sums are exact, or off by rounding only, nothing at all may be found;
where one figure was misprinted on purpose that figure is named, and no finding leaves it out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import pytest

from builder.workers import clean_context
from tests.roundtrip.read_back import Accusation, Outcome, read_back

SEEDS = 300
GROUPS = 10
SHOWN = 3


Outcomes = Callable[[int], tuple[Outcome, ...]]


@pytest.fixture(scope="module")
def outcomes() -> Iterator[Outcomes]:
    """What came of the seeds of a group: each is read once for all tests, on every core."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=clean_context()) as pool:

        @cache
        def of_group(group: int) -> tuple[Outcome, ...]:
            return tuple(pool.map(read_back, range(group, SEEDS, GROUPS)))

        yield of_group


def message(failed: list[Outcome], *kinds: str, tables: bool) -> str:
    """Give the first failing seeds in full, the others by number."""
    shown = "\n".join(each.described(*each.of(*kinds, tables=tables)) for each in failed[:SHOWN])
    return f"{len(failed)} seeds: {[each.seed for each in failed]}\n{shown}"


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_figure_of_the_tables_comes_back_and_no_other(outcomes: Outcomes, group: int) -> None:
    kinds = ("missing", "wrong", "invented", "misplaced")
    assert {each.axes["rules"] for each in outcomes(group)} == {"full", "horizontal", "none"}
    failed = [each for each in outcomes(group) if each.of(*kinds, tables=True)]
    assert not failed, message(failed, *kinds, tables=True)


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_figure_of_the_text_comes_back(outcomes: Outcomes, group: int) -> None:
    failed = [each for each in outcomes(group) if each.of("missing", "wrong", tables=False)]
    assert not failed, message(failed, "missing", "wrong", tables=False)


def accused(outcome: Outcome) -> list[Accusation]:
    """What the checks found, but for a percent sign that the layout left out (H4)."""
    lost = {"H4"} if outcome.axes["lost_percent"] == "yes" else set()
    return [each for each in outcome.accusations if each.check not in lost]


def told(outcome: Outcome, found: list[Accusation]) -> str:
    """Give a report with its misprint and what was found there, for the message of a test."""
    return f"{outcome.described()}\n  misprint: {outcome.slip}\n  " + "\n  ".join(map(str, found))


@pytest.mark.parametrize("group", range(GROUPS))
def test_nothing_is_found_where_the_figures_agree(outcomes: Outcomes, group: int) -> None:
    clean = [each for each in outcomes(group) if each.axes["slip"] == "none"]
    assert {each.axes["sums"] for each in clean} == {"exact", "tails"}
    failed = [each for each in clean if accused(each)]
    assert not failed, "\n".join(told(each, accused(each)) for each in failed[:SHOWN])


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_misprint_is_named_and_nothing_else(outcomes: Outcomes, group: int) -> None:
    misprinted = [each for each in outcomes(group) if each.slip]
    assert misprinted
    unnamed = [each for each in misprinted if not any(each.slip in one.figures for one in accused(each))]
    assert not unnamed, "\n".join(told(each, accused(each)) for each in unnamed[:SHOWN])
    others = {
        each.seed: found
        for each in misprinted
        if (found := [one for one in accused(each) if each.slip not in one.figures])
    }
    assert not others, "\n".join(
        f"seed {seed}: {' / '.join(map(str, found))}" for seed, found in others.items()
    )
