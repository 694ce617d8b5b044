"""The picture that other programs show beside a link to a department: its name and years, drawn at build time.

Drawn only where the site knows its own address, since such a link has to be whole, and only where a font with Chinese
characters is installed. The same words and the same font give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from builder.website.planned import Planned

SIZE = (1200, 630)
FOLDER = "assets/share"
#: Looked for by name in the system's folders of fonts, best first.
FONTS = (
    "NotoSerifCJK-Bold.ttc", "SourceHanSerifSC-Bold.otf", "NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc",
    "SourceHanSansSC-Bold.otf", "PingFang.ttc", "Songti.ttc", "msyhbd.ttc", "msyh.ttc", "simsun.ttc", "wqy-microhei.ttc",
    "wqy-zenhei.ttc", "uming.ttc",
)  # fmt: skip
_SIMPLIFIED = (" SC", " CN", " GB", "YaHei", "Simsun", "SimSun", "WenQuanYi")
_FACES = 12  # of one collection at most
_PAPER, _INK, _SOFT, _RULE = "#fdfcf9", "#1d2126", "#4c545e", "#0b5394"
_MARGIN, _LINES = 90, 3
_NAME_SIZES = (88, 76, 64, 54)
_COLOURS = 16


@dataclass(frozen=True, slots=True)
class Face:
    """A font's file and which of its faces."""

    path: str
    index: int

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        return _loaded(self.path, self.index, size)


@cache
def _loaded(path: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=index)


def chinese_face(names: Sequence[str] = FONTS) -> Face | None:
    """The first font of these that is installed, in its simplified Chinese shapes; None if none is."""
    for name in names:
        faces = list(_faces(name))
        if faces:
            return next((face for face, called in faces if called.endswith(_SIMPLIFIED)), faces[0][0])
    return None


def _faces(name: str) -> Iterator[tuple[Face, str]]:
    for index in range(_FACES):
        try:
            font = ImageFont.truetype(name, 20, index=index)
        except OSError:  # not installed, or no further face
            return
        yield Face(str(font.path), index), str(font.getname()[0])


def draw(face: Face, site: str, name: str, below: str) -> bytes:
    """A PNG of SIZE: the site's name, the department's (over several lines if need be), a line below."""
    image = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    wide, high = SIZE
    pen.rectangle((0, 0, wide, 14), fill=_RULE)
    pen.text((_MARGIN, 80), site, font=face.at(44), fill=_RULE)
    lines, size = _fitted(face, name)
    step = size * 4 // 3
    top = (high - step * len(lines)) // 2
    for number, line in enumerate(lines):
        pen.text((_MARGIN, top + number * step), line, font=face.at(size), fill=_INK)
    pen.line((_MARGIN, high - 140, wide - _MARGIN, high - 140), fill=_INK, width=2)
    pen.text((_MARGIN, high - 112), _cut(face, 36, below), font=face.at(36), fill=_SOFT)
    out = io.BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(face: Face, name: str) -> tuple[list[str], int]:
    """The name in as few lines as its largest fitting size needs; the smallest size cuts what is longer."""
    for size in _NAME_SIZES:
        lines = _wrapped(face, size, name)
        if len(lines) < _LINES or (size == _NAME_SIZES[-1] and len(lines) == _LINES):
            return lines, size
    return [*lines[: _LINES - 1], _cut(face, size, "".join(lines[_LINES - 1 :]))], size


def _wrapped(face: Face, size: int, text: str) -> list[str]:
    lines = [""]
    for character in text:
        if lines[-1] and not _fits(face, size, lines[-1] + character):
            lines.append("")
        lines[-1] += character
    return lines


def _cut(face: Face, size: int, text: str) -> str:
    if _fits(face, size, text):
        return text
    while text and not _fits(face, size, f"{text}…"):
        text = text[:-1]
    return f"{text}…"


def _fits(face: Face, size: int, text: str) -> bool:
    return face.at(size).getlength(text) <= SIZE[0] - 2 * _MARGIN


def write_pictures(
    site: Planned,
    face: Face,
    title: str,
    departments: Sequence[tuple[str, str, str]],
    kept: Path,
) -> None:
    """One file for each (address, name, line below). `kept`: a folder of those drawn before; others there go."""
    wanted = set()
    kept.mkdir(parents=True, exist_ok=True)
    told = _drawn_by(face)
    for address, name, below in departments:
        picture = kept / f"{_drawn_from(told, title, name, below)}.png"
        wanted.add(picture)
        if not picture.exists():
            fresh = picture.with_suffix(".new")
            fresh.write_bytes(draw(face, title, name, below))
            fresh.replace(picture)
        site.link(address, picture, picture.stat())
    for path in kept.iterdir():
        if path not in wanted:
            path.unlink()


def _drawn_by(face: Face) -> bytes:
    """What all pictures are made of: the font, and how we draw."""
    told = (face, Path(face.path).stat().st_size, version("pillow"), Path(__file__).read_bytes())
    return repr(told).encode()


def _drawn_from(told: bytes, *words: str) -> str:
    return hashlib.sha256(told + repr(words).encode()).hexdigest()
