"""One Chromium for all tests of this folder, closed after them; the made site served under a sub-path."""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.website.made_site import build_made_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

MUST_RUN = os.environ.get("CI", "").lower() == "true"
SUB_PATH = "kan"


def unavailable(reason: str) -> None:
    if MUST_RUN:
        pytest.fail(reason)
    pytest.skip(reason)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files that says nothing."""

    def log_message(self, *_: object) -> None:
        """No line for each request."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A local server of the folder; the address of its root."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site served by a local server under a sub-path."""
    folder = tmp_path_factory.mktemp("browser")
    with serving(folder) as root:
        build_made_site(folder, base_url=f"{root}{SUB_PATH}/", name=SUB_PATH)
        yield f"{root}{SUB_PATH}/"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        unavailable("playwright is not installed: pip install playwright")
    chromium = shutil.which("chromium")
    if chromium is None:
        unavailable("no chromium on the path")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@dataclass
class Watched:
    """A page and what went wrong on it."""

    page: Page
    strangers: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    found = Watched(context.new_page())

    def on_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            found.strangers.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.errors.append(message.text)

    found.page.on("request", on_request)
    found.page.on("console", on_console)
    found.page.on("pageerror", lambda error: found.errors.append(str(error)))
    yield found
    context.close()
    assert found.strangers == []
    assert found.errors == []
