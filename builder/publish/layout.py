"""The nine official tables in their official layout, from the facts: lines in printed order, columns in official order.

What it does not: it restores no line that has no figure (such a line has no fact), and it computes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from builder.knowledge import TableForm, load_tables
from builder.knowledge.colours import economic_key
from builder.knowledge.tables import OFFICIAL
from builder.model import Fact
from builder.publish.catalogue import Version
from builder.publish.findings import concerned
from builder.publish.reading import PROVEN, UNPROVEN, HowRead
from builder.publish.sources import shown_file

#: A cell: words, a figure, or nothing where the report prints nothing.
Cell = str | Fact | None
_CODE, _NAME = "科目编码", "科目名称"
_LAST = ("单位", "位置", "备注")


def is_number_column(heading: str) -> bool:
    """Whether a column of a laid-out table holds figures.

    >>> is_number_column("收入决算数"), is_number_column("公用经费科目名称"), is_number_column("备注")
    (True, False, False)
    """
    return heading not in (*_LAST, "收入项目", "支出项目") and not heading.endswith((_CODE, _NAME))


@dataclass(frozen=True, slots=True)
class Laid:
    """A table as laid out: headings, and lines of as many cells."""

    table: str
    name: str
    headings: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]


@dataclass(slots=True)
class _Line:
    """A printed line: who it is, and its figures by measure."""

    key: tuple[str, str, str]
    figures: dict[str, Fact] = field(default_factory=dict)

    @property
    def item(self) -> str:
        return self.key[2]

    @property
    def code(self) -> str:
        return self.key[1]


def lay_out(version: Version) -> list[Laid]:
    """The official tables of a report that have figures, in official order."""
    remarks = Remarks(version)
    laid = []
    for form in map(load_tables().form, OFFICIAL):
        if facts := [fact for fact in version.report.content.facts if fact.table == form.id]:
            headings, lines = _LAYOUTS[form.form](form, facts)
            told = [(*line, *remarks.of(line)) for line in lines]
            laid.append(Laid(form.id, form.name, (*headings, *_LAST), tuple(told)))
    return laid


def _printed_lines(facts: Sequence[Fact]) -> list[_Line]:
    """Figures put together to lines, in the order of each line's first; a line printed twice stays two lines."""
    lines: list[_Line] = []
    latest: dict[tuple[str, str, str], _Line] = {}
    for fact in facts:
        key = (fact.side, fact.code, fact.item)
        line = latest.get(key)
        if line is None or fact.measure in line.figures or not _on_page_of(line, fact):
            line = latest[key] = _Line(key)
            lines.append(line)
        line.figures[fact.measure] = fact
    return lines


def _on_page_of(line: _Line, fact: Fact) -> bool:
    first = next(iter(line.figures.values())).place
    return (first.file, first.page) == (fact.place.file, fact.place.page)


def _measures(form: TableForm, lines: Sequence[_Line], side: str = "") -> list[str]:
    """The columns that the official form has, those that only some forms have where they are printed, then others."""
    printed = dict.fromkeys(measure for line in lines for measure in line.figures)
    declared = [m for m in form.measures if m.side in ("", side)]
    official = [m.name for m in declared if not m.where_printed or m.name in printed]
    return official + [name for name in printed if name not in official]


def _coded(form: TableForm, facts: Sequence[Fact]) -> tuple[list[str], list[list[Cell]]]:
    lines = _printed_lines(facts)
    measures = _measures(form, lines)
    return [_CODE, _NAME, *measures], [_words_and_figures(line, measures, coded=True) for line in lines]


def _words_and_figures(line: _Line | None, measures: Sequence[str], *, coded: bool) -> list[Cell]:
    if line is None:
        return [None] * (len(measures) + (2 if coded else 1))
    words: list[Cell] = [line.code or None, line.item] if coded else [line.item]
    return [*words, *(line.figures.get(measure) for measure in measures)]


def _two_sided(form: TableForm, facts: Sequence[Fact]) -> tuple[list[str], list[list[Cell]]]:
    """Both halves side by side: each in its printed order, the lines that face each other in the form on one line."""
    lines = _printed_lines(facts)
    income = [line for line in lines if line.key[0] != "支出"]
    spending = [line for line in lines if line.key[0] == "支出"]
    ours, theirs = _measures(form, income, "收入"), _measures(form, spending, "支出")
    headings = ["收入项目", *(f"收入{m}" for m in ours), "支出项目", *(f"支出{m}" for m in theirs)]
    return headings, [
        [*_words_and_figures(left, ours, coded=False), *_words_and_figures(right, theirs, coded=False)]
        for left, right in _side_by_side(income, spending)
    ]


def _side_by_side(
    income: Sequence[_Line], spending: Sequence[_Line]
) -> Iterator[tuple[_Line | None, _Line | None]]:
    """Pairs; between two lines that face each other both halves are filled from the top."""
    opposite = load_tables().opposite
    left = right = 0
    for at, line in enumerate(income):
        facing = (n for n in range(right, len(spending)) if spending[n].item == opposite.get(line.item))
        if (found := next(facing, None)) is not None:
            yield from zip_longest(income[left:at], spending[right:found])
            yield line, spending[found]
            left, right = at + 1, found + 1
    yield from zip_longest(income[left:], spending[right:])


def _economic(form: TableForm, facts: Sequence[Fact]) -> tuple[list[str], list[list[Cell]]]:
    """人员经费 on the left, 公用经费 on the right, each by code, their totals below."""
    lines = _printed_lines(facts)
    measures = _measures(form, lines)
    halves: tuple[list[_Line], list[_Line]] = ([], [])
    for line in lines:
        halves[_keeps_the_office(line)].append(line)
    left, right = (sorted(half, key=lambda line: (not line.code, line.code)) for half in halves)
    names = [_CODE, _NAME, *measures]
    headings = [f"{fund}{name}" for fund in ("人员经费", "公用经费") for name in names]
    bodies = zip_longest(*([line for line in half if line.code] for half in (left, right)))
    totals = zip_longest(*([line for line in half if not line.code] for half in (left, right)))
    return headings, [
        [cell for line in pair for cell in _words_and_figures(line, measures, coded=True)]
        for pair in (*bodies, *totals)
    ]


def _keeps_the_office(line: _Line) -> bool:
    return economic_key(line.code) == "office" if line.code else "公用" in line.item


def _three_public(form: TableForm, facts: Sequence[Fact]) -> tuple[list[str], list[list[Cell]]]:
    """One line across: the budget's items, then those of the final accounts; a second line where it is printed again."""
    items = list(dict.fromkeys((*load_tables().three_public.values(), *(fact.item for fact in facts))))
    measures = list(dict.fromkeys((*(m.name for m in form.measures), *(fact.measure for fact in facts))))
    columns = [(measure, item) for measure in measures for item in items]
    lines: list[dict[tuple[str, str], Fact]] = []
    for fact in facts:
        column = (fact.measure, fact.item)
        free = next((line for line in lines if column not in line), None)
        if free is None:
            lines.append(free := {})
        free[column] = fact
    return [f"{measure}：{item}" for measure, item in columns], [
        [line.get(column) for column in columns] for line in lines
    ]


_LAYOUTS: dict[str, Callable[[TableForm, Sequence[Fact]], tuple[list[str], list[list[Cell]]]]] = {
    "coded": _coded,
    "two_sided": _two_sided,
    "economic": _economic,
    "three_public": _three_public,
}


class Remarks:
    """What stands behind figures on one line: their unit, its place, and what a reader of them must know."""

    def __init__(self, version: Version) -> None:
        self._report = version.report
        self._ids, self._found, self._read = version.ids(), concerned(version), HowRead(version.report)

    def of(self, line: Sequence[Cell]) -> tuple[str, str, str]:
        facts = [cell for cell in line if isinstance(cell, Fact)]
        units = dict.fromkeys(fact.unit for fact in facts if fact.unit)
        places = dict.fromkeys(self._places(facts))
        told = [words for fact in facts for words in self._told(fact)]
        if any(self._read.fact(fact) == PROVEN for fact in facts):
            told.append("从图片识别，有合计证明")
        return "、".join(units), "、".join(places), "；".join(told)

    def _places(self, facts: Sequence[Fact]) -> Iterator[str]:
        """In words where the figures stand: their pages, or from which line to which."""
        by_page: dict[tuple[str, int | None], list[int]] = {}
        for fact in facts:
            lines = by_page.setdefault((fact.place.file, fact.place.page), [])
            if fact.place.line is not None:
                lines.append(fact.place.line)
        for (file, page), lines in by_page.items():
            words = [shown_file(self._report, file)] if file else []
            if page is not None:
                words.append(f"第 {page} 页")
            elif lines:
                first, last = min(lines), max(lines)
                words.append(f"第 {first} 行" if first == last else f"第 {first} 至 {last} 行")
            if words:
                yield " ".join(words)

    def _told(self, fact: Fact) -> Iterator[str]:
        name = f"{fact.item} {fact.measure}"
        if fact.value is None:
            yield f"{name}印作“{fact.raw}”，读不成数"
        if self._read.fact(fact) == UNPROVEN:
            yield f"{name}从图片识别，没有合计证明"
        if causes := self._found.get(self._ids[id(fact)]):
            yield f"{name}有核对发现 {' '.join(causes)}"
