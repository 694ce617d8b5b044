"""A fresh portal: complete, harmless to what is there, and built by the program as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder import cli
from builder.packaged import ROOT
from builder.portal.program import FILE as PROGRAM
from builder.sources import find_sources
from builder.website.settings import EXTRA, read_settings


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "云岭明账"
    result = run("new", folder, "--region", '云岭省"石门市', "--program", "git+https://example.org/x@abc")
    assert result.exit_code == 0, result.output
    return folder


def test_it_holds_settings_a_sample_workflows_and_a_readme(portal: Path) -> None:
    settings = read_settings(portal / "mkdocs.yml")
    assert (settings.name, settings.extra["region"]) == ("云岭明账", '云岭省"石门市')
    (source,) = find_sources(portal / "content" / "reports")
    assert source.sample
    assert not source.successors
    for name in ("publish", "preview", "comment", "weekly", "submission"):
        assert (portal / ".github" / "workflows" / f"{name}.yml").is_file()
    assert not (portal / ".github" / "workflows" / "test.yml").exists()
    assert (portal / ".github" / "actions" / "mingbai" / "action.yml").is_file()
    dependabot = (portal / ".github" / "dependabot.yml").read_text(encoding="utf-8")
    assert "package-ecosystem: pip" in dependabot
    assert "npm" not in dependabot
    assert (portal / PROGRAM).read_text(encoding="utf-8") == "git+https://example.org/x@abc\n"
    assert (portal / "requirements.lock").read_bytes() == (ROOT / "requirements.lock").read_bytes()
    readme = (portal / "README.md").read_text(encoding="utf-8")
    for command in ("mingbai submit", "mingbai doctor", "mingbai build", "mingbai serve"):
        assert command in readme


def test_its_settings_name_everything_that_can_be_set(portal: Path) -> None:
    text = (portal / "mkdocs.yml").read_text(encoding="utf-8")
    for name in EXTRA:
        assert f"\n  {name}:" in text or name in {"portal", "generator"}, name


def test_a_fork_that_has_no_samples_left_makes_a_portal_without_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "fork"
    shutil.copytree(ROOT / ".github", own / ".github")
    shutil.copyfile(ROOT / "requirements.lock", own / "requirements.lock")
    (own / "content" / "reports").mkdir(parents=True)
    (own / "content" / "reports" / "reports.csv").write_text("file,year\na.pdf,2024\n", encoding="utf-8")
    monkeypatch.setattr("builder.portal.new.ROOT", own)
    assert run("new", tmp_path / "portal", "--program", "x").exit_code == 0
    assert find_sources(tmp_path / "portal" / "content" / "reports") == ()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path, what: str) -> None:
    if what == "file":
        (tmp_path / "x").write_text("mine", encoding="utf-8")
        assert run("new", tmp_path / "x").exit_code == 2
        assert (tmp_path / "x").read_text(encoding="utf-8") == "mine"
    (tmp_path / "y").mkdir()
    (tmp_path / "y" / ".hidden").write_text("mine", encoding="utf-8")
    result = run("new", tmp_path / "y")
    assert result.exit_code == 2
    assert "空的" in result.output
    assert [path.name for path in (tmp_path / "y").iterdir()] == [".hidden"]


def test_a_name_is_one_line(tmp_path: Path) -> None:
    assert run("new", tmp_path / "a", "--name", "甲\nextra: {logo: x}").exit_code == 2
    assert not (tmp_path / "a").exists()


def test_the_doctor_finds_nothing_wrong_in_it(portal: Path) -> None:
    result = run("doctor", "--portal", portal)
    assert result.exit_code == 0, result.output
    assert "✗ 错 wrong 0" in result.output
    assert "report_error" in result.output
