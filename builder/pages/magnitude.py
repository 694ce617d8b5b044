"""Amounts as a person can picture them: in the unit that people speak in, for a day, for a head. Always worked out exactly
from a figure, and saying how.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from builder.pages.figures import Computed, Figure
from builder.pages.published import Fact

_MONEY, _PERSONS = "万元", "人"
#: From this many 万元 on people speak of 亿元; below one 万元 of 元.
_LARGE = _TO_YUAN = Decimal(10_000)
_CENTS = Decimal("0.01")


def in_spoken_unit(figure: Figure) -> Computed | None:
    """An amount in 亿元 or 元 where 万元 is too small or too large a measure; None where it is right."""
    if figure.value is None or figure.unit != _MONEY or figure.value == 0:
        return None
    if abs(figure.value) >= _LARGE:
        return Computed(_rounded(figure.value / _LARGE), "亿元", f"{figure.value:f} 万元 ÷ {_LARGE}")
    if abs(figure.value) < 1:
        return Computed((figure.value * _TO_YUAN).quantize(1), "元", f"{figure.value:f} 万元 × {_TO_YUAN}")
    return None


def per_day(figure: Figure, year: int) -> Computed | None:
    """What an amount of a year is on each of its days, in 元 where that is less than one 万元."""
    if figure.value is None or figure.unit != _MONEY or figure.value <= 0:
        return None
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    each = Computed(_rounded(figure.value / days), _MONEY, f"{figure.value:f} ÷ {days} 天")
    if figure.value >= days:
        return each
    yuan = _rounded(figure.value * _TO_YUAN / days)
    value = yuan.quantize(1, ROUND_HALF_UP) if yuan >= 1 else yuan
    return Computed(value, "元", f"{figure.value:f} 万元 × {_TO_YUAN} ÷ {days} 天")


def per_head(figure: Figure, people: Fact) -> Computed | None:
    """What an amount is for each person; None where either is not a usable number."""
    if figure.value is None or figure.unit != _MONEY or not people.value or people.unit != _PERSONS:
        return None
    if figure.value <= 0 or people.value < 0:
        return None
    return Computed(_rounded(figure.value / people.value), _MONEY, f"{figure.value:f} ÷ {people.value:f} 人")


def _rounded(value: Decimal) -> Decimal:
    """To two decimals, and small amounts to their first two digits, so that none becomes zero."""
    if value and abs(value) < 1:
        return value.quantize(Decimal(1).scaleb(value.adjusted() - 1), ROUND_HALF_UP)
    return value.quantize(_CENTS, ROUND_HALF_UP)
