"""Frames the pages, adds data and search, puts all of it into a folder beside the old site, and swaps the two.

On any failure the old site stays as it was. The same input gives the same bytes: no date of the build, no
order of a file system, no third-party address.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from builder.errors import UsageError
from builder.pages import plotly_script
from builder.website import share_pictures
from builder.website.dress import write_dress
from builder.website.found import write_found
from builder.website.frames import write_frames
from builder.website.fulltext import build_index
from builder.website.generate import the_frame
from builder.website.own_words import own_words
from builder.website.planned import Planned
from builder.website.settings import FRAME, Settings, read_settings
from builder.website.sitemap import write_sitemap
from builder.website.spare import keep_old, lay
from builder.website.stubs import Listed, read_pages, shared
from builder.website.swap import new_folder, swap

# The theme's scripts: no page loads them (templates/assets/frame.js), and they know addresses of other sites.
UNUSED = ("assets/javascripts",)
NO_FONT = (
    "没有装中文字体，分享链接用的图片没有画；其他都一样"
    " / no font with Chinese characters is installed: pictures for shared links are left out"
)


def build_website(
    docs: Path,
    data: Path,
    out: Path,
    *,
    base_url: str | None,
    settings: Settings | None = None,
    kept: Path | None = None,
) -> None:
    """Finished pages and published data → the site at `out`, replaced only when everything is there.

    `settings`: what the portal says of itself; without them, what the frame says. `kept`: a folder for what was framed and
    drawn before.
    """
    if not (docs / "pages.json").exists():
        raise UsageError(
            f"{docs} 里没有做好的页面，请先生成页面", f"no finished pages in {docs}; render them first"
        )
    if out.exists() and any(out.iterdir()) and not (out / "sitemap.xml").exists():
        raise UsageError(
            f"{out} 不是空的，也不是以前生成的网站，未替换；请换一个文件夹",
            f"{out} is not empty and no site built before; choose another folder",
        )
    settings = settings or read_settings(FRAME)
    fresh, scratch = new_folder(out), new_folder(out)
    try:
        site = Planned(fresh.stat().st_dev)
        _plan(site, docs, data, base_url, settings, kept, scratch)
        lay(site.root, fresh, kept)
        swap(fresh, out)
        if kept:
            fresh.mkdir(exist_ok=True)  # where there was no site before
            keep_old(site.root, fresh, kept)
    finally:  # what is there now is the old site, or half a new one
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(scratch, ignore_errors=True)


def _plan(
    site: Planned,
    docs: Path,
    data: Path,
    base_url: str | None,
    settings: Settings,
    kept: Path | None,
    scratch: Path,
) -> None:
    """Everything that stands in the site. Links, where the disk knows them: what is kept is never written into, only replaced.

    `scratch`: for what is made anew and kept nowhere.
    """
    pages = read_pages(docs)
    face = share_pictures.chinese_face() if base_url else None
    _generate(site, docs, base_url, pages, settings, kept or scratch, pictures=face is not None)
    if face is not None:
        wanted = [one for page in pages if (one := shared(page))]
        share_pictures.write_pictures(site, face, settings.name, wanted, (kept or scratch) / "share")
    elif base_url:
        print(NO_FONT, file=sys.stderr)
    site.link_tree(data, "data")
    write_found(site, data, pages, base_url, settings.name, own_words(settings.name, settings.extra))
    site.put("assets/plotly.min.js", plotly_script())
    for place in [*UNUSED, *(place for place, _ in site.files("assets") if place.endswith(".map"))]:
        site.leave_out(place)
    build_index(docs, site, (kept or scratch) / "search")


def _generate(
    site: Planned,
    docs: Path,
    base_url: str | None,
    pages: list[Listed],
    settings: Settings,
    kept: Path,
    *,
    pictures: bool,
) -> None:
    """The frame around every page, and what stands once beside all of them."""
    write_dress(docs, settings)
    frame = the_frame(docs, base_url, settings, pages, has_pictures=pictures)
    write_frames(frame, pages, site, kept / "frames")
    write_sitemap(site, pages, base_url)
