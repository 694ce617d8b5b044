"""Scans before anything is read: seals, shade, dust, skew, rules, and strips within cells. No text recognition."""

from __future__ import annotations

import os

import numpy as np
import pytest
from numpy.typing import NDArray

from builder.documents.scan import is_installed

if not is_installed() and not os.environ.get("CI"):
    pytest.skip("the optional parts for reading pictures are not installed", allow_module_level=True)

import cv2

from builder.documents.lattice import Rule, find_grids
from builder.documents.paper import Paper
from builder.documents.scan.paper import Pixels, even_grey, find_seals, levelled, skew_of
from builder.documents.scan.ruling import Stroke, erased, find_strokes
from builder.documents.scan.strips import (
    Strip,
    closed_up_pixels,
    cut_strips,
    has_letter,
    is_dash,
    missed_strips,
    strip_pixels,
)

DPI = 200
BLACK, RED = (20, 20, 20), (200, 30, 40)


def paper(height: int = 700, width: int = 1000) -> Pixels:
    return np.full((height, width), 255, np.uint8)


def coloured(page: Pixels) -> Pixels:
    return np.repeat(page[..., None], 3, axis=2)


def write(page: Pixels, text: str, x: int, y: int, ink: int | tuple[int, ...] = 20) -> Pixels:
    """Digits and Latin letters, about 24 pixels high, on the baseline y."""
    colour = (ink,) * 3 if isinstance(ink, int) else ink
    cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, colour, 2, cv2.LINE_AA)
    return page


def ruled(rows: int = 4, columns: int = 3) -> Pixels:
    """A table of 60 by 200 pixel cells from (100, 100)."""
    page = paper()
    for row in range(rows + 1):
        page[100 + 60 * row : 102 + 60 * row, 100 : 102 + 200 * columns] = 30
    for column in range(columns + 1):
        page[100 : 102 + 60 * rows, 100 + 200 * column : 102 + 200 * column] = 30
    return page


def turned(page: Pixels, degrees: float) -> Pixels:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(page, matrix, (width, height), borderValue=(255, 255, 255)), dtype=np.uint8
    )


def corners(x0: int, y0: int, x1: int, y1: int) -> NDArray[np.float64]:
    return np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], dtype=np.float64)


def rules(strokes: list[Stroke]) -> list[Rule]:
    scale = 72 / DPI
    return [Rule(s.level, s.at * scale, s.start * scale, s.end * scale) for s in strokes]


# --- paper -----------------------------------------------------------------------------------------------


def test_shade_and_colour_of_the_paper_go_and_print_stays() -> None:
    page = coloured(write(paper(), "20805", 200, 300))
    shade = np.linspace(1.0, 0.6, page.shape[1])[None, :, None] * np.array([1.0, 0.95, 0.85])
    even = even_grey((page * shade).astype(np.uint8), DPI)
    assert even[:200].min() > 235
    assert even[270:305, 200:300].min() < 30


def test_a_seal_goes_and_what_is_printed_under_it_stays() -> None:
    page = write(coloured(paper()), "1234.56", 300, 310, BLACK)
    cv2.circle(page, (350, 300), 110, RED, 9)
    cv2.circle(page, (350, 300), 30, RED, -1)
    plain = even_grey(write(coloured(paper()), "1234.56", 300, 310, BLACK), DPI)
    clean = even_grey(page, DPI)
    assert find_seals(page, DPI).any()
    assert clean[:180, :].min() > 200  # the upper part of the ring
    assert np.abs(clean[285:312, 420:470].astype(int) - plain[285:312, 420:470]).mean() < 12


def test_red_print_is_no_seal() -> None:
    page = write(coloured(paper()), "-1234.56", 300, 300, RED)
    assert not find_seals(page, DPI).any()
    assert even_grey(page, DPI)[270:305, 300:440].min() < 130


def test_dust_goes_and_a_point_between_digits_stays() -> None:
    page = write(paper(), "12 34", 200, 300)
    page[297:300, 252:255] = 20  # a point, three pixels wide, where the blank is
    page[100:102, 600:602] = 20
    clean = even_grey(page, DPI)
    assert clean[100:102, 600:602].min() > 200
    assert clean[297:300, 252:255].max() < 100


@pytest.mark.parametrize("degrees", [-2.8, -0.6, 0.0, 1.35, 3.0])
def test_skew_is_told_to_a_twentieth_of_a_degree(degrees: float) -> None:
    page = ruled()
    for row in range(4):
        write(page, "2080505", 110, 142 + 60 * row)
    assert skew_of(turned(page, degrees)) == pytest.approx(degrees, abs=0.1)


def test_print_without_rules_tells_the_skew_too() -> None:
    page = paper()
    for row in range(10):
        write(page, "abcdefgh 123,456.78 ijklmnopq", 80, 100 + 55 * row)
    assert skew_of(turned(page, 1.2)) == pytest.approx(1.2, abs=0.15)


def test_an_empty_page_has_no_skew() -> None:
    assert skew_of(paper()) == 0.0


@pytest.mark.parametrize("lean", [2.0, -1.5])
def test_a_box_of_a_levelled_page_lies_where_the_page_shows_it(lean: float) -> None:
    _, matrix = levelled(np.full((800, 1000), 255, np.uint8), lean)
    x, y = matrix @ np.array([200, 650, 1.0])
    spot = Paper(1, 1000, 800, lean=lean).at(x - 5, y - 5, x + 5, y + 5).spot
    assert spot is not None
    assert (spot.x0 + spot.x1) * 500 == pytest.approx(200, abs=0.5)
    assert (spot.y0 + spot.y1) * 400 == pytest.approx(650, abs=0.5)


def test_levelled_takes_places_along() -> None:
    page = turned(ruled(), 2.0)
    level, matrix = levelled(page, skew_of(page))
    (strokes,) = [[s for s in find_strokes(level, DPI) if s.level]]
    assert len(strokes) == 5
    assert cv2.transform(np.array([[[500.0, 350.0]]]), matrix) == pytest.approx(np.array([[[500.0, 350.0]]]))


# --- rules -----------------------------------------------------------------------------------------------


def test_rules_make_the_cells_of_the_table() -> None:
    page = ruled()
    write(page, "111111", 110, 142)
    ((_, grid),) = find_grids(rules(find_strokes(page, DPI)), (), Paper(1))
    assert len(grid.cells) == 12


def test_a_rule_that_is_broken_is_one_rule() -> None:
    page = ruled()
    page[160:162, 300:308] = 255
    page[160:162, 520:540] = 255
    level = [stroke for stroke in find_strokes(page, DPI) if stroke.level]
    assert len(level) == 5


def test_letters_are_no_rules() -> None:
    page = paper()
    for row in range(8):
        write(page, "llllllllll TTTTTTT 11111 EEEEE", 100, 100 + 40 * row)
    assert find_strokes(page, DPI) == []


def test_a_short_rule_between_two_others_is_one_and_a_tall_letter_is_none() -> None:
    page = ruled()
    page[162:220, 200:202] = 30  # parts one cell of the second row
    page[172:210, 400:403] = 20  # an l in another
    upright = [stroke for stroke in find_strokes(page, DPI) if not stroke.level]
    assert sorted(stroke.at for stroke in upright) == pytest.approx([100, 200, 300, 500, 700], abs=1)


def test_rules_are_taken_out_and_letters_across_them_stay() -> None:
    page = ruled()
    write(page, "gjpqy", 320, 160)  # reaches under the rule at 160
    clean = erased(page, find_strokes(page, DPI), DPI)
    assert clean[100:102, 110:290].min() == 255
    assert (clean[135:175, 320:420] < 100).sum() > 0.85 * (write(paper(), "gjpqy", 320, 160) < 100).sum()


# --- strips ----------------------------------------------------------------------------------------------


def strips_of(page: Pixels, *box: int) -> list[Strip]:
    strokes = find_strokes(page, DPI)
    return cut_strips(erased(page, strokes, DPI), corners(*box), strokes)


def test_a_box_over_a_rule_is_cut_there() -> None:
    page = write(write(ruled(), "307.82", 190, 142), "264.87", 310, 142)
    left, right = sorted(strips_of(page, 185, 110, 425, 150), key=lambda strip: strip.x0)
    assert left.x1 < 300 < right.x0


def test_a_box_over_two_rows_is_cut_there() -> None:
    page = write(write(ruled(), "11", 110, 150), "22", 110, 205)
    upper, lower = strips_of(page, 105, 115, 180, 215)
    assert upper.y1 < 160 < lower.y0


def test_a_wide_gap_parts_two_strips_and_a_narrow_one_does_not() -> None:
    page = write(write(write(paper(), "12", 100, 300), "34", 160, 300), "56", 400, 300)
    wide, narrow = sorted(strips_of(page, 90, 265, 460, 310), key=lambda strip: -strip.width)
    assert wide.x0 == pytest.approx(102, abs=4)
    assert narrow.x0 == pytest.approx(402, abs=4)


def test_what_hangs_in_from_other_lines_is_left_out() -> None:
    page = write(paper(), "2080505", 100, 300)
    page[262:266, 100:200] = 20
    (strip,) = strips_of(page, 95, 262, 240, 308)
    assert strip.y0 > 270


def test_overlooked_noughts_and_dashes_are_found_by_their_ink() -> None:
    page = write(write(ruled(), "2080505", 110, 142), "0", 350, 142)
    page[130:132, 600:622] = 20
    page[190:192, 350:352] = 20  # a speck is neither
    strokes = find_strokes(page, DPI)
    clean = erased(page, strokes, DPI)
    seen = cut_strips(clean, corners(105, 112, 250, 150), strokes)
    nought, dash = sorted(missed_strips(clean, seen, strokes), key=lambda strip: strip.x0)
    assert not is_dash(clean, nought, 24, strokes)
    assert is_dash(clean, dash, 24, strokes)


def test_what_is_left_of_a_rule_is_no_letter() -> None:
    page = paper()
    page[110:140, 303:306] = 20
    strip = Strip(303, 110, 306, 140)
    assert has_letter(page, strip, 24, [])
    assert not has_letter(page, strip, 24, [Stroke(False, 301, 100, 400, 2)])


def test_places_go_back_to_the_strip_over_closed_gaps() -> None:
    page = write(write(paper(), "1", 100, 300), "1", 200, 300)
    strip = Strip(100, 275, 215, 302)
    _, plain = strip_pixels(page, strip)
    narrow, places = closed_up_pixels(page, strip)
    assert plain[-1][1] == 1.0
    assert narrow.shape[1] / narrow.shape[0] < 0.7 * strip.width / strip.height
    before = [old for new, old in places if new < 0.5]
    after = [old for new, old in places if new >= 0.5]
    assert max(before) < 0.6 < max(after)
