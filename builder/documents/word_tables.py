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
from builder.documents.word_xml import Element, attribute, by_name, child, children, is_on, number, tag

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
    return any(len(nested.rows) > 1 and nested.cells > max(table.cells, 3) for nested in table.nested)


# --- reading ---------------------------------------------------------------------------------------------


def rows_of(table: Element) -> Iterator[tuple[Element, dict[str, Element]]]:
    """The rows that are printed with their properties; content controls looked through, removed and hidden ones not."""
    for row in children(table):
        if tag(row) == "w:tr":
            properties = by_name(child(row, "w:trPr"))
            if "w:del" not in properties and not is_on(properties.get("w:hidden")):
                yield row, properties


def skipped(properties: dict[str, Element], where: str) -> int:
    """Columns that a row leaves out, `w:gridBefore` its first cell or `w:gridAfter` its last."""
    columns = number(attribute(properties.get(where), "w:val"))
    return min(max(columns, 0), _MOST_COLUMNS)


def width_of(element: Element | None) -> int:
    """A width in twentieths of a point; 0 where it is not told, or told otherwise."""
    return max(number(attribute(element, "w:w")), 0) if attribute(element, "w:type") == "dxa" else 0


def grid_of(table: Element) -> tuple[int, ...]:
    """The widths of a table's columns; none where they cannot be trusted."""
    grid = child(table, "w:tblGrid")
    widths = (
        [number(attribute(each, "w:w")) for each in grid if tag(each) == "w:gridCol"]
        if grid is not None
        else []
    )
    return tuple(widths) if all(width >= 0 for width in widths) else ()


def add_cell(
    row: list[RawCell], properties: dict[str, Element], left: int, items: Sequence[Paragraph | RawTable]
) -> int:
    """Append a cell whose first column is `left`; the column behind it.

    An impossible span is cut to what a table can have. A cell merged with the one before it, as old programs say it,
    widens that one.
    """
    span = number(attribute(properties.get("w:gridSpan"), "w:val"), 1)
    right = left + min(max(span, 1), _MOST_COLUMNS)
    width = width_of(properties.get("w:tcW"))
    merge = properties.get("w:hMerge", properties.get("w:hmerge"))  # the second: Word 2003
    if row and merge is not None and attribute(merge, "w:val") != "restart":
        row[-1] = replace(row[-1], right=right, width=row[-1].width + width)
        return right
    down = properties.get("w:vMerge", properties.get("w:vmerge"))
    told = "" if down is None else attribute(down, "w:val") or "continue"
    row.append(RawCell(left, right, width, told, tuple(items)))
    return right


# --- laying out ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells of a table in their places, and edges of columns that rows leave out but the table has."""

    boxes: list[Box]
    skipped: frozenset[int]


def lay_out(table: RawTable) -> Layout:
    """The cells with rows and columns counted from 0 and every edge used; nested tables divide their cell."""
    edges = edges_of(table)
    boxes = list(_boxes(table, edges.rows))
    # A column that only a row without it tells of is a column still: the next piece of the table may fill it.
    last, end = max((box.right for box in boxes), default=0), max(edges.skipped, default=0)
    if end > last:
        boxes.append(Box(0, last, 1, end))
    across = _ranks([*edges.skipped, *(edge for box in boxes for edge in (box.left, box.right))])
    down = _ranks([edge for box in boxes for edge in (box.top, box.bottom)])
    return Layout(
        [
            Box(down[box.top], across[box.left], down[box.bottom], across[box.right], box.paragraphs)
            for box in boxes
        ],
        frozenset(across[edge] for edge in edges.skipped),
    )


def _ranks(edges: Sequence[At]) -> dict[At, int]:
    return {edge: rank for rank, edge in enumerate(sorted(set(edges)))}


def _boxes(table: RawTable, edges: Rows) -> Iterator[Box]:
    for box, items in _merged(table, edges):
        filled = [item for item in items if isinstance(item, RawTable) or item.pieces or item.number]
        if any(isinstance(item, RawTable) for item in filled):
            yield from _divided(box, filled)
        else:
            paragraphs = tuple(item for item in items if isinstance(item, Paragraph))
            yield Box(box.top, box.left, box.bottom, box.right, paragraphs)


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
    inner = [lay_out(item).boxes if isinstance(item, RawTable) else None for item in items]
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
