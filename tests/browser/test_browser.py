"""The site in a real browser: search, a result, an interactive chart, a term, a download; and a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

PAGES = ("", "jia-sb/", "jia-sb/2023/", "yi-gs/2023/", "jia-sb/2023/source/", "search/?q=工伤", "open-data/",
         "open-data/how-to/", "open-data/query/", "accounts/2080109/", "terms/three-public/", "departments/",
         "findings/", "checks/", "checks/A1/", "corrections/", "jia-sb/corrections/", "404.html")  # fmt: skip


def test_from_the_search_to_the_data(watched: Watched, address: str, tmp_path: Path) -> None:
    page = watched.page
    page.goto(address)
    page.fill("#home-search", "工伤")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results h2:has-text('全文')")
    kinds = page.locator("#search-results .mb-tag").all_inner_texts()
    assert {"部门", "年度报告", "全文"} <= set(kinds)

    page.goto(f"{address}search/?q=社会保险服务中心 2023")
    page.wait_for_selector("#search-results .mb-hits a")
    page.locator("#search-results a:has-text('2023 年度')").first.click()
    page.wait_for_url("**/jia-sb/2023/")

    button = page.locator("#chart-spending button[data-plot]")
    button.click()
    page.wait_for_selector("#chart-spending .js-plotly-plot .main-svg")
    assert button.inner_text() == "回到静态图"
    assert page.locator("#chart-spending .bars .point").count() == 3

    term = page.locator("span.mb-term").first
    term.click()
    assert page.locator("#mb-pop").is_visible()
    assert len(page.locator("#mb-pop p").first.inner_text()) > 3
    page.keyboard.press("Escape")
    assert page.locator("#mb-pop").is_hidden()

    with page.expect_download() as download:
        page.locator("a[download]:has-text('facts.csv')").click()
    download.value.save_as(tmp_path / "facts.csv")
    published = page.request.get(f"{address}data/jia-sb/2023/facts.csv").body()
    assert (tmp_path / "facts.csv").read_bytes() == published
    assert published.startswith(b"\xef\xbb\xbforg_id")


def test_a_term_explains_itself_to_the_keyboard(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}jia-sb/2023/")
    term = page.locator("span.mb-term").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if term.evaluate("node => node === document.activeElement"):
            break
    page.wait_for_selector("#mb-pop:visible")
    assert term.get_attribute("aria-expanded") == "true"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("某市", "部门 2 个"), ("jsshbx", "部门 1 个"), ("2080109", "科目和名词 1 个"),
        ("三公", "科目和名词 1 个"), ("伤保险业", "全文 3 处"),
        ("不存在词", "没有找到“不存在词”"), ("工伤 2022", "全文 1 处"),
    ],
)  # fmt: skip
def test_questions_and_answers(watched: Watched, address: str, query: str, expected: str) -> None:
    page = watched.page
    page.goto(f"{address}search/?q={query}")
    page.wait_for_function(
        "text => document.getElementById('search-status').textContent.includes(text)", arg=expected
    )


def test_results_are_reached_with_the_arrow_keys(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}search/?q=工伤")
    page.wait_for_selector("#search-results h2:has-text('全文')")
    page.focus("#page-search")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.closest('li') === document.querySelector('.mb-hits li')")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/search/" not in url)


@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(watched: Watched, address: str, path: str, width: int) -> None:
    page = watched.page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}{path}")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_is_complete_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}jia-sb/2023/")
    assert page.locator("#chart-spending svg[role=img]").is_visible()
    assert page.locator("#chart-spending button[data-plot]").is_hidden()
    assert page.locator("a.mb-term").first.get_attribute("href")
    page.locator("#chart-spending summary").click()
    assert page.locator("#chart-spending table").is_visible()
    context.close()


def test_findings_are_picked_by_department_kind_level_and_year(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}findings/")
    rows = page.locator("#finding-list > li:visible")
    assert rows.count() == 2
    page.keyboard.press("Tab")
    page.focus("select[name=year]")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.querySelector('.mb-pick [aria-live]').textContent === '有 1 条'")
    assert rows.count() == 1
    assert page.url.endswith("?year=2023")
    page.select_option("select[name=level]", "提示")
    page.wait_for_function(
        "document.querySelector('.mb-pick [aria-live]').textContent.startsWith('没有符合的')"
    )
    page.fill("input[name=org]", "没有这个部门")
    page.goto(f"{address}findings/?org=社会保险&family=表内")
    page.wait_for_function("document.querySelector('.mb-pick [aria-live]').textContent === '有 2 条'")
    rows.first.locator("a.mb-place").click()
    page.wait_for_url("**/jia-sb/2023/#finding-a1-00000001")
    assert page.locator("#finding-a1-00000001").is_visible()


def test_a_mark_leads_from_the_figure_to_its_finding(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}jia-sb/2023/")
    mark = page.locator("a.mb-flag[href='#finding-a1-00000001']:visible").first
    assert (mark.get_attribute("aria-label") or "").startswith("看这里的核对发现：不一致")
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#finding-a1-00000001")
    follows = page.locator("#finding-a1-00000001 details")
    assert not follows.locator("li").is_visible()
    follows.locator("summary").click()
    assert follows.locator("li").is_visible()


def test_a_finding_leads_to_its_figure_in_the_table_and_back(watched: Watched, address: str) -> None:
    """Also what follows from a cause: the table opens, and the mark there opens what follows again."""
    page = watched.page
    page.goto(f"{address}jia-sb/2023/")
    page.locator("#finding-a1-00000001 summary").click()
    figure = page.locator("#finding-e1-00000002 a.mb-fig").first
    assert figure.get_attribute("href") == "#f-f3"
    figure.click()
    page.wait_for_selector("#f-f3:visible")
    page.goto(f"{address}jia-sb/2023/#f-f3")
    page.wait_for_selector("#f-f3:visible")
    page.locator("#f-f3 ~ a.mb-flag").first.click()
    page.wait_for_selector("#finding-e1-00000002:visible")


def test_the_list_of_findings_is_complete_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}findings/")
    assert page.locator("#finding-list > li").count() == 2
    assert page.locator("form.mb-pick").is_hidden()
    page.goto(f"{address}jia-sb/2023/")
    assert page.locator("#finding-a1-00000001 dl").first.is_visible()
    assert page.locator(".mb-outcomes svg").is_visible()
    context.close()


def test_a_list_of_many_pages_is_loaded_whole_when_a_choice_is_made(watched: Watched, address: str) -> None:
    """As on a site with thousands: the page says where the whole list is; it is not asked for before."""
    page = watched.page

    def parted(route: Route) -> None:
        html = route.fetch().text()
        own = 'data-pick="finding-list"'
        assert own in html
        route.fulfill(
            body=html.replace(own, f'{own} data-all="../assets/findings.json" data-root="../"'),
            content_type="text/html; charset=utf-8",
        )

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(f"{address}findings/", parted)
    page.goto(f"{address}findings/")
    page.wait_for_load_state("networkidle")
    assert not any(url.endswith("findings.json") for url in asked)
    page.select_option("select[name=year]", "2022")
    page.wait_for_function("document.querySelector('.mb-pick [aria-live]').textContent === '有 1 条'")
    assert any(url.endswith("findings.json") for url in asked)
    row = page.locator("#finding-list > li")
    assert row.count() == 1
    row.locator("a.mb-place").click()
    page.wait_for_url("**/jia-sb/2022/#finding-a1-00000001")
