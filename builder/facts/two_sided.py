"""总表 in two halves, income and spending, each with its own label column: T01 and T04."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from builder.facts.collect import Collected, Explained
from builder.facts.columns import (
    Column,
    distinct_texts,
    exact_columns,
    holds_number,
    is_numbering,
    ordered_columns,
)
from builder.facts.halves_in_order import state_halves_in_order
from builder.facts.open_rows import lost_blanks
from builder.knowledge import TableForm, TableKnowledge
from builder.model import Cell, Row, TablePart
from builder.text import item_name, parse_number, squeeze

_SIDES = ("收入", "支出")
_LABEL_HEADS = {
    "项目",
    "项目（按功能分类）",
    "支出项目类别",
    "项目（按支出性质）",
    "收入项目",
    "支出项目",
    "项目类别",
    "支出功能分类科目",
    "支出功能分类",
}


@dataclass(frozen=True, slots=True)
class _Half:
    """One half: its side, its label column, its columns of figures, and whether lines are numbered."""

    side: str
    label: int
    columns: tuple[Column, ...]
    numbered: bool


def state_two_sided(part: TablePart, form: TableForm, knowledge: TableKnowledge, out: Collected) -> None:
    """State both halves of every row."""
    if lost_blanks(part.rows):
        state_halves_in_order(part.rows, form, knowledge, out)
        return
    head = _head(part.rows)
    halves = _halves(head, form)
    out.heads += head
    for half in halves:
        out.explained += [Explained(f"{half.side}·{c.measure}", c.heads, c.why) for c in half.columns]
    carry_over = False
    ordered = not all(row.exact for row in head)  # then the columns are known by their order only
    for row in part.rows[len(head) :]:
        row = replace(row, exact=False) if ordered else row
        if is_numbering(row) or any(squeeze(cell.text) in _LABEL_HEADS for cell in row.cells):
            continue
        if not row.exact:
            _report_unlabelled(row, out)
        for half, label, cells in _split(row, halves, knowledge):
            name = _line_name(label, knowledge)
            if half.side == "收入":
                if name == knowledge.carry_over_parent:
                    carry_over = True
                elif carry_over and name in knowledge.carry_over_children:
                    name = f"{knowledge.carry_over_parent}/{name}"
            _state_half(half, name, cells, row, out)


def _head(rows: Sequence[Row]) -> list[Row]:
    """The rows above the first line: 收入/支出, 项目/行次/金额, and heads that stand below 项目."""
    leaf = next(
        (i for i, row in enumerate(rows) if any(squeeze(c.text) in _LABEL_HEADS for c in row.cells)), None
    )
    if leaf is None:
        return list(rows[:2])
    labels = {cell.column for cell in rows[leaf].cells if squeeze(cell.text) in _LABEL_HEADS}
    end = leaf + 1
    while end < len(rows) and rows[end].exact and _is_head_below(rows[end], labels):
        end += 1
    return list(rows[:end])


def _is_head_below(row: Row, labels: set[int]) -> bool:
    """A row of words without a line's name in a label column."""
    named = any(cell.column in labels and squeeze(cell.text) for cell in row.cells)
    return not named and not is_numbering(row) and any(squeeze(cell.text) for cell in row.cells)


def _halves(head: Sequence[Row], form: TableForm) -> list[_Half]:
    leaf = next((row.cells for row in head if any(squeeze(c.text) in _LABEL_HEADS for c in row.cells)), ())
    starts = [number for number, cell in enumerate(leaf) if squeeze(cell.text) in _LABEL_HEADS]
    exact = bool(head) and all(row.exact for row in head)
    halves = []
    for order, start in enumerate(starts[:2]):
        end = starts[order + 1] if order + 1 < len(starts) else len(leaf)
        side = _side(head, leaf[start], order)
        measures = [measure for measure in form.columns if measure.side in ("", side)]
        if exact:
            last = leaf[end].column if end < len(leaf) else _width(head)
            columns = exact_columns(head, measures, last, leaf[start].column + leaf[start].column_span)
        else:
            columns = ordered_columns([Row(tuple(leaf[start + 1 : end]), exact=False)], measures)
        numbered = any(squeeze(cell.text) in {"行次", "栏次", "序号"} for cell in leaf[start + 1 : end])
        halves.append(_Half(side, leaf[start].column, tuple(columns), numbered))
    return halves


def _width(rows: Sequence[Row]) -> int:
    return max((cell.column + cell.column_span for row in rows for cell in row.cells), default=0)


def _side(head: Sequence[Row], label: Cell, order: int) -> str:
    """The side that stands above a half's label column; the official order where nothing is readable."""
    words = "".join(distinct_texts(head[:-1], label.column)) + squeeze(label.text)
    named = [side for side in _SIDES if side in words]
    return named[0] if len(named) == 1 else _SIDES[order]


def _split(
    row: Row, halves: Sequence[_Half], knowledge: TableKnowledge
) -> list[tuple[_Half, str, list[Cell]]]:
    """The label and the cells behind it for each half that the row fills."""
    if row.exact:
        return _split_exact(row, halves)
    found: list[tuple[_Half, str, list[Cell]]] = []
    labels = [i for i, cell in enumerate(row.cells) if squeeze(cell.text) and parse_number(cell.text) is None]
    for number, index in enumerate(labels):
        end = labels[number + 1] if number + 1 < len(labels) else len(row.cells)
        text = row.cells[index].text
        named = knowledge.side.get(_line_name(text, knowledge), "")
        if half := _half_of(index, (len(labels), number), named, halves):
            found.append((half, text, list(row.cells[index + 1 : end])))
    return found


def _half_of(index: int, turn: tuple[int, int], named: str, halves: Sequence[_Half]) -> _Half | None:
    """By the line's name, else by its turn among the labels of the row.

    A single unknown label stands on the right when something (a line number, a blank label) is before it.
    """
    labels, number = turn
    if len(halves) < 2:
        return halves[0] if halves else None
    if known := [half for half in halves if half.side == named]:
        return known[0]
    return halves[min(number, 1)] if labels >= 2 else halves[1 if index > 0 else 0]


def _split_exact(row: Row, halves: Sequence[_Half]) -> list[tuple[_Half, str, list[Cell]]]:
    found = []
    for order, half in enumerate(halves):
        end = halves[order + 1].label if order + 1 < len(halves) else 10**6
        own = [cell for cell in row.cells if half.label <= cell.column < end]
        if own and squeeze(own[0].text) and not holds_number(own[0]):
            found.append((half, own[0].text, own[1:]))
    return found


def _report_unlabelled(row: Row, out: Collected) -> None:
    """Amounts before the first label of a rebuilt row: their name stands on another line."""
    for cell in row.cells:
        if squeeze(cell.text) and not holds_number(cell):
            return
        if "." in cell.text:
            out.miss_numbers([cell], "这个数前面没有项目名称", "a figure without a line's name before it")


def _line_name(text: str, knowledge: TableKnowledge) -> str:
    name = item_name(text)
    return knowledge.alias.get(name, name)


def _state_half(half: _Half, name: str, cells: Sequence[Cell], row: Row, out: Collected) -> None:
    if row.exact:
        by_index = {column.index: column for column in half.columns}
        for cell in cells:
            if column := by_index.get(cell.column):
                _add(cell, name, column, half, out)
            elif not half.numbered:
                out.miss_numbers([cell], "这一列不是本表应有的列", "a column this table is not known to have")
        return
    figures = list(cells[1:] if half.numbered else cells)
    for position, cell in enumerate(figures):
        other_line_number = half.numbered and re.fullmatch(r"\d{1,3}", squeeze(cell.text))
        if position < len(half.columns):
            _add(cell, name, half.columns[position], half, out)
        elif not other_line_number:
            out.miss_numbers([cell], "这一行的数比列多", "more figures in the row than columns")


def _add(cell: Cell, name: str, column: Column, half: _Half, out: Collected) -> None:
    if column.measure:
        out.add(cell, name, column.measure, side=half.side)
    else:
        out.leave(cell, column.heads)
