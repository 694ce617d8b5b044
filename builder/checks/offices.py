"""H6: the lists of the unit's own offices against each other, and against how many there are said to be.

Two lists are of one unit only where most of their names are the same, and more than offices that every unit has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from builder.checks.compare import Figures, Named
from builder.checks.judging import judged, noted, places_of
from builder.knowledge.numerals import chinese_number
from builder.knowledge.wordings import load_wordings
from builder.model import Finding, ReportFacts, Wording

_COUNTED = re.compile(
    r"^(?P<name>.*?)(?P<more>等?)(?:共|共计|合计)?(?P<count>\d{1,2}|[二三四五六七八九十]{1,3})个(?:内设|职能)*(?:机构|科室|股室|处室|部室)$"
)
_LEAD = re.compile(r"^(?:有|为|是|包括|包含|分别|即|设有)+")
_BRACKET = re.compile(r"（[^（）]*）")
_JOINED = re.compile(r"以及|[和及与]")
_LONGEST = 16
#: Fewer names than this are some of the offices, not a list of them.
_LEAST = 3
#: Lists of one unit have more names in common than this, and differ in a few.
_LEAST_SHARED = 4
_NUMERALS = "一二三四五六七八九"
_RANGE = re.compile(
    rf"^(?P<name>.*?)(?P<first>[{_NUMERALS}])(?P<end>\D+?)[至到](?:(?P=name))?(?P<last>[{_NUMERALS}])(?P=end)$"
)


@dataclass(frozen=True, slots=True)
class Offices:
    """One list: its names, whether it ends where the names end, and how many there are said to be."""

    wording: Wording
    names: tuple[str, ...]
    whole: bool
    count: int | None


def offices(content: ReportFacts, figures: Figures) -> Named:
    """Each list against the number beside it, then each two lists of one unit."""
    del figures
    lists = _lists(content.wordings)
    if not lists:
        return judged([], 0, "没有列举内设机构的话")
    findings: list[Finding] = []
    held, unsure = 0, []
    for made in [*(_counted(one) for one in lists), *(_pair(a, b) for a, b in combinations(lists, 2))]:
        if isinstance(made, Finding):
            findings.append(made)
        elif isinstance(made, str):
            unsure.append(made)
        elif made:
            held += 1
    return judged(findings, held, "只列举了一处内设机构", unsure=unsure)


def _lists(wordings: Sequence[Wording]) -> list[Offices]:
    """Lists of enough names; the same list told by two patterns once, with its number."""
    found: dict[tuple[object, tuple[str, ...]], Offices] = {}
    for wording in wordings:
        one = _offices(wording) if wording.kind == "bodies" else None
        if one is None or len(one.names) < _LEAST:
            continue
        key = (wording.place, one.names)
        if key not in found or found[key].count is None:
            found[key] = one
    return list(found.values())


def _offices(wording: Wording) -> Offices:
    known = load_wordings().bodies
    count = chinese_number(wording.values[1]) if wording.values[1] else None
    names: list[str] = []
    whole = True
    for piece in _pieces(_LEAD.sub("", _BRACKET.sub("", wording.values[0]))):
        if match := _COUNTED.match(piece):
            piece, said = match["name"], chinese_number(match["count"])
            whole = not match["more"] and count in {None, said}
            count = said
        elif piece.endswith("等"):
            piece, whole = piece.removesuffix("等"), False
        elif piece.startswith(known.stops):
            break
        if not piece.endswith(known.ends) or len(piece) > _LONGEST or re.search(r"\d", piece):
            whole = False
            break
        names.append(piece)
    return Offices(wording, tuple(dict.fromkeys(names)), whole and len(names) == len(set(names)), count)


def _pieces(text: str) -> Iterator[str]:
    """The names of a list; 综合科和财务科 are two, 人事和财务科 is one, 业务一科至三科 are three."""
    ends = load_wordings().bodies.ends
    for piece in re.split(r"[、,]", text):
        if match := _RANGE.match(piece):
            first, last = (chinese_number(match[group]) or 0 for group in ("first", "last"))
            yield from (f"{match['name']}{_NUMERALS[n - 1]}{match['end']}" for n in range(first, last + 1))
            continue
        joint = next((m for m in _JOINED.finditer(piece) if piece[: m.start()].endswith(ends)), None)
        parts = (piece[: joint.start()], piece[joint.end() :]) if joint else (piece,)
        yield from (part for part in parts if part)


# --- a list and its number ------------------------------------------------------------------------------------


def _counted(one: Offices) -> Finding | str | bool:
    """A finding, why it cannot be told, True when they fit, False where no number is said."""
    if one.count is None:
        return False
    if not one.whole:
        return "列举没有写全，或读不准到哪里为止"
    uncounted = load_wordings().bodies.uncounted
    fewest = sum(not any(word in name for word in uncounted) for name in one.names)
    if fewest <= one.count <= len(one.names):
        return True
    return noted(
        "H6",
        "提示",
        f"“{one.wording.text}”",
        f"这里写内设机构 {one.count} 个，列出的名称是 {len(one.names)} 个：{'、'.join(one.names)}。",
        one.wording.place,
        recomputed=f"{len(one.names)} 个",
        difference=str(one.count - len(one.names)),
        innocent="有的机构合署办公或挂两块牌子，数法可能不同；也可能本站把一个名称断成了两个。",
    )


# --- two lists ------------------------------------------------------------------------------------------------


def _pair(one: Offices, other: Offices) -> Finding | str | bool:
    """A finding, why it cannot be told, or whether the lists agree (False: they are not of one unit)."""
    shared = set(one.names) & set(other.names)
    if one.wording.place == other.wording.place or not _of_one_unit(shared):
        return False
    left, right = _unlike(_others(one, shared), _others(other, shared))
    # What an unfinished list does not name may be among what it leaves out.
    missing_here = right if one.whole else []
    missing_there = left if other.whole else []
    if not missing_here and not missing_there:
        return True if one.whole and other.whole else "列举没有写全，或读不准到哪里为止"
    if 3 * max(len(left), len(right)) > len(shared):
        return "两处列举的机构差别很大，说的可能不是同一范围"
    return _finding(one, other, missing_there, missing_here)


def _of_one_unit(shared: set[str]) -> bool:
    return len(shared) >= _LEAST_SHARED and len(shared - load_wordings().bodies.common) >= _LEAST


def _others(one: Offices, shared: set[str]) -> list[str]:
    """What else a list names; bodies of the party and of the staff stand in a list or not."""
    uncounted = load_wordings().bodies.uncounted
    return [name for name in one.names if name not in shared and not any(word in name for word in uncounted)]


def _unlike(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """The names without a partner that is the same name in other words."""
    for name in list(left):
        partner = next((other for other in right if _alike(name, other)), None)
        if partner:
            left.remove(name)
            right.remove(partner)
    return left, right


def _alike(one: str, other: str) -> bool:
    """One is the other with characters left out, or differs in one character that is no numeral."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    if all(char in rest for char in short):
        return True
    differing = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) and len(differing) == 1 and not set(differing[0]) <= set(_NUMERALS)


def _finding(one: Offices, other: Offices, only_one: Sequence[str], only_other: Sequence[str]) -> Finding:
    told = []
    for here, there, names in ((one, other, only_one), (other, one, only_other)):
        if names:
            quoted = "、".join(f"“{name}”" for name in names)
            told.append(f"{_where(here)}有{quoted}，{_where(there)}没有")
    return noted(
        "H6",
        "值得追问" if only_one and only_other else "提示",
        f"{_where(one)} {'、'.join(one.names)}；{_where(other)} {'、'.join(other.names)}",
        f"两处列举的内设机构不完全相同：{'；'.join(told)}。",
        other.wording.place,
        innocent="两处说的可能是不同时点的机构，也可能有的机构合署办公，或只在一处单列。",
    )


def _where(one: Offices) -> str:
    return places_of([one.wording]).replace(" ", "") + "的名单"
