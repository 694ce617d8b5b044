"""The official tables as CSV and as a workbook: layout, exact decimals, no formula, no broken row."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from builder.model import Fact, Place
from builder.publish.catalogue import Version
from builder.publish.ids import fact_ids
from builder.publish.layout import lay_out
from builder.publish.official import write_tables
from builder.publish.rows import FACTS, fact_rows
from builder.publish.xlsx import Sheet, write_workbook
from tests.publish.made import TEXT, catalogue_of, write_reports

Lines = list[list[str]]
#: Signs that begin a formula, in both widths, breaks, and whatever else a report may print.
WICKED = st.text(
    st.sampled_from(list("=+-@＝＋－＠\t\r\n\x0b\x00,\"'; |!A1()万元\u2028\u202e\ufeff\ud7ff_x0041_")),
    max_size=12,
)


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    text = TEXT.replace("\t1.05\n", "\t1,05\n")
    assert text != TEXT
    folder = write_reports(tmp_path_factory.mktemp("official"), {"a.txt": text})
    return next(iter(catalogue_of(folder).versions()))


@pytest.fixture(scope="module")
def folder(version: Version, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tables")
    write_tables(version, made)
    return made


def read(path: Path) -> Lines:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True))


def table(version: Version, facts: list[Fact]) -> Version:
    """The version with other facts."""
    report = replace(version.report, content=replace(version.report.content, facts=tuple(facts)))
    return replace(version, report=report, fact_ids=tuple(fact_ids(facts)))


def fact(
    table: str, item: str, measure: str, value: str, side: str = "", code: str = "", page: int = 1
) -> Fact:
    return Fact(table, side, code, item, measure, Decimal(value), "万元", value, Place(page=page))


def test_only_tables_with_figures_have_a_file(folder: Path) -> None:
    assert sorted(path.name for path in (folder / "tables").iterdir()) == ["T01.csv", "T05.csv", "T09.csv"]


def test_the_two_halves_stand_side_by_side_with_facing_lines_together(folder: Path) -> None:
    assert [line[:4] for line in read(folder / "tables/T01.csv")] == [
        ["收入项目", "收入决算数", "支出项目", "支出决算数"],
        ["一般公共预算财政拨款收入", "83.00", "教育支出", "60.00"],
        ["", "", "农林水支出", "23.00"],
        ["本年收入合计", "83.00", "本年支出合计", "83.00"],
        ["年初结转和结余", "2.00", "年末结转和结余", "2.00"],
        ["总计", "85.00", "总计", "85.00"],
    ]


def test_blank_stays_blank_zero_stays_zero_and_decimals_are_kept(folder: Path) -> None:
    assert [line[:6] for line in read(folder / "tables/T05.csv")] == [
        ["科目编码", "科目名称", "本年支出", "基本支出", "项目支出", "单位"],
        ["", "合计", "83.000000", "60.000000", "23.000000", "万元"],
        ["205", "教育支出", "60.000000", "60.000000", "", "万元"],
        ["2130304", "水利行业业务管理", "23.000000", "", "23.000000", "万元"],
        ["2130314", "防汛", "", "", "0.000000", "万元"],
    ]


def test_what_is_no_number_is_told_in_the_remarks(folder: Path) -> None:
    headings, line = read(folder / "tables/T09.csv")
    told = dict(zip(headings, line, strict=True))
    assert (told["预算数：公务接待费"], told["决算数：公务接待费"]) == ("1.50", "")
    assert told["决算数：因公出国（境）费"] == "0"
    assert "“1,05”" in told["备注"]


def test_a_line_that_is_printed_twice_stays_two_lines(version: Version) -> None:
    facts = [fact("T03", "合计", m, v) for m, v in (("本年支出合计", "5.0"), ("基本支出", "5.0"))]
    again = [fact("T03", "合计", "本年支出合计", "6.0"), fact("T03", "合计", "项目支出", "6.0", page=2)]
    (laid,) = lay_out(table(version, facts + again))
    values = [[cell.value for cell in line if isinstance(cell, Fact)] for line in laid.lines]
    assert values == [[Decimal("5.0")] * 2, [Decimal("6.0")], [Decimal("6.0")]]


def test_columns_of_some_forms_stand_only_where_they_are_printed(version: Version) -> None:
    own = fact("T08", "合计", "本年支出", "0")
    (laid,) = lay_out(table(version, [own]))
    assert laid.headings[:5] == ("科目编码", "科目名称", "本年支出", "基本支出", "项目支出")
    (laid,) = lay_out(table(version, [own, fact("T08", "合计", "年初结转和结余", "0")]))
    assert laid.headings[2:5] == ("年初结转和结余", "本年支出", "基本支出")


def test_basic_expenditure_has_people_on_the_left_and_the_office_on_the_right(version: Version) -> None:
    names = [
        ("30201", "办公费"),
        ("30101", "基本工资"),
        ("302", "商品和服务支出"),
        ("", "人员经费合计"),
        ("", "公用经费合计"),
    ]
    (laid,) = lay_out(table(version, [fact("T06", name, "决算数", "1", code=code) for code, name in names]))
    assert [line[:2] + line[3:5] for line in laid.lines] == [
        ("30101", "基本工资", "302", "商品和服务支出"),
        (None, None, "30201", "办公费"),
        (None, "人员经费合计", None, "公用经费合计"),
    ]


def cells(path: Path) -> Iterator[Cell]:
    for sheet in openpyxl.load_workbook(path):
        yield from cells_of(sheet)


def cells_of(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        yield from (cell for cell in row if isinstance(cell, Cell) and cell.value is not None)


def numbers(sheet: Worksheet) -> Iterator[str]:
    """With the decimals of the number format, which makes the stored number exact again."""
    for cell in cells_of(sheet):
        if cell.data_type == "n":
            places = len(cell.number_format.partition(".")[2])
            yield f"{cell.value:.{places}f}"


def test_the_workbook_has_every_figure_to_its_last_decimal_where_it_stands_and_in_the_list_of_all(
    version: Version, folder: Path
) -> None:
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    every = sorted(f"{fact.value:f}" for fact in version.report.content.facts if fact.value is not None)
    assert sorted(numbers(book["全部数字"])) == every
    others = [sheet for sheet in book if sheet.title != "全部数字"]
    assert sorted(number for sheet in others for number in numbers(sheet)) == every


def test_the_list_of_all_figures_has_the_raw_characters_the_place_how_read_and_the_id(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    headings, *lines = list(book["全部数字"].iter_rows(values_only=True))
    told = [dict(zip(headings, line, strict=True)) for line in lines]
    (spoilt,) = [line for line in told if line["原样字符"] == "1,05"]
    assert (spoilt["表"], spoilt["数值"], spoilt["怎样读出"]) == ("T09", None, "文字")
    assert str(spoilt["行"]).isdigit()
    assert len({line["编号"] for line in told}) == len(told)


def test_the_workbook_tells_an_empty_table_from_one_that_is_not_there(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    _, *lines = book["各表情况"].iter_rows(values_only=True, max_col=4)
    states = {line[0]: line[3] for line in lines}
    assert (states["T01"], states["T02"]) == ("有数据", "未见")
    assert len(states) >= 9


def test_pandas_reads_the_same_decimals_from_csv_and_workbook(folder: Path) -> None:
    name = "T05 一般公共预算财政拨款支出决算表"
    exact = pd.read_csv(folder / "tables/T05.csv", dtype=str, keep_default_na=False)
    read_back = pd.read_excel(folder / "workbook.xlsx", sheet_name=name, dtype={"科目编码": str})
    assert list(read_back["科目编码"].fillna("")) == list(exact["科目编码"])
    for column in ("本年支出", "基本支出", "项目支出"):
        for words, number in zip(exact[column], read_back[column], strict=True):
            assert pd.isna(number) if words == "" else Decimal(repr(number)) == Decimal(words)


@given(st.decimals(-(10**9), 10**9, places=6).filter(lambda number: len(number.as_tuple().digits) <= 15))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_amount_comes_back_from_a_workbook(tmp_path: Path, number: Decimal) -> None:
    path = tmp_path / "one.xlsx"
    write_workbook(path, [Sheet("数", ("数",), [[number]])], "", "2024-12-31")
    (_, cell) = cells(path)
    assert Decimal(f"{cell.value:.6f}") == number


def test_a_number_that_a_spreadsheet_would_shorten_is_text(tmp_path: Path) -> None:
    long = Decimal("1234567890123.456789")
    write_workbook(tmp_path / "one.xlsx", [Sheet("数", ("数",), [[long]])], "", "2024-12-31")
    assert [cell.value for cell in cells(tmp_path / "one.xlsx")] == ["数", str(long)]


def test_codes_are_text_and_headings_stay_in_view(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    assert book.sheetnames[0] == "说明"
    assert {"文字说明", "核对发现", "出处"} <= set(book.sheetnames)
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert book["T05 一般公共预算财政拨款支出决算表"]["A3"].value == "205"


@example(org="-2+3|!A1", item="-1*2", raw="－1+2")
@given(org=WICKED, item=WICKED, raw=WICKED)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_becomes_a_formula_or_breaks_a_row(
    version: Version, tmp_path_factory: pytest.TempPathFactory, org: str, item: str, raw: str
) -> None:
    made = tmp_path_factory.mktemp("fuzz")
    facts = [
        Fact("T05", "", "205", item, "本年支出", Decimal("-1.50"), "万元", raw, Place(line=1)),
        Fact("N", "", "", item, raw, Decimal("-2.5"), item, raw, Place(line=2)),
    ]
    spoilt = table(version, facts)
    spoilt = replace(spoilt, report=replace(spoilt.report, org=org))
    write_tables(spoilt, made)
    lines = read(made / "tables/T05.csv")
    assert len(lines) == 2
    assert len(lines[1]) == len(lines[0])
    assert lines[1][2] == "-1.50"
    for text in (
        cell for row in fact_rows(spoilt) for cell, name in zip(row, FACTS, strict=True) if name != "value"
    ):
        assert_harmless(text)
    for text in (cell for position, cell in enumerate(lines[1]) if position != 2):
        assert_harmless(text)
    for cell in cells(made / "workbook.xlsx"):
        assert cell.data_type in ("s", "inlineStr", "n")
        if isinstance(cell.value, str):
            assert_harmless(cell.value)


def assert_harmless(text: str) -> None:
    assert not text.lstrip().startswith(("=", "+", "@", "＝", "＋", "＠"))
    assert not text.startswith(("\t", "\r", "\n"))
    assert not text.startswith("-") or re.fullmatch(r"-\d[^-+*/^&=<>!|(]*", text)


@settings(max_examples=30)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=None))
@example(Decimal("-1234567.50"))
@example(Decimal("1E+20"))
@example(Decimal("0.000000000000000"))
@example(Decimal("1234567890123456.7"))
def test_a_column_is_as_wide_as_its_numbers_with_marks_between_the_thousands(value: Decimal) -> None:
    width = max(6, min(60, len(f"{value:,f}")) + 2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.xlsx"
        write_workbook(path, [Sheet("数", ("a",), [(value,)])], "数", "2024-01-01")
        with zipfile.ZipFile(path) as package:
            sheet = package.read("xl/worksheets/sheet1.xml").decode()
            styles = package.read("xl/styles.xml").decode()
    exponent = value.as_tuple().exponent
    decimals = max(0, -int(exponent))
    kept = len(value.as_tuple().digits) <= 15
    assert f'width="{width}"' in sheet
    assert f"{value:f}</" in sheet
    assert (f's="{3 + decimals}"><v>' in sheet) is kept
    assert f'<numFmts count="{decimals + 1}">' in styles
