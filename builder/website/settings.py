"""What a portal says of itself in its `mkdocs.yml`: read, checked, and laid over the frame that comes with the program.

The frame (theme, navigation, extensions) is ours and the same everywhere; a portal of its own states only what is its own.
A key that nobody knows stops the build: a slip in a name would otherwise lose a contact silently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from builder.errors import UsageError
from builder.knowledge.colours import load_colours
from builder.packaged import ROOT
from builder.website.contrast import LEAST, is_colour, worst
from builder.website.reporting import report_form

NAME = "mkdocs.yml"
FRAME = ROOT / NAME
#: What a portal may set at the top of its file; everything else belongs to the frame.
TOP = ("site_name", "site_description", "site_url", "extra")
#: What it may set under `extra`, with what it is, for the documentation and for messages.
EXTRA = {
    "portal": "页脚和关于页上的名称 name in the footer",
    "operator": "谁在办这个网站 who runs it",
    "official": "是不是官方网站：true 或 false whether it is an official site",
    "region": "收录哪个地区 which region it covers",
    "contact": "联系方式 how to reach whoever runs it",
    "licence": "数据和文字按什么许可使用 licence of data and words",
    "licence_url": "许可的网址 address of the licence",
    "report_error": "读者报告错误的地址 where a reader reports an error",
    "logo": "标志的图片，相对本文件 picture of the logo, relative to this file",
    "colours": "链接和强调的颜色 colour of links: {light: '#rrggbb', dark: '#rrggbb'}",
    "generator": "",
}
LOGO_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
LOGO_MIB = 1
_ADDRESS = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """A portal's own words. An empty text: not said."""

    path: Path
    name: str
    description: str
    base_url: str
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def logo(self) -> Path | None:
        """The picture's file, whole path; None for none of its own."""
        return self.path.parent / self.extra["logo"] if self.extra.get("logo") else None

    @property
    def colours(self) -> dict[str, str]:
        """The colour of links by scheme, `light` and `dark`; schemes without one keep ours."""
        return dict(self.extra.get("colours") or {})


def read_settings(path: Path = Path(NAME)) -> Settings:
    """The portal's settings; without a file those of the frame. Raises UsageError, with what to do, for a wrong one."""
    frame = _load(FRAME)
    own = _load(path) if path.is_file() else frame
    _refuse_unknown(own, frame, path)
    extra = {**frame["extra"], **_mapping(own.get("extra"), path)}
    if "portal" not in _mapping(own.get("extra"), path):
        extra["portal"] = own.get("site_name") or extra["portal"]
    name, description, base_url = (
        str(own.get(key, frame.get(key)) or "") for key in ("site_name", "site_description", "site_url")
    )
    settings = Settings(path if path.is_file() else FRAME, name, description, base_url, extra)
    check(settings)
    return settings


def _load(path: Path) -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as handle:
            return _mapping(yaml_load(handle, get_yaml_loader()), path)
    except (ConfigurationError, UnicodeDecodeError) as error:
        told = " ".join(str(error).split())
        raise UsageError(f"读不懂：{told}", f"cannot be understood: {told}", source=str(path)) from error


def _mapping(value: object, path: Path) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UsageError("应是“名称: 值”的列表", "expected a list of “name: value”", source=str(path))
    return value


def _refuse_unknown(own: dict[str, Any], frame: dict[str, Any], path: Path) -> None:
    strange = [key for key, value in own.items() if key not in TOP and frame.get(key) != value]
    if strange:
        _wrong(
            path, f"{'、'.join(map(str, strange))} 不能在这里设，只能设 {'、'.join(TOP)}；请删去",
            f"{', '.join(map(str, strange))} cannot be set here, only {', '.join(TOP)}; delete it",
        )  # fmt: skip
    strange = [key for key in _mapping(own.get("extra"), path) if key not in EXTRA]
    if strange:
        known = "、".join(EXTRA)
        _wrong(
            path, f"extra 里没有 {'、'.join(map(str, strange))} 这一项；有的是 {known}",
            f"extra knows no {', '.join(map(str, strange))}; it knows {known}",
        )  # fmt: skip


def check(settings: Settings) -> None:
    """Raises UsageError for an address, a logo or a colour that cannot be used."""
    path = settings.path
    if settings.base_url and not _ADDRESS.fullmatch(settings.base_url):
        _wrong(
            path, f"site_url 不是网址：{settings.base_url}", f"site_url is no address: {settings.base_url}"
        )
    for name in ("portal", "operator", "region", "contact", "licence", "licence_url", "report_error", "logo"):
        if not isinstance(settings.extra.get(name) or "", str):
            _wrong(
                path, f"extra 里 {name} 应是文字，请加引号", f"extra.{name} must be text; put it in quotes"
            )
    if not isinstance(settings.extra.get("official") or False, bool):
        _wrong(path, "extra 里 official 只能是 true 或 false", "extra.official must be true or false")
    address = settings.extra.get("licence_url") or ""
    if address and not _ADDRESS.match(address):
        _wrong(path, f"licence_url 不是网址：{address}", f"licence_url is no address: {address}")
    report_form(settings.extra.get("report_error") or "")
    _check_logo(settings)
    _check_colours(settings)


def _check_logo(settings: Settings) -> None:
    logo, path = settings.logo, settings.path
    if logo is None:
        return
    if not logo.resolve().is_relative_to(path.parent.resolve()):
        _wrong(path, "logo 要在网站自己的文件夹里", "logo must be a file of the portal's own folder")
    if logo.suffix.lower() not in LOGO_SUFFIXES:
        _wrong(
            path,
            f"logo 要是 {' '.join(LOGO_SUFFIXES)} 之一",
            f"logo must be one of {' '.join(LOGO_SUFFIXES)}",
        )
    if not logo.is_file():
        _wrong(path, f"没有 logo 的文件 {logo}", f"there is no file {logo} for the logo")
    if logo.stat().st_size > LOGO_MIB * 1024 * 1024:
        _wrong(path, f"logo 超过 {LOGO_MIB} MB，每页都要下载它", f"the logo is larger than {LOGO_MIB} MB")


def _check_colours(settings: Settings) -> None:
    colours, path = settings.extra.get("colours") or {}, settings.path
    grounds = load_colours().grounds
    if not isinstance(colours, dict) or set(colours) - set(grounds):
        _wrong(path, "colours 只有 light 和 dark 两项", "colours has light and dark only")
    for scheme, colour in colours.items():
        if not isinstance(colour, str) or not is_colour(colour):
            _wrong(
                path, f"colours 的 {scheme} 要写成 '#rrggbb'，要有引号：{colour}",
                f"colours.{scheme} must be '#rrggbb' in quotes: {colour}",
            )  # fmt: skip
        least, ground = worst(colour, grounds[scheme])
        if least < LEAST:
            _wrong(
                path,
                f"colours 的 {scheme} {colour} 在 {ground} 底上对比度只有 {least:.2f}，看不清；至少要 {LEAST}，"
                f"请选{'深' if scheme == 'light' else '浅'}一些的颜色",
                f"colours.{scheme} {colour} has a contrast of {least:.2f} on {ground}; at least {LEAST} is needed: "
                f"choose a {'darker' if scheme == 'light' else 'lighter'} one",
            )


def _wrong(path: Path, zh: str, en: str) -> None:
    raise UsageError(zh, en, source=str(path))
