"""What this machine has of what the program can use. Nothing is started or changed."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from builder.documents import DEFAULT_LIMITS
from builder.documents.scan.engine import is_installed
from builder.pages.data_help import engine_in
from builder.portal.advice import Advice, Level, well
from builder.website.share_pictures import chinese_face

_OLDEST = (3, 11)
_MIB = 1024 * 1024
#: Free room for a site of some hundred reports, and below which not even a small one can be written.
_ROOM_MIB, _LEAST_MIB = 2048, 300


def look_over_machine(folder: Path) -> Iterator[Advice]:
    """Each thing in turn; `folder` is the portal's, for the room on its disk."""
    yield _python()
    yield _memory(total_memory_mib())
    yield _disk(shutil.disk_usage(folder).free // _MIB)
    yield _font(chinese_face() is not None)
    yield _office(shutil.which("soffice") or shutil.which("libreoffice"))
    yield _recognition(is_installed())
    yield _engine(engine_in(folder / "build"))
    yield _browser(shutil.which("chromium"))


def _python() -> Advice:
    version = platform.python_version()
    if sys.version_info >= _OLDEST:
        return well("Python", version)
    return Advice(
        "wrong",
        "Python",
        f"{version} 太旧",
        f"{version} is too old",
        "装 Python 3.11 或更新的",
        "install Python 3.11 or newer",
    )


def total_memory_mib() -> int | None:
    """The machine's memory; None where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MIB
    except (AttributeError, ValueError, OSError):
        return None


def _memory(mib: int | None) -> Advice:
    what, needed = "内存 memory", DEFAULT_LIMITS.memory_mib
    if mib is None:
        return well(what, "系统没有说 not told by the system")
    if mib >= needed:
        return well(what, f"{mib} MB")
    return Advice(
        "missing",
        what,
        f"{mib} MB，一份报告最多可用 {needed} MB",
        f"{mib} MB; one report may take up to {needed} MB",
        f"大的报告读不完时，用 mingbai build --memory-limit {max(64, mib // 2)}",
        "or a machine with more",
    )


def _disk(free_mib: int) -> Advice:
    what = "磁盘 disk"
    if free_mib >= _ROOM_MIB:
        return well(what, f"{free_mib} MB")
    level: Level = "wrong" if free_mib < _LEAST_MIB else "missing"
    return Advice(
        level,
        what,
        f"只剩 {free_mib} MB",
        f"only {free_mib} MB are free",
        "腾出地方，或用 --pictures none",
        "make room, or build with --pictures none",
    )


def _optional(found: str | bool, what: str, zh: str, en: str, how: str) -> Advice:
    """Something that a portal may do without: well when it is there, else what is lost and how to get it."""
    if found:
        return well(what, found) if isinstance(found, str) else well(what)
    return Advice("missing", what, zh, en, how, "the same")


def _font(there: bool) -> Advice:
    return _optional(
        there,
        "中文字体 Chinese font",
        "没有，分享链接用的图片不画",
        "none: pictures for shared links are not drawn",
        "Debian、Ubuntu：sudo apt-get install fonts-noto-cjk",
    )


def _office(program: str | None) -> Advice:
    return _optional(
        program or False,
        "LibreOffice",
        "没有，读不了旧的 .doc、.wps、RTF 和 OpenDocument",
        "none: old .doc, .wps, RTF and OpenDocument are not read",
        "Debian、Ubuntu：sudo apt-get install libreoffice-writer-nogui libreoffice-calc-nogui",
    )


def _recognition(there: bool) -> Advice:
    return _optional(
        there,
        "文字识别 recognition of scans",
        "没有，扫描件里的表不读",
        "not installed: tables in scans are not read",
        "pip install 'mingbai[ocr]'",
    )


def _engine(found: Path | None) -> Advice:
    return _optional(
        found is not None,
        "查询页的程序 engine of the query page",
        "没有，读者不能在网页上自己写查询",
        "none: readers cannot write queries on the page",
        "mingbai engine（要有 npm needs npm）",
    )


def _browser(program: str | None) -> Advice:
    what = "Chromium"
    return (
        well(what, program)
        if program
        else well(what, "没有；只有测试程序时才用 none; only tests of the program use it")
    )
