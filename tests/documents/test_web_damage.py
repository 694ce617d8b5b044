"""Pages with broken bytes: what can be read is read, and the rest is told."""

from __future__ import annotations

import pytest

from builder.documents.web_page import read_web_page

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
