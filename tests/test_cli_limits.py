"""The command line: what a report may cost, a disk that is full, folders as reports, names that do harm."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from builder import extract, pipeline
from builder.documents import DEFAULT_LIMITS, Limits
from builder.model import Source
from tests.publish.made import TEXT, write_reports
from tests.test_cli import assert_for_people, in_this_process, quick, run

__all__ = ["quick"]


@pytest.mark.parametrize("command", ["build", "extract", "check"])
def test_limits_can_be_set_on_every_command_that_reads(
    quick: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    asked: list[Limits] = []

    def reading(
        folder: Path, sources: Iterable[Source], _progress: object, limits: Limits, **_: object
    ) -> object:
        asked.append(limits)
        return in_this_process(folder, sources, lambda *_: None)

    monkeypatch.setattr(extract, "read_reports", reading)
    monkeypatch.setattr(pipeline, "read_reports", reading)
    write_reports(quick / "reports", {"a.txt": TEXT})
    limits = ("--time-limit", "7", "--memory-limit", "512", "--unpacked-limit", "64", "--limit", "pages=9")
    words = ("--reports", "reports") if command == "build" else ("reports/a.txt",)
    assert run(command, *words, *limits).exit_code == 0
    (set_,) = asked
    assert (set_.seconds, set_.memory_mib, set_.unpacked_mib, set_.member_mib, set_.pages) == (
        7,
        512,
        64,
        32,
        9,
    )
    assert set_.cells == DEFAULT_LIMITS.cells


@pytest.mark.parametrize(
    "wrong", ["sides=3", "pages", "pages=", "pages=-1", "pages=0", "pages=１２", "pages=x"]
)
def test_a_limit_that_is_none_is_refused(quick: Path, wrong: str) -> None:
    write_reports(quick / "reports", {"a.txt": TEXT})
    result = run("extract", "reports/a.txt", "--limit", wrong)
    assert result.exit_code == 2
    assert wrong in result.output
    assert_for_people(result)


def test_a_build_that_cannot_write_is_1_and_says_that_the_site_is_as_it_was(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "page.html")

    monkeypatch.setattr(pipeline, "build_website", full)
    write_reports(quick / "reports", {"a.txt": TEXT})
    result = run("build", "--reports", "reports")
    assert result.exit_code == 1
    assert "没有建成" in result.output
    assert "No space left on device：page.html" in result.output
    assert_for_people(result)


def test_a_folder_is_read_as_one_report(quick: Path) -> None:
    write_reports(quick / "甲", {"a.txt": TEXT, "b.txt": "附件\n"})
    result = run("extract", "甲")
    assert result.exit_code == 0, result.output
    assert "甲/a.txt" in result.output
    assert "甲/b.txt" in result.output


def test_nothing_a_report_says_steers_the_terminal_or_breaks_a_table(quick: Path) -> None:
    text = TEXT.replace("教育支出", "[/b]教育[red]\x1b[2J\u202e支出")
    write_reports(quick / "reports", {"\x1b[2Ja\u202e[bold].txt": text, "\x1b[2Jb.txt": ""})
    for words in (("build", "--reports", "reports"), ("extract", "reports/\x1b[2Ja\u202e[bold].txt")):
        result = run(*words)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "\x1b[2J" not in result.output
        assert "\u202e" not in result.output
    assert "[/b]教育[red][2J支出" in result.output
