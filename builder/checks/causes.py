"""One cause, one finding: of the findings that one figure sets off, one is told and the others stand under it.

The cause is the cell that, replaced by the value which a failing comparison recomputes it to, makes the most
comparisons hold that do not, less those that it would break. Two printings of one number at one place (收、支总计)
are one cause as well. Facts are not changed: this only says which findings belong together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from builder.checks.compare import Comparison, Outcome
from builder.checks.figure_names import name
from builder.model import Fact, Finding


@dataclass(frozen=True, slots=True)
class Failure:
    """A comparison that does not hold, with the finding that tells it."""

    check: str
    comparison: Comparison
    finding: Finding


@dataclass(frozen=True, slots=True)
class Cause:
    """A cell, the value it would have to have, and the failures that this would settle."""

    cell: Fact
    value: Decimal
    settles: tuple[Failure, ...]
    score: int


def group(failures: Sequence[Failure], made: Sequence[Comparison]) -> list[Finding]:
    """The findings with what one cell sets off put together, in the order of the failures."""
    left = list(failures)
    held = _by_fact(c for c in made if c.outcome in (Outcome.HELD, Outcome.ROUNDING) and c.holds)
    grouped: dict[int, Finding] = {}
    while (cause := _best(left, held)) is not None:
        main = _main(cause)
        others = tuple(f.finding for f in cause.settles if f is not main)
        grouped[id(main)] = replace(
            main.finding,
            explanation=main.finding.explanation + _told(cause, others),
            consequences=(*main.finding.consequences, *others),
        )
        left = [failure for failure in left if not any(failure is one for one in cause.settles)]
    kept = {id(failure) for failure in left} | set(grouped)
    shown = [grouped.get(id(f), f.finding) for f in failures if id(f) in kept]
    return _same_place(shown)


def count_causes(failures: Sequence[Failure], made: Sequence[Comparison]) -> int:
    """How many single cells it takes to explain these failures."""
    return len(group(failures, made))


def _best(failures: Sequence[Failure], held: Mapping[Fact, Sequence[Comparison]]) -> Cause | None:
    """The cell whose change settles the most; none when no cell settles two."""
    by_fact = defaultdict(list)
    for failure in failures:
        for fact in failure.comparison.facts:
            by_fact[fact].append(failure)
    best: Cause | None = None
    for cell, value in _candidates(failures):
        near = [f for f in by_fact[cell] if f.comparison.holds is not None]
        settles = tuple(
            f for f in near if f.comparison.holds is not None and f.comparison.holds({cell: value})
        )
        broken = sum(1 for c in held.get(cell, ()) if c.holds is not None and not c.holds({cell: value}))
        cause = Cause(cell, value, settles, len(settles) - broken)
        if len(settles) > 1 and cause.score > 0 and (best is None or cause.score > best.score):
            best = cause
    return best


def _candidates(failures: Sequence[Failure]) -> list[tuple[Fact, Decimal]]:
    """Each cell of a failing sum with the value that would make the sum hold."""
    wanted: dict[tuple[Fact, Decimal], None] = {}
    for failure in failures:
        made = failure.comparison
        if not made.linear:
            continue
        total, *parts = made.facts
        wanted[total, made.recomputed] = None
        for part in parts:
            if part.value is not None:
                wanted[part, part.value + made.difference] = None
    return list(wanted)


def _by_fact(made: Iterable[Comparison]) -> dict[Fact, list[Comparison]]:
    found: dict[Fact, list[Comparison]] = defaultdict(list)
    for comparison in made:
        for fact in comparison.facts:
            found[fact].append(comparison)
    return found


_RANK = {"不一致": 0, "值得追问": 1, "提示": 2, "未见": 3}


def _main(cause: Cause) -> Failure:
    """Of the failures of one cause the one to tell: the weightiest, a sum, and that which recomputes the cell itself."""

    def weight(failure: Failure) -> tuple[int, bool, bool, bool]:
        made = failure.comparison
        in_text = any(fact.table == "N" for fact in made.facts)
        return (_RANK[failure.finding.level], not made.linear, made.facts[0] != cause.cell, in_text)

    return min(cause.settles, key=weight)


def _told(cause: Cause, others: Sequence[Finding]) -> str:
    checks = "、".join(dict.fromkeys(finding.check for finding in others))
    return (
        f"如果{name(cause.cell)}是 {cause.value}，另外 {len(others)} 处比较（{checks}）也对得上，"
        "所以合在一处列出；本站不改动原文的数。"
    )


def _same_place(findings: Sequence[Finding]) -> list[Finding]:
    """Findings of one check about the same characters at the same place are one."""
    kept: dict[tuple[object, ...], Finding] = {}
    for number, finding in enumerate(findings):
        told = [fact for fact in finding.facts if fact.table == "N"]
        same = tuple((fact.raw, fact.place, fact.measure) for fact in told)
        key = (finding.check, *same) if same and len(told) == len(finding.facts) else (number,)
        if key in kept:
            kept[key] = replace(kept[key], consequences=(*kept[key].consequences, finding))
        else:
            kept[key] = finding
    return list(kept.values())
