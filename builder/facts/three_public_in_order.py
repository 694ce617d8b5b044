"""“三公” table in text whose blank cells left no trace: figures in reading order, across or down."""

from __future__ import annotations

from collections.abc import Sequence

from builder.facts.collect import Collected, Explained, OpenRow
from builder.facts.columns import holds_number, is_numbering
from builder.knowledge import TableKnowledge
from builder.model import Cell, Row
from builder.text import fold_punctuation, item_name, squeeze

_MEASURES = ("预算数", "决算数")
_FEWEST_REPEATED = 4


def state_three_public_in_order(
    rows: Sequence[Row], items: Sequence[str], knowledge: TableKnowledge, out: Collected
) -> None:
    """Leave the figures of a table printed across open; one printed down states full lines only."""
    cells = [cell for row in rows if not is_numbering(row) for cell in row.cells if squeeze(cell.text)]
    words = "".join(fold_punctuation(cell.text) for cell in cells if not holds_number(cell))
    first = next((i for i, cell in enumerate(cells) if holds_number(cell)), len(cells))
    if all(holds_number(cell) for cell in cells[first:]):
        paired = words.count("决算数") >= _FEWEST_REPEATED
        across = [f"{item}·{m}" for item in items for m in _MEASURES]
        columns = across if paired else [f"{item}·{m}" for m in _MEASURES for item in items]
        out.explained += [Explained(column, "", "表式的次序（空格没有留下痕迹）") for column in columns]
        _leave_open(cells[first:], tuple(columns), "", out)
        return
    for label, figures in _lines(cells):
        item = knowledge.three_public.get(label, "")
        figures = [cell for cell in figures if "." in cell.text] or figures[-2:]
        if len(figures) == len(_MEASURES) and item:
            for cell, measure in zip(figures, _MEASURES, strict=True):
                out.add(cell, item, measure)
        else:
            out.miss_numbers(figures, "分不清是预算数还是决算数", "budget or actual is unclear")


def _leave_open(figures: Sequence[Cell], columns: tuple[str, ...], item: str, out: Collected) -> None:
    if len(figures) > len(columns):
        out.miss_numbers(figures, "数和列对不上", "the figures do not match the columns")
    elif figures:
        out.leave_open(OpenRow(item, tuple(figures), columns))


def _lines(cells: Sequence[Cell]) -> list[tuple[str, list[Cell]]]:
    """Each label with the numbers behind it."""
    lines: list[tuple[str, list[Cell]]] = []
    for cell in cells:
        if not holds_number(cell):
            lines.append((fold_punctuation(item_name(cell.text)), []))
        elif lines:
            lines[-1][1].append(cell)
    return lines
