"""The whole way with real stages: one bad report never stops the others, and nothing depends on order."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import pipeline
from builder.errors import SourceError
from builder.sources import find_sources, source_of
from tests.publish.made import ORG, TEXT, of_org, read_all, write_reports

SAID: list[tuple[str, int, int]] = []


def quiet(what: str, done: int, total: int) -> None:
    SAID.append((what, done, total))


def test_a_report_is_read_through_every_stage(tmp_path: Path) -> None:
    (report,) = read_all(write_reports(tmp_path, {"a.txt": TEXT}))
    assert (report.org, report.year, report.region, report.kind) == (ORG, 2024, "青澜市", "部门决算")
    assert {table.table: table.status for table in report.content.tables if table.status != "未见"} == {
        "T01": "有数据", "T05": "有数据", "T09": "有数据",
    }  # fmt: skip
    assert [finding.check for finding in report.checked.findings if finding.level == "不一致"] == ["R1"]
    assert report.guessed == ("org", "year", "region", "kind")


def test_what_the_catalogue_says_wins_over_what_is_guessed(tmp_path: Path) -> None:
    rows = "file,org,year,region,kind\na.txt,云岭市水利局,2022,云岭市,单位决算\n"
    (report,) = read_all(write_reports(tmp_path, {"a.txt": TEXT}, rows))
    assert (report.org, report.year, report.region, report.kind) == (
        "云岭市水利局",
        2022,
        "云岭市",
        "单位决算",
    )
    assert report.guessed == ()


@pytest.mark.parametrize(
    "text", ["收入支出平稳。\n", f"部门：{ORG}\n收入平稳。\n", "2024年度部门决算\n收入平稳。\n"]
)
def test_a_report_that_names_no_unit_or_year_says_what_to_do(tmp_path: Path, text: str) -> None:
    folder = write_reports(tmp_path, {"a.txt": text})
    with pytest.raises(SourceError) as caught:
        read_all(folder)
    assert "reports.csv" in caught.value.zh
    assert "reports.csv" in caught.value.en
    assert caught.value.source == "a.txt"


def test_bad_reports_become_problems_and_the_others_are_read(tmp_path: Path) -> None:
    folder = write_reports(tmp_path, {"a.txt": TEXT, "b.txt": "", "d.txt": of_org("云岭市水利局")})
    (folder / "c.pdf").write_bytes(b"%PDF-1.4\nnothing")
    SAID.clear()
    reports, problems = pipeline.read_reports(folder, find_sources(folder), quiet)
    assert [report.source.file for report in reports] == ["a.txt", "d.txt"]
    assert [problem.source for problem in problems] == ["b.txt", "c.pdf"]
    assert all(problem.zh and problem.en for problem in problems)
    assert SAID[0][1:] == (0, 4)
    assert SAID[-1][1:] == (4, 4)


def test_a_report_alone_reads_as_among_others(tmp_path: Path) -> None:
    folder = write_reports(tmp_path, {"a.txt": TEXT, "b.txt": of_org("云岭市水利局")})
    alone = pipeline.read_report(folder, source_of(folder, "a.txt", {}))
    assert alone == read_all(folder)[0]


def test_everything_that_became_no_fact_is_listed_with_its_place(tmp_path: Path) -> None:
    (report,) = read_all(write_reports(tmp_path, {"a.txt": TEXT}))
    lines = TEXT.split("\n")
    (unread,) = report.content.unread
    assert unread.raw == "9,00万元"
    assert lines[(unread.place.line or 0) - 1].startswith("机关运行经费支出9,00万元")
    assert any("测船租用" in statement.text for statement in report.content.unmatched)


def test_every_fact_stands_on_the_line_it_names(tmp_path: Path) -> None:
    (report,) = read_all(write_reports(tmp_path, {"a.txt": TEXT}))
    lines = TEXT.split("\n")
    assert report.content.facts
    for fact in report.content.facts:
        assert fact.place.page is None
        assert fact.raw.replace(" ", "") in lines[(fact.place.line or 0) - 1].replace(" ", "")
