"""One figure of every report side by side, only like with like: the same indicator, year and kind of report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from builder.keeping import by_fields
from builder.knowledge.indicators import Indicator, Source, load_indicators
from builder.pages.book import FactBook
from builder.pages.environment import line
from builder.pages.figures import Computed, Figure, Links
from builder.pages.gathered import Gathered, Parts, pack
from builder.pages.magnitude import per_head
from builder.pages.published import Fact, Report
from builder.pages.sentences import Sentence

#: The kind of pages that indicators have.
COMPARED = "compared"
#: A sentence on the middle says something from so many departments on.
_ENOUGH = 3
#: In a line, where what depends on the page is put in: signs that no page may hold.
ROOT, SHARE = "\x01", "\x02"


@dataclass(frozen=True, slots=True)
class Row:
    """One report with the figure that is compared. Addresses are from the top of the site."""

    org: str
    region: str
    parent: str
    path: str
    figure: Figure
    per_head: Computed | None
    line: str  # as pages show it; the way to the top of the site and the length of its bar are put in there

    __reduce__ = by_fields


@dataclass(frozen=True, slots=True)
class Group:
    """Reports of one year and kind, the largest figure first; `without`: those that do not publish it, by name."""

    kind: str
    rows: tuple[Row, ...]
    without: tuple[tuple[str, str], ...]  # name and address
    other_unit: tuple[tuple[str, str], ...]  # the figure is there, but in another unit or unreadable

    @property
    def largest(self) -> Decimal:
        return (self.rows[0].figure.value or Decimal(0)) if self.rows else Decimal(0)

    def share(self, row: Row) -> str:
        """How long the bar of a row is, in per cent of the largest; nothing is drawn for what is not above zero."""
        value = row.figure.value or Decimal(0)
        return str((value / self.largest * 100).quantize(Decimal("0.1"))) if value > 0 else "0"


@dataclass(slots=True)
class _Found:
    rows: list[Row] = field(default_factory=list)
    without: list[tuple[str, str]] = field(default_factory=list)
    other_unit: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Compared:
    """Gathers the indicators of current reports while they pass by."""

    _found: dict[tuple[str, int, str], _Found] = field(default_factory=lambda: defaultdict(_Found))

    def add(self, report: Report) -> None:
        links, book = Links(report, "", f"{report.path}/"), FactBook(report.facts)
        people = staff(report, book)
        for indicator in load_indicators().all:
            found = self._found[indicator.id, report.year, report.kind]
            fact = first_of(indicator.sources, report, book)
            if fact is None:
                found.without.append((report.org, report.path))
            elif fact.value is None or fact.unit != indicator.unit:
                found.other_unit.append((report.org, report.path))
            else:
                found.rows.append(_row(report, links.figure(fact, indicator.name), indicator, people))

    def parts(self) -> Parts:
        """What they tell the comparisons: of all at once where there are how many rows, and the rows of each."""
        rows = [
            (*key, len(found.rows), {row.region for row in found.rows}) for key, found in self._found.items()
        ]
        own: dict[str, Compared] = {}
        for key, found in self._found.items():
            own.setdefault(page_of(*key[:2]), Compared())._found[key] = found
        return pack(COMPARED, {"": rows, **own})

    def merge(self, other: Compared) -> None:
        """Add what other reports tell."""
        for key, theirs in other._found.items():
            mine = self._found[key]
            mine.rows += theirs.rows
            mine.without += theirs.without
            mine.other_unit += theirs.other_unit

    def groups(self, indicator: Indicator, year: int) -> tuple[Group, ...]:
        """The kinds of reports of a year that have the figure, those with most departments first."""
        kinds = [
            key[2] for key, found in self._found.items() if key[:2] == (indicator.id, year) and found.rows
        ]
        made = [self._group(indicator.id, year, kind) for kind in kinds]
        return tuple(sorted(made, key=lambda group: (-len(group.rows), group.kind)))

    def _group(self, name: str, year: int, kind: str) -> Group:
        found = self._found[name, year, kind]
        rows = sorted(found.rows, key=lambda row: (-(row.figure.value or 0), row.org, row.path))
        return Group(kind, tuple(rows), tuple(sorted(found.without)), tuple(sorted(found.other_unit)))


class Comparisons:
    """What is compared of all departments. Rows are read only of the year that is asked for."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self._counts = Counter[tuple[str, int]]()
        self._regions: dict[tuple[str, int], set[str]] = defaultdict(set)
        for told in gathered.told(COMPARED):
            for name, year, _, count, regions in told:
                self._counts[name, year] += count
                self._regions[name, year] |= regions

    def years(self, indicator: Indicator) -> list[int]:
        """The years in which anybody publishes the figure, newest first."""
        return sorted(
            (year for (name, year), n in self._counts.items() if n and name == indicator.id), reverse=True
        )

    def count(self, indicator: Indicator) -> int:
        """How many reports publish the figure."""
        return sum(n for (name, _), n in self._counts.items() if name == indicator.id)

    def regions(self, indicator: Indicator, year: int) -> set[str]:
        """Where those are that publish the figure in a year."""
        return self._regions[indicator.id, year]

    def groups(self, indicator: Indicator, year: int) -> tuple[Group, ...]:
        """The kinds of reports of a year that have the figure, those with most departments first."""
        found = Compared()
        for own in self.gathered.told(COMPARED, page_of(indicator.id, year)):
            found.merge(own)
        return found.groups(indicator, year)


def page_of(name: str, year: int) -> str:
    """Under which name the rows of an indicator in a year are gathered."""
    return f"{name} {year}"


def first_of(sources: Sequence[Source], report: Report, book: FactBook) -> Fact | None:
    """The first that is printed of the places where a figure may stand; one that was read comes before one that was not."""
    keys = [(s.table, s.item, s.measure.format(year=report.year), s.side) for s in sources]
    read = book.first(*keys)
    return read or next((fact for key in keys if (fact := book.one(*key))), None)


def staff(report: Report, book: FactBook) -> Fact | None:
    """The people in post as the report counts them, in its text or in its table of basic data."""
    fact = first_of(load_indicators().staff, report, book)
    return fact if fact is not None and fact.value is not None else None


def _row(report: Report, figure: Figure, indicator: Indicator, people: Fact | None) -> Row:
    each = per_head(figure, people) if indicator.per_head and people is not None else None
    shown = line(
        "compared",
        report=report,
        figure=figure,
        head=each,
        has_head=indicator.per_head,
        root=ROOT,
        share=SHARE,
    )
    return Row(report.org, report.region, report.parent, report.path, figure, each, shown)


def group_sentence(group: Group, year: int, indicator: Indicator, root: str = "") -> Sentence:
    """How many publish the figure, the largest, the smallest and the middle; `root`: the way to the top of the site."""
    ranked, count = group.rows, len(group.rows)
    largest, smallest = _seen_from(root, ranked[0].figure), _seen_from(root, ranked[-1].figure)
    head = f"{year} 年度有 {count} 份{group.kind}公开了{indicator.name}"
    if count == 1:
        return (f"{head}：{ranked[0].org}，", largest, "。")
    said: Sentence = (
        f"{head}。最多的是{ranked[0].org}，",
        largest,
        f"；最少的是{ranked[-1].org}，",
        smallest,
    )
    if count < _ENOUGH:
        return (*said, "。")
    middle = median([row.figure.value for row in ranked if row.figure.value is not None])
    rounded = Decimal(middle).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return (*said, "；排在正中间的是 ", Computed(rounded, indicator.unit, f"{count} 个数的中位数"), "。")


def _seen_from(root: str, figure: Figure) -> Figure:
    flags = tuple(replace(flag, href=root + flag.href) for flag in figure.flags)
    return replace(figure, href=root + figure.href, flags=flags)
