"""Where a reader reports an error: the address from `mkdocs.yml` as a form with places for a title and a text."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import quote

from builder.errors import UsageError

TITLE, BODY = "{title}", "{body}"
#: What an address may begin with, and how it takes a title and a text where it does not say so itself.
_WAYS = {"mailto:": f"subject={TITLE}&body={BODY}", "https://": "", "http://": ""}
#: Pages on which these portals open a new issue.
_NEW_ISSUE = ("/issues/new",)
_ASKED = "问题（哪个数、原文第几页或第几行）："


def report_form(address: str) -> str:
    """The address with its places, fit for an attribute; "" for none.

    >>> report_form("mailto:a@example.org"), report_form("https://example.org/t?s={title}")
    ('mailto:a@example.org?subject={title}&amp;body={body}', 'https://example.org/t?s={title}')
    """
    address = address.strip()
    if not address:
        return ""
    if "@" in address and ":" not in address:
        address = f"mailto:{address}"
    way = next((way for way in _WAYS if address.lower().startswith(way)), None)
    if way is None:
        raise UsageError(
            f"mkdocs.yml 里 report_error 不是网址，也不是邮箱：{address}",
            f"report_error in mkdocs.yml is neither a web address nor an e-mail address: {address}",
        )
    if TITLE not in address and BODY not in address and "?" not in address:
        if address.lower().endswith(_NEW_ISSUE):
            address += f"?title={TITLE}&body={BODY}"
        elif _WAYS[way]:
            address += f"?{_WAYS[way]}"
    return html.escape(address)


def report_words(page: dict[str, Any]) -> dict[str, str]:
    """Title and text of a report on one page, both ready for an address; the page's own address is put in later."""
    lines = [page["title"], *page["source"], *([f"数据版本：{page['version']}"] if page["version"] else [])]
    return {
        "report_title": quote(f"报告错误：{page['title']}"),
        "report_body": quote("\n".join((*lines, "", _ASKED, ""))),
    }
