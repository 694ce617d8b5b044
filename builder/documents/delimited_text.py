"""Rows whose cells are parted by a mark: pipes with or without frame, drawn tables, commas, quoted tabs, ruled columns.

Each run of such lines becomes one grid. Its columns are the source's own where all rows have as many.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from builder.model import Cell, Grid, Line, Place
from builder.text import has_digit, parse_number, squeeze

_RULE = re.compile(r"^[|:\-\s+=]+$")
_BREAK = re.compile(r"<br\s*/?>|\\n", re.IGNORECASE)
_ESCAPED = "\ue000"
_HEAD_ROWS = 4
#: Words that stand over several label columns; a converter repeats them in each.
_TOTALS = {"合计", "总计", "本年收入合计", "本年支出合计", "人员经费合计", "公用经费合计"}
_FEWEST_COMMAS, _FEWEST_COMMA_ROWS = 2, 3
#: Numbers parted by spaces: their commas part thousands, not cells.
_NUMBERS_APART = re.compile(r"\d\s+-?\d[\d,]*(?:\.\d|,)")
_FEWEST_PIPES, _BLANK_LINES = 2, 2
_PROSE = re.compile(r"[。；！？]")
#: A line that opens a quoted cell and does not close it, and one that closes it.
_OPENED = re.compile(r'(?:^|\t)"[^"\t]*$')
_CLOSED = re.compile(r'^[^"\t]*"(?:\t|$)')
_DASHES = re.compile(r"^\s*[-=]{2,}(?:\s+[-=]{2,})+\s*$")
#: A quoted cell goes over this many lines at most.
_LONGEST_QUOTE = 8

_TextCell = tuple[str, Place]


def is_piped(text: str) -> bool:
    """| 项目 | 行次 | 金额 |: a row of a table drawn with pipes."""
    plain = text.strip()
    return plain.startswith("|") and plain.count("|") >= 3


def _has_pipes(text: str) -> bool:
    """项目 | 行次 | 金额: cells parted by pipes, with or without a frame."""
    return is_piped(text) or is_rule(text) or (text.count("|") >= _FEWEST_PIPES and not _PROSE.search(text))


def pipe_run(texts: Sequence[str], at: int) -> int:
    """Index behind the rows with pipes that begin at `at`, over blank lines where as many pipes go on; else `at`.

    A single line is a table's row only inside a frame.
    """
    if not _has_pipes(texts[at]):
        return at
    end, last = at + 1, at
    while end < len(texts) and end - last <= _BLANK_LINES + 1:
        if _has_pipes(texts[end]):
            if end - last > 1 and abs(texts[end].count("|") - texts[last].count("|")) > 1:
                break
            last = end
        elif texts[end].strip():
            break
        end += 1
    return last + 1 if last > at or is_piped(texts[at]) else at


def is_rule(text: str) -> bool:
    """|---|---| or +---+---+: only a line between rows."""
    plain = text.strip()
    return bool(plain) and bool(_RULE.match(plain)) and ("|" in plain or plain.startswith("+"))


def piped_grid(lines: Sequence[Line]) -> Grid | None:
    """Rows drawn with pipes; None when there are only rules.

    Where rules part most rows, the lines between two rules are one row with wrapped cells.
    """
    drawn = [line.text.strip() for line in lines if not is_rule(line.text)]
    framed = sum(text.startswith("|") and text.endswith("|") for text in drawn) * 2 > len(drawn)
    rules = sum(is_rule(line.text) and line.text.strip().startswith("+") for line in lines)
    groups: list[list[list[_TextCell]]] = [[]]
    for line in lines:
        if is_rule(line.text):
            groups.append([])
            continue
        groups[-1].append([(text, line.place) for text in _pipe_cells(line.text, framed)])
        if rules < 2:
            groups.append([])
    rows = [_joined(group) for group in groups if group]
    return grid_of(rows) if rows else None


def _pipe_cells(text: str, framed: bool) -> list[str]:
    plain = text.strip().replace("\\|", _ESCAPED)
    if framed:
        plain = plain.removeprefix("|").removesuffix("|")
    return [_BREAK.sub("\n", cell.strip()).replace(_ESCAPED, "|") for cell in plain.split("|")]


def _joined(lines: Sequence[Sequence[_TextCell]]) -> list[_TextCell]:
    """The cells of one row over its lines."""
    row = list(lines[0])
    for line in lines[1:]:
        for index, (text, place) in enumerate(line):
            if index >= len(row):
                row.append((text, place))
            elif text:
                row[index] = (f"{row[index][0]}\n{text}".strip("\n"), row[index][1])
    return row


def grid_of(rows: Sequence[Sequence[_TextCell]]) -> Grid:
    """A grid of rows of cells; exact, with the heads' spans, when all rows have as many."""
    exact = len({len(row) for row in rows}) == 1
    texts = [[text for text, _ in row] for row in rows]
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        merged = _merged_left(texts, number) if exact else set()
        for column, (text, place) in enumerate(row):
            if column in merged:
                cells[-1] = replace(cells[-1], column_span=cells[-1].column_span + 1)
            else:
                cells.append(Cell(text, number, column, place))
    return Grid(tuple(cells), rows[0][0][1], exact)


def _merged_left(texts: Sequence[Sequence[str]], row: int) -> set[int]:
    """Cells of a head row that belong to the filled cell on their left: blank, or its words again, while a row
    below divides them."""
    below = [line for line in texts[row + 1 : row + _HEAD_ROWS] if not any(has_digit(text) for text in line)]
    figures = any(has_digit(text) for text in texts[row])
    merged: set[int] = set()
    for column in range(1, len(texts[row])):
        text = texts[row][column]
        again = text and text == texts[row][column - 1] and parse_number(text) is None
        if again and (not figures or squeeze(text) in _TOTALS):
            merged.add(column)
        if figures:
            continue
        if row and squeeze(texts[row - 1][column]):
            continue  # a head above begins here: what is blank below it is its own
        left = texts[row][column - 1] or column - 1 in merged
        if not texts[row][column] and left and any(line[column] for line in below):
            merged.add(column)
    return merged


# --- commas ----------------------------------------------------------------------------------------------


def comma_cells(text: str) -> list[str]:
    """The cells of a line of comma-separated values; none when it is no such line."""
    if text.count(",") < _FEWEST_COMMAS or _PROSE.search(text) or _NUMBERS_APART.search(text):
        return []
    cells = next(csv.reader([text]), [])
    return [cell.strip() for cell in cells] if len(cells) > _FEWEST_COMMAS else []


def comma_run(texts: Sequence[str], at: int) -> int:
    """Index behind the comma-separated rows that begin at `at`: at least three, with as many cells; else `at`."""
    width = len(comma_cells(texts[at]))
    end = at
    while width and end < len(texts) and len(comma_cells(texts[end])) == width:
        end += 1
    further = [cell for text in texts[at:end] for cell in comma_cells(text)[1:]]
    parted = any(not cell or not has_digit(cell) for cell in further)  # else the commas part thousands
    return end if end - at >= _FEWEST_COMMA_ROWS and parted else at


# --- quoted cells over several lines ---------------------------------------------------------------------


def join_quoted(texts: Sequence[str]) -> list[str]:
    """Lines with each quoted cell whole, its breaks kept; the lines it went over are left blank."""
    joined = list(texts)
    at = 0
    while at < len(joined):
        end = _closing(joined, at) if _OPENED.search(joined[at]) else at
        while at < end and (further := _closing(joined, end)) > end and _OPENED.search(joined[end]):
            end = further  # the line that closes one cell opens the next
        if end > at and "\t" in "".join(joined[at : end + 1]):
            joined[at] = "\n".join(joined[at : end + 1])
            joined[at + 1 : end + 1] = [""] * (end - at)
        at = max(end, at) + 1
    return joined


def _closing(texts: Sequence[str], at: int) -> int:
    """The line that closes the cell which line `at` opens; `at` itself when none does nearby."""
    for index in range(at + 1, min(len(texts), at + _LONGEST_QUOTE)):
        if _CLOSED.match(texts[index]):
            return index
        if '"' in texts[index] or "\t" in texts[index]:
            break
    return at


def unquoted(cell: str) -> str:
    """A cell without the quotation marks that a spreadsheet puts around line breaks."""
    plain = cell.strip()
    if len(plain) > 1 and plain.startswith('"') and plain.endswith('"'):
        return plain[1:-1].replace('""', '"').strip()
    return plain


# --- columns ruled with dashes ---------------------------------------------------------------------------


def is_dashed(text: str) -> bool:
    """------ ----: the line under the heads of a table with fixed columns."""
    return bool(_DASHES.match(text))


def dashed_grid(lines: Sequence[Line], raw: Sequence[str]) -> Grid | None:
    """Lines around dashes, cut where the dashes are; None when a word stands across a cut."""
    dashes = next((text for text in raw if is_dashed(text)), "")
    starts = [match.start() for match in re.finditer(r"[-=]+", dashes)]
    rows = []
    for line, text in zip(lines, raw, strict=True):
        if is_dashed(text) or not squeeze(text):
            continue
        cells = _cut(text, starts)
        if cells is None:
            return None
        rows.append([(cell, line.place) for cell in cells])
    return grid_of(rows) if rows else None


def _cut(text: str, starts: Sequence[int]) -> list[str] | None:
    cells = [""] * len(starts)
    x, before = 0, " "
    for char in text:
        column = max((i for i, start in enumerate(starts) if start <= x), default=0)
        if x in starts[1:] and before != " " and char != " ":
            return None
        cells[column] += char
        x += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        before = char
    return [cell.strip() for cell in cells]
