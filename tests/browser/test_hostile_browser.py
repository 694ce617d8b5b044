"""A site of hostile reports in a real browser: no script of theirs runs and no stranger is asked, on any page."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.browser.conftest import Quiet
from tests.made_hostile_site import build_hostile_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Request

QUERIES = ("青澜", "<img src=x onerror=", "7*191", "教育", "观测河湖")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_hostile_site(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_nothing_of_theirs_runs_on_any_page(site: Path, address: str, browser: Browser) -> None:
    urls = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    urls += [path.relative_to(site).as_posix() for path in sorted((site / "data").rglob("source/*"))]
    urls += [f"search/?q={quote(query)}" for query in QUERIES]
    context = browser.new_context(accept_downloads=False)
    page = context.new_page()
    strangers: list[str] = []
    dialogs: list[str] = []

    def on_request(request: Request) -> None:
        if not request.url.startswith(address):
            strangers.append(request.url)

    def on_dialog(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("request", on_request)
    page.on("dialog", on_dialog)
    visited = 0
    for url in urls:
        if url.startswith("checks/") and visited > 5 and "A1" not in url:
            continue  # pages of our own words only
        page.goto(address + quote(url, safe="/?=&%"), wait_until="load")
        if url.startswith("search/"):
            page.wait_for_timeout(400)
        for summary in page.locator("summary").all()[:5]:
            if summary.is_visible():
                summary.evaluate(
                    "one => one.click()"
                )  # wherever it is: sections that come near move what is below
        assert page.evaluate("window.hacked") is None, url
        assert page.locator("img[src='x'], svg[onload], [onmouseover], iframe").count() == 0, url
        visited += 1
    context.close()
    assert visited > 20
    assert strangers == []
    assert dialogs == []


def test_the_interactive_chart_and_the_term_show_their_words_as_words(address: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}jia/2024/")
    for button in page.locator("button[data-plot]").all():
        button.click()
    page.wait_for_timeout(1500)
    for term in page.locator("button.mb-term").all()[:4]:
        term.click()
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src='x']").count() == 0
    context.close()
