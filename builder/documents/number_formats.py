"""A stored number and its number format → the characters that the sheet shows.

Knows the codes of Excel and WPS as Chinese editions read them; no table and no cell. Only `Decimal` is used: what a
workbook stores as 88.61999999999999 and shows as 88.62 comes out as 88.62.

One liberty is taken, because what it stands for is certain: a figure below nought that the format shows in brackets
or in red only gets its minus.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

#: The formats that a workbook names by number only, as Chinese editions show them.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"',
    29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"¥""-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '"¥"#,##0.00;"¥"-#,##0.00;"¥""-"', 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
GENERAL = "General"

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|!(?P<banged>.)|_(?P<pad>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|'
    r"(?P<general>General|G/通用格式|GENERAL)|(?P<half>AM/PM|A/P|上午/下午)|(?P<power>[Ee][+-])|"
    r"(?P<digit>[0#?])|(?P<date>[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|aaaa?|bb(?:bb)?)|(?P<mark>[.,%@/])|(?P<other>.)",
    re.DOTALL,
)
#: 0.00, #,##0.00 and the same with room for a bracket behind.
_PLAIN_FORMAT = re.compile(r"(?P<grouped>#,##)?0(?:\.(?P<decimals>0{1,10}))?(?:_[ )])?")
_CONDITION = re.compile(r"^(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)$")
_CURRENCY = re.compile(r"^\$([^-]*)(?:-.*)?$")
_ELAPSED = re.compile(r"^[hms]+$", re.IGNORECASE)
_RED = {"red", "红色", "颜色3", "color3"}
#: What a binary number is good for: beyond these digits stand only the traces of its conversion.
_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_EXACT = Context(prec=200, rounding=ROUND_HALF_UP)
_LONGEST_FORMAT = 255
_MOST_DECIMALS = 30
_MOST_PERCENTS = 4
_LARGEST_EXPONENT = 60
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = "一二三四五六日"
_LAST_DAY = 2_958_465  # 9999-12-31
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a format: what kind it is and its characters."""

    kind: str  # text, digit, point, comma, percent, power, at, general, date, half, elapsed
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts of a format that semicolons divide."""

    parts: tuple[_Part, ...]
    condition: tuple[str, Decimal] | None = None
    red: bool = False
    kinds: frozenset[str] = frozenset()  # those of its parts

    def has(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


_GENERAL = _Section((_Part("general", GENERAL),), kinds=frozenset({"general"}))


def shown_number(value: Decimal, code: str, *, since_1904: bool = False) -> str:
    """The characters a cell shows for a number under a format; "" where the format hides it."""
    if not value.is_finite():
        return "#NUM!"
    if abs(value.adjusted()) > _LARGEST_EXPONENT and value:
        return f"{value}"
    value = _DIGITS.plus(value)
    if plain := _PLAIN_FORMAT.fullmatch(code):
        return _shown_plainly(value, plain)
    sections = _sections(code[:_LONGEST_FORMAT])
    section, signed = _section_for(value, sections)
    if section.has("date", "elapsed", "half"):
        return _shown_date(value, section, since_1904)
    text = _shown_amount(abs(value), section)
    below = value < 0 and any(char in "123456789" for char in text)
    if below and (signed or section.red or (text.startswith("(") and text.endswith(")"))):
        bare = text[1:-1] if text.startswith("(") and text.endswith(")") else text
        return bare if "-" in bare else f"-{bare}"
    return text


def _shown_plainly(value: Decimal, code: re.Match[str]) -> str:
    """What the formats of nearly all figures come to: some decimals, with or without commas."""
    rounded = value.quantize(Decimal(1).scaleb(-len(code["decimals"] or "")), ROUND_HALF_UP, _EXACT)
    text = f"{rounded:,f}" if code["grouped"] else f"{rounded:f}"
    return text.removeprefix("-") if not rounded else text


def shown_text(text: str, code: str) -> str:
    """The characters a cell shows for words under a format: `;;;` hides them, `@` may have words around it."""
    if code in (GENERAL, "@", ""):
        return text
    sections = _sections(code[:_LONGEST_FORMAT])
    last = sections[-1]
    if len(sections) < 4 and not last.has("at"):
        return text
    return "".join(text if part.kind == "at" else part.text for part in last.parts).strip()


def general_number(value: Decimal) -> str:
    """The shortest characters that say a number: no trailing zeros, no exponent."""
    plain = _DIGITS.plus(value).normalize()
    return f"{plain:f}" if plain else "0"


# --- reading a format ------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    pieces: list[list[_Part]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    red = [False]
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "other", match.group(match.lastgroup or "other")
        if kind == "other" and text == ";":
            pieces.append([])
            conditions.append(None)
            red.append(False)
        elif kind == "bracket":
            if found := _CONDITION.match(text):
                conditions[-1] = (found[1], Decimal(found[2]))
            red[-1] = red[-1] or text.lower() in _RED
            pieces[-1] += _bracket(text)
        else:
            pieces[-1] += _piece(kind, text)
    return tuple(
        _Section(tuple(parts), condition, is_red, frozenset(part.kind for part in parts))
        for parts, condition, is_red in zip(pieces[:4], conditions, red, strict=False)
    )


def _bracket(text: str) -> list[_Part]:
    if found := _CURRENCY.match(text):
        return [_Part("text", found[1])]
    return [_Part("elapsed", text.lower())] if _ELAPSED.match(text) else []


def _piece(kind: str, text: str) -> list[_Part]:
    marks = {".": "point", ",": "comma", "%": "percent", "@": "at", "/": "text"}
    if kind == "fill":
        return []
    if kind == "pad":
        return [_Part("text", " ")]
    if kind == "mark":
        return [_Part(marks[text], text)]
    if kind in ("digit", "general", "date", "half", "power"):
        return [_Part(kind, text)]
    return [_Part("text", text)]


def _section_for(value: Decimal, sections: Sequence[_Section]) -> tuple[_Section, bool]:
    """The section that a number is shown by, and whether its minus must be set before it."""
    numeric = [section for section in sections[:3] if not section.has("at")] or [_Section(())]
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _holds(value, *section.condition):
                return section, True
        return numeric[-1], True
    if len(numeric) == 1:
        plain = not numeric[0].parts and len(sections) == 1
        return (_GENERAL if plain else numeric[0]), True
    if value == 0 and len(numeric) == 3:
        return numeric[2], False
    return (numeric[1], False) if value < 0 else (numeric[0], False)


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "<>": value != bound,
    }[sign]


# --- amounts ---------------------------------------------------------------------------------------------


def _shown_amount(value: Decimal, section: _Section) -> str:
    """A number without its sign."""
    if section.has("general") or any(part.text == "/" for part in section.parts):
        pieces = [part for part in section.parts if part.kind in ("general", "text")]
        shown = [general_number(value) if part.kind == "general" else part.text for part in pieces]
        return "".join(shown).strip() if section.has("general") else general_number(value)
    if not section.has("digit"):
        return "".join(part.text for part in section.parts if part.kind != "comma").strip()
    if section.has("power"):
        decimals = _decimals(section.parts)
        return f"{value:.{decimals}E}"
    return _filled(value, section.parts).strip()


def _decimals(parts: Sequence[_Part]) -> int:
    kinds = [part.kind for part in parts]
    behind = kinds.index("point") + 1 if "point" in kinds else len(kinds)
    stop = kinds.index("power") if "power" in kinds else len(kinds)
    return min(_MOST_DECIMALS, kinds[behind:stop].count("digit"))


def _filled(value: Decimal, parts: Sequence[_Part]) -> str:
    """Digits put into the places of a format, words that stand between them kept."""
    places = [number for number, part in enumerate(parts) if part.kind == "digit"]
    percents = min(_MOST_PERCENTS, sum(part.kind == "percent" for part in parts))
    value = value.scaleb(2 * percents - 3 * _scaling_commas(parts, places), _EXACT)
    decimals = _decimals(parts)
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)
    whole, _, fraction = f"{rounded:f}".partition(".")
    point = next((i for i, part in enumerate(parts) if part.kind == "point"), len(parts))
    grouped = any(
        part.kind == "comma" and places and places[0] < i < point and any(i < p < point for p in places)
        for i, part in enumerate(parts)
    )
    before = [i for i in places if i < point]
    filled = _whole_digits(whole, [parts[i].text for i in before], grouped)
    shown = dict(zip(before, filled, strict=True))
    shown.update(_fraction_digits(fraction, [i for i in places if i > point], parts))
    if not before and whole != "0":
        shown[point] = f"{whole}."
    out = [shown.get(i, _plain(part)) for i, part in enumerate(parts)]
    return "".join(out)


def _plain(part: _Part) -> str:
    return "" if part.kind == "comma" else part.text


def _scaling_commas(parts: Sequence[_Part], places: Sequence[int]) -> int:
    """Commas right behind the last digit before the point, or behind the last digit at all: thousands left out."""
    point = next((i for i, part in enumerate(parts) if part.kind == "point"), None)
    ends = {max(places)} if places else set()
    if point is not None:
        ends |= {max((i for i in places if i < point), default=-1)}
    count = 0
    for end in ends:
        at = end + 1
        while 0 < at < len(parts) and parts[at].kind == "comma":
            count, at = count + 1, at + 1
    return count


def _whole_digits(digits: str, places: Sequence[str], grouped: bool) -> list[str]:
    """What stands at each place before the point; surplus digits stand at the first place."""
    if not places:
        return []
    digits = "" if digits == "0" else digits
    spread = list(digits[-len(places) :].rjust(len(places)))
    spread = [
        char if char != " " else {"0": "0", "?": " ", "#": ""}[p]
        for char, p in zip(spread, places, strict=True)
    ]
    spread[0] = digits[: -len(places)] + spread[0] if len(digits) > len(places) else spread[0]
    if not grouped:
        return spread
    right = 0
    for place in range(len(spread) - 1, -1, -1):
        with_commas = ""
        for char in reversed(spread[place]):
            with_commas = char + ("," if right and right % 3 == 0 and char.isdigit() else "") + with_commas
            right += char.isdigit()
        spread[place] = with_commas
    return spread


def _fraction_digits(digits: str, places: Sequence[int], parts: Sequence[_Part]) -> dict[int, str]:
    """What stands at each place behind the point: zeros at the end only where the format asks for them."""
    shown: dict[int, str] = {}
    needed = False
    for number in range(len(places) - 1, -1, -1):
        place = places[number]
        digit = digits[number] if number < len(digits) else "0"
        needed = needed or digit != "0" or parts[place].text == "0"
        shown[place] = digit if needed else ""
    return shown


# --- dates -----------------------------------------------------------------------------------------------


def _shown_date(value: Decimal, section: _Section, since_1904: bool) -> str:
    seconds = int((value * _DAY).to_integral_value(ROUND_HALF_UP))
    if not 0 <= seconds < (_LAST_DAY + 1) * _DAY:
        return "########"
    if section.has("elapsed"):
        return _elapsed(seconds, section)
    moment = _moment(seconds, since_1904)
    parts = section.parts
    twelve = section.has("half")
    out = []
    for number, part in enumerate(parts):
        if part.kind == "date":
            out.append(_date_piece(part.text.lower(), moment, parts, number, twelve))
        elif part.kind == "half":
            names = ("上午", "下午") if "午" in part.text else ("AM", "PM")
            out.append(names[moment.hour >= 12])
        elif part.kind in ("general", "digit"):
            continue
        else:
            out.append(part.text)
    return "".join(out).strip().rstrip(".")


def _moment(seconds: int, since_1904: bool) -> datetime:
    """Day 60 of the calendar from 1900 never was; days before it count from one day later."""
    if since_1904:
        return datetime(1904, 1, 1) + timedelta(seconds=seconds)
    first = datetime(1899, 12, 30) if seconds >= 60 * _DAY else datetime(1899, 12, 31)
    return first + timedelta(seconds=seconds)


def _date_piece(text: str, moment: datetime, parts: Sequence[_Part], at: int, twelve: bool) -> str:
    if text[0] == "m" and len(text) < 3 and _is_minute(parts, at):
        return f"{moment.minute:0{len(text)}}"
    hour = (moment.hour % 12 or 12) if twelve else moment.hour
    pieces = {
        "y": f"{moment.year % 100:02}" if len(text) < 3 else f"{moment.year:04}",
        "m": f"{moment.month:0{min(len(text), 2)}}" if len(text) < 3 else _MONTHS[moment.month - 1],
        "d": f"{moment.day:0{min(len(text), 2)}}" if len(text) < 3 else f"星期{_WEEKDAYS[moment.weekday()]}",
        "h": f"{hour:0{min(len(text), 2)}}",
        "s": f"{moment.second:0{min(len(text), 2)}}",
        "a": _WEEKDAYS[moment.weekday()] if len(text) == 3 else f"星期{_WEEKDAYS[moment.weekday()]}",
        "b": f"{moment.year + 543}",
    }
    return pieces[text[0]]


def _is_minute(parts: Sequence[_Part], at: int) -> bool:
    """m next to hours before it or seconds behind it is minutes."""
    before = [part.text.lower() for part in parts[:at] if part.kind in ("date", "elapsed")]
    after = [part.text.lower() for part in parts[at + 1 :] if part.kind == "date"]
    return bool((before and before[-1][0] == "h") or (after and after[0][0] == "s"))


def _elapsed(seconds: int, section: _Section) -> str:
    sizes = {"h": 3600, "m": 60, "s": 1}
    out, left = [], seconds
    for part in section.parts:
        key = part.text[:1].lower()
        if part.kind in ("elapsed", "date") and key in sizes:
            count, left = divmod(left, sizes[key])
            out.append(f"{count:0{len(part.text)}}")
        elif part.kind not in ("digit", "point"):
            out.append(part.text)
    return "".join(out).strip()
