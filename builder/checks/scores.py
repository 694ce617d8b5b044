"""G15: the points of self-evaluation forms, the same indicator in several forms, and the staff rate of P1.

A form is read as far as its own printed heads prove the reading: where weights add up in no way, nothing is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from builder.checks.compare import Figures, Named, NamedCheck, places
from builder.checks.forms import Form, Line, forms_of, total
from builder.checks.judging import judged, noted, printed
from builder.checks.targets import two_targets
from builder.model import Fact, Finding, ReportFacts

_CHECK = "G15"
_FLOOR = re.compile(r"[≥≧>＞]|不低于|不少于|不小于|大于|达到|以上")
_TARGETS = ("年度指标值", "实际完成值")
#: Forms with fewer indicators in common speak of different things.
_LEAST_COMMON = 3
_LEAST_COPIED = 5


def scores(content: ReportFacts, figures: Figures) -> Named:
    """Points against weights, weights against the total, points against the total; then forms against each other."""
    forms = forms_of(content.facts)
    findings: list[Finding] = []
    held, unsure = 0, []
    for form in forms:
        told, fine, why = _form(form)
        findings += told
        held += fine
        unsure += why
    findings += [*_across(forms), *two_targets(forms), *_copied(forms)]
    rate, fine = _staff(content, figures)
    return judged([*findings, *rate], held + fine, "没有绩效自评表和基础数据表", unsure=unsure)


def _form(form: Form) -> tuple[list[Finding], int, list[str]]:
    over = [finding for line in form.lines if (finding := _over(line) or _dearer(line))]
    missing = _missing_score(form)
    twice = _twice(form)
    weights = _weights(form)
    told = [*over, *missing, *twice, *([weights] if isinstance(weights, Finding) else [])]
    if isinstance(weights, str):
        return told, 0, [weights]
    points = _points(form) if weights is None and not missing else None
    told += [points] if points else []
    return told, int(not told), []


def _over(line: Line) -> Finding | None:
    weight, score = line.facts.get("分值"), line.facts.get("得分")
    if not weight or not score or weight.value is None or score.value is None or score.value <= weight.value:
        return None
    sentence = f"“{line.name}”分值 {weight.raw}，得分 {score.raw}，得分比分值大。"
    facts = (weight, score)
    return noted(
        _CHECK, "提示", printed(facts), sentence, score.place, facts=facts, innocent="有的评分办法设有加分。"
    )


def _dearer(line: Line) -> Finding | None:
    """A cost above its target with full points; a target that is a floor (≥) is none to stay below."""
    target, result = (line.facts.get(measure) for measure in _TARGETS)
    weight, score = line.facts.get("分值"), line.facts.get("得分")
    if not target or not result or not weight or not score or "成本" not in line.item:
        return None
    if target.value is None or result.value is None or target.unit != result.unit or "元" not in target.unit:
        return None
    if _FLOOR.search(target.raw) or result.value <= target.value or weight.value != score.value:
        return None
    facts = (target, result, score)
    sentence = (
        f"成本指标“{line.name}”的目标是 {target.raw}，实际是 {result.raw}，比目标高，仍得满分 {score.raw}。"
    )
    innocent = "评分办法可能允许小幅超出。"
    return noted(_CHECK, "提示", printed(facts), sentence, result.place, facts=facts, innocent=innocent)


def _weights(form: Form) -> Finding | str | None:
    """A finding, why it cannot be told, or None when the weights make the total (or no total is printed)."""
    whole = form.total("分值")
    if whole is None or whole.value is None:
        return None
    funds, leaves = form.funds("分值"), [line.facts.get("分值") for line in form.leaves]
    weights = [fact for fact in leaves if fact is not None]
    if len(weights) < len(leaves) or not weights:
        return "有的指标没有读到分值"
    rows, heads, fund = total(weights), form.heads, total([funds] if funds else [])
    if rows + fund == whole.value or (not fund and rows == whole.value):
        return None
    uneven = [head for head in heads if head.rows != head.weight]
    if len(uneven) == 1 and (total(h.fact for h in heads) + fund) == whole.value:
        head = uneven[0]
        sentence = f"“{head.name}”标明 {head.weight} 分，它下面各行的分值加起来是 {head.rows} 分。"
        facts = (head.fact, *head.parts)
        return noted(
            _CHECK,
            "不一致",
            printed(facts),
            sentence,
            head.fact.place,
            facts=facts,
            recomputed=f"{' + '.join(str(f.value) for f in head.parts)} = {head.rows}",
            difference=str(head.weight - head.rows),
        )
    if uneven or (not heads and rows != whole.value):
        return "各行的分值和表头标的分值对不上，可能没有读全"
    parts = [*(head.fact for head in heads)] or weights
    facts = (whole, *([funds] if funds else []), *parts)
    sum_text = " + ".join(str(fact.value) for fact in facts[1:])
    sentence = f"总分写 {whole.raw}，各部分的分值加起来是 {rows + fund}（{sum_text}）；得分也是这样。"
    return noted(
        _CHECK,
        "不一致",
        printed(facts),
        sentence,
        whole.place,
        facts=facts,
        recomputed=f"{sum_text} = {rows + fund}",
        difference=str(whole.value - rows - fund),
        innocent="有的地方填表时，预算执行率的分值不计入总分。",
    )


def _points(form: Form) -> Finding | None:
    whole = form.total("得分")
    if whole is None or whole.value is None:
        return None
    found = [line.facts.get("得分") for line in form.leaves]
    parts = [fact for fact in found if fact is not None and fact.value is not None]
    funds = form.funds("得分")
    if len(parts) < len(form.leaves) or (form.funds("分值") and not funds):
        return None
    parts += [funds] if funds else []
    added = total(parts)
    # Points are given, not computed: only the total and the points of the money line may be rounded.
    if abs(added - whole.value) <= _half(whole) + (_half(funds) if funds else 0):
        return None
    sentence = f"总得分写 {whole.raw}，各行得分加起来是 {added}。"
    return noted(
        _CHECK,
        "不一致",
        printed([whole]),
        sentence,
        whole.place,
        facts=(whole, *parts),
        recomputed=f"{added}",
    )


def _half(fact: Fact) -> Decimal:
    return Decimal(5).scaleb(-places(fact.value or Decimal(0)) - 1)


def _missing_score(form: Form) -> list[Finding]:
    """The money line has a weight and a rate, but no points, while the indicators have theirs."""
    weight, rate = form.funds("分值"), form.funds("执行率")
    scored = any("得分" in line.facts for line in form.leaves)
    if not weight or not rate or form.funds("得分") or not scored:
        return []
    facts = (weight, rate)
    sentence = f"资金一行有分值 {weight.raw}、执行率 {rate.raw}，没有得分，而各项指标都有得分。"
    innocent = "可能漏填，也可能这一格没有读到。"
    return [noted(_CHECK, "值得追问", printed(facts), sentence, weight.place, facts=facts, innocent=innocent)]


def _twice(form: Form) -> list[Finding]:
    """The same indicator with the same target and result under two heads, counted twice."""
    seen: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in form.leaves:
        target, result = (line.facts.get(measure) for measure in _TARGETS)
        if target and result and target.value is not None and "得分" in line.facts:
            seen[line.name, target.raw, result.raw].append(line)
    again = [lines for lines in seen.values() if len({line.item for line in lines}) > 1]
    if not again:
        return []
    facts = [line.facts["得分"] for lines in again for line in lines]
    names = "、".join(lines[0].name for lines in again)
    sentence = f"“{names}”在同一张表里列了不止一次，目标和结果都相同，每次都计了分。"
    innocent = "可能是合并单元格跨行后重复，也可能两处问的是不同的人。"
    return [
        noted(_CHECK, "不一致", printed(facts), sentence, again[0][1].place, facts=facts, innocent=innocent)
    ]


def _across(forms: Sequence[Form]) -> Iterator[Finding]:
    """The same indicator in P2 and P3 with other targets or results, where the forms are evidently parallel."""
    wholes, projects = [f for f in forms if f.table == "P2"], [f for f in forms if f.table == "P3"]
    if len(wholes) != 1:
        return
    whole = wholes[0].by_name
    parallel = [form for form in projects if _in_common(whole, form.by_name) >= _LEAST_COMMON]
    for name, line in whole.items():
        for measure in _TARGETS:
            own = line.facts.get(measure)
            others = [f for p in parallel if name in p.by_name and (f := p.by_name[name].facts.get(measure))]
            unlike = [fact for fact in others if own and _differ(own, fact)]
            if own and unlike:
                facts = (own, *unlike)
                # A share may be of another survey; an amount or a count of one thing may not.
                near = [p.by_name[name] for p in parallel if name in p.by_name]
                same_aim = len({_aim(other) for other in (line, *near)}) == 1
                sure = measure == _TARGETS[1] and same_aim and own.unit != "%"
                sentence = (
                    f"同一个指标“{name}”的{'目标' if measure == _TARGETS[0] else '完成情况'}，"
                    f"整体自评表写 {own.raw}，项目自评表写 {'、'.join(dict.fromkeys(f.raw for f in unlike))}。"
                )
                yield noted(
                    _CHECK,
                    "不一致" if sure else "值得追问",
                    printed(facts),
                    sentence,
                    own.place,
                    facts=facts,
                    innocent="两张表的范围或统计时点可能不同。",
                )


def _aim(line: Line) -> str:
    target = line.facts.get(_TARGETS[0])
    return target.raw if target else ""


def _in_common(one: dict[str, Line], other: dict[str, Line]) -> int:
    """Indicators of the same name with the same result."""
    shared = set(one) & set(other)
    pairs = ((one[name].facts.get(_TARGETS[1]), other[name].facts.get(_TARGETS[1])) for name in shared)
    return sum(bool(a and b and a.raw == b.raw) for a, b in pairs)


def _differ(one: Fact, other: Fact) -> bool:
    comparable = one.value is not None and other.value is not None and one.unit == other.unit
    return comparable and one.value != other.value


def _copied(forms: Sequence[Form]) -> Iterator[Finding]:
    """Two projects with the same indicators, targets and results throughout."""
    sets: dict[frozenset[tuple[str, str, str]], list[Form]] = defaultdict(list)
    for form in forms:
        if form.table == "P3" and form.project:
            sets[form.contents].append(form)
    for contents, alike in sets.items():
        if len(alike) < 2 or len(contents) < _LEAST_COPIED or len({form.project for form in alike}) < 2:
            continue
        names = "、".join(form.project for form in alike)
        sentence = (
            f"{len(alike)} 个项目（{names}）的自评表里，{len(contents)} 项指标的名称、目标和结果完全相同。"
        )
        innocent = "几个项目可能确实用同一套指标考核。"
        yield noted(_CHECK, "提示", names, sentence, alike[1].place, innocent=innocent)


def _staff(content: ReportFacts, figures: Figures) -> tuple[list[Finding], int]:
    """P1 控制率 against 在职 ÷ 编制, and its 编制 against the one of the text."""
    own = [f for f in content.facts if f.table == "P1" and f.value is not None]
    posts = next((f for f in own if f.measure.endswith("编制数")), None)
    staff = next((f for f in own if "在职" in f.measure), None)
    rate = next((f for f in own if f.measure == "控制率" and f.unit == "%"), None)
    told = []
    if posts and staff and rate and posts.value and staff.value and rate.value is not None:
        exact = staff.value * 100 / posts.value
        if abs(exact - rate.value) > _half(rate):
            sentence = f"控制率写 {rate.raw}，按在职 {staff.raw} 除以编制 {posts.raw} 是 {exact:.2f}%。"
            told.append(
                noted(
                    _CHECK,
                    "提示",
                    printed((posts, staff, rate)),
                    sentence,
                    rate.place,
                    facts=(posts, staff, rate),
                    recomputed=f"{staff.raw} ÷ {posts.raw} = {exact:.2f}%",
                    innocent="可能舍去了小数，没有四舍五入。",
                )
            )
    said = {f.value: f for f in figures.by_key.values() if (f.table, f.item) == ("N", "编制人数")}
    if posts and len(said) == 1 and posts.value not in said:
        text = next(iter(said.values()))
        sentence = f"基础数据表的编制数是 {posts.raw}，文字里写的编制是 {text.raw}。"
        innocent = "文字里可能说的是纳入预算的人数，或不同时点的编制。"
        facts = (posts, text)
        told.append(
            noted(_CHECK, "值得追问", printed(facts), sentence, text.place, facts=facts, innocent=innocent)
        )
    return told, int(bool(posts and staff and rate) and not told)


SCORES: dict[str, NamedCheck] = {"scores": scores}
