"""Figures by the names that readers know: the title of the table, then side, code, line and column."""

from __future__ import annotations

from builder.knowledge import load_tables
from builder.knowledge.checks import FigureName
from builder.model import Fact


def name(figure: Fact | FigureName) -> str:
    """A figure's name as a reader finds it; `*` for whatever line has the code says nothing."""
    parts = (table_name(figure.table), figure.side, figure.code, figure.item, figure.measure)
    return " ".join(part for part in parts if part not in ("", "*"))


def table_name(table: str) -> str:
    """`T01` → 《收入支出决算总表》; the narrative has no title."""
    return "文字说明" if table == "N" else f"《{load_tables().form(table).name}》"
