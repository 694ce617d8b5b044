"""The five kinds of declared comparison. Each gives comparisons; none changes what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builder.checks.compare import (
    Comparison,
    Figures,
    Outcome,
    compare,
    misprinted,
    not_applicable,
    not_comparable,
)
from builder.knowledge.checks import Check, FigureName
from builder.model import Fact


def comparisons(check: Check, figures: Figures) -> list[Comparison]:
    """All comparisons of one check on one report; a table that is not there makes it not applicable."""
    return list(_KINDS[check.kind](check, figures))


def _equal(check: Check, figures: Figures) -> Iterator[Comparison]:
    for names in check.equals:
        found = [figures.get(name) for name in names]
        first, rest = found[0], found[1:]
        if all(fact is None for fact in found):
            yield not_applicable("两处都没有这个数")
            continue
        for name, other in zip(names[1:], rest, strict=True):
            if first is None or other is None:
                yield not_comparable((), f"没有读到：{_title(names[0] if first is None else name)}")
            else:
                yield compare(figures, first, [other])


def _sum(check: Check, figures: Figures) -> Iterator[Comparison]:
    for rule in check.sums:
        total = figures.get(rule.total)
        parts = [figures.get(name) for name in rule.parts]
        present = [part for part in parts if part is not None]
        if any(figures.is_unreadable(name) for name in (rule.total, *rule.parts)):
            yield misprinted()
        elif total is None and not present:
            yield not_applicable("没有这些数")
        elif total is None:
            yield not_comparable(present, f"没有读到：{_title(rule.total)}")
        elif not present:
            yield not_comparable((total,), f"没有读到：{_title(rule.parts[0])}")
        else:
            yield _misread(total, present) or compare(
                figures, total, present, blanks=len(present) < len(parts)
            )


def _row_sum(check: Check, figures: Figures) -> Iterator[Comparison]:
    rows: dict[tuple[str, str], dict[str, Fact]] = {}
    for fact in figures.by_key.values():
        if fact.table == check.table:
            rows.setdefault((fact.code, fact.item), {})[fact.measure] = fact
    if not rows:
        yield not_applicable("没有这张表的数")
    for (code, item), row in rows.items():
        total = row.get(check.total)
        parts = [row[measure] for measure in check.parts if measure in row]
        names = [FigureName(check.table, "", code, item, measure) for measure in (check.total, *check.parts)]
        if any(figures.is_unreadable(name) for name in names):
            yield misprinted()
        elif total is None or not parts:
            yield not_comparable(
                row.values(), f"没有读到：{check.total if total is None else check.parts[0]}"
            )
        else:
            yield _misread(total, parts) or compare(
                figures, total, parts, blanks=len(parts) < len(check.parts)
            )


def _rollup(check: Check, figures: Figures) -> Iterator[Comparison]:
    own = [fact for fact in figures.by_key.values() if fact.table == check.table]
    if not own:
        yield not_applicable("没有这张表的数")
    codes = {fact.code for fact in own if fact.code}
    if check.table in _NO_TOTAL:
        parents = sorted({code[:3] for code in codes if len(code) > 3})
    else:
        parents = ["", *sorted(code for code in codes if _below(code, codes))]
    if own and not parents:
        yield not_applicable("没有印到下一级科目")
    for measure in dict.fromkeys(fact.measure for fact in own):
        column = {
            fact.code: fact for fact in own if fact.measure == measure and (fact.code or fact.item == "合计")
        }
        unread = {key[2] for key in figures.unreadable if key[0] == check.table and key[4] == measure}
        yield from (_level(parent, codes, column, unread, figures) for parent in parents)


#: Tables whose top accounts add up to no line called 合计 (T06 has 人员经费合计 and 公用经费合计).
_NO_TOTAL = {"T06"}


def _level(
    parent: str, codes: set[str], column: dict[str, Fact], unread: set[str], figures: Figures
) -> Comparison:
    """One account, or the total, against the accounts right below it in one column."""
    below = _below(parent, codes)
    total = column.get(parent)
    parts = [column[code] for code in below if code in column]
    if unread & {parent, *below}:
        return misprinted()
    if total is None and not parts:
        return not_applicable("这一列没有这些科目的数")
    if total is None:
        return not_comparable(parts, f"没有读到：{parent or '合计'}")
    if not parts:
        return not_comparable((total,), f"没有读到：{parent or '合计'} 的下级科目")
    return _misread(total, parts) or compare(figures, total, parts, blanks=len(parts) < len(below))


def _below(code: str, codes: set[str]) -> list[str]:
    """The printed accounts right below one; below "" those that no printed account stands above."""
    under = [other for other in codes if other != code and other.startswith(code)]
    return sorted(o for o in under if not any(o != mid and o.startswith(mid) for mid in under))


def _lines(check: Check, figures: Figures) -> Iterator[Comparison]:
    for rule in check.lines:
        own = [
            fact
            for fact in figures.by_key.values()
            if (fact.table, fact.side, fact.measure) == (check.table, rule.side, rule.measure)
        ]
        total = next((fact for fact in own if fact.item == rule.total), None)
        parts = [f for f in own if f.item != rule.total and f.item not in rule.without and "/" not in f.item]
        if any(
            key[0] == check.table and (key[1], key[4]) == (rule.side, rule.measure)
            for key in figures.unreadable
        ):
            yield misprinted()
        elif total is None and not parts:
            yield not_applicable("没有这些行")
        elif total is None or not parts:
            yield not_comparable(own, f"没有读到：{rule.total if total is None else '各行'}")
        else:
            yield _misread(total, parts) or compare(figures, total, parts)


def _misread(total: Fact, parts: list[Fact]) -> Comparison | None:
    """A total smaller than its largest part was misread: nothing is built on it. Rounding stays rounding."""
    values = [part.value for part in parts if part.value is not None]
    if total.value is None or total.value < 0 or not values or min(values) < 0:
        return None
    if max(values) - total.value > max(values) / 10:
        return not_comparable((total, *parts), "合计比其中一项还小，可能读错了，不据此下结论")
    return None


def _title(name: FigureName) -> str:
    return " ".join(part for part in (name.table, name.side, name.item, name.measure) if part)


_KINDS: dict[str, Callable[[Check, Figures], Iterator[Comparison]]] = {
    "equal": _equal,
    "sum": _sum,
    "row_sum": _row_sum,
    "rollup": _rollup,
    "lines": _lines,
}

__all__ = ["Outcome", "comparisons"]
