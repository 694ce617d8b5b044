"""Amounts of money in fen (integers), how they are drawn, split, and printed.

A department is made in fen. Where the step is 100 元 every printed 万元 figure is exact and sums add up; where
it is one fen they carry the usual rounding tails.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

FEN_PER_WAN = 1_000_000
WAN_STEP = 10_000
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
ZEROS = {"blank": "", "0.00": "0.00", "0": "0", "dash": "—"}


@dataclass(frozen=True)
class Printed:
    """A figure as it is printed; `value` in 万元, None where the cell is blank."""

    text: str
    value: Decimal | None


@dataclass(frozen=True)
class Ink:
    """How one report prints its figures."""

    thousands: bool
    full_width: bool
    zeros: str

    def money(self, fen: int, unit: str) -> Printed:
        """Print an amount in the table's unit."""
        value = wan(fen) if unit == "万元" else Decimal(fen).scaleb(-6)
        if value == 0:
            return self._zero()
        shown = value if unit == "万元" else value.scaleb(4)
        text = f"{shown:,.2f}" if self.thousands else f"{shown:.2f}"
        return Printed(text.translate(FULL_WIDTH) if self.full_width else text, value)

    def _zero(self) -> Printed:
        text = ZEROS[self.zeros]
        if not text:
            return Printed("", None)
        value = Decimal(0) if text == "—" else Decimal(text)
        return Printed(text.translate(FULL_WIDTH) if self.full_width else text, value)


def wan(fen: int) -> Decimal:
    """Give an amount in 万元 with two decimals."""
    return Decimal(fen).scaleb(-6).quantize(Decimal("0.01"), ROUND_HALF_UP)


def draw_amount(random: Random, low_wan: float, high_wan: float, step: int) -> int:
    """Draw an amount, small ones as likely as large ones, in whole steps of fen."""
    low, high = int(low_wan * FEN_PER_WAN), int(high_wan * FEN_PER_WAN)
    amount = int(low * (high / low) ** random.random())
    return max(step, amount // step * step)


def split_amount(random: Random, whole: int, count: int, step: int) -> list[int]:
    """Split an amount into parts that add up to it exactly, each a whole number of steps."""
    weights = [random.random() ** 2 + 0.02 for _ in range(count)]
    parts = [int(whole * weight / sum(weights)) // step * step for weight in weights]
    parts[parts.index(max(parts))] += whole - sum(parts)
    return parts


def rate(part: int, whole: int) -> Decimal:
    """Give one amount as a percentage of another, with two decimals."""
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
