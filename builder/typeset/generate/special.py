"""The made tables with a form of their own: economic classification (T06), “三公” (T09), and other tables.

The other tables (项目支出决算表, 机构运行信息表, 国有资产占有使用情况表) stand between the nine in some provinces;
their figures are no facts of the nine.
"""

from __future__ import annotations

from itertools import zip_longest
from random import Random

from builder.typeset.cells import Cell, Row
from builder.typeset.generate.coded import form_number
from builder.typeset.generate.department import BOUGHT, DRIVEN, RECEPTIONS, TRIPS, VEHICLES
from builder.typeset.generate.forms import NUMBER, ColumnKind, Form, MadeTable, centred, code_cells
from builder.typeset.official import CodedLine, load_official_lines

STAGES = ("预算数", "决算数")
ITEMS = ("合计", TRIPS, VEHICLES, BOUGHT, DRIVEN, RECEPTIONS)
DOWN = (
    ("合计", "合计", 0),
    ("1.因公出国（境）费", TRIPS, 0),
    ("2.公务用车购置及运行维护费", VEHICLES, 0),
    ("（1）公务用车购置费", BOUGHT, 1),
    ("（2）公务用车运行维护费", DRIVEN, 1),
    ("3.公务接待费", RECEPTIONS, 0),
)


def economic_table(form: Form) -> MadeTable:
    """Build the table of basic expenditure in one, two or three blocks."""
    if form.layout["economic_blocks"] == "one":
        return _one_block(form)
    official = load_official_lines()
    blocks: tuple[tuple[CodedLine, ...], ...]
    if form.layout["economic_blocks"] == "three":
        blocks = (official.personnel, official.operating, official.capital)
    else:
        blocks = (official.personnel, (*official.operating, *official.capital_in_two))
    heads = (form.head("经济分类科目编码"), form.head("科目名称"), form.head("决算数"))
    groups = (centred("人员经费", columns=3), centred("公用经费", columns=3 * len(blocks) - 3))
    header: list[Row] = [] if form.layout["heads"] == "flat" else [groups]
    rows = [tuple(cell for line in row for cell in _block_cells(form, line)) for row in zip_longest(*blocks)]
    last = 3 * (len(blocks) - 1) - 1
    totals = (
        centred("人员经费合计", columns=2),
        form.figure("人员经费合计", "决算数"),
        centred("公用经费合计", columns=last),
        form.figure("公用经费合计", "决算数"),
    )
    kinds: tuple[ColumnKind, ...] = ("code", "name", "amount")
    return form.made(kinds * len(blocks), [*header, heads * len(blocks)], [*rows, totals])


def _block_cells(form: Form, line: CodedLine | None) -> tuple[Cell, ...]:
    if line is None:
        return (Cell(), Cell(), Cell())
    code, name = line
    return (Cell(code), Cell(name, indent=0 if len(code) == 3 else 1), form.figure(name, "决算数", code=code))


def _one_block(form: Form) -> MadeTable:
    """Only the lines with money, one under the other, personnel first."""
    official = load_official_lines()
    split = form.layout["codes"] == "split"
    rows: list[Row] = []
    blocks = (
        ("人员经费合计", official.personnel),
        ("公用经费合计", (*official.operating, *official.capital_in_two)),
    )
    for item, lines in blocks:
        total = (centred(item, columns=3 if split else 2), form.figure(item, "决算数"))
        spent = [line for line in lines if form.department.figures.get(("T06", "", *line, "决算数"))]
        body = [_line(form, code, name, split) for code, name in spent]
        rows += [total, *body] if form.layout["total"] == "first" else [*body, total]
    codes = [form.head("类"), form.head("款")] if split else [form.head("经济分类科目编码")]
    kinds: list[ColumnKind] = ["part", "part", "name", "amount"] if split else ["code", "name", "amount"]
    header: list[Row] = [(*codes, form.head("科目名称"), form.head("决算数"))]
    if form.numbers():
        header.append((form_number(len(kinds) - 1), centred("1")))
    return form.made(kinds, header, rows)


def _line(form: Form, code: str, name: str, split: bool) -> Row:
    codes = code_cells(code, "split")[:2] if split else (Cell(code),)
    return (*codes, Cell(name), form.figure(name, "决算数", code=code))


def three_public_table(form: Form) -> MadeTable:
    """Build the table of “三公”: in pairs, in two blocks, or downwards."""
    if form.layout["three_public"] == "down":
        return _downwards(form)
    paired = form.layout["three_public"] == "paired"
    order = [(i, s) for i in ITEMS for s in STAGES] if paired else [(i, s) for s in STAGES for i in ITEMS]
    header = _paired_header(form) if paired else _blocks_header(form)
    if form.numbers():
        header.append(tuple(centred(str(number)) for number in range(1, 13)))
    kinds: tuple[ColumnKind, ...] = ("amount",) * 12
    return form.made(kinds, header, [tuple(form.figure(item, stage) for item, stage in order)])


def _blocks_header(form: Form) -> list[Row]:
    half = (
        *(form.head("合计", rows=2), form.head("因公出国（境）费", rows=2)),
        *(form.head("公务用车购置及运行维护费", columns=3), form.head("公务接待费", rows=2)),
    )
    vehicles = (form.head("小计"), form.head(BOUGHT), form.head(DRIVEN))
    return [tuple(centred(stage, columns=6) for stage in STAGES), half * 2, vehicles * 2]


def _paired_header(form: Form) -> list[Row]:
    groups = (
        *(form.head("合计", rows=2, columns=2), form.head("因公出国（境）费", rows=2, columns=2)),
        *(form.head("公务用车购置及运行维护费", columns=6), form.head("公务接待费", rows=2, columns=2)),
    )
    vehicles = (form.head("小计", columns=2), form.head(BOUGHT, columns=2), form.head(DRIVEN, columns=2))
    return [groups, vehicles, tuple(form.head(stage) for _ in ITEMS for stage in STAGES)]


def _downwards(form: Form) -> MadeTable:
    numbered = form.line_numbers()
    number = (form.head("行次"),) if numbered else ()
    header: list[Row] = [(form.head("项目"), *number, *(form.head(stage) for stage in STAGES))]
    if form.numbers():
        header.append((centred("栏次"), *((Cell(),) if numbered else ()), centred("1"), centred("2")))
    rows = []
    for place, (printed, item, indent) in enumerate(DOWN, start=1):
        name = centred(printed) if item == "合计" else Cell(printed, indent=indent)
        numbers = (centred(str(place)),) if numbered else ()
        rows.append((name, *numbers, *(form.figure(item, stage) for stage in STAGES)))
    kinds: list[ColumnKind] = ["name", *([NUMBER] if numbered else []), "amount", "amount"]
    return form.made(kinds, header, rows)


def other_tables(form: Form, seed: int) -> list[MadeTable]:
    """Build the tables that are not among the nine, with figures of their own."""
    random = Random(f"other-{seed}")

    def money() -> Cell:
        return Cell(form.ink.money(random.randint(1, 90_000) * 10_000, form.unit).text, align="right")

    return [
        _projects(form, money()),
        _running(form, random),
        _assets(form, money(), money(), money()),
    ]


def _other(
    form: Form, title: str, kinds: tuple[ColumnKind, ...], header: list[Row], body: list[Row]
) -> MadeTable:
    return MadeTable("", title, "", form.unit, kinds, tuple(header), tuple(body))


def _projects(form: Form, money: Cell) -> MadeTable:
    header = [tuple(form.head(text) for text in ("科目编码", "科目名称", "项目名称", "合计", "财政拨款"))]
    code = form.department.purse.codes("general")[-1]
    name = form.department.purse.names[code]
    rows: list[Row] = [
        (centred("合计", columns=3), money, money),
        (Cell(code), Cell(name), Cell("专项业务经费"), money, money),
    ]
    kinds: tuple[ColumnKind, ...] = ("code", "name", "name", "amount", "amount")
    return _other(form, "项目支出决算表", kinds, list(header), rows)


def _running(form: Form, random: Random) -> MadeTable:
    """机构运行信息表: “三公” once more, beside running costs, vehicles and purchases."""

    def money() -> Cell:
        return Cell(form.ink.money(random.randint(1, 900) * 10_000, form.unit).text, align="right")

    def count() -> Cell:
        return Cell(str(random.randint(0, 60)), align="right")

    header: list[Row] = [tuple(form.head(text) for text in ("项目", "预算数", "决算数", "项目", "决算数"))]
    rows: list[Row] = [
        (Cell("一、“三公”经费支出"), money(), money(), Cell("四、机关运行经费"), money()),
        (Cell("（一）支出合计"), money(), money(), Cell("五、国有资产占用情况"), Cell()),
        (Cell("1．因公出国（境）费"), money(), money(), Cell("（一）车辆数合计（辆）"), count()),
        (Cell("2．公务接待费"), money(), money(), Cell("六、政府采购支出合计"), money()),
    ]
    kinds: tuple[ColumnKind, ...] = ("name", "amount", "amount", "name", "amount")
    return _other(form, "机构运行信息表", kinds, header, rows)


def _assets(form: Form, *money: Cell) -> MadeTable:
    heads = ("项目", "资产总额", "流动资产", "固定资产")
    header: list[Row] = [tuple(form.head(text) for text in heads)]
    kinds: tuple[ColumnKind, ...] = ("name", "amount", "amount", "amount")
    return _other(form, "国有资产占有使用情况表", kinds, header, [(centred("合计"), *money)])
