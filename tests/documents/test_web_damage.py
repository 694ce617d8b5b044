"""Pages with broken bytes: what can be read is read, and the rest is told."""

from __future__ import annotations

import pytest

from builder.documents.web_page import read_web_page
from builder.model import Grid

PAGE = (
    "<html><body><h1>部门决算</h1>\n<p>" + "本年收入合计一百万元。" * 40 + "</p>\n<p>支出</p></body></html>"
)


def test_a_whole_page_is_not_called_damaged() -> None:
    assert read_web_page(PAGE.encode(), "a.html").notices == ()


@pytest.mark.parametrize(
    ("damaged", "line"),
    [
        (PAGE.encode().replace("支".encode(), b"\xe6\x94"), 3),
        (PAGE.encode().replace("支".encode(), b"\0\0\0"), None),
    ],
)
def test_broken_letters_of_a_page_are_told(damaged: bytes, line: int | None) -> None:
    (notice,) = read_web_page(damaged, "a.html").notices
    assert "字符已损坏" in notice.zh
    assert notice.place.line == line


def test_a_cell_outside_all_rows_is_a_row_as_browsers_show_it() -> None:
    page = (
        "<table><tr><td>项目</td><td>决算数</td></tr><tr><td>合计</td></tr><td>1.50</td>"
        "<tr><td>其中</td><td>0.50</td></tr></table>"
    )
    (grid,) = (block for block in read_web_page(page.encode(), "a.html").blocks if isinstance(block, Grid))
    assert [[cell.text for cell in row] for row in grid.rows()] == [
        ["项目", "决算数"],
        ["合计", ""],
        ["1.50", ""],
        ["其中", "0.50"],
    ]


def test_a_figure_in_a_table_outside_its_cells_is_told() -> None:
    page = (
        "<table><tr><td>项目</td><td>决算数</td></tr>\n<tr><td>合计</td><p>1.50</p></td></tr>"
        "<tr><td>其中</td><td>0.50</td></tr></table>"
    )
    (notice,) = read_web_page(page.encode(), "a.html").notices
    assert "不在任何一格里" in notice.zh
    assert notice.place.line == 2
