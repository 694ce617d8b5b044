"""Every declared check is tried on its own examples: each outcome that it can have, with invented figures."""

from __future__ import annotations

import pytest

from builder.knowledge import Check, load_checks
from builder.model import CheckCount
from builder.publish.worked import work_out
from tests.checks.made import count, findings

EXAMPLES = [(check, number) for check in load_checks() for number in range(len(check.examples))]
#: Comparisons without a rounding: counts, or figures told in words.
EXACT = {"A5", "F14", "G4", "G5", "G9", "G10", "G11", "G14"}
WORDS = {"F12", "F13", "G12", "G15", "G19", "G20"}
ARITHMETIC = [check for check in load_checks() if check.id[0] in "ABCDEFG" and check.id not in WORDS]

each_example = pytest.mark.parametrize(
    ("check", "number"), EXAMPLES, ids=[f"{check.id}-{number}" for check, number in EXAMPLES]
)


def outcomes(made: CheckCount) -> set[str]:
    numbers = {
        "一致": made.held,
        "尾差": made.rounding,
        "发现": made.findings,
        "不适用": made.not_applicable,
        "无法核对": made.not_comparable,
    }
    return {name for name, number in numbers.items() if number}


@each_example
def test_an_example_comes_out_as_it_says(check: Check, number: int) -> None:
    example = check.examples[number]
    result = work_out(example)
    assert example.outcome in outcomes(count(result, check.id))
    assert bool(findings(result, check.id)) == (example.outcome == "发现")


@pytest.mark.parametrize("check", ARITHMETIC, ids=lambda check: check.id)
def test_a_check_shows_what_it_finds_and_what_it_leaves_alone(check: Check) -> None:
    shown = {example.outcome for example in check.examples}
    if check.id != "G11":  # a figure printed twice cannot be told by its name: test_named.py
        assert {"一致", "发现"} <= shown
    assert shown & {"无法核对", "不适用"}
    assert "尾差" in shown or check.id in EXACT


@pytest.mark.parametrize("check", load_checks(), ids=lambda check: check.id)
def test_a_check_has_an_example_with_a_finding_and_a_near_miss_without(check: Check) -> None:
    shown = {example.outcome for example in check.examples}
    assert "发现" in shown
    assert shown - {"发现"}


@pytest.mark.parametrize("check", load_checks(), ids=lambda check: check.id)
def test_a_check_says_what_it_compares_and_how_a_finding_may_be_innocent(check: Check) -> None:
    assert check.formula
    assert check.innocent
    assert not any(word in check.formula + check.innocent for word in ("错误", "违规", "造假"))
