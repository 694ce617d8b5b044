"""Draws made tables: column widths from what stands in them, rules by the layout, page breaks, backgrounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.typeset.cells import Placed, place_cells
from builder.typeset.fonts import ems
from builder.typeset.generate.axes import MadeLayout
from builder.typeset.generate.facts import ExpectedFact
from builder.typeset.generate.forms import FigureCell, MadeTable
from builder.typeset.generate.paper import Paper, break_lines, text_width

PAD_X = {"full": 3.0, "horizontal": 5.4, "none": 5.4}
PAD_Y = {"full": 2.2, "horizontal": 2.2, "none": 4.5}
LINE_HEIGHT = 1.2
SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
SMALL_SIZES = (6.0, 5.5, 5.0, 4.5, 4.0)
TALL_ROW = 25.0
LEAST_ROWS = 2
RULE_WIDTH = 0.6
NUMBER_EMS = 2.6
HEAD_EMS = 2.6
WHOLE_HEAD_EMS = 4.1
NAME_LINES = 4

Edge = tuple[int, int]


@dataclass(frozen=True)
class Plan:
    """How one table is set: its cells in their places, the sizes, the left edges of its columns."""

    placed: tuple[Placed, ...]
    head: int
    rows: int
    size: float
    pad: float
    widths: tuple[float, ...]

    def width(self, placed: Placed) -> float:
        """Give the width of a cell."""
        return sum(self.widths[placed.column : placed.column + placed.cell.columns])

    def lines(self, placed: Placed) -> list[str]:
        """Break a cell's words into its lines; a figure stays whole."""
        if isinstance(placed.cell, FigureCell):
            return [placed.cell.text]
        room = self.width(placed) - 2 * self.pad - placed.cell.indent * self.size
        return break_lines(placed.cell.text, max(self.size, room), self.size)


def plan_table(table: MadeTable, layout: MadeLayout, frame: float, sizes: Iterable[float]) -> Plan | None:
    """Find the largest size in which the table fits the frame, its names wide if the layout wants that."""
    placed = place_cells((*table.header, *table.body), len(table.kinds))
    pad = PAD_X[layout["rules"]]
    for size in sizes:
        for narrow in (True,) if layout["names"] == "narrow" or size < 7.5 else (False,):
            widths = [width + 2 * pad for width in _widths(table, placed, size, narrow)]
            if sum(widths) <= frame:
                spread = _spread(table, widths, frame - sum(widths))
                return Plan(placed, len(table.header), len(table.header) + len(table.body), size, pad, spread)
    return None


def _widths(table: MadeTable, placed: tuple[Placed, ...], size: float, narrow: bool) -> list[float]:
    """Give the least width of each column, without its padding."""
    widths = [NUMBER_EMS * size] * len(table.kinds)
    for each in placed:
        if each.cell.columns == 1:
            need = _need(table, each, size, narrow)
            widths[each.column] = max(widths[each.column], need)
    heads = {"name": 4.2, "code": HEAD_EMS, "part": 1.2, "number": 1.2, "amount": HEAD_EMS}
    return [max(width, heads[kind] * size) for width, kind in zip(widths, table.kinds, strict=True)]


def _need(table: MadeTable, each: Placed, size: float, narrow: bool) -> float:
    """Give the width that one cell asks for; a head asks for its broken lines, up to four characters."""
    lines = each.cell.text.split("\n")
    longest = max(ems(line) for line in lines)
    if each.row < len(table.header):
        return min(longest, WHOLE_HEAD_EMS) * size if len(lines) > 1 else 0.0
    if table.kinds[each.column] == "name":
        wanted = max(5.0, longest / NAME_LINES + 1.2) if narrow else longest + 0.6
        return (wanted + each.cell.indent) * size
    return max(text_width(line, size) for line in lines)


def _spread(table: MadeTable, widths: list[float], left: float) -> tuple[float, ...]:
    """Give the room that is left to the columns of figures."""
    amounts = [kind == "amount" for kind in table.kinds]
    share = left / sum(amounts)
    return tuple(width + share * is_amount for width, is_amount in zip(widths, amounts, strict=True))


class TablePen:
    """Draws one planned table on the paper, and says which facts stand on which page."""

    def __init__(self, paper: Paper, plan: Plan) -> None:
        """Work out the height of every row."""
        self.paper, self.plan, self.layout = paper, plan, paper.layout
        self.pad_y = PAD_Y[self.layout["rules"]]
        self.tall = self.layout["breaks"] != "fit"
        self.heights = self._heights(TALL_ROW if self.tall else 17.0)
        if not self.tall and sum(self.heights) > paper.room:
            self.heights = self._heights(0.0)

    def _heights(self, least: float) -> list[float]:
        plan = self.plan
        base = plan.size * LINE_HEIGHT + 2 * self.pad_y
        heights = [max(base, least)] * plan.rows
        for each in sorted(plan.placed, key=lambda placed: placed.cell.rows):
            last = each.row + each.cell.rows
            need = len(plan.lines(each)) * plan.size * LINE_HEIGHT + 2 * self.pad_y
            missing = need - sum(heights[each.row : last])
            if each.cell.text and missing > 0:
                heights[last - 1] += missing
        return heights

    @property
    def height(self) -> float:
        """Give the height of the whole table."""
        return sum(self.heights)

    def draw(self) -> Iterator[ExpectedFact]:
        """Draw the table over as many pages as it needs."""
        head = range(self.plan.head)
        start = self.plan.head
        while start < self.plan.rows:
            shown = head if start == self.plan.head or self.layout["breaks"] != "bare" else range(0)
            stop = self._stop(shown, start)
            if stop < min(start + LEAST_ROWS, self.plan.rows):
                self.paper.next_page()
                stop = max(self._stop(shown, start), start + 1)
            yield from self._draw_piece([*shown, *range(start, stop)])
            start = stop
            if start < self.plan.rows:
                self.paper.next_page()

    def _stop(self, shown: range, start: int) -> int:
        """Find the row before which the page is full."""
        room = self.paper.room - sum(self.heights[row] for row in shown)
        row = start
        while row < self.plan.rows and self.heights[row] <= room:
            room -= self.heights[row]
            row += 1
        return row

    def _draw_piece(self, rows: list[int]) -> Iterator[ExpectedFact]:
        tops = [self.paper.y]
        for row in rows:
            tops.append(tops[-1] - self.heights[row])
        lefts = [self.paper.left]
        for width in self.plan.widths:
            lefts.append(lefts[-1] + width)
        at = {row: place for place, row in enumerate(rows)}
        pieces = [
            (at[each.row], at[each.row] + each.cell.rows, each) for each in self.plan.placed if each.row in at
        ]
        self._draw_backgrounds(pieces, lefts, tops)
        self._draw_rules(pieces, lefts, tops)
        for top, bottom, each in pieces:
            self._draw_words(each, lefts, tops[top], tops[bottom])
            if isinstance(each.cell, FigureCell):
                yield self._fact(each.cell)
        self.paper.y = tops[-1]
        self.paper.table_end = tops[-1]

    def _fact(self, cell: FigureCell) -> ExpectedFact:
        table, side, code, item, measure = cell.key
        return ExpectedFact(table, side, code, item, measure, cell.value, "万元", cell.text, self.paper.page)

    def _draw_words(self, placed: Placed, lefts: list[float], top: float, bottom: float) -> None:
        cell, size = placed.cell, self.plan.size
        lines = self.plan.lines(placed)
        y = (top + bottom) / 2 + len(lines) * size * LINE_HEIGHT / 2 - size * 0.98
        left, right = lefts[placed.column], lefts[placed.column + cell.columns]
        x = {
            "left": left + self.plan.pad + cell.indent * size,
            "centre": (left + right) / 2,
            "right": right - self.plan.pad,
        }[cell.align]
        for line in lines:
            self.paper.text(x, y, line, size, cell.align, bold=cell.align == "centre")
            y -= size * LINE_HEIGHT

    def _draw_backgrounds(
        self, pieces: list[tuple[int, int, Placed]], lefts: list[float], tops: list[float]
    ) -> None:
        manner = self.layout["backgrounds"]
        if manner == "none":
            return
        canvas = self.paper.canvas
        canvas.saveState()
        for top, bottom, each in pieces:
            head = each.row < self.plan.head
            canvas.setFillGray(0.9 if manner == "shaded" and head else 1)
            left, right = lefts[each.column], lefts[each.column + each.cell.columns]
            canvas.rect(left, tops[bottom], right - left, tops[top] - tops[bottom], stroke=0, fill=1)
        canvas.restoreState()

    def _draw_rules(
        self, pieces: list[tuple[int, int, Placed]], lefts: list[float], tops: list[float]
    ) -> None:
        """Draw each rule once and as long as it runs, but for the outer one that is missing."""
        rules, missing = self.layout["rules"], self.layout["missing_rule"]
        across: set[Edge] = set()
        down: set[Edge] = set()
        for top, bottom, each in pieces:
            first, last = each.column, each.column + each.cell.columns
            across.update((line, column) for line in (top, bottom) for column in range(first, last))
            down.update((line, row) for line in (first, last) for row in range(top, bottom))
        skipped = {"top": 0, "bottom": len(tops) - 1}.get(missing, -1)
        for line, start, stop in _runs(across):
            if rules != "none" and line != skipped:
                self._rule(lefts[start], tops[line], lefts[stop], tops[line])
        skipped = {"left": 0, "right": len(lefts) - 1}.get(missing, -1)
        for line, start, stop in _runs(down):
            if rules == "full" and line != skipped:
                self._rule(lefts[line], tops[stop], lefts[line], tops[start])

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        canvas, half = self.paper.canvas, RULE_WIDTH / 2
        if self.layout["rule_shape"] == "line":
            canvas.setLineWidth(RULE_WIDTH)
            canvas.line(x0, y0, x1, y1)
        else:
            canvas.rect(x0 - half, y0 - half, x1 - x0 + RULE_WIDTH, y1 - y0 + RULE_WIDTH, stroke=0, fill=1)


def _runs(edges: set[Edge]) -> list[tuple[int, int, int]]:
    """Join unit edges on the same line into runs (line, start, stop)."""
    runs: list[tuple[int, int, int]] = []
    for line, place in sorted(edges):
        if runs and runs[-1][0] == line and runs[-1][2] == place:
            runs[-1] = (line, runs[-1][1], place + 1)
        else:
            runs.append((line, place, place + 1))
    return runs
