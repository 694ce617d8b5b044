"""The small Markdown files that stand for finished pages, and the navigation of the top pages.

A stub holds only what the frame needs to know. Its strings are escaped here, once: the generator's own
templates do not escape.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from builder.pages.feed_places import of_department
from builder.website.reporting import report_words
from builder.website.share_pictures import FOLDER

METHOD = "方法"
Listed = dict[str, Any]
#: One for all: a page has some fifteen values, and making an encoder for each takes longer than writing it.
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
DEPARTMENT, YEAR = "部门", "年度报告"


def read_pages(docs: Path) -> list[Listed]:
    pages: list[Listed] = json.loads((docs / "pages.json").read_text(encoding="utf-8"))
    return pages


def stub(page: Listed) -> str:
    """Front matter only; JSON strings are YAML strings."""
    kind = page["kind"]
    meta = {
        "title": html.escape(page["title"]),
        "description": html.escape(" ".join(page["description"].split())),
        "date": page["date"],
        "sections": [[anchor, html.escape(title)] for anchor, title in page["sections"]],
        # Pages that name their sections have a list of them beside the text; the others use the whole width.
        "hide": ["navigation"] if page["sections"] else ["navigation", "toc"],
        "report_error": kind == "年度报告",
        "version": page["version"],
        "search_page": page["url"] == "search/",
        "picture": _picture(page),
        "picture_words": html.escape(page["title"]),
        "feed": _feed(page),
        "feed_title": html.escape(page["title"]),
        **report_words(page),
    }
    lines = (f"{name}: {_AS_JSON(value)}" for name, value in meta.items())
    return "\n".join(["---", *lines, "---", ""])


def shared(page: Listed) -> tuple[str, str, str] | None:
    """What the picture of a department's page says: (its address, the name, a line below); None for other pages."""
    below = page["description"].removeprefix(page["title"])
    return (_picture(page), page["title"], below) if page["kind"] == DEPARTMENT else None


def _picture(page: Listed) -> str:
    """The picture of the department that a page is about; "" for pages about none."""
    kinds = {DEPARTMENT, YEAR, "原文"}
    return f"{FOLDER}/{page['url'].split('/')[0]}.png" if page["kind"] in kinds else ""


def _feed(page: Listed) -> str:
    """The feed of the department that a page is about; "" for pages about none."""
    return of_department(page["url"].split("/")[0]) if page["kind"] in {DEPARTMENT, YEAR} else ""


def navigation(nav: list[Any], pages: Sequence[Listed]) -> list[Any]:
    """The configured top pages; the pages on method become children of theirs."""
    method = [page for page in pages if page["kind"] == METHOD and page["url"] != "method/"]
    if not method:
        return nav
    children = [{html.escape(page["title"]): page["url"].rstrip("/") + ".md"} for page in method]
    return [
        {name: [{name: target}, *children] if target == "method/index.md" else target}
        for entry in nav
        for name, target in entry.items()
    ]
