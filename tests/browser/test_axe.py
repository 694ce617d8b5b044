"""The rules of WCAG 2.2 AA by axe-core, on every type of page: light and dark, and with what opens on a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import unavailable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
YEAR = "jia-sb/2023/"
#: One page of each type.
PAGES = (
    "", "departments/", "jia-sb/", YEAR, "jia-sb/2023/source/", "jia-sb/2023/embed/chart-spending.html", "jia-sb/corrections/",
    "compare/", "compare/basic-expenditure/", "regions/", "accounts/", "accounts/2080109/", "terms/", "terms/three-public/",
    "checks/", "checks/A1/", "findings/", "corrections/", "open-data/", "open-data/how-to/",
    "open-data/query/", "method/", "method/places/", "about/",
    "search/?q=工伤", "404.html",
)  # fmt: skip
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
RUN = """async options => (await axe.run(document, {...options, resultTypes: ["violations"]})).violations
    .map(rule => [rule.id, rule.nodes.length, rule.nodes[0].html.slice(0, 200), rule.nodes[0].failureSummary])"""
#: What the page does by itself a second later.
LAY_OUT = "document.querySelectorAll('article > section').forEach(node => node.classList.add('mb-laid'))"
OPEN_ALL = "document.querySelectorAll('details').forEach(node => { node.open = true; })"


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        unavailable("axe-core is not installed: npm ci --prefix tests/browser --ignore-scripts")
    return AXE.read_text(encoding="utf-8")


def _phone(browser: Browser, scheme: Any) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def light(browser: Browser) -> Iterator[Page]:
    yield from _phone(browser, "light")


@pytest.fixture(scope="module")
def dark(browser: Browser) -> Iterator[Page]:
    yield from _phone(browser, "dark")


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate(LAY_OUT)
    page.evaluate(OPEN_ALL)


def _violations(page: Page, axe: str, **options: Any) -> Any:
    page.evaluate(axe)
    return page.evaluate(RUN, options)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_breaks_no_rule(light: Page, address: str, axe: str, path: str) -> None:
    _open(light, address + path)
    assert _violations(light, axe, runOnly=list(WCAG)) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_read_in_the_dark(dark: Page, address: str, axe: str, path: str) -> None:
    """Only what depends on colours; the page is otherwise the same."""
    _open(dark, address + path)
    ground = dark.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert max(ground[:3]) < 80, ground
    assert (
        _violations(dark, axe, runOnly={"type": "rule", "values": ["color-contrast", "link-in-text-block"]})
        == []
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_on_a_page_breaks_no_rule(
    request: pytest.FixtureRequest, address: str, axe: str, scheme: str
) -> None:
    page: Page = request.getfixturevalue(scheme)
    _open(page, address + YEAR)
    page.locator("span.mb-term:visible").first.click()
    page.wait_for_selector("#mb-pop:visible")
    assert _violations(page, axe, runOnly=list(WCAG)) == []
    page.keyboard.press("Escape")
    page.locator("a.mb-fig:visible").first.click()
    page.wait_for_selector("dialog.mb-source[open] dl")
    assert _violations(page, axe, runOnly=list(WCAG)) == []


def test_axe_sees_what_is_wrong(light: Page, address: str, axe: str) -> None:
    _open(light, f"{address}about/")
    light.evaluate(
        "document.querySelector('article').innerHTML += '<img src=\"\"><p style=\"color:#ccc\">这一行太淡了</p>'"
    )
    found = {rule[0] for rule in _violations(light, axe, runOnly=list(WCAG))}
    assert {"image-alt", "color-contrast"} <= found
