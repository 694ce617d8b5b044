"""Step 5: facts against facts. Checks read only facts and change none; their list and order is `checks.toml`."""

from __future__ import annotations

from collections import Counter

from builder.checks.compare import Comparison, Figures, Outcome
from builder.checks.kinds import comparisons
from builder.checks.named import NAMED
from builder.knowledge import Check, load_checks
from builder.model import CheckCount, Checked, Fact, Finding, Place, ReportFacts

__all__ = ["run_checks"]


def run_checks(content: ReportFacts) -> Checked:
    """Every declared check on one report: how its comparisons came out, and what a reader should know."""
    figures = Figures.of(content)
    counts: list[CheckCount] = []
    findings: list[Finding] = []
    proven: dict[str, bool] = {}
    for check in load_checks():
        made, found = _run(check, content, figures)
        counts.append(_count(check, made))
        findings += found
        if check.table and any(c.outcome in _RUN for c in made):
            proven[check.table] = proven.get(check.table, True) and not found
    return Checked(tuple(counts), tuple(findings), proven)


def _run(check: Check, content: ReportFacts, figures: Figures) -> tuple[list[Comparison], list[Finding]]:
    made, found = (
        NAMED[check.function](content, figures)
        if check.kind == "named"
        else (comparisons(check, figures), [])
    )
    compared = [c for c in made if c.outcome is Outcome.FINDING and c.facts]
    return made, [*found, *(_finding(check, comparison) for comparison in compared)]


_RUN = {Outcome.HELD, Outcome.ROUNDING, Outcome.FINDING}


def _count(check: Check, made: list[Comparison]) -> CheckCount:
    outcomes = Counter(comparison.outcome for comparison in made)
    reasons = [comparison.reason for comparison in made if comparison.reason]
    return CheckCount(
        check=check.id,
        name=check.name,
        held=outcomes[Outcome.HELD],
        rounding=outcomes[Outcome.ROUNDING],
        findings=outcomes[Outcome.FINDING],
        not_applicable=outcomes[Outcome.NOT_APPLICABLE],
        not_comparable=outcomes[Outcome.NOT_COMPARABLE],
        reason=reasons[0] if reasons else "",
    )


def _finding(check: Check, comparison: Comparison) -> Finding:
    facts: tuple[Fact, ...] = comparison.facts
    figures = "；".join(f"{_name(fact)} {fact.raw}" for fact in facts)
    place = facts[0].place if facts else Place()
    sentence = (
        f"{check.name}：这里写的是 {comparison.printed}，按相关各数相加或对照是 {comparison.recomputed}，"
        f"相差 {comparison.difference}，四舍五入最多允许 {comparison.tolerance}。"
    )
    return Finding(
        check=check.id,
        level=check.level,
        figures=figures,
        explanation=sentence,
        place=place,
        recomputed=f"{comparison.formula} = {comparison.recomputed}",
        difference=str(comparison.difference),
        tolerance=str(comparison.tolerance),
        unit=facts[0].unit if facts else "",
        facts=facts,
    )


def _name(fact: Fact) -> str:
    return " ".join(part for part in (fact.table, fact.side, fact.code, fact.item, fact.measure) if part)
