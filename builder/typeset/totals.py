"""The two 总表, each printed in two halves: 收入支出决算总表 (T01) and 财政拨款收入支出决算总表 (T04)."""

from __future__ import annotations

from builder.typeset.cells import Cell, Grid, Row, amount, label
from builder.typeset.layout import Layout, TableSpec
from builder.typeset.official import chinese_number, load_official_lines
from builder.typeset.sample import Figures

BUDGETS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
CARRY_OVER = "年初财政拨款结转和结余"

Line = tuple[str, str, str]
"""How a line is printed, its item, and whether it is a `line`, a `total` or a `part` of the line above."""


def totals_grid(spec: TableSpec, layout: Layout, figures: Figures) -> Grid:
    """Build 收入支出决算总表."""
    closing: list[tuple[Line, Line]] = [
        (("本年收入合计", "本年收入合计", "total"), ("本年支出合计", "本年支出合计", "total")),
        ((layout.surplus_label, "使用非财政拨款结余", "line"), ("结余分配", "结余分配", "line")),
        (("年初结转和结余", "年初结转和结余", "line"), ("年末结转和结余", "年末结转和结余", "line")),
        (("总计", "总计", "total"), ("总计", "总计", "total")),
    ]
    lines = _both_sides(load_official_lines().income_total, spec, closing)
    return _grid(spec, layout, figures, lines, ("决算数",), (spec.amount_head,))


def appropriation_grid(spec: TableSpec, layout: Layout, figures: Figures) -> Grid:
    """Build 财政拨款收入支出决算总表."""
    nothing: Line = ("", "", "line")
    parts: list[tuple[Line, Line]] = [
        (
            (_numbered(number, name) if layout.carry_over_numbered else name, f"{CARRY_OVER}/{name}", "part"),
            nothing,
        )
        for number, name in enumerate(BUDGETS, start=1)
    ]
    closing: list[tuple[Line, Line]] = [
        (("本年收入合计", "本年收入合计", "total"), ("本年支出合计", "本年支出合计", "total")),
        ((CARRY_OVER, CARRY_OVER, "line"), ("年末财政拨款结转和结余", "年末财政拨款结转和结余", "line")),
        *parts,
        (("总计", "总计", "total"), ("总计", "总计", "total")),
    ]
    lines = _both_sides(load_official_lines().income_appropriation, spec, closing)
    return _grid(spec, layout, figures, lines, ("合计", *BUDGETS), ("合计", *BUDGETS))


def _numbered(number: int, name: str) -> str:
    return f"{chinese_number(number)}、{name}"


def _both_sides(
    income: tuple[str, ...], spec: TableSpec, closing: list[tuple[Line, Line]]
) -> list[tuple[Line, Line]]:
    """Put the income lines beside the classes of expenditure, and the closing lines under both."""
    classes = spec.classes or load_official_lines().functional
    left: list[Line] = [(_numbered(place, name), name, "line") for place, name in enumerate(income, start=1)]
    right: list[Line] = [
        (_numbered(place, name), name, "line") for place, name in enumerate(classes, start=1)
    ]
    left += [("", "", "line")] * (len(right) - len(left))
    return [*zip(left, right, strict=True), *closing]


def _grid(
    spec: TableSpec,
    layout: Layout,
    figures: Figures,
    lines: list[tuple[Line, Line]],
    measures: tuple[str, ...],
    heads: tuple[str, ...],
) -> Grid:
    numbered = layout.line_numbers
    amounts = len(measures)
    extra = 1 if numbered else 0
    number_width = (0.55,) if numbered else ()
    widths = (2.7, *number_width, 1.05, 2.7, *number_width, *((1.05,) * amounts))
    halves = (label("收入", columns=2 + extra), label("支出", columns=1 + extra + amounts))
    number_head = (label("行次"),) if numbered else ()
    head: Row = (
        *(label("项目"), *number_head, label(spec.amount_head)),
        *(label("项目"), *number_head, *(label(name) for name in heads)),
    )
    header: tuple[Row, ...] = (halves, head)
    if numbered:
        header = (*header, _column_numbers(amounts))
    rows = [
        (
            *_side(figures, spec, left, "收入", ("决算数",), numbers[0]),
            *_side(figures, spec, right, "支出", measures, numbers[1]),
        )
        for (left, right), numbers in zip(lines, _line_numbers(spec, layout, len(lines)), strict=True)
    ]
    return Grid(widths, header, tuple(rows))


def _column_numbers(amounts: int) -> Row:
    """Give the 栏次 line: the figures' columns numbered through both halves."""
    right = [label(str(number)) for number in range(2, 2 + amounts)]
    return (label("栏次"), Cell(), label("1"), label("栏次"), Cell(), *right)


def _line_numbers(spec: TableSpec, layout: Layout, count: int) -> list[tuple[str | None, str | None]]:
    """Number the lines down the left half and on down the right one; without 行次 there is no such column."""
    if not layout.line_numbers:
        return [(None, None)] * count
    slip = 1 if spec.last_number_repeats else 0
    left = [*range(1, count), count - slip]
    right = [number + count - slip for number in left]
    return [(str(one), str(other)) for one, other in zip(left, right, strict=True)]


def _side(
    figures: Figures, spec: TableSpec, line: Line, side: str, measures: tuple[str, ...], number: str | None
) -> tuple[Cell, ...]:
    """Give one half of a row: its name, its line number where the form has them, its figures."""
    printed, item, kind = line
    name = label(printed) if kind == "total" else Cell(printed, indent=2 if kind == "part" else 0)
    numbers = () if number is None else (label(number),)
    values = [amount(figures.printed(spec.table, item, measure, side=side)) for measure in measures]
    return (name, *numbers, *values)
