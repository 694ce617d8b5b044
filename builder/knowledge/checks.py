"""The declared comparisons: `checks.toml` (figures against figures), then `checks_words.toml` (words, form)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from builder.knowledge.files import read_toml, require

_FILE = "checks.toml"
_FILES = (_FILE, "checks_words.toml")
_KINDS = {"equal", "sum", "row_sum", "rollup", "lines", "classes", "ratio", "change", "at_most", "named"}
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
class EqualRule:
    """All of `figures` are the same number; where the first is one of `bases` instead, it has another basis (口径)."""

    figures: tuple[FigureName, ...]
    bases: tuple[FigureName, ...] = ()


@dataclass(frozen=True, slots=True)
class SumRule:
    """`total` is the sum of `parts`; those of `more` are addends of older forms, added where they are printed.
    A total that is one of `bases` instead has another basis (口径).
    """

    total: FigureName
    parts: tuple[FigureName, ...]
    more: tuple[FigureName, ...] = ()
    bases: tuple[FigureName, ...] = ()
    level: str = ""  # where it differs from the check's


@dataclass(frozen=True, slots=True)
class LinesRule:
    """On one side of a table, `total` is the sum of its lines.

    `without`: totals and carry-overs. `top` names the lines that are addends; empty: the functional classes.
    """

    side: str
    measure: str
    total: str
    without: frozenset[str]
    top: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ClassesRule:
    """A figure of every 类 in one place is the figure of the same 类 in another."""

    left: tuple[str, str, str]  # table, side, measure
    right: tuple[str, str]  # table, measure
    bases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RatioRule:
    """`rate` is one figure over another; in `part` and `whole` the item "*" is the item of the rate.

    `items`: those whose rate is meant, "*" for any, "类" for the names of 类. Any printed whole may be the base.
    """

    table: str
    items: frozenset[str]
    rate: str
    part: tuple[FigureName, ...]
    whole: tuple[FigureName, ...]
    bases: tuple[FigureName, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """`rate` is `change` over what the amount was before the change."""

    rate: str
    change: str
    amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtMostRule:
    """The parts together are not more than the whole; `level` where it differs from the check's."""

    parts: tuple[FigureName, ...]
    whole: tuple[FigureName, ...]
    level: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """Something invented and how the check must come out on it; run as a test, the first 发现 shown to readers.

    `text`: lines of a report, read as a plain-text report is; "" for figures alone. `figures`, which stand beside the
    text: name of the figure (five parts) to the number as it would be printed; `units` only where the unit is not 万元.
    `beside` is text that is read before `text` and not shown to readers.
    """

    figures: dict[str, str]
    outcome: str
    units: dict[str, str]
    text: str = ""
    beside: str = ""


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
    side: str = ""
    equals: tuple[EqualRule, ...] = ()
    sums: tuple[SumRule, ...] = ()
    lines: tuple[LinesRule, ...] = ()
    classes: tuple[ClassesRule, ...] = ()
    ratios: tuple[RatioRule, ...] = ()
    changes: tuple[ChangeRule, ...] = ()
    at_most: tuple[AtMostRule, ...] = ()
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
        side=entry.get("side", ""),
        equals=tuple(_equal(group) for group in entry.get("figures", [])),
        sums=tuple(_sum(rule) for rule in entry.get("sums", [])),
        lines=tuple(_lines(rule) for rule in entry.get("lines", [])),
        classes=tuple(_classes(rule) for rule in entry.get("classes", [])),
        ratios=tuple(_ratio(rule) for rule in entry.get("ratios", [])),
        changes=tuple(
            ChangeRule(rule["rate"], rule["change"], tuple(rule["amounts"]))
            for rule in entry.get("changes", [])
        ),
        at_most=tuple(
            AtMostRule(_names(rule["part"]), _names(rule["whole"]), rule.get("level", ""))
            for rule in entry.get("at_most", [])
        ),
        total=entry.get("total", ""),
        parts=tuple(entry.get("parts", [])),
        function=entry.get("function", ""),
    )


def _example(entry: dict[str, Any]) -> Example:
    outcome = entry["outcome"]
    require(outcome in _OUTCOMES, f"没有这种结果：{outcome}", f"unknown outcome {outcome}", _FILE)
    figures, text = dict(entry.get("figures", {})), entry.get("text", "")
    require(
        "figures" in entry or bool(text),
        f"例子没有数也没有文字：{entry}",
        f"an example of nothing: {entry}",
        _FILE,
    )
    return Example(figures, outcome, dict(entry.get("units", {})), text, entry.get("beside", ""))


def _names(texts: list[str]) -> tuple[FigureName, ...]:
    return tuple(FigureName.of(text) for text in texts)


def _equal(group: list[str] | dict[str, Any]) -> EqualRule:
    """A list of names, or a table with `same` and `bases`."""
    if isinstance(group, list):
        return EqualRule(_names(group))
    return EqualRule(_names(group["same"]), _names(group.get("bases", [])))


def _sum(rule: dict[str, Any]) -> SumRule:
    return SumRule(
        FigureName.of(rule["total"]),
        _names(rule["parts"]),
        _names(rule.get("more", [])),
        _names(rule.get("bases", [])),
        rule.get("level", ""),
    )


def _lines(rule: dict[str, Any]) -> LinesRule:
    return LinesRule(
        rule["side"], rule["measure"], rule["total"], frozenset(rule["not"]), frozenset(rule.get("top", []))
    )


def _classes(rule: dict[str, Any]) -> ClassesRule:
    table, side, measure = rule["left"].split("|")
    return ClassesRule(
        (table, side, measure), _two(rule["right"]), tuple(_two(text) for text in rule.get("bases", []))
    )


def _two(text: str) -> tuple[str, str]:
    table, measure = text.split("|")
    return table, measure


def _ratio(rule: dict[str, Any]) -> RatioRule:
    return RatioRule(
        rule.get("table", "N"),
        frozenset(rule["items"]),
        rule["rate"],
        _names(rule["part"]),
        _names(rule["whole"]),
        _names(rule.get("bases", [])),
    )
