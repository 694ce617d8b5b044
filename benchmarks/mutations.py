"""One cause, one finding: reports are spoilt in one place, and the findings are counted that this adds.

`python benchmarks/mutations.py --times 100` changes each report of `content/reports` (or of `--reports FOLDER`) so many
times in each of four ways: one digit of one figure, one digit left out, two neighbours exchanged, the money of one
table in another unit. A change that nothing notices adds none; one that is told as more than one finding is listed by
the checks that tell it (`--show` prints their sentences). The same seeds change the same figures.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from builder.checks import run_checks
from builder.model import Fact, Finding, ReportFacts
from builder.pipeline import read_report
from builder.sources import find_sources

Facts = list[Fact]
Spoil = Callable[[Facts, random.Random], str]
"""Changes figures in place, and says what was changed; "" where there is nothing to change."""

_NUMBER = re.compile(r"-?\d[\d,，]*(?:\.\s*\d+)?")
_LEAST_DIGITS = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Spoil every report in every way, and print how many findings came of each change."""
    options = _parser().parse_args(arguments)
    reports = [(s.file, read_report(options.reports, s).content) for s in find_sources(options.reports)]
    for way, spoil in WAYS.items():
        counted: Counter[int] = Counter()
        together: Counter[str] = Counter()
        for name, content in reports:
            before = run_checks(content).findings
            for number in range(options.times):
                what, added = _added(content, before, spoil, random.Random(f"{way} {name} {number}"))
                counted[len(added)] += bool(what)
                together[" ".join(sorted(f.check for f in added))] += len(added) > 1
                if options.show and len(added) > 1:
                    print(f"  {name} {number}: {what}")
                    print("\n".join(f"    {f.level} {f.check} {f.explanation}" for f in added))
        told = ", ".join(f"{count} findings: {times}" for count, times in sorted(counted.items()) if times)
        print(f"{way}: {told}")
        for checks, times in together.most_common():
            if times:
                print(f"    {times} × {checks}")
    return 0


def _added(
    content: ReportFacts, before: Sequence[Finding], spoil: Spoil, chance: random.Random
) -> tuple[str, list[Finding]]:
    """What was changed, and the findings that are told because of it."""
    facts = list(content.facts)
    what = spoil(facts, chance)
    if not what:
        return "", []
    known = {_mark(one) for one in _every(before)}
    after = run_checks(replace(content, facts=tuple(facts))).findings
    return what, [finding for finding in after if _mark(finding) not in known]


def _every(findings: Sequence[Finding]) -> Iterator[Finding]:
    for finding in findings:
        yield from (finding, *finding.consequences)


def _mark(finding: Finding) -> tuple[object, ...]:
    return finding.check, finding.about, tuple((*f.key, f.place) for f in finding.facts) or finding.figures


# --- the ways to spoil a report ---------------------------------------------------------------------------


def _print(facts: Facts, number: int, value: Decimal) -> str:
    """Put another value in the place of a figure, as if it had been printed."""
    old = facts[number]
    facts[number] = replace(old, value=value, raw=_NUMBER.sub(format(value, "f"), old.raw, count=1))
    return f"{'|'.join(old.key)} {old.raw} → {facts[number].raw}"


def _other_digit(facts: Facts, chance: random.Random) -> str:
    number = chance.choice([n for n, fact in enumerate(facts) if fact.value])
    digits = list(format(facts[number].value or Decimal(0), "f"))
    at = chance.choice([n for n, digit in enumerate(digits) if digit.isdigit()])
    digits[at] = chance.choice([digit for digit in "123456789" if digit != digits[at]])
    return _print(facts, number, Decimal("".join(digits)))


def _lost_digit(facts: Facts, chance: random.Random) -> str:
    long = [n for n, f in enumerate(facts) if f.value and len(f.value.as_tuple().digits) >= _LEAST_DIGITS]
    if not long:
        return ""
    number = chance.choice(long)
    printed = format(facts[number].value or Decimal(0), "f")
    at = chance.choice([n for n, digit in enumerate(printed) if digit.isdigit()][:-1])
    return _print(facts, number, Decimal(printed[:at] + printed[at + 1 :]))


def _exchanged(facts: Facts, chance: random.Random) -> str:
    """Two figures that stand one below the other in a table."""
    columns: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, fact in enumerate(facts):
        if fact.table != "N" and fact.value is not None:
            columns[fact.table, fact.side, fact.measure].append(number)
    pairs = [pair for column in columns.values() for pair in pairwise(column)]
    unlike = [(one, other) for one, other in pairs if facts[one].value != facts[other].value]
    if not unlike:
        return ""
    one, other = chance.choice(unlike)
    first, second = facts[one].value, facts[other].value
    assert first is not None
    assert second is not None
    return "；".join((_print(facts, one, second), _print(facts, other, first)))


def _other_unit(facts: Facts, chance: random.Random) -> str:
    """The money of one table is said to be in 元 and was in 万元: what is published is ten thousand times smaller."""
    tables = sorted({fact.table for fact in facts if fact.unit == "万元"})
    if not tables:
        return ""
    table = chance.choice(tables)
    for number, fact in enumerate(facts):
        if fact.table == table and fact.unit == "万元" and fact.value is not None:
            _print(facts, number, fact.value.scaleb(-4))
    return table


WAYS: dict[str, Spoil] = {
    "one digit": _other_digit,
    "a digit left out": _lost_digit,
    "two exchanged": _exchanged,
    "another unit": _other_unit,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=Path, default=Path(__file__).parents[1] / "content" / "reports")
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--show", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
