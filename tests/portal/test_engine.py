"""The engine of the query page: fetched by the program's own list, found by a build, and told when it is not there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder import cli
from builder.errors import BuildError
from builder.pages import data_help
from builder.pages.data_help import ENGINE_FILES, LISTED, engine_in
from builder.pages.open_data import DATABASE
from builder.pages.published import Counts, Index
from builder.pages.writer import Writer
from builder.portal.engine import fetch_engine

#: Notes how it was called and in what folder, and installs what npm would; or fails.
NPM = """#!/bin/sh
echo "$@" > called
test -f package-lock.json || exit 1
mkdir -p node_modules/@sqlite.org/sqlite-wasm/dist
cd node_modules/@sqlite.org/sqlite-wasm/dist && {end}
"""
GOOD = "touch " + " ".join(ENGINE_FILES)


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No engine beside the templates, and a machine without npm."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setattr(data_help, "ENGINE", tmp_path / "nowhere")
    monkeypatch.setattr(
        "shutil.which", lambda name: found if (found := npm(tmp_path)) and name == "npm" else None
    )
    monkeypatch.chdir(tmp_path)


def npm(folder: Path) -> str | None:
    path = folder / "bin" / "npm"
    return str(path) if path.exists() else None


def install_npm(folder: Path, end: str) -> None:
    (folder / "bin" / "npm").write_text(NPM.format(end=end), encoding="utf-8")
    (folder / "bin" / "npm").chmod(0o755)


def test_it_is_fetched_once_by_our_list_and_without_scripts(tmp_path: Path) -> None:
    install_npm(tmp_path, GOOD)
    work = tmp_path / "build"
    (work / "query" / "node_modules" / "half").mkdir(parents=True)
    found = fetch_engine(work)
    assert engine_in(work) == found
    assert "ci --ignore-scripts" in (work / "query" / "called").read_text(encoding="utf-8")
    lock = (work / "query" / "package-lock.json").read_bytes()
    assert lock == (LISTED / "package-lock.json").read_bytes()
    assert not (work / "query" / "node_modules" / "half").exists()
    install_npm(tmp_path, "exit 1")
    assert fetch_engine(work) == found


@pytest.mark.parametrize("docs", ["build/docs", "build/assembled/docs"])
def test_the_page_has_it_whether_built_at_once_or_of_shards(tmp_path: Path, docs: str) -> None:
    install_npm(tmp_path, GOOD)
    fetch_engine(tmp_path / "build")
    data = tmp_path / "data"
    data.mkdir()
    with closing(sqlite3.connect(data / DATABASE)) as database:
        database.execute("CREATE TABLE a (b)")
    index = Index("", Counts(0, 0, 0, 0, 0, 0, 0), (), ())
    data_help.write_data_help(Writer(tmp_path / docs, ()), index, data)
    assert (tmp_path / docs / "assets" / "sqlite" / "sqlite3.wasm").is_file()


@pytest.mark.parametrize("end", [None, "echo broken >&2; exit 1", "true"])
def test_without_it_what_to_do_is_said_in_both_languages(tmp_path: Path, end: str | None) -> None:
    if end:
        install_npm(tmp_path, end)
    with pytest.raises(BuildError) as told:
        fetch_engine(tmp_path / "build")
    assert "Node.js" in told.value.zh
    assert "mingbai engine" in told.value.en
    assert ("broken" in told.value.zh) == (end is not None and "broken" in end)
    assert CliRunner().invoke(cli.main, ["engine"]).exit_code == 1
    assert "mingbai engine" in CliRunner().invoke(cli.main, ["doctor"]).output
