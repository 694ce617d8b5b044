"""Draws ruled tables: the one place that knows about rules, cell padding and tables that run over a page.

Cells that span rows may be cut by a page break; their words stand in the first piece, their frame in all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder.typeset.cells import Cell, Grid, Placed, place_cells
from builder.typeset.fonts import wrap
from builder.typeset.layout import Layout
from builder.typeset.pages import Sheet

PADDING = 2.5
LINE_HEIGHT = 1.22
LEAST_ROWS = 3

Edge = tuple[int, int]


@dataclass(frozen=True)
class Measure:
    """The sizes a table is drawn with."""

    size: float
    row_height: float
    columns: tuple[float, ...]

    def width(self, column: int, count: int) -> float:
        """Add up the widths of some columns."""
        return sum(self.columns[column : column + count])

    def lines(self, placed: Placed) -> list[str]:
        """Break a cell's words into its lines."""
        room = self.width(placed.column, placed.cell.columns) - 2 * PADDING - placed.cell.indent * self.size
        return wrap(placed.cell.text, room / self.size)

    def needed(self, placed: Placed) -> float:
        """Give the height a cell's words need."""
        if not placed.cell.text:
            return 0.0
        return len(self.lines(placed)) * self.size * LINE_HEIGHT + 2 * PADDING


def draw_grid(sheet: Sheet, grid: Grid, *, size: float = 0.0, row_height: float = 0.0) -> None:
    """Draw a table from the pen's place on, over as many pages as it needs."""
    layout = sheet.layout
    frame = sheet.right - sheet.left
    columns = tuple(width * frame / sum(grid.widths) for width in grid.widths)
    measure = Measure(size or layout.cell_size, row_height or layout.row_height, columns)
    placed = place_cells((*grid.header, *grid.body), len(columns))
    heights = _row_heights(placed, len(grid.header) + len(grid.body), measure)
    head = range(len(grid.header))
    start = len(grid.header)
    while start < len(heights) or not grid.body:
        shown = head if start == len(grid.header) or layout.repeat_header else range(0)
        stop = _last_row(heights, shown, start, sheet.room)
        if stop < min(start + LEAST_ROWS, len(heights)):
            sheet.next_page()
            stop = max(_last_row(heights, shown, start, sheet.room), start + 1)
        _draw_piece(sheet, placed, heights, [*shown, *range(start, stop)], measure)
        start = stop
        if start < len(heights):
            sheet.next_page()
        if not grid.body:
            return


def _row_heights(placed: Iterable[Placed], rows: int, measure: Measure) -> list[float]:
    heights = [measure.row_height] * rows
    for each in sorted(placed, key=lambda one: one.cell.rows):
        last = each.row + each.cell.rows
        missing = measure.needed(each) - sum(heights[each.row : last])
        if missing > 0:
            heights[last - 1] += missing
    return heights


def _last_row(heights: list[float], head: range, start: int, room: float) -> int:
    """Find the row before which the page is full."""
    used = sum(heights[row] for row in head)
    row = start
    while row < len(heights) and used + heights[row] <= room:
        used += heights[row]
        row += 1
    return row


def _draw_piece(
    sheet: Sheet, placed: Iterable[Placed], heights: list[float], rows: list[int], measure: Measure
) -> None:
    """Draw the part of a table that stands on one page, and put the pen under it."""
    tops = [sheet.y]
    for row in rows:
        tops.append(tops[-1] - heights[row])
    lefts = [sheet.left]
    for width in measure.columns:
        lefts.append(lefts[-1] + width)
    pieces = [piece for each in placed if (piece := _piece_of(each, rows))]
    _draw_rules(sheet, pieces, lefts, tops)
    for top, bottom, each in pieces:
        if rows[top] == each.row:
            _draw_words(sheet, each, lefts, tops[top], tops[bottom], measure)
    sheet.y = tops[-1]


def _piece_of(placed: Placed, rows: list[int]) -> tuple[int, int, Placed] | None:
    """Give the first and last line (by their number on this page) of the part of a cell that stands here."""
    inside = [number for number, row in enumerate(rows) if placed.row <= row < placed.row + placed.cell.rows]
    return (inside[0], inside[-1] + 1, placed) if inside else None


def _draw_words(
    sheet: Sheet, placed: Placed, lefts: list[float], top: float, bottom: float, measure: Measure
) -> None:
    cell = placed.cell
    lines = measure.lines(placed)
    line_height = measure.size * LINE_HEIGHT
    y = (top + bottom) / 2 + len(lines) * line_height / 2 - measure.size * 0.95
    x = _anchor(cell, lefts[placed.column], lefts[placed.column + cell.columns], measure.size)
    for line in lines:
        sheet.draw_text(x, y, line, measure.size, cell.align)
        y -= line_height


def _anchor(cell: Cell, left: float, right: float, size: float) -> float:
    places = {
        "left": left + PADDING + cell.indent * size,
        "centre": (left + right) / 2,
        "right": right - PADDING,
    }
    return places[cell.align]


def _draw_rules(
    sheet: Sheet, pieces: Iterable[tuple[int, int, Placed]], lefts: list[float], tops: list[float]
) -> None:
    """Draw each rule once, and as long as it runs."""
    layout = sheet.layout
    across: set[Edge] = set()
    down: set[Edge] = set()
    for top, bottom, each in pieces:
        first, last = each.column, each.column + each.cell.columns
        across.update((line, column) for line in (top, bottom) for column in range(first, last))
        down.update((line, row) for line in (first, last) for row in range(top, bottom))
    if layout.rules != "none":
        for line, start, stop in _runs(across):
            _draw_rule(sheet, layout, lefts[start], tops[line], lefts[stop], tops[line])
    if layout.rules == "full":
        for line, start, stop in _runs(down):
            _draw_rule(sheet, layout, lefts[line], tops[stop], lefts[line], tops[start])


def _runs(edges: set[Edge]) -> list[tuple[int, int, int]]:
    """Join unit edges on the same line into runs (line, start, stop)."""
    runs: list[tuple[int, int, int]] = []
    for line, place in sorted(edges):
        if runs and runs[-1][0] == line and runs[-1][2] == place:
            runs[-1] = (line, runs[-1][1], place + 1)
        else:
            runs.append((line, place, place + 1))
    return runs


def _draw_rule(sheet: Sheet, layout: Layout, x0: float, y0: float, x1: float, y1: float) -> None:
    """Draw a rule as a stroked line or as a thin filled rectangle."""
    half = layout.rule_width / 2
    if layout.rule_shape == "line":
        sheet.canvas.setLineWidth(layout.rule_width)
        sheet.canvas.line(x0, y0, x1, y1)
    else:
        sheet.canvas.rect(x0 - half, y0 - half, x1 - x0 + 2 * half, y1 - y0 + 2 * half, stroke=0, fill=1)
