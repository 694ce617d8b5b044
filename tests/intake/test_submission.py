"""A report that somebody hands in: from the form of an issue to a row of `reports.csv`, with every way to go wrong."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder import cli
from builder.documents.names import SUFFIXES
from builder.errors import SourceError
from builder.intake import submission
from builder.intake.form import FIELDS, read_form
from builder.sources import find_sources
from tests.made_builds import run_here
from tests.publish.made import ORG, TEXT, of_org, write_reports

TODAY = date(2026, 1, 15)


def form(**answers: str) -> str:
    given = {"unit": ORG, "year": "2024", "link": "", "attachments": "", **answers}
    return "\n\n".join(
        f"### {words} Words\n\n{given.get(name) or '_No response_'}" for name, words in FIELDS.items()
    )


def event(folder: Path, body: str | None) -> Path:
    path = folder / "event.json"
    path.write_text(json.dumps({"issue": {"number": 7, "title": "$(id)", "body": body}}), encoding="utf-8")
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.reports.run_apart", run_here)


# --- the form --------------------------------------------------------------------------------------------


def test_the_form_is_read_by_its_headings() -> None:
    link = "https://example.org/决算.html"
    attached = "[决算.pdf](https://github.com/user-attachments/files/1/a.pdf) 另有 https://evil.example/b.pdf"
    request = read_form(
        form(link=link, attachments=attached, region="云岭省石门县", published_on="2025-09-01"), TODAY
    )
    assert (request.unit, request.year, request.url) == (ORG, "2024", link)
    assert request.attachments == ("https://github.com/user-attachments/files/1/a.pdf",)
    assert (request.region, request.published_on, request.org_id) == ("云岭省石门县", "2025-09-01", "")


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"unit": ""}, "unit"), ({"unit": "x" * 20}, "unit"), ({"unit": "=HYPERLINK(1)"}, "unit"),
        ({"unit": "水利局`$(id)`"}, "unit"), ({"unit": "水" * 61}, "unit"),
        ({"unit": "水利局<img>"}, "unit"), ({"year": "24"}, "year"), ({"year": "2027"}, "year"), ({"year": "二〇二四"}, "year"),
        ({"link": "", "attachments": ""}, "link"), ({"region": "@all"}, "region"), ({"org_id": "../x"}, "org_id"),
        ({"published_on": "2025-13-01"}, "published_on"), ({"published_on": "昨天"}, "published_on"),
        ({"attachments": " ".join(f"https://github.com/user-attachments/files/{n}/a.pdf" for n in range(9))}, "attachments"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_what_to_do(answers: dict[str, str], field: str) -> None:
    with pytest.raises(SourceError) as raised:
        read_form(form(**answers), TODAY)
    assert raised.value.place == f"{FIELDS[field]} ({field})"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "http://a.example/ x", "file:///etc/passwd", "http://u@a.example"]
)
def test_a_link_that_is_none_is_refused(link: str) -> None:
    with pytest.raises(SourceError):
        read_form(form(link=link), TODAY)


def test_an_empty_or_endless_issue_is_refused() -> None:
    for body in ("", "### " * 100_000, "x" * 1_000_000):
        with pytest.raises(SourceError):
            read_form(body, TODAY)


# --- taking in -------------------------------------------------------------------------------------------


def test_an_issue_becomes_a_submission_and_that_a_row(tmp_path: Path, server: str) -> None:
    link = f"{server}/report.txt"
    taken_in = run(
        "intake", "--event", event(tmp_path, form(link=link)), "--to", tmp_path / "s", "--allow-private"
    )
    assert taken_in.exit_code == 0, taken_in.output
    reports = write_reports(
        tmp_path / "content" / "reports", {"old.txt": of_org("云岭市水利局")}, "file,sample\nold.txt,yes\n"
    )
    result = run(
        "submit",
        "--from",
        tmp_path / "s",
        "--content",
        tmp_path / "content",
        "--message",
        tmp_path / "m.md",
        "--number",
        "7",
    )
    assert result.exit_code == 0, result.output
    added = next(source for source in find_sources(reports) if source.file != "old.txt")
    assert (added.org, added.year, added.url) == (ORG, "2024", link)
    assert added.file == f"{added.org_id}-2024.txt"
    assert (reports / added.file).read_text(encoding="utf-8") == TEXT
    message = (tmp_path / "m.md").read_text(encoding="utf-8")
    assert f"`{ORG}`" in message
    assert "Closes #7" in message
    with (reports / "reports.csv").open(encoding="utf-8") as handle:
        assert [row["sample"] for row in csv.DictReader(handle)] == ["yes", ""]


@pytest.mark.parametrize(
    ("path", "words"),
    [("/gone", "HTTP 410"), ("/picture", "图片"), ("/inside", "内部网络"), ("/slow-nothing", "HTTP 404")],
)
def test_what_cannot_be_taken_is_told_to_whoever_handed_it_in(
    tmp_path: Path, server: str, path: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = ("--allow-private",) if path != "/inside" else ()
    result = run(
        "intake", "--event", event(tmp_path, form(link=server + path)), "--to", tmp_path / "s", *private
    )
    assert result.exit_code == 1
    told = run(
        "submit", "--from", tmp_path / "s", "--content", tmp_path / "content", "--message", tmp_path / "m.md"
    )
    assert told.exit_code == 1
    assert words in (tmp_path / "m.md").read_text(encoding="utf-8")
    assert not (tmp_path / "content").exists()
    assert monkeypatch


@pytest.mark.parametrize("body", [None, "", "hello"])
def test_an_issue_without_the_form_is_told_what_is_missing(tmp_path: Path, body: str | None) -> None:
    assert run("intake", "--event", event(tmp_path, body), "--to", tmp_path / "s").exit_code == 1
    assert (tmp_path / "s" / submission.REFUSAL).is_file()
    (tmp_path / "event.json").write_text("{}", encoding="utf-8")
    assert run("intake", "--event", tmp_path / "event.json", "--to", tmp_path / "t").exit_code == 2


# --- handing over by hand --------------------------------------------------------------------------------


def submit(folder: Path, *files: Path, **words: str) -> Result:
    given = {"unit": ORG, "year": "2024", **words}
    options = [part for name, value in given.items() for part in (f"--{name.replace('_', '-')}", value)]
    return run("submit", *files, *options, "--content", folder / "content")


def test_a_file_is_put_in_by_hand_and_the_same_bytes_only_once(tmp_path: Path) -> None:
    (tmp_path / "名 字 $(x).txt").write_text(TEXT, encoding="utf-8")
    assert submit(tmp_path, tmp_path / "名 字 $(x).txt", org_id="qing-lan").exit_code == 0
    assert (tmp_path / "content" / "reports" / "qing-lan-2024.txt").is_file()
    again = submit(tmp_path, tmp_path / "名 字 $(x).txt")
    assert again.exit_code == 1
    assert "已经收录" in again.output


def test_a_second_file_of_the_same_year_stands_beside_the_first(tmp_path: Path) -> None:
    for number, text in enumerate((TEXT, TEXT.replace("85.00", "86.00"))):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        assert submit(tmp_path, tmp_path / f"{number}.txt").exit_code == 0
    first, second = find_sources(tmp_path / "content" / "reports")
    assert first.org_id == second.org_id
    assert {first.file, second.file} == {f"{first.org_id}-2024.txt", f"{first.org_id}-2024-2.txt"}


def test_several_files_are_one_report(tmp_path: Path) -> None:
    for number, text in enumerate((TEXT, of_org("附件"))):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    assert submit(tmp_path, tmp_path / "0.txt", tmp_path / "1.txt").exit_code == 0
    (source,) = find_sources(tmp_path / "content" / "reports")
    assert [one.file.rsplit("/", 1)[1] for one in source.files] == ["1.txt", "2.txt"]


@pytest.mark.parametrize(
    "change",
    [
        {"files": ["../../x.txt"]}, {"files": ["/etc/passwd"]}, {"files": []}, {"files": [".git"]}, {"files": ["gone.txt"]},
        {"unit": "=1+1"}, {"year": "1"}, {"org_id": "../../x"}, {"unit": 1}, {"url": "javascript:x"},
    ],
)  # fmt: skip
def test_a_submission_that_was_tampered_with_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    request = read_form(form(link="https://example.org/"), TODAY)
    submission.write_submission(tmp_path / "s", request, [TEXT.encode()])
    record = json.loads((tmp_path / "s" / submission.RECORD).read_text(encoding="utf-8"))
    (tmp_path / "s" / submission.RECORD).write_text(json.dumps(record | change), encoding="utf-8")
    result = run("submit", "--from", tmp_path / "s", "--content", tmp_path / "content")
    assert result.exit_code in {1, 2}
    assert not (tmp_path / "content").exists()


def test_a_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    request = read_form(form(link="https://example.org/"), TODAY)
    submission.write_submission(tmp_path / "s", request, [TEXT.encode()])
    (tmp_path / "s" / "file-1.txt").unlink()
    (tmp_path / "s" / "file-1.txt").symlink_to("/etc/hostname")
    assert run("submit", "--from", tmp_path / "s", "--content", tmp_path / "content").exit_code == 1


def test_every_suffix_that_is_given_is_one_that_a_build_looks_at() -> None:
    assert set(submission._SUFFIX_OF.values()) <= set(SUFFIXES)


def test_files_and_a_folder_do_not_go_together(tmp_path: Path) -> None:
    assert run("submit").exit_code == 2
    assert run("submit", "--from", tmp_path, "--content", tmp_path).exit_code == 2
