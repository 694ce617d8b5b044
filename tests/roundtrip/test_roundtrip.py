"""Made reports are read back whole: 300 seeds over the matrix of printed forms, tables with and without rules.

The reader states every figure of the nine tables with its value and page, and nothing else there; every figure of the
text comes back whatever the tables look like. A failure prints the seed, its layout and the first differing facts;
`benchmarks/causes.py` looks for the cause.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import pytest

from tests.roundtrip.read_back import Outcome, read_back

SEEDS = 300
GROUPS = 10
SHOWN = 3


@cache
def outcomes(group: int) -> tuple[Outcome, ...]:
    """Read the seeds of one group once for all tests, on every core."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return tuple(pool.map(read_back, range(group, SEEDS, GROUPS)))


def message(failed: list[Outcome], *kinds: str, tables: bool) -> str:
    """Give the first failing seeds in full, the others by number."""
    shown = "\n".join(each.described(*each.of(*kinds, tables=tables)) for each in failed[:SHOWN])
    return f"{len(failed)} seeds: {[each.seed for each in failed]}\n{shown}"


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_figure_of_the_tables_comes_back_and_no_other(group: int) -> None:
    kinds = ("missing", "wrong", "invented", "misplaced")
    assert {each.axes["rules"] for each in outcomes(group)} == {"full", "horizontal", "none"}
    failed = [each for each in outcomes(group) if each.of(*kinds, tables=True)]
    assert not failed, message(failed, *kinds, tables=True)


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_figure_of_the_text_comes_back(group: int) -> None:
    failed = [each for each in outcomes(group) if each.of("missing", "wrong", tables=False)]
    assert not failed, message(failed, "missing", "wrong", tables=False)
