"""`checks.json`: what each check compares and why, with a worked example, and how it came out on this site."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

from builder.checks import run_checks
from builder.checks.across import Year, compare_years
from builder.checks.figure_names import name, table_name
from builder.knowledge import Check, load_checks
from builder.knowledge.across import load_across
from builder.knowledge.checks import Example, FigureName
from builder.knowledge.shown import load_shown
from builder.model import CheckCount, Fact, Finding, Place, ReportFacts
from builder.publish.catalogue import Catalogue

Json = dict[str, object]
_TABLE = re.compile(r"(?<![0-9A-Za-z])(T0[1-9]|P[1-3])(?![0-9]) ?")
_OUTCOMES = ("held", "rounding", "findings", "not_applicable", "not_comparable")


def checks_json(catalogue: Catalogue) -> Json:
    """All declared checks in their order, counted over the current reports."""
    counted: dict[str, list[CheckCount]] = defaultdict(list)
    for version in catalogue.current():
        for count in version.report.checked.counts:
            counted[count.check].append(count)
    across = load_across().check
    examples = [(check, _example(check)) for check in load_checks()]
    return {
        "schema": "mingbai-checks/1",
        "checks": [
            _check(check, example, counted[check.id]) for check, example in (*examples, (across, _years()))
        ],
    }


def _check(check: Check, example: Json | None, counts: list[CheckCount]) -> Json:
    return {
        "id": check.id,
        "name": check.name,
        "family": check.family,
        "level": check.level,
        "plain": check.plain,
        "formula": _in_words(check.formula),
        "innocent": check.innocent,
        "example": example or _told(check.id),
        "measured": check.kind != "named" or bool(example and example["tolerance"]),
        "reports": len(counts),
        **{outcome: sum(getattr(count, outcome) for count in counts) for outcome in _OUTCOMES},
    }


def _in_words(formula: str) -> str:
    """Ids of tables become their titles."""
    return _TABLE.sub(lambda found: table_name(found[1]), formula)


def _told(check: str) -> Json | None:
    """An example in words, where figures cannot show what the check looks at."""
    words = load_shown().get(check)
    return None if words is None else {**_worked((), None), "explanation": words}


def _example(check: Check) -> Json | None:
    """The first declared example that gives a finding, worked out by the check itself."""
    for example in check.examples:
        if example.outcome == "发现":
            facts = _facts(example)
            content = ReportFacts(facts=facts, tables=(), unread=(), reasons=(), unmatched=())
            return _worked(facts, _found(check.id, run_checks(content).findings))
    return None


def _found(check: str, findings: tuple[Finding, ...]) -> Finding | None:
    flat = (one for finding in findings for one in (finding, *finding.consequences))
    return next((finding for finding in flat if finding.check == check), None)


def _facts(example: Example) -> tuple[Fact, ...]:
    return tuple(
        _fact(figure, printed, example.units.get(figure, "万元"), number)
        for number, (figure, printed) in enumerate(example.figures.items(), start=1)
    )


def _fact(text: str, printed: str, unit: str, number: int) -> Fact:
    figure = FigureName.of(text)
    value = Decimal(printed)
    parts = (figure.table, figure.side, figure.code, figure.item, figure.measure)
    return Fact(*parts, value, unit, printed, Place(line=number))


def _years() -> Json | None:
    for example in load_across().examples:
        if example.outcome == "发现":
            this = tuple(
                _fact(figure, value, "万元", n) for n, (figure, value) in enumerate(example.this.items(), 1)
            )
            last = tuple(
                _fact(figure, value, "万元", n) for n, (figure, value) in enumerate(example.last.items(), 1)
            )
            years = [
                Year(year, ReportFacts(facts=facts, tables=(), unread=(), reasons=(), unmatched=()))
                for year, facts in ((2024, this), (2023, last))
            ]
            _, findings = compare_years(years[0], years[1])
            return _worked((*this, *last), findings[0])
    return None


def _worked(facts: tuple[Fact, ...], finding: Finding | None) -> Json:
    return {
        "figures": [{"name": name(fact), "raw": fact.raw, "unit": fact.unit} for fact in facts],
        "recomputed": finding.recomputed if finding else "",
        "difference": finding.difference if finding else "",
        "tolerance": finding.tolerance if finding else "",
        "unit": finding.unit if finding else "",
        "explanation": finding.explanation if finding else "",
    }
