"""The kinds of declared comparison. Each gives comparisons; none changes what it reads.

Sums and equalities are here; rates stand in `ratios`, the figures of the 类 in `classes`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, product

from builder.checks.classes import class_comparisons, class_names
from builder.checks.compare import (
    Comparison,
    Figures,
    Outcome,
    at_most,
    compare,
    misprinted,
    not_applicable,
    not_comparable,
)
from builder.checks.figure_names import name as figure_name
from builder.checks.ratios import change_comparisons, ratio_comparisons
from builder.checks.rollup import misread, rollup_comparisons
from builder.knowledge import load_checks
from builder.knowledge.checks import Check, EqualRule, FigureName, LinesRule, SumRule
from builder.model import Fact

__all__ = ["comparisons"]


def comparisons(check: Check, figures: Figures) -> list[Comparison]:
    """All comparisons of one check on one report; a table that is not there makes it not applicable."""
    return list(_KINDS[check.kind](check, figures))


# --- the same figure in two places ------------------------------------------------------------------------


def _equal(check: Check, figures: Figures) -> Iterator[Comparison]:
    for rule in check.equals:
        yield from _same(rule, figures)


def _same(rule: EqualRule, figures: Figures) -> Iterator[Comparison]:
    found = [figures.all(name) for name in rule.figures]
    if not any(found):
        yield not_applicable("两处都没有这个数")
        return
    for name, others in zip(rule.figures[1:], found[1:], strict=True):
        if not found[0] or not others:
            yield not_comparable((), f"没有读到：{figure_name(name if found[0] else rule.figures[0])}")
        else:
            yield _any_printing(rule, found[0], others, figures)


def _any_printing(
    rule: EqualRule, ones: Sequence[Fact], others: Sequence[Fact], figures: Figures
) -> Comparison:
    """One printing that agrees is enough: that the printings differ from each other is another check's matter."""
    made = [compare(figures, one, [other]) for one in ones for other in others]
    first = next((c for c in made if c.outcome is not Outcome.FINDING), made[0])
    if first.outcome is Outcome.FINDING and has_other_basis(ones[0], rule.bases, figures):
        return not_comparable(first.facts, "口径可能不同：这个数和另一口径的数相同")
    return first


def has_other_basis(fact: Fact, bases: Sequence[FigureName], figures: Figures) -> bool:
    """Whether the figure is, but for rounding, one that stands for another basis (口径)."""
    named = (name for name in bases if not figures.is_one_kind_of_money(name.table))
    found = (other for name in named if _has_carry_over(name, figures) for other in figures.all(name))
    return any(figures.same(fact, other) for other in found)


def _has_carry_over(name: FigureName, figures: Figures) -> bool:
    """Whether with and without carry-over are two figures on this side of 总表; elsewhere there is no such question."""
    if name.table not in _TWO_SIDED or not name.side:
        return True
    items = ("总计", f"本年{name.side}合计")
    pair = [figures.get(FigureName(name.table, name.side, "", item, name.measure)) for item in items]
    return name.item not in items or None in pair or len({fact.value for fact in pair if fact}) > 1


# --- a total and its parts --------------------------------------------------------------------------------


def _sum(check: Check, figures: Figures) -> Iterator[Comparison]:
    for rule in check.sums:
        made = _added(rule, figures)
        yield made if made.level == rule.level else replace(made, level=rule.level)


def _added(rule: SumRule, figures: Figures) -> Comparison:
    total = figures.get(rule.total)
    present = [part for part in map(figures.get, rule.parts) if part is not None]
    if any(figures.is_unreadable(name) for name in (rule.total, *rule.parts)):
        return misprinted()
    if total is None and not present:
        return not_applicable("没有这些数")
    if total is None:
        return not_comparable(present, f"没有读到：{figure_name(rule.total)}")
    if not present:
        return not_comparable((total,), f"没有读到：{figure_name(rule.parts[0])}")
    more = [part for part in map(figures.get, rule.more) if part is not None]
    blanks = len(present) < len(rule.parts)
    unread = [part for part in rule.parts if figures.get(part) is None]
    if "增减" not in total.measure and any("增减" in part.measure for part in unread):
        return not_comparable((total, *present), f"没有读到：{figure_name(unread[0])}")  # it may be a fall
    made = compare(figures, total, [*present, *more], blanks=blanks)
    if made.outcome is not Outcome.FINDING:
        return made
    if more and compare(figures, total, present).outcome is not Outcome.FINDING:
        return compare(figures, total, present)
    if has_other_basis(total, rule.bases, figures):
        return not_comparable(made.facts, "口径可能不同：这个数和另一口径的数相同")
    return (
        misread(total, present)
        or _explained(made, rule, figures)
        or _other_printing([total, *present], figures)
        or made
    )


def _other_printing(facts: list[Fact], figures: Figures) -> Comparison | None:
    """The text may print a figure again, of a part or in another section: one set of printings that adds up will do."""
    if facts[0].table != "N" or not any(figures.is_repeated(fact) for fact in facts):
        return None
    sets = product(*(figures.printings[fact.key] for fact in facts))
    made = (compare(figures, total, parts) for total, *parts in islice(sets, _MOST_SETS))
    return next((c for c in made if c.outcome is not Outcome.FINDING), None)


_MOST_SETS = 64


def _explained(made: Comparison, rule: SumRule, figures: Figures) -> Comparison | None:
    """A line of the same side that no rule names, of just the missing amount, explains the difference."""
    if rule.total.table not in _TWO_SIDED:
        return None
    named = {rule.total.item, *(name.item for name in (*rule.parts, *rule.more))}
    named |= class_names(figures) | income_lines()
    for fact in figures.by_key.values():
        same_side = (fact.table, fact.side, fact.measure) == (
            rule.total.table,
            rule.total.side,
            rule.total.measure,
        )
        if (
            same_side
            and fact.item not in named
            and "/" not in fact.item
            and fact.value
            and fact.value == made.difference
        ):
            return not_comparable(made.facts, f"另有一行“{fact.item}”，加上它就对得上")
    return None


_TWO_SIDED = {"T01", "T04"}
_APPROPRIATIONS = {"一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"}


@cache
def income_lines() -> frozenset[str]:
    """Names of lines of 总表 on the income side, as the checks declare them, and of the three appropriations."""
    declared = (item for check in load_checks() for rule in check.lines for item in (*rule.top, rule.total))
    return frozenset(declared) | _APPROPRIATIONS


def _row_sum(check: Check, figures: Figures) -> Iterator[Comparison]:
    rows: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for fact in figures.by_key.values():
        if fact.table == check.table and fact.side == check.side:
            rows[fact.code, fact.item][fact.measure] = fact
    if not rows:
        yield not_applicable("没有这张表的数")
    for (code, item), row in rows.items():
        yield _row(check, (code, item), row, figures)


def _row(check: Check, line: tuple[str, str], row: dict[str, Fact], figures: Figures) -> Comparison:
    total = row.get(check.total)
    parts = [row[measure] for measure in check.parts if measure in row]
    wanted = (check.total, *check.parts) if figures.unreadable else ()
    if any(figures.is_unreadable(FigureName(check.table, check.side, *line, one)) for one in wanted):
        return misprinted()
    if total is None or not parts:
        return not_comparable(row.values(), f"没有读到：{check.total if total is None else check.parts[0]}")
    if any(figures.is_repeated(fact) for fact in (total, *parts)):
        return not_comparable((total, *parts), "同一科目印了不止一行，分不清哪些数是一行")
    return misread(total, parts) or compare(figures, total, parts, blanks=len(parts) < len(check.parts))


# --- the lines of 总表 ------------------------------------------------------------------------------------


def _lines(check: Check, figures: Figures) -> Iterator[Comparison]:
    for rule in check.lines:
        yield _side(check.table, rule, figures)


def _side(table: str, rule: LinesRule, figures: Figures) -> Comparison:
    own = [
        fact
        for fact in figures.facts
        if fact.table == table
        and (fact.side, fact.measure) == (rule.side, rule.measure)
        and fact.value is not None
    ]
    total = next((fact for fact in own if fact.item == rule.total), None)
    lines = [f for f in own if f.item != rule.total and f.item not in rule.without and "/" not in f.item]
    if any((key[0], key[1], key[4]) == (table, rule.side, rule.measure) for key in figures.unreadable):
        return misprinted()
    if total is None and not lines:
        return not_applicable("没有这些行")
    if total is None or not lines:
        return not_comparable(own, f"没有读到：{rule.total if total is None else '各行'}")
    return _lines_add_up(total, lines, rule, figures)


def _lines_add_up(total: Fact, lines: list[Fact], rule: LinesRule, figures: Figures) -> Comparison:
    """The lines that are addends against the subtotal; older forms print others among them, which are not."""
    names = rule.top or class_names(figures)
    known = [fact for fact in lines if fact.item in names] or lines
    first = [fact for fact in known if figures.by_key.get(fact.key) == fact]
    strange = [fact for fact in lines if fact not in first]
    tries = [first, known, lines, *([*first, fact] for fact in strange)]
    if rule.top:
        tries += [[f for f in first if f.item not in _THREE], [f for f in first if f.item != _ALL_THREE]]
    made: list[Comparison] = []
    for parts in filter(None, tries):
        made.append(compare(figures, total, parts))
        if made[-1].outcome is not Outcome.FINDING:
            return made[-1]
    if any(fact.value for fact in strange):
        others = "、".join(dict.fromkeys(fact.item for fact in strange))
        return not_comparable((total, *first), f"这一边另有“{others}”等行，分不清是否加数")
    return misread(total, first) or made[0]


#: 财政拨款收入 and the three budgets it may be printed by, beside it or instead of it.
_ALL_THREE = "财政拨款收入"
_THREE = {"一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入"}


# --- a part within its whole ------------------------------------------------------------------------------


def _at_most(check: Check, figures: Figures) -> Iterator[Comparison]:
    for rule in check.at_most:
        parts = [fact for fact in map(figures.get, rule.parts) if fact is not None]
        whole = [fact for fact in map(figures.get, rule.whole) if fact is not None]
        if any(figures.is_unreadable(name) for name in (*rule.parts, *rule.whole)):
            yield misprinted()
        elif not parts:
            yield not_applicable("没有这一部分的数")
        elif len(whole) < len(rule.whole) or any(figures.is_repeated(f) for f in (*parts, *whole)):
            yield not_comparable(parts, f"没有读到：{figure_name(rule.whole[0])}")
        else:
            yield replace(at_most(figures, parts, whole), level=rule.level)


def _rollup(check: Check, figures: Figures) -> Iterator[Comparison]:
    return rollup_comparisons(check.table, figures)


_KINDS: dict[str, Callable[[Check, Figures], Iterator[Comparison]]] = {
    "equal": _equal,
    "sum": _sum,
    "row_sum": _row_sum,
    "rollup": _rollup,
    "lines": _lines,
    "classes": class_comparisons,
    "ratio": ratio_comparisons,
    "change": change_comparisons,
    "at_most": _at_most,
}
