"""Drawn shapes → ruling lines. Knows positions only, so every reading of a page draws the same lines from them.

A shape thinner than a few points one way is a rule, whether it is a line or a filled rectangle. A rectangle is a frame
where its outline is drawn; else it is a background. Any other outline gives a rule for each of its level and upright sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from builder.documents.lattice import Box, Rule

#: A rectangle thinner than this, in points, is a drawn rule.
_THIN = 3.0
_CORNERS = 4

Points = Sequence[tuple[float, float]]


def rules_of(points: Points, *, outlined: bool) -> Iterator[Rule]:
    """The rules that one part of a path gives: `points` in order, the first again at the end where it is closed."""
    box = _around(points)
    if rule := thin_rule(box):
        yield rule
    elif outlined and _is_rectangle(points, box):
        yield Rule(True, box.top, box.x0, box.x1)
        yield Rule(True, box.bottom, box.x0, box.x1)
        yield Rule(False, box.x0, box.top, box.bottom)
        yield Rule(False, box.x1, box.top, box.bottom)
    elif outlined:
        yield from (rule for pair in pairwise(points) if (rule := thin_rule(_around(pair))))


def thin_rule(box: Box) -> Rule | None:
    """The rule that a shape with this extent is, if it is thin one way and not the other."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    if height <= _THIN < width:
        return Rule(True, (box.top + box.bottom) / 2, box.x0, box.x1)
    if width <= _THIN < height:
        return Rule(False, (box.x0 + box.x1) / 2, box.top, box.bottom)
    return None


def _around(points: Points) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))


def _is_rectangle(points: Points, box: Box) -> bool:
    corners = {(round(x), round(y)) for x, y in points}
    wanted = {(round(x), round(y)) for x in (box.x0, box.x1) for y in (box.top, box.bottom)}
    return len(wanted) == _CORNERS and corners == wanted
