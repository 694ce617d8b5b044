"""Whether a colour of one's own can be read: its contrast with every ground that text stands on (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable

LEAST = 4.5
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_WEIGHTS = (0.2126, 0.7152, 0.0722)


def is_colour(text: str) -> bool:
    """Whether it is written as `#rrggbb`."""
    return bool(_HEX.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white).

    >>> round(contrast("#000000", "#ffffff")), round(contrast("#777777", "#ffffff"), 2)
    (21, 4.48)
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def worst(colour: str, grounds: Iterable[str]) -> tuple[float, str]:
    """The least contrast with any of these grounds, and with which."""
    return min((contrast(colour, ground), ground) for ground in grounds)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip(_WEIGHTS, linear, strict=True))
