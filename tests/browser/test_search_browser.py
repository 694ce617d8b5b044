"""Questions with known answers to the search of five hundred made-up reports, in a real browser."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from benchmarks.search import Asked, Counting, ask, build, served, told
from benchmarks.search_material import Material, make, questions
from builder.website.fulltext_words import words

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


def search(page: Page, query: str) -> str:
    """What the page says when the answer is complete."""
    page.evaluate("history.replaceState(null, '', location.pathname)")
    page.locator("#page-search").fill(query)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "/处。|没有找到|没有核对/.test(document.getElementById('search-status').textContent)"
    )
    return page.locator("#search-status").inner_text()


def shown(page: Page) -> set[str]:
    links = page.locator("#search-results a").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")
    return {link.removeprefix("/") for link in links}


def press_to_the_end(page: Page) -> None:
    button = page.get_by_role("button", name="再找一些")
    while button.count():
        button.click()
        page.wait_for_function("!document.querySelector('#search-results button:disabled')")


def test_what_is_counted_stands_in_the_texts(page: Page, material: Material) -> None:
    """Any part of a word is found, in exactly the reports that have it; what was not read is not counted as found."""
    query = "农村饮水一期"
    holding = {one["url"] for one in material.records if query in one["text"]}
    possible = [one for one in material.records if words(query) <= words(one["text"])]
    assert 6 < len(holding) < REPORTS
    said = search(page, query)
    at_least, unchecked = map(int, re.findall(r"全文至少 (\d+) 处，还有 (\d+) 份没有核对", said)[0])
    assert len(shown(page)) == at_least < len(holding) <= at_least + unchecked <= len(possible)
    assert shown(page) < holding
    press_to_the_end(page)
    assert shown(page) == holding
    assert f"全文 {len(holding)} 处。" in page.locator("#search-status").inner_text()
    assert page.locator("#search-results h2").inner_text() == f"全文（{len(holding)}）"


def test_two_characters_are_counted_without_reading(page: Page, material: Material) -> None:
    holding = [one for one in material.records if "渠尾" in one["text"]]
    assert len(holding) > 6
    assert f"全文 {len(holding)} 处。" in search(page, "渠尾")


@pytest.fixture(scope="module")
def scattered(
    browser: Browser, material: Material, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """Every text has the pairs of 甲乙丙丁 and, but for the last, not the four in a row."""
    texts = [f"甲乙一乙丙二丙丁三{one['text']}" for one in material.records]
    texts[-1] += "\n甲乙丙丁"
    records = [{**one, "text": text} for one, text in zip(material.records, texts, strict=True)]
    folder = tmp_path_factory.mktemp("scattered")
    build(replace(material, records=records), folder)
    with served(folder / "site") as address:
        context = browser.new_context()
        context.add_init_script("delete window.DecompressionStream")
        opened = context.new_page()
        opened.goto(f"{address}search/index.html")
        yield opened
        context.close()


def test_a_phrase_that_stands_nowhere_costs_no_more_than_its_bound(scattered: Page) -> None:
    """In a browser that cannot unpack by itself, too."""
    before = Counting.sent
    said = search(scattered, "甲乙丙丁")
    unchecked = int(re.findall(r"全文还没有找到，还有 (\d+) 份没有核对", said)[0])
    assert 0 < unchecked < REPORTS
    assert shown(scattered) == set()
    assert scattered.get_by_text(f"还有 {unchecked} 份没有核对：").count() == 1
    assert Counting.sent - before <= MOST_BYTES
    press_to_the_end(scattered)
    assert len(shown(scattered)) == 1
    assert "全文 1 处。" in scattered.locator("#search-status").inner_text()
