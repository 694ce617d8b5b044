"""Made reports published as web pages come back whole, and nothing of the site around them with them."""

from __future__ import annotations

import pytest

from builder.documents.web_page import read_web_page
from builder.facts import state_facts
from builder.recognise import recognise
from builder.typeset.formats.content import made_content
from builder.typeset.formats.web_page import web_axes, write_web_page
from tests.roundtrip.read_back import compare

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_a_web_page_comes_back_and_no_other(seed: int) -> None:
    content = made_content(seed)
    data = write_web_page(content)
    document = read_web_page(data, f"seed-{seed}.html")
    stated = state_facts(recognise(document))
    differences = compare(content.facts, stated)
    assert not differences, f"{web_axes(content)}\n" + "\n".join(str(each) for each in differences[:6])
    lines = document.text_lines
    assert lines is not None
    figures = [fact for fact in stated.facts if fact.table != "N"]
    lost = [fact for fact in figures if fact.place.line is None or fact.raw not in lines[fact.place.line - 1]]
    assert figures
    assert not lost, f"not on the line that the fact names: {lost[:3]}"
