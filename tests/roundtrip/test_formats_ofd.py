"""Made reports written as OFD come back whole, each figure with its value and its page."""

from __future__ import annotations

import pytest

from builder.documents.ofd import read_ofd
from builder.facts import state_facts
from builder.recognise import recognise
from builder.typeset.formats.ofd import OFD_AXES, ofd_axes, write_ofd
from tests.roundtrip.read_back import compare

SEEDS = (3, 20, 22, 33)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_an_ofd_comes_back_and_no_other(seed: int) -> None:
    data, facts = write_ofd(seed)
    document = read_ofd(data, f"seed-{seed}.ofd")
    differences = compare(facts, state_facts(recognise(document)))
    assert facts
    assert not differences, f"{ofd_axes(seed)}\n" + "\n".join(str(each) for each in differences[:6])
    assert not document.notices


def test_every_value_of_every_axis_is_drawn() -> None:
    drawn = [ofd_axes(seed) for seed in range(60)]
    for axis, values in OFD_AXES.items():
        assert {axes[axis] for axes in drawn} == set(values), axis


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write_ofd(7) == write_ofd(7)
