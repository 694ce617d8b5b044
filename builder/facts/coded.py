"""Tables by functional account: T02, T03, T05, T07, T08. Rows of code, name and figures; a total row 合计."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from builder.facts.collect import Collected, Explained
from builder.facts.columns import (
    Column,
    exact_columns,
    holds_number,
    is_numbering,
    is_page_number,
    ordered_columns,
    unknown_heads,
)
from builder.facts.open_rows import columns_in_order, lost_blanks, named_measures, open_row, whole_name
from builder.knowledge import TableForm, TableKnowledge
from builder.model import Cell, Row, TablePart
from builder.text import is_blank, item_name, squeeze

_CODE = re.compile(r"\d{2,7}")
_CODE_AND_NAME = re.compile(r"^(\d[\d ]{1,9})\s*([^\d\s.,，].*)$", re.DOTALL)
_LAST_DIGIT = re.compile(r"\d")
_CODE_TAIL = re.compile(r"(\d{2}|\d{4})([^\d\s.,].*)$", re.DOTALL)
_CODE_LENGTHS = {3, 5, 7}


@dataclass(frozen=True, slots=True)
class _Label:
    """What a row is about, and how many of its cells say so."""

    code: str
    item: str
    cells: int


def state_coded(part: TablePart, form: TableForm, knowledge: TableKnowledge, out: Collected) -> None:
    """State every figure of the table; a number outside the known columns is reported, not guessed."""
    head_end = _head_end(part.rows, knowledge)
    if lost_blanks(part.rows):
        _state_in_order(part.rows, head_end, form, knowledge, out)
        return
    columns = _columns(part, form, head_end, knowledge)
    _explain(part, head_end, columns, out)
    width = part.rows[head_end].columns if head_end < len(part.rows) else 0
    for row in part.rows[head_end:]:
        if is_numbering(row) or is_page_number(row):
            continue
        label = _label(row, knowledge)
        out.use(row.cells[: label.cells] if label else ())
        if label is not None and not label.item:
            out.miss_numbers(
                row.cells[label.cells :], "这一行只有科目编码，没有名称", "a row with a code but no name"
            )
        elif label is None:
            out.miss_numbers(row.cells, "这一行没有科目，数不知道是谁的", "a row without an account")
        else:
            _state_row(row, label, columns, width, out)


def _explain(part: TablePart, head_end: int, columns: Sequence[Column], out: Collected) -> None:
    """Say which rows are heads, what each column was told by, and which heads no measure has."""
    head = part.rows[:head_end]
    out.heads += [row for row in head if not is_numbering(row)]
    out.explained += [Explained(column.measure, column.heads, column.why) for column in columns]
    known = [column.index for column in columns if column.index is not None]
    if known and head_end < len(part.rows) and all(row.exact for row in part.rows):
        width = max((row.columns for row in head), default=0)
        for text in unknown_heads(out.heads, columns, width, min(known)):
            out.unknown_head(text)


def _state_in_order(
    rows: Sequence[Row], head_end: int, form: TableForm, knowledge: TableKnowledge, out: Collected
) -> None:
    """Leave every row open: its figures are known in their order, but not what stood blank between them."""
    out.heads += [row for row in rows[:head_end] if not is_numbering(row)]
    figures = [sum(holds_number(cell) and "." in cell.text for cell in row.cells) for row in rows[head_end:]]
    columns = columns_in_order(rows[:head_end], form, out, max(figures, default=0))
    if max(figures, default=0) > len(columns):
        columns = ()  # figures of many rows in one: the text does not go along the rows
    for row in rows[head_end:]:
        label = None if is_numbering(row) else _label(row, knowledge)
        if label is not None:
            rest = row.cells[label.cells :]
            item, taken = whole_name(label.code, label.item, rest)
            out.use(row.cells[: label.cells + taken])
            open_row(label.code, item, rest[taken:], columns, out)
        elif not is_numbering(row):
            out.miss_numbers(row.cells, "这一行没有科目，数不知道是谁的", "a row without an account")


def _head_end(rows: Sequence[Row], knowledge: TableKnowledge) -> int:
    """Index of the first row that holds an account or the total with figures."""
    for index, row in enumerate(rows):
        label = None if is_numbering(row) else _label(row, knowledge)
        if label and (label.code or any(holds_number(cell) for cell in row.cells[label.cells :])):
            return index
    return len(rows)


def _columns(part: TablePart, form: TableForm, head_end: int, knowledge: TableKnowledge) -> list[Column]:
    """From the heads; the row of the total is read too, for some forms print heads inside it."""
    head = [row for row in part.rows[: head_end + 1] if not is_numbering(row)]
    if head_end < len(part.rows) and all(row.exact for row in part.rows):
        label = _label(part.rows[head_end], knowledge)
        labels = part.rows[head_end].cells[: label.cells if label else 0]
        first = max((cell.column + cell.column_span for cell in labels), default=0)
        width = max(cell.column + cell.column_span for row in part.rows for cell in row.cells)
        if columns := exact_columns(head, form.columns, width, first):
            return columns
    ordered = [
        c for c in ordered_columns(head, form.columns) if c.index or c.heads not in knowledge.total_names
    ]
    if not ordered:
        return _of_form(form, "没有认出表头，按表式的次序")
    named = named_measures(part.rows[:head_end], form)
    if len(named) > len(ordered) and _behind_labels(part.rows[head_end:], knowledge) == {len(named)}:
        return [Column(name, None, "", "表式的次序（表头分几层，各层的列对不上）") for name in named]
    return ordered


def _of_form(form: TableForm, why: str) -> list[Column]:
    return [Column(measure.name, None, "", why) for measure in form.measures]


def _behind_labels(rows: Sequence[Row], knowledge: TableKnowledge) -> set[int]:
    """How many cells stand behind the label in the rows of accounts that have any."""
    labels = [(row, label) for row in rows if not is_numbering(row) and (label := _label(row, knowledge))]
    return {len(row.cells) - label.cells for row, label in labels if label.code and label.item}


def _label(row: Row, knowledge: TableKnowledge) -> _Label | None:
    """Code and name from the leading cells of a row; None when there is neither."""
    code, cells = "", 0
    for cell in row.cells:
        text = squeeze(cell.text)
        cells += 1
        if not text:
            continue
        if (match := _CODE_AND_NAME.match(cell.text.strip())) and not code:
            joined = squeeze(match.group(1))
            return _Label(joined, item_name(match.group(2)), cells) if len(joined) in _CODE_LENGTHS else None
        if _LAST_DIGIT.fullmatch(text) and len(code) in (4, 6):  # 204060 4
            code += text
            continue
        if _CODE.fullmatch(text) and (text.startswith(code) or len(code + text) <= 7):
            code = text if text.startswith(code) and len(text) > len(code) else code + text
            continue
        if holds_number(cell):
            return _Label(code, "", cells - 1) if len(code) in _CODE_LENGTHS else None
        name = item_name(cell.text)
        if (tail := _CODE_TAIL.match(name)) and len(code) in (3, 5):  # 20805 over 01行政单位离退休
            code, name = code + tail.group(1), tail.group(2)
        if name in {"类", "款", "项"}:
            continue
        if len(code) in _CODE_LENGTHS or name in knowledge.total_names:
            return _Label(code, "合计" if name in knowledge.total_names and not code else name, cells)
        return None
    return _Label(code, "", cells) if code and len(code) in _CODE_LENGTHS else None


def _state_row(row: Row, label: _Label, columns: Sequence[Column], width: int, out: Collected) -> None:
    rest = list(enumerate(row.cells))[label.cells :]
    by_index = {column.index: column for column in columns if column.index is not None}
    if row.exact and by_index and row.columns == width:
        for _, cell in rest:
            _state_cell(cell, label, by_index.get(cell.column), out)
    elif row.exact and len(rest) == len(columns):  # the next page's grid has other columns for its labels
        for (_, cell), column in zip(rest, columns, strict=True):
            _state_cell(cell, label, column, out)
    elif row.exact and by_index:
        zh, en = "续页的列数和前页不同，对不上列", "the next page has other columns; they cannot be matched"
        out.miss_numbers((cell for _, cell in rest), zh, en)
    elif row.blanks_kept and _stands_under(rest, columns):
        for position, cell in rest:
            _state_cell(cell, label, by_index.get(position), out)
    else:
        _state_by_order([cell for _, cell in rest], label, columns, out)


def _state_by_order(figures: list[Cell], label: _Label, columns: Sequence[Column], out: Collected) -> None:
    """The figures of a rebuilt row one after another, where they are as many as the columns allow."""
    surplus = max(len(figures) - len(columns), 0)
    why: tuple[str, str] | None = None
    if all(is_blank(cell.text) for cell in figures[:surplus]):
        figures = figures[surplus:]
    elif is_blank(figures[0].text):
        why = "空格比认得的列多，分不清数在哪一列", "more blank cells than known columns"
    if columns[0].index is None and len(figures) != len(columns):
        why = "表头没有认出，数又不和列一样多", "the heads were not told and the figures are not as many"
    if any(holds_number(cell) for cell in figures[len(columns) :]):
        why = why or ("这一行的数比认得的列多", "more figures in the row than known columns")
    if why:
        out.miss_numbers(figures, *why)
        return
    for cell, column in zip(figures, columns, strict=False):
        _state_cell(cell, label, column, out)


def _stands_under(rest: Sequence[tuple[int, Cell]], columns: Sequence[Column]) -> bool:
    """Whether a rebuilt row's cells stand under the heads: the first head is where the first figure may be."""
    first = columns[0].index
    if first is None or not rest or rest[0][0] > first:
        return False
    return all(is_blank(cell.text) for position, cell in rest if position < first)


def _state_cell(cell: Cell, label: _Label, column: Column | None, out: Collected) -> None:
    if column and column.measure:
        out.add(cell, label.item, column.measure, code=label.code)
    elif column:
        out.leave(cell, column.heads)
    else:
        out.miss_numbers(
            [cell], "这个数不在本表应有的列里", "a figure outside the columns this table is known to have"
        )
