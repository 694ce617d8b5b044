"""The numbers that Word prints before paragraphs by itself: 一、（一） 1. and the like, from `numbering.xml`.

They stand nowhere in the text, but headings are known by them and line numbers of tables may be such.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.documents.word_styles import Style, Styles
from builder.documents.word_xml import Element, attribute, child, children, is_on, number, tag

_LEVELS = 9
_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LARGEST = 9999
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_COUNTING = frozenset(
    {
        "chineseCounting", "chineseCountingThousand", "japaneseCounting", "japaneseDigitalTenThousand",
        "taiwaneseCounting", "taiwaneseCountingThousand",
    }
)  # fmt: skip
_LEGAL_FORMATS = frozenset({"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"})
#: Formats of one character for each number: the first character and how many there are.
_RUNS = {
    "decimalEnclosedCircle": ("①", 20), "decimalEnclosedCircleChinese": ("①", 10),
    "decimalEnclosedParen": ("⑴", 20), "decimalEnclosedFullstop": ("⒈", 20), "ideographEnclosedCircle": ("㊀", 10),
}  # fmt: skip
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
_LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    zeros: int  # digits that a number is filled up to
    text: str
    restart: int  # the level (from 1) after which this one begins anew; 0: never; -1: after any above
    legal: bool
    suffix: str
    style: str


@dataclass(frozen=True, slots=True)
class _List:
    """One `w:num`: the list it counts in, its levels, and where it begins anew."""

    counted_in: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """Counts through a document: `label` must be asked once for every paragraph in reading order."""

    styles: Styles
    lists: dict[str, _List]
    _counters: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, style: str, own: Element | None) -> str:
        """What is printed before a paragraph of a style with an own `w:numPr` or none; "" when nothing is."""
        if not self.lists:
            return ""
        list_id, level = self._of(style, own)
        known = self.lists.get(list_id)
        if known is None or level not in known.levels:
            return ""
        counters = self._counters.setdefault(known.counted_in, [None] * _LEVELS)
        self._count(list_id, known, level, counters)
        form = known.levels[level]
        text = _PLACE.sub(lambda place: _printed(known, counters, int(place[1]) - 1, form.legal), form.text)
        if not text.strip() or form.format == "bullet":
            return ""
        return text if form.suffix == "nothing" or text[-1] in "、．.）)：:" else f"{text} "

    def _of(self, style: str, own: Element | None) -> tuple[str, int]:
        """The list and level of a paragraph: its own, else its style's; ("", 0) when it has none."""
        own_id, own_level = child(own, "w:numId"), child(own, "w:ilvl")
        level = None if own_level is None else number(attribute(own_level, "w:val"))
        if own_id is not None:
            return attribute(own_id, "w:val"), level or 0
        for name, based in self.styles.chain(style) if style else ():
            if based.list_id is not None:
                return based.list_id, self._level_of(name, based) if level is None else level
        return "", 0

    def _level_of(self, name: str, style: Style) -> int:
        """The level that a style numbers: its own, else the one that names it."""
        if style.list_level is not None:
            return style.list_level
        levels = self.lists[style.list_id or ""].levels if style.list_id in self.lists else {}
        return next((place for place, level in levels.items() if level.style == name), 0)

    def _count(self, list_id: str, known: _List, level: int, counters: list[int | None]) -> None:
        before = counters[level]
        if level in known.starts and (list_id, level) not in self._begun:
            counters[level] = known.starts[level]
        else:
            counters[level] = known.levels[level].start if before is None else before + 1
        self._begun.add((list_id, level))
        for deeper in range(level + 1, _LEVELS):
            restart = known.levels[deeper].restart if deeper in known.levels else -1
            if restart == -1 or 0 < level + 1 <= restart:
                counters[deeper] = None


def _printed(known: _List, counters: list[int | None], level: int, legal: bool) -> str:
    form = known.levels.get(level)
    if form is None:
        return ""
    value = counters[level]
    return formatted(form.start if value is None else value, "decimal" if legal else form.format, form.zeros)


def formatted(value: int, form: str, zeros: int = 0) -> str:
    """A number in one of Word's formats; plain digits in those that are not known.

    >>> formatted(21, "chineseCountingThousand"), formatted(3, "decimalEnclosedCircle"), formatted(4, "upperRoman")
    ('二十一', '③', 'IV')
    """
    if form in {"none", "bullet"}:
        return ""
    if 0 < value <= _LARGEST:
        if form in _COUNTING:
            return _counted(value, _DIGITS, "十百千")
        if form in _LEGAL_FORMATS:
            return _counted(value, _LEGAL, "拾佰仟")
        if form in _RUNS and value <= _RUNS[form][1]:
            return chr(ord(_RUNS[form][0]) + value - 1)
        if found := _lettered(value, form):
            return found
    if form == "ideographDigital":
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(abs(value)))
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return "".join(chr(ord("０") + int(digit)) for digit in str(abs(value)))
    return str(value).zfill(2 if form == "decimalZero" else zeros)


def _lettered(value: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"}:
        text = ""
        for amount, letters in _ROMAN:
            text += letters * (value // amount)
            value %= amount
        return text if form == "upperRoman" else text.lower()
    letters = {
        "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
        "ideographTraditional": _STEMS,
        "ideographZodiac": _BRANCHES,
    }.get(form, "")
    return letters[(value - 1) % len(letters)] * ((value - 1) // len(letters) + 1) if letters else ""


def _counted(value: int, digits: str, units: str) -> str:
    """1 一, 10 十, 21 二十一, 105 一百零五."""
    text, gap = "", False
    for place in range(len(str(value)) - 1, -1, -1):
        digit = value // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += (digits[0] if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    return text[1:] if digits == _DIGITS and text.startswith("一十") else text


# --- reading ---------------------------------------------------------------------------------------------


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """The lists of `numbering.xml`; none when the document has no such part."""
    if root is None:
        return Numbering(styles, {})
    shared = {attribute(each, "w:abstractNumId"): each for each in root if tag(each) == "w:abstractNum"}
    by_style = {
        attribute(link, "w:val"): name
        for name, each in shared.items()
        if (link := child(each, "w:styleLink")) is not None
    }
    lists: dict[str, _List] = {}
    for each in root:
        if tag(each) != "w:num":
            continue
        name = attribute(child(each, "w:abstractNumId"), "w:val")
        link = child(shared.get(name), "w:numStyleLink")
        name = by_style.get(attribute(link, "w:val"), name)
        lists[attribute(each, "w:numId")] = _list(each, name, shared.get(name))
    return Numbering(styles, lists)


def _list(element: Element, name: str, shared: Element | None) -> _List:
    levels = dict(_levels(shared))
    starts: dict[int, int] = {}
    for override in element:
        if tag(override) == "w:lvlOverride":
            levels.update(_levels(override))
            if (start := child(override, "w:startOverride")) is not None:
                starts[number(attribute(override, "w:ilvl"))] = number(attribute(start, "w:val"), 1)
    return _List(name, levels, starts)


def _levels(element: Element | None) -> list[tuple[int, _Level]]:
    found = [each for each in element if tag(each) == "w:lvl"] if element is not None else []
    placed = [(number(attribute(each, "w:ilvl")), each) for each in found]
    return [(place, _level(each)) for place, each in placed if 0 <= place < _LEVELS]


def _level(element: Element) -> _Level:
    form = next((each for each in children(element) if tag(each) == "w:numFmt"), None)
    zeros = attribute(form, "w:format").split(",")[0].strip()
    restart = child(element, "w:lvlRestart")
    start = child(element, "w:start")
    return _Level(
        start=number(attribute(start, "w:val")) if start is not None else 0,
        format=attribute(form, "w:val") or "decimal",
        zeros=len(zeros) if attribute(form, "w:val") == "custom" and zeros.isdigit() else 0,
        text=attribute(child(element, "w:lvlText"), "w:val")[:_LONGEST_TEXT],
        restart=-1 if restart is None else number(attribute(restart, "w:val")),
        legal=is_on(child(element, "w:isLgl")),
        suffix=attribute(child(element, "w:suff"), "w:val"),
        style=attribute(child(element, "w:pStyle"), "w:val"),
    )
