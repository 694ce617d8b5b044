"""What readers of the documentation are told is so: every command, every setting, and recipes from one source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder import cli
from builder.pages.site_pages import RECIPES, _with_recipes
from builder.website.settings import EXTRA

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_option_is_told(name: str) -> None:
    rows = dict[str, str]()
    for row, command in re.findall(r"(\| `mingbai (\w+)[^\n]*)", read(name)):
        rows[command] = rows.get(command, "") + row
    assert set(rows) == set(cli.main.commands)
    limits = {"--time-limit", "--memory-limit", "--unpacked-limit", "--limit", "--no-cache"}
    for command, made in cli.main.commands.items():
        options = {option for one in made.params for option in one.opts if option.startswith("--")} - limits
        assert {option for option in options if option not in rows[command]} == set(), command


@pytest.mark.parametrize("name", READMES)
def test_every_setting_is_told(name: str) -> None:
    for setting in set(EXTRA) - {"generator"}:
        assert f"`{setting}`" in read(name) or f"`extra.{setting}`" in read(name), setting


def test_the_recipes_stand_once_and_are_shown_on_the_site() -> None:
    page = read("content/method/operation.md")
    assert RECIPES in page
    shown = _with_recipes(page)
    headings = re.findall(r"^## (.)、", shown, re.MULTILINE)
    assert headings == list("一二三四五六七")
    assert "###" not in shown
    assert "mingbai submit" in shown
    assert _with_recipes("# 别的页\n") == "# 别的页\n"


def test_recipes_name_commands_and_files_that_there_are() -> None:
    year = read("CONTRIBUTING.md").partition("<!-- year -->")[2].partition("<!-- /year -->")[0]
    for command in re.findall(r"`mingbai (\w+)", year):
        assert command in cli.main.commands
    named = re.findall(r"`((?:builder|content|tests)/[\w./-]+|\w+\.(?:toml|md|txt))", year)
    portal_only = {"requirements-program.txt"}
    for name in set(named) - portal_only:
        assert (ROOT / name).exists(), name
