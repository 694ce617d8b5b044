"""Boxes of print on a page → strips of one line in one cell, cut at rules and at wide gaps. Knows pixels only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from builder.documents.scan.paper import Pixels, as_pixels
from builder.documents.scan.ruling import Stroke

#: Darker than this is ink of a letter; faint letters are a little lighter.
_INK, _FAINT = 150, 190
#: All in heights of the line: a gap that parts two strips; a gap left between two letters where gaps are closed.
_WIDE_GAP, _LEFT_GAP = 2.2, 0.22
#: White put around a strip before it is read.
_MARGIN, _SECOND_MARGIN = 0.35, 0.2
#: How high a strip is for the second reading, in pixels.
_SECOND_HEIGHT = 56
#: Print that the search for print may have missed: its height against that of the page's lines, and the least ink.
_LOWEST, _HIGHEST = 0.45, 1.6
_LETTER = 0.4
_DASH_WIDTH, _DASH_HEIGHT, _WHOLE = 0.3, 0.25, 0.9


#: Pairs: a share of the width of what is read → the share of the strip's width where that stands.
Places = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """The ink of one line: `x0`, `y0` inside, `x1`, `y1` outside, in pixels of the level page."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def width(self) -> int:
        return self.x1 - self.x0


def cut_strips(page: Pixels, boxes: NDArray[np.float64], strokes: Sequence[Stroke]) -> list[Strip]:
    """The strips of all boxes (corner points on the level page), each within one cell and around its own ink."""
    ink = page < _FAINT
    found: list[Strip] = []
    for corners in boxes:
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        box = Strip(
            max(int(x0), 0), max(int(y0), 0), min(int(x1) + 1, page.shape[1]), min(int(y1) + 1, page.shape[0])
        )
        for piece in _within_cells(box, strokes):
            found += _around_ink(ink, piece, whole=_in_table(piece, strokes))
    return _once(found)


def _within_cells(box: Strip, strokes: Sequence[Stroke]) -> Iterator[Strip]:
    """A box cut at the upright rules through it, and each piece kept between the level rules around its middle."""
    middle = (box.y0 + box.y1) // 2
    cuts = sorted(
        {
            rule.at
            for rule in strokes
            if not rule.level and box.x0 < rule.at < box.x1 and rule.start <= middle <= rule.end
        }
    )
    for x0, x1 in zip([box.x0, *cuts], [*cuts, box.x1], strict=True):
        across = [
            rule.at
            for rule in strokes
            if rule.level and box.y0 < rule.at < box.y1 and rule.start <= (x0 + x1) // 2 <= rule.end
        ]
        edges = [box.y0, *sorted(across), box.y1]
        for y0, y1 in pairwise(edges):
            yield Strip(x0, y0, x1, y1)


def _around_ink(ink: NDArray[np.bool_], box: Strip, *, whole: bool) -> Iterator[Strip]:
    """The ink of a box, without what hangs in from the lines above and below; parted at wide gaps but for `whole`."""
    inside = ink[box.y0 : box.y1, box.x0 : box.x1]
    if box.height < 4 or box.width < 3 or not inside.any():
        return
    top, bottom = _main_rows(inside)
    line = inside[top:bottom]
    filled = np.flatnonzero(line.any(axis=0))
    if not filled.size:
        return
    wide = line.shape[1] if whole else _WIDE_GAP * (bottom - top)
    gaps = np.flatnonzero(np.diff(filled) > wide)
    starts, ends = [0, *(gaps + 1).tolist()], [*gaps.tolist(), filled.size - 1]
    for start, end in zip(starts, ends, strict=True):
        x0, x1 = int(filled[start]), int(filled[end]) + 1
        rows = np.flatnonzero(line[:, x0:x1].any(axis=1))
        y0, y1 = top + int(rows[0]), top + int(rows[-1]) + 1
        yield Strip(box.x0 + x0, box.y0 + y0, box.x0 + x1, box.y0 + y1)


def _main_rows(inside: NDArray[np.bool_]) -> tuple[int, int]:
    """The rows of the line itself: what touches an edge of the box and is parted from the rest is another line's."""
    height = inside.shape[0]
    filled = np.flatnonzero(inside.any(axis=1))
    breaks = np.flatnonzero(np.diff(filled) > max(height * 0.08, 1))
    starts, ends = [0, *(breaks + 1).tolist()], [*breaks.tolist(), filled.size - 1]
    runs = [(int(filled[a]), int(filled[b]) + 1) for a, b in zip(starts, ends, strict=True)]
    own = [run for run in runs if not ((run[0] == 0 or run[1] == height) and run[1] - run[0] < 0.25 * height)]
    own = own or runs
    return own[0][0], own[-1][1]


def _once(strips: Sequence[Strip]) -> list[Strip]:
    """Each strip once: boxes may overlap."""
    kept: list[Strip] = []
    for strip in sorted(strips, key=lambda each: -each.width * each.height):
        x, y = (strip.x0 + strip.x1) / 2, (strip.y0 + strip.y1) / 2
        if not any(k.x0 <= x <= k.x1 and k.y0 <= y <= k.y1 and _shared(k, strip) > 0.6 for k in kept):
            kept.append(strip)
    return sorted(kept, key=lambda each: (each.y0, each.x0))


def _shared(one: Strip, other: Strip) -> float:
    """The share of the other strip that the one covers."""
    w = min(one.x1, other.x1) - max(one.x0, other.x0)
    h = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(w, 0) * max(h, 0) / max(other.width * other.height, 1)


def missed_strips(page: Pixels, strips: Sequence[Strip], strokes: Sequence[Stroke]) -> list[Strip]:
    """Print that stands in no strip, inside a ruled table or level with a strip: lone letters are easily overlooked."""
    if not strips:
        return []
    usual = usual_height(strips)
    ink = (page < _INK).astype(np.uint8)
    for strip in strips:
        reach = strip.height // 3
        ink[max(strip.y0 - reach, 0) : strip.y1 + reach, max(strip.x0 - reach, 0) : strip.x1 + reach] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((usual // 3 + 1, usual + 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = (Strip(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:count].tolist())
    return [
        strip
        for strip in found
        if (_in_table(strip, strokes) or _in_row(strip, strips)) and _is_print(page, strip, usual, strokes)
    ]


def usual_height(strips: Sequence[Strip]) -> int:
    """The height of most lines of a page, in pixels."""
    return max(int(np.median([strip.height for strip in strips])), 1) if strips else 1


def _is_print(page: Pixels, strip: Strip, usual: int, strokes: Sequence[Stroke]) -> bool:
    high = _LOWEST * usual <= strip.height <= _HIGHEST * usual and has_letter(page, strip, usual, strokes)
    return high or is_dash(page, strip, usual, strokes)


def has_letter(page: Pixels, strip: Strip, usual: int, strokes: Sequence[Stroke]) -> bool:
    """Whether any of a strip's ink hangs together like a letter: dust does not, nor is what is left of a rule one."""
    inside = (page[strip.y0 : strip.y1, strip.x0 : strip.x1] < _INK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    tall = bool((stats[1:, cv2.CC_STAT_HEIGHT] >= _LETTER * usual).any())
    at_rule = strip.width < 0.3 * usual and any(
        not rule.level
        and strip.x0 - 0.15 * usual <= rule.at <= strip.x1 + 0.15 * usual
        and rule.start <= strip.y0
        and strip.y1 <= rule.end
        for rule in strokes
    )
    return tall and not at_rule


def is_dash(page: Pixels, strip: Strip, usual: int, strokes: Sequence[Stroke]) -> bool:
    """Whether a lone mark is a dash by its shape: level, thin, whole, about as long as a letter, no piece of a rule."""
    shaped = strip.height <= _DASH_HEIGHT * usual and _DASH_WIDTH * usual <= strip.width <= 2.5 * usual
    x, y = (strip.x0 + strip.x1) // 2, (strip.y0 + strip.y1) // 2
    on_rule = any(
        rule.level and abs(rule.at - y) < 0.25 * usual and rule.start <= x <= rule.end for rule in strokes
    )
    if not shaped or strip.width < 2.5 * strip.height or on_rule:
        return False
    inside = page[strip.y0 : strip.y1, strip.x0 : strip.x1] < _INK
    return bool(inside.any(axis=0).mean() > _WHOLE)


def _in_table(strip: Strip, strokes: Sequence[Stroke]) -> bool:
    """Whether level rules stand above and below, and upright ones on both sides."""
    x, y = (strip.x0 + strip.x1) // 2, (strip.y0 + strip.y1) // 2
    level = [rule.at for rule in strokes if rule.level and rule.start <= x <= rule.end]
    upright = [rule.at for rule in strokes if not rule.level and rule.start <= y <= rule.end]
    return any(at < y for at in level) and any(at > y for at in level) and any(at < x for at in upright) and any(
        at > x for at in upright
    )  # fmt: skip


def _in_row(strip: Strip, strips: Sequence[Strip]) -> bool:
    """Whether a line of print stands level with it: tables without rules have rows all the same."""
    y = (strip.y0 + strip.y1) / 2
    return any(each.y0 < y < each.y1 for each in strips)


def strip_pixels(page: Pixels, strip: Strip) -> tuple[Pixels, Places]:
    """A strip as it stands on the page, with white around it, and how places in it go back to the strip."""
    inside = page[strip.y0 : strip.y1, strip.x0 : strip.x1]
    whole, margin = _on_white(inside, strip.height, _MARGIN)
    wide = whole.shape[1]
    return whole, ((margin / wide, 0.0), ((margin + strip.width) / wide, 1.0))


def letter_centres(page: Pixels, strip: Strip) -> list[float]:
    """Where the middle of each run of ink stands across a strip, in pixels from its left edge."""
    filled = np.flatnonzero((page[strip.y0 : strip.y1, strip.x0 : strip.x1] < _INK).any(axis=0))
    breaks = np.flatnonzero(np.diff(filled) > 1)
    starts, ends = [0, *(breaks + 1).tolist()], [*breaks.tolist(), filled.size - 1]
    return (
        [(filled[a] + filled[b]).item() / 2 for a, b in zip(starts, ends, strict=True)] if filled.size else []
    )


def closed_up_pixels(page: Pixels, strip: Strip) -> tuple[Pixels, Places]:
    """The strip for its second reading: wide gaps between letters closed, enlarged, with less white around it."""
    inside = page[strip.y0 : strip.y1, strip.x0 : strip.x1]
    keep = np.ones(strip.width, dtype=bool)
    filled = np.flatnonzero((inside < _INK).any(axis=0)).tolist()
    left = max(round(_LEFT_GAP * strip.height), 2)
    for before, after in pairwise(filled):
        if after - before > left + 1:
            keep[before + 1 + left // 2 : after - (left - left // 2)] = False
    whole, margin = _on_white(inside[:, keep], strip.height, _SECOND_MARGIN)
    scale = _SECOND_HEIGHT / whole.shape[0]
    enlarged = as_pixels(cv2.resize(whole, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC))
    old = np.flatnonzero(keep).tolist()
    return enlarged, tuple(((margin + new) / whole.shape[1], at / strip.width) for new, at in enumerate(old))


def _on_white(inside: Pixels, height: int, share: float) -> tuple[Pixels, int]:
    """Pixels with white around them, and how much; a dash stands in white as high as a letter."""
    high = max(height, min(round(inside.shape[1] * 0.8), 24), 6)
    margin = max(round(high * share), 3)
    extra = (high - height) // 2
    bordered = cv2.copyMakeBorder(
        inside, margin + extra, margin + extra, margin, margin, cv2.BORDER_CONSTANT, value=255
    )
    return as_pixels(bordered), margin
