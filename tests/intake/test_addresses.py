"""The addresses of reports, asked again: same, changed, moved, gone, and not to be had from here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder import cli
from builder.errors import UsageError
from builder.intake.addresses import Asked, read_known
from builder.intake.messages import addresses_message
from tests.publish.made import TEXT, of_org, write_reports

PATHS = ("report.txt", "page", "moved", "gone", "refused", "file")
Pages = dict[str, tuple[int, dict[str, str], bytes]]


@pytest.fixture
def reports(tmp_path: Path, server: str) -> Path:
    rows = "".join(f"{name}.txt,{server}/{path}\n" for name, path in zip("abcdef", PATHS, strict=True))
    texts = {f"{name}.txt": of_org(f"云岭市第{name}局") for name in "bcdef"}
    return write_reports(
        tmp_path / "reports", {"a.txt": TEXT, **texts}, f"file,url\n{rows}g.txt,\n".replace("g.txt,\n", "")
    )


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, ["sources", *(str(word) for word in words)])


def ask(reports: Path) -> Result:
    folder = reports.parent
    return run(
        "--reports", reports, "--check", "--allow-private", "--pause", "0", "--state", folder / "s.json",
        "--markdown", folder / "m.md",
    )  # fmt: skip


def test_each_address_is_told_and_news_make_it_1(reports: Path) -> None:
    result = ask(reports)
    assert result.exit_code == 1
    lines = {line.split("  ")[1]: line.split("  ")[0] for line in result.output.splitlines()[:-1]}
    assert {file: told.split(" ")[0] for file, told in lines.items()} == {
        "a.txt": "和上次一样", "b.txt": "第一次查，能打开", "c.txt": "搬到别处",
        "d.txt": "不见了", "e.txt": "从这里查不到", "f.txt": "不访问",
    }  # fmt: skip
    told = (reports.parent / "m.md").read_text(encoding="utf-8")
    assert "`d.txt`" in told
    assert "`e.txt`" not in told, "what cannot be asked from here is no news"


def test_the_words_of_a_page_count_and_not_its_code(reports: Path, pages: Pages) -> None:
    ask(reports)
    pages["/page"] = (
        200,
        {"Content-Type": "text/html"},
        "<div><p>决算公开</p></div><script>2</script>".encode(),
    )
    assert "和上次一样 as before  b.txt" in ask(reports).output
    pages["/page"] = (200, {"Content-Type": "text/html"}, "<p>决算公开（更正）</p>".encode())
    assert "内容变了 changed  b.txt" in ask(reports).output
    assert "和上次一样 as before  b.txt" in ask(reports).output, "a change is told once"


def test_what_could_not_be_asked_keeps_what_it_answered_before(reports: Path, pages: Pages) -> None:
    ask(reports)
    before = read_known(reports.parent / "s.json")
    pages["/page"] = (503, {}, b"")
    ask(reports)
    assert read_known(reports.parent / "s.json") == before


def test_without_news_nothing_is_written_and_it_is_0(tmp_path: Path, server: str) -> None:
    write_reports(tmp_path / "reports", {"a.txt": TEXT}, f"file,url\na.txt,{server}/report.txt\n")
    assert ask(tmp_path / "reports").exit_code == 0
    assert not (tmp_path / "m.md").exists()


def test_addresses_are_listed_without_asking(reports: Path) -> None:
    result = run("--reports", reports)
    assert result.exit_code == 0
    assert "/gone" in result.output


@pytest.mark.parametrize("text", ["[]", "{", "1"])
def test_another_file_is_no_record(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="可以删去"):
        read_known(tmp_path / "s.json")
    assert json.dumps(read_known(tmp_path / "none.json")) == "{}"


def test_words_of_servers_are_only_code() -> None:
    told = addresses_message([Asked("a|b.pdf", "http://x/`", "moved", "[x](http://y) @all", "")])
    assert "`[x](http://y) @all`" in told
    assert "`a｜b.pdf`" in told
