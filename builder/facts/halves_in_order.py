"""总表 in text whose blank cells left no trace: lines and figures in reading order, both halves mixed.

A line's name tells its side. Line numbers (行次) stand right behind a name, or count on from one that does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from builder.facts.collect import Collected, Explained, OpenRow
from builder.facts.columns import holds_number, is_numbering
from builder.facts.open_rows import columns_in_order
from builder.knowledge import TableForm, TableKnowledge
from builder.model import Cell, Row
from builder.text import item_name, squeeze

_WHOLE = re.compile(r"\d{1,3}")
_LINE_HEADS = {"行次", "栏次", "序号"}
_SIDES = ("收入", "支出")


@dataclass(slots=True)
class _Line:
    """A line of one half, its figures and the number it has in the table."""

    name: str
    side: str
    figures: list[Cell] = field(default_factory=list)
    numbered: bool = False


def state_halves_in_order(
    rows: Sequence[Row], form: TableForm, knowledge: TableKnowledge, out: Collected
) -> None:
    """Leave every line open; report the figures of lines that are not known by name."""
    cells = [cell for row in rows if not is_numbering(row) for cell in row.cells if squeeze(cell.text)]
    start = next((i for i in range(len(cells)) if _begins(cells, i, knowledge)), len(cells))
    out.use(cell for cell in cells[:start] if not holds_number(cell))
    headed = any(squeeze(cell.text) in _LINE_HEADS for cell in cells[:start])
    decimals = sum(holds_number(cell) and "." in cell.text for cell in cells)
    numbered = headed or decimals > 1  # beside amounts with decimals a whole number is a line's number
    columns = {side: _columns(cells[:start], side, form, out) for side in _SIDES}
    lines = _lines(cells[start:], numbered, knowledge, out)
    _name_carry_over(lines, knowledge)
    mixed = any(line.side and len(line.figures) > len(columns[line.side]) + 1 for line in lines)
    for line in lines:
        fits = line.side and not mixed and 0 < len(line.figures) <= len(columns[line.side])
        if fits and line.name not in {
            other.name for other in lines if other is not line and other.side == line.side
        }:
            out.leave_open(OpenRow(line.name, tuple(line.figures), columns[line.side], side=line.side))
        else:
            zh, en = "行的名称或数和表头对不上", "the line's name or figures do not match the heads"
            out.miss_numbers(line.figures, zh, en)


def _columns(head: Sequence[Cell], side: str, form: TableForm, out: Collected) -> tuple[str, ...]:
    measures = tuple(m for m in form.measures if m.side in ("", side))
    if len(measures) == 1:
        out.explained.append(Explained(f"{side}·{measures[0].name}", "", "这一边只有一列数"))
        return (measures[0].name,)
    named = columns_in_order([Row(tuple(head), exact=False)], form, Collected(form.id))
    columns = tuple(m.name for m in measures if m.name in named)
    out.explained += [Explained(f"{side}·{name}", "", "表式的次序（空格没有留下痕迹）") for name in columns]
    return columns


def _name(cell: Cell, knowledge: TableKnowledge) -> str:
    name = item_name(cell.text)
    return knowledge.alias.get(name, name)


def _side(name: str, knowledge: TableKnowledge) -> str:
    return knowledge.side.get(name, "")


def _begins(cells: Sequence[Cell], at: int, knowledge: TableKnowledge) -> bool:
    """Whether the lines begin here: a known line with its numbering or a figure behind it; heads have neither."""
    text = squeeze(cells[at].text)
    if not _side(_name(cells[at], knowledge), knowledge):
        return False
    return item_name(text) != text or (at + 1 < len(cells) and holds_number(cells[at + 1]))


def _lines(cells: Sequence[Cell], numbered: bool, knowledge: TableKnowledge, out: Collected) -> list[_Line]:
    lines: list[_Line] = []
    seen: set[int] = set()  # line numbers so far
    totals = 0
    for cell in cells:
        text = squeeze(cell.text)
        if not holds_number(cell):
            out.use([cell])
            name = _name(cell, knowledge)
            side = _side(name, knowledge)
            if not side and name in knowledge.total_names:  # 总计 stands on both sides, income first
                side = _SIDES[min(totals, 1)]
                totals += 1
            lines.append(_Line(name, side))
        elif numbered and _WHOLE.fullmatch(text) and _is_line_number(int(text), lines, seen):
            out.use([cell])
            seen.add(int(text))
            if lines:
                lines[-1].numbered = True
        elif numbered and _WHOLE.fullmatch(text) and int(text):
            out.miss_numbers([cell], "分不清是行次还是金额", "a line number or an amount")
        elif lines:
            lines[-1].figures.append(cell)
        else:
            out.miss_numbers([cell], "这个数前面没有项目名称", "a figure without a line's name before it")
    return lines


def _is_line_number(number: int, lines: Sequence[_Line], seen: set[int]) -> bool:
    behind_name = bool(lines) and not lines[-1].figures and not lines[-1].numbered and number > 0
    return behind_name or number - 1 in seen


def _name_carry_over(lines: Sequence[_Line], knowledge: TableKnowledge) -> None:
    """The income lines under 年初财政拨款结转和结余 take its name before their own."""
    inside = False
    for line in lines:
        if line.side == "收入" and line.name == knowledge.carry_over_parent:
            inside = True
        elif inside and line.side == "收入" and line.name in knowledge.carry_over_children:
            line.name = f"{knowledge.carry_over_parent}/{line.name}"
