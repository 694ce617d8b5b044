"""The catalogue of English words that a browser loads when a reader asks for English."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from builder.knowledge.english import FIGURE_HOLE, WORDS_HOLE, load_english
from builder.pages.glossary import Term


def english_json() -> str:
    """What the interface says: words, sentences as patterns, and what stays Chinese."""
    english = load_english()
    return _json({
        "words": sorted(english.words.items()),
        "patterns": [(pattern.zh, pattern.en) for pattern in english.patterns],
        "keep": english.keep,
        "words_hole": WORDS_HOLE,
        "figure_hole": FIGURE_HOLE,
    })  # fmt: skip


def english_names_json(terms: Sequence[Term]) -> str:
    """Names of terms (under all they have in Chinese), checks and pages; explanations by the id of the term."""
    english = load_english()
    names = {name: term.english for term in terms if term.english for name in term.names} | english.names
    return _json({
        "words": sorted((name, said) for name, said in names.items() if name not in english.words),
        "plain": {term.id: term.english_plain for term in terms if term.english_plain},
    })  # fmt: skip


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
