"""One cause, one finding: of the findings that one figure sets off, one is told and the others stand under it.

The cause is the cell that, replaced by the value which a failing comparison recomputes it to, makes the most
comparisons hold that do not, less those that it would break; or two cells that have changed places; or one figure
that is printed for an account, again for the one above it or in another table. Facts are not changed: this only says
which findings belong together. What has a cause that is no single cell is put together in
`scales` (money in two units) and `alike` (one slip told in several places).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from builder.checks.compare import Comparison, Outcome
from builder.checks.figure_names import name
from builder.model import Fact, Finding

#: Among more figures than these no exchanged pair is looked for: so many failures have another cause.
_MOST_TO_PAIR = 120


@dataclass(frozen=True, slots=True)
class Failure:
    """A comparison that does not hold, with the finding that tells it."""

    check: str
    comparison: Comparison
    finding: Finding


@dataclass(frozen=True, slots=True)
class Cause:
    """Cells with the values that they would have to have, and the failures that this would settle.

    `cells`: these, and the cells of other pairs that would settle the same if they were exchanged.
    """

    values: Mapping[Fact, Decimal]
    settles: tuple[Failure, ...]
    score: int
    cells: frozenset[Fact]


def by_cell(
    failures: Sequence[Failure], made: Sequence[Comparison], noted: Sequence[Finding] = ()
) -> tuple[list[Finding], list[Failure], list[Finding]]:
    """What one cell, or two exchanged ones, set off as one finding each; the failures that nothing joins; and those of
    the findings `noted` that are not about just these cells."""
    left, beside = list(failures), list(noted)
    if len(left) < 2:
        return [], left, beside
    held = _by_fact(c for c in made if c.outcome in (Outcome.HELD, Outcome.ROUNDING) and c.holds)
    found: list[Finding] = []
    while (cause := _best(left, held)) is not None:
        main = _main(cause)
        others = [f.finding for f in cause.settles if f is not main]
        of_cell = [f for f in beside if f.facts and cause.cells.issuperset(f.facts)]
        found.append(under(under(main.finding, others, _told(cause, others)), of_cell, ""))
        left = [failure for failure in left if not any(failure is one for one in cause.settles)]
        beside = [finding for finding in beside if not any(finding is one for one in of_cell)]
    return found, left, beside


def under(main: Finding, others: Sequence[Finding], told: str) -> Finding:
    """One finding with others, and what stands under those, under it; `told` says why, after its own sentence."""
    below = (one for other in others for one in (replace(other, consequences=()), *other.consequences))
    return replace(main, explanation=main.explanation + told, consequences=(*main.consequences, *below))


def checks_of(findings: Iterable[Finding]) -> str:
    """`E4、F5`: the ids of the checks, each once."""
    return "、".join(dict.fromkeys(finding.check for finding in findings))


def count_causes(failures: Sequence[Failure], made: Sequence[Comparison]) -> int:
    """How many single cells it takes to explain these failures."""
    found, left, _ = by_cell(failures, made)
    return len(found) + len(left)


def _best(failures: Sequence[Failure], held: Mapping[Fact, Sequence[Comparison]]) -> Cause | None:
    """The cells whose change settles the most; none when no change settles two. One cell is preferred to a pair."""
    by_fact: dict[Fact, list[Failure]] = defaultdict(list)
    for failure in failures:
        for fact in failure.comparison.facts:
            by_fact[fact].append(failure)
    best: Cause | None = None
    for values in (*_candidates(failures, (*by_fact, *held)), *_exchanged(failures)):
        cause = _cause(values, by_fact, held)
        if len(cause.settles) < 2 or cause.score <= 0:
            continue
        if best is None or cause.score > best.score:
            best = cause
        elif _is_as_good(cause, best):
            best = replace(best, cells=best.cells | cause.cells)
    return best


def _is_as_good(cause: Cause, best: Cause) -> bool:
    """Whether two pairs of cells would settle the same: which of them changed places cannot be told."""
    same = {id(f) for f in cause.settles} == {id(f) for f in best.settles}
    exchanged = all(len(set(one.values.values())) == 2 for one in (cause, best))
    return cause.score == best.score and exchanged and same


def _cause(
    values: Mapping[Fact, Decimal],
    failing: Mapping[Fact, Sequence[Failure]],
    held: Mapping[Fact, Sequence[Comparison]],
) -> Cause:
    near = {id(f): f for cell in values for f in failing.get(cell, ())}
    settles = tuple(f for f in near.values() if f.comparison.holds and f.comparison.holds(values))
    sound = {id(c): c for cell in values for c in held.get(cell, ())}
    broken = sum(1 for c in sound.values() if c.holds and not c.holds(values))
    return Cause(values, settles, len(settles) - broken, frozenset(values))


def _candidates(failures: Sequence[Failure], facts: Iterable[Fact]) -> list[Mapping[Fact, Decimal]]:
    """Each cell of a failing comparison with the value that would make it hold, alone and wherever it is repeated."""
    wanted: dict[tuple[Fact, Decimal], None] = {}
    for failure in failures:
        made = failure.comparison
        wanted.update(dict.fromkeys(made.wanted))
        if not made.linear:
            continue
        total, *parts = made.facts
        wanted[total, made.recomputed] = None
        for part in parts:
            if part.value is not None:
                wanted[part, part.value + made.difference] = None
    alike: dict[tuple[str, Decimal | None], dict[Fact, None]] = defaultdict(dict)
    for fact in facts:
        if fact.code and fact.value:
            alike[_column(fact), fact.value][fact] = None
    found: list[Mapping[Fact, Decimal]] = [{cell: value} for cell, value in wanted]
    for cell, value in wanted:
        same = [one for one in alike[_column(cell), cell.value] if _are_in_line(one, cell)]
        if len(same) > 1:
            found.append(dict.fromkeys(same, value))
    return found


def _column(fact: Fact) -> str:
    """The measure; what a table calls 本年支出合计 another calls 本年支出."""
    return fact.measure.removesuffix("合计")


def _are_in_line(one: Fact, other: Fact) -> bool:
    """Whether two lines are of one account, or of accounts of which one stands above the other."""
    short, long = sorted((one.code, other.code), key=len)
    return bool(short) and long.startswith(short)


def _exchanged(failures: Sequence[Failure]) -> Iterator[Mapping[Fact, Decimal]]:
    """Two cells of one column, or of one line, that differ by just what is missing somewhere."""
    sums = [f.comparison for f in failures if f.comparison.linear]
    cells = dict.fromkeys(fact for made in sums for fact in made.facts if fact.value is not None)
    if len(sums) < 2 or len(cells) > _MOST_TO_PAIR:
        return
    for one, other in combinations(cells, 2):
        if one.value is None or other.value is None or not _are_neighbours(one, other):
            continue
        apart = abs(one.value - other.value)
        if apart and any(abs(apart - abs(made.difference)) <= made.tolerance for made in sums):
            yield {one: other.value, other: one.value}


def _are_neighbours(one: Fact, other: Fact) -> bool:
    same_column = one.measure == other.measure
    same_line = (one.code, one.item) == (other.code, other.item)
    return (one.table, one.side) == (other.table, other.side) and same_column != same_line


def _by_fact(made: Iterable[Comparison]) -> dict[Fact, list[Comparison]]:
    found: dict[Fact, list[Comparison]] = defaultdict(list)
    for comparison in made:
        for fact in comparison.facts:
            found[fact].append(comparison)
    return found


RANK = {"不一致": 0, "值得追问": 1, "提示": 2, "未见": 3}


def _main(cause: Cause) -> Failure:
    """Of the failures of one cause the one to tell: the weightiest, a sum, and that which recomputes the cell itself."""

    def weight(failure: Failure) -> tuple[int, bool, bool, bool]:
        made = failure.comparison
        in_text = any(fact.table == "N" for fact in made.facts)
        return (RANK[failure.finding.level], not made.linear, made.facts[0] not in cause.values, in_text)

    return min(cause.settles, key=weight)


def _told(cause: Cause, others: Sequence[Finding]) -> str:
    if len(set(cause.values.values())) == 1:
        cell, value = next(iter(cause.values.items()))
        again = len(cause.values) - 1
        change = f"{name(cell)}{f'（同一个数另外印了 {again} 处）' if again else ''}是 {value}"
    else:
        one, other = cause.values
        sure = len(cause.cells) == len(cause.values)
        change = (
            f"{'' if sure else '有两个数，例如'}{name(one)}和{name(other)}{'两个数' if sure else '，'}对调"
        )
    return (
        f"如果{change}，另外 {len(others)} 处比较（{checks_of(others)}）也对得上，"
        "所以合在一处列出；本站不改动原文的数。"
    )
