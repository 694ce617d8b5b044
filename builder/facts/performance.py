"""Performance tables: P1 base data, P2 of the whole unit and P3 of one project. Told by their own heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from builder.facts.collect import MONEY, Collected, to_wan
from builder.knowledge import TableKnowledge
from builder.model import Cell, Fact, Row, TablePart
from builder.text import has_digit, item_name, parse_quantity, squeeze

_DASHES = re.compile(r"^[-—－–/]+$|^无$|^…+$|^\.+$")
_SCORE_WORDS = {"得分", "自评得分", "自评分"}


# --- P1 --------------------------------------------------------------------------------------------------

_AFTER_NAME = re.compile(r"[:：（(].*$")


def state_performance_base(part: TablePart, knowledge: TableKnowledge, out: Collected) -> None:
    """P1: blocks, each under a head row of its own; a line's path follows 其中, numbering and the known tops."""
    heads: list[Cell] = []
    path: list[tuple[int, str]] = []
    for row in part.rows:
        if not row.cells:
            continue
        label = row.cells[0].text if row.cells[0].column == 0 else ""
        figures = [cell for cell in row.cells if cell.column > 0]
        if _is_head(figures):
            heads = figures
            name = item_name(label)
            path = [] if not name or name in knowledge.performance_blocks else [(0, name)]
            continue
        if squeeze(label):
            path = _step_down(path, label, knowledge)
        if len(figures) != len(heads):
            continue  # words across the whole block
        for head, cell in zip(heads, figures, strict=True):
            _state_base(cell, "/".join(name for _, name in path), squeeze(head.text), out)


def _is_head(figures: Sequence[Cell]) -> bool:
    words = [squeeze(cell.text) for cell in figures if squeeze(cell.text)]
    return len(words) >= 2 and not any(parse_quantity(word) or _DASHES.match(word) for word in words)


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


# --- P2, P3 ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    """Walks down the rows; knows the project, the head in force and the indicator levels above."""

    out: Collected
    project: str = ""
    unit: str = ""
    money_heads: list[tuple[int, str]] = field(default_factory=list)
    heads: list[tuple[int, str]] = field(default_factory=list)
    levels: list[str] = field(default_factory=lambda: ["", "", ""])

    def read(self, row: Row) -> None:
        cells = list(row.cells)
        texts = [squeeze(cell.text) for cell in cells]
        if "项目支出名称" in texts[0] or texts[0] in {"项目名称", "项目（专项）名称"}:
            self.project = next((text for text in texts[1:] if text), "")
        elif "三级指标" in texts:
            self._take_heads(cells, texts)
        elif any(text in {"全年预算数", "年初预算数"} for text in texts):
            self._take_money_heads(cells, texts)
        elif texts[0] == "总分" or texts[:1] == ["合计"]:
            self._state("总分", _by_column(cells, self.heads))
        elif self.heads:
            self._read_indicator(cells, texts)
        elif self.money_heads:
            self._read_money(cells, texts)

    def _take_money_heads(self, cells: Sequence[Cell], texts: Sequence[str]) -> None:
        self.money_heads = [
            (cell.column, _measure(text)) for cell, text in zip(cells, texts, strict=True) if text
        ]
        found = re.search(r"[（(](万元|元)[)）]", "".join(texts))
        self.unit = found.group(1) if found else self.out.unit

    def _take_heads(self, cells: Sequence[Cell], texts: Sequence[str]) -> None:
        self.heads = [(cell.column, _measure(text)) for cell, text in zip(cells, texts, strict=True) if text]

    def _read_money(self, cells: Sequence[Cell], texts: Sequence[str]) -> None:
        measured = _by_column(cells, [head for head in self.money_heads if head[1] in _MONEY_MEASURES])
        measured = [(cell, measure) for cell, measure in measured if not _INLINE.match(squeeze(cell.text))]
        first = min((column for column, measure in self.money_heads if measure in _MONEY_MEASURES), default=0)
        label = next(
            (text for cell, text in zip(cells, texts, strict=True) if text and cell.column < first), ""
        )
        if label and measured:
            self._state(item_name(label), measured)
        for cell, text in zip(cells, texts, strict=True):
            self._state_inline(cell, text)

    def _state_inline(self, cell: Cell, text: str) -> None:
        """其中：基本支出1030930.18: a line printed inside its label's cell, under no column."""
        match = _INLINE.match(text)
        if match and (quantity := parse_quantity(match.group(2))):
            name = item_name(match.group(1)).rstrip("：")
            value = to_wan(quantity.value, self.unit)
            unit = "万元" if self.unit in MONEY else self.unit
            self._add(cell, name, "全年执行数", value, unit, match.group(2))

    def _read_indicator(self, cells: Sequence[Cell], texts: Sequence[str]) -> None:
        names = dict(_by_column_text(cells, texts, self.heads))
        for level, head in enumerate(("一级指标", "二级指标", "三级指标")):
            text = names.get(head, "")
            if text and not _DASHES.match(text):
                self.levels[level:] = [text] + [""] * (2 - level)
            elif head == "三级指标":
                self.levels[2] = ""
        if weight := re.search(r"[（(](\d+)分?[)）]", names.get("一级指标", "")):
            self._state_weight(cells, weight.group(1))
        if self.levels[2]:
            path = "/".join(re.sub(r"[（(]\d+分?[)）]", "", level) for level in self.levels if level)
            self._state(path, _by_column(cells, self.heads))

    def _state_weight(self, cells: Sequence[Cell], digits: str) -> None:
        cell = next(cell for cell in cells if digits in squeeze(cell.text))
        name = re.sub(r"[（(]\d+分?[)）]", "", self.levels[0])
        if quantity := parse_quantity(digits):
            self._add(cell, name, "分值", quantity.value, "分", " ".join(cell.text.split()))

    def _state(self, item: str, measured: Sequence[tuple[Cell, str]]) -> None:
        for cell, measure in measured:
            raw = squeeze(cell.text)
            if not raw or measure not in _MEASURES or _DASHES.match(raw):
                continue
            quantity = parse_quantity(raw)
            unit = (quantity.unit if quantity else "") or _unit(measure, self.unit)
            value = quantity.value if quantity else None
            if value is not None and measure in _MONEY and unit in MONEY:
                value, unit = to_wan(value, unit), "万元"
            if value is None and measure not in _IN_WORDS:
                if has_digit(raw):
                    self.out.miss(cell, "这一格不是一个能认的数", "the cell holds no readable number")
                continue
            self._add(cell, item, measure, value, unit if quantity else "", " ".join(cell.text.split()))

    def _add(self, cell: Cell, item: str, measure: str, value: Decimal | None, unit: str, raw: str) -> None:
        name = f"{self.project}：{item}" if self.project else item
        self.out.facts.append(Fact(self.out.table, "", "", name, measure, value, unit, raw, cell.place))


_MONEY_MEASURES = {"年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"}
#: 其中：基本支出1030930.18
_INLINE = re.compile(r"^(?:其中[:：])?([^\d:：]{2,20})[:：]?([\d,]+(?:\.\d+)?)$")
_MONEY = {"年初预算数", "全年预算数", "全年执行数"}
_IN_WORDS = {"年度指标值", "实际完成值"}
_MEASURES = _MONEY_MEASURES | _IN_WORDS


def state_performance(part: TablePart, out: Collected) -> None:
    """P2 and P3: the money block, then indicators under 一级/二级/三级指标."""
    reader = _Reader(out)
    for row in part.rows:
        if row.cells:
            reader.read(row)


def _measure(text: str) -> str:
    """A column's own name; spellings that mean the same take one."""
    if text in _SCORE_WORDS:
        return "得分"
    return {"实际完成值": "实际完成值", "全年完成值": "实际完成值", "指标值": "年度指标值"}.get(text, text)


def _unit(measure: str, money: str) -> str:
    if measure in {"分值", "得分"}:
        return "分"
    return money if measure in _MONEY else ""


def _by_column(cells: Sequence[Cell], heads: Sequence[tuple[int, str]]) -> list[tuple[Cell, str]]:
    by_column = dict(heads)
    return [(cell, by_column[cell.column]) for cell in cells if cell.column in by_column]


def _by_column_text(
    cells: Sequence[Cell], texts: Sequence[str], heads: Sequence[tuple[int, str]]
) -> list[tuple[str, str]]:
    by_column = dict(heads)
    return [
        (by_column[cell.column], text)
        for cell, text in zip(cells, texts, strict=True)
        if cell.column in by_column
    ]
