"""F13: kinds of spending that the words list, against the lines of the same name in the detailed table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from builder.checks.compare import Figures, Named
from builder.checks.figure_names import table_name
from builder.checks.judging import judged, noted, printed
from builder.knowledge import load_accounts
from builder.model import Fact, Finding, ReportFacts, Wording
from builder.text import squeeze

_TABLE = "T06"
_ETC = re.compile(r"(?:等.{0,6}|以及.*)$")


def listed_without_amount(content: ReportFacts, figures: Figures) -> Named:
    """Each list of 人员经费 or 公用经费: names whose line prints zero, or is blank where the class adds up without it."""
    lines: dict[str, list[Fact]] = defaultdict(list)
    for fact in figures.by_key.values():
        if fact.table == _TABLE and fact.code:
            lines[_name(fact.item)].append(fact)
    lists = [wording for wording in content.wordings if wording.kind == "listed"]
    if not lists or not lines:
        missing = "文字没有列举" if not lists else "没有读到基本支出明细表"
        return judged([], 0, missing, unsure=[missing] if lists else [])
    findings, held, unsure = [], 0, 0
    for wording in lists:
        empty: list[str] = []
        shown: list[Fact] = []
        for item in _items(wording):
            verdict = _verdict(item, lines, figures)
            held += verdict is True
            unsure += verdict is None
            if verdict is False:
                empty.append(item)
                shown += lines.get(_name(item), [])
        if empty:
            findings.append(_finding(wording, empty, shown))
    return judged(findings, held, "文字没有列举", unsure=["列举的名目在表里没有同名的行"] * unsure)


def _finding(wording: Wording, empty: Sequence[str], shown: Sequence[Fact]) -> Finding:
    names = "、".join(empty)
    return noted(
        "F13",
        "提示",
        f"“{wording.text}”；{printed(shown) or f'{table_name(_TABLE)} {names} 空白'}",
        f"{wording.subject}的“主要包括”里列了{names}，基本支出明细表里同名的行是零或空白。",
        wording.place,
        facts=shown,
    )


def _items(wording: Wording) -> list[str]:
    listed = re.split(r"[、,，和]", wording.values[0]) if wording.values else []
    return list(dict.fromkeys(name for item in listed if (name := _ETC.sub("", squeeze(item)).strip("：:"))))


def _verdict(item: str, lines: Mapping[str, Sequence[Fact]], figures: Figures) -> bool | None:
    """Whether the item has an amount; None when the table has no such line or cannot tell blank from unread."""
    own = lines.get(_name(item), ())
    longer = (facts for name, facts in lines.items() if name.startswith(_name(item)))
    if any(fact.value for facts in longer for fact in facts):
        return True  # 医疗费 may be short for 医疗费补助
    if own:
        return any(fact.value for fact in own)
    codes = _economic().get(_name(item), ())
    if not codes:
        return None
    return False if all(_adds_up_without(code, lines, figures) for code in codes) else None


def _adds_up_without(code: str, lines: Mapping[str, Sequence[Fact]], figures: Figures) -> bool:
    """Whether the class is the exact sum of its printed lines, so that a blank line is surely nothing."""
    facts = [fact for named in lines.values() for fact in named]
    whole = next((fact for fact in facts if fact.code == code[:3]), None)
    parts = [fact for fact in facts if fact.code[:3] == code[:3] and len(fact.code) == 5]
    if whole is None or whole.value is None or not parts:
        return False
    added = sum((part.value for part in parts if part.value is not None), Decimal(0))
    allowed = sum((figures.half_unit(fact) for fact in (whole, *parts)), Decimal(0))
    return abs(whole.value - added) <= allowed


@cache
def _economic() -> dict[str, list[str]]:
    """Codes of the economic 款, by name."""
    codes: dict[str, list[str]] = defaultdict(list)
    for account in load_accounts().values():
        if account.kind == "economic" and len(account.code) == 5:
            codes[_name(account.name)].append(account.code)
    return dict(codes)


def _name(item: str) -> str:
    return re.sub(r"[（）()]", "", squeeze(item))
