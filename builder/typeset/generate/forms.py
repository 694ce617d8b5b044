"""What the tables of a made report are built from: cells that know their fact, heads, codes, titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from builder.typeset.cells import Align, Cell, Row
from builder.typeset.generate.amounts import Ink
from builder.typeset.generate.axes import MadeLayout
from builder.typeset.generate.department import Department
from builder.typeset.generate.slips import Key
from builder.typeset.generate.words import load_words

ColumnKind = Literal["code", "part", "name", "number", "amount"]
AMOUNT: ColumnKind = "amount"
NUMBER: ColumnKind = "number"
#: Tables that print 元 in a report whose other tables print 万元.
IN_YUAN = {"T05", "T06", "T09"}
QUOTES = {"curly": "“三公”", "straight": '"三公"', "corner": "「三公」", "none": "三公"}
LABELS = {"none": "", "公开表": "公开{:02d}表", "附表": "附表{}"}
_PIECE = 4


@dataclass(frozen=True)
class FigureCell(Cell):
    """A cell that prints a figure; `key` says which, `value` is what a reader must find."""

    key: Key = ("", "", "", "", "")
    value: Decimal = Decimal(0)


@dataclass(frozen=True)
class MadeTable:
    """One table ready to be drawn; `table` is empty for one that is not among the nine."""

    table: str
    title: str
    label: str
    unit: str
    kinds: tuple[ColumnKind, ...]
    header: tuple[Row, ...]
    body: tuple[Row, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """What a table is made from: the department's figures and the report's layout."""

    department: Department
    layout: MadeLayout
    table: str

    @property
    def ink(self) -> Ink:
        """Give how figures are printed."""
        layout = self.layout
        return Ink(layout["thousands"] == "yes", layout["digits"] == "full", layout["zeros"])

    @property
    def unit(self) -> str:
        """Give the unit of this table."""
        if self.layout["unit"] == "mixed":
            return "元" if self.table in IN_YUAN else "万元"
        return self.layout["unit"]

    def figure(self, item: str, measure: str, *, side: str = "", code: str = "") -> Cell:
        """Give the cell of a figure; a blank one has no fact."""
        key = (self.table, side, code, item, measure)
        printed = self.ink.money(self.department.amount(key), self.unit)
        if printed.value is None:
            return Cell("", align="right")
        return FigureCell(printed.text, align="right", key=key, value=printed.value)

    def head(self, text: str, *, rows: int = 1, columns: int = 1) -> Cell:
        """Give a head, its words broken into lines where the layout does so."""
        return Cell(self.broken(text), rows, columns, "centre")

    def broken(self, text: str) -> str:
        """Break a long head into lines of about four characters."""
        if self.layout["head_lines"] == "one":
            return text
        if len(text) == 2:
            return "　　".join(text) if text == "项目" else text
        count = max(1, -(-len(text) // (_PIECE + 1)))
        size = -(-len(text) // count)
        return "\n".join(text[start : start + size] for start in range(0, len(text), size))

    def numbers(self) -> bool:
        """Say whether 栏次 are printed."""
        return self.layout["numbering"] in ("columns", "both")

    def line_numbers(self) -> bool:
        """Say whether 行次 are printed in the tables of two halves."""
        return self.layout["numbering"] in ("lines", "both")

    def title(self) -> str:
        """Give the title in the report's manner."""
        names = load_words().titles[self.table]
        name = names[hash_of(self.department.org) % len(names)].replace(
            "“三公”", QUOTES[self.layout["quotes"]]
        )
        return {
            "plain": name,
            "year": f"{self.department.year}年度{name}",
            "unit": f"{'单位' if hash_of(self.department.org) % 2 else '部门'}{name}",
            "prefix": f"（部门）{name}",
        }[self.layout["title"]]

    def label(self) -> str:
        """Give the number that forms print at the upper right."""
        return LABELS[self.layout["label"]].format(int(self.table[1:]))

    def made(
        self,
        kinds: Sequence[ColumnKind],
        header: Sequence[Row],
        body: Sequence[Row],
        notes: Sequence[str] = (),
    ) -> MadeTable:
        """Put the table together."""
        official = load_words().notes[self.table]
        return MadeTable(
            self.table,
            self.title(),
            self.label(),
            self.unit,
            tuple(kinds),
            tuple(header),
            tuple(body),
            (f"注：{official}", *notes),
        )


def hash_of(text: str) -> int:
    """Give a number for a text that is the same on every machine and in every run."""
    return sum(ord(character) * place for place, character in enumerate(text, start=1))


def centred(text: str, *, rows: int = 1, columns: int = 1) -> Cell:
    """Give a cell whose words stand in the middle."""
    return Cell(text, rows, columns, "centre")


def blank_row(columns: int) -> Row:
    """Give a row without words."""
    return tuple(Cell() for _ in range(columns))


def code_cells(code: str, manner: str) -> tuple[Cell, ...]:
    """Give a code as the layout prints it: whole, over two lines, with a space, or in three columns."""
    align: Align = "centre" if manner == "split" else "left"
    if manner == "split":
        return tuple(Cell(part, align=align) for part in (code[:3], code[3:5], code[5:7]))
    if manner == "wrapped" and len(code) == 7:
        return (Cell(f"{code[:5]}\n{code[5:]}"),)
    if manner == "spaced" and len(code) == 7:
        cut = 5 if int(code) % 2 else 6
        return (Cell(f"{code[:cut]} {code[cut:]}"),)
    return (Cell(code),)
