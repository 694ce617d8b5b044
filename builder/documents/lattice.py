"""Ruling lines and glyphs of a page → grids with spans. Knows positions only.

The rules of one table touch each other. Their crossings cut it into elementary boxes; boxes without a rule
between them are one cell. The outer frame is the extent of the rules, so a missing outer rule loses nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from builder.documents.layout import Glyph, set_lines
from builder.model import Cell, Grid, Place

#: Rules closer than this, in points, are the same rule; ends closer than this touch.
_SNAP = 3.0
#: A single row of cells is a table (the rest of one over a page) from this many rules across on.
_ROW_CELLS = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule (`at` = y, from x `start` to `end`) or a vertical one (`at` = x, along y)."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """The extent of a table on its page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, glyph: Glyph) -> bool:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def find_grids(rules: Sequence[Rule], glyphs: Sequence[Glyph], page: int) -> list[tuple[Box, Grid]]:
    """The ruled tables of a page from top to bottom: at least two rows and columns, or one row of several cells."""
    found = []
    for group in _touching(_join(rules)):
        xs = _positions(group, horizontal=False)
        ys = _positions(group, horizontal=True)
        if len(xs) < 3 or len(ys) < (3 if len(xs) < _ROW_CELLS else 2):
            continue
        box = Box(xs[0] - 1, ys[0] - 1, xs[-1] + 1, ys[-1] + 1)
        inside = [glyph for glyph in glyphs if box.holds(glyph)]
        cells = _cells(xs, ys, group, inside, page)
        if len(cells) >= _ROW_CELLS - 1:
            found.append((box, Grid(cells=tuple(cells), place=Place(page=page), exact=True)))
    return sorted(found, key=lambda pair: pair[0].top)


def _join(rules: Sequence[Rule]) -> list[Rule]:
    """Collinear pieces that touch become one rule."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.horizontal, round(r.at / _SNAP), r.start)):
        last = joined[-1] if joined else None
        if (
            last
            and last.horizontal == rule.horizontal
            and abs(last.at - rule.at) <= _SNAP / 2
            and last.start <= rule.start <= last.end + _SNAP
        ):
            joined[-1] = Rule(rule.horizontal, last.at, last.start, max(last.end, rule.end))
        else:
            joined.append(rule)
    return [rule for rule in joined if rule.end - rule.start > _SNAP]


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of rules that cross or touch."""
    group_of = list(range(len(rules)))

    def root(index: int) -> int:
        while group_of[index] != index:
            group_of[index] = group_of[group_of[index]]
            index = group_of[index]
        return index

    across = [i for i, rule in enumerate(rules) if rule.horizontal]
    down = [i for i, rule in enumerate(rules) if not rule.horizontal]
    for i in across:
        for j in down:
            if _meet(rules[i], rules[j]):
                group_of[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return list(groups.values())


def _meet(across: Rule, down: Rule) -> bool:
    return (
        across.start - _SNAP <= down.at <= across.end + _SNAP
        and down.start - _SNAP <= across.at <= down.end + _SNAP
    )


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
    xs: list[float], ys: list[float], group: Sequence[Rule], glyphs: Sequence[Glyph], page: int
) -> list[Cell]:
    columns, rows = len(xs) - 1, len(ys) - 1
    home = list(range(columns * rows))

    def root(box: int) -> int:
        while home[box] != box:
            home[box] = home[home[box]]
            box = home[box]
        return box

    for row in range(rows):
        for column in range(columns):
            box = row * columns + column
            if column + 1 < columns and not _parted(group, xs[column + 1], ys[row], ys[row + 1], False):
                home[root(box + 1)] = root(box)
            if row + 1 < rows and not _parted(group, ys[row + 1], xs[column], xs[column + 1], True):
                home[root(box + columns)] = root(box)
    members: dict[int, list[int]] = {}
    for box in range(columns * rows):
        members.setdefault(root(box), []).append(box)
    held = _glyphs_by_box(xs, ys, glyphs)
    return [_cell(boxes, columns, held, page) for boxes in members.values()]


def _parted(group: Sequence[Rule], at: float, start: float, end: float, horizontal: bool) -> bool:
    """Whether a rule stands at `at` between two neighbouring boxes."""
    middle = (start + end) / 2
    return any(
        rule.horizontal == horizontal and abs(rule.at - at) <= _SNAP and rule.start <= middle <= rule.end
        for rule in group
    )


def _glyphs_by_box(xs: list[float], ys: list[float], glyphs: Sequence[Glyph]) -> dict[int, list[Glyph]]:
    columns = len(xs) - 1
    held: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        column = min(max(bisect_right(xs, (glyph.x0 + glyph.x1) / 2) - 1, 0), columns - 1)
        row = min(max(bisect_right(ys, (glyph.top + glyph.bottom) / 2) - 1, 0), len(ys) - 2)
        held.setdefault(row * columns + column, []).append(glyph)
    return held


def _cell(boxes: list[int], columns: int, held: dict[int, list[Glyph]], page: int) -> Cell:
    rows = [box // columns for box in boxes]
    cols = [box % columns for box in boxes]
    glyphs = [glyph for box in boxes for glyph in held.get(box, [])]
    text = "\n".join(line.text for line in set_lines(glyphs))
    return Cell(
        text=text,
        row=min(rows),
        column=min(cols),
        place=Place(page=page),
        row_span=max(rows) - min(rows) + 1,
        column_span=max(cols) - min(cols) + 1,
    )
