"""Numbers written in Chinese words → numbers: 十二, 四成, 三分之一. Arabic digits pass as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_FRACTION = re.compile(r"([一二三四五六七八九十]{1,3})分之([一二三四五六七八九十]{1,3})")
_TENTHS = re.compile(r"([一二两三四五六七八九])成(半?)")
_TIMES = re.compile(r"([一二两三四五六七八九])(?:倍|番)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%|百分之([一二三四五六七八九十]{1,3})")


@dataclass(frozen=True, slots=True)
class Share:
    """A part in percent, and by how much it may be off: half a unit of its last word or digit."""

    percent: Decimal
    half: Decimal


def chinese_number(text: str) -> int | None:
    """A whole number below a hundred, in digits or words; None when it is none.

    >>> chinese_number("十二"), chinese_number("14"), chinese_number("二十"), chinese_number("几")
    (12, 14, 20, None)
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if text in _DIGITS:
        return _DIGITS[text]
    if match := _TENS.fullmatch(text):
        return 10 * (_DIGITS[match[1]] if match[1] else 1) + (_DIGITS[match[2]] if match[2] else 0)
    return None


def told_share(text: str) -> Share | None:
    """A part told in percent or in words; None when it is none. 一倍 and 一番 are 100 percent.

    >>> told_share("四成"), told_share("40%")
    (Share(percent=Decimal('40'), half=Decimal('5')), Share(percent=Decimal('40'), half=Decimal('0.5')))
    """
    if text in {"一半", "半数"}:
        return Share(Decimal(50), Decimal(5))
    if match := _PERCENT.fullmatch(text):
        percent = Decimal(match[1] or chinese_number(match[2]) or 0)
        exponent = percent.as_tuple().exponent
        return Share(percent, Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1))
    if match := _TENTHS.fullmatch(text):
        half = bool(match[2])
        return Share(Decimal(10 * _DIGITS[match[1]] + 5 * half), Decimal("2.5") if half else Decimal(5))
    if match := _FRACTION.fullmatch(text):
        whole, part = chinese_number(match[1]), chinese_number(match[2])
        return Share(Decimal(100 * part) / whole, Decimal(5)) if whole and part else None
    if match := _TIMES.fullmatch(text):
        return Share(Decimal(100 * _DIGITS[match[1]]), Decimal(50))
    return None
