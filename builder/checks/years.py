"""H3: years in titles, headings and opening words against the report's year; names over tables against the unit's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from builder.checks.compare import Figures, Named
from builder.checks.judging import judged, noted, quoted
from builder.model import Finding, ReportFacts, Wording
from builder.text import fold_punctuation

#: A name over this many tables is that of another publisher bound in, no slip.
_SLIPS = 2
_LEAST_OWN = 3


def years_and_names(content: ReportFacts, figures: Figures) -> Named:
    """Other years and other names than the report's own; not judged where the report itself is of two minds."""
    del figures
    years, names = _years(content), _names(content)
    held = years[1] + names[1]
    return judged([*years[0], *names[0]], held, "没有写年度和单位名称", unsure=[*years[2], *names[2]])


_Judged = tuple[list[Finding], int, list[str]]


def _years(content: ReportFacts) -> _Judged:
    groups: dict[int, list[Wording]] = defaultdict(list)
    for wording in content.wordings:
        if wording.kind == "year":
            groups[int(wording.values[0])].append(wording)
    if not groups:
        return [], 0, []
    own = len(groups.pop(content.year, [])) if content.year else 0
    others = {year: _unlike(wordings) for year, wordings in groups.items()}
    many = sum(len(told) for told in others.values()) >= max(own, 1) and own < _LEAST_OWN
    if not content.year or many:
        return [], 0, ["报告里几个年度都常见，分不清是哪一年的"] if others else []
    return [_year(year, content.year, told) for year, told in sorted(others.items())], own, []


def _unlike(wordings: Sequence[Wording]) -> list[Wording]:
    """The same words at the same place only once."""
    return list({(wording.text, wording.place): wording for wording in wordings}.values())


def _year(year: int, own: int, wordings: Sequence[Wording]) -> Finding:
    texts = "、".join(dict.fromkeys(f"“{wording.text}”" for wording in wordings))
    return noted(
        "H3",
        "提示",
        f"{texts}",
        f"这是 {own} 年度的报告，{texts}写的是 {year} 年，可能沿用了旧稿。",
        wordings[0].place,
        innocent="也可能说的就是那一年的事，例如表样要求填那一年的项目。",
    )


def _names(content: ReportFacts) -> _Judged:
    own = _bare(content.org)
    captions = [wording for wording in content.wordings if wording.kind == "caption"]
    if not own or not captions:
        return [], 0, []
    alike = [wording for wording in captions if _same(_bare(wording.text), own)]
    others = [wording for wording in captions if wording not in alike]
    counted = Counter(wording.text for wording in others)
    if others and (len(alike) < _LEAST_OWN or max(counted.values()) > _SLIPS):
        return [], len(alike), ["表上的单位名称不止一个，可能合并公开了几个单位"]
    return [_name(text, content.org, others) for text in counted], len(alike), []


def _name(text: str, own: str, others: Sequence[Wording]) -> Finding:
    wordings = [wording for wording in others if wording.text == text]
    return noted(
        "H3",
        "提示",
        quoted(wordings),
        f"这张表上的单位名称写作“{text}”，报告其他地方是“{own}”。",
        wordings[0].place,
        innocent="可能用了简称或改名前的名称，也可能是下属单位自己的表。",
    )


def _bare(name: str) -> str:
    folded = fold_punctuation(name)
    for word in ("（本级）", "（汇总）", "（部门）", "（机关）", "本级", "机关", "部门", "（", "）"):
        folded = folded.replace(word, "")
    return folded


def _same(one: str, own: str) -> bool:
    """The same name, a shorter or a longer form of it: an abbreviation keeps the order of the characters."""
    short, long = sorted((one, own), key=len)
    rest = iter(long)
    return all(char in rest for char in short)
