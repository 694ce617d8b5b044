"""What varies from one published form to another: plain values, no behaviour.

A `Layout` holds for a whole report, a `TableSpec` for one table in it. Lengths are in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

A4_SHORT = 595.28
A4_LONG = 841.89

Rules = Literal["full", "horizontal", "none"]
RuleShape = Literal["line", "rectangle"]
TotalPlace = Literal["first", "last", "head"]


@dataclass(frozen=True)
class Layout:
    """The choices of form that hold for every table and page of one report."""

    rules: Rules = "full"
    rule_shape: RuleShape = "line"
    rule_width: float = 0.5
    margin: float = 62.0
    body_size: float = 12.0
    cell_size: float = 9.0
    row_height: float = 16.0
    unit: str = "万元"
    unit_label: str = "单位："
    entity_label: str = "部门："
    print_entity: bool = True
    line_numbers: bool = True
    repeat_header: bool = True
    code_columns: Literal[1, 3] = 1
    code_head: str = "功能分类\n科目编码"
    economic_blocks: Literal[2, 3] = 3
    three_public_paired: bool = False
    surplus_label: str = "使用非财政拨款结余（含专用结余）"
    carry_over_numbered: bool = False


@dataclass(frozen=True)
class TableSpec:
    """How one official table is printed: its title, its place in the form, what stands under it."""

    table: str
    title: str
    label: str = ""
    landscape: bool = False
    notes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    amount_head: str = "决算数"
    code_head: str = ""
    grouped: bool = True
    with_income: bool = False
    total: TotalPlace = "first"
    subtotal_head: str = "小计"
    blank_rows: int = 0
    last_number_repeats: bool = False
    size: float = 0.0
    row_height: float = 0.0
