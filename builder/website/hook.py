"""The hook that MkDocs calls: finished HTML goes in after Markdown; nothing depends on the day."""

from __future__ import annotations

import re
from html import escape as html_escape
from itertools import count
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from builder.knowledge.english import load_english_methods
from builder.pages.data_help import DATA_ADDRESS
from builder.website.addresses import with_addresses
from builder.website.own_words import own_words, with_own_words
from builder.website.reporting import report_form

FRAGMENT = "page.html"
#: The template of pages that are there in name only.
NOTHING = "nothing.html"
BOX = (
    '<div class="mb-scroll" role="region" aria-label="表 {}" tabindex="0"><table class="mb-table mb-worded">'
)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.extra["own_words"] = own_words(config.site_name, config.extra)
    config.extra["report_error"] = report_form(str(config.extra.get("report_error") or ""))
    config.extra["english_methods"] = load_english_methods()
    return config


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
    """Finished pages get their table of contents; pages written in Markdown boxes around their tables."""
    if page.meta.get("template") == NOTHING:
        return ""
    if _finished(page, config) is None:
        return reachable_code(framed_tables(html))
    sections = page.meta.get("sections") or []
    page.toc = TableOfContents([AnchorLink(title, anchor, 2) for anchor, title in sections])
    return ""


def on_page_context(
    context: TemplateContext,
    page: Page,
    config: MkDocsConfig,
    nav: Navigation,  # noqa: ARG001
) -> TemplateContext:
    """The page's own HTML instead of the empty stub's, read only now: one page is held at a time."""
    fragment = _finished(page, config)
    if fragment and page.meta.get("template") != NOTHING:
        finished = fragment.read_text(encoding="utf-8")
        finished = finished.replace(DATA_ADDRESS, html_escape(f"{config.site_url or ''}data"))
        finished = with_own_words(finished, config.extra["own_words"])
        page.content = with_addresses(
            reachable_code(finished), config.site_url or "", page.canonical_url or ""
        )
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    page.content = ""
    return output


def _finished(page: Page, config: MkDocsConfig) -> Path | None:
    """Where the finished HTML of a page is, if it has one."""
    stub = Path(page.file.src_uri)
    fragment = Path(config.extra["finished"]) / stub.parent / FRAGMENT
    return fragment if stub.name == "index.md" and fragment.exists() else None
