"""G11: the same key printed more than once. All printings must be the same number, if they are of the same thing."""

from __future__ import annotations

from dataclasses import replace

from builder.checks.compare import (
    Comparison,
    Figures,
    Named,
    Outcome,
    compare,
    not_applicable,
    not_comparable,
)
from builder.knowledge.checks import FigureName
from builder.model import Fact, ReportFacts

#: In the text these stand for all money in one section and for appropriations, or one project, in another.
_LOOSE = {"基本支出", "项目支出", "人员经费", "公用经费", "在职人数", "编制人数", "退休人数", "绩效自评得分"}


def repeated_figures(content: ReportFacts, figures: Figures) -> Named:
    """Each further printing of a figure against the first."""
    del content
    made = [
        _pair(facts[0], other, figures)
        for facts in figures.printings.values()
        for other in facts[1:]
        if other.unit == facts[0].unit
    ]
    unlike = [c for c in made if c.facts and c.facts[0].table != "N" and c.outcome is Outcome.NOT_COMPARABLE]
    made += [_told_of(table, unlike) for table in dict.fromkeys(c.facts[0].table for c in unlike)]
    return made or [not_applicable("没有印过两次的数")], []


def _told_of(table: str, unlike: list[Comparison]) -> Comparison:
    """One hint for all lines of a table that are printed again with other figures."""
    own = [c for c in unlike if c.facts[0].table == table]
    names = "、".join(dict.fromkeys(f"{c.facts[0].code} {c.facts[0].item}".strip() for c in own))
    sentence = (
        f"{table} 里同名的行印了不止一行，数不相同（{names}）；可能是分单位、分事项列的，本站不把它们相加。"
    )
    return Comparison(Outcome.FINDING, own[0].facts, level="提示", sentence=sentence)


def _pair(first: Fact, other: Fact, figures: Figures) -> Comparison:
    made = compare(figures, first, [other])
    if made.outcome is not Outcome.FINDING:
        return made
    if first.place.file != other.place.file and first.table.startswith("T"):
        return replace(made, innocent="两个文件里的同一张表可以是先后两稿，或一处是抄录。")
    if first.table.startswith("T"):
        return not_comparable(made.facts, "表里同名的行不止一行，可能是分单位列的")
    if first.table in ("P1", "P2", "P3"):
        return not_comparable(made.facts, "绩效表里同名的行不止一行，可能是不同的事")
    if _is_another_basis(other, figures):
        return not_comparable(made.facts, "口径可能不同：这个数和另一口径的数相同")
    if first.place == other.place and first.item not in _LOOSE:
        return replace(made, level="值得追问", innocent="同一处的两个数可以是全部和其中一部分。")
    if first.item in _LOOSE and not _same_subject(first, other, figures):
        return replace(
            made, level="值得追问", innocent="两处说的可以是不同的范围：全部资金，或只是财政拨款、某一部分。"
        )
    return made


def _is_another_basis(fact: Fact, figures: Figures) -> bool:
    """Whether a printing is the figure of the same name in a table of another kind of money."""
    if fact.unit != "万元" or fact.value is None:
        return False
    names = {fact.item, fact.item.removeprefix("一般公共预算财政拨款")}
    named = (f for f in figures.facts if f.table in _TABLES and f.value is not None and f.unit == "万元")
    return any(names & {f.item, f.measure} and figures.same(fact, f) for f in named)


_TABLES = {"T01", "T02", "T03", "T04", "T05", "T06"}


def _same_subject(first: Fact, other: Fact, figures: Figures) -> bool:
    """Whether another figure of the same item stands by both, and is the same: then both speak of one thing."""
    for measure in ("金额", "年初预算"):
        if measure == first.measure:
            continue
        near = [
            {
                f.value
                for f in figures.all(FigureName("N", "", "", first.item, measure))
                if f.place == fact.place
            }
            for fact in (first, other)
        ]
        if near[0] & near[1] - {0}:
            return True
    return False
