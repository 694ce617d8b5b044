"""The generator is honest: same seed same bytes, sums that hold, every form within the seeds, words that fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pdfplumber
import pytest

from builder.typeset.generate import (
    AXES,
    DEPARTMENT_AXES,
    Department,
    MadeLayout,
    generate,
    made_department,
    made_layout,
    plain_layout,
)
from builder.typeset.generate.amounts import FEN_PER_WAN, Ink, wan
from builder.typeset.generate.beside import VEHICLE_KINDS
from builder.typeset.generate.department import FISCAL, IN_BASIC
from builder.typeset.generate.drawing import SIZES, SMALL_SIZES, plan_table
from builder.typeset.generate.forms import FigureCell, Form
from builder.typeset.generate.paper import MARGIN, register, text_width
from builder.typeset.generate.report import BUILDERS
from builder.typeset.generate.sentences import Writer
from builder.typeset.generate.slips import KINDS, Key, misprinted
from builder.typeset.generate.teller import Quantity
from builder.typeset.generate.told import THREE_PUBLIC
from builder.typeset.generate.words import load_words
from builder.typeset.layout import A4_LONG
from builder.typeset.totals import BUDGETS

SEEDS = 300
HALF_CENT = Decimal("0.005")


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_same_seed_gives_the_same_report(seed: int) -> None:
    one, other = generate(seed), generate(seed)
    assert one.pdf == other.pdf
    assert one.facts == other.facts
    assert generate(seed + 1).pdf != one.pdf


def test_every_axis_value_occurs_within_the_seeds() -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for seed in range(SEEDS):
        for axis, value in {**made_layout(seed).described(), **made_department(seed).axes}.items():
            seen[axis].add(value)
    for axis, values in {**AXES, **DEPARTMENT_AXES, "slip": KINDS}.items():
        assert seen[axis] == set(values), axis


def parts_of(code: str, codes: Iterable[str]) -> list[str]:
    """Give the codes one level under a code."""
    length = {0: 3, 3: 5, 5: 7}.get(len(code), 0)
    return [other for other in codes if len(other) == length and other.startswith(code)]


def gaps(department: Department) -> list[tuple[Key, Decimal, int]]:
    """Add up each total of the tables of accounts as printed; give what is left over and the number of parts."""
    found = []
    printed = {key: wan(department.amount(key)) for key in department.figures}
    by_code: dict[tuple[str, str], dict[str, Key]] = defaultdict(dict)
    for key in printed:
        if key[0] in ("T02", "T03", "T05", "T07", "T08") and (key[2] or key[3] == "合计"):
            by_code[key[0], key[4]][key[2]] = key
    for rows in by_code.values():
        for code, key in rows.items():
            if parts := parts_of(code, rows):
                gap = printed[key] - sum(printed[rows[part]] for part in parts)
                found.append((key, gap, len(parts)))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_sums_hold_but_for_rounding_and_for_the_slip(seed: int) -> None:
    department = made_department(seed)
    allowed = 0 if department.axes["sums"] == "exact" else 1
    for key, gap, parts in gaps(department):
        if department.slip is None:
            assert abs(gap) <= HALF_CENT * (parts + 1) * allowed, key
        elif gap:
            slipped = department.slip.key
            assert (key[0], key[4]) == (slipped[0], slipped[4])
            assert slipped[2].startswith(key[2])


def test_a_stated_share_of_departments_has_one_slip() -> None:
    departments = [made_department(seed) for seed in range(SEEDS)]
    slipped = [department for department in departments if department.slip]
    assert SEEDS // 15 < len(slipped) < SEEDS // 4
    for department in slipped:
        assert department.slip is not None
        assert department.amount(department.slip.key) == department.slip.printed != department.slip.adds_up_to


@pytest.mark.parametrize("kind", KINDS)
def test_a_slip_stands_where_it_is_said_to(kind: str) -> None:
    departments = [made for seed in range(SEEDS) if (made := made_department(seed)).axes["slip"] == kind]
    tables = {"none": set(), "accounts": {"T02", "T03", "T05"}, "text": {"N"}}
    found = {department.slip.key[0] for department in departments if department.slip}
    assert found == tables.get(kind, {"T01", "T04", "T05", "T06", "T09"})


def test_a_slip_in_the_text_changes_that_figure_alone() -> None:
    for seed in range(SEEDS):
        department = made_department(seed)
        slip, told = department.slip, department.told
        if slip is None or slip.key[0] != "N":
            continue
        name = (slip.key[3], slip.key[4])
        mended = misprinted(told, replace(slip, printed=slip.adds_up_to))
        changed = {each for each in told.figures if told.figures[each] != mended.figures[each]}
        assert changed == {name}


def fen(department: Department, item: str, measure: str) -> int:
    return department.told.figures[item, measure].fen


@pytest.mark.parametrize("seed", [seed for seed in range(80) if made_department(seed).slip is None])
def test_the_text_agrees_with_itself_and_with_the_tables(seed: int) -> None:
    department = made_department(seed)
    told, figures = department.told, department.figures
    whole = fen(department, "一般公共预算财政拨款支出", "年初预算")
    assert whole > 0
    assert whole == sum(fen(department, name, "年初预算") for name in told.classes)
    assert whole == sum(fen(department, "/".join(path), "年初预算") for path in told.paths)
    for item, leaves in THREE_PUBLIC.items():
        for measure in ("预算数", "决算数"):
            assert fen(department, item, measure) == sum(fen(department, leaf, measure) for leaf in leaves)
        changes = [told.figures.get((leaf, "比上年增减额"), Quantity("money")).fen for leaf in leaves]
        change = told.figures.get((item, "比上年增减额"), Quantity("money")).fen
        assert wan(change - sum(changes)) == 0  # one that prints as nothing is not told
    for item, code in IN_BASIC.items():
        inside = sum(amount for key, amount in figures.items() if key[0] == "T06" and key[2] == code)
        assert inside <= fen(department, item, "决算数") <= fen(department, item, "预算数")
    counts = {item: figure.number for (item, _), figure in told.figures.items() if figure.kind == "count"}
    assert counts["车辆"] == sum(counts[kind] for kind in VEHICLE_KINDS) >= counts["公务用车保有量"]
    assert counts["在职人数"] <= counts["编制人数"]
    for item, counted in (("公务接待费", "公务接待批次"), ("公务用车购置费", "公务用车购置数")):
        assert (counts[counted] > 0) == (fen(department, item, "决算数") > 0)
    listed = {name for names in told.names.values() for name in names}
    assert listed <= {key[3] for key, amount in figures.items() if key[0] == "T06" and wan(amount) > 0}


@pytest.mark.parametrize(("spent", "word"), [(120, "大于"), (80, "小于"), (100, "等于")])
def test_words_go_with_the_figures(spent: int, word: str) -> None:
    department = made_department(0)
    quantities = {"支出决算": spent, "年初预算": 100, "比上年增减额": spent - 100}
    figures = {
        ("某项", measure): Quantity("money", fen=wan * FEN_PER_WAN) for measure, wan in quantities.items()
    }
    writer = Writer(replace(department, told=replace(department.told, figures=figures)), plain_layout({}), 0)
    told = writer.paragraph("{大小预算:某项}；{因预算:某项}；{因:某项}；{增减:某项}；{升降:某项}").text.split(
        "；"
    )
    way = {"大于": "up", "小于": "down", "等于": "even"}[word]
    reasons = load_words().reasons[way]
    assert told[0] == word
    assert {told[1], told[2]} <= set(reasons)
    assert told[3:] == {"up": ["增加", "增长"], "down": ["减少", "下降"], "even": ["持平", "持平"]}[way]


@pytest.mark.parametrize("seed", range(60))
def test_the_tables_agree_with_each_other(seed: int) -> None:
    department = made_department(seed)
    figures, purse = department.figures, department.purse
    income, spending = (
        figures["T01", "收入", "", "总计", "决算数"],
        figures["T01", "支出", "", "总计", "决算数"],
    )
    assert income == spending
    assert (
        figures["T02", "", "", "合计", "本年收入合计"] == figures["T01", "收入", "", "本年收入合计", "决算数"]
    )
    assert (
        figures["T03", "", "", "合计", "本年支出合计"] == figures["T01", "支出", "", "本年支出合计", "决算数"]
    )
    assert figures["T04", "收入", "", "总计", "决算数"] == figures["T04", "支出", "", "总计", "合计"]
    fiscal = sum(figures["T04", "支出", "", "本年支出合计", budget] for budget in BUDGETS)
    assert fiscal == purse.total(lambda line: line.spent, *FISCAL)
    assert (
        figures["T05", "", "", "合计", "本年支出"] == figures["T04", "支出", "", "本年支出合计", BUDGETS[0]]
    )
    basic = (
        figures["T06", "", "", "人员经费合计", "决算数"] + figures["T06", "", "", "公用经费合计", "决算数"]
    )
    assert basic == figures["T05", "", "", "合计", "基本支出"]
    codes = [key for key in figures if key[0] == "T06" and len(key[2]) == 5]
    assert sum(figures[key] for key in codes) == basic


@pytest.mark.parametrize("seed", range(0, SEEDS, 5))
def test_words_stay_inside_their_cells(seed: int) -> None:
    register()
    layout, department = made_layout(seed), made_department(seed)
    for table, build in BUILDERS.items():
        plan = plan_table(
            build(Form(department, layout, table)), layout, A4_LONG - 2 * MARGIN, (*SIZES, *SMALL_SIZES)
        )
        assert plan is not None
        for placed in plan.placed:
            room = plan.width(placed) - placed.cell.indent * plan.size
            assert all(text_width(line, plan.size) <= room for line in plan.lines(placed)), placed.cell.text


@pytest.mark.parametrize("seed", [3, 4, 6])
def test_every_expected_figure_is_printed_on_its_page(seed: int) -> None:
    made = generate(seed)
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        pages = ["".join(char["text"] for char in page.chars) for page in document.pages]
    for fact in made.facts:
        if fact.table != "N":  # the text may break a line inside a figure
            assert fact.raw in pages[fact.page - 1], fact


def test_a_blank_figure_is_no_fact_and_a_dash_is_zero() -> None:
    assert Ink(thousands=False, full_width=False, zeros="blank").money(0, "万元").value is None
    assert Ink(thousands=False, full_width=False, zeros="dash").money(0, "万元").value == 0
    printed = Ink(thousands=True, full_width=True, zeros="blank").money(-123_456_700, "元")
    assert (printed.text, printed.value) == ("－１，２３４，５６７．００", Decimal("-123.456700"))


def test_the_plain_layout_takes_single_axes() -> None:
    layout = plain_layout({"rules": "none", "wording:overview": "each"})
    assert (layout["rules"], layout["codes"], layout.wordings["overview"]) == ("none", "whole", "each")


def test_figures_of_other_tables_are_no_facts() -> None:
    made = generate(
        0, MadeLayout({**plain_layout({}).axes, "extra_tables": "between"}, plain_layout({}).wordings)
    )
    assert {fact.table for fact in made.facts} <= {"N", *BUILDERS}
    assert not [cell for cell in _cells(made.department) if isinstance(cell, FigureCell) and not cell.key[0]]


def _cells(department: Department) -> list[object]:
    table = BUILDERS["T09"](Form(department, plain_layout({}), "T09"))
    return [cell for row in table.body for cell in row]
