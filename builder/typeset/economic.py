"""The two tables with a form of their own: basic expenditure by economic code (T06) and “三公” (T09)."""

from __future__ import annotations

from itertools import zip_longest

from builder.typeset.cells import Cell, Grid, Row, amount, label
from builder.typeset.layout import Layout, TableSpec
from builder.typeset.official import CodedLine, load_official_lines
from builder.typeset.sample import Figures

VEHICLES = ("公务用车购置费", "公务用车运行维护费")
THREE_PUBLIC = ("合计", "因公出国（境）费", "公务用车购置及运行维护费", *VEHICLES, "公务接待费")
STAGES = ("预算数", "决算数")


def economic_grid(spec: TableSpec, layout: Layout, figures: Figures) -> Grid:
    """Build the table of basic expenditure in two or three blocks of code, name and figure."""
    lines = load_official_lines()
    blocks: tuple[tuple[CodedLine, ...], ...]
    if layout.economic_blocks == 3:
        blocks = (lines.personnel, lines.operating, lines.capital)
    else:
        blocks = (lines.personnel, lines.operating + lines.capital_in_two)
    code_head = label(spec.code_head or "经济分类\n科目编码")
    heads = (code_head, label("科目名称"), label("决算数"))
    groups = (label("人员经费", columns=3), label("公用经费", columns=3 * len(blocks) - 3))
    header: tuple[Row, ...] = ((groups,) if spec.grouped else ()) + (heads * len(blocks),)
    body = tuple(
        tuple(cell for line in row for cell in _block_cells(spec, figures, line))
        for row in zip_longest(*blocks)
    )
    return Grid((1.0, 2.25, 1.05) * len(blocks), header, (*body, _totals(spec, figures, len(blocks))))


def _block_cells(spec: TableSpec, figures: Figures, line: CodedLine | None) -> tuple[Cell, Cell, Cell]:
    if line is None:
        return (Cell(), Cell(), Cell())
    code, name = line
    value = figures.printed(spec.table, name, "决算数", code=code)
    return (Cell(code), Cell(name, indent=0 if len(code) == 3 else 1), amount(value))


def _totals(spec: TableSpec, figures: Figures, blocks: int) -> Row:
    personnel = figures.printed(spec.table, "人员经费合计", "决算数")
    operating = figures.printed(spec.table, "公用经费合计", "决算数")
    last = 3 * (blocks - 1) - 1
    totals = (amount(personnel), label("公用经费合计", columns=last), amount(operating))
    return (label("人员经费合计", columns=2), *totals)


def three_public_grid(spec: TableSpec, layout: Layout, figures: Figures) -> Grid:
    """Build the table of “三公”: all budgets then all outcomes, or budget and outcome in pairs."""
    return _paired(spec, figures) if layout.three_public_paired else _wide(spec, layout, figures)


def _wide(spec: TableSpec, layout: Layout, figures: Figures) -> Grid:
    half = (
        *(label("合计", rows=2), label("因公出国（境）费", rows=2)),
        *(label("公务用车购置及运行维护费", columns=3), label("公务接待费", rows=2)),
    )
    vehicles = (label("小计"), *(label(name) for name in VEHICLES))
    stages = tuple(label(stage, columns=6) for stage in STAGES)
    header: tuple[Row, ...] = (stages, half * 2, vehicles * 2)
    if layout.line_numbers:
        header = (*header, tuple(label(str(number)) for number in range(1, 13)))
    body = tuple(
        amount(figures.printed(spec.table, item, stage)) for stage in STAGES for item in THREE_PUBLIC
    )
    return Grid((1.0,) * 12, header, (body,))


def _paired(spec: TableSpec, figures: Figures) -> Grid:
    top = label("财政拨款“三公”经费", columns=12)
    groups = (
        *(label("合计", rows=2, columns=2), label("因公出国（境）费", rows=2, columns=2)),
        *(label("公务用车购置及运行维护费", columns=6), label("公务接待费", rows=2, columns=2)),
    )
    vehicles = (label("小计", columns=2), *(label(name, columns=2) for name in VEHICLES))
    stages = tuple(label(stage) for _ in THREE_PUBLIC for stage in STAGES)
    body = tuple(
        amount(figures.printed(spec.table, item, stage)) for item in THREE_PUBLIC for stage in STAGES
    )
    return Grid((1.0,) * 12, ((top,), groups, vehicles, stages), (body,))
