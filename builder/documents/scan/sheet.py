"""One page as a picture → rules and characters in their places, as a page with a text layer would give them.

Every strip is read once as it stands; strips of figures are read a second time, closed up and enlarged. Where the two
differ the surer one is taken for the first reading of the page and the other one for its second: no character is ever
put that neither reading saw, and the printed totals decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from builder.documents.lattice import Rule
from builder.documents.layout import Glyph
from builder.documents.scan.engine import Reading, find_print, read_strips
from builder.documents.scan.figures import Read, settled
from builder.documents.scan.paper import Pixels, as_pixels, even_grey, levelled, skew_of
from builder.documents.scan.ruling import Stroke, erased, find_strokes
from builder.documents.scan.strips import (
    Strip,
    cut_strips,
    has_letter,
    is_dash,
    missed_strips,
    strip_pixels,
    usual_height,
)  # fmt: skip

POINTS = 72
#: Pages of fewer pixels an inch are enlarged before they are read, twice or at most three times.
LEAST_DPI = 200
_MOST_TIMES = 3
#: Below this certainty a page is read upside down as well; so many strips tell.
_SURE_PAGE = 0.75
_TELLING = 8
#: A strip that is less certain than this says nothing: a smudge, an ornament.
_SURE_STRIP = 0.3
#: Several letters as sure as this are print, however faint.
_SURE_LETTERS = 0.8
#: … and print that was found only by its ink, less than this.
_SURE_MISSED = 0.6
#: A box this many times higher than wide holds print that runs down the page.
_SIDEWAYS = 1.5


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """What a page's picture holds, in points from its top left corner as it is read.

    `glyphs` is the first reading and `others` the second one, which differs only in doubtful figures.
    """

    width: float
    height: float
    rules: tuple[Rule, ...]
    glyphs: tuple[Glyph, ...]
    others: tuple[Glyph, ...]
    turned: int  # by how many quarters anticlockwise the picture was turned to be read
    lean: float  # and by how many degrees it then leant, as `Paper` tells it


@dataclass(frozen=True, slots=True)
class _Laid:
    """A level page ready to be read."""

    page: Pixels  # without its rules
    strokes: tuple[Stroke, ...]
    strips: tuple[Strip, ...]
    turned: int
    lean: float


def read_sheet(pixels: Pixels, dpi: int) -> ReadSheet:
    """Read one page, RGB or grey, of the given resolution."""
    page = even_grey(pixels, dpi)
    if dpi < LEAST_DPI:
        times = min(ceil(LEAST_DPI / max(dpi, 1)), _MOST_TIMES)
        page = as_pixels(cv2.resize(page, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC))
        dpi *= times
    laid, readings = _upright(page, dpi)
    glyphs: list[Glyph] = []
    others: list[Glyph] = []
    for strip, (first, places) in zip(laid.strips, readings, strict=True):
        one, other = settled(laid.page, strip, (first, places))
        glyphs += _glyphs(strip, one, dpi)
        others += _glyphs(strip, other, dpi)
    scale = POINTS / dpi
    height, width = laid.page.shape
    rules = tuple(Rule(s.level, s.at * scale, s.start * scale, s.end * scale) for s in laid.strokes)
    return ReadSheet(
        width * scale, height * scale, rules, tuple(glyphs), tuple(others), laid.turned, laid.lean
    )


#: A lone dash is told by its shape: on its own it is no line to the reading.
_DASH: Read = (Reading("—", (0.5,), (1.0,)), ((0.0, 0.0), (1.0, 1.0)))
#: Print in a table that cannot be read is not blank: the cell says that something stands there.
_UNREAD: Read = (Reading("？", (0.5,), (1.0,)), ((0.0, 0.0), (1.0, 1.0)))


def _upright(page: Pixels, dpi: int) -> tuple[_Laid, list[Read]]:
    """The page laid the way it is read, with its first reading."""
    boxes, turned = find_print(page, dpi), 0
    if _runs_down(boxes):
        page, turned = np.ascontiguousarray(np.rot90(page)), 1
        boxes = find_print(page, dpi)
    laid = _lay(page, boxes, dpi, turned)
    telling = sorted(laid.strips, key=lambda strip: -min(strip.width, 12 * strip.height))[:_TELLING]
    if telling and _certainty(_read(laid.page, telling)) < _SURE_PAGE:
        over = _lay(np.ascontiguousarray(np.rot90(page, 2)), _turned_over(boxes, page), dpi, turned + 2)
        telling = sorted(over.strips, key=lambda strip: -min(strip.width, 12 * strip.height))[:_TELLING]
        before = _certainty(_read(laid.page, telling))
        if _certainty(_read(over.page, telling)) > before:
            laid = over
    return _with_missed(laid, _read(laid.page, laid.strips))


def _runs_down(boxes: NDArray[np.float64]) -> bool:
    """Whether most of the print runs down the page, by the length of its boxes."""
    if not len(boxes):
        return False
    sizes = boxes.max(axis=1) - boxes.min(axis=1)
    down = sizes[sizes[:, 1] > _SIDEWAYS * sizes[:, 0]][:, 1].sum()
    across = sizes[sizes[:, 0] > _SIDEWAYS * sizes[:, 1]][:, 0].sum()
    return bool(down > across)


def _turned_over(boxes: NDArray[np.float64], page: Pixels) -> NDArray[np.float64]:
    height, width = page.shape
    return np.array([width, height]) - boxes


def _lay(page: Pixels, boxes: NDArray[np.float64], dpi: int, turned: int) -> _Laid:
    lean = skew_of(page)
    level, matrix = levelled(page, lean)
    strokes = find_strokes(level, dpi)
    clean = erased(level, strokes, dpi)
    moved = np.asarray(cv2.transform(boxes, matrix), dtype=np.float64) if len(boxes) else boxes
    return _Laid(clean, tuple(strokes), tuple(cut_strips(clean, moved, strokes)), turned, lean)


def _read(page: Pixels, strips: Sequence[Strip]) -> list[Read]:
    pictures = [strip_pixels(page, strip) for strip in strips]
    readings = read_strips([pixels for pixels, _ in pictures])
    return [(reading, places) for reading, (_, places) in zip(readings, pictures, strict=True)]


def _certainty(readings: Sequence[Read]) -> float:
    return sum(reading.mean for reading, _ in readings) / max(len(readings), 1)


def _says_much(reading: Reading) -> bool:
    """Whether a reading cannot come of dust: several letters, all of them sure."""
    return len(reading.text) > 1 and reading.least_sure >= _SURE_LETTERS


def _with_missed(laid: _Laid, readings: list[Read]) -> tuple[_Laid, list[Read]]:
    """With the print that only its ink told of, and without what says nothing."""
    page, strokes, usual = laid.page, laid.strokes, usual_height(laid.strips)
    missed = missed_strips(page, laid.strips, strokes)
    found = [
        (strip, _DASH if is_dash(page, strip, usual, strokes) else read)
        for strip, read in zip(laid.strips, readings, strict=True)
        if read[0].mean >= _SURE_STRIP
        and (
            _says_much(read[0])
            or has_letter(page, strip, usual, strokes)
            or is_dash(page, strip, usual, strokes)
        )
    ]
    found += [(strip, _DASH) for strip in missed if is_dash(page, strip, usual, strokes)]
    letters = [strip for strip in missed if not is_dash(page, strip, usual, strokes)]
    read_again = _read(page, letters)
    found += [
        (strip, read if read[0].mean >= _SURE_MISSED else _UNREAD)
        for strip, read in zip(letters, read_again, strict=True)
    ]
    found.sort(key=lambda pair: (pair[0].y0, pair[0].x0))
    return replace(laid, strips=tuple(strip for strip, _ in found)), [read for _, read in found]


def _glyphs(strip: Strip, read: Read, dpi: int) -> list[Glyph]:
    """The characters of a strip in points: each around the place where it was seen, none over its neighbour."""
    reading, places = read
    scale = POINTS / dpi
    shares = np.interp(reading.at, [new for new, _ in places], [old for _, old in places]).tolist()
    centres = [strip.x0 + share * strip.width for share in shares]
    half = max(strip.height, 4) * 0.55
    made = []
    for index, (letter, centre) in enumerate(zip(reading.text, centres, strict=True)):
        before = (centres[index - 1] + centre) / 2 if index else max(strip.x0, centre - 2 * half)
        after = (
            (centres[index + 1] + centre) / 2
            if index + 1 < len(centres)
            else min(strip.x1, centre + 2 * half)
        )
        x0, x1 = max(before, centre - half), min(after, centre + half)
        made.append(Glyph(letter, x0 * scale, x1 * scale, strip.y0 * scale, strip.y1 * scale))
    return made
