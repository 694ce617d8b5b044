"""Figures that were recognised from pictures: marked wherever they stand; tables without proof have a warning."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pages import made_data
from tests.pages.test_render import rendered


def scanned(*tables: str, read: str) -> made_data.Json:
    """A whole year of which some tables were recognised."""
    made = made_data.report("jia-sb", "甲市社会保险服务中心", 2023)
    for part in ("facts", "tables"):
        for row in made[part]:
            if row["table"] in tables:
                row |= {"read": read, "scanned": True}
    return made


T03 = sum(fact["table"] == "T03" for fact in made_data.facts())


def page_of(tmp_path: Path, made: made_data.Json) -> str:
    return (rendered(tmp_path, [made]) / "jia-sb/2023/page.html").read_text(encoding="utf-8")


def table_on(page: str, table: str) -> str:
    found = re.search(rf'<details[^>]*id="table-{table}">.*?</details>', page, re.DOTALL)
    assert found
    return found.group(0)


def test_figures_from_text_have_no_mark(tmp_path: Path) -> None:
    assert "mb-ocr" not in page_of(tmp_path, scanned(read=""))


def test_a_recognised_table_without_proof_is_shown_with_a_warning_and_each_figure_marked(
    tmp_path: Path,
) -> None:
    page = page_of(tmp_path, scanned("T03", read="识别未核对"))
    table = table_on(page, "t03")
    assert "扫描件，未能核对" in table
    assert table.count(">识?</abbr>") == T03
    assert f"{T03} 个没有合计可以证明认对了" in page
    assert "扫描件" not in table_on(page, "t05")


def test_a_recognised_table_that_adds_up_is_marked_without_a_warning(tmp_path: Path) -> None:
    page = page_of(tmp_path, scanned("T03", read="识别已核对"))
    table = table_on(page, "t03")
    assert table.count(">识</abbr>") == T03
    assert "未能核对" not in table
    assert "它们所在的表合计都对得上" in page


def test_the_mark_stands_at_the_headline_too(tmp_path: Path) -> None:
    page = page_of(tmp_path, scanned("T03", "T01", read="识别未核对"))
    headline = page[page.index('class="mb-headline"') : page.index("</dl>")]
    assert "识?" in headline
