"""Page numbers and running heads that a conversion to text left between the lines of pages.

Only what is plain as such goes: numbers between dashes (- 3 -, 第3页) that count up, and a line that stands beside
several of them again and again. A bare number may be a cell of a table and stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from builder.model import Block, Line
from builder.text import squeeze

_MARK = re.compile(r"[-—–－]+(\d{1,3})[-—–－]+|第(\d{1,3})页(?:[,，/]?共\d{1,3}页)?")
_FEWEST = 3
_LONGEST_HEAD = 40
#: What stands at the top of pages and is no running head: titles and captions of tables, sentences.
_NO_HEAD = re.compile(
    r"表$|单位|部门[:：]|公开\d+表|[。；，：:]$|\d\.\d|^[（(]?[一二三四五六七八九十\d]+[）)、.．]"
)


def without_page_marks(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without page numbers and running heads; all of them when too few numbers are seen, or do not count up."""
    marks = {index: number for index, block in enumerate(blocks) if (number := _number(block))}
    counts_up = all(before < after for before, after in pairwise(marks.values()))
    if len(marks) < _FEWEST or not counts_up:
        return list(blocks)
    beside = {i for mark in marks for i in (mark - 1, mark + 1) if 0 <= i < len(blocks) and i not in marks}
    times = Counter(text for index in beside if (text := _head(blocks[index])))
    heads = [i for i in sorted(beside) if times[_head(blocks[i])] >= _FEWEST]
    first = {_head(block): index for index, block in reversed(list(enumerate(blocks)))}
    gone = {*marks, *(index for index in heads if first[_head(blocks[index])] != index)}
    return [block for index, block in enumerate(blocks) if index not in gone]


def _number(block: Block) -> int:
    found = _MARK.fullmatch(squeeze(block.text)) if isinstance(block, Line) else None
    return int(found[1] or found[2]) if found else 0


def _head(block: Block) -> str:
    """The text of a line that may be a running head; "" of any other."""
    text = squeeze(block.text) if isinstance(block, Line) else ""
    return text if 0 < len(text) <= _LONGEST_HEAD and not _NO_HEAD.search(text) else ""
