"""Small print that names whom and when: the unit over each table, the dates of approval and of publication."""

from __future__ import annotations

import re

from builder.model import Document, Grid, Line, Place, Statement
from builder.text import squeeze

_UNIT_NAME = re.compile(
    r"^\s*(?:公开|填报|编制|预算)?(?:部门|单位|编制单位|单位名称|部门名称)\s*[:：]\s*([\u4e00-\u9fff（）()“”]{4,40}?)"
    r"(?=$|\s|单位[:：]|金额|公开\d|（(?:公章|盖章)）)"
)
_MONEY = re.compile(r"^(?:人民币)?[百千万亿]*元")
_DATE = re.compile(r"(批复|公开|发布)(?:时间|日期)[:：](20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})(?!\d)")
#: Dates stand on the cover; further down the same words head columns of other tables.
_COVER = 60


def find_captions(document: Document) -> tuple[Statement, ...]:
    """Each printed name of a unit over a table (`topic` 单位), each date on the cover (`topic` 批复, 公开)."""
    found: list[Statement] = []
    for index, block in enumerate(document.blocks):
        for text, place in _texts(block):
            if (match := _UNIT_NAME.search(text)) and not _MONEY.match(match[1]):
                found.append(Statement(squeeze(match[1]), place, topic="单位"))
            if index < _COVER:
                found += [
                    Statement(f"{date[2]}-{int(date[3]):02}-{int(date[4]):02}", place, topic=_topic(date[1]))
                    for date in _DATE.finditer(squeeze(text))
                ]
    return tuple(found)


def _topic(word: str) -> str:
    return "批复" if word == "批复" else "公开"


def _texts(block: object) -> list[tuple[str, Place]]:
    if isinstance(block, Line):
        return [(block.text, block.place)]
    return [(cell.text, cell.place) for cell in block.cells] if isinstance(block, Grid) else []
