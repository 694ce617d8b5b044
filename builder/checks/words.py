"""Checks of what the words say: each a named function of the facts and wordings of one report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from builder.checks.compare import Figures, Named, NamedCheck, not_applicable
from builder.checks.completeness import COMPLETENESS
from builder.checks.judging import judged, noted, places_of, printed, quoted
from builder.checks.lists import listed_without_amount
from builder.checks.numbering import numbering
from builder.checks.offices import offices
from builder.checks.parts import parts_of_counts
from builder.checks.plausible import PLAUSIBLE
from builder.checks.scores import SCORES
from builder.checks.told_changes import told_changes
from builder.checks.years import years_and_names
from builder.knowledge.wordings import load_wordings
from builder.model import Fact, Finding, ReportFacts, Wording

_YEAR = re.compile(r"20\d\d")
_BOTH = ("收入", "支出")
#: Leftovers of one sort that have one cause, however often they stand.
_TOLD_TOGETHER = {"写稿提示", "缺百分号"}
#: Shorter names of items (行政运行) are words of many purposes.
_LONG_NAME = 4


def none_contradicted(content: ReportFacts, figures: Figures) -> Named:
    """F12. A place that says there is none of something, and a figure of it that is not zero."""
    known = load_wordings()
    said: dict[tuple[str, str], list[Wording]] = defaultdict(list)
    for wording in [*_nones(content), *_empty_tables(content)]:
        what = wording.values[0] if wording.values else "支出"
        for side in [side for side in _BOTH if side in what] or _BOTH:
            if side in known.none[wording.subject]:
                said[wording.subject, side].append(wording)
    findings, held = [], 0
    for (subject, side), wordings in said.items():
        shown = [fact for name in known.none[subject][side] for fact in figures.all(name)]
        facts = [fact for fact in shown if fact.value]
        held += not facts
        if facts:
            findings.append(_none(subject, wordings, facts))
    return judged(findings, held, "没有写“无”某项的话")


def _none(subject: str, wordings: list[Wording], facts: list[Fact]) -> Finding:
    return noted(
        "F12",
        "不一致",
        f"{quoted(wordings)}；{printed(facts)}",
        f"一处写着没有{subject}，另一处却印着 {'、'.join(dict.fromkeys(fact.raw for fact in facts))}。",
        wordings[0].place,
        facts=facts,
        difference=str(facts[0].value),
    )


def _nones(content: ReportFacts) -> Iterator[Wording]:
    """“None” statements about this year; another year named in the clause means that year."""
    for wording in content.wordings:
        years = {int(year) for year in _YEAR.findall(wording.text)}
        if wording.kind == "none" and years <= {content.year}:
            yield wording


def _empty_tables(content: ReportFacts) -> Iterator[Wording]:
    empty = load_wordings().empty
    for table in content.tables:
        if table.status == "空表" and table.table in empty:
            yield Wording("none", table.note or table.name, table.place, empty[table.table])


def directions(content: ReportFacts, figures: Figures) -> Named:
    """G12. 大于, 小于, 持平 against the two figures before them; 增加 beside 下降."""
    del figures
    findings: list[Finding] = []
    unsure: list[str] = []
    held = 0
    for wording in content.wordings:
        if wording.kind != "direction":
            continue
        verdict = _same_way(wording) if wording.subject == "增减" else _against_budget(wording)
        if verdict is None:
            unsure.append("预算数有几种口径，分不清比的是哪一个")
        elif verdict:
            findings.append(noted("G12", "值得追问", f"“{wording.text}”", verdict, wording.place, facts=()))
        else:
            held += 1
    return judged(findings, held, "没有写增减方向的话", unsure=unsure)


_UP = {"增加", "增长", "上升", "提高"}


def _same_way(wording: Wording) -> str:
    change, rate, word, rate_word = wording.values
    if not Decimal(change.replace(",", "")) or not Decimal(rate) or (word in _UP) == (rate_word in _UP):
        return ""
    return f"同一句里金额写“{word}”{change} 万元，比率写“{rate_word}”{rate}%，方向不同。"


def _against_budget(wording: Wording) -> str | None:
    """What is odd, "" when words and figures agree, None when the budget meant is another one."""
    budget, actual, word, base, against, against_same, same = wording.values
    meant = against or against_same
    if meant and meant != base:
        return None
    printed_budget, printed_actual = Decimal(budget.replace(",", "")), Decimal(actual.replace(",", ""))
    allowed = _half(printed_budget) + _half(printed_actual)
    over = printed_actual - printed_budget
    wrong = (
        (word in {"大于", "高于"} and over < -allowed)
        or (word in {"小于", "低于"} and over > allowed)
        or ((same or word == "等于") and abs(over) > allowed)
    )
    if not wrong:
        return ""
    return f"文字写决算数“{word or same}”预算数，而预算数是 {budget} 万元，决算数是 {actual} 万元。"


def _half(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)


def leftovers(content: ReportFacts, figures: Figures) -> Named:
    """H4. Instructions and choices of the form left in, and characters that are missing."""
    del figures
    groups: dict[tuple[str, str, str], list[Wording]] = defaultdict(list)
    for wording in content.wordings:
        if wording.kind in {"template", "lost"}:
            key = wording.subject if wording.subject in _TOLD_TOGETHER else wording.text
            groups[wording.kind, wording.subject, key].append(wording)
    findings = [_leftover(kind, subject, group) for (kind, subject, _), group in groups.items()]
    findings += _copied_purposes(content)
    if not content.facts and not content.wordings:
        return [not_applicable("没有读到文字")], []
    return judged(findings, int(not findings), "没有读到文字")


def _leftover(kind: str, subject: str, wordings: list[Wording]) -> Finding:
    told = load_wordings().told(kind, subject)
    words = list(dict.fromkeys(wording.text for wording in wordings))
    texts = "、".join(f"“{text}”" for text in words)
    more = f"（{places_of(wordings)}）" if len(wordings) > 1 else ""
    return noted("H4", "提示", f"{texts}{more}", f"{subject}：这里印着{texts}，{told}。", wordings[0].place)


def _copied_purposes(content: ReportFacts) -> Iterator[Finding]:
    """A purpose that names another item, word for word as that item's own purpose, under another 类."""
    told = [wording for wording in content.wordings if wording.kind == "purpose"]
    for one in told:
        own_class, own_item, purpose = one.values
        name = own_item.removesuffix("支出")
        for other in told:
            other_class, other_item, other_purpose = other.values
            if purpose != other_purpose or own_class == other_class or name not in purpose:
                continue
            if len(name) < _LONG_NAME or other_item.removesuffix("支出") in purpose:
                continue
            sentence = (
                f"“{other_item}”的用途写的是“{purpose}”，和“{own_item}”的用途一字不差，可能沿用了那一句。"
            )
            yield noted("H4", "值得追问", f"“{other.text}”", sentence, other.place)


WORDS: dict[str, NamedCheck] = {
    "none_contradicted": none_contradicted,
    "listed_without_amount": listed_without_amount,
    "directions": directions,
    "years_and_names": years_and_names,
    "leftovers": leftovers,
    "told_changes": told_changes,
    "parts_of_counts": parts_of_counts,
    "offices": offices,
    "numbering": numbering,
    **COMPLETENESS,
    **SCORES,
    **PLAUSIBLE,
}
