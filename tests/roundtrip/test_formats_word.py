"""Made reports written as Word documents are read back whole, whatever editing and other programs left in them.

Every figure of the nine tables comes back with its value and no other does; every figure of the text comes back. The
old format goes through LibreOffice both ways. A failure prints the seed, its forms and the first differing facts.
"""

from __future__ import annotations

import os

import pytest

from builder.documents.limits import DEFAULT_LIMITS
from builder.documents.office import convert, office_command, read_old_word
from builder.documents.word import read_word
from builder.facts import state_facts
from builder.model import Document
from builder.recognise import recognise
from builder.typeset.formats.content import Content, made_content
from builder.typeset.formats.word import write_word
from builder.typeset.formats.word_axes import WORD_AXES, WordForm, plain_word_form, word_form
from tests.roundtrip.read_back import compare

SEEDS = range(0, 96, 16)
#: What LibreOffice 7 loses itself when it writes the old format from a new document.
LOST_BY_CONVERSION = {"controls": "none", "changes": "none"}


def differences(content: Content, document: Document, form: WordForm) -> str:
    """Give what did not come back, with the seed and its forms; "" when everything did."""
    found = compare(content.facts, state_facts(recognise(document)))
    axes = {**form.axes, **content.described()}
    first = "\n    ".join(str(difference) for difference in found[:6])
    return f"seed {content.seed}: {len(found)} differences\n  {axes}\n    {first}" if found else ""


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_comes_back_from_a_word_document(seed: int) -> None:
    content, form = made_content(seed), word_form(seed)
    document = read_word(write_word(content, form), f"seed-{seed}.docx")
    assert not (told := differences(content, document, form)), told


def test_every_value_of_every_axis_is_drawn() -> None:
    drawn = [word_form(seed).axes for seed in range(100)]
    for axis, values in WORD_AXES.items():
        assert {axes[axis] for axes in drawn} == set(values), axis


def test_the_same_report_gives_the_same_bytes() -> None:
    content = made_content(1)
    assert write_word(content) == write_word(content)


@pytest.mark.skipif(not office_command() and not os.environ.get("CI"), reason="LibreOffice is not installed")
def test_every_figure_comes_back_from_an_old_word_document() -> None:
    content = made_content(11)
    form = plain_word_form({**word_form(11).axes, **LOST_BY_CONVERSION}, 11)
    old = convert(write_word(content, form), ".docx", "doc", DEFAULT_LIMITS, "seed-11.docx")
    assert not (told := differences(content, read_old_word(old, "seed-11.doc"), form)), told
