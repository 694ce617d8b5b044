"""One slip told in several places: findings that say the same thing of other figures stand under the first of them.

What is here is about sentences and columns as wholes; what one cell sets off is put together in `causes`. Findings of
different levels are never put together, and nothing is put together across checks, except one wrong word in a title
and in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence

from builder.checks.causes import Failure, under
from builder.checks.compare import Comparison
from builder.model import Fact, Finding

#: So many failures of one check between the same tables, and more than held, are no misprints of single figures.
_MANY = 3
#: A slip in a name is this long at least with the characters beside it.
_LEAST_WORDS = 4


def fold_alike(findings: Sequence[Finding]) -> list[Finding]:
    """Findings of one check about one figure, one copied sentence, one missing year or one habit, told once each."""
    found = _nothing_before(_fold(findings, _same_place, ""))
    for key, told in _RULES:
        found = _fold(found, key, told)
    return _same_words(found)


def fold_years(findings: Sequence[Finding]) -> list[Finding]:
    """Figures of two years that are apart by one amount: all money and appropriations were adjusted by the same."""

    def by_amount(finding: Finding) -> Hashable:
        return finding.difference or None

    return _fold(findings, by_amount, "另有 {} 处相差同样多，合在一处列出。")


def fold_many(failures: Sequence[Failure], ran: Mapping[str, Sequence[Comparison]]) -> list[Finding]:
    """Failures of one check between the same tables as one finding, where most of its comparisons there fail.

    `ran`: all comparisons of each check that could be made.
    """
    groups: dict[tuple[str, str, frozenset[str]], list[Finding]] = defaultdict(list)
    for failure in failures:
        finding = failure.finding
        groups[finding.check, finding.level, _tables(finding.facts)].append(finding)
    told: dict[int, Finding | None] = {}
    for (check, _, tables), found in groups.items():
        made = sum(c.ran and _tables(c.facts) == tables for c in ran[check])
        if len(found) < _MANY or len(tables) < 2 or 2 * len(found) <= made:
            continue
        words = (
            f"同样的两处之间比了 {made} 项，有 {len(found)} 项对不上，不像是个别数印得不同，更像是两处的口径或版本"
            "不同，所以合在一处列出。"
        )
        told |= dict.fromkeys(map(id, found)) | {id(found[0]): under(found[0], found[1:], words)}
    shown = (told.get(id(f.finding), f.finding) for f in failures)
    return [finding for finding in shown if finding is not None]


def _tables(facts: Sequence[Fact]) -> frozenset[str]:
    return frozenset(fact.table for fact in facts)


# --- findings of one check that have a key in common ------------------------------------------------------

_Key = Callable[[Finding], Hashable]


def _fold(findings: Sequence[Finding], key: _Key, told: str) -> list[Finding]:
    """Those with one key under the first of them; a key of None is no key. `told` may name how many, or what, others are."""
    groups: dict[Hashable, list[Finding]] = defaultdict(list)
    for number, finding in enumerate(findings):
        own = key(finding)
        groups[number if own is None else (finding.check, finding.level, finding.about, own)].append(finding)
    return [
        first
        if not others
        else under(first, others, told.format(_count(others), "、".join(one.figures for one in others)))
        for first, *others in groups.values()
    ]


def _count(findings: Sequence[Finding]) -> int:
    """So many places: each finding and what stands under it already."""
    return sum(1 + len(finding.consequences) for finding in findings)


def _same_place(finding: Finding) -> Hashable:
    """The same characters at the same place, as 收、支总计 that one sentence states."""
    printed = tuple((fact.raw, fact.place, fact.measure) for fact in finding.facts)
    return printed if printed and _tables(finding.facts) == {"N"} else None


def _copied(finding: Finding) -> Hashable:
    """A rate that the text prints again for the same amount, as the sentences on all money and on appropriations do."""
    rate, *others = finding.facts or (None,)
    if rate is None or rate.unit != "%" or not others or _tables(finding.facts) != {"N"}:
        return None
    amount = others[-1] if rate.measure.endswith("增减率") else others[0]
    return rate.measure, rate.raw, amount.measure, amount.raw


def _in_each_form(finding: Finding) -> Hashable:
    """One figure filled into the form of each project, which another table prints otherwise."""
    if len(finding.facts) != 2 or finding.facts[1].table != "P3":
        return None
    one, form = finding.facts
    return one.table, one.measure, form.measure, form.raw


def _habit(finding: Finding) -> Hashable:
    """Hints that are judged by the same figure of a table."""
    if finding.level != "提示" or len(finding.facts) < 2 or finding.facts[-1].table == "N":
        return None
    return finding.facts[-1].key, finding.facts[-1].place


def _missing(finding: Finding) -> Hashable:
    """One sentence about several things that are not there."""
    if finding.level != "未见" or finding.facts or not finding.figures:
        return None
    return finding.explanation.replace(finding.figures, ""), finding.innocent


_RULES: tuple[tuple[_Key, str], ...] = (
    (_copied, "同一个百分比在别处又写了 {} 次，也是这样，合在一处列出。"),
    (_in_each_form, "另有 {} 张项目自评表填的是同一个数，合在一处列出。"),
    (_habit, "同样的情形另有 {} 处，合在一处列出。"),
    (_missing, "另有 {} 处也是这样：{}。"),
)


# --- a year before without any money ----------------------------------------------------------------------

_TOTALS = {"收入总计", "支出总计", "收入合计", "支出合计"}
_CHANGE = "比上年增减率"


def _nothing_before(findings: Sequence[Finding]) -> list[Finding]:
    """Where all money of the year before comes out as nothing, so does each part of it: one cause."""
    alike = [f for f in findings if f.check == "G4" and f.facts and f.facts[0].measure == _CHANGE]
    main = next((f for f in alike if any(fact.item in _TOTALS for fact in f.facts)), None)
    others = [f for f in alike if f is not main and main is not None and f.level == main.level]
    if main is None or not others:
        return list(findings)
    words = f"总数倒推上年是零，其他 {_count(others)} 处增减率也就没有底数，合在一处列出。"
    told = under(main, others, words)
    return [told if f is main else f for f in findings if not any(f is other for other in others)]


# --- one wrong word in a title and in the text ------------------------------------------------------------


def _same_words(findings: Sequence[Finding]) -> list[Finding]:
    """A name that slipped in the title of a table (R2) and again in the text (H2)."""
    titles = [f for f in findings if f.check == "R2"]
    told = {id(title): title for title in titles}
    gone: set[int] = set()
    for finding in findings:
        title = next((t for t in titles if finding.check == "H2" and _share_a_slip(finding, t)), None)
        if title is not None:
            words = "文字说明里也有这个写法。" if told[id(title)] is title else ""
            told[id(title)] = under(told[id(title)], [finding], words)
            gone.add(id(finding))
    return [told.get(id(f), f) for f in findings if id(f) not in gone]


def _share_a_slip(finding: Finding, title: Finding) -> bool:
    """Whether the words quoted hold a stretch of the printed title that the usual title does not have."""
    quoted = title.explanation.split("“")[1:]
    printed, usual = (part.split("”")[0] for part in quoted[:2]) if len(quoted) > 1 else ("", "")
    stretches = (printed[at : at + _LEAST_WORDS] for at in range(len(printed) - _LEAST_WORDS + 1))
    return any(words not in usual and words in finding.figures for words in stretches)
