"""Stable, readable ids of facts and findings, unique within a report: what links and accepted.csv point at."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from builder.model import Fact, Finding

_SIDES = {"收入": "in", "支出": "out"}


def fact_ids(facts: Sequence[Fact]) -> list[str]:
    """An id for each fact: table, side, code or initials of the item, initials of the measure."""
    seen: dict[str, int] = {}
    return [_told_apart(_base(fact), seen) for fact in facts]


def _base(fact: Fact) -> str:
    parts = (fact.table.lower(), _SIDES.get(fact.side, ""), fact.code or _initials(fact.item))
    return "-".join(part for part in (*parts, _initials(fact.measure)) if part)


@lru_cache(maxsize=20_000)  # the same lines stand in report after report, and pinyin is slow
def _initials(text: str) -> str:
    letters = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="ignore"))
    return re.sub(r"[^a-z0-9]+", "", letters.lower())


def finding_ids(findings: Sequence[Finding], ids: dict[int, str]) -> list[str]:
    """An id for each finding, from its check and the ids of its facts (`ids`: by identity of the fact).

    It stays when the wording, the level or the order of findings changes. A finding without facts is known by
    the figures it quotes.
    """
    seen: dict[str, int] = {}
    return [_told_apart(_mark(finding, ids), seen) for finding in findings]


def _mark(finding: Finding, ids: dict[int, str]) -> str:
    facts = sorted(ids[id(fact)] for fact in finding.facts if id(fact) in ids)
    known_by = facts or [finding.figures or finding.explanation]
    digest = hashlib.sha256("|".join((finding.check, *known_by)).encode()).hexdigest()
    return f"{finding.check.lower()}-{digest[:8]}"


def _told_apart(base: str, seen: dict[str, int]) -> str:
    seen[base] = seen.get(base, 0) + 1
    return base if seen[base] == 1 else f"{base}-{seen[base]}"
