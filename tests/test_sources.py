"""The reports folder and `reports.csv`: what is taken, what is refused, with its row."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import pytest

from builder.errors import KnowledgeError, MingbaiError, SourceError, UsageError
from builder.sources import COLUMNS, find_sources

HEAD = "file,org_id,year,published_on,sample\n"


def folder_with(folder: Path, *names: str, catalogue: str = "") -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    if catalogue:
        (folder / "reports.csv").write_text(catalogue, encoding="utf-8")
    return folder


def test_every_report_is_found_by_name_and_nothing_else(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        "b.txt",
        "a.PDF",
        "2023/c.md",
        "README.md",
        ".hidden.txt",
        "_draft/d.txt",
        "e.png",
        "notes.csv",
    )
    assert [source.file for source in find_sources(folder)] == ["2023/c.md", "a.PDF", "b.txt"]


def test_a_folder_that_is_one_report_has_its_own_files_and_no_neighbours(tmp_path: Path) -> None:
    names = (
        "a.txt",
        "b-.txt",
        "b.report/2.txt",
        "b.report/10.txt",
        "b.report/.c.txt",
        "b.reports.txt",
        "c/d.txt",
    )
    folder = folder_with(tmp_path, *names, catalogue=f"{HEAD}c/,c,2024,,\n")
    sources = {source.file: source for source in find_sources(folder)}
    assert list(sources) == ["a.txt", "b-.txt", "b.report/", "b.reports.txt", "c/"]
    assert [one.file for one in sources["b.report/"].files] == ["b.report/2.txt", "b.report/10.txt"]
    assert [one.file for one in sources["c/"].files] == ["c/d.txt"]


@pytest.mark.parametrize("name", ["a.docx", "a.xls", "a.ofd", "a.zip"])
def test_a_report_in_a_format_not_read_yet_is_found_so_that_it_is_told(tmp_path: Path, name: str) -> None:
    assert [source.file for source in find_sources(folder_with(tmp_path, name))] == [name]


def test_a_file_without_a_row_says_nothing_of_itself_but_its_bytes(tmp_path: Path) -> None:
    (source,) = find_sources(folder_with(tmp_path, "a.txt"))
    assert source.sha256 == hashlib.sha256(b"a.txt").hexdigest()
    assert source.size == 5
    assert (source.org, source.org_id, source.year, source.sample) == ("", "", "", False)


def test_a_row_says_everything_that_the_columns_hold(tmp_path: Path) -> None:
    cells = [
        "a.txt",
        "qlhh",
        "青澜市河湖观测中心",
        "青澜市",
        "青澜市水利局",
        "2024",
        "部门决算",
        "https://example.org",
    ]
    row = ",".join([*cells, "2025-09-20", "2025-08-01", "old-one old-two", "new", "yes\n"])
    (source,) = find_sources(folder_with(tmp_path, "a.txt", catalogue=",".join(COLUMNS) + "\n" + row))
    assert (source.org_id, source.org, source.year, source.sample) == (
        "qlhh",
        "青澜市河湖观测中心",
        "2024",
        True,
    )
    assert (source.predecessors, source.successors) == (("old-one", "old-two"), ("new",))
    assert (source.published_on, source.approved_on) == ("2025-09-20", "2025-08-01")


@pytest.mark.parametrize("former", ["Old", "qlhh", "new-one", "old--one"])
def test_a_former_id_that_is_wrong_or_in_use_is_refused(tmp_path: Path, former: str) -> None:
    rows = f"file,org_id,former_ids\na.txt,qlhh,{former}\nb.txt,new-one,\n"
    with pytest.raises(KnowledgeError, match=f"former id .{former}"):
        find_sources(folder_with(tmp_path, "a.txt", "b.txt", catalogue=rows))


def test_two_units_may_not_have_had_the_same_id(tmp_path: Path) -> None:
    rows = "file,org_id,former_ids\na.txt,qlhh,old older\nb.txt,{},old\n"
    with pytest.raises(KnowledgeError):
        find_sources(folder_with(tmp_path / "1", "a.txt", "b.txt", catalogue=rows.format("other")))
    same = find_sources(folder_with(tmp_path / "2", "a.txt", "b.txt", catalogue=rows.format("qlhh")))
    assert [source.former_ids for source in same] == [("old", "older"), ("old",)]


def test_a_byte_order_mark_and_spaces_do_not_matter(tmp_path: Path) -> None:
    (source,) = find_sources(folder_with(tmp_path, "a.txt", catalogue="\ufefffile,org_id\n a.txt , qlhh \n"))
    assert source.org_id == "qlhh"


@pytest.mark.parametrize(
    ("row", "column", "number"),
    [
        ("a.txt,Qlhh,2024,,", "org_id", 2),
        ("a.txt,ql_hh,2024,,", "org_id", 2),
        ("a.txt,-qlhh,2024,,", "org_id", 2),
        ("a.txt,qlhh,24,,", "year", 2),
        ("a.txt,qlhh,2024年,,", "year", 2),
        ("a.txt,qlhh,2024,2025/9/20,", "published_on", 2),
        ("a.txt,qlhh,2024,,no", "sample", 2),
        (",qlhh,2024,,", "file", 2),
        ("a.txt,qlhh,2024,,\na.txt,qlhh,2024,,", "file", 3),
        ("a.txt,qlhh,2024,,\nb.txt,qlhh,1024,,", "year", 3),
    ],
)
def test_a_wrong_row_is_refused_with_its_number_and_column(
    tmp_path: Path, row: str, column: str, number: int
) -> None:
    folder = folder_with(tmp_path, "a.txt", "b.txt", catalogue=f"{HEAD}{row}\n")
    with pytest.raises(KnowledgeError) as caught:
        find_sources(folder)
    assert column in caught.value.zh
    assert column in caught.value.en
    assert f"第 {number} 行" in caught.value.place
    assert f"row {number}" in caught.value.place


@pytest.mark.parametrize("head", ["file,orgid\n", "org_id,year\n", "file,org_id,金额\n"])
def test_wrong_columns_are_refused(tmp_path: Path, head: str) -> None:
    with pytest.raises(KnowledgeError):
        find_sources(folder_with(tmp_path, "a.txt", catalogue=head))


def test_a_row_for_a_file_that_is_not_there_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        find_sources(folder_with(tmp_path, "a.txt", catalogue=f"{HEAD}gone.txt,qlhh,2024,,\n"))
    assert "gone.txt" in caught.value.zh
    assert "gone.txt" in caught.value.en


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_sources(tmp_path / "nowhere")
    assert "nowhere" in str(caught.value)


def test_an_error_says_where_what_in_chinese_and_what_in_english() -> None:
    error = SourceError("文件是空的", "the file is empty", source="a.pdf", place="第 3 页")
    assert isinstance(error, MingbaiError)
    assert str(error) == "a.pdf，第 3 页：文件是空的 / the file is empty"
    assert str(SourceError("甲", "b")) == "甲 / b"


@pytest.mark.parametrize("kind", [SourceError, KnowledgeError, UsageError])
def test_an_error_survives_the_way_back_from_a_worker_process(kind: type[MingbaiError]) -> None:
    """One that does not breaks the whole pool: every other report of the build is lost with it."""
    error = kind("文件是空的", "the file is empty", source="a.pdf", place="第 3 页")
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, kind)
    assert (again.zh, again.en, again.source, again.place) == (error.zh, error.en, error.source, error.place)
    assert str(again) == str(error)
