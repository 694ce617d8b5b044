"""A page of paper, and where something stands on it as a reader may be shown it: in shares of its size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import cos, radians, sin

from builder.model import Place
from builder.printed import Spot

#: A tenth of a point on a page of a usual size.
_DIGITS = 4


class _Shares(dict[float, float]):
    """Places along a side of the page → shares of its length: cells and figures share most of their edges."""

    def __init__(self, length: float) -> None:
        self._length = length

    def __missing__(self, place: float) -> float:
        share = self[place] = round(place / self._length, _DIGITS)
        return share


@dataclass(frozen=True)
class Paper:
    """A page by its number, its size in points as it is read, and how it was turned for that (see `Spot`).

    `lean`: by how many degrees its print leans clockwise as it is shown; for the reading the page was turned back about
    its middle. One without a size knows its places only by the page.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    turned: int = 0
    lean: float = 0.0

    @cached_property
    def place(self) -> Place:
        """The page as a whole."""
        return Place(page=self.number)

    def at(self, x0: float, top: float, x1: float, bottom: float) -> Place:
        """The place of a box on the page, of which what reaches over the edge is cut off."""
        if self.width <= 0 or self.height <= 0:
            return self.place
        if self.lean:
            right, lower = self._shown((x0 + x1) / 2, (top + bottom) / 2)
            x0, x1, top, bottom = x0 + right, x1 + right, top + lower, bottom + lower
        across, down = self._shares
        left, right, upper, lower = across[x0], across[x1], down[top], down[bottom]
        if left <= 0.0 or upper <= 0.0 or right >= 1.0 or lower >= 1.0:
            left, right, upper, lower = map(_share, (left, right, upper, lower))
        if left >= right or upper >= lower:
            return self.place
        return Place(self.number, None, "", "", False, Spot(left, upper, right, lower, self.turned))

    @cached_property
    def _shares(self) -> tuple[_Shares, _Shares]:
        return _Shares(self.width), _Shares(self.height)

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        """How far from where it is read a point is shown."""
        x, y = x - self.width / 2, y - self.height / 2
        along, beside = cos(radians(self.lean)), sin(radians(self.lean))
        return along * x + beside * y - x, along * y - beside * x - y


def _share(share: float) -> float:
    return 0.0 if share <= 0.0 else 1.0 if share >= 1.0 else share
