"""Numbers of headings and paragraphs → wordings of kind `number`, in reading order: 一、 （一） 1. （1） ① 一是.

What it is not: it judges no numbering. A short line without a number, a table and a stretch that is not prose are told
too (with the subject ""), for there a number may have been lost when the report was turned into text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.facts.figures import Text
from builder.knowledge.numerals import chinese_number
from builder.model import Passage, Place, Recognised, Wording

_CN = "[一二三四五六七八九十]{1,3}"
#: How a number is written → its characters before it becomes a number.
STYLES = {
    "一、": re.compile(rf"({_CN})[、.,]"),
    "（一）": re.compile(rf"（({_CN})）"),
    "1.": re.compile(r"(\d{1,2})[.、](?!\d)"),
    "（1）": re.compile(r"（(\d{1,2})）|(\d{1,2})）"),
    "①": re.compile(r"([①-⑳])"),
    "一是": re.compile(r"([一二三四五六七八九十])是(?!否)"),
}
#: 一是 counts wherever it stands; as the first of a row it is often run into the words before it.
_FIRST = re.compile(r"(?<![之统唯第万])一是(?!否)")
#: Parts whose numbered lines are lines of tables.
_TABLES = re.compile(r"表$")
#: Inside a sentence such characters are a number run into the words before it, or no number at all.
_RUN_IN = re.compile(
    rf"(?<![一二三四五六七八九十、\d]){_CN}、|（{_CN}）|（\d{{1,2}}）|(?<![\d.、（])\d{{1,2}}[.、](?![\d.])|[①-⑳]"
)
_SHORT = 30
#: More lines than this between two texts, and there is something that is no prose.
_MOST_BLANK = 3
PART, GAP = "part", ""


def state_numbers(found: Recognised) -> Iterator[Wording]:
    """The numbers of a report with lines; of one with pages those of its headings, for where a passage stands among
    the headings of its page is not known. Numbers written as those of passages are left out there: such a row has
    headings only where a line happens to end behind one."""
    lines = any(heading.place.line is not None for heading in found.outline)
    partly = set() if lines else _styles_in_text(found)
    texts = [
        (heading.place, Passage(heading.title, (heading.place,) * len(heading.title)), heading.level)
        for heading in found.outline
    ]
    if lines:
        texts += [(passage.place_at(0), passage, 0) for passage in found.passages]
        texts += [(part.place, Passage("", ()), 0) for part in found.tables]
        texts.sort(key=lambda entry: (entry[0].line or 0, not entry[2]))
    seen: set[tuple[Place, str, tuple[str, ...]]] = set()
    last: int | None = None
    in_tables = False
    for place, passage, level in texts:
        in_tables = bool(_TABLES.search(passage.text)) if level == 1 else in_tables
        if in_tables and level != 1:
            continue
        if lines and last is not None and (place.line or 0) - last > _MOST_BLANK:
            yield Wording("number", "", place, GAP)
        for wording in _numbers_in(passage, place, level):
            # With lines, an item's heading is a heading and the beginning of a passage.
            key = (wording.place, wording.subject, wording.values)
            if wording.subject not in partly and (not lines or key not in seen):
                seen.add(key)
                yield wording
        last = passage.place_at(len(passage.text)).line if passage.text else place.line


def _styles_in_text(found: Recognised) -> set[str]:
    """How the numbers are written with which passages begin."""
    return {mark.subject for passage in found.passages for mark in _marks_at(Text.of(passage), 0)}


def _numbers_in(passage: Passage, place: Place, level: int) -> Iterator[Wording]:
    if level == 1:
        yield Wording("number", passage.text, place, PART)
        return
    text = Text.of(passage)
    found = list(dict.fromkeys(_marks(text)))
    numbered = bool(found) and found[0].values[1] == "0"
    if not numbered and len(text.plain) <= _SHORT and not text.plain.endswith("。"):
        yield Wording("number", text.plain, place, GAP)
    known = {int(wording.values[1]) for wording in found}
    run_in = (match for match in _RUN_IN.finditer(text.plain) if match.start() not in known)
    found += [Wording("number", m[0], text.place(m.start()), GAP, ("0", str(m.start()))) for m in run_in]
    yield from sorted(found, key=lambda wording: int(wording.values[1]))


def _marks(text: Text) -> Iterator[Wording]:
    """Every number at the beginning of a sentence; `values` are the number and where in the text it stands."""
    plain = text.plain
    starts = {0} | {match.end() for match in re.finditer(r"[。;:!,、）](?=.)", plain)}
    starts |= {match.start() for match in _FIRST.finditer(plain)}
    for start in sorted(starts):
        yield from _marks_at(text, start)


def _marks_at(text: Text, start: int) -> Iterator[Wording]:
    """The number at one place, and the one that follows it at once: 2.一是."""
    for style, shape in STYLES.items():
        if start and text.plain[start - 1] in ",、）" and style != "一是":
            continue
        match = shape.match(text.plain, start)
        number = _number(next(group for group in match.groups() if group)) if match else None
        if match and number:
            words = text.printed(start, min(len(text.plain), start + _SHORT))
            yield Wording("number", words, text.place(start), style, (str(number), str(start)))
            yield from _marks_at(text, match.end())


def _number(text: str) -> int | None:
    return ord(text) - ord("①") + 1 if "①" <= text <= "⑳" else chinese_number(text)
