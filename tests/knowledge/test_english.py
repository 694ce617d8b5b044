"""The English catalogue: sound entries, examples that fit, files that are small, no second truth."""

from __future__ import annotations

import csv
import gzip
import json
import re
from pathlib import Path

import pytest

from builder.errors import KnowledgeError
from builder.knowledge import english as catalogue
from builder.knowledge.across import load_across
from builder.knowledge.checks import load_checks
from builder.knowledge.english import (
    PARTS,
    Pattern,
    load_english,
    load_english_checks,
    load_english_methods,
    load_english_part,
)
from builder.knowledge.indicators import load_indicators
from builder.pages.blocks import STATUS_WORDS
from builder.pages.english import english_files
from builder.pages.figures import BASIS, RECOGNISED
from builder.pages.findings import LEVEL_WORDS, OUTCOMES
from builder.pages.glance import OFFICE, PEOPLE, PROJECTS, THREE_PUBLIC
from builder.pages.glossary import load_glossary
from builder.pages.published_findings import Check, CheckInfo

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "content" / "glossary.csv"
PATTERNS = (
    *load_english().patterns, *load_english_checks().patterns,
    *(pattern for part in PARTS for pattern in load_english_part(part).patterns),
)  # fmt: skip
KIB = 1024


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.zh)
def test_an_example_fits_its_pattern_and_no_text_around_it(pattern: Pattern) -> None:
    assert pattern.fits(pattern.example)
    assert not pattern.fits(f"{pattern.example}，另外")


def _kind(hole: re.Match[str]) -> str:
    name = hole.group(1)
    return "A" if name.isupper() else "a" if name < "n" else "n"


def test_no_two_patterns_are_the_same_sentence() -> None:
    sources = [catalogue.HOLE.sub(_kind, pattern.zh) for pattern in PATTERNS]
    assert len(set(sources)) == len(sources)


def test_a_hole_for_figures_takes_a_unit_but_no_name() -> None:
    pattern = Pattern("占 {n}", "{n} of it", "占 4%")
    assert pattern.fits("占 3.10 万元")
    assert not pattern.fits("占用耕地")


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ({"zh": "共 {n} 处", "en": "{n} of 12 places", "example": "共 3 处"}, "number"),
        ({"zh": "共 {n} 处", "en": "places", "example": "共 3 处"}, "holes differ"),
        ({"zh": "共 {n} 处", "en": "{n} places", "example": "共三条"}, "does not fit"),
        ({"zh": "共 {n} 处", "en": "{n} 处", "example": "共 3 处"}, "Chinese in the English"),
    ],
)
def test_a_mistake_is_named(entry: dict[str, str], wrong: str) -> None:
    with pytest.raises(KnowledgeError, match=wrong):
        catalogue._pattern(entry)


def test_every_word_that_code_puts_on_a_page_has_an_english_one() -> None:
    english = load_english()
    names = {name for term in load_glossary(GLOSSARY) for name in term.names}
    known = {*english.words, *english.names, *names, *load_english_part("year").words}
    said = {
        *STATUS_WORDS.values(), *LEVEL_WORDS, *LEVEL_WORDS.values(), *(words for _, words in OUTCOMES),
        *BASIS.values(), *(words for pair in RECOGNISED.values() for words in pair),
        PEOPLE, OFFICE, PROJECTS, THREE_PUBLIC, *(check.name for check in load_checks()),
        *(text for one in load_indicators().all for text in (one.name, one.plain)),
    }  # fmt: skip
    assert said - known == set()


def test_every_term_has_an_english_name_of_its_own_and_is_explained() -> None:
    with GLOSSARY.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = [row["english"] for row in rows]
    assert all(names)
    assert len(set(names)) == len(names)
    for row in rows:
        assert row["english_plain"], row["id"]
        assert bool(row["english_why"]) == bool(row["why"]), row["id"]
        said = row["english"] + row["english_plain"] + row["english_why"]
        assert not re.search(r"[0-9\u3000-\u9fff]", said), row["id"]


def test_every_check_says_in_english_what_it_compares_and_why() -> None:
    english = load_english_checks()
    checks = {check.id: check for check in (*load_checks(), load_across().check)}
    assert set(english.plain) == set(checks)
    assert set(english.formula) == {check.id for check in checks.values() if check.formula}
    assert {check.innocent for check in checks.values()} <= {"", *english.innocent}
    for name, formula in english.formula.items():
        assert set(re.findall(r"\d+", formula)) <= set(re.findall(r"\d+", checks[name].formula)), name
    for zh, en in english.innocent.items():
        assert set(re.findall(r"\d+", en)) <= set(re.findall(r"\d+", zh)), zh


def test_every_page_of_the_method_says_in_english_what_it_is_about() -> None:
    said = load_english_methods()
    assert set(said) == {path.stem for path in (ROOT / "content" / "method").glob("*.md")}
    for page, text in said.items():
        assert 3 <= len(re.findall(r"[.](?: |$)", text)) <= 6, page


def test_the_catalogue_is_small() -> None:
    """What every page loads, and what only pages load that explain terms or checks, or that have figures."""
    sizes = {name: len(text.encode()) for name, text in _files().items()}
    script = (ROOT / "templates" / "assets" / "english.js").stat().st_size
    assert sizes["en.json"] + sizes["en-names.json"] + script <= 110 * KIB
    assert sizes["en.json"] <= 44 * KIB
    assert max(sizes.values()) <= 64 * KIB
    assert all(len(gzip.compress(text.encode())) <= 24 * KIB for text in _files().values())


def test_what_a_browser_gets_names_each_text_once() -> None:
    """Only what a page with figures calls by another name than the glossary is said twice, and differently."""
    words = {name: json.loads(text).get("words", []) for name, text in _files().items()}
    said = [pair for name in words if name != "en-year.json" for pair in words[name]]
    assert len({zh for zh, _ in said}) == len(said)
    assert not {tuple(pair) for pair in words["en-year.json"]} & {tuple(pair) for pair in said}
    assert not {zh for zh, _ in words["en-year.json"]} & {zh for zh, _ in words["en.json"]}


def _files() -> dict[str, str]:
    checks = [
        CheckInfo(
            check.id, check.name, check.family, check.level, check.plain, check.formula, check.innocent, None,
            True, 0, Check(check.id, check.name, 0, 0, 0, 0, 0),
        )
        for check in (*load_checks(), load_across().check)
    ]  # fmt: skip
    return english_files(load_glossary(GLOSSARY), checks)
