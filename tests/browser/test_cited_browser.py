"""A figure's own address, and citations to copy, in a real browser: with and without a script, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Watched
from tests.browser.test_axe import YEAR

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIGURE = "f-f36"  # of a table that is folded away when the page opens
PANEL = "dialog.mb-source[open]"
COPIED = "navigator.clipboard.readText()"
PLACE = f"""() => {{
  const one = document.getElementById("{FIGURE}"), box = one.getBoundingClientRect();
  return [box.height > 0 && box.top >= 0 && box.bottom <= innerHeight, one.matches(":target"),
          getComputedStyle(one).backgroundColor];
}}"""


def is_shown_and_marked(page: Page) -> None:
    page.wait_for_function(f"() => ({PLACE})()[0]")
    _, marked, colour = page.evaluate(PLACE)
    assert marked
    assert colour != "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_address_of_a_figure_opens_and_marks_it(browser: Browser, address: str, script: bool) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{address}{YEAR}#{FIGURE}")
    is_shown_and_marked(page)
    context.close()


def test_the_panel_gives_the_address_and_a_citation_of_the_figure(watched: Watched, address: str) -> None:
    page = watched.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + YEAR)
    link = page.locator(".mb-headline a.mb-fig").first
    own = f"{address}{YEAR}#f-{link.get_attribute('data-fact')}"
    link.focus()
    page.keyboard.press("Enter")
    button = page.locator(f"{PANEL} button:has-text('复制引用')")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{PANEL} [role=status]:has-text('已复制')", state="attached")
    copied = page.evaluate(COPIED)
    assert own in copied
    assert "甲市社会保险服务中心" in copied
    assert "SHA-256" in copied
    page.locator(f"{PANEL} a[href='{own}']").click()
    page.wait_for_url(own)
    assert page.locator(PANEL).count() == 0


def test_citations_are_copied_by_keyboard_and_say_so(watched: Watched, address: str) -> None:
    page = watched.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + YEAR)
    page.locator("#downloads summary:has-text('BibTeX')").click()
    for name in ("citation", "bibtex"):
        button = page.locator(f"button[data-copy={name}]")
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(
            f"button[data-copy={name}] + [role=status]:has-text('已复制')", state="attached"
        )
        copied = page.evaluate(COPIED)
        assert f"{address}{YEAR}versions/1a2b3c4d/" in copied
        assert "<" not in copied


def test_where_nothing_may_be_copied_the_text_is_selected(watched: Watched, address: str) -> None:
    page = watched.page
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(address + YEAR)
    page.locator("button[data-copy=citation]").click()
    assert "SHA-256" in page.evaluate("String(getSelection())")
    assert page.locator("button[data-copy=citation]").inner_text() == "已选中，请按复制键"
