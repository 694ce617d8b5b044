"""Indicators find their figure in their own example, and only where they say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builder.knowledge.indicators import Indicator, load_indicators
from builder.knowledge.tables import load_tables
from builder.pages.book import FactBook
from builder.pages.place import Place
from builder.pages.published import Fact
from builder.text import parse_number

ALL = load_indicators().all


def facts(lines: tuple[str, ...], unit: str) -> list[Fact]:
    made = []
    for number, line in enumerate(lines):
        table, side, item, measure, value = line.split("|")
        made.append(Fact(f"f{number}", table, side, "", item, measure, Decimal(value), unit, value, Place()))
    return made


@pytest.mark.parametrize("indicator", ALL, ids=lambda each: each.id)
def test_an_indicator_finds_its_figure(indicator: Indicator) -> None:
    book = FactBook(facts(indicator.example, indicator.unit))
    found = book.first(*((s.table, s.item, s.measure, s.side) for s in indicator.sources))
    assert found is not None
    assert found.value == parse_number(indicator.expect)


@pytest.mark.parametrize("indicator", ALL, ids=lambda each: each.id)
def test_an_indicator_reads_official_tables_or_the_text(indicator: Indicator) -> None:
    known = {form.id for form in load_tables().forms} | {"N"}
    assert {source.table for source in indicator.sources} <= known
    assert len(set(indicator.sources)) == len(indicator.sources)
    assert not any(character.isdigit() for character in indicator.plain)
