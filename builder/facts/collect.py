"""Putting facts together: one place that turns printed characters into values, and says what it could not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from builder.model import Cell, Fact, Row, Unread
from builder.text import has_digit, is_blank, parse_number, squeeze

#: How many 万元 one unit of a money amount is.
MONEY = {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "亿元": Decimal(10000),
}
#: What a sheet shows for a figure that it could not work out: #REF!, #N/A, a formula without its result.
_NO_VALUE = re.compile(r"#(?:[A-Z]|公式)")
_FACTOR_DIGITS = {"元": 4, "千元": 1, "万元": 0, "亿元": 0}


def to_wan(value: Decimal, unit: str) -> Decimal:
    """An amount in 万元 with its printed precision kept: 128218.80 元 is 12.821880 万元."""
    if unit == "亿元":
        return value * MONEY[unit]
    return value.scaleb(-_FACTOR_DIGITS[unit]) if unit in _FACTOR_DIGITS else value


def is_no_value(text: str) -> bool:
    """Whether a cell shows that its figure could not be worked out: an error value, a formula without a result."""
    return bool(_NO_VALUE.match(text.strip()))


@dataclass(frozen=True, slots=True)
class Explained:
    """How a column was told: what it holds, the head words above it as printed, and why they say so."""

    measure: str
    heads: str
    why: str


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row whose blank cells left no trace: what it is about, its figures in printed order, its columns.

    A column is a measure, or `item·measure` where the columns tell the item.
    """

    item: str
    figures: tuple[Cell, ...]
    columns: tuple[str, ...]
    side: str = ""
    code: str = ""


@dataclass(slots=True)
class Collected:
    """Facts of one table, the characters that became none, and how the columns were told."""

    table: str
    unit: str = "万元"
    facts: list[Fact] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    explained: list[Explained] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)  # cells that were stated, reported, or used as labels
    open_rows: list[OpenRow] = field(default_factory=list)  # to be placed when all else is stated
    heads: list[Row] = field(default_factory=list)  # rows taken for heads
    unknown: list[str] = field(default_factory=list)  # heads that no measure has

    def add(
        self, cell: Cell, item: str, measure: str, *, side: str = "", code: str = "", unit: str = ""
    ) -> None:
        """State the figure of a cell. Blank gives nothing; characters that are no number are reported."""
        self.use([cell])
        if is_blank(cell.text):
            return
        raw = " ".join(cell.text.split())
        value = parse_number(cell.text)
        if value is None:
            if is_no_value(raw):
                self.miss(
                    cell,
                    "这一格是错误值，或是没有存下结果的公式",
                    "an error value, or a formula without a result",
                )
            elif has_digit(cell.text):
                self.miss(cell, "这一格不是一个能认的数", "the cell holds no readable number")
            else:
                return
        printed = unit or self.unit
        money = printed in MONEY
        if value is not None and money:
            value = to_wan(value, printed)
        stated = "万元" if money else printed
        self.facts.append(Fact(self.table, side, code, item, measure, value, stated, raw, cell.place))

    def leave_open(self, row: OpenRow) -> None:
        """Keep a row whose figures can only be placed when all else is stated."""
        self.use(row.figures)
        self.open_rows.append(row)

    def take_head(self, row: Row) -> None:
        """Remember a row that was taken for heads."""
        self.heads.append(row)

    def unknown_head(self, text: str) -> None:
        """Remember a head that no measure has, once."""
        if text and text not in self.unknown:
            self.unknown.append(text)

    def use(self, cells: Iterable[Cell]) -> None:
        """Remember cells that were understood: figures, and codes or line numbers that are none."""
        self.seen |= {id(cell) for cell in cells}

    def miss(self, cell: Cell, zh: str, en: str) -> None:
        self.use([cell])
        self.unread.append(Unread(self.table, " ".join(cell.text.split()), cell.place, zh, en))

    def leave(self, cell: Cell, heads: str) -> None:
        """A figure that was understood and is not published: it stands in a column beside the official ones."""
        zh = f"“{heads}”不是本表应有的列，本站不收"
        self.miss_numbers([cell], zh, f"a column beside the official ones ({heads}), not published")

    def miss_numbers(self, cells: Iterable[Cell], zh: str, en: str) -> None:
        """Report every number among cells that nothing could be made of."""
        for cell in cells:
            if squeeze(cell.text) and parse_number(cell.text) is not None:
                self.miss(cell, zh, en)
