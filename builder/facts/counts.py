"""Counts and other figures told by one expression (`[[pattern]]` of narrative.toml), and the lines on projects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from builder.facts.projects import find_projects
from builder.facts.roles import is_behind_cause
from builder.knowledge import Narrative
from builder.knowledge.narrative import CountPattern
from builder.knowledge.numerals import chinese_number

#: Sections in which single projects have their lines.
_ON_PROJECTS = {"performance", "report"}


@dataclass(frozen=True, slots=True)
class Count:
    """One figure: `start` to `end` in the compared text, from the first digit to the end of its unit."""

    item: str
    measure: str
    value: Decimal
    unit: str
    start: int
    end: int


def find_counts(plain: str, masked: str, section: str, narrative: Narrative) -> list[Count]:
    """All counts of a paragraph; what one pattern has taken no later one takes again."""
    found: list[Count] = []
    for rule in narrative.patterns:
        if section not in rule.sections and "*" not in rule.sections:
            continue
        text = masked if rule.outside_brackets else plain
        for match in rule.regex.finditer(text):
            count = _count(rule, text, match)
            if count and not any(c.start < count.end and count.start < c.end for c in found):
                found.append(count)
    if section in _ON_PROJECTS:
        found += _projects(plain)
    return found


def _count(rule: CountPattern, text: str, match: re.Match[str]) -> Count | None:
    if rule.is_about_another(text, match.start()):
        return None
    unit = match.groupdict().get("unit") or rule.unit
    group = next(n for n, value in enumerate(match.groups(), start=1) if value and _number(value) is not None)
    if rule.outside_reasons and is_behind_cause(text, match.start(group)):
        return None
    value = _number(match.group(group))
    assert value is not None  # it is why this group was taken
    return Count(rule.item, rule.measure, value, unit, match.start(group), match.end())


def _number(text: str) -> Decimal | None:
    """12, 1,200.5 or 十二; None for what is none, as the unit of an expression."""
    if text[:1].isdigit():
        return Decimal(text.replace(",", ""))
    worded = chinese_number(text)
    return None if worded is None else Decimal(worded)


def _projects(plain: str) -> Iterator[Count]:
    for each in find_projects(plain):
        value = Decimal(each.text.replace(",", ""))
        yield Count(each.item, each.measure, value, each.unit, each.start, each.end)
