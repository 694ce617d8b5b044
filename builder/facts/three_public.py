"""T09: the three public expenses, budget and actual, printed across (two blocks or pairs) or down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from builder.facts.collect import Collected, Explained, is_no_value
from builder.facts.columns import distinct_texts, holds_number, is_numbering
from builder.facts.open_rows import lost_blanks
from builder.facts.three_public_in_order import state_three_public_in_order
from builder.knowledge import TableForm, TableKnowledge
from builder.model import Cell, Row, TablePart
from builder.text import fold_punctuation, has_digit, item_name, squeeze

_ITEMS = (
    "合计",
    "因公出国（境）费",
    "公务用车购置及运行维护费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
)
_MEASURE_WORDS = {"预算数", "决算数", "年初预算数", "全年预算数"}
_FIRST_BUDGETS = {"年初预算数", "年初预算"}
_WHOLE_YEAR_BUDGETS = {"全年预算数", "全年预算", "调整预算数", "调整后预算数", "调整预算"}
_NUMBER_HEADS = {"行次", "栏次", "序号"}
_HEAD_ROWS = 4
_SUBTOTAL = {"小计", "合计"}


def state_three_public(part: TablePart, form: TableForm, knowledge: TableKnowledge, out: Collected) -> None:
    """State each figure by the words above its column and before it in its row."""
    if lost_blanks(part.rows):
        state_three_public_in_order(part.rows, _ITEMS, knowledge, out)
        return
    all_rows = _without_right_block(part.rows, out)
    head_end = next((i for i, row in enumerate(all_rows) if _is_data(row)), len(all_rows))
    head = [row for row in all_rows[:head_end] if not is_numbering(row)]
    out.heads += head
    superseded = _superseded(all_rows)
    rows = all_rows[head_end:]
    for row in rows:
        if is_numbering(row) or _heads_a_block(row, rows, knowledge):
            continue
        labels = _row_labels(row)
        for order, cell in enumerate(row.cells):
            if not squeeze(cell.text) or (labels and not _is_figure(cell)):
                continue
            words, why = _words(head, row, order)
            if superseded & {*words, *labels}:
                out.leave(cell, "、".join(sorted(superseded)))
            elif not _NUMBER_HEADS & set(words):
                _state(cell, [*words, *labels], form, knowledge, out, "行首的字和表头的字" if labels else why)


def _without_right_block(rows: Sequence[Row], out: Collected) -> Sequence[Row]:
    """项目 | 预算数 | 决算数 | 项目 | 决算数: the right block holds running costs, vehicles, purchases; it is left out."""
    blocks = [[c.column for c in row.cells if squeeze(c.text) == "项目"] for row in rows[:_HEAD_ROWS]]
    second = next((columns[1] for columns in blocks if len(columns) > 1), None)
    if second is None:
        return rows
    if not all(row.exact for row in rows):
        for row in rows:
            out.miss_numbers(
                row.cells, "两栏并排，分不清数在哪一栏", "two blocks side by side cannot be told apart"
            )
        return []
    for row in rows:
        for cell in row.cells:
            if cell.column >= second and _is_figure(cell) and squeeze(cell.text):
                out.leave(cell, "机构运行的其他信息")
    kept = (tuple(cell for cell in row.cells if cell.column < second) for row in rows)
    return [replace(row, cells=cells) for row, cells in zip(rows, kept, strict=True) if cells]


def _heads_a_block(row: Row, rows: Sequence[Row], knowledge: TableKnowledge) -> bool:
    """一、“三公”经费支出 | — | — over （一）支出合计: the dashes say that no figure belongs there."""
    item = _item(_row_labels(row), knowledge)
    if not item or _holds_figures(row):
        return False
    twins = (other for other in rows if other is not row and _item(_row_labels(other), knowledge) == item)
    return any(_holds_figures(other) for other in twins)


def _holds_figures(row: Row) -> bool:
    """Whether a digit stands behind the label and the line's number."""
    return any(has_digit(cell.text) for cell in row.cells[2 if len(row.cells) > 3 else 1 :])


def _superseded(rows: Sequence[Row]) -> set[str]:
    """Where both are printed, the budget as adjusted over the year is the form's 预算数, not the first one."""
    texts = {fold_punctuation(item_name(cell.text)) for row in rows for cell in row.cells}
    return _FIRST_BUDGETS & texts if _WHOLE_YEAR_BUDGETS & texts else set()


def _words(head: Sequence[Row], row: Row, order: int) -> tuple[list[str], str]:
    """The head words of a cell, and where they come from."""
    words = distinct_texts(head, row.cells[order].column) if row.exact else []
    # In an exact grid heads over several columns may have lost their spans.
    lost = len(row.cells) == 2 * len(_ITEMS) and (not _MEASURE_WORDS & set(words) or _halves_moved(head))
    if row.exact and not lost:
        return words, "表头的字"
    return _by_order(head, row, order), "表头和列的次序"


def _halves_moved(head: Sequence[Row]) -> bool:
    """Whether 预算数 and 决算数, each printed once over its half of twelve columns, were not found to cover a half."""
    found = [cell for line in head for cell in line.cells if fold_punctuation(cell.text) in _MEASURE_WORDS]
    return len(found) == 2 and {cell.column_span for cell in found} != {len(_ITEMS)}


def _is_data(row: Row) -> bool:
    return not is_numbering(row) and any(holds_number(cell) for cell in row.cells)


def _is_figure(cell: Cell) -> bool:
    return holds_number(cell) or has_digit(cell.text) or is_no_value(cell.text)


def _row_labels(row: Row) -> list[str]:
    """Words at the head of the row, when the table is printed downwards."""
    return [
        fold_punctuation(item_name(cell.text))
        for cell in row.cells
        if squeeze(cell.text) and not holds_number(cell) and not is_no_value(cell.text)
    ]


def _by_order(head: Sequence[Row], row: Row, order: int) -> list[str]:
    """Words for a rebuilt table: the heads of a table printed downwards, by place in the row; across, twelve
    columns are pairs where 预算数 and 决算数 alternate, else two blocks."""
    if len(row.cells) != 2 * len(_ITEMS):
        beside = [line for line in head if len(line.cells) == len(row.cells)]
        return [fold_punctuation(line.cells[order].text) for line in beside]
    budget = (
        max(sum("预算数" in fold_punctuation(cell.text) for cell in line.cells) for line in head)
        if head
        else 0
    )
    if budget > 2:
        return [_ITEMS[order // 2], ("预算数", "决算数")[order % 2]]
    return [("预算数", "决算数")[order // len(_ITEMS)], _ITEMS[order % len(_ITEMS)]]


def _state(
    cell: Cell, words: Sequence[str], form: TableForm, knowledge: TableKnowledge, out: Collected, why: str
) -> None:
    measure = next(
        (
            m.name
            for word in reversed(words)
            for m in form.measures
            if word in {fold_punctuation(h) for h in m.heads}
        ),
        "",
    )
    item = _item(words, knowledge)
    if measure and item:
        out.add(cell, item, measure)
        told = Explained(f"{item}·{measure}", " / ".join(words), why)
        out.explained += [told] if told not in out.explained else []
    else:
        out.miss_numbers(
            [cell], "看不出这是哪一项的预算数还是决算数", "item or measure of the figure is unclear"
        )


def _item(words: Sequence[str], knowledge: TableKnowledge) -> str:
    """The deepest item named; 小计 under 公务用车 is the two vehicle lines together, 合计 alone is the whole."""
    named = [item for word in words if (item := knowledge.three_public.get(word)) and word not in _SUBTOTAL]
    if named:
        return named[-1] if named[-1] != "合计" or len(named) == 1 else named[-2]
    return "合计" if any(word in _SUBTOTAL for word in words) else ""
