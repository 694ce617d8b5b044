"""P1 绩效评价基础数据表: blocks of base data, each under a head row of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.facts.collect import Collected, Explained
from builder.knowledge import TableKnowledge
from builder.model import Cell, Fact, Row, TablePart
from builder.text import has_digit, item_name, parse_quantity, squeeze

_DASHES = re.compile(r"^[-—－–/]+$|^无$|^…+$|^\.+$")
_AFTER_NAME = re.compile(r"[:：（(].*$")


def state_performance_base(part: TablePart, knowledge: TableKnowledge, out: Collected) -> None:
    """State every figure; a line's path follows 其中, numbering and the known tops."""
    heads: list[Cell] = []
    path: list[tuple[int, str]] = []
    for row in part.rows:
        if not row.cells:
            continue
        label = row.cells[0].text if row.cells[0].column == 0 else ""
        figures = [cell for cell in row.cells if cell.column > 0]
        if _is_head(figures):
            heads = figures
            out.take_head(row)
            for cell in figures:
                told = Explained(squeeze(cell.text), squeeze(cell.text), "列名照印")
                out.explained += [told] if told.heads and told not in out.explained else []
            name = item_name(label)
            path = [] if not name or name in knowledge.performance_blocks else [(0, name)]
            continue
        if squeeze(label):
            path = _step_down(path, label, knowledge)
        for head, cell in _under_heads(row, figures, heads, out):
            _state_base(cell, "/".join(name for _, name in path), squeeze(head.text), out)


def _is_head(figures: Sequence[Cell]) -> bool:
    words = [squeeze(cell.text) for cell in figures if squeeze(cell.text)]
    return len(words) >= 2 and not any(parse_quantity(word) or _DASHES.match(word) for word in words)


def _under_heads(
    row: Row, figures: Sequence[Cell], heads: Sequence[Cell], out: Collected
) -> list[tuple[Cell, Cell]]:
    """Each figure with its head: one by one, else by the columns that a head spans. Words across a block are none."""
    if len(figures) == len(heads):
        return list(zip(heads, figures, strict=True))
    if row.exact:
        under = [
            (head, cell)
            for cell in figures
            for head in heads
            if head.column <= cell.column < head.column + head.column_span
        ]
        if len({id(head) for head, cell in under}) == len(under) == len(figures) > 1:
            return under
    if len(figures) > 1:  # one cell: words across the block
        out.miss_numbers(figures, "这一行的格数和表头对不上", "the row has other cells than its heads")
    return []


def _step_down(path: list[tuple[int, str]], text: str, knowledge: TableKnowledge) -> list[tuple[int, str]]:
    """Tops have depth 0, numbered lines 1, 其中 and the lines that follow it 2."""
    plain, name = squeeze(text), item_name(text)
    bare = _AFTER_NAME.sub("", name)
    if re.match(r"^\d+[、.．]", plain):
        depth = 1
    elif plain.startswith("其中") or (path and path[-1][0] == 2 and bare not in knowledge.performance_tops):
        depth = 2
    else:
        depth, name = 0, bare
    return [step for step in path if step[0] < depth] + [(depth, name)]


def _state_base(cell: Cell, item: str, measure: str, out: Collected) -> None:
    raw = squeeze(cell.text)
    if not raw or _DASHES.match(raw):
        return
    quantity = parse_quantity(raw)
    if quantity is None:
        if has_digit(raw):
            out.miss(cell, "这一格不是一个能认的数", "the cell holds no readable number")
        return
    unit = quantity.unit or ("人" if "（人）" in item else "")
    out.facts.append(
        Fact(out.table, "", "", item, measure, quantity.value, unit, " ".join(cell.text.split()), cell.place)
    )
