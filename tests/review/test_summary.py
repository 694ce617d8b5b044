"""What a change brings, as a record and as Markdown: on two prepared states, and with hostile words in them."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder import cli, snapshot
from builder.errors import UsageError
from builder.model import Problem as Failed
from builder.review.comment import MARK, annotation, as_markdown
from builder.review.markdown import LONGEST_PAGE, page, quoted
from builder.review.summary import LARGEST, Problem, Summary, as_json, compare, from_json
from tests.made_builds import run_here
from tests.publish.made import ORG, TEXT, catalogue_of, of_org, write_data, write_reports

HOSTILE = "@all #1 [x](http://a.example) ![y](//b.example) <img src=x onerror=alert(1)> `| a | b\n::set-output::\u202e"
PROBLEM = Failed(
    "坏的.pdf", "第 3 页", "文件不完整，请换原文件", "the file is incomplete; supply the original"
)


def data(folder: Path, texts: dict[str, str], catalogue: str = "", problems: tuple[Failed, ...] = ()) -> Path:
    reports = write_reports(folder / "reports", texts, catalogue)
    return write_data(catalogue_of(reports), problems, reports, folder / "data")


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Before: two units. After: one with a figure changed, one gone, one new, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("states")
    before = data(folder / "a", {"1.txt": TEXT, "2.txt": of_org("云岭市水利局")})
    changed = TEXT.replace("\t85.00\n", "\t86.00\n", 1)
    after = data(folder / "b", {"1.txt": changed, "3.txt": of_org("石门县档案馆")}, problems=(PROBLEM,))
    return before, after


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


def test_nothing_changed_is_said(states: tuple[Path, Path]) -> None:
    before, _ = states
    summary = compare(before, before)
    assert (summary.changed, summary.unchanged) == ((), 2)
    assert "没有变化" in as_markdown(summary)


def test_what_was_added_replaced_and_removed_is_told_with_each_figure(states: tuple[Path, Path]) -> None:
    summary = compare(*states)
    assert {(one.org, one.change) for one in summary.changed} == {
        (ORG, "replaced"), ("云岭市水利局", "removed"), ("石门县档案馆", "added"),
    }  # fmt: skip
    replaced = next(one for one in summary.changed if one.org == ORG)
    (difference,) = replaced.differences
    assert (difference.before, difference.after, difference.measure) == ("85.00", "86.00", "决算数")
    assert any(told.check == "A1" for told in replaced.findings)
    added = next(one for one in summary.changed if one.change == "added")
    assert set(added.guessed) == {"org", "year", "region", "kind"}
    assert dict(added.tables)["有数据"] == 3


def test_the_comment_tells_units_years_figures_tables_findings_guesses_and_problems(
    states: tuple[Path, Path],
) -> None:
    text = as_markdown(compare(*states))
    assert text.startswith(MARK)
    for words in (
        "读不了", "`坏的.pdf`", "`第 3 页`", "supply the original", f"`{ORG}`", "`2024`", "`有数据` 3", "推测，请核对",
        "`85.00 万元` | `86.00 万元`", "换了文件 replaced", "撤下 removed", "发现 findings",
    ):  # fmt: skip
        assert words in text, words


def test_without_a_before_everything_is_new(states: tuple[Path, Path]) -> None:
    assert {one.change for one in compare(None, states[1]).changed} == {"added"}


def test_a_row_of_reports_csv_that_changes_a_report_is_told(
    tmp_path: Path, states: tuple[Path, Path]
) -> None:
    rows = "file,org,region\n1.txt,,云岭省\n"
    after = data(tmp_path, {"1.txt": TEXT, "2.txt": of_org("云岭市水利局")}, rows)
    (changed,) = compare(states[0], after).changed
    assert (changed.change, changed.region) == ("read anew", "云岭省")


# --- words of strangers ----------------------------------------------------------------------------------


def outside_code(text: str) -> str:
    return re.sub(r"`[^`]*`", "", text)


def test_words_of_strangers_are_only_ever_code(states: tuple[Path, Path]) -> None:
    summary = compare(*states)
    hostile = replace(
        summary,
        changed=tuple(
            replace(
                one, org=HOSTILE, source=HOSTILE, region=HOSTILE, kind=HOSTILE, guessed=(*one.guessed, HOSTILE),
                tables=((HOSTILE, 1),),
                findings=tuple(replace(told, words=HOSTILE, check=HOSTILE) for told in one.findings),
                differences=tuple(replace(d, item=HOSTILE, before=HOSTILE, unit=HOSTILE) for d in one.differences),
            )
            for one in summary.changed
        ),
        problems=(Problem(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
    )  # fmt: skip
    text = as_markdown(hostile)
    assert "@all" in text, "the words are shown"
    left = outside_code(text.replace(MARK, ""))
    for sign in ("@", "<", "http", "[", "](", "!", "\u202e", "::"):
        assert sign not in left, sign
    for line in text.splitlines():
        assert line.count("`") % 2 == 0
        if line.startswith("| "):
            assert outside_code(line).count("|") in {6, 9}


def test_a_quotation_is_one_line_and_bounded() -> None:
    assert quoted("a\nb\tc") == "`a b c`"
    assert len(quoted("长" * 1000)) < 200
    assert quoted("\u202e\x1b") == "—"


def test_a_comment_has_room_on_the_page() -> None:
    text = page(["字" * 1000] * 100)
    assert len(text) < 65_000
    assert "cut here" in text
    assert page(["a"]) == "a\n"
    assert LONGEST_PAGE < 65_000


def test_an_annotation_cannot_become_another_command() -> None:
    line = annotation(Problem("a,b:c\n::add-mask::x%.pdf", "", "坏", "bad\r\n::x::"), "content/reports")
    assert "\n" not in line
    assert "\r" not in line
    assert line.startswith("::error file=content/reports/a%2Cb%3Ac%0A%3A%3Aadd-mask%3A%3Ax%25.pdf::")


# --- the record that is passed on ------------------------------------------------------------------------


def test_the_record_comes_back_the_same(tmp_path: Path, states: tuple[Path, Path]) -> None:
    summary = compare(*states)
    (tmp_path / "s.json").write_text(as_json(summary), encoding="utf-8")
    assert from_json(tmp_path / "s.json") == summary
    assert run("summary", "--from", tmp_path / "s.json").output == as_markdown(summary)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "x"}, {"changed": "x"}, {"unchanged": -1}, {"unchanged": True}, {"unchanged": "1"}, {"changed": [{}]},
        {"problems": [{"source": 1, "place": "", "zh": "", "en": ""}]}, {"changed": [{"change": "<b>"}]},
    ],
)  # fmt: skip
def test_a_record_of_another_form_is_refused(
    tmp_path: Path, states: tuple[Path, Path], change: object
) -> None:
    raw = json.loads(as_json(compare(*states)))
    assert isinstance(change, dict)
    (tmp_path / "s.json").write_text(json.dumps(raw | change), encoding="utf-8")
    with pytest.raises(UsageError, match="不是一份摘要"):
        from_json(tmp_path / "s.json")


@pytest.mark.parametrize("text", ["", "[]", "{", '"x"', "[" * 100_000, " " * (LARGEST + 1)])
def test_what_is_no_record_or_too_large_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.json").write_text(text, encoding="utf-8")
    assert run("summary", "--from", tmp_path / "s.json").exit_code == 2


def test_long_lists_of_a_record_are_cut(tmp_path: Path) -> None:
    many = Summary((), 0, 0, tuple(Problem("x" * 5000, "", "", "") for _ in range(100)), 100)
    (tmp_path / "s.json").write_text(as_json(many), encoding="utf-8")
    back = from_json(tmp_path / "s.json")
    assert len(back.problems) < 100
    assert len(back.problems[0].source) < 1000
    assert "另有" in as_markdown(back)


# --- the commands ----------------------------------------------------------------------------------------


def test_summary_prints_markdown_or_writes_the_record(tmp_path: Path, states: tuple[Path, Path]) -> None:
    before, after = states
    assert run("summary", "--before", before, "--after", after).output == as_markdown(compare(before, after))
    result = run("summary", "--after", after, "--json", tmp_path / "s.json")
    assert result.exit_code == 0
    assert from_json(tmp_path / "s.json").changed_in_all == 2
    assert run("summary", "--after", tmp_path / "nowhere").exit_code == 2


def test_problems_are_told_with_file_place_and_what_to_do(tmp_path: Path, states: tuple[Path, Path]) -> None:
    (tmp_path / "data").symlink_to(states[1])
    result = run("problems", "--out", tmp_path)
    assert result.exit_code == 1
    assert "坏的.pdf，第 3 页：文件不完整，请换原文件 / the file is incomplete" in result.output
    assert (
        "::error file=content/reports/坏的.pdf::" in run("problems", "--out", tmp_path, "--annotate").output
    )
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "data").symlink_to(states[0])
    assert run("problems", "--out", tmp_path / "good").exit_code == 0
    assert run("problems", "--out", tmp_path / "none").exit_code == 2


def test_the_data_is_packed_to_the_same_bytes(tmp_path: Path, states: tuple[Path, Path]) -> None:
    (tmp_path / "data").symlink_to(states[0])
    one, other = (run("pack", "--out", tmp_path, "--to", tmp_path / name) for name in ("1.zip", "2.zip"))
    assert one.exit_code == other.exit_code == 0
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert {"data/facts.csv", "data/datapackage.json"} <= set(archive.namelist())
    assert run("pack", "--out", tmp_path / "none").exit_code == 2


def test_a_snapshot_is_the_data_of_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.reports.run_apart", run_here)
    write_reports(tmp_path / "content" / "reports", {"a.txt": TEXT, "b.txt": ""})
    failed = snapshot.snapshot(tmp_path / "content", tmp_path / "data", tmp_path / "work", lambda *_: None)
    assert failed == 1
    assert compare(None, tmp_path / "data").problems[0].source == "b.txt"
