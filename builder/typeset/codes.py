"""The tables whose rows are classification codes: T02, T03, T05, T07, T08."""

from __future__ import annotations

from dataclasses import dataclass

from builder.typeset.cells import Cell, Grid, Row, amount, blank_rows, label
from builder.typeset.layout import Layout, TableSpec
from builder.typeset.sample import Figures

INCOME = (
    "本年收入合计",
    "财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
EXPENDITURE = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
SPENT = ("本年支出", "基本支出", "项目支出")
FUND = ("年初结转和结余", "本年收入", "本年支出", "基本支出", "项目支出", "年末结转和结余")


@dataclass(frozen=True)
class Head:
    """A head over one or more columns of figures; `parts` are the heads under it, none for a plain column."""

    text: str
    parts: tuple[str, ...] = ()

    @property
    def columns(self) -> int:
        """Count the columns of figures under this head."""
        return max(1, len(self.parts))


def codes_grid(spec: TableSpec, layout: Layout, figures: Figures) -> Grid:
    """Build a table of codes: its heads by the form, its rows by the codes that the sample has."""
    measures, heads = _columns(spec)
    lead = layout.code_columns + 1
    header = _header(spec, layout, heads)
    total = (_total_row(spec, figures, measures, lead),)
    lines = figures.coded_lines(spec.table)
    coded = tuple((*_line_cells(layout, line), *_amounts(spec, figures, measures, line)) for line in lines)
    empty = blank_rows(spec.blank_rows, lead + len(measures))
    widths = _widths(layout, len(measures))
    if spec.total == "head":
        return Grid(widths, header, (*coded, *empty))
    body = (*total, *coded, *empty) if spec.total == "first" else (*coded, *empty, *total)
    return Grid(widths, header, body)


def _columns(spec: TableSpec) -> tuple[tuple[str, ...], tuple[Head, ...]]:
    """Give a table's measures and the heads over them."""
    spent = Head("本年支出", (spec.subtotal_head, "基本支出", "项目支出"))
    fund = (Head("年初结转和结余"), Head("本年收入"), spent, Head("年末结转和结余"))
    if spec.table == "T02":
        return INCOME, tuple(Head(name) for name in INCOME)
    if spec.table == "T03":
        return EXPENDITURE, tuple(Head(name) for name in EXPENDITURE)
    if spec.table == "T07" or spec.with_income:
        return FUND, fund
    if spec.grouped:
        return SPENT, (spent,)
    return SPENT, (Head(spec.subtotal_head), Head("基本支出"), Head("项目支出"))


def _widths(layout: Layout, amounts: int) -> tuple[float, ...]:
    codes = (1.25,) if layout.code_columns == 1 else (0.6, 0.5, 0.5)
    return (*codes, 3.0, *((1.15,) * amounts))


def _header(spec: TableSpec, layout: Layout, heads: tuple[Head, ...]) -> tuple[Row, ...]:
    """Build the head: 项目 over code and name, heads over figures, then 栏次 or 合计 by the form."""
    lead = layout.code_columns + 1
    deep = any(head.parts for head in heads)
    code_head = spec.code_head or layout.code_head
    names = (label(code_head, columns=layout.code_columns), label("科目名称"))
    tops = (label(head.text, rows=1 if head.parts else 2, columns=head.columns) for head in heads)
    first = (label("项目", columns=lead), *tops)
    if spec.total == "head":
        second = (*names, *(Cell(columns=head.columns) for head in heads if head.parts))
        return (first, second, _total_in_head(lead, heads))
    second = (*names, *(label(part) for head in heads for part in head.parts)) if deep else names
    if not layout.line_numbers:
        return (first, second)
    count = sum(head.columns for head in heads)
    numbers = (label("栏次", columns=lead), *(label(str(number)) for number in range(1, count + 1)))
    return (first, second, numbers)


def _total_in_head(lead: int, heads: tuple[Head, ...]) -> Row:
    """Give the third head row of forms that print 合计 there, beside the heads of the parts."""
    cells: list[Cell] = [label("合计", columns=lead)]
    for head in heads:
        cells.extend(label(part) for part in head.parts) if head.parts else cells.append(Cell())
    return tuple(cells)


def _total_row(spec: TableSpec, figures: Figures, measures: tuple[str, ...], lead: int) -> Row:
    values = [amount(figures.printed(spec.table, "合计", measure)) for measure in measures]
    return (label("合计", columns=lead), *values)


def _amounts(
    spec: TableSpec, figures: Figures, measures: tuple[str, ...], line: tuple[str, str]
) -> tuple[Cell, ...]:
    code, item = line
    return tuple(amount(figures.printed(spec.table, item, measure, code=code)) for measure in measures)


def _line_cells(layout: Layout, line: tuple[str, str]) -> tuple[Cell, ...]:
    """Give code and name; the code in one cell, or its 类, 款 and 项 digits in three."""
    code, item = line
    if layout.code_columns == 1:
        return (Cell(code), Cell(item))
    return (label(code[:3]), label(code[3:5]), label(code[5:7]), Cell(item))
