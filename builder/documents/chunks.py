"""Printed lines → chunks, the words of one cell on one line, and what a line of them may be in a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import gt, sub
from typing import NamedTuple

from builder.documents.alignment import Span
from builder.documents.layout import Glyph, PrintedLine
from builder.model import Place
from builder.text import parse_number, squeeze

#: A gap of more than this share of the glyph height parts two cells; letters of a spread word stand nearer than that.
_CELL_GAP = 0.9
#: Behind an amount with two decimals less is enough.
_BEHIND_AMOUNT = 0.3
_WHOLE_AMOUNT = re.compile(r"-?\d[\d,]*\.\d\d")
_UNITS = frozenset("万元亿%％")
_SPREAD_LETTERS = 4.5
_SPREAD_WORDS = {"项目", "合计", "栏次", "行次", "总计", "小计", "收入", "支出"}
#: A single piece of more letters is a sentence.
_LONG_PIECE = 30
_SENTENCE_ENDS = frozenset("。，、；：！？）”》%％")
_LABEL = r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)]|其中[:：])"
_CODE_OR_LABEL = rf"^\d{{3}}(?:\d{{2}}){{0,2}}(?!\d|\.)|{_LABEL}"
_TOTALS = r"^(?:合计|总计|本年收入合计|本年支出合计|人员经费合计|公用经费合计|年初|年末|结余分配|使用非财政)"
_NUMBERING_WORDS = {"栏次", "行次", "序号"}
_NUMBERED = re.compile(_LABEL)
_MARKED = re.compile(_CODE_OR_LABEL)
#: An account code, a numbered label, or a line of totals.
BEGINS_ROW = re.compile(f"{_CODE_OR_LABEL}|{_TOTALS}")
NOT_TABLE = re.compile(
    r"[。；]|表$|单位[:：]|^部门[:：]|^编制|公开\d+表|^(?:注|说明|备注)[:：]|^第.部分|情况$|说明$"
)


class Chunk(NamedTuple):
    """Words of one cell on one line; a tuple that knows all, for there are many and each is asked often."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    plain: str
    is_amount: bool  # a number with decimals
    span: Span

    @classmethod
    def of(cls, text: str, x0: float, x1: float, top: float, bottom: float) -> Chunk:
        plain, is_number, is_amount = _meaning_of(text)
        return cls(text, x0, x1, top, bottom, plain, is_amount, Span(x0, x1, is_number))

    @property
    def is_number(self) -> bool:
        return self.span.number


#: The same words stand in many cells, and on the next page again.
@lru_cache(maxsize=4096)
def _meaning_of(text: str) -> tuple[str, bool, bool]:
    """The words without white space, whether they are a number, and whether they are one with decimals."""
    plain = squeeze(text)
    is_number = _may_be_number(text) and parse_number(plain) is not None
    return plain, is_number, is_number and "." in plain


def _may_be_number(text: str) -> bool:
    last = text[-1:]
    return not ("\u4e01" <= last <= "\u9fff" or last in _SENTENCE_ENDS)  # so end most pieces


@dataclass(frozen=True)
class ChunkLine:
    """A printed line, cut into chunks. `y` is its middle."""

    chunks: tuple[Chunk, ...]
    top: float
    bottom: float
    height: float
    place: Place

    @cached_property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @cached_property
    def has_amount(self) -> bool:
        return any(chunk.is_amount for chunk in self.chunks)

    @property
    def tabular(self) -> bool:
        """A row that holds an amount beside other words, or an account or a numbered label with a zero."""
        return len(self.chunks) >= 2 and (self.has_amount or self._is_zero_row)

    @property
    def _is_zero_row(self) -> bool:
        last = self.chunks[-1]
        if not last.is_number or parse_number(last.plain) != 0:
            return False
        return any(_MARKED.match(chunk.plain) for chunk in self.chunks)

    @cached_property
    def is_prose(self) -> bool:
        """Words that are no row and no head of a table."""
        text = "".join([chunk.plain for chunk in self.chunks])
        return bool(NOT_TABLE.search(text)) or (len(self.chunks) == 1 and len(text) > _LONG_PIECE)

    @cached_property
    def is_numbering(self) -> bool:
        """栏次 1 2 3: the line that numbers the columns."""
        texts = [chunk.plain for chunk in self.chunks]
        numbers = [text for text in texts if text not in _NUMBERING_WORDS]
        return len(numbers) >= 2 and all(text.isdigit() and len(text) <= 2 for text in numbers)

    @cached_property
    def begins_row(self) -> bool:
        if self.has_amount:
            return True
        words = [chunk.plain for chunk in self.chunks]
        marked = _MARKED.match(words[0])  # 合计 alone may be a head
        return bool(marked) or (
            len(words) > 1 and words[0].isdigit() and any(map(_NUMBERED.match, words[1:]))
        )


def may_be_of_table(line: PrintedLine) -> bool:
    """False of a line that is one piece and no number: a page of such lines holds no row of a table.

    Where a gap is as wide as one between cells, the line's text has a space.
    """
    return " " in line.text or _may_be_number(line.text)


def chunks_of(line: PrintedLine) -> tuple[Chunk, ...]:
    """A line cut at its wide gaps; letters of a spread word (合　计) stay together."""
    if " " not in line.text:
        return (Chunk.of(line.text, line.x0, line.x1, line.top, line.bottom),)
    glyphs = line.glyphs
    texts, lefts, rights, tops, bottoms = zip(*glyphs, strict=True)
    widths = map(sub, lefts[1:], rights)
    room = map(_CELL_GAP.__mul__, map(sub, bottoms[1:], tops[1:]))
    cuts = [index for index, is_wide in enumerate(map(gt, widths, room), 1) if is_wide]
    pieces: list[tuple[int, int]] = []
    for start, end in pairwise([0, *cuts, len(glyphs)]) if cuts else ():
        behind = _behind_amount(glyphs, start, end, texts[start])
        pieces += [(start, behind), (behind, end)] if behind else [(start, end)]
    chunks: list[Chunk] = []
    for start, end in pieces or [(0, len(glyphs))]:
        text, x0, x1 = "".join(texts[start:end]), lefts[start], rights[end - 1]
        top, bottom = min(tops[start:end]), max(bottoms[start:end])
        if chunks and _spread(chunks[-1], text, x0, glyphs[start].height):
            last = chunks.pop()
            text, x0, top, bottom = last.text + text, last.x0, last.top, last.bottom
        chunks.append(Chunk.of(text, x0, x1, top, bottom))
    return tuple(chunks)


def _behind_amount(glyphs: Sequence[Glyph], start: int, end: int, letter: str) -> int:
    """616.85 一、…: an amount at the right of its column and a label at the left of the next, closer than cells are.

    Where the label begins; 0 where there is none. `letter`: the first.
    """
    if letter != "-" and not letter[:1].isdecimal():
        return 0
    text = "".join([glyph[0] for glyph in glyphs[start:end]])
    amount = _WHOLE_AMOUNT.match(text)
    if not amount or len(text) != end - start or amount.end() == len(text):
        return 0
    behind = start + amount.end()
    last, first = glyphs[behind - 1], glyphs[behind]
    near = first.x0 - last.x1 <= _BEHIND_AMOUNT * first.height
    return 0 if near or first.text in _UNITS else behind


def _spread(left: Chunk, right: str, x0: float, height: float) -> bool:
    return x0 - left.x1 < _SPREAD_LETTERS * height and left.text + right in _SPREAD_WORDS
