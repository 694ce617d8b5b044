"""G20: parts of a count told in one sentence (离休 1 人，退休 9 人), where their names say that they make up the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from builder.checks.compare import Figures, Named
from builder.checks.judging import judged, noted
from builder.knowledge.wordings import Parted, load_wordings
from builder.model import Finding, ReportFacts, Wording

_CHECK = "G20"
_PART = re.compile(
    r"(?:^|[,、:])(?P<name>[^\d,、:%]{1,14}?)(?P<count>\d[\d,]*)(?P<unit>人|名|个|家|户|项)"
    r"(?:,?占(?:比|总数的|总人数的)?(?P<share>\d+(?:\.\d+)?)%)?"
)
#: Another count before the whole: the parts may be its own.
_SAME = re.compile(r"\d(?:人|名|个|家|户|项)")
_INNOCENT = "可能有人同时算在两项里，或有的没有列出。"


@dataclass(frozen=True, slots=True)
class _Told:
    name: str
    count: Decimal
    share: Decimal | None


def parts_of_counts(content: ReportFacts, figures: Figures) -> Named:
    """Parts against their whole, and each share said to be one of the whole."""
    del figures
    findings: list[Finding] = []
    held, unsure = 0, []
    for wording in content.wordings:
        if wording.kind != "parts":
            continue
        told = _parts(wording)
        group = None if _SAME.search(wording.values[3]) else _group(told)
        if group is None:
            unsure.append("不知道所列的各项是否合成总数")
            continue
        shares = (found for part in told if (found := _share(wording, part)))
        made = _sum(wording, told, group) or _rest(wording, told, group) or next(shares, None)
        if made:
            findings.append(made)
        else:
            held += 1
    return judged(findings, held, "没有分项列出的个数", unsure=unsure)


def _parts(wording: Wording) -> list[_Told]:
    same = {"名": "人"}
    unit = same.get(wording.values[1], wording.values[1])
    found = _PART.finditer(wording.values[2])
    return [
        _Told(m["name"], _number(m["count"]), Decimal(m["share"]) if m["share"] else None)
        for m in found
        if same.get(m["unit"], m["unit"]) == unit
    ]


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _group(told: Sequence[_Told]) -> Parted | None:
    """The group whose names the parts bear, each a different one."""
    for group in load_wordings().parted:
        named = [[name for name in group.names if name in part.name] for part in told]
        different = {names[0] for names in named if len(names) == 1}
        if len(told) > 1 and len(different) == len(told):
            return group
    return None


def _sum(wording: Wording, told: Sequence[_Told], group: Parted) -> Finding | None:
    whole, added = _number(wording.values[0]), sum((part.count for part in told), Decimal(0))
    if added == whole or (added < whole and not (group.every and len(told) == len(group.names))):
        return None
    formula = " + ".join(str(part.count) for part in told)
    unit = wording.values[1]
    return noted(
        _CHECK,
        "值得追问",
        f"“{wording.text}”",
        f"同一句里总数写 {whole} {unit}，各项加起来是 {formula} = {added} {unit}。",
        wording.place,
        recomputed=f"{formula} = {added}",
        difference=str(whole - added),
        innocent=_INNOCENT,
    )


def _rest(wording: Wording, told: Sequence[_Told], group: Parted) -> Finding | None:
    """A rest that no part names, though a part as small as it is named."""
    rest = _number(wording.values[0]) - sum((part.count for part in told), Decimal(0))
    if group.of is None or not group.of.search(wording.text) or rest < min(part.count for part in told):
        return None
    unit = wording.values[1]
    formula = " + ".join(str(part.count) for part in told)
    return noted(
        _CHECK,
        "提示",
        f"“{wording.text}”",
        f"同一句里总数写 {wording.values[0]} {unit}，列出的各项加起来是 {formula} = "
        f"{sum(part.count for part in told)} {unit}，其余 {rest} {unit}没有写明是哪一类。",
        wording.place,
        recomputed=f"{formula} = {sum(part.count for part in told)}",
        difference=str(rest),
        innocent="“其中”后面可能只列了一部分。",
    )


def _share(wording: Wording, part: _Told) -> Finding | None:
    whole = _number(wording.values[0])
    if part.share is None or not whole:
        return None
    exact = part.count * 100 / whole
    exponent = part.share.as_tuple().exponent
    if abs(exact - part.share) <= Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1):
        return None
    return noted(
        _CHECK,
        "值得追问",
        f"“{wording.text}”",
        f"{part.name} {part.count} {wording.values[1]}，写占 {part.share}%，除以总数 {whole} 是 {exact:.2f}%。",
        wording.place,
        recomputed=f"{part.count} ÷ {whole} × 100% = {exact:.2f}",
        innocent="占比的底数可能不是这个总数。",
    )
