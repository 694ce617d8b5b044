"""Printed pages of any source with positions → blocks in reading order. Knows positions only.

A page comes as it is read: upright, its origin at the top left, in points. Letters that stand otherwise than most of
the page's are watermarks and stamps across what is printed, or names along the edge of a chart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from builder.documents.alignment import Column
from builder.documents.lattice import Box, Rule, find_grids, height_on_page
from builder.documents.layout import Glyph, PrintedLine, find_furniture, run_on_lines, set_lines
from builder.documents.paper import Paper
from builder.documents.stream import find_streams
from builder.model import Block, Grid, Line, Picture, Place

#: A picture this large, as a share of the page's width and height, may hold a table or text.
_WIDE, _HIGH = 1 / 4, 1 / 12
#: A number in running text, with its sign and without the mark that ends the sentence.
_NUMBER = re.compile(r"[-－+]?\d(?:[\d,，.．]*\d)?[%％]?")
#: More rules than this are a drawing, not tables: a map or a pattern.
MOST_RULES = 20_000


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """What a page prints. Glyphs outside the page are not seen.

    `pictures`: the extent of each image. `outlines`: how many shapes it draws that are neither rules nor images; letters
    may be among them. `grids`: the tables with their extent, where the source has them; None to find them by rules.
    `turned`: by how many quarters anticlockwise the page was turned to be upright, from how a viewer shows it; `lean`: as
    `Paper` tells it.
    """

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    rules: Sequence[Rule]
    pictures: Sequence[Box] = ()
    outlines: int = 0
    grids: Sequence[tuple[Box, Grid]] | None = None
    turned: int = 0
    lean: float = 0.0

    @property
    def text(self) -> str:
        return "".join([glyph[0] for glyph in self.glyphs])

    @property
    def paper(self) -> Paper:
        return Paper(self.number, self.width, self.height, self.turned, self.lean)

    @property
    def large_pictures(self) -> list[Box]:
        """The pictures that may hold what should be read."""
        return [
            box
            for box in self.pictures
            if box.x1 - box.x0 > self.width * _WIDE and box.bottom - box.top > self.height * _HIGH
        ]


@dataclass(frozen=True, slots=True)
class LaidPage:
    """A page with its tables found; `lines` are those outside them."""

    paper: Paper
    lines: list[PrintedLine]
    grids: list[tuple[Box, Grid]]
    pictures: list[float]  # tops of the large ones
    rules: Sequence[Rule]


def lay_out(page: PrintedPage) -> LaidPage:
    """Find the tables of a page by its rules, and the lines outside them."""
    rules = page.rules if len(page.rules) <= MOST_RULES else ()
    outside = Box(0.0, 0.0, page.width, page.height).held(page.glyphs)
    grids = find_grids(rules, outside, page.paper) if page.grids is None else list(page.grids)
    for box, _ in grids:
        outside = box.not_held(outside)
    tops = [box.top for box in page.large_pictures]
    return LaidPage(page.paper, set_lines(outside), grids, tops, rules)


def blocks_of(pages: Sequence[LaidPage]) -> Iterator[Block]:
    """The pages of one document in order: grids, tables without rules, lines, large pictures; no running heads."""
    furniture = find_furniture([page.lines for page in pages], [page.paper.height for page in pages])
    kept = [
        [line for number, line in enumerate(page.lines) if (index, number) not in furniture]
        for index, page in enumerate(pages)
    ]
    flowing = run_on_lines(kept)
    before: tuple[Column, ...] = ()
    for page, lines in zip(pages, kept, strict=True):
        place = page.paper.place
        streams = find_streams(lines, page.rules, [place] * len(lines), before, page.paper)
        before = streams[-1].columns if streams else ()
        taken = {index for stream in streams for index in stream.lines}
        items: list[tuple[float, Block]] = [(box.top, grid) for box, grid in page.grids]
        items += [(stream.top, stream.grid) for stream in streams]
        items += [(top, Picture(place)) for top in page.pictures]
        items += [
            (line.top, _line(line, page.paper, runs_on=id(line) in flowing))
            for index, line in enumerate(lines)
            if index not in taken
        ]
        yield from (block for _, block in sorted(items, key=lambda item: height_on_page(item[0])))


def _line(line: PrintedLine, paper: Paper, *, runs_on: bool) -> Line:
    """A line with the places of the numbers in it."""
    whole = paper.at(line.x0, line.top, max([glyph[2] for glyph in line.glyphs]), line.bottom)
    places: list[Place] = []
    printed: list[Glyph | None] = []
    for number in _NUMBER.finditer(line.text):
        printed = printed or line.glyphs_by_character()
        start, end = number.span()
        if glyphs := [glyph for glyph in printed[start:end] if glyph is not None]:
            places = places or [whole] * len(line.text)
            places[start:end] = [_place_of(glyphs, paper)] * (end - start)
    return Line(line.text, whole, runs_on, tuple(places) if len(set(map(id, places))) > 1 else ())


def _place_of(glyphs: Sequence[Glyph], paper: Paper) -> Place:
    _, x0, x1, top, bottom = zip(*glyphs, strict=True)
    return paper.at(min(x0), min(top), max(x1), max(bottom))


# --- which way a page is read ----------------------------------------------------------------------------


class Frame(NamedTuple):
    """An affine map from a source's coordinates to those of an upright page: x' = ax + cy + e, y' = bx + dy + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float

    def turned(self, quarters: int) -> Frame:
        """The page turned so that letters that run `quarters` clockwise quarters off stand upright."""
        frame = self
        for _ in range(quarters % 4):  # one quarter back: x' = y, y' = width - x
            frame = Frame(
                frame.b,
                -frame.a,
                frame.d,
                -frame.c,
                frame.f,
                frame.width - frame.e,
                frame.height,
                frame.width,
            )
        return frame

    def within(self, a: float, b: float, c: float, d: float, e: float, f: float) -> Frame:
        """The frame of what is drawn by a matrix of its own: the matrix first, then this frame."""
        (xa, ya), (xc, yc), (xe, ye) = self.direction(a, b), self.direction(c, d), self.point(e, f)
        return Frame(xa, ya, xc, yc, xe, ye, self.width, self.height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def direction(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y, self.b * x + self.d * y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box around two corners, which the map keeps level."""
        a, b, c, d, e, f, _, _ = self
        left, top, right, bottom = (
            a * x0 + c * y0 + e,
            b * x0 + d * y0 + f,
            a * x1 + c * y1 + e,
            b * x1 + d * y1 + f,
        )
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        return Box(left, top, right, bottom)


def most_common(counts: Iterable[int]) -> int:
    """The index of the largest count; upright when none is larger."""
    counted = list(counts)
    return max(range(len(counted)), key=lambda index: (counted[index], -index))
