"""One run of the site generator: some pages get their frame, in a folder of their own.

The generator is told of the pages asked for, of what these lead to, and of the navigation, and of no other: a run costs what
its own pages cost, however many the site has. A page of the navigation that is not asked for is there in name only.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import posixpath
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.meta import YAML_RE
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from builder.errors import UsageError
from builder.keeping import link_or_copy, version_of
from builder.website.dress import dress
from builder.website.hook import FRAGMENT, NOTHING
from builder.website.settings import FRAME, Settings
from builder.website.share_pictures import SIZE
from builder.website.stubs import Listed, navigation, stub

HOOK = Path(__file__).with_name("hook.py")
_CODE = Path(__file__).parents[1]
_LIBRARIES = ("mkdocs", "mkdocs-material", "jinja2", "markdown", "markupsafe", "pyyaml")
#: Where a link of Markdown leads: in its line, or at the end of the text.
_LINKS = re.compile(r"\]\(\s*<?([^\s()<>#?]+)|^ {0,3}\[[^\]\n]+\]:\s*<?([^\s<>#?]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that gets its frame: its address, where the generator looks for it, and what it finds there.

    `leads_to`: files of `docs` and places of pages to which its Markdown leads.
    """

    url: str
    place: str
    text: str
    leads_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frames of all pages are made of. `names`: the places of pages in the navigation, with their front matter."""

    docs: Path
    base_url: str
    settings: Settings
    has_pictures: bool
    nav: list[Any]
    names: dict[str, str]

    def stamp(self) -> str:
        """What tells this frame from one that looks otherwise."""
        said = self.settings
        told = (
            frame_version(), self.base_url, said.name, said.description, json.dumps(said.extra, sort_keys=True),
            self.has_pictures, self.nav, sorted(self.names.items()),
        )  # fmt: skip
        return hashlib.sha256(repr(told).encode()).hexdigest()


def frame_version() -> str:
    """A hash of everything of ours and of others that may change a frame."""
    code = version_of(_CODE, lambda parts: parts[-1].endswith((".py", ".toml", ".csv")), _LIBRARIES)
    theme = version_of(FRAME.parent / "templates" / "theme", lambda _: True)
    return code + theme + hashlib.sha256(FRAME.read_bytes()).hexdigest()


def the_frame(
    docs: Path, base_url: str | None, settings: Settings, pages: Sequence[Listed], *, has_pictures: bool
) -> Frame:
    """The frame of a site with these pages."""
    with FRAME.open(encoding="utf-8") as handle:
        nav = navigation(yaml_load(handle, get_yaml_loader())["nav"], pages)
    places = set(_places(nav))
    names = {
        place: _front_matter(docs, place, page) for page in pages if (place := place_of(docs, page)) in places
    }
    return Frame(docs.resolve(), base_url or "", settings, has_pictures, nav, names)


def _places(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    else:
        for part in nav.values() if isinstance(nav, dict) else nav:
            yield from _places(part)


def place_of(docs: Path, page: Listed) -> str:
    """Where the generator looks for a page: a stub in the page's folder, or the Markdown that we wrote."""
    url: str = page["url"]
    markdown = f"{url.rstrip('/')}.md"
    is_there = os.path.isfile(f"{docs}{os.sep}{markdown}")  # noqa: PTH113  # asked of every page
    return markdown if is_there else f"{url}index.md"


def _front_matter(docs: Path, place: str, page: Listed) -> str:
    """What the navigation may show of a page besides its title; of finished pages nothing."""
    if (docs / page["url"] / FRAGMENT).exists():
        return ""
    found = YAML_RE.match((docs / place).read_text(encoding="utf-8"))
    return found[1] if found else ""


def asked(docs: Path, page: Listed) -> Asked:
    """What the generator needs of a page."""
    place = place_of(docs, page)
    if (docs / page["url"] / FRAGMENT).exists():
        return Asked(page["url"], place, stub(page))
    text = (docs / place).read_text(encoding="utf-8")
    return Asked(page["url"], place, text, tuple(_leads_to(docs, place, text)))


def _leads_to(docs: Path, place: str, text: str) -> list[str]:
    """Files of `docs` and places of finished pages that links of a Markdown page name."""
    found = {unquote(one or other) for one, other in _LINKS.findall(text)}
    inside = {
        posixpath.normpath(posixpath.join(posixpath.dirname(place), link))
        for link in found
        if not link.startswith("/") and ":" not in link
    }
    return sorted(target for target in inside if target != place and _is_there(docs, target))


def _is_there(docs: Path, target: str) -> bool:
    folder, name = posixpath.split(target)
    if target.startswith("../") or name == FRAGMENT:
        return False
    return (docs / target).is_file() or (name == "index.md" and (docs / folder / FRAGMENT).is_file())


def run(frame: Frame, pages: Sequence[Asked], folder: Path) -> Path:
    """Frame these pages; the folder, new and below `folder`, of what the generator wrote. Raises UsageError."""
    here = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
    docs, site = here / "docs", here / "site"
    docs.mkdir()
    _write_sources(frame, pages, docs)
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        config = load_config(
            str(FRAME),
            docs_dir=str(docs),
            site_dir=str(site),
            site_url=frame.base_url,
            site_name=frame.settings.name,
            site_description=frame.settings.description,
            extra=dict(frame.settings.extra),
            hooks=[str(HOOK)],
        )
        config.nav = frame.nav
        config.extra["pictures"] = SIZE if frame.has_pictures else None
        config.extra["finished"] = str(frame.docs)
        dress(config, frame.settings)
        mkdocs_build(config)
    except MkDocsException as error:
        raise UsageError(f"网站没有生成：{error}", f"the site was not built: {error}") from error
    return site


def _write_sources(frame: Frame, pages: Sequence[Asked], docs: Path) -> None:
    texts = {place: _in_name_only(front) for place, front in frame.names.items()}
    for page in pages:
        for target in page.leads_to:
            if not target.endswith(".md"):
                (docs / target).parent.mkdir(parents=True, exist_ok=True)
                link_or_copy(frame.docs / target, docs / target)
            else:
                texts.setdefault(target, _in_name_only(""))
    texts |= {page.place: page.text for page in pages}
    for place, text in texts.items():
        (docs / place).parent.mkdir(parents=True, exist_ok=True)
        (docs / place).write_text(text, encoding="utf-8", newline="\n")


def _in_name_only(front_matter: str) -> str:
    """A page that others may name or lead to and that leaves no file."""
    return f"---\n{front_matter}template: {NOTHING}\n---\n"
