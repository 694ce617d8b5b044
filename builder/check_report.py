"""What `mingbai check` says of one report: how the comparisons came out, and each finding with its figures.

Findings about our own reading are told apart and never make a draft fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.checks.figure_names import name
from builder.model import Finding, Place, Report
from builder.places import told

#: From the gravest on.
LEVELS = ("不一致", "值得追问", "提示", "未见")
_ENGLISH = {"不一致": "inconsistent", "值得追问": "worth asking", "提示": "note", "未见": "not found"}
_OUTCOMES = {
    "held": "一致 hold",
    "rounding": "尾差 rounding",
    "findings": "发现 found",
    "not_applicable": "不适用 not applicable",
    "not_comparable": "无法核对 not comparable",
}


def fails(findings: Sequence[Finding], fail_on: str) -> bool:
    """Whether something about the publication was found at the given level or a graver one."""
    grave = LEVELS[: LEVELS.index(fail_on) + 1]
    return any(finding.about == "publication" and finding.level in grave for finding in findings)


def check_lines(report: Report) -> list[str]:
    """The whole answer, line by line: Chinese with English heads."""
    counts = report.checked.counts
    sums = {name: sum(getattr(count, name) for count in counts) for name in _OUTCOMES}
    told = [finding for finding in report.checked.findings if finding.about == "publication"]
    of_reading = [finding for finding in report.checked.findings if finding.about == "reading"]
    lines = [
        f"{report.org} {report.year} 年度{report.kind}：{len(report.content.facts)} 个数 facts",
        f"核对 checks：共 {sum(sums.values())} 处 comparisons，"
        + "，".join(f"{words} {sums[name]}" for name, words in _OUTCOMES.items()),
    ]
    names = {count.check: count.name for count in counts}
    for level in LEVELS:
        found = [finding for finding in told if finding.level == level]
        if found:
            lines += ["", f"{level} {_ENGLISH[level]}：{len(found)} 条"]
            lines += [line for finding in found for line in _told(finding, names)]
    if of_reading:
        lines += [
            "",
            f"本站未能读准 not read with certainty：{len(of_reading)} 条（不算报告的问题 not the report's）",
        ]
        lines += [line for finding in of_reading for line in _told(finding, names)]
    if not told:
        lines += ["", "没有发现。 Nothing found."]
    if left := [count for count in counts if count.not_comparable]:
        lines += ["", "无法核对 not comparable"]
        lines += [
            f"  {count.check} {count.name}：{count.not_comparable} 处，{count.reason}" for count in left
        ]
    return lines


def _told(finding: Finding, names: dict[str, str]) -> Iterator[str]:
    head = f"{finding.check} {names.get(finding.check, '')}".rstrip()
    yield f"  [{head}] {_place(finding.place)}{finding.explanation}"
    for fact in finding.facts:
        yield f"      印的 printed：{name(fact)} {fact.raw}（{_place(fact.place).strip() or '—'}）"
    sums, _, result = finding.recomputed.rpartition(" = ")
    if sums != result:
        yield f"      算得 recomputed：{finding.recomputed}"
    if finding.difference:
        allowed = f"，允许 allowed {finding.tolerance}" if finding.tolerance else ""
        yield f"      相差 difference：{finding.difference} {finding.unit}{allowed}"
    if finding.innocent:
        yield f"      也可能是 may also be：{finding.innocent}"
    if finding.consequences:
        checks = "、".join(dict.fromkeys(one.check for one in finding.consequences))
        yield f"      同一原因还影响 also sets off：{checks}"


def _place(place: Place) -> str:
    return f"{told(place)} ".lstrip()
