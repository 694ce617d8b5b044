"""Several files as one report: archives, their names, order, copies, and what is said of what was not read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from builder.documents import DEFAULT_LIMITS, read_bytes, read_folder
from builder.documents.names import by_number, clean_name, unlike
from builder.errors import SourceError
from builder.model import Document, Grid
from tests.documents.made_archive import encrypted, zipped

PROSE = "青澜市水利局\n2024年度部门决算情况说明\n2024年度决算收入总计85.00万元。\n".encode()
TABLES = "收入决算表\n合计\t85.00\t85.00\n其他\t85.00\t85.00\n".encode()


def parts(document: Document) -> list[tuple[str, str]]:
    return [(part.file, part.format) for part in document.parts]


def notes(document: Document) -> dict[str, str]:
    return {part.file.rsplit("/", 1)[-1]: part.zh for part in document.parts if part.zh}


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
def test_the_names_of_an_archive_are_read_as_they_were_written(encoding: str) -> None:
    document = read_bytes(zipped({"决算说明.txt": PROSE, "附表.txt": TABLES}, encoding), "甲.zip")
    assert parts(document) == [("甲.zip/决算说明.txt", "txt"), ("甲.zip/附表.txt", "txt")]
    assert document.format == "zip"


def test_every_place_names_its_own_file_and_line() -> None:
    document = read_bytes(zipped({"b.txt": PROSE, "a.txt": TABLES}), "甲.zip")
    places = [(block.place.file, block.place.line) for block in document.blocks]
    assert places[:3] == [("甲.zip/b.txt", 1), ("甲.zip/b.txt", 2), ("甲.zip/b.txt", 3)]
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert {cell.place.file for cell in grid.cells} == {"甲.zip/a.txt"}
    assert [part.text_lines is not None for part in document.parts] == [True, True]


def test_what_speaks_of_final_accounts_comes_first_and_numbers_count_as_numbers() -> None:
    members = {f"附件{number}.txt": f"附件{number}\n".encode() for number in (10, 2, 1)}
    document = read_bytes(zipped({**members, "说明.txt": PROSE}), "甲.zip")
    names = [file.rsplit("/", 1)[-1] for file, _ in parts(document)]
    assert names == ["说明.txt", "附件1.txt", "附件2.txt", "附件10.txt"]
    assert by_number("附件2") < by_number("附件10")


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/决算.txt",
        "/etc/决算.txt",
        "C:\\temp\\决算.txt",
        "..\\..\\决算.txt",
        "决\u202e算.txt",
        "\x1b决算.txt",
    ],
)
def test_only_the_last_part_of_a_name_counts_and_only_what_is_seen_of_it(path: str) -> None:
    document = read_bytes(zipped({path: PROSE}), "甲.zip")
    assert parts(document) == [("甲.zip/决算.txt", "txt")]


def test_members_of_one_name_are_told_apart() -> None:
    members = {"a/决算.txt": PROSE, "b/决算.txt": TABLES, "c/决算.TXT": b"third\n"}
    document = read_bytes(zipped(members), "甲.zip")
    names = sorted(file.rsplit("/", 1)[-1] for file, _ in parts(document))
    assert names == ["决算-2.txt", "决算-3.TXT", "决算.txt"]


def test_the_same_bytes_are_read_once_and_that_is_said() -> None:
    document = read_bytes(zipped({"a.txt": PROSE, "b.txt": PROSE}), "甲.zip")
    assert sum(block.place.file == "甲.zip/b.txt" for block in document.blocks) == 0
    assert "完全相同" in notes(document)["b.txt"]
    assert not any(part.failed for part in document.parts)


def test_other_files_are_listed_and_what_computers_leave_is_not() -> None:
    members = {
        "a.txt": PROSE,
        "x.exe": b"MZ",
        "__MACOSX/._a.txt": b"x",
        ".DS_Store": b"x",
        "README.txt": b"x",
    }
    assert notes(read_bytes(zipped(members), "甲.zip")) == {
        "x.exe": "不是报告文件，没有读", "README.txt": "不是报告文件，没有读",
    }  # fmt: skip


def test_an_archive_in_an_archive_is_opened_once() -> None:
    inner = zipped({"附表.txt": TABLES, "更里.zip": zipped({"c.txt": b"deep\n"})})
    document = read_bytes(zipped({"说明.txt": PROSE, "内.zip": inner}), "甲.zip")
    assert parts(document)[:2] == [("甲.zip/说明.txt", "txt"), ("甲.zip/内.zip/附表.txt", "txt")]
    assert "三层" in notes(document)["更里.zip"]


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read() -> None:
    document = read_bytes(
        zipped({"说明.txt": PROSE, "坏.pdf": b"%PDF-1.4\nnothing", "空.txt": b""}), "甲.zip"
    )
    failed = {part.file: part.en for part in document.parts if part.failed}
    assert set(failed) == {"甲.zip/坏.pdf", "甲.zip/空.txt"}
    assert all(failed.values())
    assert {block.place.file for block in document.blocks} == {"甲.zip/说明.txt"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"a.exe": b"MZ"}), "没有报告文件"),
        (zipped({}), "没有报告文件"),
        (zipped({"a.txt": b""}), "a.txt"),
        (encrypted({"a.txt": PROSE}), "加密"),
        (zipped({"a.txt": PROSE})[:-30], "损坏"),
    ],
)
def test_an_archive_of_nothing_readable_says_so(data: bytes, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_bytes(data, "甲.zip")
    assert words in caught.value.zh
    assert caught.value.source == "甲.zip"
    assert caught.value.en


def test_archives_inside_an_archive_count_together() -> None:
    limits = replace(DEFAULT_LIMITS, unpacked_mib=3, member_mib=2)
    inner = {f"{n}.zip": zipped({f"{n}.txt": PROSE + str(n).encode() + b" " * 1_000_000}) for n in range(6)}
    document = read_bytes(zipped(inner), "甲.zip", limits)
    told = [part.zh for part in document.parts if part.failed]
    assert sum(bool(part.format) for part in document.parts) == 3
    assert len(told) == 3
    assert all("合起来解压后超过 3 MB" in words for words in told)


def test_a_folder_is_read_like_an_archive(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲/说明.txt").write_bytes(PROSE)
    (tmp_path / "甲/附表.txt").write_bytes(TABLES)
    document = read_folder(tmp_path, "甲/", ["甲/附表.txt", "甲/说明.txt"], ignored=["甲/图.psd"])
    assert parts(document) == [("甲/说明.txt", "txt"), ("甲/附表.txt", "txt"), ("甲/图.psd", "")]


def test_a_name_without_anything_to_see_gets_one_and_long_ones_are_cut() -> None:
    assert clean_name("\u202e\u200b.txt") == "txt"
    assert clean_name("..") == "unnamed"
    long = clean_name("决" * 300 + ".docx")
    assert long.endswith(".docx")
    assert len(long.encode()) < 240
    taken: set[str] = set()
    assert [unlike("a", taken), unlike("A", taken), unlike("a", taken)] == ["a", "A-2", "a-3"]


def test_text_that_does_harm_where_it_is_shown_is_taken_out_of_every_format() -> None:
    lines = "收入\u202e00.58\x1b[2J万元\u2066。\n合计\t1\u200f2\t3\n其他\t4\t5\n"
    document = read_bytes(lines.encode(), "a.txt")
    assert document.text_lines is not None
    assert document.text_lines[0] == "收入00.58[2J万元。"
    assert all(mark not in repr(document) for mark in ("\\u202e", "\\x1b", "\\u2066", "\\u200f"))
