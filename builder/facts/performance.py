"""The self-evaluation forms: P2 of the whole unit, P3 of one project. Told by their own heads and lines.

A form has a money block (年初预算数, 全年预算数, 全年执行数 …) and a block of indicators in three levels. Both are
read by the heads above each column, whatever their order; merged cells, heads over two rows and the columns of a
next page are followed. What stands under no known head is reported, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from builder.facts.collect import MONEY, Collected, Explained, to_wan
from builder.knowledge import PerformanceKnowledge, load_performance
from builder.model import Cell, Fact, Row, TablePart
from builder.text import has_digit, item_name, parse_number, parse_quantity, squeeze

LEVELS = ("一级指标", "二级指标", "三级指标")
_MONEY = ("年初预算数", "全年预算数", "全年执行数")
_MONEY_HEADS = {*_MONEY, "执行率"}
_MONEY_MEASURES = {*_MONEY_HEADS, "分值", "得分"}
_IN_WORDS = {"年度指标值", "实际完成值"}
_MEASURES = {*_IN_WORDS, "分值", "得分"}
_DASHES = re.compile(r"^[-—－–/]+$|^无$|^…+$|^\.+$")
_WEIGHT = re.compile(r"[（(](\d+(?:\.\d+)?)分?[)）]")
_PLACEHOLDER = re.compile(r"^(?:指标)?\d*[:：、.]?$|^[…\.]+$")
_UNIT = re.compile(r"[（(:：](万元|元)[)）]?")
#: 其中：基本支出876540.25
_INLINE = re.compile(r"^(?:其中[:：])?([^\d:：]{2,20})[:：]?([\d,]+(?:\.\d+)?)$")


def state_performance(part: TablePart, out: Collected) -> None:
    """State the money block, then the indicators under 一级/二级/三级指标; a form may hold several projects."""
    reader = _Reader(out, load_performance())
    for row in part.rows:
        if row.cells:
            reader.read(row)


@dataclass(frozen=True, slots=True)
class _Head:
    """One head of a block and the columns it spans; for 分值 beside a level also which level it weighs."""

    name: str
    start: int
    end: int
    level: int = -1
    printed: str = ""

    def over(self, cell: Cell) -> bool:
        return self.start < cell.column + cell.column_span and cell.column < self.end


@dataclass(frozen=True, slots=True)
class _Heads:
    """The heads in force, by column, and how wide the grid is that they stand in (0: unknown)."""

    heads: tuple[_Head, ...]
    width: int

    def under(self, row: Row) -> list[tuple[Cell, _Head | None]]:
        """Each cell with the one head above it; None where there is none or more than one with figures."""
        heads = self._for_grid(row)
        found: list[tuple[Cell, _Head | None]] = []
        for cell in row.cells:
            above = [head for head in heads if head.over(cell)]
            found.append((cell, above[0] if len(above) == 1 else _only_words(above)))
        return found

    def _for_grid(self, row: Row) -> Sequence[_Head]:
        """The next page's grid may have other columns: heads are then counted from the right."""
        if not row.width or not self.width or row.width == self.width:
            return self.heads
        shift = row.width - len(self.heads)
        if shift not in (0, 1):
            return ()
        return [replace(head, start=i + shift, end=i + shift + 1) for i, head in enumerate(self.heads)]

    def named(self, *names: str) -> bool:
        return any(head.name in names for head in self.heads)

    @property
    def levels(self) -> int:
        return sum(head.name in LEVELS for head in self.heads)


def _only_words(above: Sequence[_Head]) -> _Head | None:
    """A cell over several level columns belongs to the first of them."""
    return above[0] if above and all(head.name in LEVELS for head in above) else None


@dataclass(slots=True)
class _Reader:
    """Walks down the rows; knows the project, the heads in force and the indicator levels above."""

    out: Collected
    known: PerformanceKnowledge
    project: str = ""
    unit: str = ""
    money: _Heads | None = None
    indicators: _Heads | None = None
    heads_end: int = -1  # row of the grid behind the last row of heads
    levels: list[str] = field(default_factory=lambda: ["", "", ""])
    before: Row | None = None

    def read(self, row: Row) -> None:
        texts = [squeeze(cell.text) for cell in row.cells]
        names = {self.known.head(text) for text in texts if text}
        label = next((text for text in texts if text), "")
        if not names:
            return
        if found := _UNIT.search("".join(texts)) if not self.indicators else None:
            self.unit = found.group(1)
        if (project := self._project(texts)) is not None:
            self.project, self.money, self.indicators = project, None, None
        elif "三级指标" in names or {"一级指标", "二级指标"} <= names:
            self._take_heads(row)
        elif self._is_deeper_head(row, names):
            self._add_heads(row)
        elif len(names & _MONEY_HEADS) >= 2:
            self.money, self.indicators = _Heads(self._heads([row]), row.width), None
            self._explain(row, self.money, _MONEY_MEASURES)
        elif self._is_total(self.known.bare(label)):
            self._read_total(row)
        elif any(self.known.bare(text) in self.known.aims for text in texts):
            self.money = None
        elif self.indicators:
            self._read_indicator(row)
        elif self.money:
            self._read_money(row, texts)
        self.before = row

    def _is_total(self, label: str) -> bool:
        """总分 under the indicators; outside them only a label that says it is of points."""
        total = label in self.known.score_total
        return total and (self.indicators is not None or ("分" in label and self.money is None))

    def _project(self, texts: Sequence[str]) -> str | None:
        """The name behind 项目名称, in the next cell or in the same one; None when no project is named."""
        for index, text in enumerate(texts):
            label, _, rest = text.partition("：")
            if self.known.bare(re.sub(r"（[^（）]*）", "", label)) in self.known.project:
                return rest or next((after for after in texts[index + 1 :] if after), "")
        return None

    # --- heads ---

    def _take_heads(self, row: Row) -> None:
        """The row that names the levels, and cells of the row above that reach down into it."""
        top = row.cells[0].row
        above = [
            cell
            for cell in (self.before.cells if self.before and self.before.exact else ())
            if cell.row < top < cell.row + cell.row_span or (cell.row < top and self._is_head_word(cell))
        ]
        rows = [replace(row, cells=tuple(above)), row] if above else [row]
        self.indicators = _Heads(self._heads(rows), row.width)
        self.heads_end = max(
            (cell.row + cell.row_span for cell in row.cells if self._is_head_word(cell)), default=top + 1
        )
        self.levels = ["", "", ""]
        self._explain(row, self.indicators, _MEASURES)

    def _is_known(self, head: _Head) -> bool:
        return head.name in self.known.measure.values() or self.known.is_words(head.printed)

    def _is_head_word(self, cell: Cell) -> bool:
        return self.known.head(cell.text) in self.known.measure.values()

    def _is_deeper_head(self, row: Row, names: set[str]) -> bool:
        """指标性质, 指标值 and 度量单位 under a head over three columns."""
        inside = bool(self.indicators) and row.exact and row.cells[0].row < self.heads_end
        return inside and bool(names & set(self.known.measure.values()))

    def _add_heads(self, row: Row) -> None:
        assert self.indicators is not None
        deeper = self._heads([row])
        kept = [head for head in self.indicators.heads if not any(_overlap(head, new) for new in deeper)]
        heads = sorted([*kept, *deeper], key=lambda head: head.start)
        self.indicators = _Heads(_levelled(heads), self.indicators.width)
        self._explain(row, self.indicators, _MEASURES)

    def _heads(self, rows: Sequence[Row]) -> tuple[_Head, ...]:
        """Heads left to right, lower rows before upper ones in the same column."""
        heads: list[_Head] = []
        for row in reversed(rows):
            for cell in row.cells:
                end, printed = cell.column + cell.column_span, squeeze(cell.text)
                new = _Head(self.known.head(printed), cell.column, end, printed=printed)
                if not any(_overlap(new, head) for head in heads):
                    heads.append(new)
        return _levelled(sorted(heads, key=lambda head: head.start))

    def _explain(self, row: Row, heads: _Heads, measures: set[str]) -> None:
        """Say which head was taken for what; a second project's same heads are said once."""
        self.out.take_head(row)
        first = min((head.start for head in heads.heads if head.name in measures), default=0)
        for head in heads.heads:
            if head.name in measures:
                level = f"{LEVELS[head.level]}的" if head.level >= 0 else ""
                told = Explained(level + head.name, head.printed, "表头的字")
                self.out.explained += [told] if told not in self.out.explained else []
            elif head.start > first and not self._is_known(head):
                self.out.unknown_head(head.printed)

    # --- figures ---

    def _read_money(self, row: Row, texts: Sequence[str]) -> None:
        assert self.money is not None
        inline = {cell.column for cell in row.cells if _INLINE.match(squeeze(cell.text))}
        under = [
            (c, h)
            for c, h in self.money.under(row)
            if c.column not in inline and h and h.name in _MONEY_MEASURES
        ]
        first = min((head.start for head in self.money.heads if head.name in _MONEY_MEASURES), default=0)
        before = [(c, t) for c, t in zip(row.cells, texts, strict=True) if t and c.column < first]
        if before and under:
            name = re.sub(r"（(?:万元|元)）$", "", item_name(before[-1][1])).rstrip("：")
            self._state("年度资金总额" if name in self.known.money_total else name, under, self.unit)
        for cell, text in zip(row.cells, texts, strict=True):
            self._state_inline(cell, text)

    def _state_inline(self, cell: Cell, text: str) -> None:
        """其中：基本支出876540.25: a line printed inside its label's cell, under no column."""
        match = _INLINE.match(text)
        if match and (quantity := parse_quantity(match.group(2))):
            name = item_name(match.group(1)).rstrip("：")
            unit = self.unit or self.out.unit
            value = to_wan(quantity.value, unit)
            self._add(cell, name, "全年执行数", value, "万元" if unit in MONEY else unit, match.group(2))

    def _read_indicator(self, row: Row) -> None:
        assert self.indicators is not None
        under = self.indicators.under(row)
        weights = self._take_levels(under)
        for level, cell, number in weights:
            self._state_weight(level, cell, number)
        deepest = min(self.indicators.levels, 3) - 1
        figures = [(cell, head) for cell, head in under if head and head.name in _MEASURES]
        levelled = [(cell, head) for cell, head in figures if head.level >= 0]
        for cell, head in levelled:
            self._state(self._path(head.level), [(cell, head)], "")
        rest = [pair for pair in figures if pair not in levelled]
        units = [squeeze(cell.text) for cell, head in under if head and head.name == "度量单位"]
        if deepest >= 0 and self.levels[deepest]:
            self._state(self._path(deepest), rest, units[0] if units else "")
        else:
            zh, en = "这一行没有最末一级指标的名称", "a row without the name of its indicator"
            self.out.miss_numbers((cell for cell, _ in rest), zh, en)
        elsewhere = [cell for cell, head in under if head is None or not self._is_known(head)]
        zh, en = (
            "这一列的表头不认识，或一格跨了几列",
            "the column's head is unknown, or the cell spans several",
        )
        self.out.miss_numbers((cell for cell in elsewhere if not _DASHES.match(squeeze(cell.text))), zh, en)

    def _take_levels(self, under: Sequence[tuple[Cell, _Head | None]]) -> list[tuple[int, Cell, str]]:
        """Follow the names of the levels; give the weights printed behind them."""
        named = {
            head.name: cell for cell, head in under if head and head.name in LEVELS and squeeze(cell.text)
        }
        weights = []
        for level, name in enumerate(LEVELS):
            text = squeeze(named[name].text) if name in named else ""
            plain = item_name(_WEIGHT.sub("", text))
            if plain and not _DASHES.match(plain) and not _PLACEHOLDER.match(plain):
                self.levels[level:] = [plain] + [""] * (2 - level)
                if weight := _WEIGHT.search(text):
                    weights.append((level, named[name], weight.group(1)))
            elif level == 2:
                self.levels[2] = ""
        return weights

    def _path(self, level: int) -> str:
        return "/".join(text for text in self.levels[: level + 1] if text)

    def _state_weight(self, level: int, cell: Cell, digits: str) -> None:
        if quantity := parse_quantity(digits):
            self._add(cell, self._path(level), "分值", quantity.value, "分", " ".join(cell.text.split()))

    def _read_total(self, row: Row) -> None:
        """总分 under 分值 and 得分; a total outside the indicators is what stands behind its label."""
        if self.indicators:
            under = [(cell, head) for cell, head in self.indicators.under(row) if head]
            points = [pair for pair in under if pair[1].name in {"分值", "得分"}]
            if in_order := self._two_points(row, points):
                self._state("总分", in_order, "")
                self.levels = ["", "", ""]
                return
            self._state("总分", points, "")
            spanning = [cell for cell, head in self.indicators.under(row) if head is None]
            self.out.miss_numbers(spanning, "这一格跨了几列，分不清", "the cell spans several columns")
            self.levels = ["", "", ""]
            return
        for cell in row.cells:
            if parse_number(cell.text) is not None or self.known.quantity(cell.text):
                self._state("总分", [(cell, _Head("得分", cell.column, cell.column + 1))], "")
                return

    def _two_points(self, row: Row, points: Sequence[tuple[Cell, _Head]]) -> list[tuple[Cell, _Head]]:
        """总分 100 95 whose last cells are lost: two figures, the points to win and those won, in the heads' order."""
        assert self.indicators is not None
        figures = [cell for cell in row.cells if parse_number(cell.text) is not None]
        heads = [head for head in self.indicators.heads if head.name in {"分值", "得分"} and head.level < 0]
        stated = [cell for cell, _ in points if parse_number(cell.text) is not None]
        if len(figures) != 2 or len(heads) != 2 or len(stated) == 2:
            return []
        return list(zip(figures, heads, strict=True))

    def _state(self, item: str, under: Sequence[tuple[Cell, _Head]], unit_beside: str) -> None:
        for cell, head in under:
            raw = squeeze(cell.text)
            if not raw or _DASHES.match(raw):
                continue
            in_words = head.name in _IN_WORDS
            quantity = self.known.quantity(raw) if in_words else parse_quantity(raw)
            if quantity is None and not in_words:
                if has_digit(raw):
                    self.out.miss(cell, "这一格不是一个能认的数", "the cell holds no readable number")
                continue
            value = quantity.value if quantity else None
            unit = (quantity.unit or self._unit(head.name, unit_beside)) if quantity else ""
            if value is not None and head.name in _MONEY and unit in MONEY:
                value, unit = to_wan(value, unit), "万元"
            self._add(cell, item, head.name, value, unit, " ".join(cell.text.split()))

    def _unit(self, measure: str, unit_beside: str) -> str:
        if measure in {"分值", "得分"}:
            return "分"
        if measure in _MONEY:
            return self.unit or self.out.unit
        return unit_beside if measure in _IN_WORDS else ""

    def _add(self, cell: Cell, item: str, measure: str, value: Decimal | None, unit: str, raw: str) -> None:
        name = f"{self.project}：{item}" if self.project else item
        self.out.facts.append(Fact(self.out.table, "", "", name, measure, value, unit, raw, cell.place))


def _overlap(one: _Head, other: _Head) -> bool:
    return one.start < other.end and other.start < one.end


def _levelled(heads: Sequence[_Head]) -> tuple[_Head, ...]:
    """分值 between the level columns weighs the level before it: 一级指标 | 分值 | 二级指标 | 分值 | …"""
    last = max((i for i, head in enumerate(heads) if head.name in LEVELS), default=-1)
    level, found = -1, []
    for index, head in enumerate(heads):
        level = LEVELS.index(head.name) if head.name in LEVELS else level
        weighs = head.name == "分值" and index < last
        found.append(replace(head, level=level) if weighs else head)
    return tuple(found)
