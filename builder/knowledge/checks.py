"""The declared comparisons: `checks.toml` (figures against figures), then `checks_words.toml` (words, form)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from builder.knowledge.files import read_toml, require

_FILE = "checks.toml"
_FILES = (_FILE, "checks_words.toml")
_KINDS = {"equal", "sum", "row_sum", "rollup", "lines", "named"}
_LEVELS = {"不一致", "值得追问", "提示", "未见"}
FAMILIES = ("表内", "表与表", "文字与表", "文字之间", "是否合理", "公开完整")
_OUTCOMES = {"一致", "尾差", "发现", "不适用", "无法核对"}


@dataclass(frozen=True, slots=True)
class FigureName:
    """A figure of the contract; `item` "*" stands for whatever name the code has."""

    table: str
    side: str
    code: str
    item: str
    measure: str

    @classmethod
    def of(cls, text: str) -> FigureName:
        parts = text.split("|")
        require(len(parts) == 5, f"数的名字要五段：{text}", f"a figure's name has five parts: {text}", _FILE)
        return cls(*parts)


@dataclass(frozen=True, slots=True)
class SumRule:
    total: FigureName
    parts: tuple[FigureName, ...]


@dataclass(frozen=True, slots=True)
class LinesRule:
    """On one side of a table, `total` is the sum of all lines that are not totals or carry-overs."""

    side: str
    measure: str
    total: str
    without: frozenset[str]


@dataclass(frozen=True, slots=True)
class Example:
    """Invented figures and how the check must come out on them; run as a test, the first 发现 shown to readers.

    `figures`: name of the figure (five parts) to the number as it would be printed; `units` only where the unit
    is not 万元.
    """

    figures: dict[str, str]
    outcome: str
    units: dict[str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """One check; which of the fields below `examples` are filled depends on `kind`."""

    id: str
    name: str
    level: str
    plain: str  # one sentence for a reader who never saw accounts
    kind: str
    family: str  # one of FAMILIES
    innocent: str = ""  # how a finding may come about without anyone's slip
    formula: str = ""  # what is compared with what, in words
    examples: tuple[Example, ...] = ()
    table: str = ""  # set when the check proves the reading of one table
    equals: tuple[tuple[FigureName, ...], ...] = ()
    sums: tuple[SumRule, ...] = ()
    lines: tuple[LinesRule, ...] = ()
    total: str = ""
    parts: tuple[str, ...] = ()
    function: str = ""


@cache
def load_checks() -> tuple[Check, ...]:
    """Read and verify the declarations, in their order."""
    checks = tuple(_check(entry) for name in _FILES for entry in read_toml(name).get("check", []))
    ids = [check.id for check in checks]
    require(len(ids) == len(set(ids)), "核对编号重复", "duplicate check id", _FILE)
    return checks


def _check(entry: dict[str, Any]) -> Check:
    require(entry["kind"] in _KINDS, f"没有这种核对：{entry['kind']}", f"unknown kind {entry['kind']}", _FILE)
    require(
        entry["level"] in _LEVELS, f"没有这种级别：{entry['level']}", f"unknown level {entry['level']}", _FILE
    )
    require(
        entry["family"] in FAMILIES,
        f"没有这一类：{entry['family']}",
        f"unknown family {entry['family']}",
        _FILE,
    )
    return Check(
        id=entry["id"],
        name=entry["name"],
        level=entry["level"],
        plain=entry["plain"],
        kind=entry["kind"],
        family=entry["family"],
        innocent=entry.get("innocent", ""),
        formula=entry.get("formula", ""),
        examples=tuple(_example(example) for example in entry.get("examples", [])),
        table=entry.get("table", ""),
        equals=tuple(tuple(FigureName.of(name) for name in group) for group in entry.get("figures", [])),
        sums=tuple(
            SumRule(FigureName.of(rule["total"]), tuple(FigureName.of(part) for part in rule["parts"]))
            for rule in entry.get("sums", [])
        ),
        lines=tuple(
            LinesRule(rule["side"], rule["measure"], rule["total"], frozenset(rule["not"]))
            for rule in entry.get("lines", [])
        ),
        total=entry.get("total", ""),
        parts=tuple(entry.get("parts", [])),
        function=entry.get("function", ""),
    )


def _example(entry: dict[str, Any]) -> Example:
    outcome = entry["outcome"]
    require(outcome in _OUTCOMES, f"没有这种结果：{outcome}", f"unknown outcome {outcome}", _FILE)
    return Example(dict(entry["figures"]), outcome, dict(entry.get("units", {})))
