"""Whether figures can be what they are said to be: units of money (H1), codes and names of accounts (H2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from builder.checks.compare import Figures, Named, NamedCheck, places
from builder.checks.forms import forms_of, lines_of
from builder.checks.judging import judged, noted, printed, quoted
from builder.knowledge import load_accounts
from builder.knowledge.checks import FigureName
from builder.knowledge.wordings import load_wordings
from builder.model import Fact, Finding, ReportFacts, Wording
from builder.text import squeeze

_WAN = Decimal(10000)
#: Basic expenditure for each person in service that no pay and no office explains, in 万元.
_MOST_A_HEAD = Decimal(1000)
#: More names that do not fit their codes than this are rows that were read one against the other.
_MOST_SLIPS = 2
#: Fewer people than this may be a part of the staff (其中…1人).
_LEAST_STAFF = 5
#: Figures with fewer digits than this may agree by chance.
_LEAST_DIGITS = 4
_TOTALS = ("T03|||合计|本年支出合计", "T01|支出||总计|决算数", "T04|支出||总计|合计")
_TOLD = ("N|||支出合计|金额", "N|||支出总计|金额", "N|||整体支出执行数|金额", "N|||整体支出全年预算数|金额")
_PAIRS = (
    ("T01|收入||总计|决算数", "N|||收入总计|金额"),
    ("T03|||合计|本年支出合计", "N|||支出合计|金额"),
    ("T02|||合计|本年收入合计", "N|||收入合计|金额"),
    ("T05|||合计|本年支出", "N|||一般公共预算财政拨款支出|支出决算"),
    ("T09|||合计|决算数", "N|||三公经费合计|决算数"),
)


def units(content: ReportFacts, figures: Figures) -> Named:
    """H1. The same money in two units, more money a head than can be, a target in 人 beside a result in 万."""
    findings = [*_forms(content, figures), *_tables(figures), *_odd_units(content), *_no_unit(content)]
    per_head = _per_head(content, figures)
    findings += [per_head] if isinstance(per_head, Finding) else []
    unsure = [per_head] if isinstance(per_head, str) else []
    return judged(
        findings, int(not findings and not unsure), "没有金额", unsure=unsure if not findings else []
    )


def _forms(content: ReportFacts, figures: Figures) -> Iterator[Finding]:
    """Money of P2 headed 万元 that is ten thousand times what tables or words say in 万元."""
    own = [f for f in content.facts if f.table == "P2" and f.unit == "万元" and f.item == "年度资金总额"]
    told = [f for name in (*_TOTALS, *_TOLD) if (f := figures.get(FigureName.of(name)))]
    matched = next(((f, other) for f in own for other in told if _is_ten_thousand(f, other)), None)
    if matched is None:
        return
    form, other = matched
    assert other.value is not None
    whole = other.value
    projects = [
        f
        for f in content.facts
        if (f.table, f.unit, f.measure) == ("P3", "万元", "全年执行数")
        and f.item.endswith("：年度资金总额")
        and (f.value or 0) > whole
    ]
    facts = (form, *projects, other)
    more = f"项目自评表的 {'、'.join(f.raw for f in projects)} 也是这样。" if projects else ""
    sentence = f"自评表标的单位是万元，数是 {form.raw}；报告别处写的是 {other.raw}，刚好差一万倍，像是以元填的。{more}"
    yield noted(
        "H1", "不一致", printed(facts), sentence, form.place, facts=facts, recomputed=f"{form.raw} ÷ 10000"
    )


def _tables(figures: Figures) -> Iterator[Finding]:
    """A total of a table and the same total in words, ten thousand times apart."""
    for table, text in _PAIRS:
        one, other = figures.get(FigureName.of(table)), figures.get(FigureName.of(text))
        if one and other and (_is_ten_thousand(one, other) or _is_ten_thousand(other, one)):
            facts = (one, other)
            sentence = (
                f"表里的 {one.raw} 和文字里的 {other.raw} 按各自写的单位差一万倍，像是一处把元和万元写混了。"
            )
            yield noted("H1", "不一致", printed(facts), sentence, other.place, facts=facts)
            return


def _is_ten_thousand(large: Fact, small: Fact) -> bool:
    """Whether one figure is the other times ten thousand, as far as the smaller is printed."""
    if not large.value or not small.value or large.unit != "万元" or small.unit != "万元":
        return False
    digits = len(str(abs(small.value)).replace(".", "").lstrip("0"))
    off = abs(large.value / _WAN - small.value)
    return digits >= _LEAST_DIGITS and off <= Decimal(5).scaleb(-places(small.value) - 1)


def _per_head(content: ReportFacts, figures: Figures) -> Finding | str | None:
    staff = [
        f
        for f in figures.by_key.values()
        if f.value and ((f.table, f.item) == ("N", "在职人数") or (f.table == "P1" and "在职" in f.measure))
    ]
    names = ("T03|||合计|基本支出", "T06|||人员经费合计|决算数", "N|||一般公共预算财政拨款基本支出|金额")
    basic = next((f for name in names if (f := figures.get(FigureName.of(name))) and f.value), None)
    if not staff or basic is None:
        return "没有人数，或没有基本支出" if content.facts else None
    most = max(staff, key=lambda fact: fact.value or 0)
    assert basic.value is not None
    assert most.value
    if most.value < _LEAST_STAFF:
        return "人数太少，可能只是其中一部分人"
    if basic.value / most.value <= _MOST_A_HEAD:
        return None
    facts = (basic, most)
    each = (basic.value / most.value).quantize(Decimal("0.01"))
    sentence = (
        f"按写的单位，{most.raw}在职人员的基本支出是 {basic.value} 万元，平均每人 {each} 万元，大得不合常理。"
    )
    innocent = "单位可能是元；也可能人数只是一部分。"
    return noted("H1", "值得追问", printed(facts), sentence, basic.place, facts=facts, innocent=innocent)


def _odd_units(content: ReportFacts) -> Iterator[Finding]:
    """A target counted in 人, 次 … and its result in a bare 万, though the numbers are of the same size."""
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for line in lines_of(forms_of(content.facts)):
        target, result = line.facts.get("年度指标值"), line.facts.get("实际完成值")
        if not target or not result or not target.value or not result.value:
            continue
        alike = Decimal("0.1") < result.value / target.value < 10
        if alike and (target.unit == "万") != (result.unit == "万") and target.unit and result.unit:
            groups[line.name, f"{target.raw} → {result.raw}"] += [target, result]
    for (name, pair), facts in groups.items():
        sentence = f"指标“{name}”的目标和结果写作 {pair}，单位不同，而数的大小相近。"
        innocent = "可能把“人”写成了“万”。"
        yield noted(
            "H1", "值得追问", printed(facts), sentence, facts[0].place, facts=facts, innocent=innocent
        )


def _no_unit(content: ReportFacts) -> Iterator[Finding]:
    for wording in content.wordings:
        if wording.kind != "no_unit":
            continue
        money = [f for f in content.facts if f.table == wording.subject and f.unit == "" and f.value]
        if money:
            sentence = f"《{wording.text}》有金额，没有写金额的单位。"
            innocent = "数的大小看得出是元还是万元，但表上没有写。"
            yield noted("H1", "提示", printed(money[:1]), sentence, wording.place, innocent=innocent)


# --- H2 -------------------------------------------------------------------------------------------------------


def account_names(content: ReportFacts, figures: Figures) -> Named:
    """H2. One code with two names, a known name under another's code, a name in the text that the table does not have."""
    coded = [f for f in figures.by_key.values() if f.table in {"T02", "T03", "T05", "T07", "T08"} and f.code]
    slips = [wording for wording in content.wordings if wording.kind == "account"]
    told = [list(_two_names(coded)), list(_other_code(coded)), list(_in_words(content, coded))]
    findings = [finding for found in told if len(found) <= _MOST_SLIPS for finding in found]
    unsure = ["名称和代码对不上的太多，可能读错了行"] * sum(len(found) > _MOST_SLIPS for found in told)
    findings += _slips(slips)
    held = int(bool(coded) and not findings and not unsure)
    return judged(findings, held, "没有读到科目编码", unsure=unsure)


def _two_names(coded: Sequence[Fact]) -> Iterator[Finding]:
    names: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in coded:
        names[fact.code].setdefault(_name(fact.item), fact)
    for code, found in names.items():
        first, *rest = found.values()
        for other in rest:
            if _is_slip(_name(first.item), _name(other.item)):
                facts = (first, other)
                sentence = f"科目 {code} 在一处叫“{first.item}”，在另一处叫“{other.item}”。"
                yield noted("H2", "提示", printed(facts), sentence, other.place, facts=facts)


@cache
def _functional() -> tuple[dict[str, str], dict[str, list[str]]]:
    """The names of functional accounts by code, and their codes by name."""
    accounts = {a.code: _name(a.name) for a in load_accounts().values() if a.kind == "functional"}
    codes: dict[str, list[str]] = defaultdict(list)
    for code, name in accounts.items():
        codes[name].append(code)
    return accounts, dict(codes)


@cache
def _known_names() -> frozenset[str]:
    return frozenset(_name(account.name) for account in load_accounts().values())


def _other_code(coded: Sequence[Fact]) -> Iterator[Finding]:
    """A code whose printed name is the known name of another code only."""
    accounts, codes = _functional()
    seen = set()
    for fact in coded:
        name, known = _name(fact.item), accounts.get(fact.code)
        others = codes.get(name, [])
        if (
            known
            and known != name
            and len(others) == 1
            and len(others[0]) == len(fact.code)
            and fact.code not in seen
        ):
            seen.add(fact.code)
            sentence = (
                f"科目 {fact.code} 印的名称是“{fact.item}”，按政府收支分类科目那是 {others[0]} 的名称。"
            )
            yield noted("H2", "提示", printed([fact]), sentence, fact.place, facts=[fact])


def _in_words(content: ReportFacts, coded: Sequence[Fact]) -> Iterator[Finding]:
    """An item of the text whose name no line has, while one line has just its amount and another name."""
    lines = [f for f in coded if f.table == "T05" and len(f.code) == 7 and f.measure == "本年支出"]
    told = [f for f in content.facts if f.table == "N" and f.measure == "支出决算" and f.item.count("/") == 2]
    names = {_name(line.item) for line in coded if line.table in {"T05", "T07", "T08"}}
    spoken = {_last(fact) for fact in told}
    for fact in told:
        alike = [line for line in lines if line.value == fact.value]
        if _last(fact) in names or len(alike) != 1 or not fact.value or _name(alike[0].item) in spoken:
            continue
        line = alike[0]
        if _alike(_last(fact), _name(line.item)):
            continue
        facts = (fact, line)
        sentence = (
            f"说明里的“{fact.item.rsplit('/', 1)[-1]}”在表里没有同名的行，同样金额的一行叫“{line.item}”。"
        )
        yield noted("H2", "提示", printed(facts), sentence, fact.place, facts=facts)


def _slips(slips: Sequence[Wording]) -> Iterator[Finding]:
    if slips:
        told = load_wordings().told("account", slips[0].subject)
        sentence = f"这里写作“{slips[0].text}”，{told}。"
        yield noted("H2", "提示", quoted(slips), sentence, slips[0].place)


def _last(fact: Fact) -> str:
    return _name(fact.item.rsplit("/", 1)[-1])


def _name(item: str) -> str:
    name = squeeze(item).replace("（", "").replace("）", "").replace("“", "").replace("”", "")
    return name.removesuffix("支出")


def _alike(one: str, other: str) -> bool:
    """One is the other with characters left out: shortened in print, or cut when it was read."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def _is_slip(one: str, other: str) -> bool:
    """Two names of one length that differ in one or two characters, or two names that are both known accounts."""
    if _alike(one, other):
        return False
    known = _known_names()
    near = len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 2
    return near or (one in known and other in known)


PLAUSIBLE: dict[str, NamedCheck] = {"units": units, "account_names": account_names}
