"""Craft that a reader feels: size of print, nothing that moves, few bytes, a clean report on paper, a page that is lost."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from tests.browser.conftest import Watched
from tests.browser.test_axe import OPEN_ALL, PAGES, PHONE, YEAR

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Response

SMALLEST_PX = 14
MOST_BYTES = 150 * 1024
MOST_SHEETS = 4
#: Every visible run of text smaller than `least` px as it stands on the screen: drawings may be scaled.
SMALL = """least => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(".mb-hear, noscript")) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    let size = parseFloat(getComputedStyle(parent).fontSize);
    if (parent.closest("svg")) size *= Math.abs(parent.getScreenCTM().a);
    if (size < least - 0.01) found.add(`${parent.tagName}.${parent.getAttribute("class")} ${size}: ${node.data.slice(0, 20)}`);
  }
  return [...found];
}"""
SHIFTS = """window.shifts = []; new PerformanceObserver(list => list.getEntries().forEach(entry => window.shifts.push(
  [entry.value, entry.sources.map(source => (source.node?.outerHTML || source.node?.data || "").slice(0, 80))]
))).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture
def phone(watched: Watched) -> Watched:
    watched.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return watched


def test_no_text_is_small_on_a_phone(phone: Watched, address: str) -> None:
    small: dict[str, Any] = {}
    for path in PAGES:
        phone.page.goto(address + path)
        phone.page.wait_for_load_state("networkidle")
        phone.page.evaluate(OPEN_ALL)
        if found := phone.page.evaluate(SMALL, SMALLEST_PX):
            small[path] = found
    assert small == {}


@pytest.mark.parametrize("path", ["", YEAR, "jia-sb/", "departments/", "findings/", "compare/basic-expenditure/",
                                  "terms/", "search/?q=工伤"])  # fmt: skip
def test_nothing_moves_while_a_page_comes(phone: Watched, address: str, path: str) -> None:
    phone.page.add_init_script(SHIFTS)
    phone.page.goto(address + path)
    phone.page.wait_for_load_state("networkidle")
    assert phone.page.evaluate("window.shifts") == []


def test_the_first_view_of_a_year_is_small_and_asks_for_little(phone: Watched, address: str) -> None:
    """Counted as sent by a server that compresses: bodies of text by gzip, others as they are, no headers."""
    sent: dict[str, int] = {}

    def on_response(response: Response) -> None:
        body = response.body()
        text = "png" not in response.headers.get("content-type", "")
        sent[response.url.removeprefix(address)] = len(gzip.compress(body, 6)) if text else len(body)

    phone.page.on("response", on_response)
    phone.page.goto(address + YEAR)
    phone.page.wait_for_load_state("networkidle")
    assert sum(sent.values()) <= MOST_BYTES, sent
    assert not [
        url
        for url in sent
        if any(late in url for late in ("plotly", "fulltext", "charts", ".json", "picture"))
    ]
    blocking = phone.page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').map(e => e.name)"
    )
    own = [url for url in blocking if "assets/stylesheets/" not in url]
    assert own == [f"{address}assets/mingbai.css"]


def test_a_year_on_paper_is_a_report_of_a_few_pages(phone: Watched, address: str, tmp_path: Path) -> None:
    phone.page.goto(address + YEAR)
    phone.page.wait_for_load_state("networkidle")
    (tmp_path / "year.pdf").write_bytes(phone.page.pdf(prefer_css_page_size=True))
    printed = pypdfium2.PdfDocument(tmp_path / "year.pdf")
    sheets = [printed[number].get_textpage().get_text_bounded() for number in range(len(printed))]
    words = "".join(sheets)
    assert 1 <= len(printed) <= MOST_SHEETS
    printed.close()
    assert "一句话看懂" in words
    assert "源文件" in words
    assert f"{address}{YEAR}" in "".join(sheets[-1].split())
    assert "也可能是" in words
    for only_on_a_screen in ("每个数字都能点", "看数字和出处", "名词解释", "facts.csv", "复制引用",
                             "互动图表", "报告这一页的错误", "跳到正文"):  # fmt: skip
        assert only_on_a_screen not in words


def test_a_lost_reader_can_search_from_where_he_is(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}404.html")
    page.fill("#lost-search", "工伤")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.wait_for_selector("#search-results .mb-hits a")
    context.close()
