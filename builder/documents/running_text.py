"""Which lines of a plain text go on in the next: by the measure it was wrapped to, or by a length no writer ends at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from builder.model import Block, Line

_SENTENCE_END = re.compile(r"[。！？；：:….]$")
#: A heading, however long, is whole.
_HEADING = re.compile(r"^\s*[（(]?[一二三四五六七八九十]+[）)、.．][^，,。；;]+(?:说明|情况)\s*$")
#: A figure cut from its unit, or a sentence from its next clause.
_CUT = re.compile(
    r"(?:\d\s*\n\s*(?:万元|亿元|元|%|个|辆|人)|万\s*\n\s*元|[，、]\s*\n\s*(?![（(]?[一二三四五六七八九十\d]+[）)、.．]))"
)
#: A name of an account cut before its （款） or （项）, or what stands in quotation marks.
_CUT_NAME = re.compile(
    r"[（(][类款][)）][^，。；;：:\n]*\n[^，。；;：:\d\n]{1,30}[（(][款项][)）]|“[^“”\n]{1,80}\n[^“”\n]{1,80}”"
)
#: A figure cut behind its decimal point.
_CUT_FIGURE = re.compile(r"\d\.\s*\n\s*\d{1,6}(?:万元|亿元|元|%|％)")
#: A paragraph this long without an end was cut by a page break, not by its writer.
_LONG_LINE = 30
#: Half-width characters: the measures a wrapped text may have, how near a full line comes to the measure, and how far an
#: unfinished one may stay below it beside the next word.
_NARROWEST, _WIDEST, _FULL, _RAGGED = 44, 110, 8, 5
_ENOUGH = 12
_UNBREAKABLE = re.compile(
    r"^(?:（[^（）]{1,4}）)?[\x21-\x7e]*(?:万元|亿元|元|年度?|个|辆|人次?)?[，。、；：）”％]*"
)


def set_running_on(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with `runs_on` set on each line that a sentence may leave unfinished."""
    measure = _measure([block.text for block in blocks if isinstance(block, Line)])
    following = [*blocks[1:], None]
    return [
        replace(block, runs_on=_runs_on(block.text, after, measure)) if isinstance(block, Line) else block
        for block, after in zip(blocks, following, strict=True)
    ]


def _runs_on(text: str, after: Block | None, measure: int) -> bool:
    if isinstance(after, Line) and _CUT_FIGURE.search(f"{text}\n{after.text}"):
        return True
    if _SENTENCE_END.search(text) or _HEADING.search(text):
        return False
    if isinstance(after, Line) and any(cut.search(f"{text}\n{after.text}") for cut in (_CUT, _CUT_NAME)):
        return True
    if not measure:
        return len(text) >= _LONG_LINE
    word = _UNBREAKABLE.match(after.text) if isinstance(after, Line) else None
    room = _width(word.group(0)) if word else 2
    return measure - _width(text) < max(room, 2) + _RAGGED


def _measure(texts: Sequence[str]) -> int:
    """The width that a hard-wrapped text is set to; 0 when each paragraph is one line."""
    widths = [_width(text) for text in texts]
    best = max(
        range(_NARROWEST, _WIDEST), key=lambda m: sum(m - _FULL <= width <= m for width in widths), default=0
    )
    full = sorted(width for width in widths if best - _FULL <= width <= best)
    wider = sum(width > best + 4 for width in widths)
    return full[len(full) // 2] if len(full) >= _ENOUGH and wider * 4 < len(full) else 0


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
