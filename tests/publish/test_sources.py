"""The files of reports as published: safe names, same bytes, every figure with its own file, links that lead there."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from builder.errors import BuildError
from builder.pages import render_pages
from builder.publish.sources import safe_name
from tests.documents.made_archive import zipped
from tests.publish.made import TEXT, catalogue_of, write_data
from tests.test_several_files import PROSE, TABLES, write

MEMBERS = {"a/说明.txt": PROSE.encode(), "b/附 表.md": TABLES.encode(), "x.exe": b"MZ", "空.txt": b""}


def data_of(folder: Path, reports: dict[str, str | bytes], catalogue: str = "") -> Path:
    made = write(folder / "reports", reports, catalogue)
    return write_data(catalogue_of(made), [], made, folder / "data")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive as a report of one year, a folder as that of another."""
    older = {
        f"乙.report/{name}": text.replace("2024", "2023")
        for name, text in (("a.txt", PROSE), ("b.txt", TABLES))
    }
    folder = tmp_path_factory.mktemp("sources")
    rows = "file,org_id\n甲.zip,jia\n乙.report/,jia\n"
    return data_of(folder, {"甲.zip": zipped(MEMBERS, "gbk"), **older}, rows)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_each_file_lies_beside_its_data_unchanged(data: Path) -> None:
    folder = data / "jia/2024/source"
    assert sorted(path.name for path in folder.iterdir()) == ["甲.zip", "空.txt", "说明.txt", "附_表.md"]
    assert (folder / "附_表.md").read_bytes() == TABLES.encode()
    report = json.loads((data / "jia/2024/report.json").read_text(encoding="utf-8"))
    for part in report["source"]["parts"]:
        if part["name"]:
            content = (folder / part["name"]).read_bytes()
            assert (hashlib.sha256(content).hexdigest(), len(content)) == (part["sha256"], part["bytes"])
    assert report["source"]["sha256"] == hashlib.sha256((folder / "甲.zip").read_bytes()).hexdigest()
    assert sorted(path.name for path in (data / "jia/2023/source").iterdir()) == ["a.txt", "b.txt"]


def test_every_row_names_the_file_it_stands_in(data: Path) -> None:
    by_table = {row["table"]: row["source"] for row in rows_of(data / "jia/2024/facts.csv")}
    assert (by_table["N"], by_table["T05"]) == ("甲.zip/说明.txt", "甲.zip/附 表.md")
    assert {row["source"] for row in rows_of(data / "jia/2023/tables.csv") if row["line"]} == {
        "乙.report/b.txt"
    }
    assert {row["source"] for row in rows_of(data / "reports.csv")} == {"甲.zip", "乙.report/"}


def test_what_is_published_of_several_files_keeps_to_the_schema(data: Path) -> None:
    schema = json.loads(files("builder.knowledge").joinpath("report.schema.json").read_text(encoding="utf-8"))
    for path in data.rglob("report.json"):
        Draft202012Validator(schema).validate(json.loads(path.read_text(encoding="utf-8")))


def test_every_way_to_a_source_leads_to_a_file_and_a_line(data: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "glossary.csv").write_text(
        "id,term,aliases,plain,why,not_to_confuse_with,items\n", encoding="utf-8"
    )
    docs = tmp_path / "docs"
    render_pages(data, content, docs)
    ways = 0
    for year in ("2024", "2023"):
        text = (docs / f"jia/{year}/source/page.html").read_text(encoding="utf-8")
        ids = re.findall(r'id="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        for page in (docs / f"jia/{year}").rglob("page.html"):
            for href in re.findall(r'href="([^"]+)"', page.read_text(encoding="utf-8")):
                if "/source/" in href and "data/" in href:
                    assert (data / unquote(href.split("data/")[-1].split("#")[0])).is_file(), href
                    ways += 1
                elif href.startswith("source/#"):
                    assert href.split("#")[1] in ids, href
                    ways += 1
    assert ways > 60


def test_the_page_says_which_files_were_not_read(data: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "glossary.csv").write_text(
        "id,term,aliases,plain,why,not_to_confuse_with,items\n", encoding="utf-8"
    )
    render_pages(data, content, tmp_path / "docs")
    page = (tmp_path / "docs/jia/2024/page.html").read_text(encoding="utf-8")
    assert "x.exe" in page
    assert "不是报告文件，没有读" in page
    assert "文件是空的" in page


def test_a_file_that_changes_during_the_build_stops_it(tmp_path: Path) -> None:
    reports = write(tmp_path / "reports", {"a.txt": TEXT})
    catalogue = catalogue_of(reports)
    write(reports, {"a.txt": TEXT.replace("85", "86")})
    with pytest.raises(BuildError) as caught:
        write_data(catalogue, [], reports, tmp_path / "data")
    assert "a.txt" in caught.value.zh


@pytest.mark.parametrize(
    ("file", "shape", "name"),
    [
        ("2024/决算.pdf", "pdf", "决算.pdf"),
        ("决算.PDF", "pdf", "决算.PDF"),
        ("page.html", "html", "page.html.txt"),
        ("决算.pdf", "html", "决算.pdf.txt"),
        ("a.svg", "txt", "a.svg.txt"),
        ("a.txt", "pdf", "a.txt.pdf"),
        ("a.htm", "", "a.htm.bin"),
        ("a.et", "xlsx", "a.et"),
        ("a\u202efdp.exe", "pdf", "afdp.exe.pdf"),
        ("x/<img src=x onerror=1>.pdf", "pdf", "_img_src=x_onerror=1_.pdf"),
        ("$(touch x);`y`.txt", "txt", "_(touch_x)_y_.txt"),
        ("con.txt", "txt", "_con.txt"),
        ("-rf.txt", "txt", "_-rf.txt"),
    ],
)
def test_a_published_name_is_safe_on_disks_in_addresses_and_in_browsers(
    file: str, shape: str, name: str
) -> None:
    assert safe_name(file, shape) == name


def test_names_that_become_the_same_are_told_apart(tmp_path: Path) -> None:
    members = {"a?.txt": PROSE.encode(), "a*.txt": TABLES.encode()}
    data = data_of(tmp_path, {"甲.zip": zipped(members)}, "file,org_id\n甲.zip,jia\n")
    names = {path.name for path in (data / "jia/2024/source").iterdir()}
    assert names == {"甲.zip", "a_.txt", "a_-2.txt"}


def test_nothing_changes_for_a_report_of_one_file(tmp_path: Path) -> None:
    data = data_of(tmp_path, {"a.txt": TEXT}, "file,org_id\na.txt,jia\n")
    report = json.loads((data / "jia/2024/report.json").read_text(encoding="utf-8"))
    assert report["source"]["file"] == "a.txt"
    assert "parts" not in report["source"]
    assert all("file" not in fact for fact in report["facts"])
