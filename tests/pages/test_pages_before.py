"""Pages of the whole site are made again only of the years from which something changed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from builder.pages import PagesBefore, render_pages, site_pages
from builder.pages.gathered import Gathered
from builder.pages.site_views import Account, AccountUse, uses_of
from tests.pages import made_data

GLOSSARY = (
    "id,term,aliases,plain,why,not_to_confuse_with,items\nagency,机关运行经费,,办公的钱。,,,机关运行经费\n"
)


def built(
    folder: Path, reports: list[made_data.Json], digest: str, monkeypatch: pytest.MonkeyPatch
) -> set[int]:
    """Render over what was rendered before; of which years lines of accounts were read. `digest`: of the data."""
    read = set[int]()

    def noted(gathered: Gathered, account: Account, year: int) -> list[AccountUse]:
        read.add(year)
        return uses_of(gathered, account, year)

    monkeypatch.setattr(site_pages, "uses_of", noted)
    data = made_data.write_data(folder / "data", reports)
    (folder / "content").mkdir(exist_ok=True)
    (folder / "content" / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    before = PagesBefore(folder / "before" / "pages", {"jia-sb": digest})
    with closing(before.gathered):
        render_pages(data, folder / "content", folder / "docs", before=before)
    return read


def test_lines_of_accounts_are_read_only_of_years_that_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A line on each page: pages of two years stand apart, then, as they do where there are many reports.
    monkeypatch.setattr(site_pages, "USES", 1)
    reports = [made_data.report("jia-sb", "甲市社会保险服务中心", year) for year in (2022, 2023)]
    assert built(tmp_path, reports, "first", monkeypatch) == {2022, 2023}
    assert built(tmp_path, reports, "first", monkeypatch) == set()
    (first,) = (fact for fact in reports[0]["facts"] if (fact["table"], fact["item"]) == ("T06", "办公费"))
    first["value"] = "11.00"
    first["raw"] = "11.00"
    assert built(tmp_path, reports, "second", monkeypatch) == {2022}
    pages = {
        name: (tmp_path / f"docs/accounts/{name}/page.html").read_text("utf-8")
        for name in ("30201", "30201-p2")
    }
    assert [("11.00" in text, "10.00" in text) for text in pages.values()] == [(False, True), (True, False)]
