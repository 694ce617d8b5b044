"""Printed lines → chunks, the words of one cell on one line, and what a line of them may be in a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

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


@dataclass(frozen=True)
class Chunk:
    """Words of one cell on one line."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> Chunk:
        text = "".join([glyph.text for glyph in glyphs])
        top, bottom = min([glyph.top for glyph in glyphs]), max([glyph.bottom for glyph in glyphs])
        return cls(text, glyphs[0].x0, glyphs[-1].x1, top, bottom)

    @cached_property
    def plain(self) -> str:
        return squeeze(self.text)

    @cached_property
    def is_number(self) -> bool:
        last = self.text[-1:]
        if "\u4e01" <= last <= "\u9fff" or last in _SENTENCE_ENDS:  # most pieces: no need to look closer
            return False
        return parse_number(self.plain) is not None

    @property
    def is_amount(self) -> bool:
        return self.is_number and "." in self.plain

    @cached_property
    def span(self) -> Span:
        return Span(self.x0, self.x1, self.is_number)


@dataclass(frozen=True)
class ChunkLine:
    """A printed line, cut into chunks."""

    chunks: tuple[Chunk, ...]
    top: float
    bottom: float
    height: float
    place: Place

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @cached_property
    def text(self) -> str:
        return "".join([chunk.plain for chunk in self.chunks])

    @cached_property
    def tabular(self) -> bool:
        """A row that holds an amount beside other words, or an account or a numbered label with a zero."""
        return len(self.chunks) >= 2 and (any(c.is_amount for c in self.chunks) or self._is_zero_row)

    @property
    def _is_zero_row(self) -> bool:
        marked = any(_MARKED.match(chunk.plain) for chunk in self.chunks)
        return marked and self.chunks[-1].is_number and parse_number(self.chunks[-1].plain) == 0

    @cached_property
    def is_prose(self) -> bool:
        """Words that are no row and no head of a table."""
        return bool(NOT_TABLE.search(self.text)) or (len(self.chunks) == 1 and len(self.text) > _LONG_PIECE)

    @cached_property
    def is_numbering(self) -> bool:
        """栏次 1 2 3: the line that numbers the columns."""
        texts = [chunk.plain for chunk in self.chunks]
        numbers = [text for text in texts if text not in _NUMBERING_WORDS]
        return len(numbers) >= 2 and all(text.isdigit() and len(text) <= 2 for text in numbers)

    @cached_property
    def begins_row(self) -> bool:
        words = [chunk.plain for chunk in self.chunks]
        marked = _MARKED.match(words[0])  # 合计 alone may be a head
        numbered = len(words) > 1 and words[0].isdigit() and any(map(_NUMBERED.match, words[1:]))
        return bool(marked) or numbered or any(chunk.is_amount for chunk in self.chunks)


def chunks_of(line: PrintedLine) -> tuple[Chunk, ...]:
    """A line cut at its wide gaps; letters of a spread word (合　计) stay together."""
    glyphs = line.glyphs
    cuts = [
        index
        for index, (before, glyph) in enumerate(pairwise(glyphs), 1)
        if glyph[1] - before[2]
        > _CELL_GAP * (glyph[4] - glyph[3])  # by number: this is asked of every letter
    ]
    if not cuts:
        text = "".join([glyph.text for glyph in glyphs])
        return (Chunk(text, line.x0, line.x1, line.top, line.bottom),)
    whole = [glyphs[start:end] for start, end in pairwise([0, *cuts, len(glyphs)])]
    groups = [group for piece in whole for group in _cut_behind_amount(piece)]
    chunks: list[Chunk] = []
    for group in groups:
        chunk = Chunk.of(group)
        if chunks and _spread(chunks[-1], chunk, group[0].height):
            last = chunks.pop()
            chunk = replace(last, text=last.text + chunk.text, x1=chunk.x1)
        chunks.append(chunk)
    return tuple(chunks)


def _cut_behind_amount(glyphs: Sequence[Glyph]) -> list[Sequence[Glyph]]:
    """616.85 一、…: an amount at the right of its column and a label at the left of the next, closer than cells are."""
    text = "".join([glyph.text for glyph in glyphs])
    amount = _WHOLE_AMOUNT.match(text)
    if not amount or len(text) != len(glyphs) or amount.end() == len(text):
        return [glyphs]
    last, first = glyphs[amount.end() - 1], glyphs[amount.end()]
    near = first.x0 - last.x1 <= _BEHIND_AMOUNT * first.height
    return [glyphs] if near or first.text in _UNITS else [glyphs[: amount.end()], glyphs[amount.end() :]]


def _spread(left: Chunk, right: Chunk, height: float) -> bool:
    letters = left.text + right.text
    near = right.x0 - left.x1 < _SPREAD_LETTERS * height
    return near and letters in _SPREAD_WORDS
