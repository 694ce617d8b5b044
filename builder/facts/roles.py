"""What the words before a number say it is: amount, share, change, rate of change, budget, actual, completion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

MONEY_UNITS = {"万元", "元", "亿元", "千元"}

_UP = "增加|增长|上升|提高|上涨|多支出|增多|增支|增幅|增"
_DOWN = "减少|下降|降低|下浮|压减|缩减|减支|少支出|降幅|减幅|减"
_DIRECTION = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_CHANGE_TAIL = re.compile(
    rf"(?:各|均|分别)?(?P<words>(?:{_UP}|{_DOWN})(?:[（(/](?:{_UP}|{_DOWN})[)）]?)?)(?:了|额|数|幅度|比例|率)?(?:各|均|分别)?(?:为|是|达|约|:)?$"
)
_SHARE = re.compile(r"占[^,。；;]*$")
_COMPLETION = re.compile(
    r"完成[^,。；;]*$|占(?:年初|全年|调整后?|当年|本年|支出)?预算(?:数|总额)?的?$|(?:为|是|达到?)[^,。；;]*?预算(?:数)?的$|(?:执行率|完成率)(?:为|达到?|是|:)?$"
)
_BUDGET = re.compile(
    r"(?:年初|支出)?(?<!一般公共)(?<!政府性基金)(?<!资本经营)(?<!保险基金)预算(?:数|金额|支出|安排|总额)?(?:支出)?(?:总计|合计|共)?(?:各)?(?:为|是|:)?$"
)
_YEAR_BUDGET = re.compile(r"(?:全年|调整|调整后)预算(?:数|金额)?(?:为|是|:)?$")
_ACTUAL = re.compile(r"(?:决算|执行)(?:支出)?(?:数|金额|总额)?(?:支出)?(?:金额)?(?:各)?(?:为|是|:)?$")
#: 与2023年年初预算相比, 较年初预算数, 比预算: a comparison that names a budget before it says how it comes out.
_ON_BUDGET = re.compile(
    r"(?:与|比|较|同|和)[^,。；;增减升降]{0,36}?预算(?:数|支出|安排|金额)?(?=[\d（]|相比|对比|比较|增|减|下降|上升|降|持平|无|多|少|$|,)"
)
_ON_YEAR = re.compile(r"(?:与|比|较|同|和)(?:(?P<year>20\d\d)年|上一?年|去年)|上一?年(?:度)?决算")
#: Words that may stand between a subject and its number without changing what it is.
_FILLER = re.compile(
    r"20\d\d年度?|本年度?|本部门|本单位|我单位|我部门|部门|单位|全年|当年|年度|累计|共计|合计|总计|总额|金额|支出|收入|"
    r"预算|年初|调整后|调整|决算|执行|安排|实际|财政拨款|经费|一般公共预算|"
    rf"（[^（）]*）|完成|占|{_UP}|{_DOWN}|与|比|较|同|和|上一?年度?|去年|相比|对比|同比|同期|度|"
    r"变动|变化|增减|各|为|是|共|约|达到?|数|额|的|了|均|分别|开支|发生|产生|其中|[:：、,，/]|此外|共计|财政|万元|元|费用|类|款|项|比例|幅度|率|本级"
)


class Base(Enum):
    """What a change is measured against."""

    LAST_YEAR = "last_year"
    BUDGET = "budget"
    EARLIER = "earlier"  # a year before the last one


@dataclass(frozen=True, slots=True)
class Role:
    """`sign` is -1 for a fall; `ambiguous` when a form's 增加（减少） was left standing."""

    name: str
    sign: int = 1
    directed: bool = False
    ambiguous: bool = False


def base_of(lead: str, said: str = "") -> Base | None:
    """The base of comparison that the words before a number name last; None when they name none.

    `said`: all of the paragraph before the number, which tells whether a year that is named is the last one.
    """
    budget = [m.start() for m in _ON_BUDGET.finditer(lead)]
    years = list(_ON_YEAR.finditer(lead))
    if not budget and not years:
        return None
    if not years or max(budget, default=-1) >= years[-1].start():
        return Base.BUDGET
    named = years[-1]["year"]
    return Base.EARLIER if named and _is_earlier(int(named), said) else Base.LAST_YEAR


def _is_earlier(year: int, said: str) -> bool:
    """比上年增加…，比2019年减少…: a second comparison, with a year before the last one.

    Told alone, a year too early may as well be left over from the report of the year before.
    """
    newest = max((int(found) for found in re.findall(r"20\d\d(?=年)", said)), default=year)
    last = rf"(?:与|比|较|同)(?:上一?年|去年|{newest - 1}年)"
    return year < newest - 1 and bool(re.search(last, said))


def role_of(clause: str, unit: str, base: Base, last: Role | None) -> Role | None:
    """The role of the number that stands right behind `clause`; None when its words fit no role."""
    if unit in {"%", ""}:
        return _rate_role(clause, base, last)
    if unit not in MONEY_UNITS:
        return None
    if tail := _CHANGE_TAIL.search(clause):
        return _change(tail["words"], "change", base)
    if _YEAR_BUDGET.search(clause):
        return Role("year_budget")
    if _BUDGET.search(clause) and not re.search(r"决算(?:数)?$", clause):
        return Role("budget")
    if _ACTUAL.search(clause):
        return Role("actual")
    return Role("amount")


#: 变动率-3.83%, 较上年-5.20万元: the direction is the printed sign alone.
_SIGNED = re.compile(
    r"(?:变动|变化|增减)(?:额|数|幅度|率|比例)?(?:为|是|:)?$|(?:与|比|较|同)(?:上一?年度?|去年|20\d\d年度?)(?:决算数?)?(?:相比|对比)?,?$"
)


def signed_change(clause: str, unit: str, base: Base) -> Role | None:
    """The role of a number below nought that no word of direction stands before; None when the words say otherwise."""
    if not _SIGNED.search(clause):
        return None
    kind = "change_rate" if unit in {"%", ""} else "change"
    return Role(_change_name(kind, base), directed=True)


def _change_name(kind: str, base: Base) -> str:
    return kind if base is Base.LAST_YEAR else f"{base.value}_{kind}"


def _rate_role(clause: str, base: Base, last: Role | None) -> Role | None:
    if _COMPLETION.search(clause):
        return Role("completion")
    if _SHARE.search(clause):
        return Role("share")
    if tail := _CHANGE_TAIL.search(clause):
        return _change(tail["words"], "change_rate", base)
    if last and last.name.endswith("change") and not clause.strip("，,、"):
        return Role(f"{last.name}_rate", last.sign, directed=False)
    return None


def _change(words: str, kind: str, base: Base) -> Role:
    found = [m.lastgroup for m in _DIRECTION.finditer(words)]
    name = _change_name(kind, base)
    sign = -1 if found and found[0] == "down" else 1
    return Role(name, sign, directed=True, ambiguous="up" in found and "down" in found)


def sign_of(role: Role, last: int) -> int:
    """1 or -1 for what the figure's words say; a form's 增加（减少） left standing follows the figure before it."""
    if not role.name.endswith(("change", "change_rate")):
        return 1
    return last or 1 if role.ambiguous or not role.directed else role.sign


#: The rate of a part that is named right before it is not the rate of the whole.
_OF_A_PART = re.compile(r"(?:基本支出|项目支出|人员经费|公用经费)(?:决算数?|支出)?(?:完成|占)")


def unexplained(clause: str) -> bool:
    """Whether words are left between subject and number that say something else."""
    if _OF_A_PART.search(clause):
        return True
    if _SHARE.search(clause) or _COMPLETION.search(clause):
        return False
    return bool(re.search(r"[\u4e00-\u9fff]", _FILLER.sub("", clause)))


_REASON = re.compile(
    r"原因|因为|主要用于(?!以下|下列|:?以下)|(?<!主要)用于(?!以下|下列)|(?<!主要)包括(?!:?(?:财政拨款|一般公共预算|本年|基本支出|项目支出|货物|因公|公务))|主要包括|由于|主要是"
)
_RESUMED = re.compile(
    r",(?:与|较|比)(?:20\d\d年|上一?年|去年|年初预算)|,(?:支出)?决算数?为|,其中[:：]|,(?:完成|为)(?:年初|全年|调整后?)?预算"
)
_SENTENCE = "。；;"


def free_of_reason(plain: str, index: int) -> bool:
    """Whether a figure stands outside the words that explain reasons or purposes."""
    start = max(plain.rfind(mark, 0, index) for mark in _SENTENCE) + 1
    found = list(_REASON.finditer(plain, start, index))
    if not found:
        return True
    last = found[-1]
    if _RESUMED.search(plain, last.end(), index):  # …主要原因是…,与上年相比减少…: the figures go on
        return True
    if last.group(0) == "由于":  # 由于预算数为0万元, …: only this clause
        return "," in plain[last.end() : index]
    return bool(re.search(r"用于以下|用于下列", plain[last.start() - 2 : index]))


def is_behind_cause(plain: str, index: int) -> bool:
    """Whether the sentence has named a cause before this place (a purpose or a list is none)."""
    start = max(plain.rfind(mark, 0, index) for mark in _SENTENCE) + 1
    return bool(re.search(r"原因|因为|由于", plain[start:index]))


def is_behind_reason(plain: str, index: int) -> bool:
    """Whether the sentence has given a reason or a purpose before this place."""
    start = max(plain.rfind(mark, 0, index) for mark in _SENTENCE) + 1
    return bool(_REASON.search(plain, start, index))


def is_compared_with(plain: str, start: int, end: int, role: Role | None) -> bool:
    """比上年决算数400.00万元减少…: the amount of another year, which the subject's is compared with."""
    if role is None or role.name not in {"amount", "actual"}:
        return False
    clause = plain[max(plain.rfind(mark, 0, start) for mark in ",。；;") + 1 : start]
    return bool(
        re.search(r"(?:与|比|较|同)[^占完]*$", clause)
        and re.match(
            r"相比|对比|比较|增|减|下降|上升|降|持平|多|少|,?(?:增加|减少|持平)", plain[end : end + 8]
        )
    )


_OWN_YEAR = re.compile(
    r"(?:其中:?|而)?(?:[^\d比较与同和由]{0,24}?(?P<year>20\d\d)年(?!\d)|(?:上一?年度?|去年)(?!末|底|[^,]*(?:结转|结余)))"
)


def is_of_another_year(plain: str, start: int, role: Role | None) -> bool:
    """机关运行经费5.00万元，2021年为4.00万元: the amount of a year before, told beside the subject's own."""
    if role is None or "change" in role.name:
        return False
    begins = max(plain.rfind(mark, 0, start) for mark in ",:。；;") + 1
    own = _OWN_YEAR.match(plain, begins, start) or _year_of_whole(plain, start)
    if own is None or not own["year"]:
        return own is not None
    year = int(own["year"])
    if role.name.endswith("budget") and re.search(rf"(?<![与比较同]){year - 1}年(?!\d)", plain[:begins]):
        return True  # 2021年决算4.00万元，2022年预算3.00万元: the budget of the year to come
    told = [int(found) for found in re.findall(r"20\d\d(?=年(?!\d))", plain[:start])]
    sentence = re.split(r"[。；;]", plain[start:], maxsplit=1)[0]
    later = re.search(rf"[,、]而?{year + 1}年(?:度)?(?!.?(?:预算|计划))[^,]{{0,12}}\d", sentence)
    return max(told) > year or later is not None


def _year_of_whole(plain: str, start: int) -> re.Match[str] | None:
    """上年度支出5.00万元，其中公务接待费2.00万元: the year of the whole is that of the parts behind 其中."""
    begins = max(plain.rfind(mark, 0, start) for mark in "。；;") + 1
    parted = plain.rfind("其中", begins, start)
    if parted < 0:
        return None
    clauses = [begins, *(m.end() for m in re.finditer("[,:]", plain[:parted]) if m.start() > begins)]
    told = (_OWN_YEAR.match(plain, at, parted) for at in reversed(clauses))
    return next((own for own in told if own), None)


def is_of_others(plain: str, start: int, end: int, role: Role | None) -> bool:
    """Whether a figure is no figure of the year, but what the subject's own is compared with."""
    return is_compared_with(plain, start, end, role) or is_of_another_year(plain, start, role)


def is_restated(plain: str, start: int, end: int) -> bool:
    """由于预算数为0万元, 无法计算: the figure is said again only to explain that no rate can be computed."""
    clause = max(plain.rfind(mark, 0, start) for mark in ",，。；;") + 1
    return plain.startswith("由于", clause) and "无法计算" in plain[end : end + 24]
