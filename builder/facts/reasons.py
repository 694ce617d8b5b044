"""The department's own reasons: quoted as printed, with what they explain and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable

from builder.facts.figures import Text
from builder.model import Statement

_REASON = re.compile(
    r"(?P<what>[^,。；;]*?)(?:主要原因|(?<=的)原因|原因(?=[是为:：])|主要是因为|(?<!主要)是因为)(?:是因为|是由于|是|为)?[:：]?"
    r"(?P<text>[^。；;]{2,400}?)(?=[。；;]|$|,(?:决算数|与上年|较上年|与上一年|与本年|与年初|截至|截止|其中|全年安排))"
)
_TOPICS = (
    ("决算与预算", re.compile(r"预算")),
    ("与上年", re.compile(r"上年|上一年|去年|20\d\d年|增长|增加|减少|下降|降低")),
)
_LOOK_BACK = 60


def find_reasons(
    text: Text, heading_item: str, fallback: str, subject_before: Callable[[int], str]
) -> list[Statement]:
    """Every 主要原因是… of a passage: its words, its item, and whether it speaks of the budget or of last year."""
    found = []
    for match in _REASON.finditer(text.plain):
        quoted = text.printed(match.start("text"), match.end("text")).strip("，,：:")
        if not re.search(r"[\u4e00-\u9fff]{2}", quoted):
            continue
        item = heading_item or subject_before(match.start("text")) or fallback
        found.append(Statement(quoted, text.place(match.start("text")), item, _topic(text.plain, match)))
    return found


def _topic(plain: str, match: re.Match[str]) -> str:
    """What the reason explains, by its own clause, or by the nearest words before it."""
    if own := next((name for name, words in _TOPICS if words.search(match["what"])), ""):
        return own
    before = plain[max(match.start() - _LOOK_BACK, 0) : match.start("text")]
    last = [(max((m.end() for m in words.finditer(before)), default=-1), name) for name, words in _TOPICS]
    position, name = max(last)
    return name if position >= 0 else ""
