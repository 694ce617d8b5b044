"""A portal's own logo and colours on the frame: files beside ours, and nothing where it has none."""

from __future__ import annotations

import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from builder.website.settings import LOGO_SUFFIXES, Settings

CSS = "assets/portal.css"
_LOGO = "assets/portal-logo"
#: The same selectors as in our own style sheet, which stands before this one. Paper is light.
_SCHEMES = {
    "light": ':root, [data-md-color-scheme="default"], [data-md-color-scheme="default"][data-md-color-primary] {{ {} }}',
    "dark": '@media screen {{ [data-md-color-scheme="slate"], [data-md-color-scheme="slate"][data-md-color-primary] {{ {} }} }}',
}  # fmt: skip
_VARIABLES = ("--md-accent-fg-color", "--md-typeset-a-color")


def write_dress(docs: Path, settings: Settings) -> None:
    """Copy the logo and write the style sheet below `docs`."""
    for suffix in LOGO_SUFFIXES:
        (docs / f"{_LOGO}{suffix}").unlink(missing_ok=True)
    (docs / CSS).unlink(missing_ok=True)
    if settings.logo is not None:
        shutil.copyfile(settings.logo, docs / _logo(settings.logo))
    if settings.colours:
        (docs / CSS).write_text(own_colours(settings.colours), encoding="utf-8", newline="\n")


def dress(config: MkDocsConfig, settings: Settings) -> None:
    """Name both in the configuration."""
    if settings.logo is not None:
        config.theme["logo"] = _logo(settings.logo)
    if settings.colours:
        config.extra_css = [*config.extra_css, CSS]


def _logo(picture: Path) -> str:
    return f"{_LOGO}{picture.suffix.lower()}"


def own_colours(colours: dict[str, str]) -> str:
    """A style sheet for these colours of links, by scheme.

    >>> own_colours({"dark": "#ffcc00"}).count("#ffcc00")
    2
    """
    return "".join(
        pattern.format("; ".join(f"{name}: {colours[scheme]}" for name in _VARIABLES)) + "\n"
        for scheme, pattern in _SCHEMES.items()
        if scheme in colours
    )
