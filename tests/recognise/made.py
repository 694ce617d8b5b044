"""Made-up documents for the recogniser, put together from lines and tables of plain text."""

from __future__ import annotations

from builder.model import Recognised, TablePart
from builder.recognise import recognise
from tests.documents.made import text_document, word_table

ORG = "青澜市河湖观测中心"
CODED = word_table([
    ["项目", "", "本年支出合计", "基本支出", "项目支出"],
    ["功能分类科目编码", "科目名称", "", "", ""],
    ["合计", "", "9.00", "4.00", "5.00"],
    ["2130304", "水利行业业务管理", "9.00", "4.00", "5.00"],
])  # fmt: skip


def recognised(text: str) -> Recognised:
    return recognise(text_document(text))


def tables(text: str) -> tuple[TablePart, ...]:
    return recognised(text).tables


def unknown_titles(text: str) -> list[str]:
    return [statement.text for statement in recognised(text).unknown_titles]


def outline(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.title) for heading in recognised(text).outline]


def sections(text: str) -> list[tuple[str, str]]:
    """(section, text) of every passage."""
    return [(passage.section, passage.text) for passage in recognised(text).passages]
