"""Step 5: facts against facts. Checks read only facts and wordings and change none.

Their list and order is `checks.toml`, then `checks_words.toml`. The way of the findings: comparisons → those of
tables that add up in no reading are set apart as being about the reading → what one cell sets off becomes one finding.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from builder.checks.alike import fold_alike, fold_many
from builder.checks.causes import Failure, by_cell, count_causes
from builder.checks.compare import Comparison, Figures, Outcome, compare, count_outcomes, not_comparable
from builder.checks.figure_names import table_name
from builder.checks.kinds import comparisons
from builder.checks.named import NAMED
from builder.checks.scales import in_two_units
from builder.checks.scanned import SurelyRead, added_up, has_scans, misrecognised_tables, without_unproven
from builder.checks.telling import tell
from builder.knowledge import Check, load_checks
from builder.model import Checked, Finding, ReportFacts

__all__ = ["run_checks"]

#: A table that needs more misprints than this to explain its sums was more likely misread than misprinted.
MOST_MISPRINTS = 3

_Ran = tuple[Check, list[Comparison], list[Finding]]


def run_checks(content: ReportFacts, disputed: frozenset[str] = frozenset()) -> Checked:
    """Every declared check on one report: how its comparisons came out, and what a reader should know.

    `disputed`: tables whose figures two readings of the source give differently, and neither adds up.
    """
    figures = Figures.of(content)
    ran = _printed_twice([_run(check, content, figures) for check in load_checks()], figures)
    proven = _proven(ran)
    doubtful = _doubtful(ran, proven) | {table for table in disputed if proven.get(table) is False}
    doubtful |= misrecognised_tables(content.facts, proven)
    settled = [_settle(entry, doubtful) for entry in ran]
    summed = frozenset(key for check, made, _ in ran if check.table for key in added_up(made))
    if has_scans(content):
        sure = SurelyRead.of(content, proven, summed)
        settled = [(check, *without_unproven(made, found, sure)) for check, made, found in settled]
    return Checked(
        tuple(
            count_outcomes(check.id, check.name, ((c.outcome, c.reason) for c in made))
            for check, made, _ in settled
        ),
        tuple(_findings(settled, _about_reading(ran, doubtful))),
        proven,
        summed,
    )


def _run(check: Check, content: ReportFacts, figures: Figures) -> _Ran:
    if check.kind == "named":
        made, found = NAMED[check.function](content, figures)
        return check, made, found
    return check, comparisons(check, figures), []


def _printed_twice(ran: list[_Ran], figures: Figures) -> list[_Ran]:
    """With what looked misread compared all the same, where another table prints just these figures: two tables are
    hardly misread alike."""
    seen: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for check, made, _ in ran:
        for one in made:
            if one.misread and not any(fact.place.scanned for fact in one.facts):
                seen[_figures_of(one)].add(check.table)
    twice = {key for key, tables in seen.items() if key and len(tables) > 1}

    def compared(one: Comparison) -> Comparison:
        if not one.misread or _figures_of(one) not in twice:
            return one
        return compare(figures, one.facts[0], one.facts[1:])

    return [(check, [compared(one) for one in made], found) for check, made, found in ran]


def _figures_of(made: Comparison) -> tuple[object, ...]:
    """Accounts and amounts of a comparison, whatever the table."""
    return tuple((fact.code, fact.value) for fact in made.facts)


def _proven(ran: list[_Ran]) -> dict[str, bool]:
    """For each table whose own sums could be compared, whether they hold; figures that cannot be do not."""
    proven: dict[str, bool] = {}
    for check, made, _ in ran:
        if check.table and any(c.ran or c.misread for c in made):
            failed = any(c.outcome is Outcome.FINDING or c.misread for c in made)
            proven[check.table] = proven.get(check.table, True) and not failed
    return proven


def _doubtful(ran: list[_Ran], proven: dict[str, bool]) -> set[str]:
    """Tables that were more likely misread than misprinted: nothing is built on them."""
    doubtful = {check.table for check, made, _ in ran if check.table and any(c.misread for c in made)}
    for table, holds in proven.items():
        own = [(check, made) for check, made, _ in ran if check.table == table]
        every = [c for _, made in own for c in made]
        if not holds and count_causes(_failures(own), every) > MOST_MISPRINTS:
            doubtful.add(table)
    return doubtful


def _failures(ran: list[tuple[Check, list[Comparison]]]) -> list[Failure]:
    return [
        Failure(check.id, c, tell(check, c))
        for check, made in ran
        for c in made
        if c.outcome is Outcome.FINDING and c.facts
    ]


def _settle(entry: _Ran, doubtful: set[str]) -> _Ran:
    """What builds on a doubtful table cannot be compared, nor can anything be noted of its figures."""
    check, made, found = entry
    made = [_unless_doubtful(c, doubtful) for c in made]
    noted = [f for f in found if {fact.table for fact in f.facts} & doubtful and f.about == "publication"]
    for finding in noted:  # each of them is one of the comparisons that the check has counted
        counted = next((n for n, c in enumerate(made) if c.outcome is Outcome.FINDING and not c.facts), None)
        if counted is not None:
            made[counted] = not_comparable((), _doubt({fact.table for fact in finding.facts} & doubtful))
    return check, made, [f for f in found if not any(f is one for one in noted)]


def _unless_doubtful(made: Comparison, doubtful: set[str]) -> Comparison:
    tables = {fact.table for fact in made.facts} & doubtful
    if made.outcome is not Outcome.FINDING or not tables:
        return made
    return not_comparable(made.facts, _doubt(tables))


def _doubt(tables: set[str]) -> str:
    return f"{'、'.join(map(table_name, sorted(tables)))}各数加不拢，可能没有读对，不据此下结论"


def _about_reading(ran: list[_Ran], doubtful: set[str]) -> list[Finding]:
    """One finding for each doubtful table, about our reading: its failing sums stand under it."""
    told: dict[str, list[Finding]] = defaultdict(list)
    for check, made, _ in ran:
        if check.table in doubtful:
            told[check.table] += [failure.finding for failure in _failures([(check, made)])]
            told[check.table] += [tell(check, replace(c, sentence=c.reason)) for c in made if c.misread]
    return [_reading(table, found) for table, found in sorted(told.items()) if found]


def _reading(table: str, found: list[Finding]) -> Finding:
    own = tuple(replace(finding, about="reading", level="提示") for finding in found)
    sums = "、".join(dict.fromkeys(finding.check for finding in found))
    scanned = any(fact.place.scanned for finding in own for fact in finding.facts)
    source = "是扫描件，未能核对：识别出来的数" if scanned else "的数照现在读到的样子"
    return replace(
        own[0],
        explanation=f"{table_name(table)}{source}有 {len(own)} 处加不拢（{sums}），各种读法都如此；"
        "多半是本站没有读对这张表，请以原件为准。其他核对不据此下结论。",
        consequences=own[1:],
        innocent="本站读表有误。",
    )


def _findings(ran: list[_Ran], reading: list[Finding]) -> list[Finding]:
    """All findings in the declared order of their checks, of one check as they are printed; one for each cause."""
    named = [replace(f, innocent=f.innocent or check.innocent) for check, _, found in ran for f in found]
    failing, named, of_units = in_two_units(_failures([(check, made) for check, made, _ in ran]), named)
    of_cells, failing, named = by_cell(failing, [c for _, made, _ in ran for c in made], named)
    others = fold_many(failing, {check.id: made for check, made, _ in ran})
    order = {check.id: number for number, (check, _, _) in enumerate(ran)}

    def printed(finding: Finding) -> tuple[int, int, int]:
        return order[finding.check], finding.place.page or 0, finding.place.line or 0

    return fold_alike(sorted([*of_units, *of_cells, *others, *named, *reading], key=printed))
