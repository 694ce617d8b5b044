"""The examples on the page 怎么用 run on the samples' data; what they print is reckoned here another way."""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pytest

from builder.knowledge.examples import Example, load_examples
from builder.knowledge.queries import load_queries
from builder.pages.data_help import answers, filled
from builder.publish import arrange, attach, load_accepted, with_last_years
from builder.publish.database import NAME
from builder.reports import read_reports
from builder.sources import find_sources
from tests.publish.made import write_data

ROOT = Path(__file__).parents[2]
Rows = list[dict[str, str]]
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is published of the committed sample reports."""
    reports = ROOT / "content" / "reports"
    read, problems = read_reports(reports, find_sources(reports), lambda *_: None)
    catalogue = with_last_years(arrange(read))
    said = attach(load_accepted(ROOT / "content"), catalogue, ROOT / "content")
    return write_data(catalogue, problems, reports, tmp_path_factory.mktemp("used") / "data", said)


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def facts(data: Path) -> Rows:
    return rows_of(data / "facts.csv")


@pytest.fixture(scope="module")
def org(facts: Rows) -> str:
    """A unit with a table of three public expenses."""
    return min(row["org_id"] for row in facts if row["table"] == "T09")


def code_of(name: str, org: str, folder: str = "data") -> str:
    return filled(next(one for one in load_examples() if one.file == name), folder, org)


def printed(data: Path, name: str, org: str) -> list[list[str]]:
    """What an example in Python prints beside the data, without its head."""
    folder = data if name == "query.py" else data.parent
    ran = subprocess.run(
        [sys.executable, "-c", code_of(name, org)], cwd=folder, capture_output=True, check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    lines = list(csv.reader(io.StringIO(ran.stdout.decode().strip())))
    return lines if name == "query.py" else lines[1:]


def duck(data: Path, name: str, org: str) -> list[tuple[object, ...]]:
    duckdb = pytest.importorskip("duckdb")
    with closing(duckdb.connect()) as connection:
        rows: list[tuple[object, ...]] = connection.execute(code_of(name, org, data.as_posix())).fetchall()
    return rows


def three_public(facts: Rows, org: str) -> dict[str, dict[str, str]]:
    years: dict[str, dict[str, str]] = defaultdict(dict)
    for row in facts:
        if (row["org_id"], row["table"], row["item"]) == (org, "T09", "合计"):
            years[row["year"]][row["measure"]] = row["value"]
    assert years
    return years


def top_functions(facts: Rows) -> dict[tuple[str, str, str], Decimal]:
    sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row in facts:
        if (
            row["table"] == "T03"
            and row["measure"] == "本年支出合计"
            and len(row["code"]) == 3
            and row["value"]
        ):
            assert row["unit"] == "万元"
            sums[row["year"], row["code"], row["item"]] += Decimal(row["value"])
    assert len(sums) > 2
    return sums


def touched(data: Path, facts: Rows) -> list[tuple[str, ...]]:
    levels = {(row["org_id"], row["year"], row["id"]): row["level"] for row in rows_of(data / "findings.csv")}
    found = [
        (
            row["fact_id"],
            one,
            row["org"],
            row["year"],
            row["item"],
            row["raw"],
            levels[row["org_id"], row["year"], one],
        )
        for row in facts
        for one in row["finding"].split()
        if (row["org_id"], row["year"], one) in levels
    ]
    assert len(found) > 3
    return [row[2:] for row in sorted(found)]


def test_three_public_expenses_over_the_years(data: Path, facts: Rows, org: str) -> None:
    years = three_public(facts, org)
    wanted = [(year, known["预算数"], known["决算数"]) for year, known in sorted(years.items())]
    assert [(year, plan, spent) for year, _, spent, plan in printed(data, "three_public.py", org)] == [
        (year, plan, spent) for year, plan, spent in wanted
    ]
    assert duck(data, "three_public.sql", org) == [
        (year, Decimal(plan), Decimal(spent)) for year, plan, spent in wanted
    ]


def test_spending_by_function_is_added_on_one_level(data: Path, facts: Rows, org: str) -> None:
    sums = top_functions(facts)
    largest = sorted(sums.values(), reverse=True)[:10]
    shown = printed(data, "top_functions.py", org)
    assert [Decimal(total) for *_, total in shown] == largest
    assert {tuple(key): Decimal(total) for *key, total in shown}.items() <= sums.items()
    assert [row[3] for row in duck(data, "top_functions.sql", org)] == largest


def test_the_rate_is_reckoned_beside_the_printed_one(data: Path, facts: Rows, org: str) -> None:
    printed_rates: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in facts:
        if row["table"] == "N" and row["item"] == "一般公共预算财政拨款支出" and row["value"]:
            printed_rates[row["org"], row["year"]].setdefault(row["measure"], row["value"])
    wanted = {}
    for key, known in printed_rates.items():
        if "年初预算" in known and "支出决算" in known and Decimal(known["年初预算"]):
            rate = Decimal(known["支出决算"]) / Decimal(known["年初预算"]) * 100
            wanted[key] = (known.get("完成率", ""), rate.quantize(CENT, ROUND_HALF_EVEN))
    assert wanted
    rows = printed(data, "execution.py", org)
    assert {(name, year): (said, Decimal(own)) for name, year, said, own in rows} == wanted


def test_spending_per_head_needs_both_figures(data: Path, facts: Rows, org: str) -> None:
    heads = printed(data, "per_head.py", org)
    staffed = {
        (r["org"], r["year"])
        for r in facts
        if (r["table"], r["item"], r["measure"]) == ("N", "在职人数", "数量")
    }
    spent = {(r["org"], r["year"]) for r in facts if (r["table"], r["item"]) == ("T01", "本年支出合计")}
    assert {(name, year) for name, year, *_ in heads} == staffed & spent
    for *_, spending, people, each in heads:
        assert (Decimal(spending) / Decimal(people)).quantize(CENT, ROUND_HALF_EVEN) == Decimal(each)


def test_findings_are_joined_to_the_figures_they_touch(data: Path, facts: Rows, org: str) -> None:
    wanted = touched(data, facts)
    assert [tuple(row[:5]) for row in printed(data, "findings.py", org)] == wanted
    assert duck(data, "findings.sql", org) == wanted


def test_blank_is_told_from_zero(data: Path, facts: Rows, org: str) -> None:
    known = {
        (r["org"], r["year"]): r["value"] for r in facts
        if (r["table"], r["item"], r["measure"]) == ("T09", "公务接待费", "决算数")
    }  # fmt: skip
    told = {(name, year): state for name, year, state in printed(data, "blank_or_zero.py", org)}
    assert len(told) == len(rows_of(data / "reports.csv"))
    for key, state in told.items():
        value = known.get(key)
        assert state == (
            "没有印数"
            if value is None
            else "读不成数"
            if not value
            else "零"
            if not Decimal(value)
            else value
        )
    assert {"没有印数"} < set(told.values())


def test_the_database_is_asked_from_python(data: Path, org: str) -> None:
    with closing(sqlite3.connect(data / NAME)) as database:
        rows = database.execute("SELECT 年度, 名次, 部门, 决算数, 单位 FROM 三公经费排名").fetchall()
    assert printed(data, "query.py", org) == [[str(cell) for cell in row] for row in rows]


def test_every_ready_question_has_an_answer_on_the_page(data: Path) -> None:
    found = answers(data / NAME, load_queries().all)
    assert len(found) >= 6
    for answer in found:
        assert answer.rows, answer.query.id
        assert answer.total >= len(answer.rows)


def test_the_answers_say_what_the_files_say(data: Path, facts: Rows) -> None:
    by_id = {answer.query.id: answer for answer in answers(data / NAME, load_queries().all)}
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for (year, code, _), total in top_functions(facts).items():
        sums[f"{year} {code}"] += total
    top = by_id["top-functions"]
    named = [dict(zip(top.columns, row, strict=True)) for row in top.rows or ()]
    shown = {f"{row['年度']} {row['科目编码']}": Decimal(row["支出合计"] or "") for row in named}
    assert shown
    assert all(abs(sums[key] - total) <= CENT for key, total in shown.items())
    zero = by_id["zero-or-blank"]
    assert zero.total == len(rows_of(data / "reports.csv"))
    words = {row["item"] for row in facts if "接待" in row["item"]}
    assert {row[0] for row in by_id["find-items"].rows or ()} <= words


def test_every_example_is_run_or_said_not_to_be() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    for example in load_examples():
        assert f'"{example.file}"' in source or "没有在测试里运行" in example.plain, example.file


def _filled_in(example: Example) -> Iterator[str]:
    code = filled(example, "https://portal.example/data", "jia-sb")
    yield from (line for line in code.splitlines() if "DATA" in line or "ORG" in line)


def test_addresses_and_departments_are_filled_in() -> None:
    for example in load_examples():
        assert list(_filled_in(example)) == []
