"""Questions with known answers to the search of five hundred made-up reports, in a real browser."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from benchmarks.search import Asked, ask, build, served, told
from benchmarks.search_material import Material, make, questions
from builder.website.fulltext import words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPORTS, YEARS = 500, 2
#: What a reader downloads for a first question, with a server that compresses nothing.
MOST_BYTES = 300_000


@pytest.fixture(scope="module")
def material() -> Material:
    return make(REPORTS, YEARS)


@pytest.fixture(scope="module")
def page(browser: Browser, material: Material, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("search")
    build(material, folder)
    with served(folder / "site") as address:
        context = browser.new_context()
        opened = context.new_page()
        opened.goto(f"{address}search/index.html")
        yield opened
        context.close()


@pytest.fixture(scope="module")
def answers(page: Page, material: Material) -> list[Asked]:
    return [ask(page, question) for question in questions(material, random.Random(2), each=3)]


def test_every_answer_is_among_the_first_five(answers: list[Asked]) -> None:
    assert len(answers) > 30
    assert [(one.question.query, one.first) for one in answers if not one.is_hit] == []


def test_a_question_asks_for_little(answers: list[Asked]) -> None:
    assert 0 < told(answers)["worst_bytes"] <= MOST_BYTES


def test_what_is_counted_stands_in_the_texts(page: Page, material: Material) -> None:
    """Any part of a word is found, in exactly the reports that have it."""
    query = "农村饮水一期"
    holding = [one for one in material.records if query in one["text"]]
    assert 0 < len(holding) < REPORTS
    possible = [one for one in material.records if words(query) <= words(one["text"])]
    page.evaluate("history.replaceState(null, '', location.pathname)")
    page.locator("#page-search").fill(query)
    page.keyboard.press("Enter")
    page.wait_for_function("/全文 \\d+ 处/.test(document.getElementById('search-status').textContent)")
    count = int(page.locator("#search-status").inner_text().rpartition("全文 ")[2].split()[0])
    assert len(holding) <= count <= len(possible)
    while page.get_by_role("button", name="再找一些").count():
        page.get_by_role("button", name="再找一些").click()
        page.wait_for_function("!document.querySelector('#search-results > button:disabled')")
    shown = {
        link.removeprefix("/")
        for link in page.locator("#search-results a").evaluate_all(
            "(all) => all.map((a) => a.getAttribute('href'))"
        )
    }
    assert shown == {one["url"] for one in holding}
