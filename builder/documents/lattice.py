"""Ruling lines and glyphs of a page → grids with spans. Knows positions only.

The rules of one table touch each other. Their crossings cut it into elementary boxes; boxes without a rule
between them are one cell. The outer frame is the extent of the rules, so a missing outer rule loses nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import floor, inf, nan
from operator import attrgetter
from typing import NamedTuple

from builder.documents.layout import Glyph, set_text
from builder.documents.paper import Paper
from builder.model import Cell, Grid

#: Rules closer than this, in points, are the same rule; ends closer than this touch.
_SNAP = 3.0
#: A single row of cells is a table (the rest of one over a page) from this many rules across on.
_ROW_CELLS = 4
#: Rules that cut a page into more boxes than this are a pattern, not a table.
_MOST_BOXES = 50_000


class Rule(NamedTuple):
    """A horizontal rule (`at` = y, from x `start` to `end`) or a vertical one (`at` = x, along y)."""

    horizontal: bool
    at: float
    start: float
    end: float


class Box(NamedTuple):
    """The extent of something on its page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def held(self, glyphs: Iterable[Glyph]) -> list[Glyph]:
        """The glyphs whose middles stand in it."""
        x0, x1, top, bottom = 2 * self.x0, 2 * self.x1, 2 * self.top, 2 * self.bottom
        return [g for g in glyphs if x0 <= g.x0 + g.x1 <= x1 and top <= g.top + g.bottom <= bottom]

    def not_held(self, glyphs: Iterable[Glyph]) -> list[Glyph]:
        """The glyphs whose middles do not stand in it."""
        x0, x1, top, bottom = 2 * self.x0, 2 * self.x1, 2 * self.top, 2 * self.bottom
        return [g for g in glyphs if not (x0 <= g.x0 + g.x1 <= x1 and top <= g.top + g.bottom <= bottom)]


def find_grids(rules: Sequence[Rule], glyphs: Sequence[Glyph], paper: Paper) -> list[tuple[Box, Grid]]:
    """The ruled tables of a page from top to bottom: at least two rows and columns, or one row of several cells."""
    found = []
    for group in _touching(_join(rules)):
        xs = _positions(group, horizontal=False)
        ys = _positions(group, horizontal=True)
        if len(xs) < 3 or len(ys) < (3 if len(xs) < _ROW_CELLS else 2) or len(xs) * len(ys) > _MOST_BOXES:
            continue
        box = Box(xs[0] - 1, ys[0] - 1, xs[-1] + 1, ys[-1] + 1)
        inside = box.held(glyphs)
        cells = _cells(xs, ys, group, inside, paper)
        if len(cells) >= _ROW_CELLS - 1:
            found.append((box, Grid(cells=tuple(cells), place=paper.place, exact=True)))
    return sorted(found, key=lambda pair: (height_on_page(pair[0].top), pair[0].x0))


def height_on_page(top: float) -> int:
    """Where something stands from the top, in whole points, to put in order what stands beside each other.

    Two readings of one file differ in the last digits; the shift keeps the usual places, such as 100 and 100.5, away
    from the edge between two whole points.
    """
    return floor(top + 0.237)


def _join(rules: Sequence[Rule]) -> list[Rule]:
    """Collinear pieces that touch become one rule."""
    joined: list[Rule] = []
    for level in (False, True):
        row: list[Rule] = []  # rules in line with its first
        for rule in sorted([rule for rule in rules if rule.horizontal == level], key=attrgetter("at")):
            if row and rule.at - row[0].at > _SNAP / 2:
                joined += _end_to_end(row)
                row = []
            row.append(rule)
        joined += _end_to_end(row)
    return [rule for rule in joined if rule.end - rule.start > _SNAP]


def _end_to_end(row: Sequence[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    for rule in sorted(row, key=attrgetter("start")):
        last = joined[-1] if joined else None
        if last and rule.start <= last.end + _SNAP:
            joined[-1] = Rule(rule.horizontal, last.at, last.start, max(last.end, rule.end))
        else:
            joined.append(rule)
    return joined


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of rules that cross or touch."""
    group_of = list(range(len(rules)))

    def root(index: int) -> int:
        while group_of[index] != index:
            group_of[index] = group_of[group_of[index]]
            index = group_of[index]
        return index

    down = sorted((r.at, r.start - _SNAP, r.end + _SNAP, i) for i, r in enumerate(rules) if not r.horizontal)
    places = [at for at, *_ in down]
    for i, across in enumerate(rules):
        if across.horizontal:
            first = bisect_left(places, across.start - _SNAP)
            for _, start, end, j in down[first : bisect_right(places, across.end + _SNAP)]:
                if start <= across.at <= end and group_of[i] != group_of[j]:
                    group_of[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return list(groups.values())


def _positions(group: Sequence[Rule], *, horizontal: bool) -> list[float]:
    """Where the rules of one direction stand, and where those of the other end, snapped together."""
    raw = [rule.at for rule in group if rule.horizontal == horizontal]
    others = [rule for rule in group if rule.horizontal != horizontal]
    if others:
        raw += [min(rule.start for rule in others), max(rule.end for rule in others)]
    snapped: list[float] = []
    for value in sorted(raw):
        if not snapped or value - snapped[-1] > _SNAP:
            snapped.append(value)
    return snapped


def _cells(
    xs: list[float], ys: list[float], group: Sequence[Rule], glyphs: Sequence[Glyph], paper: Paper
) -> list[Cell]:
    columns, rows = len(xs) - 1, len(ys) - 1
    home = list(range(columns * rows))

    def root(box: int) -> int:
        while home[box] != box:
            home[box] = home[home[box]]
            box = home[box]
        return box

    upright = _parted([rule for rule in group if not rule.horizontal], xs, ys)
    level = _parted([rule for rule in group if rule.horizontal], ys, xs)
    for row in range(rows):
        for column in range(columns):
            box = row * columns + column
            if column + 1 < columns and row not in upright[column + 1]:
                home[root(box + 1)] = root(box)
            if row + 1 < rows and column not in level[row + 1]:
                home[root(box + columns)] = root(box)
    members: dict[int, list[int]] = {}
    for box in range(columns * rows):
        members.setdefault(root(box), []).append(box)
    held = _glyphs_by_box(xs, ys, glyphs)
    return [_cell(boxes, xs, ys, held, paper) for boxes in members.values()]


def _parted(rules: Sequence[Rule], places: list[float], edges: list[float]) -> list[set[int]]:
    """For each place across the rules, the boxes along `edges` that a rule there parts from those behind it."""
    middles = [(start + end) / 2 for start, end in pairwise(edges)]
    parted: list[set[int]] = [set() for _ in places]
    for rule in rules:
        boxes = range(bisect_left(middles, rule.start), bisect_right(middles, rule.end))
        for index in range(bisect_left(places, rule.at - _SNAP), bisect_right(places, rule.at + _SNAP)):
            parted[index].update(boxes)
    return parted


def _glyphs_by_box(xs: list[float], ys: list[float], glyphs: Sequence[Glyph]) -> dict[int, list[Glyph]]:
    columns = len(xs) - 1
    across, down = [2 * x for x in xs[1:-1]], [2 * y for y in ys[1:-1]]  # twice, like the sums of edges
    edges = [-inf, *across, inf]
    held: dict[int, list[Glyph]] = {}
    last_level, row = nan, 0
    low, high = inf, -inf  # of the box of the letter before, in which most letters stand too
    keep: Callable[[Glyph], None]
    for glyph in glyphs:
        _, x0, x1, top, bottom = glyph
        middle = x0 + x1
        if (level := top + bottom) != last_level:  # letters come line by line
            last_level, row, low = level, bisect_right(down, level) * columns, inf
        if not low <= middle < high:
            column = bisect_right(across, middle)
            low, high = edges[column], edges[column + 1]
            keep = held.setdefault(row + column, []).append
        keep(glyph)
    return held


def _cell(
    boxes: list[int], xs: list[float], ys: list[float], held: dict[int, list[Glyph]], paper: Paper
) -> Cell:
    columns = len(xs) - 1
    if len(boxes) == 1:
        (box,) = boxes
        glyphs: Sequence[Glyph] = held.get(box, ())
        row, column = divmod(box, columns)
        rows = across = 1
    else:
        glyphs = [glyph for box in boxes for glyph in held.get(box, ())]
        in_columns = [box % columns for box in boxes]
        row, column = boxes[0] // columns, min(in_columns)  # boxes are in reading order
        rows, across = boxes[-1] // columns - row + 1, max(in_columns) - column + 1
    text = set_text(glyphs) if glyphs else ""
    # A blank cell states nothing that anyone would look up.
    place = paper.at(xs[column], ys[row], xs[column + across], ys[row + rows]) if text else paper.place
    return Cell(text, row, column, place, rows, across)
