"""A small server on this machine that answers as servers of offices do, well and badly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from tests.publish.made import TEXT


class Answers(BaseHTTPRequestHandler):
    """What stands at each path; `pages` may be changed between two requests."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = {}  # noqa: RUF012  shared on purpose

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/slow":
            threading.Event().wait(3)
        status, headers, body = self.pages.get(path, (404, {}, b"none"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):  # who asked has heard enough
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def pages() -> dict[str, tuple[int, dict[str, str], bytes]]:
    Answers.pages.clear()
    Answers.pages.update({
        "/report.txt": (200, {"Content-Type": "text/plain"}, TEXT.encode()),
        "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, "<p>决算公开</p><script>1</script>".encode()),
        "/again": (302, {"Location": "/report.txt"}, b""),
        "/moved": (301, {"Location": "/report.txt"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/inside": (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/gone": (410, {}, b""),
        "/refused": (403, {}, b""),
        "/large": (200, {}, b"x" * (2 * 1024 * 1024)),
        "/picture": (200, {}, b"\x89PNG\r\n\x1a\n\0\0"),
    })  # fmt: skip
    return Answers.pages


@pytest.fixture
def server(pages: dict[str, tuple[int, dict[str, str], bytes]]) -> Iterator[str]:
    assert pages
    made = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.daemon_threads = True
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()
