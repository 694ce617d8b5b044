"""Rows of sheet cells → one `Grid`: columns and rows that nothing stands in left out, spans clamped to what is there.

Spans and places in a file are claims: a merged cell over the whole sheet, a cell in its last corner. Only what is
filled is counted, so that neither costs anything.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from builder.errors import SourceError
from builder.model import Cell, Grid, Place
from builder.text import has_digit

#: The lines of a form are numbered, its heads are not.
_NUMBERED = re.compile(r"\s*[一二三四五六七八九十]+[、.．]")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A filled cell where it stands, counted from 0, with its words as shown and its spans."""

    row: int
    column: int
    text: str
    place: Place
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with something in it; `framed`: it is part of a table for sure; `gap`: bare rows stand before it."""

    number: int
    cells: tuple[SheetCell, ...]
    framed: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Body:
    """Rows of a table, one after the other."""

    rows: tuple[SheetRow, ...]


def used_columns(bodies: Sequence[Body], drawn: frozenset[int]) -> list[int]:
    """The columns of a table in which a filled cell begins.

    Of a table without heads, the rest of one that began on the page before, also those in which only blank cells
    are `drawn`: heads elsewhere stand over them.
    """
    rows = [row for body in bodies for row in body.rows]
    used = {cell.column for row in rows for cell in row.cells}
    headless = bool(rows) and any(has_digit(c.text) or _NUMBERED.match(c.text) for c in rows[0].cells)
    return sorted(used | drawn if headless else used)


def grid_of_body(body: Body, columns: Sequence[int], source: str, most_cells: int) -> Grid:
    """The rows as a grid with every blank cell in its place. Raises SourceError when it has more cells than allowed."""
    numbers = [row.number for row in body.rows]
    if len(numbers) * len(columns) > most_cells:
        raise SourceError(
            f"一张表有 {len(numbers)} 行 {len(columns)} 列，超过 {most_cells} 格的上限，拒绝读取",
            f"a table of {len(numbers)} rows and {len(columns)} columns exceeds the limit of {most_cells} cells",
            source=source,
            place=body.rows[0].cells[0].place.label,
        )
    width = len(columns)
    taken = [bytearray(width) for _ in numbers]
    cells: list[Cell] = []
    for index, row in enumerate(body.rows):
        for cell in row.cells:
            column = bisect_left(columns, cell.column)
            if taken[index][column]:
                continue  # under a merged cell: not shown
            down = max(1, bisect_left(numbers, cell.row + cell.rows) - index)
            across = max(1, bisect_left(columns, cell.column + cell.columns) - column)
            if any(any(line[column : column + across]) for line in taken[index : index + down]):
                down = across = 1  # it overlaps another merged cell
            for line in taken[index : index + down]:
                line[column : column + across] = b"\1" * across
            cells.append(Cell(cell.text, index, column, cell.place, down, across))
    for index, row in enumerate(body.rows):
        place = row.cells[0].place
        cells += [Cell("", index, c, place) for c in range(width) if not taken[index][c]]
    first = body.rows[0].cells[0].place
    return Grid(cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))), place=first, exact=True)
