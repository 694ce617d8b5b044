"""One printed figure of a made report changed, any figure in any way: what the checks find names that figure.

No page is drawn or read here: the facts that the report states go straight to the checks. Where blanks stand for
zeros much cannot be compared, and a figure of the text need not stand twice; but nothing else is ever accused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from builder.checks import run_checks
from builder.knowledge import load_checks
from builder.model import Fact, Finding, Place, ReportFacts
from builder.typeset.formats.content import Content, facts_of, made_content
from tests.roundtrip.read_back import ARITHMETIC

SEEDS = [seed for seed in range(14) if made_content(seed).department.slip is None]
CHANGES = 4
#: More than the rounding of all lines of a table together, in 万元.
BEYOND_ROUNDING = Decimal("0.5")


def stated(content: Content) -> tuple[Fact, ...]:
    """The facts of a report, each paragraph and table a place of its own."""
    return tuple(
        Fact(f.table, f.side, f.code, f.item, f.measure, f.value, f.unit, f.raw, Place(page=number))
        for number, piece in enumerate(content.pieces, start=1)
        for f in facts_of(piece)
    )


def found(facts: tuple[Fact, ...]) -> list[Finding]:
    families = {check.id: check.family for check in load_checks()}
    checked = run_checks(ReportFacts(facts, (), (), (), ()))
    return [finding for finding in checked.findings if families[finding.check] in ARITHMETIC]


def names(finding: Finding, fact: Fact) -> bool:
    return fact in finding.facts or any(names(each, fact) for each in finding.consequences)


def changed(fact: Fact, random: Random) -> Fact:
    """The figure with another digit, two digits in each other's place, its point shifted, or the other sign."""
    assert fact.value is not None
    sign, digits, exponent = fact.value.as_tuple()
    new, place = list(digits), random.randrange(len(digits))
    way = random.choice(("digit", "swap", "point", "sign"))
    if way == "digit":
        new[place] = (new[place] + random.randint(1, 9)) % 10
    elif way == "swap" and len(new) > 1:
        place = random.randrange(len(new) - 1)
        new[place], new[place + 1] = new[place + 1], new[place]
    assert isinstance(exponent, int)
    moved = exponent + 1 if way == "point" else exponent
    value = Decimal((1 - sign if way == "sign" else sign, tuple(new), moved))
    return replace(fact, value=value, raw=f"{value:f}")


def misprints(facts: tuple[Fact, ...], seed: int) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
    random = Random(f"misprint-{seed}")
    for place in random.sample(range(len(facts)), CHANGES):
        wrong = changed(facts[place], random)
        yield wrong, (*facts[:place], wrong, *facts[place + 1 :])


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_found_names_the_changed_figure(seed: int) -> None:
    content = made_content(seed)
    facts = stated(content)
    assert not found(facts)
    for wrong, printed in misprints(facts, seed):
        findings = found(printed)
        assert all(names(finding, wrong) for finding in findings), (wrong, findings)
        right = next(fact for fact in facts if (fact.key, fact.place) == (wrong.key, wrong.place))
        assert right.value is not None
        assert wrong.value is not None
        large = abs(wrong.value - right.value) > BEYOND_ROUNDING
        if large and wrong.table != "N" and content.layout["zeros"] != "blank":
            assert findings, wrong
