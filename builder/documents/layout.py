"""Glyphs of a page → printed lines. Knows positions only, so every paged format can use it.

Coordinates: points, origin at the top left of the page as it is read (rotation already applied).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf, nan
from operator import itemgetter, sub
from typing import NamedTuple

#: Glyphs whose baselines differ by less than this share of their height stand on one line.
_SAME_LINE = 0.45
#: A page's number is not wider than this many heights.
_NUMBER_WIDTH = 14.0
#: So many lines above and below tell the edges that a row's words are set to.
_ROWS = 8
#: A gap of more than this share of the glyph height is a space.
_GAP = 0.6
#: The same letter drawn again within so many points is printed once: text is made bold by drawing it twice.
_DRAWN_TWICE = 1.0
#: How far a box reaches below its baseline, as a share of its height, whatever the font says.
_DESCENT = 0.15


class Glyph(NamedTuple):
    """One printed character. `bottom` is the baseline side of its box; a tuple, for there are very many of them."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.1)

    @classmethod
    def on_baseline(cls, text: str, x0: float, x1: float, baseline: float, size: float) -> Glyph:
        """A character by its baseline and its font's size: commas and digits then stand like the letters beside them.

        In whole hundredths: what two readings find in the digits behind them is no difference.
        """
        bottom = baseline + _DESCENT * size
        return cls(text, x0, x1, round(bottom - size, 2), round(bottom, 2))


@dataclass(frozen=True)
class PrintedLine:
    """Glyphs on one baseline, left to right: their text, and their extent."""

    glyphs: tuple[Glyph, ...]
    text: str = field(init=False, compare=False)
    x0: float = field(init=False, compare=False)
    x1: float = field(init=False, compare=False)
    top: float = field(init=False, compare=False)
    bottom: float = field(init=False, compare=False)
    height: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        boxes = {glyph[3:] for glyph in self.glyphs}  # letters of a line mostly stand alike: few are left
        told = self.__dict__  # all are asked for, and by the thousand
        told["text"] = _text_of(self.glyphs)
        told["x0"], told["x1"] = self.glyphs[0].x0, self.glyphs[-1].x1
        told["top"], told["bottom"] = min([top for top, _ in boxes]), max([bottom for _, bottom in boxes])
        told["height"] = max([0.1, *[bottom - top for top, bottom in boxes]])

    def glyphs_by_character(self) -> list[Glyph | None]:
        """For each character of its text the glyph that prints it; None for a space."""
        if len(self.text) == len(self.glyphs) and " " not in self.text:
            return list(self.glyphs)
        printed: list[Glyph | None] = []
        end = inf
        for glyph in self.glyphs:
            text, x0, x1, top, bottom = glyph
            if x0 - end > _GAP * (bottom - top):
                printed.append(None)
            printed += [glyph] * len(text)
            end = x1
        return printed


_LEFT = itemgetter(1)


def set_lines(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """Glyphs in any order → lines from top to bottom, each sorted by x; what is drawn twice stands once."""
    return [PrintedLine(line) for line in _rows(glyphs)]


def set_text(glyphs: Sequence[Glyph]) -> str:
    """Glyphs in any order → their text as it is printed, line by line."""
    if (text := _read_off(glyphs)) is not None:
        return text
    rows = _rows(glyphs)
    return _text_of(rows[0]) if len(rows) == 1 else "\n".join([_text_of(line) for line in rows])


def _read_off(glyphs: Sequence[Glyph]) -> str | None:
    """The text of glyphs that come in order on one line, each once, as those of most cells do; None for others."""
    pieces: list[str] = []
    begun, end = -inf, inf
    foot = glyphs[0][4] if glyphs else 0.0
    for text, x0, x1, top, bottom in glyphs:
        if bottom != foot or not x0 - begun > _DRAWN_TWICE or text.isspace():
            return None
        if x0 - end > _GAP * (bottom - top):
            pieces.append(" ")
        pieces.append(text)
        begun, end = x0, x1
    return "".join(pieces).strip()


def _rows(glyphs: Iterable[Glyph]) -> list[tuple[Glyph, ...]]:
    level: dict[float, list[Glyph]] = {}  # by their exact feet: a line's letters mostly share one
    foot = nan
    for glyph in glyphs:
        text, _, _, _, bottom = glyph
        if text.isspace():
            continue
        if bottom != foot:
            same, foot = level.setdefault(bottom, []), bottom
        same.append(glyph)
    if len(level) == 1:
        return [_once(sorted(same, key=_LEFT))]
    rows: list[list[Glyph]] = []
    baseline = height = 0.0  # the mean of the last row's, and the height of its first glyph
    for bottom in sorted(level):
        same = level[bottom]
        own = same[0].bottom - same[0].top
        if rows and bottom - baseline < _SAME_LINE * (own if own < height else height):
            row = rows[-1]
            row += same
            baseline += (bottom - baseline) * len(same) / len(row)
        else:
            rows.append(same)
            baseline, height = bottom, own
    return [_once(sorted(row, key=_LEFT)) for row in rows]


def _text_of(line: Sequence[Glyph]) -> str:
    """The characters of a line, with a space in each wide gap."""
    pieces: list[str] = []
    end = inf
    for text, x0, x1, top, bottom in line:
        if x0 - end > _GAP * (bottom - top):
            pieces.append(" ")
        pieces.append(text)
        end = x1
    return "".join(pieces).strip()


def _once(line: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs of a line, sorted by x, without those drawn again in the same place."""
    lefts = list(map(_LEFT, line))
    if min(map(sub, lefts[1:], lefts), default=inf) > _DRAWN_TWICE:  # of nearly every line
        return tuple(line)
    kept: list[Glyph] = []
    keep = kept.append
    begun = -inf  # where the last one begins
    for glyph in line:
        x0 = glyph[1]
        if x0 - begun > _DRAWN_TWICE or not any(_is_again(glyph, before) for before in kept[-3:]):
            keep(glyph)
            begun = x0
    return tuple(kept)


def _is_again(glyph: Glyph, before: Glyph) -> bool:
    return glyph.text == before.text and glyph.x0 - before.x0 <= min(_DRAWN_TWICE, glyph.height / 4)


def is_page_number(text: str) -> bool:
    plain = re.sub(r"\s", "", text)
    return bool(re.fullmatch(r"[-—–－·]*\d{1,4}[-—–－·]*|第\d+页(?:[,，/共]*\d*页?)?|\d+/\d+", plain))


def find_furniture(pages: Sequence[Sequence[PrintedLine]], heights: Sequence[float]) -> set[tuple[int, int]]:
    """(page, line) of headers, footers and page numbers: at the edge, a number or the same on most pages."""
    edge: dict[tuple[int, int], str] = {}
    for number, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for index, line in enumerate(lines):
            if _is_part_of_row(lines, index):
                continue
            if line.bottom < 0.09 * height or line.top > 0.9 * height or index == len(lines) - 1:
                edge[number, index] = re.sub(r"[\d\s]+", "", line.text)
    seen = Counter(text for text in edge.values() if text)
    often = {text for text, count in seen.items() if count >= 3 and count * 2 >= len(pages)}
    return {key for key, text in edge.items() if text in often or _numbers_page(pages[key[0]][key[1]])}


def _numbers_page(line: PrintedLine) -> bool:
    """Whether a line is a page's number: the figures of a row stand further apart."""
    return line.x1 - line.x0 < _NUMBER_WIDTH * line.height and is_page_number(line.text)


def _is_part_of_row(lines: Sequence[PrintedLine], index: int) -> bool:
    """Whether digits are the end of a broken code or a row's figure: close to a line, set to the edge of others."""
    line = lines[index]
    if not line.text.isdigit():
        return False
    above, below = lines[max(index - _ROWS, 0) : index], lines[index + 1 : index + 1 + _ROWS]
    close = bool(above) and line.top - above[-1].bottom < 0.8 * line.height
    beside = bool(below) and below[0].top < line.bottom
    edges = [(each.x0 - line.x0, each.x1 - line.x1) for each in (*above, *below)]
    aligned = any(abs(left) < 1 or abs(right) < 1 for left, right in edges)
    return (close or beside) and aligned


_ENDED = "。！？；：:…"
_UNBREAKABLE = re.compile(
    r"^(?:（[^（）]{1,4}）)?[\x21-\x7e]*(?:万元|亿元|元|年度?|个|辆|人次?)?[，。、；：）”％]*"
)


def run_on_lines(pages: Sequence[Sequence[PrintedLine]]) -> set[int]:
    """`id` of each line that goes on in the next: it ends only because the next word found no room.

    The right margin is the page's own; an unbreakable word (a number with its unit sign) may leave a gap.
    """
    flowing: set[int] = set()
    margins = [max((line.x1 for line in lines), default=0.0) for lines in pages]
    sequence = [(line, margin) for lines, margin in zip(pages, margins, strict=True) for line in lines]
    for (line, margin), (following, _) in pairwise(sequence):
        if line.text[-1:] in _ENDED or len(line.text) <= 10:
            continue
        word = _UNBREAKABLE.match(following.text)
        letters = max(word.end() if word else 0, 1)
        room = following.glyphs[min(letters, len(following.glyphs)) - 1].x1 - following.x0
        if margin - line.x1 < room + 1.6 * line.height:
            flowing.add(id(line))
    return flowing
