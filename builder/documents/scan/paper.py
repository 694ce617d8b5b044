"""Pictures of paper → even grey pages, upright: seals taken out by colour, shade evened, skew told.

Knows pixels only. A page here is grey, 0 is ink and 255 is paper.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

#: A pixel is red when its red channel exceeds both others by this much.
_REDDER = 38
#: A seal is not smaller than this both ways, in inches; red print is lower.
_SEAL = 0.5
#: Paper is the brightest that stands within so many inches.
_NEIGHBOURHOOD = 0.16
#: Below this share of the paper's brightness a pixel is ink, above the other it is paper.
_BLACK, _WHITE = 0.25, 0.86
#: Darker than this is a mark at all. One smaller than this square and as far from any letter is dust, in inches.
_MARKED = 200
_SPECK, _BESIDE = 0.014, 0.03
#: The largest skew that is corrected, and the steps of the two searches, in degrees.
MOST_SKEW = 3.0
_COARSE, _FINE = 0.25, 0.05
_COARSE_SIDE, _FINE_SIDE = 800, 1600


def as_pixels(array: Any) -> Pixels:
    """What the library gives, as the type that it does not tell."""
    return np.asarray(array, dtype=np.uint8)


def even_grey(pixels: Pixels, dpi: int) -> Pixels:
    """An RGB or grey picture → a grey page without seals, on paper of one brightness."""
    grey = pixels if pixels.ndim == 2 else _without_seals(pixels, dpi)
    span = max(round(_NEIGHBOURHOOD * dpi / 4), 1) * 2 + 1
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(cv2.medianBlur(small, 3), np.ones((span, span), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), span / 2)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    share = grey / np.maximum(paper, 1).astype(np.float32)
    stretched = (share - _BLACK) * (255 / (_WHITE - _BLACK))
    return _without_specks(np.clip(stretched, 0, 255).astype(np.uint8), dpi)


def _without_specks(page: Pixels, dpi: int) -> Pixels:
    """The page without dust: lone dots no larger than a decimal point, with no letter beside them."""
    marks = (page < _MARKED).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] <= (_SPECK * dpi) ** 2
    small[0] = False
    dots = small[labels]
    reach = max(round(_BESIDE * dpi), 1) * 2 + 1
    letters = cv2.dilate(marks * ~dots, np.ones((reach, reach), np.uint8))
    beside = np.unique(labels[dots & (letters > 0)])
    small[beside] = False
    clean = page.copy()
    clean[small[labels]] = 255
    return clean


def _without_seals(pixels: Pixels, dpi: int) -> Pixels:
    """The picture in grey; where a seal lies, only its red light is taken, in which the seal is not seen."""
    grey = as_pixels(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    seals = find_seals(pixels, dpi)
    if not seals.any():
        return grey
    red = pixels[..., 0].astype(np.float32)
    inked = red[seals & _is_red(pixels)]
    lightest = max(np.percentile(inked, 60).item() if inked.size else 255.0, 1.0)
    lifted = np.clip(red * (np.percentile(grey, 90).item() / lightest), 0, 255).astype(np.uint8)
    return np.where(seals, np.maximum(lifted, pixels[..., 0]), grey)


def find_seals(pixels: Pixels, dpi: int) -> NDArray[np.bool_]:
    """The boxes in which red seals lie. Red print stays: it is lower than a seal."""
    red = _is_red(pixels).astype(np.uint8)
    reach = max(round(dpi * 0.05), 1) * 2 + 1
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: NDArray[np.bool_] = np.zeros(red.shape, dtype=bool)
    height, width = red.shape
    edge = round(dpi * 0.02)
    for x, y, w, h, _ in stats[1:count].tolist():
        at_edge = x == 0 or y == 0 or x + w == width or y + h == height
        if h >= _SEAL * dpi and (w >= _SEAL * dpi or at_edge):
            found[max(y - edge, 0) : y + h + edge, max(x - edge, 0) : x + w + edge] = True
    return found


def _is_red(pixels: Pixels) -> NDArray[np.bool_]:
    others = np.maximum(pixels[..., 1], pixels[..., 2]).astype(np.int16)
    red: NDArray[np.bool_] = pixels[..., 0].astype(np.int16) - others > _REDDER
    return red


def skew_of(page: Pixels) -> float:
    """By how many degrees, counter-clockwise, the print of a page is turned; 0 where that cannot be told.

    Rows of print and rules make the sharpest difference between rows of pixels where they lie level.
    """
    ink = 255 - page
    if not ink.any():
        return 0.0
    angle = _sharpest(_shrunk(ink, _COARSE_SIDE), 0.0, MOST_SKEW, _COARSE)
    return _sharpest(_shrunk(ink, _FINE_SIDE), angle, _COARSE, _FINE)


def _shrunk(ink: Pixels, side: int) -> NDArray[np.float32]:
    scale = min(side / max(ink.shape), 1.0)
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.where(small > 40, small, 0).astype(np.float32)


def _sharpest(ink: NDArray[np.float32], middle: float, reach: float, step: float) -> float:
    steps = round(reach / step)
    angles = [middle + number * step for number in range(-steps, steps + 1)]
    return max(angles, key=lambda angle: (_sharpness(ink, angle), -abs(angle)))


def _sharpness(ink: NDArray[np.float32], angle: float) -> float:
    height, width = ink.shape
    shear = np.array([[1, 0, 0], [np.tan(np.deg2rad(angle)), 1, 0]], dtype=np.float32)
    shear[1, 2] = -shear[1, 0] * width / 2
    rows = cv2.warpAffine(ink, shear, (width, height)).sum(axis=1)
    changes = np.diff(rows)
    sharpness: float = (changes * changes).sum().item()
    return sharpness


def levelled(page: Pixels, angle: float) -> tuple[Pixels, NDArray[np.float64]]:
    """The page turned back by a skew, on white, and the matrix that takes old places to new ones."""
    height, width = page.shape
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0), dtype=np.float64)
    if not angle:
        return page, matrix
    turned = cv2.warpAffine(
        page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return as_pixels(turned), matrix
