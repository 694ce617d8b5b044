"""The database: the rows of the CSV files, exact decimals, views with known answers, search, the same bytes twice."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from builder.knowledge.columns import load_columns
from builder.publish.database import NAME, write_database
from tests.publish.made import ORG, TEXT, catalogue_of, of_org, write_data, write_reports

OTHER, THIRD = "云岭市水利局", "云岭市河长办公室"
STAFF = "核定事业编制12名，在职人员10人，"
SAID = """四、一般公共预算支出决算情况说明
2024年度一般公共预算财政拨款支出年初预算为80.00万元，支出决算为83.00万元，完成年初预算的103.75%。
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    staffed = TEXT.replace("核定事业编制12名，", STAFF).replace("第四部分", SAID + "第四部分")
    texts = {
        "a.txt": staffed,
        "b.txt": of_org(OTHER).replace("\t3.35\n", "\t4.10\n"),
        "c.txt": of_org(THIRD, 2023),
    }
    assert STAFF in texts["a.txt"]
    assert "4.10" in texts["b.txt"]
    folder = tmp_path_factory.mktemp("database")
    reports = write_reports(folder / "reports", texts)
    return write_data(catalogue_of(reports), [], reports, folder / "data")


@pytest.fixture(scope="module")
def database(data: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(data / NAME)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", load_columns().files)
def test_a_table_has_the_rows_of_its_file_and_tells_empty_text_from_no_number(
    data: Path, database: sqlite3.Connection, name: str
) -> None:
    file = load_columns().files[name]
    stored = [
        dict(row) for row in database.execute(f'SELECT * FROM "{name.removesuffix(".csv")}" ORDER BY rowid')
    ]
    written = rows_of(data / name)
    assert len(stored) == len(written)
    for ours, theirs in zip(stored, written, strict=True):
        for column in file.columns:
            text = ours[column.name]
            assert theirs[column.name] == ("" if text is None else str(text))
            assert (text is None) == (theirs[column.name] == "" and column.type != "文字")


def test_the_number_to_sort_by_is_the_nearest_to_the_printed_one(database: sqlite3.Connection) -> None:
    rows = database.execute("SELECT value, value_real FROM facts").fetchall()
    assert {row["value_real"] for row in rows if row["value"] is None} == {None}
    for row in rows:
        if row["value"] is not None:
            assert Decimal(repr(row["value_real"])) == Decimal(row["value"])


def test_three_public_expenses_are_ranked_within_a_year(database: sqlite3.Connection) -> None:
    ranked = [
        (row["年度"], row["名次"], row["部门"], row["决算数"])
        for row in database.execute("SELECT * FROM 三公经费排名")
    ]
    assert ranked == [(2024, 1, OTHER, "4.10"), (2024, 2, ORG, "3.35"), (2023, 1, THIRD, "3.35")]


def test_the_share_of_the_budget_that_was_spent_is_the_printed_one(database: sqlite3.Connection) -> None:
    rows = [(row["部门"], row["完成率"], row["单位"]) for row in database.execute("SELECT * FROM 预算完成率")]
    assert rows == [(ORG, "103.75", "%")]


def test_spending_per_head_is_reckoned_where_the_report_counts_its_people(
    database: sqlite3.Connection,
) -> None:
    rows = [tuple(row)[2:7] for row in database.execute("SELECT * FROM 人均支出")]
    assert rows == [(ORG, "83.00", "10", "8.30", "万元/人")]


def test_items_are_found_by_any_run_of_characters(database: sqlite3.Connection) -> None:
    found = "SELECT DISTINCT f.item FROM facts f JOIN item_search s USING (item) WHERE s.words MATCH ?"
    items = {row["item"] for row in database.execute(found, ('"接 待"',))}
    assert items == {"公务接待费", "公务接待批次", "公务接待人次"}


def test_every_figure_of_the_views_leads_to_its_fact(database: sqlite3.Connection) -> None:
    lost = "SELECT count(*) FROM indicators WHERE fact_id NOT IN (SELECT fact_id FROM facts)"
    assert database.execute(lost).fetchone()[0] == 0
    twice = "SELECT count(*) - count(DISTINCT fact_id) FROM facts"
    assert database.execute(twice).fetchone()[0] == 0


def test_the_questions_shown_on_the_page_have_answers(database: sqlite3.Connection) -> None:
    page = (Path(__file__).parents[2] / "templates/pages/open_data.html").read_text(encoding="utf-8")
    shown = re.search(r'<pre id="sql"><code>(.*?)</code></pre>', page, re.DOTALL)
    assert shown
    questions = [question for question in shown[1].split(";") if question.strip()]
    assert len(questions) == 4
    for question in questions:
        assert database.execute(question).fetchall(), question


def test_writing_it_again_gives_the_same_bytes(data: Path) -> None:
    before = (data / NAME).read_bytes()
    assert write_database(data).read_bytes() == before
