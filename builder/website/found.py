"""What lets the site be found and followed beside its pages: feeds, a catalogue, lasting addresses, robots.txt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from builder.pages.published import read_index
from builder.pages.published_findings import read_corrections
from builder.website.dcat import write_catalogue
from builder.website.feeds import write_feeds
from builder.website.own_words import OwnWords, put_licence
from builder.website.redirects import write_redirects
from builder.website.stubs import Listed


def write_found(
    site: Path,
    data: Path,
    pages: Sequence[Listed],
    base_url: str | None,
    portal: str,
    own: OwnWords | None = None,
) -> None:
    """Write all of it into the fresh site, whose pages and data are there. `data`: the published data.

    `portal`: the name of the site. `own`: what else it says of itself.
    """
    own = own or OwnWords(portal)
    base = f"{base_url.rstrip('/')}/" if base_url else ""
    index = read_index(data)
    write_redirects(site, index, [page["url"] for page in pages], base)
    write_feeds(site, index, read_corrections(data), base, portal)
    write_catalogue(site / "data", index, base, portal, own)
    put_licence(site / "data", own, base)
    (site / "robots.txt").write_text(robots(base), encoding="utf-8", newline="\n")


def robots(base: str) -> str:
    """Everything may be read. A sitemap is named by its whole address, or not at all.

    >>> robots("")
    'User-agent: *\\nAllow: /\\n'
    """
    sitemap = f"\nSitemap: {base}sitemap.xml\n" if base else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"
