"""The command line: exit codes, both languages, no traceback, the three formats, look-ups."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner, Result

from builder import cli, extract, pipeline
from builder.check_report import fails
from builder.errors import SourceError
from builder.model import Finding, Place, Problem, Source
from builder.publish.accepted import COLUMNS
from builder.publish.rows import FACTS
from tests.publish.made import ORG, TEXT, catalogue_of, of_org, write_data, write_reports


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


def in_this_process(
    folder: Path, sources: Iterable[Source], progress: pipeline.Progress, *_: object, **__: object
) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """`read_reports` without worker processes: starting them is most of the time of a small test."""
    reports: list[object] = []
    problems: list[object] = []
    for source in sources:
        progress("读报告 reports", len(reports), 1)
        try:
            reports.append(pipeline.read_report(folder, source))
        except SourceError as error:
            problems.append(Problem(source.file, error.place, error.zh, error.en))
    return tuple(reports), tuple(problems)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Reading in this process, no pages and no website; the working folder is the test's own."""
    monkeypatch.setattr(extract, "read_reports", in_this_process)
    monkeypatch.setattr(pipeline, "read_reports", in_this_process)
    monkeypatch.setattr(pipeline, "render_pages", lambda *_, **__: [])
    monkeypatch.setattr(pipeline, "build_website", lambda *_, **__: None)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def assert_for_people(result: Result) -> None:
    """Chinese and English, no traceback."""
    assert "Traceback" not in result.output
    assert re.search(r"[\u4e00-\u9fff]{2}", result.output)
    assert re.search(r"[a-z]{3,}", result.output)
    assert isinstance(result.exception, SystemExit | None)


# --- build -----------------------------------------------------------------------------------------------


def test_a_build_of_good_reports_exits_with_0_and_says_what_it_made(quick: Path) -> None:
    write_reports(quick / "reports", {"a.txt": TEXT})
    result = run("build", "--reports", "reports", "--out", "site")
    assert result.exit_code == 0, result.output
    assert ORG in result.output
    assert "共 1 份报告" in result.output
    assert "mingbai serve" in result.output
    assert_for_people(result)


def test_a_build_tells_what_was_guessed(quick: Path) -> None:
    write_reports(quick / "reports", {"a.txt": TEXT})
    output = run("build", "--reports", "reports").output
    assert "推测 guessed" in output
    assert "年度 year" in output


def test_a_bad_report_makes_it_1_and_the_others_are_built(quick: Path) -> None:
    write_reports(quick / "reports", {"a.txt": TEXT, "b.txt": ""})
    result = run("build", "--reports", "reports")
    assert result.exit_code == 1
    assert "b.txt" in result.output
    assert "文件是空的" in result.output
    assert "the file is empty" in result.output
    assert (quick / "build" / "data" / "facts.csv").is_file()
    assert_for_people(result)


def test_strict_makes_unread_figures_1(quick: Path) -> None:
    write_reports(quick / "reports", {"a.txt": TEXT})
    assert run("build", "--reports", "reports").exit_code == 0
    assert run("build", "--reports", "reports", "--strict").exit_code == 1


def test_strict_is_0_when_everything_was_read(quick: Path) -> None:
    write_reports(quick / "reports", {"a.txt": TEXT.replace("9,00万元", "9.00万元")})
    assert run("build", "--reports", "reports", "--strict").exit_code == 0


def test_a_folder_that_is_not_there_makes_it_2(quick: Path) -> None:
    result = run("build", "--reports", "nowhere")
    assert result.exit_code == 2
    assert "没有这个报告文件夹" in result.output
    assert "no such reports folder" in result.output
    assert quick.is_dir()
    assert_for_people(result)


@pytest.mark.parametrize(
    ("catalogue", "words"),
    [
        ("file,year\na.txt,2024\na.txt,24\n", ("row 3", "第 3 行", "file")),
        ("file,year\na.txt,24\n", ("row 2", "第 2 行", "year")),
        ("file,published_on\na.txt,9月20日\n", ("row 2", "第 2 行", "published_on")),
        ("file,orgid\na.txt,x\n", ("列名不对", "wrong columns", "orgid")),
        ("file,year\ngone.txt,2024\n", ("gone.txt", "names no file")),
    ],
)
def test_a_mistake_in_reports_csv_makes_it_2_with_its_row(
    quick: Path, catalogue: str, words: tuple[str, ...]
) -> None:
    write_reports(quick / "reports", {"a.txt": TEXT}, catalogue)
    result = run("build", "--reports", "reports")
    assert result.exit_code == 2
    assert "reports.csv" in result.output
    for word in words:
        assert word in result.output
    assert_for_people(result)


def test_an_explanation_that_matches_no_finding_makes_it_2_with_its_row(quick: Path) -> None:
    write_reports(quick / "reports", {"a.txt": TEXT})
    (quick / "content").mkdir()
    row = "qing-lan,2024,A1,,年末调账,青澜市河湖观测中心,2025-10-08,\n"
    (quick / "content" / "accepted.csv").write_text(",".join(COLUMNS) + "\n" + row, encoding="utf-8")
    result = run("build", "--reports", "reports")
    assert result.exit_code == 2
    for word in ("accepted.csv", "第 2 行", "line 2", "请删去这一行", "delete the row"):
        assert word in result.output
    assert_for_people(result)


@pytest.mark.parametrize(
    "words", [("nothing",), ("build", "--nothing"), ("extract",), ("extract", "a", "--format", "x")]
)
def test_wrong_usage_is_2(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_help_and_version_are_there_in_both_languages() -> None:
    assert_for_people(run("--help"))
    for command in ("build", "serve", "extract", "check", "facts", "findings"):
        assert command in run("--help").output
        assert_for_people(run(command, "-h"))
    assert "mingbai" in run("--version").output


# --- extract ---------------------------------------------------------------------------------------------


@pytest.fixture
def report(quick: Path) -> Path:
    return write_reports(quick / "reports", {"a.txt": TEXT}) / "a.txt"


def test_extract_shows_a_table_of_facts_and_what_was_not_read(report: Path) -> None:
    result = run("extract", report)
    assert result.exit_code == 0
    for words in (ORG, "水利行业业务管理", "83.000000", "T01 有数据", "T02 未见", "9,00万元"):
        assert words in result.output
    assert_for_people(result)


def test_extract_as_csv_has_the_columns_of_the_contract_and_nothing_else(report: Path) -> None:
    result = run("extract", report, "--format", "csv")
    rows = list(csv.reader(io.StringIO(result.stdout)))
    assert rows[0] == list(FACTS)
    assert {len(row) for row in rows} == {len(FACTS)}
    assert len(rows) > 30


def test_extract_as_json_is_the_report_s_json(report: Path) -> None:
    made = json.loads(run("extract", report, "--format", "json").stdout)
    assert (made["org"], made["year"], made["schema"]) == (ORG, 2024, "mingbai-report/1")
    assert any(fact["value"] == "85.00" for fact in made["facts"])


def test_extract_explains_how_each_table_was_told(report: Path) -> None:
    output = run("extract", report, "--explain").output
    for words in ("T05 一般公共预算财政拨款支出决算表", "基本支出 ←", "测船租用", "unread", "章节 sections"):
        assert words in output


def test_extract_of_a_file_that_is_not_there_is_2(quick: Path) -> None:
    result = run("extract", quick / "gone.pdf")
    assert result.exit_code == 2
    assert "没有这个文件" in result.output
    assert_for_people(result)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.4\nnothing", "不完整"),
        (b"PK\x03\x04\0\0\0\0", "损坏"),
        (b"\xff\x81\x30", "编码"),
        ("收入平稳。\n".encode(), "reports.csv"),
    ],
)
def test_extract_of_a_bad_file_is_1_and_says_why(quick: Path, data: bytes, words: str) -> None:
    (quick / "bad.pdf").write_bytes(data)
    result = run("extract", quick / "bad.pdf")
    assert result.exit_code == 1
    assert words in result.output
    assert "bad.pdf" in result.output
    assert_for_people(result)


def test_extract_in_its_worker_process_says_why_a_file_is_bad(tmp_path: Path) -> None:
    """The real way, with a worker process: the reason must come back from it."""
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4\nnothing")
    result = run("extract", tmp_path / "bad.pdf")
    assert result.exit_code == 1
    assert "不完整" in result.output
    assert "internal error" not in result.output


# --- check -----------------------------------------------------------------------------------------------


@pytest.fixture
def draft(quick: Path) -> Path:
    """收入 总计 is one more than 支出 总计."""
    return write_reports(quick / "drafts", {"a.txt": TEXT.replace("\t85.00\n", "\t86.00\n", 1)}) / "a.txt"


def test_check_tells_counts_and_findings_in_both_languages(draft: Path) -> None:
    result = run("check", draft)
    assert result.exit_code == 0
    for words in (
        ORG,
        "一致 hold",
        "无法核对 not comparable",
        "不一致 inconsistent",
        "86.00",
        "相差 difference：1.00",
    ):
        assert words in result.output
    assert "错误" not in result.output
    assert_for_people(result)


@pytest.mark.parametrize("level", ["不一致", "值得追问", "提示", "未见"])
def test_check_fails_on_a_finding_of_that_level_or_a_graver_one(draft: Path, level: str) -> None:
    assert run("check", draft, "--fail-on", level).exit_code == 1


def test_check_passes_when_only_lesser_findings_are_there() -> None:
    def finding(level: str, about: Literal["publication", "reading"] = "publication") -> Finding:
        return Finding("A1", level, "", "", Place(), about=about)

    assert not fails([finding("提示"), finding("未见")], "值得追问")
    assert fails([finding("提示")], "提示")
    assert not fails([finding("不一致", "reading")], "未见"), "our own reading never makes a draft fail"
    assert not fails([], "未见")


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "文件是空的"), (b"%PDF-1.4\nnothing", "不完整"), ("收入平稳。\n".encode(), "reports.csv")],
)
def test_check_of_a_bad_file_is_1_and_says_why(quick: Path, data: bytes, words: str) -> None:
    (quick / "bad.pdf").write_bytes(data)
    result = run("check", quick / "bad.pdf")
    assert result.exit_code == 1
    assert words in result.output
    assert_for_people(result)


@pytest.mark.parametrize(
    "words", [("check", "gone.pdf"), ("check", "gone.pdf", "--fail-on", "重"), ("check",)]
)
def test_check_without_a_file_or_with_an_unknown_level_is_2(quick: Path, words: tuple[str, ...]) -> None:
    assert quick.is_dir()
    assert run(*words).exit_code == 2


# --- look-ups --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("looked-up")
    texts = {"a.txt": TEXT.replace("\t85.00\n", "\t86.00\n", 1), "b.txt": of_org("云岭市水利局")}
    reports = write_reports(folder / "reports", texts)
    write_data(catalogue_of(reports), [], reports, folder / "site" / "data")
    return folder / "site"


def test_facts_are_found_by_words_in_any_column(site: Path) -> None:
    result = run("facts", "青澜", "T05", "合计", "基本支出", "--out", site)
    assert result.exit_code == 0
    assert "60.000000" in result.output
    assert "共 1 条" in result.output
    assert "云岭" not in result.output


def test_findings_are_found_by_words(site: Path) -> None:
    result = run("findings", "青澜", "A1", "--out", site)
    assert result.exit_code == 0
    assert "共 1 条" in result.output
    assert "不一致" in result.output


@pytest.mark.parametrize("command", ["facts", "findings"])
def test_nothing_found_is_said_and_is_no_error(site: Path, command: str) -> None:
    result = run(command, "没有这个词", "--out", site)
    assert result.exit_code == 0
    assert "没有找到" in result.output
    assert "Nothing found" in result.output


@pytest.mark.parametrize("command", ["facts", "findings", "serve"])
def test_without_a_build_the_next_step_is_named(tmp_path: Path, command: str) -> None:
    result = run(command, "--out", tmp_path / "site")
    assert result.exit_code == 2
    assert "mingbai build" in result.output
    assert_for_people(result)
