"""Glyphs of a page → printed lines. Knows positions only, so every paged format can use it.

Coordinates: points, origin at the top left of the page as it is read (rotation already applied).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Glyphs whose baselines differ by less than this share of their height stand on one line.
_SAME_LINE = 0.45
#: A page's number is not wider than this many heights.
_NUMBER_WIDTH = 14.0
#: So many lines above and below tell the edges that a row's words are set to.
_ROWS = 8
#: A gap of more than this share of the glyph height is a space.
_GAP = 0.6


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character. `bottom` is the baseline side of its box."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.1)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Glyphs on one baseline, left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def top(self) -> float:
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return self.glyphs[-1].x1

    @property
    def height(self) -> float:
        return max(glyph.height for glyph in self.glyphs)

    @property
    def text(self) -> str:
        pieces = [self.glyphs[0].text]
        for before, glyph in pairwise(self.glyphs):
            if glyph.x0 - before.x1 > _GAP * glyph.height:
                pieces.append(" ")
            pieces.append(glyph.text)
        return "".join(pieces).strip()


def set_lines(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """Glyphs in any order → lines from top to bottom, each sorted by x."""
    lines: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if g.text.strip()), key=lambda g: (g.bottom, g.x0)):
        last = lines[-1] if lines else None
        if last and glyph.bottom - _baseline(last) < _SAME_LINE * min(glyph.height, last[0].height):
            last.append(glyph)
        else:
            lines.append([glyph])
    return [PrintedLine(tuple(sorted(line, key=lambda g: g.x0))) for line in lines]


def _baseline(line: Sequence[Glyph]) -> float:
    return sum(glyph.bottom for glyph in line) / len(line)


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
    above, below = lines[max(index - _ROWS, 0) : index], lines[index + 1 : index + 1 + _ROWS]
    close = bool(above) and line.top - above[-1].bottom < 0.8 * line.height
    beside = bool(below) and below[0].top < line.bottom
    edges = [(each.x0 - line.x0, each.x1 - line.x1) for each in (*above, *below)]
    aligned = any(abs(left) < 1 or abs(right) < 1 for left, right in edges)
    return line.text.isdigit() and (close or beside) and aligned


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
