"""`checks.json`: what each check compares and why, with a worked example, and how it came out on this site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from operator import add

from builder.checks.across import Year, compare_years
from builder.checks.figure_names import name, table_name
from builder.knowledge import Check, load_checks
from builder.knowledge.across import load_across
from builder.model import Fact, Finding, ReportFacts
from builder.publish.catalogue import Version
from builder.publish.worked import invented, work_out

Json = dict[str, object]
Examples = tuple[Json | None, ...]
_TABLE = re.compile(r"(?<![0-9A-Za-z])(T0[1-9]|P[1-3])(?![0-9]) ?")


#: Of each check: how many reports it was asked of, and how its comparisons came out, in the order of OUTCOMES.
Counted = dict[str, list[int]]
OUTCOMES = ("held", "rounding", "findings", "not_applicable", "not_comparable")


def count_checks(versions: Iterable[Version]) -> Counted:
    """How the checks came out on some reports."""
    counted: Counted = {}
    for version in versions:
        for count in version.report.checked.counts:
            own = [1, *(int(getattr(count, outcome)) for outcome in OUTCOMES)]
            add_counts(counted, {count.check: own})
    return counted


def add_counts(counted: Counted, others: Counted) -> None:
    """Add to the first what the others count."""
    for check, numbers in others.items():
        so_far = counted.get(check)
        counted[check] = list(map(add, so_far, numbers)) if so_far else list(numbers)


def checks_json(counted: Counted, examples: Callable[[], Examples] | None = None) -> Json:
    """All declared checks in their order, with how they came out on the current reports.

    `examples`: gives the worked examples, which depend on no report.
    """
    checks = (*load_checks(), load_across().check)
    return {
        "schema": "mingbai-checks/1",
        "checks": [
            _check(check, example, counted.get(check.id, [0] * (1 + len(OUTCOMES))))
            for check, example in zip(checks, (examples or worked_examples)(), strict=True)
        ],
    }


def worked_examples() -> Examples:
    """Of each check, in their order; the one over years last."""
    return (*(_example(check) for check in load_checks()), _years())


def _check(check: Check, example: Json | None, numbers: Sequence[int]) -> Json:
    return {
        "id": check.id,
        "name": check.name,
        "family": check.family,
        "level": check.level,
        "plain": check.plain,
        "formula": _in_words(check.formula),
        "innocent": check.innocent,
        "example": example,
        "measured": check.kind != "named" or bool(example and example["tolerance"]),
        **dict(zip(("reports", *OUTCOMES), numbers, strict=True)),
    }


def _in_words(formula: str) -> str:
    """Ids of tables become their titles."""
    return _TABLE.sub(lambda found: table_name(found[1]), formula)


def _example(check: Check) -> Json | None:
    """The first declared example that gives a finding, worked out by the check itself."""
    for example in check.examples:
        if example.outcome == "发现":
            facts = tuple(invented(example.figures, example.units))
            finding = _found(check.id, work_out(example).findings)
            return _worked(facts, finding, example.text.split("\n"))
    return None


def _found(check: str, findings: tuple[Finding, ...]) -> Finding | None:
    flat = (one for finding in findings for one in (finding, *finding.consequences))
    return next((finding for finding in flat if finding.check == check), None)


def _years() -> Json | None:
    for example in load_across().examples:
        if example.outcome == "发现":
            this, last = (tuple(invented(figures)) for figures in (example.this, example.last))
            years = [
                Year(year, ReportFacts(facts=facts, tables=(), unread=(), reasons=(), unmatched=()))
                for year, facts in ((2024, this), (2023, last))
            ]
            _, findings = compare_years(years[0], years[1])
            return _worked((*this, *last), findings[0])
    return None


def _worked(facts: tuple[Fact, ...], finding: Finding | None, text: Sequence[str] = ()) -> Json:
    return {
        "text": [line.strip() for line in text if line.strip()],
        "figures": [{"name": name(fact), "raw": fact.raw, "unit": fact.unit} for fact in facts],
        "recomputed": finding.recomputed if finding else "",
        "difference": finding.difference if finding else "",
        "tolerance": finding.tolerance if finding else "",
        "unit": finding.unit if finding else "",
        "explanation": finding.explanation if finding else "",
    }
