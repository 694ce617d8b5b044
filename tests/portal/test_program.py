"""Where a fresh portal takes the program from: only from what others can reach, at one state, without anybody's password."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder import cli
from builder.portal import program
from builder.portal.program import FILE, lines_of, program_here

WEB = "https://example.org/office/mingbai.git"
COMMIT = "a" * 40


def git(folder: Path, *words: str) -> str:
    person = ["-c", "user.name=a", "-c", "user.email=a", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *person, *words], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of a server whose address is then said to be on the web."""
    (tmp_path / "server").mkdir()
    server = tmp_path / "server"
    git(server, "init", "--quiet")
    (server / "a").write_text("1", encoding="utf-8")
    git(server, "add", ".")
    git(server, "commit", "--quiet", "--message", "Begin")
    git(tmp_path, "clone", "--quiet", str(server), "clone")
    folder = tmp_path / "clone"
    git(folder, "remote", "set-url", "origin", WEB)
    monkeypatch.setattr(program, "ROOT", folder)
    return folder


def test_a_clone_says_its_server_and_commit(clone: Path) -> None:
    assert program_here() == program.Program(f"mingbai @ git+{WEB}@{git(clone, 'rev-parse', 'HEAD')}")


def test_what_is_not_committed_is_said_not_to_be_in_it(clone: Path) -> None:
    (clone / "a").write_text("2", encoding="utf-8")
    found = program_here()
    assert found.line
    assert "没有提交" in found.zh


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://me:secret@example.org/office/mingbai.git", WEB),
        ("git@example.org:office/mingbai.git", WEB),
        ("ssh://git@example.org/office/mingbai.git", WEB),
        ("/srv/mingbai.git", ""),
        ("http://example.org/office/mingbai.git", ""),
    ],
)
def test_the_server_s_address_is_one_that_everybody_can_use(clone: Path, address: str, expected: str) -> None:
    git(clone, "remote", "set-url", "origin", address)
    found = program_here()
    assert "secret" not in found.line
    assert found.line.partition("git+")[2].rpartition("@")[0] == expected
    assert bool(found.zh) == (not expected)


def test_a_commit_that_no_server_has_is_not_written(clone: Path) -> None:
    (clone / "a").write_text("2", encoding="utf-8")
    git(clone, "commit", "--quiet", "--all", "--message", "Mine")
    found = program_here()
    assert not found.line
    assert "推到服务器" in found.zh


@pytest.mark.parametrize(
    ("noted", "line"),
    [
        ({"url": WEB, "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, f"mingbai @ git+{WEB}@{COMMIT}"),
        (
            {"url": "https://example.org/m.whl", "archive_info": {"hashes": {"sha256": "ab"}}},
            "mingbai @ https://example.org/m.whl#sha256=ab",
        ),
        ({"url": "file:///home/x/m.whl", "archive_info": {}}, ""),
        ({"url": "file:///home/x/mingbai", "dir_info": {}}, ""),
        (None, ""),
    ],
)
def test_an_installed_program_says_what_its_installer_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noted: dict[str, Any] | None, line: str
) -> None:
    monkeypatch.setattr(program, "ROOT", tmp_path)
    monkeypatch.setattr(program, "_noted", lambda: noted)
    found = program_here()
    assert found.line == line
    assert bool(found.zh and found.en) == (not line)


def test_where_nothing_is_known_the_place_is_marked_and_the_doctor_points_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "ROOT", tmp_path)
    monkeypatch.setattr(program, "_noted", lambda: None)
    portal = tmp_path / "portal"
    made = CliRunner().invoke(cli.main, ["new", str(portal)])
    assert made.exit_code == 0
    assert FILE in made.stderr
    assert lines_of((portal / FILE).read_text(encoding="utf-8")) == []
    looked = CliRunner().invoke(cli.main, ["doctor", "--portal", str(portal)])
    assert looked.exit_code == 1
    assert f"✗ 错 wrong  {FILE}：没有写程序从哪里装" in looked.output
    with (portal / FILE).open("a", encoding="utf-8") as handle:
        handle.write(f"mingbai @ git+{WEB}@{COMMIT}\n")
    assert CliRunner().invoke(cli.main, ["doctor", "--portal", str(portal)]).exit_code == 0
