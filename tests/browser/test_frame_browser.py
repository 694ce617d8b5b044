"""The frame's own script: light and dark, the drawer of a narrow screen, the place in the list of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCHEME = "document.body.getAttribute('data-md-color-scheme')"
FOCUS_IN = "one => document.querySelector(one).contains(document.activeElement)"


def test_dark_follows_the_system_until_a_reader_chooses(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    assert page.evaluate(SCHEME) == "slate"
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{SCHEME} === 'default'")
    page.locator("label[for=__palette_1]").click()
    assert page.evaluate(SCHEME) == "slate"
    page.goto(f"{address}departments/")
    assert page.evaluate(SCHEME) == "slate", "a choice is kept for the next page"
    page.locator("input[name=__palette]:checked").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(SCHEME) == "default"
    context.close()


def test_the_drawer_opens_by_the_keyboard_and_hides_its_links_while_closed(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{address}jia-sb/2023/")
    nav = page.locator(".md-nav--primary").get_by_role("link", name="部门")
    assert nav.count() == 0, "a closed drawer is not told to a screen reader"
    button = page.get_by_role("button", name="打开导航")
    button.focus()
    page.keyboard.press("Enter")
    nav.wait_for()
    assert page.evaluate(FOCUS_IN, ".md-sidebar--primary")
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"
    assert page.evaluate(FOCUS_IN, ".mb-drawer")
    context.close()


def test_the_drawer_works_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator(".md-header label[for=__drawer]").click()
    page.locator(".md-nav--primary").get_by_role("link", name="部门").click()
    assert page.url == f"{address}departments/"
    context.close()


def test_the_list_of_contents_says_where_the_reader_is(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 420})
    page = context.new_page()
    page.goto(f"{address}jia-sb/2023/")
    page.locator(".md-nav--secondary a[href='#checks']").click()
    here = page.locator(".md-nav--secondary .md-nav__link--active")
    page.wait_for_function("document.querySelector('.md-nav--secondary .md-nav__link--active')")
    assert here.get_attribute("href") == "#checks"
    page.wait_for_selector(".md-header__title--active")
    scrolled = "document.querySelector('.md-sidebar--secondary .md-sidebar__scrollwrap').scrollTop"
    assert page.evaluate(scrolled) > 0, "the list is longer than the screen and has to follow"
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("!document.querySelector('.md-nav--secondary .md-nav__link--active')")
    page.wait_for_function("!document.querySelector('.md-header__title--active')")
    assert page.evaluate(scrolled) == 0
    context.close()


def test_what_an_address_points_to_stays_in_its_place(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 500})
    page = context.new_page()
    page.goto(f"{address}jia-sb/2023/#checks")
    page.wait_for_function("!document.querySelector('article > section ~ section:not(.mb-laid)')")
    page.wait_for_function("document.documentElement.style.overflowAnchor === ''")
    top = page.evaluate("document.getElementById('checks').getBoundingClientRect().top")
    assert abs(top) < 120, (
        "the sections before it were laid out after the jump, and have other heights than guessed"
    )
    context.close()
