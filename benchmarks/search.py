"""How the search does on many reports: hits among the first five, bytes and time of a question, in Chromium.

`python benchmarks/search.py --reports 10000 [--years 2] [--json FILE] [--keep FOLDER]`. Names and texts are made up; no
report is read. The index is built as a build builds it and asked through the site's own script; every question begins
with nothing loaded, as for a reader who comes for the first time. `warm` is a second question on the same page.
"""

from __future__ import annotations

import argparse
import http.server
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.search_material import Material, Question, make, questions  # noqa: E402
from builder.pages.writer import in_lines  # noqa: E402
from builder.website import planned as sites  # noqa: E402
from builder.website.fulltext import FOLDER, build_index  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OUT = ROOT / "content" / "method" / "search.json"
FIRST = 5
PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>搜索</title>
<form action="../search/"><input id="page-search" name="q"></form>
<p id="search-status"></p><div id="search-results"></div><script src="../assets/search.js"></script></html>"""
LINKS = "[...document.querySelectorAll('#search-results a')].slice(0, 5).map((a) => a.getAttribute('href'))"
#: The clock stops when the answer is complete, inside the page.
ASK = """(query) => new Promise((resolve) => {
  const status = document.getElementById("search-status");
  const input = document.getElementById("page-search");
  const began = performance.now();
  const watch = new MutationObserver(() => {
    if (!/处。|没有找到|没有查成|没有核对/.test(status.textContent)) return;
    watch.disconnect();
    resolve(performance.now() - began);
  });
  watch.observe(status, { childList: true, characterData: true, subtree: true });
  input.value = query;
  input.form.requestSubmit();
})"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question: whether it hit, what it asked of the server and how long it took."""

    question: Question
    is_hit: bool
    first: tuple[str, ...]
    bytes: int
    milliseconds: int


class Counting(http.server.SimpleHTTPRequestHandler):
    """A plain server of files, which compresses nothing, and counts the bytes of what it sends."""

    sent = 0
    # As servers are: one connection for many requests.
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        Counting.sent += len(content)
        outputfile.write(content)

    def log_message(self, *_: object) -> None:
        """No line for each request."""


def build(material: Material, folder: Path) -> dict[str, Any]:
    """The search of a site without its pages; seconds and bytes of its parts."""
    docs, site = folder / "docs", folder / "site"
    (docs / "assets" / "search").mkdir(parents=True)
    for name, rows in (("units", material.units), ("entries", material.entries)):
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        (docs / "assets" / "search" / f"{name}.json").write_text(text, encoding="utf-8")
    records = in_lines(json.dumps(record, ensure_ascii=False) for record in material.records)
    (docs / "fulltext.json").write_text(records, encoding="utf-8")
    site.mkdir()
    planned = sites.Planned(site.stat().st_dev)
    planned.put("search/index.html", PAGE)
    for name in ("search.js", "inflate.js"):
        planned.put(f"assets/{name}", (ROOT / "templates" / "assets" / name).read_bytes())
    began = time.perf_counter()
    build_index(docs, planned, folder / "kept")
    sites.make(planned.root, site)
    spent = time.perf_counter() - began
    lists, index = site / "assets" / "search", site / FOLDER
    return {
        "seconds": round(spent, 1),
        "units_bytes": (lists / "units.bin").stat().st_size,
        "units_uncompressed_bytes": (docs / "assets" / "search" / "units.json").stat().st_size,
        "entries_bytes": (lists / "entries.bin").stat().st_size,
        "index_bytes": (index / "index.bin").stat().st_size,
        "words_bytes": sum(path.stat().st_size for path in index.glob("words-*.bin")),
        "words_files": sum(1 for _ in index.glob("words-*.bin")),
        "texts_bytes": sum(path.stat().st_size for path in index.glob("text-*.bin")),
    }


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Counting, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def ask(page: Page, question: Question) -> Asked:
    before = Counting.sent
    spent = page.evaluate(ASK, question.query)
    first = tuple(page.evaluate(LINKS))
    return Asked(question, question.is_answered_by(first), first, Counting.sent - before, round(spent))


def ask_all(browser: Browser, address: str, listed: Sequence[Question]) -> Iterator[tuple[Asked, Asked]]:
    """Each question in a fresh window, and then another one (the next of the list) on the same page."""
    for place, question in enumerate(listed):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}search/index.html")
        if place % 10 == 0:
            print(f"question {place} of {len(listed)}", file=sys.stderr, flush=True)
        yield ask(page, question), ask(page, listed[(place + 1) % len(listed)])
        context.close()


def told(asked: Sequence[Asked]) -> dict[str, Any]:
    """Hits by kind of question, and median and worst of bytes and time."""
    kinds = dict.fromkeys(one.question.kind for one in asked)
    return {
        "questions": len(asked),
        "hits": sum(one.is_hit for one in asked),
        "kinds": [
            {
                "kind": kind,
                "example": next(one.question.query for one in asked if one.question.kind == kind),
                "questions": sum(one.question.kind == kind for one in asked),
                "hits": sum(one.is_hit for one in asked if one.question.kind == kind),
            }
            for kind in kinds
        ],
        "median_bytes": int(statistics.median(one.bytes for one in asked)),
        "worst_bytes": max(one.bytes for one in asked),
        "median_ms": int(statistics.median(one.milliseconds for one in asked)),
        "worst_ms": max(one.milliseconds for one in asked),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--years", type=int, default=2, help="years of each unit")
    parser.add_argument("--json", type=Path, help="write the result here")
    parser.add_argument("--keep", type=Path, help="leave the built files in this folder")
    arguments = parser.parse_args()
    from playwright.sync_api import sync_playwright

    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="search-"))
    print(f"making {arguments.reports} texts", file=sys.stderr, flush=True)
    material = make(arguments.reports, arguments.years)
    print("building the index", file=sys.stderr, flush=True)
    built = build(material, folder)
    print(json.dumps(built), flush=True)
    with sync_playwright() as playwright, served(folder / "site") as address:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        both = list(ask_all(browser, address, questions(material, random.Random(1))))
        version = browser.version
        browser.close()
    for cold, _ in both:
        if not cold.is_hit:
            print("missed", cold.question.kind, cold.question.query, cold.first, file=sys.stderr)
    result = {
        "schema": "mingbai-search/1", "chromium": version.split(".")[0], "reports": arguments.reports, "units": len(material.units),
        "load": str(round(os.getloadavg()[0] / (os.cpu_count() or 1))),
        "characters": int(statistics.mean(len(record["text"]) for record in material.records)),
        "built": built, "cold": told([cold for cold, _ in both]), "warm": told([warm for _, warm in both]),
    }  # fmt: skip
    text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    print(text)
    if arguments.json:
        arguments.json.write_text(text, encoding="utf-8")
    if not arguments.keep:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
