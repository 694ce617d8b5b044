"""The recipes of the maintainer's year, command by command, on a portal that lives through them one after another.

The data of each state is made by `mingbai snapshot`, which is a build without pages.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import builder
from builder import cli, reports
from builder.errors import KnowledgeError
from builder.knowledge import accounts
from builder.knowledge.files import read_rows
from builder.portal.new import new_portal
from builder.portal.program import Program
from tests.made_builds import run_here
from tests.publish.made import ORG, TEXT

ROOT = Path(__file__).parents[2]
YEAR = "2024"
WEB = "https://office.example/final-accounts"
NEW_CODE = "20577"


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portal of one's own with nothing in it but what came in by recipe 一, without worker processes."""
    monkeypatch.setattr(reports, "run_apart", run_here)
    folder = tmp_path / "portal"
    new_portal(folder, "云岭明账", "", Program("mingbai==1"))
    for path in (folder / "content" / "reports").iterdir():
        path.unlink()
    monkeypatch.chdir(folder)
    submit(TEXT, "--published-on", "2025-09-01")
    return folder


def mingbai(*words: str | Path) -> str:
    result = CliRunner().invoke(cli.main, [str(word) for word in words])
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def submit(text: str, *options: str) -> None:
    Path("新报告.txt").write_text(text, encoding="utf-8")
    mingbai("submit", "新报告.txt", "--unit", ORG, "--year", YEAR, "--url", WEB, *options)


def data() -> Path:
    mingbai("snapshot", "--to", "build/state")
    return Path("build/state")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def write_rows(path: Path, told: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(told[0]))
        writer.writeheader()
        writer.writerows(told)


def catalogue() -> Path:
    return Path("content/reports/reports.csv")


@pytest.mark.usefixtures("portal")
def test_a_new_report_is_put_in_its_place_looked_at_and_published() -> None:
    (row,) = rows(catalogue())
    assert (row["org"], row["year"], row["url"]) == (ORG, YEAR, WEB)
    file = Path("content/reports", row["file"])
    assert "未能读出" in mingbai("extract", file, "--explain")
    assert "9,00万元" in mingbai("extract", file, "--explain")
    mingbai("check", file)
    assert [one["org"] for one in rows(data() / "reports.csv")] == [ORG]


@pytest.mark.usefixtures("portal")
def test_a_report_issued_again_becomes_the_current_one_and_each_changed_figure_is_listed() -> None:
    submit(TEXT.replace("1.05", "1.15"), "--published-on", "2025-10-01")
    told = rows(catalogue())
    assert [one["published_on"] for one in told] == ["2025-09-01", "2025-10-01"]
    state = data()
    published = rows(state / "reports.csv")
    assert len({one["org_id"] for one in published}) == 1
    assert sorted(one["status"] for one in published) == ["current", "superseded"]
    changed = {(one["old_value"], one["new_value"]) for one in rows(state / "corrections.csv")}
    assert changed == {("1.05", "1.15")}


@pytest.mark.usefixtures("portal")
def test_a_unit_with_a_new_id_keeps_its_old_one_and_has_a_predecessor() -> None:
    (row,) = rows(catalogue())
    write_rows(catalogue(), [row | {"org_id": "xin", "former_ids": "jiu", "predecessors": "qian"}])
    assert [one["org_id"] for one in rows(data() / "reports.csv")] == ["xin"]
    mingbai("doctor")


@pytest.fixture
def one_more_account(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A row more in `accounts.csv`."""
    row = dict(zip(("code", "name", "level", "kind"), request.param, strict=True))
    monkeypatch.setattr(accounts, "read_rows", lambda name: [*read_rows(name), row])
    accounts.load_accounts.cache_clear()
    yield
    accounts.load_accounts.cache_clear()


WITH_CODE = re.sub(r"\n\t205\n\t教育支出\n", f"\n\t{NEW_CODE}\n\t数字教育\n", TEXT)


@pytest.mark.usefixtures("portal")
def test_figures_of_a_code_that_nobody_knows_yet_are_read_all_the_same() -> None:
    assert NEW_CODE not in accounts.load_accounts()
    submit(WITH_CODE, "--published-on", "2025-10-01")
    told = {(one["code"], one["item"]) for one in rows(data() / "facts.csv")}
    assert (NEW_CODE, "数字教育") in told


@pytest.mark.parametrize("one_more_account", [(NEW_CODE, "数字教育", "款", "functional")], indirect=True)
@pytest.mark.usefixtures("one_more_account")
def test_a_new_code_is_known_by_a_row() -> None:
    assert accounts.load_accounts()[NEW_CODE].name == "数字教育"


@pytest.mark.parametrize("one_more_account", [(NEW_CODE, "数字教育", "项", "functional")], indirect=True)
@pytest.mark.usefixtures("one_more_account")
def test_a_code_of_another_level_is_refused() -> None:
    with pytest.raises(KnowledgeError, match=NEW_CODE):
        accounts.load_accounts()


@pytest.mark.usefixtures("portal")
def test_a_new_form_is_told_with_what_is_not_recognised_and_where_it_is_declared() -> None:
    old = "一般公共预算财政拨款支出决算表"
    submit(
        TEXT.replace(old, "公共财政资金使用去向表").replace("项目支出", "专项安排"),
        "--published-on",
        "2025-10-01",
    )
    told = mingbai("extract", Path("content/reports", rows(catalogue())[-1]["file"]), "--explain")
    assert re.search(r"T05.*未见", told)
    assert "builder/knowledge/tables.toml" in told


@pytest.mark.usefixtures("portal")
def test_a_report_that_must_go_is_gone_from_the_data() -> None:
    (row,) = rows(catalogue())
    Path("content/reports", row["file"]).unlink()
    catalogue().write_text(",".join(row) + "\n", encoding="utf-8")
    assert rows(data() / "reports.csv") == []


def test_the_version_stands_in_two_places_and_is_one() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert declared["project"]["version"] == builder.__version__
