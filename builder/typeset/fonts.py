"""Fonts and line breaking.

Lines are broken by one fixed measure (a Chinese character is one em wide, any other half an em), not by
the font at hand: a report has the same lines and pages on a machine that has only the built-in font.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from builder.typeset.errors import SampleError

DEFAULT_FONT = "/usr/share/fonts/truetype/arphic/uming.ttc:0"
FALLBACK_FONT = "STSong-Light"
NOT_AT_START = set("，。、；：！？）》〉」』”’…%％")
NOT_AT_END = set("（《〈「『“‘")
TOKEN = re.compile(r"[0-9A-Za-z.,%+-]+|.", re.DOTALL)


def split_font_name(font: str) -> tuple[Path, int]:
    """Split `path[:index]` into the file and the number of the face in it."""
    path, colon, index = font.rpartition(":")
    if colon and index.isdigit():
        return Path(path), int(index)
    return Path(font), 0


def register_font(font: str | None) -> str:
    """Make a font known for drawing and give its name; without a file the built-in one is taken."""
    path, index = split_font_name(font or DEFAULT_FONT)
    if not path.is_file():
        if font is not None:
            raise SampleError(font, "找不到字体文件", "font file not found")
        pdfmetrics.registerFont(UnicodeCIDFont(FALLBACK_FONT))
        return FALLBACK_FONT
    name = f"{path.stem}-{index}"
    try:
        pdfmetrics.registerFont(TTFont(name, str(path), subfontIndex=index))
    except TTFError as error:
        raise SampleError(
            str(path), "不能嵌入这个字体，请换 TrueType 字体", f"cannot embed this font ({error})"
        ) from error
    return name


def ems(text: str) -> float:
    """Measure a text in ems by the fixed measure."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def wrap(
    text: str, width: float, first_indent: float = 0.0, measure: Callable[[str], float] = ems
) -> list[str]:
    """Break a text into lines of `width` ems; a number stays whole, no line starts with a comma."""
    lines: list[str] = []
    for part in text.split("\n"):
        lines.extend(_wrap_part(part, width, first_indent, measure))
    return lines


def _wrap_part(text: str, width: float, first_indent: float, measure: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    room, filled = width - first_indent, 0.0
    for token in TOKEN.findall(text):
        wide = measure(token)
        if line and filled + wide > room:
            carried = _carried(line, token)
            lines.append("".join(line[: len(line) - len(carried)]))
            line, room, filled = carried, width, measure("".join(carried))
        line.append(token)
        filled += wide
    lines.append("".join(line))
    return lines


def _carried(line: list[str], token: str) -> list[str]:
    """Take from the end of a full line what must go on with the next one, so that `token` may start it."""
    count = 0
    following = token
    while count < len(line) - 1 and (following in NOT_AT_START or line[-1 - count] in NOT_AT_END):
        following = line[-1 - count]
        count += 1
    return line[len(line) - count :]
