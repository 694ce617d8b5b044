"""Text with one cell to a line and no trace of rows: short lines with many figures → rows of label and figures.

Blank cells are gone (or stand as blank lines that nobody can tell from others), so a row is what stands between two
labels, and what its figures are has to be found by arithmetic. Prose and lists hold no run of such lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.model import Block, Cell, Grid, Line
from builder.text import parse_number, squeeze

_LONGEST = 34
_FEWEST_LINES, _FEWEST_AMOUNTS = 8, 2
_AMOUNT = re.compile(r"-?[\d,]+\.\d+|-?\d{1,3}(?:,\d{3})+")
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_WHOLE = re.compile(r"\d{1,3}")
_ENDS = re.compile(
    r"[。；！？]|表(?:（[^（）]*）)?$|单位[:：]|^(?:编制)?部门[:：]|公开\d+表|^(?:注|说明|备注)[:：\d]|^第.{1,3}部分"
)
#: So many codes, or so many numbers, one after another: the text goes down the columns, not along the rows.
_CODES_DOWN, _NUMBERS_DOWN = 3, 14
#: A run of whole numbers this long that counts up from one numbers the columns.
_FEWEST_NUMBERED = 3


def lift_cell_lines(blocks: Sequence[Block]) -> list[Block]:
    """Runs of one cell per line become grids whose blanks are lost; everything else stays."""
    result: list[Block] = []
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and _is_cell(blocks[end]):
            end += 1
        run = [block for block in blocks[at:end] if isinstance(block, Line)]
        if _is_table(run):
            result.append(_grid(run))
        else:
            result += run
        if end < len(blocks):
            result.append(blocks[end])
        at = end + 1
    return result


def _is_cell(block: Block) -> bool:
    if not isinstance(block, Line):
        return False
    text = squeeze(block.text)
    several = len([word for word in block.text.split() if parse_number(word) is not None]) > 1
    return len(text) <= _LONGEST and not _ENDS.search(text) and not several


def _is_table(run: Sequence[Line]) -> bool:
    amounts = sum(bool(_AMOUNT.fullmatch(squeeze(line.text))) for line in run)
    words = sum(parse_number(line.text) is None for line in run)
    return len(run) >= _FEWEST_LINES and amounts >= _FEWEST_AMOUNTS and words * 20 <= len(run) * 19


def _grid(run: Sequence[Line]) -> Grid:
    if _goes_down(run):  # nothing tells which name a figure belongs to
        figures = [line for line in run if parse_number(line.text) is not None]
        cells = [Cell(line.text, number, 0, line.place) for number, line in enumerate(figures)]
        return Grid(tuple(cells), run[0].place, exact=False, blanks_kept=False)
    rows: list[list[Line]] = [[]]
    numbered = _numbering(run)
    for index, line in enumerate(run):
        if index in numbered:
            if index - 1 not in numbered:
                rows.append([])
        elif index - 1 in numbered or _begins_row(line, rows[-1]):
            rows.append([])
        rows[-1].append(line)
    found = [
        Cell(line.text, number, column, line.place)
        for number, row in enumerate(row for row in rows if row)
        for column, line in enumerate(row)
    ]
    return Grid(tuple(found), run[0].place, exact=False, blanks_kept=False)


def _goes_down(run: Sequence[Line]) -> bool:
    codes = numbers = whole = 0
    before = -1
    for line in run:
        text = squeeze(line.text)
        codes = codes + 1 if _CODE.fullmatch(text) else 0
        numbers = numbers + 1 if parse_number(line.text) is not None else 0
        whole = (
            whole + 1 if _WHOLE.fullmatch(text) and int(text) == before + 1 and (before > 0 or whole) else 0
        )
        before = int(text) if _WHOLE.fullmatch(text) else -1
        if codes >= _CODES_DOWN or numbers > 2 * _NUMBERS_DOWN or whole > _NUMBERS_DOWN:
            return True
    return False


def _begins_row(line: Line, row: Sequence[Line]) -> bool:
    """A code, or a word that does not stand right behind a code; two codes in a row are parts of one."""
    text = squeeze(line.text)
    if not row:
        return False
    behind = squeeze(row[-1].text)
    in_code = all(_is_code_part(squeeze(cell.text)) for cell in row)
    if _CODE.fullmatch(text) and len(text) > 2:
        return not in_code
    if parse_number(line.text) is not None:
        return False
    return not (in_code and _is_code_part(behind))


def _is_code_part(text: str) -> bool:
    return bool(re.fullmatch(r"\d{2,7}", text))


def _numbering(run: Sequence[Line]) -> set[int]:
    """Indexes of whole numbers that count 1, 2, 3 … one line after another: the columns' numbers."""
    found: set[int] = set()
    at = 0
    while at < len(run):
        end = at
        while end < len(run) and squeeze(run[end].text) == str(end - at + 1):
            end += 1
        if end - at >= _FEWEST_NUMBERED:
            found |= set(range(at, end))
        at = max(end, at + 1)
    return found
