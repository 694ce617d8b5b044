"""What lets the site be found and followed beside its pages: feeds, a catalogue, lasting addresses, robots.txt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from builder.pages.published import read_index
from builder.pages.published_findings import read_corrections
from builder.website.dcat import FILE, catalogue_text
from builder.website.feeds import write_feeds
from builder.website.own_words import OwnWords, put_licence
from builder.website.planned import Planned
from builder.website.redirects import write_redirects
from builder.website.stubs import Listed


def write_found(
    site: Planned,
    data: Path,
    pages: Sequence[Listed],
    base_url: str | None,
    portal: str,
    own: OwnWords | None = None,
) -> None:
    """Plan all of it for a site whose pages and data are planned. `data`: the published data.

    `portal`: the name of the site. `own`: what else it says of itself.
    """
    own = own or OwnWords(portal)
    base = f"{base_url.rstrip('/')}/" if base_url else ""
    index = read_index(data)
    write_redirects(site, index, [page["url"] for page in pages], base)
    write_feeds(site, index, read_corrections(data), base, portal)
    site.put(f"data/{FILE}", catalogue_text(data, index, base, portal, own))
    put_licence(site, own, base)
    site.put("robots.txt", robots(base))


def robots(base: str) -> str:
    """Everything may be read. A sitemap is named by its whole address, or not at all.

    >>> robots("")
    'User-agent: *\\nAllow: /\\n'
    """
    sitemap = f"\nSitemap: {base}sitemap.xml\n" if base else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"
