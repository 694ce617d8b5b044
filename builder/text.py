"""Characters as printed → characters to compare: width, spaces, numbering, numbers. Knows no table and no report.

Sources: the rules for `item` and `value` of the data contract.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, wraps
from typing import TypeVar

_Told = TypeVar("_Told")

_SPACE = re.compile(r"[\s\u00a0\u200b-\u200d\u2060\ufeff\ue004\ue5e5]+")
# Brackets and quotation marks stay full-width in names; other full-width ASCII is folded. A hyphen is a minus.
_KEEP_WIDE = str.maketrans(
    {"\u2010": "-", "(": "（", ")": "）", "，": "，", "：": "：", ":": "：", ";": "；"}
)
# Kangxi radicals and CJK compatibility forms print like their ordinary characters; NFKC folds most of them.
_RADICALS = str.maketrans(
    {"⺠": "民", "⻓": "长", "⻋": "车", "⻅": "见", "⻚": "页", "⻔": "门", "⻢": "马", "⺟": "母"}
)
_QUOTES = str.maketrans({'"': "", "“": "", "”": "", "「": "", "」": "", "‘": "", "’": "", "'": "", "＂": ""})
_CN_DIGIT = "一二三四五六七八九十百零〇"
_NUMBERING = re.compile(
    rf"^(?:其中[:：]|第[{_CN_DIGIT}]+部分|[（(][{_CN_DIGIT}\d]+[）)][、.．]?|[{_CN_DIGIT}]+[、.．]|\d+[、.．](?!\d)|—+|-+(?!\d))"
)
_CIRCLED = re.compile(r"^[①-⑳㈠-㈩]")  # before folding, which would make a bare digit of it
_MARKERS = re.compile(r"(?:[（(](?:类|款|项)[）)])+$")


# Control characters steer terminals and are not allowed in XML; marks of direction let a number read backwards; a
# lone half of a surrogate pair cannot be written at all.
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def harmless_text(text: str) -> str:
    """The text without characters that do harm where it is shown; the same object when it holds none.

    Tabs and line breaks stay; breaks of other kinds are spaces.

    >>> harmless_text("决算\u202efdp.exe\x1b[2J")
    '决算fdp.exe[2J'
    """
    return _HARMFUL.sub("", _BREAKS.sub(" ", text)) if _HARMFUL.search(text) else text


def one_line(text: str) -> str:
    """Harmless, and in one line: where lines are commands, as in the log of a workflow, a name can begin none.

    >>> one_line("a\\n::set-output::b")
    'a ::set-output::b'
    """
    return " ".join(harmless_text(text).split())


#: The words of a cell are asked for a dozen times, and the same words stand in many cells: a few megabytes hold them.
_SHORT = 64


def _remembered(function: Callable[[str], _Told]) -> Callable[[str], _Told]:
    """A function of a text that remembers what it told of short ones."""
    before = lru_cache(maxsize=8192)(function)

    @wraps(function)
    def told(text: str) -> _Told:
        return before(text) if len(text) <= _SHORT else function(text)

    return told


@_remembered
def squeeze(text: str) -> str:
    """Without any white space; full-width ASCII and compatibility characters folded; brackets full-width."""
    folded = unicodedata.normalize("NFKC", text.translate(_RADICALS)) if text else ""
    return _SPACE.sub("", folded).translate(_KEEP_WIDE)


@_remembered
def fold_punctuation(text: str) -> str:
    """`squeeze` for looking titles and names up: quotation marks gone as well."""
    return squeeze(text).translate(_QUOTES)


@_remembered
def item_name(text: str) -> str:
    """A line's name by the contract: no white space, no leading numbering, no trailing （类）（款）（项）.

    >>> item_name("  一、 一般公共预算财政拨款 收入")
    '一般公共预算财政拨款收入'
    """
    name = squeeze(_CIRCLED.sub("", text.strip()))
    while True:
        stripped = _NUMBERING.sub("", name, count=1)
        if stripped == name or not stripped:
            break
        name = stripped
    return _MARKERS.sub("", name)


# --- numbers ---------------------------------------------------------------------------------------------

_DASHES = {"-", "--", "—", "——", "－", "一一", "–", "−", "———"}
_NUMBER = re.compile(r"^[-−－—]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?$|^[-−－—]?\.\d+$")
_UNITS = re.compile(
    r"(万元|亿元|千元|元|%|‰|人次|批次|台（套）|台|套|辆|人|个|次|项|分|家|条|份|期|场|万人|万)$"
)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number with its printed decimals, and the unit if one was printed behind it."""

    value: Decimal
    unit: str


@_remembered
def parse_number(text: str) -> Decimal | None:
    """The number that a cell prints, with its printed decimals; None when it prints none.

    A lone dash prints zero. Spaces inside a broken number (`841. 69`) and the sign of the yuan are layout, not meaning.

    >>> parse_number("1,234.50"), parse_number("￥ -5.00"), parse_number("－"), parse_number("173,59")
    (Decimal('1234.50'), Decimal('-5.00'), Decimal('0'), None)
    """
    plain = squeeze(text).replace("，", ",").removeprefix("¥")
    if plain in _DASHES:
        return Decimal(0)
    if not _NUMBER.match(plain):
        return None
    plain = plain.replace(",", "").rstrip(".")
    return Decimal("-" + plain[1:]) if plain[0] in "-−－—" else Decimal(plain)


def parse_quantity(text: str) -> PrintedNumber | None:
    """A number with a unit behind it: `2500万元`, `95%`, `10分`, `60余人`."""
    plain = squeeze(text)
    unit = ""
    if found := _UNITS.search(plain):
        unit, plain = found.group(1), plain[: found.start()]
    value = parse_number(plain.rstrip("余多"))
    return None if value is None or not re.search(r"\d", plain) else PrintedNumber(value, unit)


def is_blank(text: str) -> bool:
    return not squeeze(text)


@_remembered
def has_digit(text: str) -> bool:
    return any(char.isdigit() for char in unicodedata.normalize("NFKC", text))
