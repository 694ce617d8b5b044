"""Every declared wording finds its examples and leaves its counterexamples alone."""

from __future__ import annotations

import pytest

from builder.facts.figures import Text
from builder.facts.wordings import find_wordings
from builder.knowledge import load_narrative, load_tables
from builder.knowledge.wordings import WordingPattern, load_wordings
from builder.model import Passage, Place

PATTERNS = load_wordings().patterns
each_pattern = pytest.mark.parametrize("pattern", PATTERNS, ids=[f"{p.kind}-{p.subject}" for p in PATTERNS])


def found(pattern: WordingPattern, text: str) -> list[str]:
    passage = Passage(text, (Place(line=1),) * len(text))
    return [wording.text for wording in find_wordings(pattern, Text.of(passage))]


@each_pattern
def test_examples_are_found(pattern: WordingPattern) -> None:
    assert [text for text in pattern.examples if not found(pattern, text)] == []


@each_pattern
def test_counterexamples_are_not(pattern: WordingPattern) -> None:
    assert {text: hits for text in pattern.counterexamples if (hits := found(pattern, text))} == {}


def test_sections_tables_and_parts_exist() -> None:
    sections = {section.id for section in load_narrative().sections} | {"report"}
    tables = {form.id for form in load_tables().forms}
    for pattern in PATTERNS:
        assert pattern.sections | pattern.outside <= sections, pattern
    rules = load_wordings().rules
    assert set(rules.tables) <= tables
    assert {part.section for part in rules.parts} <= sections
    assert {section for part in rules.parts for section in part.beside} <= sections


def test_every_required_part_can_be_mentioned() -> None:
    mentioned = {pattern.subject for pattern in PATTERNS if pattern.kind == "mention"}
    assert {part.section for part in load_wordings().rules.parts} <= mentioned


def test_leftovers_are_told_in_plain_words_that_accuse_nobody() -> None:
    for pattern in PATTERNS:
        assert pattern.told or pattern.kind not in {"template", "lost", "account"}
        assert not any(word in pattern.told for word in ("错误", "违规", "造假"))
