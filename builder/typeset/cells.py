"""Tables as cells with spans, before anything is drawn.

A row lists its cells from left to right and leaves out the places that a span from the left or from above
covers, as HTML does. `place_cells` finds the places again and refuses a table that leaves a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True)
class Cell:
    """One printed cell: its words, how many rows and columns it covers, where its words stand."""

    text: str = ""
    rows: int = 1
    columns: int = 1
    align: Align = "left"
    indent: int = 0


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A table: relative column widths, the head rows that a new page repeats, the body rows."""

    widths: tuple[float, ...]
    header: tuple[Row, ...]
    body: tuple[Row, ...]


@dataclass(frozen=True)
class Placed:
    """A cell with the row and column of its upper left corner."""

    row: int
    column: int
    cell: Cell


def label(text: str, *, rows: int = 1, columns: int = 1) -> Cell:
    """Give a centred cell, as heads and totals have it."""
    return Cell(text, rows, columns, "centre")


def amount(text: str) -> Cell:
    """Give a cell for a figure, at the right edge."""
    return Cell(text, align="right")


def blank_rows(count: int, columns: int) -> tuple[Row, ...]:
    """Give rows without any words, as empty official tables have them."""
    return tuple(tuple(Cell() for _ in range(columns)) for _ in range(count))


def place_cells(rows: Sequence[Row], columns: int) -> tuple[Placed, ...]:
    """Find the row and column of every cell; raise `ValueError` where the spans leave a gap or overlap."""
    taken: set[tuple[int, int]] = set()
    placed: list[Placed] = []
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            covered = _covered(number, column, cell)
            if taken.intersection(covered) or column + cell.columns > columns:
                raise ValueError(f"row {number}: cell {cell.text!r} does not fit at column {column}")
            taken.update(covered)
            placed.append(Placed(number, column, cell))
    if len(taken) != len(rows) * columns:
        raise ValueError(
            f"{len(rows)} rows of {columns} columns leave {len(rows) * columns - len(taken)} gaps"
        )
    return tuple(placed)


def _covered(row: int, column: int, cell: Cell) -> list[tuple[int, int]]:
    return [(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)]
