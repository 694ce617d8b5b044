"""Numbers with units in running text, and the way back from compared text to printed characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from builder.model import Passage, Place

_UNIT = r"万元|亿元|千元|元|%|个百分点|人次|批次|台（套）|人|名|个|批|辆|台|套|次|分|项|家|场|期"
_ONE = r"[-－]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![,\d])|\d+(?:\.\d+)?)"
#: A threshold (100万元以上) is part of a name, not a figure.
_FIGURE = re.compile(
    rf"(?P<list>{_ONE}(?:[,、]{_ONE})*)(?P<more>[余多])?(?P<unit>{_UNIT})(?!度|以上|（含）|及以上|以下)"
)
#: A number that lost its unit, right after a word that wants a rate.
_LOST_PERCENT = re.compile(r"(?:占比?为?|增长率?为?|下降|降低|上升|减少|的)(\d+\.\d+)(?=[,。；;）]|$)")
#: 年初预算为0，支出决算为…: nought needs no unit to be told from anything else.
_BARE_NOUGHT = re.compile(r"(?:预算|决算)(?:数)?(?:为|是)?(0(?:\.0+)?)(?=[,。；;、]|$)")
_MISPRINT = re.compile(rf"(?<!\d)(?:\d+,\d{{1,2}}|\d+,\d{{4,}}|\d+\.\d+\.\d+)(?={_UNIT})")
_SPACE = re.compile(r"\s+")
_DROPPED = set("“”\"‘’'「」*")
#: What an HTML page or Markdown text leaves in copied text.
_LEFTOVER = re.compile(
    r"&(?:nbsp|ensp|emsp|thinsp|ldquo|rdquo|quot|lsquo|rsquo|#160|#12288);|^\s*#{1,6}\s", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One or several numbers with one unit, `start` to `end` in the compared text."""

    values: tuple[Decimal, ...]
    unit: str
    start: int
    end: int
    misprint: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A passage as it is compared: no white space, no quotation marks, half-width digits."""

    plain: str
    origin: tuple[int, ...]  # index in the passage of each compared character
    passage: Passage

    @classmethod
    def of(cls, passage: Passage) -> Text:
        pieces = list(map(_compared, passage.text))
        for found in _LEFTOVER.finditer(passage.text):
            pieces[found.start() : found.end()] = [""] * (found.end() - found.start())
        plain = "".join(pieces)
        if len(plain) == len(pieces) and "" not in pieces:  # one for one
            return cls(plain, tuple(range(len(plain))), passage)
        origin = tuple([index for index, piece in enumerate(pieces) for _ in piece])
        return cls(plain, origin, passage)

    def place(self, index: int) -> Place:
        return self.passage.place_at(self.origin[min(index, len(self.origin) - 1)])

    def printed(self, start: int, end: int) -> str:
        """The characters as printed, line breaks taken out."""
        raw = self.passage.text[self.origin[start] : self.origin[end - 1] + 1]
        return _SPACE.sub("", raw)

    def sentence_at(self, index: int) -> str:
        start = max(self.plain.rfind(mark, 0, index) for mark in "。；;") + 1
        end = min(
            (i for mark in "。；;" if (i := self.plain.find(mark, index)) >= 0), default=len(self.plain) - 1
        )
        return self.printed(start, end + 1) if self.plain else ""


@lru_cache(maxsize=8192)
def _compared(char: str) -> str:
    """What a character is compared as; "" for one that is not."""
    if char.isspace() or char in _DROPPED or char in "\u200b\ufeff":
        return ""
    if "①" <= char <= "⒛":  # a circled number is a numbering, never the first digit of what follows
        return char
    folded = unicodedata.normalize("NFKC", char)
    return folded.replace("(", "（").replace(")", "）")


def find_figures(plain: str) -> Iterator[Figure]:
    """Figures in reading order: numbers with a unit, lists of them, rates that lost their sign, misprints."""
    found = [*_misprints(plain)]
    for match in _FIGURE.finditer(plain):
        if any(f.start <= match.start() < f.end for f in found):
            continue
        values = tuple(
            Decimal(n.replace(",", "").replace("－", "-")) for n in re.findall(_ONE, match["list"])
        )
        found.append(Figure(values, match["unit"], match.start(), match.end()))
    for match in _LOST_PERCENT.finditer(plain):
        if not any(f.start <= match.start(1) < f.end for f in found):
            found.append(Figure((Decimal(match[1]),), "", match.start(1), match.end(1)))
    for match in _BARE_NOUGHT.finditer(plain):
        if not any(f.start <= match.start(1) < f.end for f in found):
            found.append(Figure((Decimal(match[1]),), "万元", match.start(1), match.end(1)))
    yield from _merge_lists(plain, sorted(found, key=lambda figure: figure.start))


def _misprints(plain: str) -> list[Figure]:
    found = []
    for match in _MISPRINT.finditer(plain):
        if re.search(r"\.\d+,\d", match.group(0)) or plain[match.start() - 1 : match.start()] in {".", ","}:
            continue
        unit = re.match(_UNIT, plain[match.end() :])
        end = match.end() + (len(unit.group(0)) if unit else 0)
        found.append(Figure((), unit.group(0) if unit else "", match.start(), end, misprint=True))
    return found


def _merge_lists(plain: str, figures: list[Figure]) -> Iterator[Figure]:
    """23.51%、38.29%: figures of one unit with nothing but a mark between them are one list."""
    held: Figure | None = None
    for figure in figures:
        if (
            held
            and held.unit == figure.unit
            and (held.unit == "%" or re.search("分别|各", plain[max(held.start - 12, 0) : held.start]))
            and plain[held.end : figure.start] in {"、", ",", "和", "及"}
            and not (figure.misprint or held.misprint)
        ):
            held = Figure(held.values + figure.values, held.unit, held.start, figure.end)
            continue
        if held:
            yield held
        held = figure
    if held:
        yield held


def rests_on(plain: str, previous: Figure | None, figure: Figure) -> bool:
    """完成年初预算80.00万元的93.75%: a completion that names its budget first."""
    if previous is None or figure.unit != "%" or plain[previous.end : figure.start] != "的":
        return False
    return bool(re.search(r"(?:完成|为|达|占)[^,。;]*预算[^,。;]*$", plain[: previous.start]))


_THINGS = {"辆", "台", "台（套）", "套", "个", "项"}


def is_of_things(plain: str, previous: Figure | None, figure: Figure) -> bool:
    """轿车1辆、金额20.00万元: what the things counted right before it cost, not the subject's amount."""
    if previous is None or previous.unit not in _THINGS or not figure.unit.endswith("元"):
        return False
    return bool(re.fullmatch(r"[、,](?:金额|价值|原值|账面原值)(?:为)?", plain[previous.end : figure.start]))


def brackets_with_figures(plain: str) -> list[tuple[int, int]]:
    """Start and end of each outermost bracket that holds a figure; brackets of names (因公出国（境）费) hold none."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for index, char in enumerate(plain):
        if char == "（":
            opened.append(index)
        elif char == "）" and opened:
            start = opened.pop()
            named = re.fullmatch(r"\d+[类款项]", plain[start + 1 : index])  # （01项） is a code
            if not opened and not named and _FIGURE.search(plain, start, index):
                spans.append((start, index + 1))
    return spans


def masked(plain: str, spans: list[tuple[int, int]]) -> str:
    """The text with the inside of these brackets blotted out, every character at its place."""
    for start, end in spans:
        plain = plain[: start + 1] + "_" * (end - start - 2) + plain[end - 1 :]
    return plain


def last_end(taken: Sequence[tuple[int, int]], index: int) -> int:
    """Where the last of these spans ends that lies before an index; 0 when none does."""
    return max((end for _, end in taken if end <= index), default=0)
