"""A portal of more figures than one database is made of: what readers and programs are told, and where they are led."""

from __future__ import annotations

import csv
import glob
import html
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas
import pyarrow
import pyarrow.parquet
import pytest

from builder.knowledge import queries
from builder.pages import data_help
from builder.pages.environment import TEMPLATES
from builder.pages.open_data import downloads, region_data
from builder.pages.published import read_index
from builder.pages.writer import Writer
from builder.publish.catalogue import Catalogue
from builder.website.dcat import catalogue_text
from builder.website.own_words import OwnWords
from tests.publish.made import TEXT, catalogue_of, of_org, write_data, write_reports

ROWS = "file,org_id,region\na.txt,jia,青澜市\nb.txt,yi,云岭市\nb-2023.txt,yi,云岭市\n"
TEXTS = {"a.txt": TEXT, "b.txt": of_org("云岭市水利局"), "b-2023.txt": of_org("云岭市水利局", 2023)}
Make = Callable[[int], Path]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reports(tmp_path_factory.mktemp("parted") / "reports", TEXTS, ROWS)


@pytest.fixture(scope="module")
def catalogue(reports: Path) -> Catalogue:
    return catalogue_of(reports)


@pytest.fixture
def make(tmp_path: Path, reports: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Make:
    """The data of three reports of two regions, when a database is made of so many reports at most."""

    def data(most: int) -> Path:
        largest = max(len(version.report.content.facts) for version in catalogue.versions())
        told = replace(queries.load_queries(), largest_facts=most * largest)
        for module in (queries, data_help):
            monkeypatch.setattr(module, "load_queries", lambda: told)
        return write_data(catalogue, [], reports, tmp_path / "data")

    return data


def query_page(data: Path) -> str:
    docs = data.parent / "build" / "docs"
    data_help.write_data_help(Writer(docs, ()), read_index(data), data)
    return (docs / "open-data/query/page.html").read_text(encoding="utf-8")


def distributions(data: Path) -> set[str]:
    told = json.loads(catalogue_text(data, read_index(data), "", "", OwnWords("")))
    return {one["downloadURL"].removeprefix("../data/") for one in told["dataset"][0]["distribution"]}


def test_questions_are_answered_from_a_region_and_the_page_says_so(make: Make) -> None:
    html = query_page(make(2))
    assert "没有合成一个 SQLite 数据库" in html
    assert 'data/regions/yun-ling-shi/mingbai.sqlite" download' in html
    assert "三公经费排名" in html
    assert "答不了" not in html


def test_where_one_has_everything_nothing_is_said(make: Make) -> None:
    data = make(3)
    assert "没有合成" not in query_page(data)
    assert {"mingbai.sqlite"} == {path for path in distributions(data) if path.endswith(".sqlite")}


#: At most so many reports in one file → where the Parquet files are of which all rows are made.
PARTS = {
    3: [""],
    2: ["regions/qing-lan-shi/", "regions/yun-ling-shi/"],
    1: ["regions/qing-lan-shi/", "regions/yun-ling-shi/2023/", "regions/yun-ling-shi/2024/"],
    0: ["regions/qing-lan-shi/2024/", "regions/yun-ling-shi/2023/", "regions/yun-ling-shi/2024/"],
}


def rows_of(path: Path) -> Counter[tuple[str, ...]]:
    text = path.read_text(encoding="utf-8-sig")
    return Counter(tuple(row.values()) for row in csv.DictReader(io.StringIO(text, newline="")))


def rows_in(path: Path) -> Counter[tuple[str, ...]]:
    """The rows of a Parquet file as the CSV file writes them: of decimals the text, of null nothing."""
    table = pyarrow.parquet.read_table(path).to_pylist()
    return Counter(
        tuple("" if row[name] is None else str(row.get(f"{name}_text") or row[name]) for name in row if not name.endswith("_text"))
        for row in table
    )  # fmt: skip


@pytest.mark.parametrize("most", PARTS)
def test_the_parts_together_have_every_row_and_every_list_names_them(make: Make, most: int) -> None:
    data, parts = make(most), PARTS[most]
    for csv_file in ("facts", "budget_lines", "tables", "unread", "findings", "reading", "checks", "reports"):
        found = sum(
            (rows_in(data / f"{part}{csv_file}.parquet") for part in parts), Counter[tuple[str, ...]]()
        )
        assert found == rows_of(data / f"{csv_file}.csv")
    wanted = {f"{part}facts.parquet" for part in parts}
    assert {path for path in distributions(data) if path.endswith("facts.parquet")} == wanted
    index = json.loads((data / "index.json").read_text(encoding="utf-8"))
    assert (index.get("parquet") or {"facts": ["facts.parquet"]})["facts"] == sorted(wanted)
    in_regions = {one.path for region in region_data(data) for one in region.parquet}
    assert in_regions == wanted or most == 3
    assert {path.relative_to(data).as_posix() for path in data.glob("regions/**/facts.parquet")} == in_regions


@pytest.mark.parametrize("most", [1, 2])
def test_packages_of_regions_describe_the_parts(make: Make, most: int) -> None:
    data = make(most)
    for folder in (data / "regions").iterdir():
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        told = {one["path"] for one in package["resources"] if one["path"].endswith(".parquet")}
        assert told == {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")}
        names = [one["name"] for one in package["resources"]]
        assert len(set(names)) == len(names)


def test_the_lines_on_the_page_read_all_parts_as_one_table(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make(1)
    template = (TEMPLATES / "pages/open_data.html").read_text(encoding="utf-8")
    found = re.search(r'<pre id="parquet-parts"><code>(.*?)</code></pre>', template, re.DOTALL)
    assert found
    lines = html.unescape(found[1]).splitlines()
    code = dict(zip(lines[::2], lines[1::2], strict=True))
    monkeypatch.chdir(data.parent)
    known = {"pandas": pandas, "pyarrow": pyarrow, "glob": glob}
    rows = rows_of(data / "facts.csv").total()
    assert len(eval(code["# pandas"], known)) == rows
    assert eval(code["# pyarrow"], known).num_rows == rows
    duckdb = pytest.importorskip("duckdb")
    with closing(duckdb.connect()) as connection:
        counted = dict(connection.execute(code["-- DuckDB"]).fetchall())
    assert sorted(counted) == [2023, 2024]
    assert sum(counted.values()) == rows


def test_without_any_database_the_page_leads_to_other_files(make: Make) -> None:
    html = query_page(make(0))
    assert "没有数据库可查" in html
    assert "<form" not in html


@pytest.mark.parametrize(
    ("most", "names"),
    [
        (2, {"regions/qing-lan-shi/mingbai.sqlite", "regions/yun-ling-shi/mingbai.sqlite"}),
        (
            1,
            {
                "regions/qing-lan-shi/mingbai.sqlite",
                "regions/yun-ling-shi/2023/mingbai.sqlite",
                "regions/yun-ling-shi/2024/mingbai.sqlite",
            },
        ),
    ],
)
def test_every_list_names_the_databases_that_are_there(make: Make, most: int, names: set[str]) -> None:
    data = make(most)
    assert {path for path in distributions(data) if path.endswith(".sqlite")} == names
    assert {one.path for region in region_data(data) for one in region.databases} == names
    assert set(json.loads((data / "index.json").read_text(encoding="utf-8"))["databases"]) == names
    assert "mingbai.sqlite" not in {file.name for file in downloads(data)}
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    assert "没有合成一个 SQLite 数据库" in package["title"]
    assert not [one for one in package["resources"] if one["path"].endswith(".sqlite")]
