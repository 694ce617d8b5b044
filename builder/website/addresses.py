"""Puts the whole address of the site where finished pages left room for it: citations and linked data.

Without an address nothing is made up: citations do without one, and addresses of linked data stay relative to their
page, which is what JSON-LD resolves them against.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import urljoin

from builder.pages.linked_data import in_page

_CITED = re.compile(r"<!--address ([^|<>]*)\|([^<>]*?)-->")
_BIBTEX = re.compile(r"<!--bibtex ([^<>]*?)-->")
_LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
#: Whose values are addresses.
_ADDRESSES = frozenset({"@id", "url", "contentUrl"})


def with_addresses(page: str, site: str, here: str) -> str:
    """A finished page as it stands on the site.

    `site`: the address of the site, "" where it is not known. `here`: the page's own whole address.
    """
    if "<!--address " in page:
        page = _CITED.sub(lambda found: html.escape(f"{found[1]}{site}{found[2]}") if site else "", page)
        page = _BIBTEX.sub(
            lambda found: html.escape(f"  url = {{{site}{found[1]}}},\n") if site else "", page
        )
    if site and "ld+json" in page:
        page = _LINKED.sub(lambda found: in_page(_whole(json.loads(found[1]), here)), page)
    return page


def _whole(value: Any, here: str) -> Any:
    if isinstance(value, dict):
        return {
            name: urljoin(here, one) if name in _ADDRESSES and isinstance(one, str) else _whole(one, here)
            for name, one in value.items()
        }
    return [_whole(one, here) for one in value] if isinstance(value, list) else value
