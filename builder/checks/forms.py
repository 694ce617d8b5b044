"""Self-evaluation forms put together again from their facts: lines, heads with their weights, the money line, the total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from builder.model import Fact, Place

_TOTAL = "总分"
_FUNDS = "年度资金总额"
_TARGETS = ("年度指标值", "实际完成值")


@dataclass(slots=True)
class Line:
    """One line of a form: its path, and its facts by measure."""

    item: str
    facts: dict[str, Fact] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.item.rsplit("/", 1)[-1]

    @property
    def place(self) -> Place:
        return next(iter(self.facts.values())).place


@dataclass(frozen=True, slots=True)
class Head:
    """An indicator of the first level with its printed weight, and the weights of the lines under it."""

    name: str
    fact: Fact
    parts: tuple[Fact, ...]

    @property
    def weight(self) -> Decimal:
        return self.fact.value or Decimal(0)

    @property
    def rows(self) -> Decimal:
        return total(self.parts)


@dataclass
class Form:
    """One printed form, P2 or P3; `project` is "" for P2."""

    table: str
    project: str
    lines: list[Line]

    @property
    def place(self) -> Place:
        return self.lines[0].place

    @cached_property
    def leaves(self) -> list[Line]:
        """Indicators without further ones below them."""
        items = [line.item for line in self.lines]
        return [
            line
            for line in self.lines
            if "/" in line.item
            and _is_indicator(line)
            and not any(item.startswith(f"{line.item}/") for item in items)
        ]

    @cached_property
    def heads(self) -> list[Head]:
        found = []
        for line in self.lines:
            weight = line.facts.get("分值")
            if weight is None or "/" in line.item or line.item in {_TOTAL, _FUNDS}:
                continue
            own = [leaf for leaf in self.leaves if leaf.item.startswith(f"{line.item}/")]
            parts = tuple(leaf.facts["分值"] for leaf in own if "分值" in leaf.facts)
            if parts:
                found.append(Head(line.item, weight, parts))
        return found

    @cached_property
    def by_name(self) -> dict[str, Line]:
        """Indicators whose name stands once in the form."""
        names = [line.name for line in self.leaves]
        return {line.name: line for line in self.leaves if names.count(line.name) == 1 or _first(line, self)}

    @cached_property
    def contents(self) -> frozenset[tuple[str, str, str]]:
        """Name, target and result of every indicator as printed."""
        return frozenset(
            (line.name, line.facts[_TARGETS[0]].raw, line.facts[_TARGETS[1]].raw)
            for line in self.leaves
            if all(measure in line.facts for measure in _TARGETS)
        )

    def total(self, measure: str) -> Fact | None:
        return next((ln.facts.get(measure) for ln in reversed(self.lines) if ln.item == _TOTAL), None)

    def funds(self, measure: str) -> Fact | None:
        return next((ln.facts.get(measure) for ln in self.lines if ln.item == _FUNDS), None)


def forms_of(facts: Sequence[Fact]) -> list[Form]:
    """All forms in printed order; a form ends with its total, or where another project or money line begins."""
    forms: list[Form] = []
    closed = True
    for fact in facts:
        if fact.table not in {"P2", "P3"}:
            continue
        project, _, item = fact.item.rpartition("：") if fact.table == "P3" else ("", "", fact.item)
        last = forms[-1] if forms else None
        again = last is not None and item == _FUNDS and last.lines[-1].item != _FUNDS
        ended = closed and item != _TOTAL
        if last is None or (last.table, last.project) != (fact.table, project) or again or ended:
            forms.append(Form(fact.table, project, []))
        line = forms[-1].lines[-1] if forms[-1].lines else None
        if line is None or line.item != item or fact.measure in line.facts:
            forms[-1].lines.append(line := Line(item))
        line.facts[fact.measure] = fact
        closed = item == _TOTAL
    return forms


def total(facts: Iterable[Fact]) -> Decimal:
    return sum((fact.value for fact in facts if fact.value is not None), Decimal(0))


def _is_indicator(line: Line) -> bool:
    return any(measure in line.facts for measure in (*_TARGETS, "得分")) or "分值" in line.facts


def _first(line: Line, form: Form) -> bool:
    """Of indicators printed more than once, the last stands for all when they say the same."""
    same = [other for other in form.leaves if other.name == line.name]
    told = [tuple(fact.raw for m, fact in other.facts.items() if m in _TARGETS) for other in same]
    return line is same[-1] and len(set(told)) == 1


def lines_of(forms: Iterable[Form]) -> Iterator[Line]:
    for form in forms:
        yield from form.leaves
