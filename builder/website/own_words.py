"""The portal's own words where finished pages and data left room for them: its name, who runs it, how to reach them, its licence.

Pages and data are made without knowing whose portal they will stand in. Where a portal says nothing of a licence, what the
program adds to the figures is under the licence of the program.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.knowledge.columns import load_columns
from builder.pages.citation import PORTAL, PORTAL_IN_BIBTEX, as_bibtex
from builder.pages.linked_data import LICENCE, NAME_OF_PORTAL, PUBLISHER, in_page
from builder.publish.json_file import indented
from builder.publish.packages import NAME as PACKAGE
from builder.website.planned import Planned, content_of

Json = dict[str, Any]
_LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(r"https?://[^\s<>\"]+")
_LICENCE_ID = re.compile(r"[A-Za-z0-9.-]+(?: [A-Za-z0-9.-]+)*")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """An empty text: not said. `name` is the portal's; `operator` runs it."""

    name: str
    operator: str = ""
    contact: str = ""
    licence: str = ""
    licence_url: str = ""

    @property
    def publisher(self) -> str:
        return self.operator or self.name

    @property
    def mail(self) -> str:
        found = _MAIL.search(self.contact)
        return found[0] if found else ""

    @property
    def page(self) -> str:
        found = _WEB.search(self.contact)
        return found[0] if found else ""


def own_words(name: str, extra: Mapping[str, Any]) -> OwnWords:
    """`name`: of the site. `extra`: the settings under that heading."""
    names = ("operator", "contact", "licence", "licence_url")
    said = {name: str(extra.get(name) or "").strip() for name in names}
    return OwnWords(str(extra.get("portal") or name), **said)


# --- pages -----------------------------------------------------------------------------------------------


def with_own_words(page: str, own: OwnWords) -> str:
    """A finished page with the name in its citations, and with name, publisher and licence in its linked data."""
    if PORTAL in page or PORTAL_IN_BIBTEX in page:
        page = page.replace(PORTAL, html.escape(own.name))
        page = page.replace(PORTAL_IN_BIBTEX, html.escape(as_bibtex(own.name)))
    if "ld+json" in page:
        page = _LINKED.sub(lambda found: in_page(_filled(json.loads(found[1]), own)), page)
    return page


def _filled(value: Any, own: OwnWords) -> Any:
    if isinstance(value, dict):
        told = {name: _filled(one, own) for name, one in value.items() if one != LICENCE}
        if LICENCE in value.values():
            told["license"] = licence_of(own)
        return told | _reached(own) if value.get("name") == PUBLISHER else told
    if isinstance(value, str):
        return value.replace(NAME_OF_PORTAL, own.name).replace(PUBLISHER, own.publisher)
    return [_filled(one, own) for one in value] if isinstance(value, list) else value


def licence_of(own: OwnWords) -> str | Json:
    """For schema.org: the licence's address, or its name where it has none."""
    if own.licence and not own.licence_url:
        return {"@type": "CreativeWork", "name": own.licence}
    return own.licence_url or load_columns().license["path"]


def _reached(own: OwnWords) -> Json:
    if not own.contact:
        return {}
    how = {"email": own.mail} if own.mail else {"url": own.page} if own.page else {"description": own.contact}
    return {"contactPoint": {"@type": "ContactPoint", **how}}


# --- data packages ---------------------------------------------------------------------------------------


def put_licence(site: Planned, own: OwnWords, base: str) -> None:
    """Every data package below the site's folder of data under the portal's licence, where it says one.

    A licence without an address is told by its name where that can be an identifier; else by the page that tells of it,
    which needs the site's address.
    """
    if not own.licence and not own.licence_url:
        return
    licences = _licences(own, base)
    ours, theirs = _as_member([load_columns().license]), _as_member(licences)
    for place, put in list(site.files("data")):
        if place.endswith(f"/{PACKAGE}"):
            package = content_of(put)
            # Of the thousands of packages nothing else has to be read; without a licence what stands around it changes, too.
            if licences and package.count(ours) == 1:
                site.put(place, package.replace(ours, theirs))
            else:
                site.put(place, _licensed(package, licences))


def _as_member(licences: list[dict[str, str]]) -> bytes:
    """The licences as they stand in a package."""
    return indented({"licenses": licences}).removeprefix("{").removesuffix("}").rstrip("\n").encode()


def _licensed(package: bytes, licences: list[dict[str, str]]) -> str:
    told = json.loads(package) | {"licenses": licences}
    return indented({name: value for name, value in told.items() if name != "licenses" or licences}) + "\n"


def _licences(own: OwnWords, base: str) -> list[dict[str, str]]:
    title = {"title": own.licence} if own.licence else {}
    if own.licence_url:
        return [{**title, "path": own.licence_url}]
    if _LICENCE_ID.fullmatch(own.licence):
        return [{"name": own.licence.replace(" ", "-"), **title}]
    return [{**title, "path": f"{base}about/"}] if base else []
