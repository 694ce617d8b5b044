"""G15: one result held against two targets in one form, under two indicators that name the same act on the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from builder.checks.forms import Form, Line
from builder.checks.judging import noted, printed
from builder.knowledge.wordings import load_wordings
from builder.model import Fact, Finding

_TARGET, _RESULT = "年度指标值", "实际完成值"
#: A result of fewer digits may be the same by chance.
_LEAST_DIGITS = 3
_LEAST_THING = 2


@dataclass(frozen=True, slots=True)
class _Aim:
    """An indicator with its target and result; `act` is the number of the act it names, `thing` what is left."""

    line: Line
    target: Fact
    result: Fact
    act: int
    thing: str


def two_targets(forms: Sequence[Form]) -> Iterator[Finding]:
    """Each two indicators of a form with one result, two targets, one act and one thing."""
    for form in forms:
        aims = [aim for line in form.leaves if (aim := _aim(line))]
        for one, other in combinations(aims, 2):
            if _is_one_result(one, other) and one.act == other.act and _is_one_thing(one.thing, other.thing):
                yield _finding(one, other)


def _aim(line: Line) -> _Aim | None:
    target, result = line.facts.get(_TARGET), line.facts.get(_RESULT)
    if target is None or result is None or not target.value or not result.value:
        return None
    acts = load_wordings().acts
    act = next((n for n, words in enumerate(acts.same) if any(word in line.name for word in words)), None)
    if act is None or target.unit != result.unit or result.unit in {"", "%"}:
        return None
    thing = line.name
    for word in (*acts.same[act], *acts.plain):
        thing = thing.replace(word, "")
    return _Aim(line, target, result, act, thing)


def _is_one_result(one: _Aim, other: _Aim) -> bool:
    digits = len(str(abs(one.result.value or 0)).replace(".", "").strip("0"))
    same = (one.result.value, one.result.unit) == (other.result.value, other.result.unit)
    return same and digits >= _LEAST_DIGITS and one.target.value != other.target.value


def _is_one_thing(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _LEAST_THING and short in long


def _finding(one: _Aim, other: _Aim) -> Finding:
    facts = (one.target, one.result, other.target, other.result)
    sentence = (
        f"“{one.line.name}”和“{other.line.name}”的完成情况都是 {one.result.raw}，像是同一件事，目标却一处是 {one.target.raw}，"
        f"一处是 {other.target.raw}。"
    )
    innocent = "两项指标的范围可能不同，完成数碰巧相同。"
    return noted(
        "G15", "值得追问", printed(facts), sentence, other.target.place, facts=facts, innocent=innocent
    )
