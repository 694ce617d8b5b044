"""Departments side by side in a real browser: sorted, narrowed, and found again by the address."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import Watched

LIST = "compare/total-spending/"


def names(page: Page) -> list[str]:
    rows = page.locator("#compare-list tbody tr:visible th[scope=row] > a")
    return rows.all_inner_texts()


def values(page: Page) -> list[float]:
    rows = page.locator("#compare-list tbody tr:visible").all()
    return [float(row.get_attribute("data-value") or "nan") for row in rows]


def test_a_list_is_turned_round_and_narrowed_and_the_address_keeps_it(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(address + LIST)
    assert values(page) == sorted(values(page), reverse=True)
    page.get_by_role("button", name="本年支出").first.click()
    assert values(page) == sorted(values(page))
    assert "by=value" in page.url
    first = names(page)[0]
    page.fill("form[data-compare] input[name=org]", first[:3])
    assert names(page)
    assert all(first[:3] in name for name in names(page))
    narrowed = names(page)
    page.reload()
    assert names(page) == narrowed
    page.fill("form[data-compare] input[name=org]", "没有这个名字")
    assert names(page) == []
    assert "没有符合的" in page.locator("form[data-compare] [aria-live]").inner_text()


def test_figures_lead_to_their_places(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(address + LIST)
    figures = page.locator(".mb-say a.mb-fig, #compare-list tbody a.mb-fig")
    links = {str(link.evaluate("node => node.href")) for link in figures.all()}
    assert links
    for link in links:
        page.goto(link)
        assert page.locator(f"#{link.split('#')[1]}").count() == 1
