"""The made tables of two halves: 收入支出决算总表 (T01) and 财政拨款收入支出决算总表 (T04)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from builder.typeset.cells import Cell, Row
from builder.typeset.generate.forms import AMOUNT, NUMBER, ColumnKind, Form, MadeTable, centred
from builder.typeset.official import chinese_number, load_official_lines
from builder.typeset.totals import BUDGETS, CARRY_OVER, Line

NOTHING: Line = ("", "", "line")
MEASURES = {"T01": ("决算数",), "T04": ("合计", *BUDGETS)}


def halves_table(form: Form) -> MadeTable:
    """Build one of the two tables."""
    measures = MEASURES[form.table]
    pairs = [*zip_longest(_income(form), _classes(form), fillvalue=NOTHING), *_closing(form)]
    numbered = form.line_numbers()
    number = [NUMBER] if numbered else []
    kinds: list[ColumnKind] = ["name", *number, "amount", "name", *number]
    kinds += [AMOUNT] * len(measures)
    rows = []
    for place, (left, right) in enumerate(pairs, start=1):
        left_cells = _side(form, left, "收入", ("决算数",), place if numbered else 0)
        right_cells = _side(form, right, "支出", measures, place + len(pairs) if numbered else 0)
        rows.append((*left_cells, *right_cells))
    header = _header(form, measures)
    if form.numbers():
        header.append(_column_numbers(numbered, len(measures)))
    return form.made(kinds, header, rows)


def _income(form: Form) -> list[Line]:
    official = load_official_lines()
    lines = official.income_total if form.table == "T01" else official.income_appropriation
    return [(f"{chinese_number(place)}、{name}", name, "line") for place, name in enumerate(lines, start=1)]


def _classes(form: Form) -> list[Line]:
    """Give the classes of expenditure: all of the form, or only those with money in them."""
    names = load_official_lines().functional
    if form.layout["class_lines"] == "used":
        spent = {key[3] for key, amount in form.department.figures.items() if key[0] == form.table and amount}
        names = tuple(name for name in names if name in spent)
    return [(f"{chinese_number(place)}、{name}", name, "line") for place, name in enumerate(names, start=1)]


def _closing(form: Form) -> list[tuple[Line, Line]]:
    sums: list[tuple[Line, Line]] = [
        (("本年收入合计", "本年收入合计", "total"), ("本年支出合计", "本年支出合计", "total"))
    ]
    end: list[tuple[Line, Line]] = [(("总计", "总计", "total"), ("总计", "总计", "total"))]
    if form.table == "T01":
        surplus = "使用非财政拨款结余"
        printed = f"{surplus}（含专用结余）" if form.layout["title"] == "plain" else surplus
        return [
            *sums,
            ((printed, surplus, "part"), ("结余分配", "结余分配", "part")),
            (("年初结转和结余", "年初结转和结余", "part"), ("年末结转和结余", "年末结转和结余", "part")),
            *end,
        ]
    parts: list[tuple[Line, Line]] = [
        ((f"{chinese_number(place)}、{name}", f"{CARRY_OVER}/{name}", "part"), NOTHING)
        for place, name in enumerate(BUDGETS, start=1)
    ]
    closing = "年末财政拨款结转和结余"
    return [*sums, ((CARRY_OVER, CARRY_OVER, "line"), (closing, closing, "line")), *parts, *end]


def _side(form: Form, line: Line, side: str, measures: Sequence[str], number: int) -> tuple[Cell, ...]:
    """Give one half of a row; a half without a line is blank, its number still printed."""
    printed, item, kind = line
    name = centred(printed) if kind == "total" else Cell(printed, indent=1 if kind == "part" else 0)
    numbers = (centred(str(number)),) if number else ()
    if not printed:
        return (name, *numbers, *(Cell() for _ in measures))
    return (name, *numbers, *(form.figure(item, measure, side=side) for measure in measures))


def _header(form: Form, measures: Sequence[str]) -> list[Row]:
    numbered = [form.head("行次")] if form.line_numbers() else []
    amount = "决算数" if form.layout["label"] != "附表" else "金额"
    right = [amount] if form.table == "T01" else list(measures)
    if form.layout["heads"] == "flat":
        left_half = (form.head("收入项目"), *numbered, form.head(amount))
        return [(*left_half, form.head("支出项目"), *numbered, *(form.head(text) for text in right))]
    extra = len(numbered)
    first = (centred("收入", columns=2 + extra), centred("支出", columns=1 + extra + len(right)))
    if form.layout["heads"] == "deep" and form.table == "T04":
        tall = tuple(form.head(text, rows=2) for text in ("项目", *(["行次"] if numbered else [])))
        band = form.head("决算数", columns=len(right))
        second = (*tall, form.head(amount, rows=2), *tall, band)
        return [first, second, tuple(form.head(text) for text in right)]
    item = form.head("项目")
    return [first, (item, *numbered, form.head(amount), item, *numbered, *(form.head(t) for t in right))]


def _column_numbers(numbered: bool, amounts: int) -> Row:
    gap = (Cell(),) if numbered else ()
    right = [centred(str(number)) for number in range(2, 2 + amounts)]
    return (centred("栏次"), *gap, centred("1"), centred("栏次"), *gap, *right)
