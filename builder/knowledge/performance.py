"""How the self-evaluation forms are told: heads, lines, and quantities of targets (`performance.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from builder.knowledge.files import read_toml, require
from builder.text import PrintedNumber, parse_number, parse_quantity, squeeze

_FILE = "performance.toml"
_BRACKET_AT_END = re.compile(r"[（(][^（）()]*[)）]$")


@dataclass(frozen=True, slots=True)
class PerformanceKnowledge:
    """Everything `performance.toml` declares; `measure` has every spelling of a head."""

    measure: dict[str, str]
    words: frozenset[str]
    project: tuple[str, ...]
    money_total: frozenset[str]
    score_total: frozenset[str]
    aims: tuple[str, ...]
    marks: tuple[str, ...]
    units: tuple[str, ...]
    examples: tuple[tuple[str, str, str], ...]
    counterexamples: tuple[str, ...]

    def bare(self, text: str) -> str:
        """A label without white space, a bracket at its end, and a colon."""
        return _BRACKET_AT_END.sub("", squeeze(text).rstrip("：")).rstrip("：")

    def head(self, text: str) -> str:
        """A head's own name: one for all spellings; unknown heads as printed."""
        bare = self.bare(text)
        return self.measure.get(bare, bare)

    def is_words(self, text: str) -> bool:
        """Whether a head is of a column of words, also when its end is cut off."""
        bare = self.bare(text)
        return any(bare == head or (len(bare) > 3 and head.startswith(bare)) for head in self.words)

    def quantity(self, text: str) -> PrintedNumber | None:
        """The number of a target, with its unit: `≥95%` is 95 %. Words and dates are None."""
        raw = squeeze(text)
        if found := parse_quantity(raw):
            return found
        mark = next((mark for mark in self.marks if raw.startswith(mark)), "")
        rest = raw.removeprefix(mark)
        if mark and (found := parse_quantity(rest)):
            return found
        unit = next((unit for unit in self.units if rest.endswith(unit)), "")
        digits = rest.removesuffix(unit)
        value = parse_number(digits) if unit and re.search(r"\d", digits) else None
        return PrintedNumber(value, unit) if value is not None else None


@cache
def load_performance() -> PerformanceKnowledge:
    """Read and check the declarations."""
    data = read_toml(_FILE)
    measure: dict[str, str] = {}
    for name, others in data["heads"].items():
        for head in (name, *others):
            require(head not in measure, f"表头重复：{head}", f"head declared twice: {head}", _FILE)
            measure[head] = name
    lines, quantity = data["lines"], data["quantity"]
    return PerformanceKnowledge(
        measure=measure,
        words=frozenset(data["words"]["heads"]),
        project=tuple(lines["project"]),
        money_total=frozenset(lines["money_total"]),
        score_total=frozenset(lines["score_total"]),
        aims=tuple(lines["aims"]),
        marks=_longest_first(quantity["marks"]),
        units=_longest_first(quantity["units"]),
        examples=tuple((text, value, unit) for text, value, unit in quantity["examples"]),
        counterexamples=tuple(quantity["counterexamples"]),
    )


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted((squeeze(word) for word in words), key=len, reverse=True))
