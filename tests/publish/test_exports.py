"""What departments, regions and the whole have beside their CSV files; the order of building does not show."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from builder.knowledge.classifications import SCHEMES, load_classifications
from builder.publish.regions import NONE, OF_THE_WHOLE, region_ids
from tests.publish.made import ORG


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_a_region_is_found_by_its_name_in_pinyin_and_names_that_read_alike_are_told_apart() -> None:
    ids = region_ids(["甲省青澜市", "假省青澜市", "云岭市", ""])
    assert (ids["云岭市"], ids[""]) == ("yun-ling-shi", NONE)
    assert len({ids["甲省青澜市"], ids["假省青澜市"]}) == 2
    assert all(name.startswith("jia-sheng-qing-lan-shi-") for name in (ids["甲省青澜市"], ids["假省青澜市"]))
    assert region_ids(["假省青澜市", "甲省青澜市"]) == {
        name: ids[name] for name in ("假省青澜市", "甲省青澜市")
    }


def test_every_region_is_listed_with_its_folder(published: Path) -> None:
    listed = rows_of(published / "regions.csv")
    assert [(row["region"], row["departments"], row["reports"]) for row in listed] == [
        ("假省青澜市", "1", "1"),
        ("甲省青澜市", "1", "2"),
        ("", "1", "1"),
    ]
    assert {row["path"] for row in listed} == {
        f"regions/{path.name}" for path in (published / "regions").iterdir()
    }


@pytest.mark.parametrize(
    "name", ["facts.csv", "budget_lines.csv", "tables.csv", "reports.csv", "corrections.csv"]
)
def test_regions_together_are_the_whole(published: Path, name: str) -> None:
    whole = rows_of(published / name)
    apart = [row for path in (published / "regions").glob(f"*/{name}") for row in rows_of(path)]
    assert sorted(map(str, apart)) == sorted(map(str, whole))
    assert whole


def test_a_region_has_csv_parquet_database_and_package(published: Path) -> None:
    for folder in (published / "regions").iterdir():
        held = {path.name for path in folder.iterdir()}
        assert {"facts.csv", "facts.parquet", "mingbai.sqlite", "datapackage.json"} <= held
        assert not held & OF_THE_WHOLE


def test_a_department_of_several_years_has_one_database_and_one_workbook_of_them(published: Path) -> None:
    with closing(sqlite3.connect(published / "qlhh" / "mingbai.sqlite")) as database:
        years = database.execute("SELECT DISTINCT year FROM facts ORDER BY year").fetchall()
        ranked = database.execute('SELECT "年度", "名次", "决算数" FROM 三公经费排名').fetchall()
    assert years == [(2023,), (2024,)]
    assert ranked == [(2024, 1, "3.35"), (2023, 1, "3.35")]
    assert not (published / "slj" / "mingbai.sqlite").exists()
    assert not (published / "slj" / "workbook.xlsx").exists()


def test_the_workbook_over_the_years_has_the_lines_of_each_year(published: Path) -> None:
    book = openpyxl.load_workbook(published / "qlhh" / "workbook.xlsx")
    assert book.sheetnames[:2] == ["说明", "T01 收入支出决算总表"]
    for sheet in book.worksheets[1:]:
        headings, *lines = list(sheet.iter_rows(values_only=True))
        assert headings[:2] == ("年度", "报告种类")
        assert {line[0] for line in lines} <= {"2024", "2023"}
        assert sheet.freeze_panes == "A2"
    every = list(book["全部数字"].iter_rows(values_only=True))[1:]
    facts = rows_of(published / "qlhh" / "facts.csv")
    assert len(every) == len(facts)
    assert {str(line[-2]) for line in every} == {fact["fact_id"] for fact in facts}
    assert {line[1] for line in book["出处"].iter_rows(values_only=True)} == {"报告种类", "部门决算"}
    assert ORG in {line[3] for line in book["出处"].iter_rows(values_only=True)}


def test_no_cell_of_the_workbook_over_the_years_is_a_formula(published: Path) -> None:
    book = openpyxl.load_workbook(published / "qlhh" / "workbook.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert any(str(cell.value).startswith("'=") for cell in cells)


def test_the_classifications_are_published_as_declared(published: Path) -> None:
    listed = rows_of(published / "classifications.csv")
    known = load_classifications()
    assert {(row["kind"], row["code"]) for row in listed} == set(known.accounts)
    for row in listed:
        assert row["scheme"] == SCHEMES[row["kind"]]
        assert row["match"] == "approximate"
        assert bool(row["target"]) == bool(row["target_name"]) == bool(row["target_english"])


def test_sums_of_one_cut_count_nothing_twice(published: Path) -> None:
    """In the database, where a reader would add them up: spending of the general public budget by COFOG division."""
    question = """SELECT f.cofog_division, CAST(round(sum(f.value_real), 2) AS TEXT) FROM budget_lines f
                  WHERE f.cut = '一般公共预算支出' AND f.year = 2024 AND f.org_id = 'qlhh' GROUP BY 1 ORDER BY 1"""
    with closing(sqlite3.connect(published / "mingbai.sqlite")) as database:
        assert database.execute(question).fetchall() == [("04", "23.0"), ("09", "60.0")]
