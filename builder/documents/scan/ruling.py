"""The ruling lines of a level page, found by their shape, and the page without them. Knows pixels only.

A rule is a long thin run of ink. A short upright run is a rule only where it goes from one level rule to the next:
no letter does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from builder.documents.scan.paper import Pixels

#: Darker than this is ink of a rule: thin rules are grey at a low resolution.
_INK = 165
#: All in inches: how long a run must be to be a rule, across and down; how short one between two rules may be;
#: how thick a rule may be; which gaps in a rule are bridged; how near ends must come to touch.
_ACROSS, _DOWN, _SHORT = 0.45, 0.42, 0.1
_THICK = 0.055
_GAP = 0.015
_TOUCH = 0.05
#: … and how near a short run must come to a rule above and below: letters stand further off.
_REACHES = 0.02
#: A rule is bridged over longer gaps, such as letters across it, where this share of its length is there.
_SEEN = 0.75


@dataclass(frozen=True, slots=True)
class Stroke:
    """A rule in pixels: `at` is y for a level one and x for an upright one; it goes from `start` to `end`."""

    level: bool
    at: int
    start: int
    end: int
    thick: int


def find_strokes(page: Pixels, dpi: int) -> list[Stroke]:
    """All ruling lines of a level page."""
    ink = (page < _INK).astype(np.uint8)
    level = _bridged(_runs(ink, dpi, level=True, length=_ACROSS), dpi)
    upright = _bridged(_runs(ink, dpi, level=False, length=_DOWN), dpi)
    upright += _between(_runs(ink, dpi, level=False, length=_SHORT), level, upright, dpi)
    return [*_lines_only(level, upright, dpi), *upright]


def _runs(ink: NDArray[np.uint8], dpi: int, *, level: bool, length: float) -> list[Stroke]:
    """Thin runs of ink at least so long, small gaps closed."""
    gap, run = max(round(_GAP * dpi), 2), round(length * dpi)
    sizes = ((gap, 1), (run, 1)) if level else ((1, gap), (1, run))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(sizes[0][::-1], np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(sizes[1][::-1], np.uint8))
    count, _, stats, centres = cv2.connectedComponentsWithStats(opened, connectivity=8)
    found = []
    for label in range(1, count):
        x, y, w, h, area = (int(number) for number in stats[label])
        long, thick = (w, h) if level else (h, w)
        if area / long > _THICK * dpi or thick > 2 * _THICK * dpi:
            continue  # a filled box, or a picture
        cx, cy = (round(number) for number in centres[label])
        start = x if level else y
        found.append(Stroke(level, cy if level else cx, start, start + long, thick))
    return found


def _bridged(strokes: Sequence[Stroke], dpi: int) -> list[Stroke]:
    """Pieces of one rule put together, where most of the rule is there."""
    touch = max(round(_TOUCH * dpi / 2), 2)
    rows: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda each: (each.at, each.start)):
        row = next((row for row in reversed(rows[-6:]) if abs(row[-1].at - stroke.at) <= touch), None)
        if row is None:
            rows.append([stroke])
        else:
            row.append(stroke)
    return [joined for row in rows for joined in _joined(sorted(row, key=lambda each: each.start), dpi)]


def _joined(row: Sequence[Stroke], dpi: int) -> list[Stroke]:
    joined: list[Stroke] = []
    seen = 0
    for stroke in row:
        last = joined[-1] if joined else None
        own = stroke.end - stroke.start
        gap = stroke.start - last.end if last else 0
        if last and (gap <= _TOUCH * dpi or (gap < dpi and seen + own > _SEEN * (stroke.end - last.start))):
            thick = max(last.thick, stroke.thick)
            at = last.at if last.end - last.start >= own else stroke.at
            joined[-1] = Stroke(stroke.level, at, last.start, max(last.end, stroke.end), thick)
            seen += own
        else:
            joined.append(stroke)
            seen = own
    return joined


def _between(
    short: Sequence[Stroke], level: Sequence[Stroke], upright: Sequence[Stroke], dpi: int
) -> list[Stroke]:
    """Short upright runs that go from one level rule to another, and are no piece of a long one."""
    reach, touch = round(_REACHES * dpi), round(_TOUCH * dpi)

    def meets(x: int, y: int) -> bool:
        return any(
            abs(rule.at - y) <= reach + rule.thick // 2 and rule.start - touch <= x <= rule.end + touch
            for rule in level
        )

    def is_piece(run: Stroke) -> bool:
        return any(
            abs(long.at - run.at) <= touch and long.start - touch <= run.start and run.end <= long.end + touch
            for long in upright
        )

    return [run for run in short if meets(run.at, run.start) and meets(run.at, run.end) and not is_piece(run)]


def _lines_only(level: Sequence[Stroke], upright: Sequence[Stroke], dpi: int) -> list[Stroke]:
    """Level runs that are rules: long ones, or those that meet an upright rule; 一 in a title meets none."""
    touch = round(_TOUCH * dpi)
    return [
        rule
        for rule in level
        if rule.end - rule.start > 2 * dpi
        or any(
            rule.start - touch <= down.at <= rule.end + touch
            and down.start - touch <= rule.at <= down.end + touch
            for down in upright
        )
    ]


def erased(page: Pixels, strokes: Sequence[Stroke], dpi: int) -> Pixels:
    """The page without its rules: what is as thin as the rule and lies along it becomes paper.

    Letters that touch or cross a rule keep their ink: only runs along the rule as thin as it are taken.
    """
    clean = page.copy()
    ink = (page < 215).astype(np.uint8)
    reach = max(round(0.02 * dpi), 2)
    for stroke in strokes:
        low, high = max(stroke.at - reach, 0), stroke.at + reach + 1
        start, end = max(stroke.start - reach, 0), stroke.end + reach
        window = (
            (slice(low, high), slice(start, end)) if stroke.level else (slice(start, end), slice(low, high))
        )
        _erase(clean[window], ink[window], level=stroke.level, dpi=dpi)
    return clean


def _erase(band: Pixels, ink: NDArray[np.uint8], *, level: bool, dpi: int) -> None:
    """Take the runs along the rule out of a band around it."""
    run = max(round(0.09 * dpi), 5)
    size = (1, run) if level else (run, 1)
    along = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(size, np.uint8))
    rim = cv2.dilate(along, np.ones((3, 1) if level else (1, 3), np.uint8))
    band[rim > 0] = 255
