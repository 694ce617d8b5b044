"""The made tables whose rows are functional accounts: T02, T03, T05, T07, T08."""

from __future__ import annotations

from dataclasses import dataclass

from builder.typeset.cells import Cell, Row
from builder.typeset.codes import EXPENDITURE, FUND, INCOME, SPENT
from builder.typeset.generate.forms import AMOUNT, ColumnKind, Form, MadeTable, blank_row, centred, code_cells

BUDGETS = {"T02": (), "T03": (), "T05": ("general",), "T07": ("funds",), "T08": ("capital",)}
EMPTY = {
    "T07": "本单位没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出，故本表无数据。",
    "T08": "本单位没有国有资本经营预算财政拨款支出，故本表无数据。",
}
EMPTY_ROWS = 3


@dataclass(frozen=True)
class _Head:
    """A head over one column, or a band over several."""

    text: str
    parts: tuple[str, ...] = ()


def coded_table(form: Form) -> MadeTable:
    """Build one table of accounts."""
    measures = _measures(form)
    split = form.layout["codes"] == "split"
    lead = 4 if split else 2
    kinds: list[ColumnKind] = ["part", "part", "part"] if split else ["code"]
    kinds += ["name", *([AMOUNT] * len(measures))]
    header = [*_header(form, _heads(form, measures), lead)]
    if form.numbers():
        header.append((form_number(lead), *(centred(str(n)) for n in range(1, len(measures) + 1))))
    purse = form.department.purse
    budgets = BUDGETS[form.table]
    if budgets and not purse.of(*budgets):
        rows = [blank_row(lead + len(measures)) for _ in range(EMPTY_ROWS)]
        return form.made(kinds, header, rows, (f"说明：{EMPTY[form.table]}",))
    codes = purse.codes(*budgets, every_level=form.layout["levels"] == "all")
    rows = [_row(form, code, measures) for code in codes]
    total = _total_row(form, lead, measures)
    return form.made(kinds, header, [total, *rows] if form.layout["total"] == "first" else [*rows, total])


def form_number(lead: int) -> Cell:
    """Give the head of the line that numbers the columns."""
    return centred("栏次", columns=lead)


def _measures(form: Form) -> tuple[str, ...]:
    """Give the measures; T08 has the columns of T07 in some provinces (here: with the Shanghai order)."""
    if form.table == "T08":
        return FUND if form.layout["order"] == "shanghai" else SPENT
    return {"T02": INCOME, "T03": EXPENDITURE, "T05": SPENT, "T07": FUND}[form.table]


def _heads(form: Form, measures: tuple[str, ...]) -> tuple[_Head, ...]:
    """Give the heads, with 本年支出 as a band over its parts where the form is deep enough."""
    if measures not in (SPENT, FUND) or form.layout["heads"] == "flat":
        return tuple(_Head(name) for name in measures)
    subtotal = "小计" if form.layout["heads"] == "deep" else "合计"
    band = _Head("本年支出", (subtotal, "基本支出", "项目支出"))
    if measures == SPENT:
        return (band,)
    return (_Head("年初结转和结余"), _Head("本年收入"), band, _Head("年末结转和结余"))


def _header(form: Form, heads: tuple[_Head, ...], lead: int) -> list[Row]:
    split = lead == 4
    code_head = "科目代码" if form.table in EMPTY else "功能分类科目编码"
    if form.layout["heads"] == "flat":
        codes = [form.head(part) for part in "类款项"] if split else [form.head(code_head)]
        return [(*codes, form.head("科目名称"), *(form.head(head.text) for head in heads))]
    depth = 3 if split and form.layout["heads"] == "deep" else 2
    tops = [
        form.head(head.text, columns=len(head.parts)) if head.parts else form.head(head.text, rows=depth)
        for head in heads
    ]
    parts = [form.head(part, rows=depth - 1) for head in heads for part in head.parts]
    first = (form.head("项目", columns=lead), *tops)
    if depth == 3:
        second = (form.head(code_head, columns=3), form.head("科目名称", rows=2), *parts)
        return [first, second, tuple(form.head(part) for part in "类款项")]
    codes = [form.head(code_head, columns=lead - 1)]
    return [first, (*codes, form.head("科目名称"), *parts)]


def _row(form: Form, code: str, measures: tuple[str, ...]) -> Row:
    item = form.department.purse.names[code]
    figures = (form.figure(item, measure, code=code) for measure in measures)
    return (*code_cells(code, form.layout["codes"]), Cell(item), *figures)


def _total_row(form: Form, lead: int, measures: tuple[str, ...]) -> Row:
    figures = tuple(form.figure("合计", measure) for measure in measures)
    if form.layout["heads"] == "flat":
        return (*(Cell() for _ in range(lead - 1)), centred("合计"), *figures)
    return (centred("合计", columns=lead), *figures)
