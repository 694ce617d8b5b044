"""Tables of a web page: which hold data and which only arrange the page, and the places of their cells.

Spans are claims: each is clamped, and a table as wide as no form is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.documents.web_tree import Node, Text
from builder.errors import SourceError

_CELLS = ("td", "th")
_WIDEST_SPAN, _MOST_COLUMNS = 1000, 3000
#: A cell with so much text, in a table of so few cells, is an article in a frame.
_ARTICLE, _FEW_CELLS = 400, 6
#: A cell that holds most of a table's text, and more than any form's cell does, is the page's article too.
_LARGEST_CELL, _MOST_OF_IT = 2000, 0.6


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A cell of a table with its first row and column, counted from 0, and its spans."""

    node: Node
    row: int
    column: int
    rows: int
    columns: int


def rows_of(table: Node) -> list[list[Node]]:
    """The rows of a table with their own cells; tables inside its cells are not looked into.

    Cells that stand outside all rows make a row, as browsers show them.
    """
    loose = {id(cell) for cell in _inside(table, _CELLS, ("table", "tr", *_CELLS)) if length(cell)}
    rows: list[list[Node]] = []
    is_loose = False
    for node in _inside(table, ("tr", *_CELLS), ("table",)):
        if node.tag == "tr":
            rows.append(list(_inside(node, _CELLS, (*_CELLS, "tr", "table"))))
            is_loose = False
        elif id(node) in loose:
            rows += [] if is_loose else [[]]
            rows[-1].append(node)
            is_loose = True
    return rows


def captions_of(table: Node) -> list[Node]:
    """What a table says it is called, wherever in it that stands."""
    return list(_inside(table, ("caption",), (*_CELLS, "caption", "table")))


def _inside(node: Node, wanted: Sequence[str], shut: Sequence[str]) -> Iterator[Node]:
    """The elements of some tags below a node in their order; those of `shut` are not entered."""
    left = list(reversed(list(node.nodes())))
    while left:
        child = left.pop()
        if child.tag in wanted:
            yield child
        if child.tag not in shut:
            left += reversed(list(child.nodes()))


def is_data(table: Node) -> bool:
    """Whether a table is rows and columns of data, not a frame that things are laid out in."""
    if table.data is None:
        table.data = table.tag == "table" and _is_data(table)
    return table.data


def _is_data(table: Node) -> bool:
    if table.get("role") in ("presentation", "none"):
        return False
    rows = [row for row in rows_of(table) if row]
    cells = [cell for row in rows for cell in row]
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return False
    if any(is_data(inner) for inner in _inside(table, ("table",), ())):
        return False
    sizes = [length(cell) for cell in cells]
    largest = max(sizes)
    if largest > _ARTICLE and sum(size > 0 for size in sizes) <= _FEW_CELLS:
        return False
    return not (largest > _LARGEST_CELL and largest > _MOST_OF_IT * sum(sizes))


def length(node: Node) -> int:
    """How many characters that are no spaces a node shows."""
    total, left = 0, [node]
    while left:
        for child in left.pop().children:
            if isinstance(child, Text):
                total += len("".join(child.text.split()))
            else:
                left.append(child)
    return total


def place_nodes(table: Node, most_cells: int, source: str) -> list[PlacedNode]:
    """The cells of a table in their places, spans from the left and from above observed.

    Raises SourceError when the spans make the table larger than allowed.
    """
    rows = rows_of(table)
    ends: dict[int, int] = {}  # column → the row behind the cell that reaches down into it
    placed: list[PlacedNode] = []
    spent = 0
    for number, row in enumerate(rows):
        column = 0
        for node in row:
            while ends.get(column, 0) > number:
                column += 1
            across = min(_span(node.get("colspan")), _WIDEST_SPAN)
            down = len(rows) - number if node.get("rowspan").strip() == "0" else _span(node.get("rowspan"))
            down = min(down, len(rows) - number)
            spent += across
            if spent > most_cells or column + across > _MOST_COLUMNS:
                raise SourceError(
                    f"网页里的一张表超过 {most_cells} 格或 {_MOST_COLUMNS} 列，拒绝读取",
                    f"a table of the page exceeds {most_cells} cells or {_MOST_COLUMNS} columns; refused",
                    source=source,
                    place=f"第 {table.line} 行",
                )
            for each in range(column, column + across):
                ends[each] = number + down
            placed.append(PlacedNode(node, number, column, down, across))
            column += across
    return placed


def _span(text: str) -> int:
    """A span as a browser takes it: the digits it begins with, at least 1."""
    found = re.match(r"\s*\+?(\d{1,9})", text)
    return max(1, int(found[1])) if found else 1
