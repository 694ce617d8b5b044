"""Text with one cell to a line and no trace of rows: short lines with many figures → rows of label and figures.

Blank cells are gone, so a row is what stands between two labels, and what its figures are has to be found by
arithmetic. Where the codes of a table stand at even distances, its blank lines are blank cells: the rows are whole.
Prose and lists hold no run of such lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

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
#: So many codes (with the total) at one distance, of at least so many lines, tell that no cell between them is lost.
_FEWEST_EVEN, _SHORTEST_ROW = 4, 5
_TOTAL = {"合计", "总计"}


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
    step = _even_step(run)
    rows, kept = (_whole_rows(run, step), True) if step else (_rows(run), False)
    found = [
        Cell(line.text, number, column, line.place)
        for number, row in enumerate(row for row in rows if row)
        for column, line in enumerate(row)
    ]
    return Grid(tuple(found), run[0].place, exact=False, blanks_kept=kept)


def _rows(run: Sequence[Line]) -> list[list[Line]]:
    """What stands between two labels, or between a row of column numbers and a label."""
    rows: list[list[Line]] = [[]]
    numbered = _numbering(run)
    for index, line in enumerate(run):
        if index in numbered:
            if index - 1 not in numbered:
                rows.append([])
        elif index - 1 in numbered or _begins_row(line, rows[-1]):
            rows.append([])
        rows[-1].append(line)
    return rows


def _even_step(run: Sequence[Line]) -> int:
    """How many lines of the source each row of accounts takes, blank ones too; 0 when they do not take as many."""
    at = [_number(line) for line in run if _is_account(line)]
    steps = {after - before for before, after in pairwise(at)}
    if len(steps) != 1 or (step := steps.pop()) < _SHORTEST_ROW:
        return 0
    if len(at) + (_total_before(run, at[0], step) > 0) < _FEWEST_EVEN:
        return 0
    blank = any(after - before > 1 for before, after in pairwise(_number(line) for line in run))
    return step if blank and _number(run[-1]) < at[-1] + step else 0


def _whole_rows(run: Sequence[Line], step: int) -> list[list[Line]]:
    """The heads as they stand, then the total (one cell over code and name) and the accounts with their blanks."""
    first = next(_number(line) for line in run if _is_account(line))
    total = _total_before(run, first, step)
    first = total or first
    by_number = {_number(line): line for line in run}
    rows = _rows([line for line in run if _number(line) < first])
    starts = [first, *(_number(line) for line in run if _is_account(line) and _number(line) > first)]
    for start, end in pairwise([*starts, starts[-1] + step]):
        place = by_number[start].place
        row = [by_number.get(n, Line("", replace(place, line=n))) for n in range(start, end)]
        rows.append([row[0], *row[2:]] if start == total and len(row) == step else row)
    return rows


def _total_before(run: Sequence[Line], first: int, step: int) -> int:
    """Where the total stands a row before the first account, over code and name or beside a blank; else 0."""
    totals = {_number(line) for line in run if squeeze(line.text) in _TOTAL}
    return next((at for at in (first - step + 1, first - step) if at in totals), 0)


def _is_account(line: Line) -> bool:
    return bool(_CODE.fullmatch(squeeze(line.text)))


def _number(line: Line) -> int:
    return line.place.line or 0


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
