"""`sitemap.xml` and its compressed form, of all pages of the site; the generator frames only some of them in one run."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote, urljoin

from builder.website.planned import Planned
from builder.website.stubs import Listed

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)


def write_sitemap(site: Planned, pages: Sequence[Listed], base_url: str | None) -> None:
    """Plan both files; no page stands in them where the site does not know its address. No time of the build."""
    text = sitemap(pages, base_url or "").encode()
    site.put("sitemap.xml", text)
    site.put("sitemap.xml.gz", gzip.compress(text, 9, mtime=0))


def sitemap(pages: Sequence[Listed], base_url: str) -> str:
    """The list of pages in the order of their folders, with the dates of the reports.

    >>> page = {"url": "a/2023/", "date": "2024-09-01"}
    >>> "<loc>https://example.org/a/2023/</loc>" in sitemap([page], "https://example.org")
    True
    """
    entries = _entries(pages, base_url.rstrip("/") + "/") if base_url else ()
    return f"{_HEAD}{''.join(entries)}</urlset>\n"


def _entries(pages: Sequence[Listed], base: str) -> Iterator[str]:
    for page in sorted(pages, key=lambda page: page["url"].split("/")):
        dated = f"\n         <lastmod>{escape(page['date'])}</lastmod>" if page["date"] else ""
        address = escape(urljoin(base, quote(page["url"])))
        yield f"    <url>\n         <loc>{address}</loc>{dated}\n    </url>\n"
