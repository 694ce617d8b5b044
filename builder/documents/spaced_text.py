"""Plain text set with spaces as a picture of the page: lines → tables by position, the rest as lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise

from builder.documents.chunks import BEGINS_ROW, NOT_TABLE
from builder.documents.layout import Glyph, PrintedLine
from builder.documents.stream import find_streams
from builder.model import Block, Cell, Grid, Line
from builder.text import has_digit, parse_number, squeeze

_WIDE_GAP = re.compile(r"\S(?: {2,}|\u3000+ *)\S")
#: Points per half-width character and per line: any unit would do, only proportions count.
_HALF, _LINE = 6.0, 14.0
#: Lines without a number (blank accounts, wrapped names) that may stand between two rows.
_GAP_LINES = 6
_TAIL = 14
#: A name broken in its cell: so much of it at least above, so much at most below.
_LONG_NAME, _BROKEN_OFF = 8, 4
_MOST_HEAD_LINES, _LONGEST_HEAD = 14, 90
_AMOUNT = re.compile(r"-?[\d,]+\.\d+")
#: A single line with so many amounts is a table of one row, as “三公” are printed.
_ROW_OF_AMOUNTS = 6


def lift_spaced_tables(blocks: Sequence[Block], raw: Sequence[str], *, by_order: bool = False) -> list[Block]:
    """Tables set with spaces become grids; `raw` are the source's lines with their spaces.

    `by_order` takes the words of each row in their order and makes nothing of where they stand.
    """
    result: list[Block] = []
    run: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            run.append(block)
            continue
        result += _lift(run, raw, by_order)
        run = []
        result.append(block)
    return result + _lift(run, raw, by_order)


def _lift(run: list[Line], raw: Sequence[str], by_order: bool) -> list[Block]:
    source = [raw[(line.place.line or 1) - 1] for line in run]
    taken: dict[int, Grid | None] = {}  # index of a line → the grid that begins there, or None inside one
    if not by_order and sum(bool(_WIDE_GAP.search(text)) for text in source) >= 2:
        printed = [_printed(text, line.place.line or 1) for text, line in zip(source, run, strict=True)]
        for stream in find_streams(printed, (), [line.place for line in run]):
            taken |= dict.fromkeys(stream.lines)
            taken[min(stream.lines)] = stream.grid
    for first, last in _row_runs(source):
        if not any(index in taken for index in range(first, last + 1)):
            taken |= dict.fromkeys(range(first, last + 1))
            taken[first] = _filled_grid(run[first : last + 1], source[first : last + 1])
    blocks: list[Block] = []
    for index, line in enumerate(run):
        grid = taken.get(index, line)
        if grid is not None:
            blocks.append(grid)
    return blocks


def _tokens(text: str) -> list[str]:
    """The words of a line that may be a row: it holds an amount and is no sentence; else nothing."""
    tokens = text.split()
    if len(tokens) < 2 or re.search(r"[。；：!?]", text) or not any(_AMOUNT.fullmatch(t) for t in tokens):
        return []
    is_row = parse_number(tokens[-1]) is not None or BEGINS_ROW.match(squeeze(text))
    return tokens if is_row else []


def _row_runs(source: Sequence[str]) -> list[tuple[int, int]]:
    """First and last line of at least two rows near each other; the lines of heads above belong to them."""
    rows = [_tokens(text) for text in source]
    stops = [bool(NOT_TABLE.search(squeeze(text))) for text in source]
    runs: list[tuple[int, int]] = []
    index = floor = 0
    while index < len(rows):
        if not rows[index]:
            index += 1
            continue
        last = index
        for ahead in range(index + 1, len(rows)):
            if stops[ahead] or ahead - last > _GAP_LINES:
                break
            last = ahead if rows[ahead] or BEGINS_ROW.match(squeeze(source[ahead])) else last
        held = [row for row in rows[index : last + 1] if row]
        if len(held) >= 2 or sum(bool(_AMOUNT.fullmatch(token)) for token in held[0]) >= _ROW_OF_AMOUNTS:
            first = index
            first = _first_head(source, stops, first, floor)
            while last + 1 < len(source) and _is_tail(source[last + 1]) and not stops[last + 1]:
                last += 1
            runs.append((first, last))
        index = floor = last + 1
    return runs


def _first_head(source: Sequence[str], stops: Sequence[bool], row: int, floor: int) -> int:
    """The first line of the heads above a row: from the title or the unit on, where one is near; else lines of words."""
    near = range(row - 1, max(floor, row - _MOST_HEAD_LINES) - 1, -1)
    stop = next((i for i in near if stops[i]), None)
    if stop is not None and all(len(squeeze(source[i])) <= _LONGEST_HEAD for i in range(stop + 1, row)):
        return stop + 1
    first = row
    while first > floor and not stops[first - 1] and len(source[first - 1].split()) >= 2:
        first -= 1
    return first


def _is_tail(text: str) -> bool:
    """The rest of a name that was broken under the last row."""
    plain = squeeze(text)
    return 0 < len(plain) < _TAIL and not has_digit(plain) and not re.search(r"[、，。：]", plain)


def _filled_grid(lines: Sequence[Line], source: Sequence[str]) -> Grid:
    """Only the filled cells of each row, in order: blank cells have left no trace."""
    cells = [
        Cell(token, row, column, line.place)
        for row, (line, words) in enumerate(zip(lines, _whole_words(source), strict=True))
        for column, token in enumerate(words)
    ]
    return Grid(tuple(cells), lines[0].place, exact=False, blanks_kept=False)


def _whole_words(source: Sequence[str]) -> list[list[str]]:
    """The words of each line; the rest of a name broken in its cell goes to the name it stands under."""
    rows = [_standing(text) for text in source]
    widest: dict[int, int] = {}
    for row in rows:
        for at, word in row.items() if _holds_amount(row) else ():
            widest[at] = max(widest.get(at, 0), _width(word))
    for above, row in pairwise(rows):
        if (
            row
            and _holds_amount(above)
            and all(
                _is_broken_off(word) and at in above and _is_full(above[at], widest[at])
                for at, word in row.items()
            )
        ):
            above |= {at: above[at] + word for at, word in row.items()}
            row.clear()
    return [list(row.values()) for row in rows]


def _standing(text: str) -> dict[int, str]:
    """The words of a line by the column of their first character, wide characters counted twice."""
    return {_width(text[: found.start()]): found.group(0) for found in re.finditer(r"\S+", text)}


def _holds_amount(words: Mapping[int, str]) -> bool:
    return any(_AMOUNT.fullmatch(word) for word in words.values())


def _is_broken_off(word: str) -> bool:
    return len(word) <= _BROKEN_OFF and not has_digit(word) and not BEGINS_ROW.match(word)


def _is_full(word: str, width: int) -> bool:
    """Whether a name fills its cell, so that a rest of it had to go below."""
    return len(word) >= _LONG_NAME and _width(word) >= width - 2 and parse_number(word) is None


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _printed(text: str, number: int) -> PrintedLine:
    glyphs: list[Glyph] = []
    x = 0.0
    for char in text:
        width = 2 * _HALF if unicodedata.east_asian_width(char) in "WF" else _HALF
        if squeeze(char):
            glyphs.append(Glyph(char, x, x + width, number * _LINE, number * _LINE + 2 * _HALF))
        x += width
    return PrintedLine(tuple(glyphs))
