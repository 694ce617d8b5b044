"""The department's own reasons: quoted as printed, with what they explain and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable

from builder.facts.figures import Text
from builder.model import Statement

_REASON = re.compile(
    r"(?P<what>[^,。；;]*?)(?:主要(?:变动)?原因(?:分析)?|变动原因|差异原因|(?:增加|减少|增长|下降)原因|主要情况(?=[:：])|(?<=的)原因|原因(?=[是为:：])|主要是因为|(?<!主要)是因为)(?:是因为|是由于|是|为)?[:：]?"
    r"(?P<text>[^。；;]{2,400}?)(?=[。；;]|$|,(?:决算数|与上年|较上年|与上一年|与本年|与年初|截至|截止|其中|全年安排))"
)
_BUDGET, _YEAR = "决算与预算", "与上年"
#: What is compared with: named in the reason's own clause, or last before it.
_TOPICS = (
    (_BUDGET, re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算")),
    (_YEAR, re.compile(r"上年|上一年|去年|(?:与|比|较|同)20\d\d年(?!(?:度)?(?:年初|全年)?预算)")),
)
#: A change without a word on what it is against is one against last year.
_CHANGE = re.compile(r"增长|增加|减少|下降|降低|变动")
_LOOK_BACK = 60


def find_reasons(
    text: Text, heading_item: str, fallback: str, subject_before: Callable[[int], str]
) -> list[Statement]:
    """Every 主要原因是… of a passage: its words, its item, and whether it speaks of the budget or of last year."""
    found = []
    for match in _REASON.finditer(text.plain):
        quoted = text.printed(match.start("text"), match.end("text")).strip("，,、：:")
        if not re.search(r"[\u4e00-\u9fff]{2}", quoted):
            continue
        item = heading_item or subject_before(match.start("text")) or fallback
        found.append(Statement(quoted, text.place(match.start("text")), item, _topic(text.plain, match)))
    return found


def _topic(plain: str, match: re.Match[str]) -> str:
    """What the reason explains, by its own clause, or by the nearest words before it."""
    if own := next((name for name, words in _TOPICS if words.search(match["what"])), ""):
        return own
    start = max(match.start() - _LOOK_BACK, 0)
    before = plain[start : match.start("text")]
    position, name = max(
        (max((m.end() for m in words.finditer(before)), default=-1), name) for name, words in _TOPICS
    )
    if position >= 0:
        return name
    return _YEAR if _CHANGE.search(before) else ""
