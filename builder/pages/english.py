"""The catalogue of English words that a browser loads when a reader asks for English: what every page needs, and files for
the pages that explain terms or tell of checks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from builder.knowledge.english import (
    FIGURE_HOLE,
    PARTS,
    PRINTED_HOLE,
    WORDS_HOLE,
    Pattern,
    load_english,
    load_english_checks,
    load_english_part,
)
from builder.pages.glossary import Term
from builder.pages.published_findings import CheckInfo


def english_files(terms: Sequence[Term], checks: Sequence[CheckInfo]) -> dict[str, str]:
    """All files of the catalogue by name."""
    return {
        "en.json": english_json(),
        "en-names.json": english_names_json(terms),
        "en-terms.json": english_terms_json(terms),
        "en-why.json": english_why_json(terms),
        "en-checks.json": english_checks_json(checks),
        "en-findings.json": english_findings_json(),
        **{f"en-{name}.json": english_part_json(name) for name in PARTS},
    }


def english_json() -> str:
    """What the interface says: words, sentences as patterns, and what stays Chinese."""
    english = load_english()
    return _json({
        "words": sorted(english.words.items()),
        "patterns": _pairs(english.patterns),
        "keep": english.keep,
        "singular": english.singular,
        "words_hole": WORDS_HOLE,
        "figure_hole": FIGURE_HOLE,
        "printed_hole": PRINTED_HOLE,
    })  # fmt: skip


def english_names_json(terms: Sequence[Term]) -> str:
    """Names of terms (under all they have in Chinese), checks and pages."""
    english = load_english()
    names = {name: term.english for term in terms if term.english for name in term.names} | english.names
    return _json({"words": sorted((name, said) for name, said in names.items() if name not in english.words)})


def english_part_json(name: str) -> str:
    """What only some pages say, by the name of the part."""
    part = load_english_part(name)
    return _json({"words": sorted(part.words.items()), "patterns": _pairs(part.patterns)})


def english_terms_json(terms: Sequence[Term]) -> str:
    """What terms mean, by the id of the term."""
    return _json({"plain": {term.id: term.english_plain for term in terms if term.english_plain}})


def english_why_json(terms: Sequence[Term]) -> str:
    """Why terms matter, by the id of the term: for the pages of terms."""
    return _json({"why": {term.id: term.english_why for term in terms if term.english_why}})


def english_checks_json(checks: Sequence[CheckInfo]) -> str:
    """What checks compare and why, and why one could not be made."""
    english = load_english_checks()
    words = english.innocent | english.words
    for check in checks:
        words[check.plain] = english.plain.get(check.id, "")
        words[check.formula] = english.formula.get(check.id, "")
    return _json({"words": sorted((zh, en) for zh, en in words.items() if zh and en)})


def english_findings_json() -> str:
    """The sentences of findings."""
    return _json({"patterns": _pairs(load_english_checks().patterns)})


def _pairs(patterns: Sequence[Pattern]) -> list[tuple[str, str]]:
    return [(pattern.zh, pattern.en) for pattern in patterns]


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
