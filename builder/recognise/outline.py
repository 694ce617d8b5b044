"""Headings of a document, and its prose put together over line and page breaks, each passage with its section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from builder.documents.layout import is_page_number
from builder.knowledge import Narrative
from builder.model import Document, Heading, Line, Passage, Place
from builder.text import fold_punctuation, item_name, squeeze

_CN = "一二三四五六七八九十百"
_LEVELS = (
    (1, re.compile(rf"^第[{_CN}]+部分|^附件\d*[:：]?|^附表\d*")),
    (2, re.compile(rf"^[{_CN}]+[、.．]")),
    (3, re.compile(rf"^[（(][{_CN}]+[）)]")),
    (4, re.compile(r"^\d+[.、．](?!\d)|^[（(]\d+[）)]")),
)
_CONTENTS = re.compile(r"^目录$|^目次$")
#: Parts whose numbered lines are lines of tables or terms, not headings.
_NO_HEADINGS_IN = re.compile(r"决算(?:公开)?(?:报)?表$|名词解释$")
_ENDS_SENTENCE = re.compile(r"[。；;！？]$")
_LONGEST_HEADING = 50
_LONGEST_RUN_IN = 28
_AMOUNT = re.compile(r"\d(?:万元|亿元|元|%)")
#: （一）收入决算情况。2021年度收入总计…万元，其中：
_HEADS = re.compile(r"^[^。：:]{2,26}(?:情况|说明)[。：:]")
#: 六、…“三公”经费支出决算情况说明。 whole, put together from two lines or with a full stop behind it.
_WHOLE_HEADING = re.compile(r"^[^，,；;。：:]{6,60}(?:情况|说明)。?$")
#: What Word and other programs leave of the entries of a table of contents.
_FIRST_PAGE = 60
_CONTENTS_ENTRY = re.compile(r"PAGEREF_?Toc\d+|[.…·]{6,}[（(]?\d+[)）]?$")
#: A heading of the detailed section that names a class of accounts, whatever its numbering.
_PATH = re.compile(
    r"（\d*[类款项]）|（\d{3}）|^[（(]?[\d一二三四五六七八九十]+[）)、.．][^，,。]{2,20}支出[。:：]?$"
)
#: What Markdown puts before and around a heading.
_MARKUP = re.compile(r"^(?:[#>*+]+|[-–]+(?!\d))|[*_]{2,}|#+$")


@dataclass(frozen=True, slots=True)
class Found:
    """A heading and the rest of its line, for a heading that text follows at once."""

    heading: Heading
    rest: int  # index in the line's text where the text behind the heading begins


def find_headings(document: Document, used: frozenset[int], narrative: Narrative) -> list[Found]:
    """All headings in order, outside the table of contents and the blocks that tables `used`."""
    found: list[Found] = []
    skip_until = contents_end(document)
    part = ""  # the first-level heading that lines below it stand under
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Line) or index in used or index < skip_until:
            continue
        heading = _heading(document, index, block, narrative)
        if heading is None or (heading.heading.level > 1 and _NO_HEADINGS_IN.search(part)):
            continue
        if heading.heading.level == 1:
            part = heading.heading.title
        found.append(heading)
    return found


def contents_end(document: Document) -> int:
    """Index of the first block behind the table of contents: where its first entry comes again."""
    texts = [fold_punctuation(b.text) if isinstance(b, Line) else "" for b in document.blocks]
    return max(_end_of_entries(texts), _second_first_entry(texts))


def _end_of_entries(texts: Sequence[str]) -> int:
    """Index behind the lines on the first page that are nothing but entries with the number of a page."""
    entries = [i for i, text in enumerate(texts) if _CONTENTS_ENTRY.search(text)]
    if len(entries) < 3 or entries[0] > _FIRST_PAGE:
        return 0
    gaps = (i for i, after in pairwise(entries) if sum(map(bool, texts[i + 1 : after])) > 2)
    return next(gaps, entries[-1]) + 1


def _second_first_entry(texts: Sequence[str]) -> int:
    start = next((i for i, text in enumerate(texts) if _CONTENTS.match(text)), None)
    if start is None:
        return 0
    entries = [text for text in texts[start + 1 : start + 60] if text]
    if not entries:
        return start + 1
    first = re.sub(r"[.·…\d]+$", "", entries[0])
    again = (i for i in range(start + 2, len(texts)) if texts[i] and first.startswith(texts[i][:8]))
    return next((i for i in again if texts[i] != entries[0] or i > start + 1), start + 1)


def _heading(document: Document, index: int, line: Line, narrative: Narrative) -> Found | None:
    text = _MARKUP.sub("", squeeze(line.text))
    level = next((number for number, shape in _LEVELS if shape.match(text)), 0)
    if level == 4 and text.startswith("（") and narrative.identify(item_name(text)):
        level = 3  # （2）决算单位构成 where （二） was meant
    if level == 1:
        title = text if len(text) > 6 else f"{text} {_next_line(document, index)}".strip()
        return Found(Heading(1, title, line.place, index), len(line.text))
    if level in (2, 3) and line.runs_on and _WHOLE_HEADING.match(both := text + _next_line(document, index)):
        return Found(Heading(level, both.rstrip("。"), line.place, index), len(line.text))
    if len(text) <= _LONGEST_HEADING and not _ENDS_SENTENCE.search(text) and not line.runs_on:
        if _AMOUNT.search(text):
            return _run_in(line, text, level, index, narrative) if level and _HEADS.search(text) else None
        if level in (2, 3) or (level == 4 and not re.search(r"\d+\.\d\d", text)):
            return Found(Heading(level, text, line.place, index), len(line.text))
        if (
            len(text) <= _LONGEST_RUN_IN
            and not re.search(r"[，,]", text)
            and narrative.identify(item_name(text))
        ):
            return Found(Heading(2, text, line.place, index), len(line.text))
    if level in (2, 3, 4):
        return _run_in(line, text, level, index, narrative)
    if re.match(r"(?!.*(?:主要情况|大于|小于))[^。：:，,]{4,24}(?:说明|情况)[：:。]", text):
        return _run_in(line, text, 2, index, narrative)
    return None


def _run_in(line: Line, text: str, level: int, index: int, narrative: Narrative) -> Found | None:
    """（一）内设机构设置。本单位内设…: a known heading with its text on the same line."""
    title = re.split(r"[。：:]", text, maxsplit=1)[0]
    alone = text == f"{title}。" and bool(_WHOLE_HEADING.match(text))
    if (
        len(title) > (_LONGEST_HEADING if alone else _LONGEST_RUN_IN)
        or title == text
        or re.search(r"\d万?元", title)
        or not (narrative.identify(item_name(title)) or (alone and narrative.identify(_bare(title))))
    ):
        return None
    end = re.search(r"[。：:]", line.text)
    return Found(Heading(level, title, line.place, index), end.end() if end else len(line.text))


def _next_line(document: Document, index: int) -> str:
    following = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
    text = squeeze(following.text) if isinstance(following, Line) else ""
    return text if len(text) < 40 and not any(shape.match(text) for _, shape in _LEVELS) else ""


# --- passages --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Passages:
    done: list[Passage] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    runs_on: bool = False

    def add(self, text: str, line: Line, section: str) -> None:
        if not self.runs_on or not self.text:
            self.close(section)
        self.text.append(text)
        own = line.places[-len(text) :]  # of a line that begins with a heading only the rest is its text
        self.places += own if len(own) == len(text) else [line.place] * len(text)
        self.runs_on = line.runs_on

    def close(self, section: str) -> None:
        if self.text and squeeze("".join(self.text)):
            self.done.append(Passage("".join(self.text), tuple(self.places), section))
        self.text, self.places, self.runs_on = [], [], False


def gather_passages(
    document: Document, used: frozenset[int], narrative: Narrative, headings: Sequence[Found]
) -> tuple[Passage, ...]:
    """Paragraphs outside the tables. A numbered item's heading stays in its passage's own section.

    Each passage knows the innermost declared section above it; `report` inside a performance report.
    """
    by_block = {found.heading.block: found for found in headings}
    passages = _Passages()
    stack: dict[int, str] = {}
    section = ""
    skip_until = contents_end(document)
    for index, block in enumerate(document.blocks):
        if index in used:  # a table ends the section before it
            passages.close(section)
            stack, section = {}, ""
            continue
        if not isinstance(block, Line) or index < skip_until:
            passages.close(section)
            continue
        found = by_block.get(index)
        if passages.runs_on and is_page_number(squeeze(block.text)):
            continue  # between the two halves of a sentence
        if found is None:
            passages.add(block.text, block, section)
            continue
        passages.close(section)
        if _is_item(found.heading, section):
            passages.add(block.text, block, section)
            continue
        section = _section_under(stack, found.heading, narrative)
        rest = block.text[found.rest :]
        if squeeze(rest):
            passages.add(rest, block, section)
    passages.close(section)
    return tuple(passages.done)


#: Sections whose numbered items are subjects of figures, not headings of further sections.
_ITEMISED = {"general_detail", "three_public", "glossary", "duties", "general_structure", "attachments"}


def _is_item(heading: Heading, section: str) -> bool:
    """Whether a numbered line is an item of its section rather than a heading of a further one."""
    if _PART_OF_SPENDING.search(_bare(heading.title)):
        return False
    if heading.level == 4 and section in _ITEMISED:
        return True
    return heading.level == 3 and section in _BY_PATH and bool(_PATH.search(squeeze(heading.title)))


#: Sections whose items are headed by 类, 款 and 项.
_BY_PATH = {"general_detail", "general", "fiscal"}


#: （二）结构情况 and （三）具体情况 alone: parts of the section on spending, and of no other.
_OF_SPENDING = re.compile(r"^(?:结构|具体)情况")
#: The same with the name of what is spent, which tells a heading from an item wherever its number stands.
_PART_OF_SPENDING = re.compile(r"^(?:(?:一般公共预算)?财政拨款支出(?:决算)?的?)?(?:总体|结构|具体)情况")


#: （一）支出决算总体情况 below the section on the general public budget: of it, not of all that was spent.
_OVERALL = re.compile(r"^(?:收入|支出)(?:决算)?总体")


def _section_under(stack: dict[int, str], heading: Heading, narrative: Narrative) -> str:
    """The section after a heading; a heading that opens none inherits from the one above."""
    for level in [level for level in stack if level >= heading.level]:
        del stack[level]
    opened = narrative.identify(_bare(heading.title))
    above = next((stack[level] for level in sorted(stack, reverse=True) if stack[level]), "")
    if above in {"three_public", "glossary", "performance", "report"} and heading.level > 2:
        opened = above
    if opened and above not in _BY_PATH and _OF_SPENDING.search(_bare(heading.title)):
        opened = ""
    if above in _BY_PATH and _OVERALL.search(_bare(heading.title)):
        opened = above
    if heading.level == 1 and re.match(r"附件|附表", heading.title):
        opened = "report"
    stack[heading.level] = opened
    return opened or above


_OF_PART = re.compile(rf"^第[{_CN}]+部分")
_OF_YEAR = re.compile(r"^[^，,。]{0,30}?20\d\d年度?(?=.{4})")
_OF_UNIT = re.compile(r"^(?:关于)?(?:本?部门|本?单位)?(?=.{4})")


def _bare(title: str) -> str:
    """A heading without its number and without whose it is: 关于2024年度…"""
    name = item_name(_OF_PART.sub("", squeeze(title)))
    name = _OF_YEAR.sub("", name)
    return _OF_UNIT.sub("", name)
