"""The hook that MkDocs calls: finished HTML goes in after Markdown; nothing depends on the day."""

from __future__ import annotations

import re
from datetime import date
from html import escape as html_escape
from itertools import count
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from builder.knowledge.english import load_english_methods
from builder.pages.data_help import DATA_ADDRESS
from builder.website.addresses import with_addresses
from builder.website.own_words import own_words, with_own_words
from builder.website.reporting import report_form

FRAGMENT = "page.html"
BOX = (
    '<div class="mb-scroll" role="region" aria-label="表 {}" tabindex="0"><table class="mb-table mb-worded">'
)
# Used where no report says a date: the sitemap's time stamp must not be the time of the build.
NO_DATE = date(1970, 1, 1).isoformat()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.extra["own_words"] = own_words(config.site_name, config.extra)
    config.extra["report_error"] = report_form(str(config.extra.get("report_error") or ""))
    config.extra["english_methods"] = load_english_methods()
    return config


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG001
    for file in files.documentation_pages():
        if file.page is not None:
            file.page.update_date = NO_DATE
    return nav


def framed_tables(html: str) -> str:
    """Tables written in Markdown, each in a box that scrolls by itself and that the keyboard reaches.

    >>> framed_tables("<table><tr><td>1</td></tr></table>")[:60]
    '<div class="mb-scroll" role="region" aria-label="表 1" tabinde'
    """
    numbers = count(1)

    def opened(_: re.Match[str]) -> str:
        return BOX.format(next(numbers))

    return re.sub(r"<table>", opened, html).replace("</table>", "</table></div>")


def reachable_code(html: str) -> str:
    """Code blocks scroll by themselves: the keyboard has to reach them.

    >>> reachable_code('<pre id="a"><code class="x">1</code></pre>')
    '<pre id="a"><code tabindex="0" class="x">1</code></pre>'
    """
    return re.sub(r"(<pre[^>]*>)<code", r'\1<code tabindex="0"', html)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """The page's own HTML instead of the empty stub's; pages written in Markdown stay as they are."""
    stub = Path(page.file.src_uri)
    fragment = Path(config.docs_dir) / stub.parent / FRAGMENT
    if stub.name != "index.md" or not fragment.exists():
        return reachable_code(framed_tables(html))
    sections = page.meta.get("sections") or []
    links = [AnchorLink(title, anchor, 2) for anchor, title in sections]
    page.toc = TableOfContents(links)
    finished = fragment.read_text(encoding="utf-8")
    address = f"{config.site_url or ''}data"
    finished = finished.replace(DATA_ADDRESS, html_escape(address))
    finished = with_own_words(finished, config.extra["own_words"])
    return with_addresses(reachable_code(finished), config.site_url or "", page.canonical_url or "")
