"""Which lines of a page are a table without rules: from its heads to its last row."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from builder.documents.chunks import ChunkLine

#: Lines of one row are nearer than this many heights; so many lines of its name may stand above its figures.
ROW_GAP = 1.4
MAX_NAME_LINES = 4
_MAX_HEAD_LINES = 60
_MAX_PLAIN_LINES = 14
#: A wider gap between lines, in heights, ends a table's heads.
_WIDE_GAP = 4.0
_TAIL_PIECE = 16
#: Rows are nearer than this many heights; words set to the same edge stand nearer than this many points.
_NEXT_ROW = 2.5
_EXACT = 0.5
#: Heads that stand over several columns, or over labels that need no head to be told.
_HEADS = {"行次", "科目名称", "决算数", "金额", "项目"}


def find_runs(lines: Sequence[ChunkLine], *, goes_on: bool) -> list[tuple[int, int]]:
    """First and last line of each table: from its heads to its last row.

    When a table `goes_on` from the page before, a single row at the top of this one is its rest.
    """
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        if not lines[index].tabular and not _is_beside(lines, index):
            index += 1
            continue
        last = _last_row(lines, index)
        rows = [line for line in lines[index : last + 1] if line.tabular]
        head = _first_head(lines, index, runs[-1][1] + 1 if runs else 0)
        named = any(c.plain in _HEADS for line in lines[head:index] for c in line.chunks)
        rest = goes_on and not runs and any(line.begins_row for line in lines[head : head + MAX_NAME_LINES])
        if (
            rest
            or len(rows) >= 2
            or named
            or max((sum(c.is_amount for c in r.chunks) for r in rows), default=0) >= 4
        ):
            runs.append((head, last))
        index = last + 1
    return runs


def _is_beside(lines: Sequence[ChunkLine], index: int) -> bool:
    """Whether a single amount stands beside two lines of its name, at half their height."""
    line = lines[index]
    if not line.chunks[0].is_amount:
        return False
    around = [*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]]
    return any(other.top < line.bottom and line.top < other.bottom for other in around)


def _last_row(lines: Sequence[ChunkLine], first: int) -> int:
    last, plain = first, 0
    lefts: list[float] = []  # where words above begin, in order
    for index in range(first + 1, len(lines)):
        line, above = lines[index], lines[index - 1]
        if line.is_prose:
            break
        for chunk in above.chunks:
            insort(lefts, chunk.x0)
        if line.tabular or line.begins_row or _is_beside(lines, index) or _goes_down(above, lefts, line):
            last, plain = index, 0
        else:
            plain += 1
            if plain > _MAX_PLAIN_LINES:
                break
    while last + 1 < len(lines) and _is_tail(lines[last], lines[last + 1]):
        last += 1
    return last


def _goes_down(above: ChunkLine, lefts: Sequence[float], line: ChunkLine) -> bool:
    """Whether a line without figures is a row: not far below, its words begin exactly where others begin."""
    near = line.top - above.bottom < _NEXT_ROW * line.height
    return near and all(_begins_there(chunk.x0, lefts) for chunk in line.chunks)


def _begins_there(x: float, lefts: Sequence[float]) -> bool:
    index = bisect_left(lefts, x)
    return any(abs(x - left) < _EXACT for left in lefts[max(index - 1, 0) : index + 1])


def _is_tail(row: ChunkLine, line: ChunkLine) -> bool:
    """The rest of a wrapped name under the last row."""
    close = line.y - row.y < ROW_GAP * row.height
    short = all(len(chunk.text) < _TAIL_PIECE for chunk in line.chunks)
    return close and short and not line.is_prose


def _first_head(lines: Sequence[ChunkLine], first_row: int, floor: int) -> int:
    first = first_row
    for index in range(first_row - 1, max(floor, first_row - _MAX_HEAD_LINES) - 1, -1):
        line = lines[index]
        if line.is_prose or lines[first].top - line.bottom > _WIDE_GAP * line.height:
            break
        first = index
    return first
