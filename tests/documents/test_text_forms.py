"""Every form in which converters leave tables in text gives the same facts: a made report in each of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal

import pytest

from builder.checks import run_checks
from builder.documents.plain_text import read_plain_text
from builder.facts import state_facts
from builder.model import Fact, ReportFacts
from builder.readings import doubtful_tables, settle
from builder.recognise import recognise

Table = list[list[str]]

SPENDING: Table = [
    [
        "科目编码",
        "科目名称",
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    ],
    ["栏次", "", "1", "2", "3", "4", "5", "6"],
    ["合计", "", "31.50", "20.25", "11.25", "", "", ""],
    ["213", "农林水支出", "28.25", "17.00", "11.25", "", "", ""],
    ["21303", "水利", "28.25", "17.00", "11.25", "", "", ""],
    ["2130301", "行政运行", "17.00", "17.00", "", "", "", ""],
    ["2130311", "水资源节约管理与保护", "11.25", "", "11.25", "", "", ""],
    ["221", "住房保障支出", "3.25", "3.25", "", "", "", ""],
    ["22102", "住房改革支出", "3.25", "3.25", "", "", "", ""],
    ["2210201", "住房公积金", "3.25", "3.25", "", "", "", ""],
]
WHOLE: Table = [
    ["收入", "", "", "支出", "", ""],
    ["项目", "行次", "决算数", "项目", "行次", "决算数"],
    ["一、一般公共预算财政拨款收入", "1", "31.50", "一、一般公共服务支出", "6", ""],
    ["二、政府性基金预算财政拨款收入", "2", "", "十二、农林水支出", "7", "28.25"],
    ["", "3", "", "十九、住房保障支出", "8", "3.25"],
    ["本年收入合计", "4", "31.50", "本年支出合计", "9", "31.50"],
    ["总计", "5", "31.50", "总计", "10", "31.50"],
]
PUBLIC: Table = [
    ["预算数", "", "", "", "", "", "决算数", "", "", "", "", ""],
    ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"] * 2,
    ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""] * 2,
    ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
    ["2.10", "", "1.60", "", "1.60", "0.50", "1.75", "", "1.55", "", "1.55", "0.20"],
]
TABLES = {"收入支出决算总表": WHOLE, "支出决算表": SPENDING, "财政拨款“三公”经费支出决算表": PUBLIC}
TEXT = (
    "本年支出合计31.50万元，其中：基本支出20.25万元，占64.29%；项目支出11.25万元，占35.71%。\n"
    "“三公”经费财政拨款支出预算为2.10万元，支出决算为1.75万元，完成预算的83.33%。\n"
)


def width(text: str) -> int:
    return sum(2 if ord(char) > 0x2000 else 1 for char in text)


def padded(table: Table, left: str, middle: str, right: str) -> list[str]:
    widths = [max(width(row[i]) for row in table) for i in range(len(table[0]))]
    return [
        left + middle.join(c + " " * (w - width(c)) for c, w in zip(row, widths, strict=True)) + right
        for row in table
    ]


def markdown(table: Table) -> str:
    lines = [f"| {' | '.join(row)} |" for row in table]
    return "\n".join([lines[0], "|---" * len(table[0]) + "|", *lines[1:]])


def markdown_with_breaks(table: Table) -> str:
    return markdown(
        [[cell.replace("支出", "<br>支出") if "合计" in cell else cell for cell in row] for row in table]
    )


def repeated(table: Table) -> Table:
    """A blank head takes the words of the head on its left, as converters write merged cells."""
    rows = [list(row) for row in table]
    for row in rows:
        if not any(char.isdigit() for cell in row for char in cell) and row[0]:
            for i in range(1, len(row)):
                row[i] = row[i] or row[i - 1]
    return rows


def boxed(table: Table) -> str:
    rule = "├" + "┼".join("─" * 6 for _ in table[0]) + "┤"
    return f"\n{rule}\n".join(
        ["┌" + "┬".join("─" * 6 for _ in table[0]) + "┐", *padded(table, "│ ", " │ ", " │")]
    )


def gridded(table: Table) -> str:
    rule = "+" + "+".join("-" * 8 for _ in table[0]) + "+"
    return f"\n{rule}\n".join(["", *padded(table, "| ", " | ", " |"), ""]).strip()


def comma_separated(table: Table) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue().rstrip()


def quoted(table: Table) -> str:
    def cell(text: str) -> str:
        return f'"{text[:4]}\n{text[4:]}"' if len(text) > 6 and not text[0].isdigit() else text

    return "\n".join("\t".join(cell(text) for text in row) for row in table)


def entities(table: Table) -> str:
    return "\n".join("\t".join(c.replace("（", "&#65288;") or "&nbsp;" for c in row) for row in table)


KEPT: dict[str, Callable[[Table], str]] = {
    "markdown": markdown,
    "markdown with breaks": markdown_with_breaks,
    "markdown with merged heads repeated": lambda table: markdown(repeated(table)),
    "pipes without a frame": lambda table: "\n".join(" | ".join(row) for row in table),
    "box": boxed,
    "grid": gridded,
    "tabs": lambda table: "\n".join("\t".join(row) for row in table),
    "tabs with quoted cells": quoted,
    "tabs with entities": entities,
    "commas": comma_separated,
    "bells": lambda table: "\n".join("\x07".join(row) + "\x07\x07" for row in table),
    "a cell per line after a tab": lambda t: (
        "\n\n".join("\n".join(f"\t{c}" for c in row) for row in t) + "\n"
    ),
}
LOST: dict[str, Callable[[Table], str]] = {
    "single spaces": lambda table: "\n".join(" ".join(filter(None, row)) for row in table),
    "wide spaces": lambda table: "\n".join("   ".join(filter(None, row)) for row in table),
    "a cell per line": lambda table: "\n".join(cell for row in table for cell in row),
    "a cell per line without blanks": lambda table: "\n".join(cell for row in table for cell in row if cell),
    "a paragraph per cell": lambda table: "\n\n".join(cell for row in table for cell in row if cell),
}


def read(
    form: Callable[[Table], str], tables: dict[str, Table], text: str = TEXT, encoding: str = "utf-8"
) -> ReportFacts:
    parts = [f"{title}\n单位：万元\n\n{form(table)}\n\n注：本表为自制。\n" for title, table in tables.items()]
    whole = "青澜市测试中心2023年度部门决算\n第二部分 部门决算表\n" + "\n".join(parts)
    whole += "第三部分 部门决算情况说明\n三、支出决算情况说明\n" + text
    first, second = (
        state_facts(recognise(read_plain_text(whole.encode(encoding), "made.txt", second=again)))
        for again in (False, True)
    )
    checked = run_checks(first)
    return settle(first, checked, second, doubtful_tables(checked, first))


def key(fact: Fact) -> tuple[str, str, str, str, str, Decimal | None]:
    return (*fact.key, fact.value)


def official(content: ReportFacts) -> set[tuple[str, str, str, str, str, Decimal | None]]:
    return {key(fact) for fact in content.facts if fact.table != "N"}


def expected() -> set[tuple[str, str, str, str, str, Decimal | None]]:
    found: set[tuple[str, str, str, str, str, Decimal | None]] = set()
    for row in SPENDING[2:]:
        code, item = ("", "合计") if row[0] == "合计" else (row[0], row[1])
        found |= {
            ("T03", "", code, item, m, Decimal(v)) for m, v in zip(SPENDING[0][2:], row[2:], strict=True) if v
        }
    for income, _, value, spending, _, spent in WHOLE[2:]:
        for side, name, figure in (("收入", income, value), ("支出", spending, spent)):
            if figure:
                found.add(("T01", side, "", name.split("、")[-1], "决算数", Decimal(figure)))
    items = [
        "合计",
        "因公出国（境）费",
        "公务用车购置及运行维护费",
        "公务用车购置费",
        "公务用车运行维护费",
        "公务接待费",
    ]
    measures = ["预算数"] * 6 + ["决算数"] * 6
    figures = zip(items * 2, measures, PUBLIC[-1], strict=True)
    return found | {("T09", "", "", item, measure, Decimal(v)) for item, measure, v in figures if v}


@pytest.mark.parametrize("form", KEPT)
def test_a_form_that_keeps_blank_cells_gives_every_figure(form: str) -> None:
    content = read(KEPT[form], TABLES, text="")
    assert official(content) == expected()
    assert content.unread == ()


@pytest.mark.parametrize("form", LOST)
def test_a_form_that_loses_blank_cells_gives_what_sums_and_text_prove(form: str) -> None:
    content = read(LOST[form], TABLES)
    assert official(content) <= expected()
    lost = expected() - official(content)
    assert {key[0] for key in lost} <= {"T09"}
    assert len(content.unread) == len(lost)


def test_blank_lines_between_accounts_at_even_distances_need_no_proof() -> None:
    content = read(LOST["a cell per line"], {"支出决算表": SPENDING}, text="")
    assert official(content) == {key for key in expected() if key[0] == "T03"}
    assert content.unread == ()


@pytest.mark.parametrize("form", sorted(set(LOST) - {"a cell per line"}))
def test_without_the_text_only_the_totals_are_certain(form: str) -> None:
    content = read(LOST[form], {"支出决算表": SPENDING}, text="")
    assert {(fact.code, fact.measure) for fact in content.facts if fact.table == "T03"} == {
        (row[0] if row[0].isdigit() else "", "本年支出合计") for row in SPENDING[2:]
    }
    amounts = sum(bool(cell) for row in SPENDING[2:] for cell in row[3:])
    assert len(content.unread) == amounts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_changes_nothing(encoding: str) -> None:
    assert official(read(KEPT["tabs"], TABLES, encoding=encoding)) == expected()


def test_columns_ruled_with_dashes_are_cut_there() -> None:
    def dashed(table: Table) -> str:
        widths = [max(width(row[i]) for row in table) for i in range(len(table[0]))]
        rule = "  " + " ".join("-" * w for w in widths)
        rows = padded(table, "  ", " ", "")
        return "\n".join([rows[0], rule, *rows[1:], rule])

    assert official(read(dashed, {"支出决算表": SPENDING})) == {f for f in expected() if f[0] == "T03"}


def test_text_that_goes_down_the_columns_gives_no_figure() -> None:
    def downwards(table: Table) -> str:
        return "\n".join(row[i] for i in range(len(table[0])) for row in table if row[i])

    content = read(downwards, {"支出决算表": SPENDING})
    assert official(content) == set()
    assert len(content.unread) >= sum(bool(cell) for row in SPENDING[2:] for cell in row[2:])


def test_bytes_of_nothing_in_a_text_are_told() -> None:
    data = "部门决算\n".encode() * 400 + b"\0" * 16 + "\n支出\n".encode()
    (notice,) = read_plain_text(data, "a.txt").notices
    assert "空字节" in notice.zh
    assert notice.place.line == 401
