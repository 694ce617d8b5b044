"""From a figure to its source in a real browser: the outlined cell, keyboard, a phone, a report of an error, no script."""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from builder.pages import render_pages
from builder.publish import arrange, pictures, write
from builder.typeset.generate import generate
from builder.website import build as website
from tests.browser.conftest import SUB_PATH, Quiet
from tests.made_builds import run_here
from tests.publish.made import TEXT, draw_pictures, read_all, write_data
from tests.website.made_site import GLOSSARY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

#: Ruled tables on pages that the file shows turned.
SEED = 3
OPEN = "dialog.mb-source[open]"


@dataclass
class Traced:
    """A site of a made PDF report and a text report, served under a sub-path."""

    address: str
    pdf: str  # path of the report's page
    text: str
    facts: dict[str, dict[str, Any]]  # of the PDF report, by id


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traced]:
    folder = tmp_path_factory.mktemp("source")
    reports, content, data = folder / "reports", folder / "content", folder / "data"
    reports.mkdir()
    (content / "method").mkdir(parents=True)
    (reports / "made.pdf").write_bytes(generate(SEED).pdf)
    (reports / "text.txt").write_text(TEXT, encoding="utf-8")
    (content / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    (content / "method" / "checks.md").write_text("# 核对\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "run_apart", run_here)
        patch.setattr(write, "checks_json", lambda *_: {"schema": "mingbai-checks/1", "checks": []})
        patch.setattr(website, "build_index", lambda *_: 0)
        catalogue = arrange(read_all(reports))
        write_data(catalogue, [], reports, data)
        draw_pictures(catalogue, data, folder / "kept")
        render_pages(data, content, folder / "docs")
        website.build_website(folder / "docs", data, folder / SUB_PATH, base_url=None)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    paths = {v.report.document.format: v.path for v in catalogue.versions()}
    raw = json.loads((data / paths["pdf"] / "report.json").read_text(encoding="utf-8"))
    facts = {fact["id"]: fact for fact in raw["facts"]}
    yield Traced(f"http://127.0.0.1:{server.server_port}/{SUB_PATH}/", paths["pdf"], paths["txt"], facts)
    server.shutdown()


@pytest.fixture
def errors() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, traced: Traced, errors: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("request", lambda r: None if r.url.startswith(traced.address) else errors.append(r.url))
    yield opened
    context.close()
    assert errors == []


def figures(page: Page, traced: Traced, table: str) -> list[Locator]:
    """The figures of one official table where the page lays it out."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    ids = [name for name, fact in traced.facts.items() if fact["table"] == table]
    return [page.locator(f"#tables a.mb-fig[data-fact='{name}']").first for name in ids]


def test_the_outlined_cell_is_the_figures_own(page: Page, traced: Traced) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{traced.address}{traced.pdf}/")
    assert not [url for url in asked if re.search(r"figures\.json|/pages/|source\.css", url)]
    for link in (*figures(page, traced, "T01")[:2], *figures(page, traced, "T05")[-2:]):
        fact = traced.facts[link.get_attribute("data-fact") or ""]
        link.tap()
        page.wait_for_selector(OPEN)
        page.wait_for_function("document.querySelector('.mb-page-sheet img').complete")
        x0, y0, x1, y1 = page.evaluate(
            """() => {
              const [sheet, cell] = ['.mb-page-sheet img', '.mb-page-cell'].map(
                (one) => document.querySelector(one).getBoundingClientRect());
              const border = 3;
              return [(cell.left + border - sheet.left) / sheet.width, (cell.top + border - sheet.top) / sheet.height,
                      (cell.right - border - sheet.left) / sheet.width, (cell.bottom - border - sheet.top) / sheet.height];
            }"""
        )
        assert [x0, y0, x1, y1] == pytest.approx(fact["box"], abs=0.002)
        seen, cell = (
            page.locator(".mb-page-view").bounding_box(),
            page.locator(".mb-page-cell").bounding_box(),
        )
        assert seen is not None
        assert cell is not None
        assert seen["x"] <= cell["x"] < cell["x"] + cell["width"] <= seen["x"] + seen["width"]
        assert seen["y"] <= cell["y"] < cell["y"] + cell["height"] <= seen["y"] + seen["height"]
        assert page.locator(".mb-page-sheet img").evaluate("one => one.naturalWidth") > 500
        assert page.locator(f"{OPEN} strong").inner_text() == fact["raw"]
        assert f"第 {fact['page']} 页" in page.locator(OPEN).inner_text()
        smallest = "[...document.querySelectorAll('dialog.mb-source *')].map(one => parseFloat(getComputedStyle(one).fontSize))"
        assert page.evaluate(f"Math.min(...{smallest})") >= 14
        page.locator(f"{OPEN} button:has-text('关闭')").tap()
        assert page.locator(OPEN).count() == 0


def test_the_panel_works_by_keyboard_and_gives_the_focus_back(page: Page, traced: Traced) -> None:
    page.goto(f"{traced.address}{traced.pdf}/")
    link = figures(page, traced, "T01")[0]
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(OPEN)
    assert page.evaluate("document.querySelector('dialog.mb-source').contains(document.activeElement)")
    named = page.locator(OPEN).evaluate(
        "one => document.getElementById(one.getAttribute('aria-labelledby')).textContent"
    )
    assert "决算数" in named
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.mb-page-view')")
    page.keyboard.press("Escape")
    assert page.locator(OPEN).count() == 0
    assert link.evaluate("one => one === document.activeElement")
    assert link.get_attribute("aria-haspopup") == "dialog"


def test_a_figure_of_a_text_shows_its_line(page: Page, traced: Traced) -> None:
    page.goto(f"{traced.address}{traced.text}/")
    page.locator("#glance a.mb-fig").first.tap()
    page.wait_for_selector(OPEN)
    words = page.locator(OPEN).inner_text()
    assert re.search(r"第 \d+ 行", words)
    assert page.locator(f"{OPEN} q").inner_text()
    assert page.locator(f"{OPEN} img").count() == 0
    assert "还没有设置接收错误报告的地址" in words
    page.locator(f"{OPEN} a:has-text('打开原文')").tap()
    page.wait_for_url("**/source/#L*")


def test_a_report_of_an_error_is_prefilled(page: Page, traced: Traced) -> None:
    def with_address(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace(
            'data-report=""', 'data-report="mailto:a@example.org?subject={title}&amp;body={body}"'
        )
        route.fulfill(response=answer, body=body)

    page.route(f"**/{traced.pdf}/", with_address)
    page.goto(f"{traced.address}{traced.pdf}/")
    link = figures(page, traced, "T03")[0]
    fact = traced.facts[link.get_attribute("data-fact") or ""]
    link.tap()
    page.wait_for_selector(OPEN)
    address = page.locator(f"{OPEN} a:has-text('报告这个数的错误')").get_attribute("href") or ""
    told = unquote(address)
    assert address.startswith("mailto:a@example.org?subject=%E6")
    for words in (
        fact["raw"],
        f"第 {fact['page']} 页",
        f"{traced.address}{traced.pdf}/",
        "made.pdf",
        "SHA-256：",
        fact["item"],
    ):
        assert words in told


def test_without_a_script_the_link_leads_to_the_page(browser: Browser, traced: Traced) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{traced.address}{traced.pdf}/")
    pages = {f"#page={fact['page']}" for fact in traced.facts.values() if fact["table"] == "T01"}
    found = {link.get_attribute("href") or "" for link in page.locator("#tables a.mb-fig").all()[:3]}
    assert {f"#{href.split('#')[1]}" for href in found} <= pages
    assert all(Path(href.split("#")[0]).name == "made.pdf" for href in found)
    context.close()
