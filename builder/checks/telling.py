"""What a finding says: the printed figures with their places, the recomputation written out, the difference, what
rounding allows, one plain sentence, and how it may have come about without anyone's slip."""

from __future__ import annotations

from builder.checks.compare import Comparison
from builder.checks.figure_names import name
from builder.knowledge import Check
from builder.model import Finding, Place


def tell(check: Check, comparison: Comparison) -> Finding:
    """The finding of one comparison that does not hold."""
    facts = comparison.facts
    unit = facts[0].unit if facts else ""
    return Finding(
        check=check.id,
        level=comparison.level or check.level,
        figures="；".join(f"{name(fact)} {fact.raw}{_where(fact.place)}" for fact in facts),
        explanation=comparison.sentence or _sentence(check, comparison, unit),
        place=facts[0].place if facts else Place(),
        recomputed=_worked_out(comparison, unit),
        difference=str(comparison.difference) if _is_measured(comparison) else "",
        tolerance=str(comparison.tolerance) if _is_measured(comparison) else "",
        unit=unit,
        facts=facts,
        innocent=comparison.innocent or check.innocent,
    )


def _is_measured(comparison: Comparison) -> bool:
    """Whether two amounts stand against each other: of a rate on nothing there is no difference to tell."""
    return bool(comparison.formula) and comparison.difference != 0


def _worked_out(comparison: Comparison, unit: str) -> str:
    """The calculation as a reader would write it, with its result; only the other figure where nothing is added up."""
    if not _is_measured(comparison):
        return comparison.formula
    result = f"{comparison.recomputed}{'%' if unit == '%' else ''}"
    return result if comparison.formula == str(comparison.recomputed) else f"{comparison.formula} = {result}"


def _sentence(check: Check, comparison: Comparison, unit: str) -> str:
    first = name(comparison.facts[0])
    if len(comparison.facts) == 2 and first == name(comparison.facts[1]):
        here, there = (_where(fact.place) for fact in comparison.facts)
        return (
            f"{check.name}：{first}，一处{here}写的是 {comparison.printed}{unit}，另一处{there}写的是 "
            f"{comparison.recomputed}{unit}，相差 {abs(comparison.difference)}，四舍五入最多允许 {comparison.tolerance}。"
        )
    by = "对照" if len(comparison.facts) == 2 else "按相关各数重算"
    return (
        f"{check.name}：{first}，这里写的是 {comparison.printed}{unit}，{by}是 "
        f"{comparison.formula} = {comparison.recomputed}{unit}，相差 {abs(comparison.difference)}，"
        f"四舍五入最多允许 {comparison.tolerance}。"
        if comparison.formula != str(comparison.recomputed)
        else f"{check.name}：{first}，这里写的是 {comparison.printed}{unit}，{name(comparison.facts[-1])}写的是 "
        f"{comparison.recomputed}{unit}，相差 {abs(comparison.difference)}，四舍五入最多允许 {comparison.tolerance}。"
    )


def _where(place: Place) -> str:
    if place.page is not None:
        return f"（第{place.page}页）"
    return f"（第{place.line}行）" if place.line is not None else ""
