"""Reads a made report back with the portal's own reader and compares what it states with what was printed.

A fact of the nine tables must come back once, with its value and page, and nothing else may come back there.
A fact of the text must come back with its value; the text may state more than the contract's list asks for.
What the checks find in it is kept beside: a made report contradicts itself only where it was misprinted on purpose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from builder.checks import run_checks
from builder.documents.pdf import read_pdf
from builder.facts import state_facts
from builder.knowledge import load_checks
from builder.model import Fact, Finding, ReportFacts
from builder.recognise import recognise
from builder.text import squeeze
from builder.typeset.generate import ExpectedFact, GeneratedReport, MadeLayout, generate

OFFICIAL = frozenset(f"T0{number}" for number in range(1, 10))
#: Checks of figures; what is left out of a report (公开完整) is no contradiction.
ARITHMETIC = frozenset({"表内", "表与表", "文字与表", "文字之间", "是否合理"})
Key = tuple[str, str, str, str, str]
Printed = tuple[Key, Decimal | None]
"""A figure and the value that is printed for it"""


@dataclass(frozen=True)
class Difference:
    """One figure that did not come back as it was printed."""

    kind: str  # missing, wrong, invented, misplaced
    key: Key
    printed: str
    read: str
    page: int
    reported: bool = False  # a missing one that the reader at least says it could not read

    def __str__(self) -> str:
        name = "|".join(part for part in self.key if part)
        return (
            f"{self.kind} {name}: printed {self.printed or '–'}, read {self.read or '–'} (page {self.page})"
        )


@dataclass(frozen=True)
class Accusation:
    """A finding of a check of figures, with every figure that it or what follows from it names."""

    check: str
    about: str
    figures: frozenset[Printed]
    told: str

    def __str__(self) -> str:
        return f"{self.check} ({self.about}): {self.told}"


@dataclass(frozen=True)
class Outcome:
    """What came of one seed: how many facts there were, what differs, what the checks found.

    `slip`: the misprint that stands in the report, if there is one.
    """

    seed: int
    axes: dict[str, str]
    tables: int
    told: int
    differences: tuple[Difference, ...]
    error: str = ""
    accusations: tuple[Accusation, ...] = ()
    slip: Printed | None = None

    def of(self, *kinds: str, tables: bool) -> tuple[Difference, ...]:
        """Give the differences of some kinds in the tables, or in the text."""
        return tuple(d for d in self.differences if d.kind in kinds and (d.key[0] != "N") == tables)

    def described(self, *differences: Difference) -> str:
        """Give the seed, its layout, and the first differences, for the message of a test."""
        axes = " ".join(f"{axis}={value}" for axis, value in self.axes.items())
        first = "\n    ".join(str(difference) for difference in differences[:6])
        return f"seed {self.seed}: {len(differences)} differences {self.error}\n  {axes}\n    {first}"


def read_back(seed: int, layout: MadeLayout | None = None) -> Outcome:
    """Make the report of one seed (in a given layout, to look for causes), read it, and compare."""
    made = generate(seed, layout)
    tables = sum(fact.table in OFFICIAL for fact in made.facts)
    content, error = _read(made, seed)
    if content is None:
        lost = tuple(Difference("missing", fact.key, fact.raw, "", fact.page) for fact in made.facts)
        return Outcome(seed, made.described(), tables, len(made.facts) - tables, lost, error)
    differences = compare(made.facts, content)
    accusations, slip = tuple(_accused(content)), _slip(made)
    return Outcome(
        seed,
        made.described(),
        tables,
        len(made.facts) - tables,
        differences,
        accusations=accusations,
        slip=slip,
    )


def compare(expected: Iterable[ExpectedFact], content: ReportFacts) -> tuple[Difference, ...]:
    """Give every figure that did not come back as printed; a page counts only where the fact expects one."""
    facts = tuple(expected)
    return (*_compare_tables(facts, content), *_compare_text(facts, content))


def _read(made: GeneratedReport, seed: int) -> tuple[ReportFacts | None, str]:
    """Read one PDF; that the reader fails on it is an outcome, not the end of the measurement."""
    try:
        return state_facts(recognise(read_pdf(made.pdf, f"seed-{seed}.pdf"))), ""
    except Exception as error:  # noqa: BLE001 - a measurement counts every way of failing
        return None, f"{type(error).__name__}: {error}"


def _accused(content: ReportFacts) -> Iterator[Accusation]:
    """Give what the checks of figures find in what was read."""
    families = {check.id: check.family for check in load_checks()}
    for finding in run_checks(content).findings:
        if families[finding.check] in ARITHMETIC:
            facts = (fact for each in _with_consequences(finding) for fact in each.facts)
            named = frozenset((fact.key, fact.value) for fact in facts)
            yield Accusation(
                finding.check, finding.about, named, f"{finding.figures} — {finding.explanation}"
            )


def _with_consequences(finding: Finding) -> Iterator[Finding]:
    yield finding
    for consequence in finding.consequences:
        yield from _with_consequences(consequence)


def _slip(made: GeneratedReport) -> Printed | None:
    """Give the misprint as it is printed; a layout may leave the figure out."""
    slip = made.department.slip
    printed = [fact for fact in made.facts if slip is not None and fact.key == slip.key]
    return (printed[0].key, printed[0].value) if printed else None


def _compare_tables(expected: Iterable[ExpectedFact], content: ReportFacts) -> list[Difference]:
    """Compare the nine tables both ways, key by key."""
    printed: dict[Key, list[ExpectedFact]] = {}
    for fact in expected:
        if fact.table in OFFICIAL:
            printed.setdefault(fact.key, []).append(fact)
    read: dict[Key, list[Fact]] = {}
    for stated in content.facts:
        if stated.table in OFFICIAL:
            read.setdefault(stated.key, []).append(stated)
    unread = Counter(squeeze(missed.raw) for missed in content.unread)
    differences: list[Difference] = []
    for key, facts in printed.items():
        differences += _compare_key(facts, read.pop(key, []), unread)
    for key, surplus in read.items():
        differences += [Difference("invented", key, "", each.raw, each.place.page or 0) for each in surplus]
    return differences


def _compare_key(facts: list[ExpectedFact], stated: list[Fact], unread: Counter[str]) -> list[Difference]:
    differences: list[Difference] = []
    for fact in facts:
        if not stated:
            reported = unread[squeeze(fact.raw)] > 0
            differences.append(Difference("missing", fact.key, fact.raw, "", fact.page, reported))
            continue
        same = [each for each in stated if each.value == fact.value]
        one = next((each for each in same if each.place.page == fact.page), (same or stated)[0])
        stated.remove(one)
        if one.value != fact.value or one.unit != fact.unit:
            differences.append(Difference("wrong", fact.key, fact.raw, f"{one.raw} {one.unit}", fact.page))
        elif fact.page and one.place.page != fact.page:
            place = f"{one.raw} on page {one.place.page}"
            differences.append(Difference("misplaced", fact.key, fact.raw, place, fact.page))
    differences += [Difference("invented", each.key, "", each.raw, each.place.page or 0) for each in stated]
    return differences


def _compare_text(expected: Iterable[ExpectedFact], content: ReportFacts) -> list[Difference]:
    """Compare the text: a statement comes back with its value; another value for its key is wrong."""
    printed: dict[Key, list[ExpectedFact]] = {}
    for fact in expected:
        if fact.table == "N":
            printed.setdefault(fact.key, []).append(fact)
    read: dict[Key, list[Fact]] = {}
    for stated in content.facts:
        if stated.table == "N":
            read.setdefault((stated.table, "", "", stated.item, stated.measure), []).append(stated)
    differences: list[Difference] = []
    for key, facts in printed.items():
        differences += _compare_statements(key, facts, read.get(key, []))
    return differences


def _compare_statements(key: Key, facts: list[ExpectedFact], stated: list[Fact]) -> list[Difference]:
    values = {_with_unit(each.value, each.unit) for each in stated}
    printed = {_with_unit(fact.value, fact.unit) for fact in facts}
    differences: list[Difference] = []
    for fact in facts:
        if _with_unit(fact.value, fact.unit) in values:
            continue
        wrong = next((each for each in stated if _with_unit(each.value, each.unit) not in printed), None)
        read = f"{wrong.raw} → {wrong.value} {wrong.unit}" if wrong else ""
        differences.append(Difference("wrong" if wrong else "missing", key, fact.raw, read, fact.page))
    if not differences:
        surplus = [each for each in stated if _with_unit(each.value, each.unit) not in printed]
        differences = [
            Difference("wrong", key, "", f"{each.raw} → {each.value} {each.unit}", each.place.page or 0)
            for each in surplus
        ]
    return differences


def _with_unit(value: Decimal | None, unit: str) -> tuple[Decimal | None, str]:
    return value, unit
