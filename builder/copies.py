"""The same table in two files of one report, as a PDF and as a workbook: its figures are published once.

Taken is the table whose own sums hold, then one that was not recognised from a picture, then the first in reading
order. A figure that the other file prints otherwise is kept beside it, so that the checks tell both with their places.
A notice says which tables a file gives once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from builder.checks import run_checks
from builder.checks.figure_names import table_name
from builder.facts.status import table_statuses
from builder.knowledge import load_tables
from builder.knowledge.tables import OFFICIAL
from builder.model import Document, Fact, Notice, Place, Recognised, ReportFacts, Unread

_Key = tuple[str, str, str, str, str]


def one_of_each(document: Document, found: Recognised, content: ReportFacts) -> ReportFacts:
    """The facts of a report of several files with each table once; those of a single file as they are."""
    files = [part.file for part in document.parts if part.format]
    if len(files) < 2:
        return content
    proven = _proven(files, content)
    kept: dict[str, list[str]] = {}  # table → its files, the chosen first
    again: dict[
        tuple[str, str, bool], list[str]
    ] = {}  # (file, the chosen one, whether figures differ) → tables
    facts: list[Fact] = []
    unread = list(content.unread)
    for table in dict.fromkeys(fact.table for fact in content.facts):
        own = _by_file(files, [fact for fact in content.facts if fact.table == table])
        ranked = sorted(own, key=lambda file: _rank(own[file], proven[file].get(table)))
        taken = list(own[ranked[0]])
        kept[table] = ranked[:1]
        for file in ranked[1:]:
            holds = (proven[ranked[0]].get(table), proven[file].get(table))
            further, left = _beside(taken, own[file], holds)
            taken += further
            unread = [entry for entry in unread if (entry.table, entry.place.file) != (table, file)]
            unread += left
            kept[table] += [file] if further else []
            if table in OFFICIAL and not left:
                known = {fact.key for fact in own[ranked[0]]}
                differs = any(fact.key in known for fact in further)
                again.setdefault((file, ranked[0], differs), []).append(table)
        facts += taken
    tables = tuple(
        part for part in found.tables if part.place.file in kept.get(part.table, [part.place.file])
    )
    statuses = table_statuses(replace(found, tables=tables), facts, unread, load_tables())
    notices = (*content.notices, *(_given_again(case, of) for case, of in sorted(again.items())))
    return replace(content, facts=tuple(facts), unread=tuple(unread), tables=statuses, notices=notices)


def _given_again(case: tuple[str, str, bool], tables: Sequence[str]) -> Notice:
    file, first, differs = case
    names = "、".join(table_name(table) for table in tables)
    own, taken = (path.rsplit("/", 1)[-1] for path in (file, first))
    zh, en = "数相同，只取一次", "the figures are the same and are taken once"
    if differs:
        zh, en = "印得不同的数两处都列出，其余只取一次", "figures that differ are listed from both"
    return Notice(
        f"{own} 和 {taken} 里都有{names}，{zh}",
        f"{', '.join(tables)} are in {own} and in {taken}: {en}",
        Place(file=file),
    )


def _proven(files: Sequence[str], content: ReportFacts) -> dict[str, Mapping[str, bool]]:
    """For each file whether the sums of its tables hold; nothing where no table is in two files."""
    tables = [{fact.table for fact in content.facts if fact.place.file == file} for file in files]
    if sum(len(own) for own in tables) == len(set().union(*tables)):
        return {file: {} for file in files}
    return {
        file: run_checks(
            replace(content, facts=tuple(f for f in content.facts if f.place.file == file), wordings=())
        ).proven
        for file in files
    }


def _by_file(files: Sequence[str], facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    own = {file: [fact for fact in facts if fact.place.file == file] for file in files}
    return {file: found for file, found in own.items() if found}


def _rank(facts: Sequence[Fact], holds: bool | None) -> tuple[int, bool]:
    return ({True: 0, None: 1, False: 2}[holds], any(fact.place.scanned for fact in facts))


def _beside(
    taken: Sequence[Fact], other: Sequence[Fact], holds: tuple[bool | None, bool | None]
) -> tuple[list[Fact], list[Unread]]:
    """What another file's table adds to the one taken: figures of other lines, and those it prints otherwise."""
    known: dict[_Key, list[Fact]] = {}
    for fact in taken:
        known.setdefault(fact.key, []).append(fact)
    new = [fact for fact in other if fact.key not in known]
    again = [fact for fact in other if fact.key in known]
    unlike = [fact for fact in again if not any(same_figure(fact, first) for first in known[fact.key])]
    if other[0].table not in OFFICIAL:
        return new + unlike, []
    if 2 * len(unlike) > len(again) > 0:
        return [], [
            _left(
                other[0], len(other), len(unlike), "多半是另一个单位、另一年或另一稿的表", "another report's"
            )
        ]
    if unlike and holds[0] is True and holds[1] is False:
        return new, [
            _left(unlike[0], len(other), len(unlike), "那张表自己加不拢", "its own sums do not hold")
        ]
    return new + unlike, []


def same_figure(one: Fact, other: Fact) -> bool:
    """Whether two printings are the same number: a workbook in 元 and a PDF in 万元 differ by rounding only.

    >>> from builder.model import Place
    >>> yuan = Fact("T01", "", "", "总计", "决算数", Decimal("12.821880"), "万元", "128218.80", Place())
    >>> same_figure(yuan, Fact("T01", "", "", "总计", "决算数", Decimal("12.82"), "万元", "12.82", Place()))
    True
    """
    if one.value is None or other.value is None or one.unit != other.unit:
        return one.raw == other.raw
    exponents = [value.as_tuple().exponent for value in (one.value, other.value)]
    coarsest = max(exponent for exponent in exponents if isinstance(exponent, int))
    return abs(one.value - other.value) <= Decimal(5).scaleb(coarsest - 1)


def _left(fact: Fact, count: int, unlike: int, why: str, reason: str) -> Unread:
    return Unread(
        fact.table,
        fact.raw,
        fact.place,
        f"这个文件里也有这张表，{count} 个数里 {unlike} 个与所取的不同，{why}，没有收",
        f"the table is in this file too; {unlike} of its {count} figures differ from the one taken ({reason}); left out",
    )
