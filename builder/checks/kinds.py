"""The five kinds of declared comparison. Each gives comparisons; none changes what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builder.checks.compare import Comparison, Figures, Outcome, compare, not_applicable, not_comparable
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
        if total is None and not present:
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
    for row in rows.values():
        total = row.get(check.total)
        parts = [row[measure] for measure in check.parts if measure in row]
        if total is None or not parts:
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
    codes = dict.fromkeys(fact.code for fact in own if fact.code)
    for measure in dict.fromkeys(fact.measure for fact in own):
        by_code = {fact.code: fact for fact in own if fact.measure == measure and fact.code}
        for code in by_code:
            if children := _children(code, by_code):
                blanks = len(_children(code, dict.fromkeys(codes, children[0]))) > len(children)
                yield compare(figures, by_code[code], children, blanks=blanks)
        total = next((f for f in own if f.measure == measure and not f.code and f.item == "合计"), None)
        if total is not None and by_code:
            yield compare(figures, total, _top(by_code))


def _children(code: str, by_code: dict[str, Fact]) -> list[Fact]:
    """The accounts right below one: the next level that is printed."""
    below = [other for other in by_code if other != code and other.startswith(code)]
    return [
        by_code[other] for other in below if not any(other.startswith(mid) and other != mid for mid in below)
    ]


def _top(by_code: dict[str, Fact]) -> list[Fact]:
    """The accounts that no printed account stands above."""
    return [
        fact for code, fact in by_code.items() if not any(code != o and code.startswith(o) for o in by_code)
    ]


def _lines(check: Check, figures: Figures) -> Iterator[Comparison]:
    for rule in check.lines:
        own = [
            fact
            for fact in figures.by_key.values()
            if (fact.table, fact.side, fact.measure) == (check.table, rule.side, rule.measure)
        ]
        total = next((fact for fact in own if fact.item == rule.total), None)
        parts = [f for f in own if f.item != rule.total and f.item not in rule.without and "/" not in f.item]
        if total is None and not parts:
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
