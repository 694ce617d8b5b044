"""G19: changes told in words or as a round share, against the figures that were changed.

A share told in words (四成, 一半) is off by half of its last word at most. A cut of the budget is held against the budget
at the start of the year and the one of the whole year, never against spending, which may fall short for other reasons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from builder.checks.compare import Figures, Named
from builder.checks.judging import judged, noted, printed
from builder.knowledge.checks import FigureName
from builder.knowledge.numerals import Share, told_share
from builder.knowledge.wordings import load_wordings
from builder.model import Fact, Finding, ReportFacts, Wording

_CHECK = "G19"
#: 元 in a form that says 万元, or the other way round.
_SCALES = (Decimal(1), Decimal(10000), Decimal("0.0001"))
_YEAR = re.compile(r"20\d\d")
_DOWN = re.compile(r"减|降|缩|扣|压|削")
#: With these words a share of the budget is one of a part of it, or of a part of the year.
_IN_PART = re.compile(r"半年|季度|部分|其中|剩余|未|个月")


def told_changes(content: ReportFacts, figures: Figures) -> Named:
    """Each change told in words: against both budgets of the year, or against the rate told in figures."""
    findings: list[Finding] = []
    held, unsure = 0, []
    for wording in content.wordings:
        share = told_share(wording.values[2]) if wording.kind == "cut" else None
        if share is None or not {int(year) for year in _YEAR.findall(wording.text)} <= {content.year}:
            continue
        made = (
            _of_budget(wording, share, figures)
            if wording.subject == "年初预算"
            else _of_year(wording, share, figures)
        )
        for one in made:
            if isinstance(one, Finding):
                findings.append(one)
            elif isinstance(one, str):
                unsure.append(one)
            else:
                held += 1
    return judged(findings, held, "没有用话说的增减幅度", unsure=unsure)


_Judged = Finding | str | None


# --- a cut of the budget ----------------------------------------------------------------------------------------


def _of_budget(wording: Wording, share: Share, figures: Figures) -> list[_Judged]:
    known = load_wordings().changes
    subjects = [subject for subject in (*known.budgets, *known.alias) if subject in wording.values[0]]
    made: list[_Judged] = []
    for subject in dict.fromkeys(known.alias.get(subject, subject) for subject in subjects):
        pairs = [pair for names in known.budgets[subject] if (pair := _pair(names, figures))]
        made.append(
            _told(wording, share, subject, pairs[0]) if pairs else f"没有读到{subject}的年初预算和全年预算"
        )
    return made


_Pair = tuple[tuple[Fact, ...], tuple[Fact, ...]]


def _pair(names: tuple[FigureName, FigureName], figures: Figures) -> _Pair | None:
    """The budgets of the start of the year and of the whole year; of all projects where the item is *."""
    if names[0].item != "*":
        found = [figures.all(name) for name in names]
        return ((found[0][0],), (found[1][0],)) if all(len(facts) == 1 for facts in found) else None
    first, whole = (
        {
            f.item: f
            for f in figures.by_key.values()
            if (f.table, f.measure) == (n.table, n.measure) and _is_total(f)
        }
        for n in names
    )
    if not first or set(first) != set(whole) or not _are_all(first, figures):
        return None
    return tuple(first.values()), tuple(whole[item] for item in first)


def _are_all(projects: Mapping[str, Fact], figures: Figures) -> bool:
    """Whether the projects with a form of their own are all there are: their budgets make the one of 项目支出."""
    added = sum((fact.value or Decimal(0) for fact in projects.values()), Decimal(0))
    whole = [f for f in figures.by_key.values() if f.item == "项目支出" and "预算" in f.measure and f.value]
    return any(added * scale == fact.value for fact in whole for scale in _SCALES)


def _is_total(fact: Fact) -> bool:
    return fact.item.endswith("：年度资金总额")


def _told(wording: Wording, share: Share, subject: str, pair: _Pair) -> _Judged:
    first, whole = (sum((f.value or Decimal(0) for f in facts), Decimal(0)) for facts in pair)
    if not first or len({f.unit for facts in pair for f in facts}) > 1:
        return f"{subject}的年初预算是零，或两个数单位不同"
    sign = -1 if _DOWN.search(wording.values[1]) else 1
    change = (whole - first) * 100 / first
    facts = (*pair[0], *pair[1])
    if change * sign <= 0:
        way = "没有减少" if sign < 0 else "没有增加"
        shown = "没有变动" if not change else way
        return _finding(
            wording, subject, facts, change, f"印出的年初预算是 {first}，全年预算是 {whole}，{shown}"
        )
    if _IN_PART.search(wording.text):
        return "说的是一部分预算或一段时间，算不出全年的比率"
    if abs(abs(change) - share.percent) <= share.half:
        return None
    told = f"印出的年初预算是 {first}，全年预算是 {whole}，变动 {change:.2f}%"
    return _finding(wording, subject, facts, change, told)


def _finding(wording: Wording, subject: str, facts: Sequence[Fact], change: Decimal, told: str) -> Finding:
    verb, share = wording.values[1], wording.values[2]
    return noted(
        _CHECK,
        "值得追问",
        f"“{wording.text}”；{printed(facts)}",
        f"文字说{subject}{verb}年初预算的 {share}，{told}。",
        wording.place,
        facts=facts,
        recomputed=f"{change:.2f}%",
        innocent="核减、追加可能只涉及其中一部分，也可能先减后补，或表里的全年预算数没有随着改。",
    )


# --- a change against last year ------------------------------------------------------------------------------------


def _of_year(wording: Wording, share: Share, figures: Figures) -> list[_Judged]:
    item = load_wordings().changes.items.get(wording.values[0], wording.values[0])
    rates = figures.all(FigureName("N", "", "", item, "比上年增减率"))
    if len({rate.value for rate in rates}) != 1 or rates[0].value is None:
        return [f"没有读到{item}比上年的增减率，或写了几个"]
    rate = rates[0]
    assert rate.value is not None
    wanted = -share.percent if _DOWN.search(wording.values[1]) else share.percent
    if abs(rate.value - wanted) <= share.half:
        return [None]
    sentence = f"文字说{wording.values[0]}比上年{wording.values[1]}{wording.values[2]}，写成数的增减率是 {rate.raw}。"
    told = f"“{wording.text}”；{printed([rate])}"
    innocent = "可能是约数，也可能说的只是其中一部分支出。"
    return [noted(_CHECK, "值得追问", told, sentence, wording.place, facts=[rate], innocent=innocent)]
