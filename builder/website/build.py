"""Runs the generator into a folder beside the old site, adds data and search, and swaps the two.

On any failure the old site stays as it was. The same input gives the same bytes: no date of the build, no
order of a file system, no third-party address.
"""

from __future__ import annotations

import logging
import shutil
import sys
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from builder.errors import UsageError
from builder.keeping import link_or_copy
from builder.pages import plotly_script
from builder.website import share_pictures
from builder.website.dress import dress
from builder.website.found import write_found
from builder.website.fulltext import build_index
from builder.website.own_words import own_words
from builder.website.settings import FRAME, Settings, read_settings
from builder.website.stubs import Listed, navigation, read_pages, shared, write_stubs
from builder.website.swap import new_folder, swap

HOOK = Path(__file__).with_name("hook.py")
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

    `settings`: what the portal says of itself; without them, what the frame says. `kept`: a folder for pictures drawn
    before.
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
    fresh = new_folder(out)
    try:
        pages = read_pages(docs)
        face = share_pictures.chinese_face() if base_url else None
        title = _generate(docs, fresh, base_url, pages, settings, pictures=face is not None)
        if face is not None:
            wanted = [one for page in pages if (one := shared(page))]
            share_pictures.write_pictures(fresh, face, title, wanted, kept)
        elif base_url:
            print(NO_FONT, file=sys.stderr)
        # Links, where the disk knows them: what is published is never written into, only replaced.
        shutil.copytree(data, fresh / "data", copy_function=link_or_copy, dirs_exist_ok=True)
        write_found(fresh, data, pages, base_url, title, own_words(settings.name, settings.extra))
        (fresh / "assets" / "plotly.min.js").write_text(plotly_script(), encoding="utf-8", newline="\n")
        _tidy(fresh)
        build_index(docs, fresh)
        swap(fresh, out)
    finally:  # what is there now is the old site, or half a new one
        shutil.rmtree(fresh, ignore_errors=True)


def _generate(
    docs: Path, site: Path, base_url: str | None, pages: list[Listed], settings: Settings, *, pictures: bool
) -> str:
    """The frame around every page; the name of the site."""
    write_stubs(docs, pages)
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        config = load_config(
            str(FRAME),
            docs_dir=str(docs.resolve()),
            site_dir=str(site.resolve()),
            site_url=base_url or "",
            site_name=settings.name,
            site_description=settings.description,
            extra=dict(settings.extra),
            hooks=[str(HOOK)],
        )
        config.nav = navigation(config.nav or [], pages)
        config.extra["pictures"] = share_pictures.SIZE if pictures else None
        dress(config, docs, settings)
        mkdocs_build(config)
    except MkDocsException as error:
        raise UsageError(f"网站没有生成：{error}", f"the site was not built: {error}") from error
    return str(config.site_name)


def _tidy(site: Path) -> None:
    for name in UNUSED:
        shutil.rmtree(site / name, ignore_errors=True)
    for path in sorted(site.glob("assets/**/*.map")):
        path.unlink()
