"""The figures of the 类 (一般公共服务支出 …) in two places: 总表 against the coded tables, the text against them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from builder.checks.compare import Comparison, Figures, Outcome, compare, not_applicable, not_comparable
from builder.checks.figure_names import table_name
from builder.knowledge import load_accounts, load_narrative
from builder.knowledge.checks import Check, ClassesRule
from builder.model import Fact


def class_names(figures: Figures) -> frozenset[str]:
    """Names of the 类: those known, of earlier years too, and those that the report's own tables print by code."""
    printed = figures.names.items()
    own = (names for (table, code), names in printed if len(code) == 3 and table in _FUNCTIONAL)
    return _known().union(load_narrative().classes, *own)


@cache
def _known() -> frozenset[str]:
    """Names of the functional 类. An economic account bears the name of one of them as well."""
    accounts = load_accounts().values()
    economic = {account.name for account in accounts if account.kind == "economic"} - {_OTHER}
    return frozenset(account.name for account in accounts if account.level == "类") - economic


#: In the text other things bear this name as well.
_OTHER = "其他支出"
_FUNCTIONAL = {"T02", "T03", "T05"}


def class_comparisons(check: Check, figures: Figures) -> Iterator[Comparison]:
    """Every 类 printed on the left against the same 类 on the right."""
    for rule in check.classes:
        made = list(_rule(rule, figures))
        yield from made or [not_applicable("没有印到类")]


def _rule(rule: ClassesRule, figures: Figures) -> Iterator[Comparison]:
    names = class_names(figures)
    right = _by_name(rule.right, figures)
    for key, printings in figures.printings.items():
        if (key[0], key[1], key[4]) != rule.left or key[3] not in names or (key[0], key[3]) == ("N", _OTHER):
            continue
        parts = right.get(key[3])
        if not parts:
            yield not_comparable(printings[:1], f"没有读到：{table_name(rule.right[0])} {key[3]}")
        else:
            yield _one(rule, printings, parts, figures)


def _one(rule: ClassesRule, printings: tuple[Fact, ...], parts: list[Fact], figures: Figures) -> Comparison:
    made = [compare(figures, fact, parts) for fact in printings]
    first = next((c for c in made if c.outcome is not Outcome.FINDING), made[0])
    if first.outcome is not Outcome.FINDING:
        return first
    bases = [basis for basis in rule.bases if not figures.is_one_kind_of_money(basis[0])]
    others = [_by_name(basis, figures).get(printings[0].item, []) for basis in bases]
    if any(compare(figures, printings[0], facts).outcome is not Outcome.FINDING for facts in others if facts):
        return not_comparable(first.facts, "口径可能不同：这个数和另一口径的数相同")
    if any(figures.is_repeated(part) for part in parts):
        return not_comparable(first.facts, "有科目印了不止一行，分不清怎样相加")
    return first


def _by_name(place: tuple[str, str], figures: Figures) -> dict[str, list[Fact]]:
    """Per name of a 类 its own row, or, where no 类 is printed, the rows whose code begins with its code."""
    column = [f for f in figures.by_key.values() if (f.table, f.measure) == place and f.side in ("", "支出")]
    if place[0] in _NAMED_ONLY:
        return {fact.item: [fact] for fact in column}
    rows = {fact.item: [fact] for fact in column if len(fact.code) == 3}
    if rows:
        return rows
    gathered: dict[str, list[Fact]] = {}
    for fact in column:
        account = load_accounts().get(fact.code[:3])
        if account is not None and len(fact.code) == 7:
            gathered.setdefault(account.name, []).append(fact)
    return gathered


#: 总表 prints names without codes.
_NAMED_ONLY = {"T01", "T04"}
