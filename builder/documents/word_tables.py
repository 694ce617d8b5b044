"""Tables of Word documents as true grids: spans, merges down, skipped columns, tables inside cells.

A cell is a rectangle. Its edges may stand anywhere, even at fractions of a column where a table inside a cell divides
it; in the end only edges that some cell has are counted, so a span of half a billion columns is a span of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from builder.documents.word_edges import RawCell, RawTable, Rows, edges_of
from builder.documents.word_text import Paragraph
from builder.documents.word_xml import Element, attribute, child, children, descend, is_on, number, tag

At = int | Fraction
#: A table has no more columns than this in any word processor.
_MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a laid out table: rows and columns it covers, the paragraphs in it."""

    top: At
    left: At
    bottom: At
    right: At
    paragraphs: tuple[Paragraph, ...] = ()


def is_wrapper(table: RawTable) -> bool:
    """Whether a table only places things on the page: it is one column of text, or frames larger tables."""
    if max((len(row) for row in table.rows), default=0) <= 1:
        return True
    return any(nested.cells > max(table.cells, 3) for nested in table.nested)


# --- reading ---------------------------------------------------------------------------------------------


def rows_of(table: Element) -> Iterator[Element]:
    """The rows that are printed, content controls looked through, removed and hidden ones left out."""
    for row in children(table):
        properties = child(row, "w:trPr")
        removed = child(properties, "w:del") is not None or is_on(child(properties, "w:hidden"))
        if tag(row) == "w:tr" and not removed:
            yield row


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row that are printed."""
    for cell in children(row):
        if tag(cell) == "w:tc" and descend(cell, "w:tcPr", "w:cellDel") is None:
            yield cell


def skipped_before(row: Element) -> tuple[int, int]:
    """Columns left out before a row's first cell, and their width (0 where it is not told)."""
    properties = child(row, "w:trPr")
    columns = number(attribute(child(properties, "w:gridBefore"), "w:val"))
    return min(max(columns, 0), _MOST_COLUMNS), _width(child(properties, "w:wBefore"))


def grid_of(table: Element) -> tuple[int, ...]:
    """The widths of a table's columns; none where they cannot be trusted."""
    grid = child(table, "w:tblGrid")
    widths = (
        [number(attribute(each, "w:w")) for each in grid if tag(each) == "w:gridCol"]
        if grid is not None
        else []
    )
    return tuple(widths) if all(width >= 0 for width in widths) else ()


def skipped_after(row: Element) -> int:
    """Columns left out behind a row's last cell."""
    columns = number(attribute(descend(row, "w:trPr", "w:gridAfter"), "w:val"))
    return min(max(columns, 0), _MOST_COLUMNS)


def place_cell(cell: Element, left: int, items: Sequence[Paragraph | RawTable]) -> RawCell:
    """A cell whose first column is `left`; an impossible span is cut to what a table can have."""
    properties = child(cell, "w:tcPr")
    span = number(attribute(child(properties, "w:gridSpan"), "w:val"), 1)
    merge = child(properties, "w:vMerge")
    told = attribute(merge, "w:val") or "continue" if merge is not None else ""
    width = _width(child(properties, "w:tcW"))
    return RawCell(left, left + min(max(span, 1), _MOST_COLUMNS), width, told, tuple(items))


def continues_left(cell: Element) -> bool:
    """Whether a cell is merged with the one before it, as files of old programs say it."""
    merge = descend(cell, "w:tcPr", "w:hMerge")
    return merge is not None and attribute(merge, "w:val") != "restart"


def _width(element: Element | None) -> int:
    return max(number(attribute(element, "w:w")), 0) if attribute(element, "w:type") == "dxa" else 0


# --- laying out ------------------------------------------------------------------------------------------


def lay_out(table: RawTable) -> list[Box]:
    """The cells with rows and columns counted from 0 and every edge used; nested tables divide their cell."""
    edges = edges_of(table)
    boxes = list(_boxes(table, edges.rows))
    # A column that only a row without it tells of is a column still: the next piece of the table may fill it.
    last, end = max((box.right for box in boxes), default=0), max(edges.skipped, default=0)
    if end > last:
        boxes.append(Box(0, last, 1, end))
    across = _ranks([*edges.skipped, *(edge for box in boxes for edge in (box.left, box.right))])
    down = _ranks([edge for box in boxes for edge in (box.top, box.bottom)])
    return [
        replace(
            box, top=down[box.top], bottom=down[box.bottom], left=across[box.left], right=across[box.right]
        )
        for box in boxes
    ]


def _ranks(edges: Sequence[At]) -> dict[At, int]:
    return {edge: rank for rank, edge in enumerate(sorted(set(edges)))}


def _boxes(table: RawTable, edges: Rows) -> Iterator[Box]:
    for box, items in _merged(table, edges):
        filled = [item for item in items if isinstance(item, RawTable) or item.pieces or item.number]
        if any(isinstance(item, RawTable) for item in filled):
            yield from _divided(box, filled)
        else:
            yield replace(box, paragraphs=tuple(item for item in items if isinstance(item, Paragraph)))


def _merged(table: RawTable, edges: Rows) -> Iterator[tuple[Box, Sequence[Paragraph | RawTable]]]:
    """Each cell with its edges; what is merged down is one cell, its words those of the first."""
    found: list[tuple[Box, Sequence[Paragraph | RawTable]]] = []
    growing: dict[int, int] = {}  # first column → index of the cell that a merged one below it continues
    for place, row in enumerate(table.rows):
        still: dict[int, int] = {}
        for (left, right), cell in zip(edges[place], row, strict=True):
            if cell.merge == "continue" and left in growing:
                index = growing[left]
                box, items = found[index]
                found[index] = (replace(box, bottom=place + 1), items)
            else:
                index = len(found)
                found.append((Box(place, left, place + 1, right), cell.items))
            if cell.merge:
                still[left] = index
        growing = still
    return iter(found)


def _divided(box: Box, items: Sequence[Paragraph | RawTable]) -> Iterator[Box]:
    """A cell that holds tables: each of its paragraphs and each row of its tables takes an equal share of it."""
    inner = [lay_out(item) if isinstance(item, RawTable) else None for item in items]
    shares = [
        max((int(each.bottom) for each in laid), default=1) if laid is not None else 1 for laid in inner
    ]
    height, top = Fraction(box.bottom - box.top) / sum(shares), Fraction(box.top)
    for item, laid, share in zip(items, inner, shares, strict=True):
        if isinstance(item, Paragraph):
            yield replace(box, top=top, bottom=top + height, paragraphs=(item,))
        elif laid:
            width = Fraction(box.right - box.left) / max(int(each.right) for each in laid)
            for each in laid:
                yield replace(
                    each,
                    top=top + height * each.top,
                    bottom=top + height * each.bottom,
                    left=box.left + width * each.left,
                    right=box.left + width * each.right,
                )
        top += height * share
