"""Small made web pages."""

from __future__ import annotations

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.web_page import read_web_page
from builder.model import Document

MENU = "".join(
    f'<li><a href="/{n}.html">{word}</a></li>'
    for n, word in enumerate(("首页", "部门预算", "收入决算表", "办事"))
)
PROSE = (
    "<p>某某局2023年度收入合计10.00万元，其中财政拨款收入10.00万元，占100.00%，比上年增加1.00万元。</p>" * 6
)


def page(article: str, *, head: str = "", around: tuple[str, str] = ("", "")) -> bytes:
    return f"<html><head>{head}</head><body>{around[0]}{article}{around[1]}</body></html>".encode()


def table(*rows: str) -> str:
    """Rows with cells parted by bars; a cell that begins with < is a whole cell as it is."""
    made = []
    for row in rows:
        cells = (cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in row.split("|"))
        made.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(made)}</table>"


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    return read_web_page(data, "made.html", limits)
