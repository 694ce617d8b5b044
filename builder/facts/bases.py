"""Two budgets, or two kinds of basic expenditure, told beside each other: which of them has the contract's name.

A sentence may tell the budget of the beginning of the year and the adjusted one; a report may tell the basic expenditure
of all appropriations and that of the general public budget. Never are two different figures stated under one name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from builder.model import Fact

#: The measure of 全年预算, 调整预算 of a “三公” expense until it is settled, and what it is settled to.
_YEAR, _BUDGET, _INITIAL = "三公全年预算数", "预算数", "年初预算"
_ON_INITIAL = re.compile(r"(?:完成|占|为)年初预算|年初预算(?:完成率|执行率)")
_ON_YEAR = re.compile(r"(?:完成|占|为)(?:全年|调整后?)预算")

_FISCAL, _GENERAL = "财政拨款基本支出", "一般公共预算财政拨款基本支出"
_PARTS = ("人员经费", "公用经费")
#: 总收入 of a section on income or expenditure: what it is beside the other, and alone.
_WHOLES = {"总收入": ("收入总计", "收入合计"), "总支出": ("支出总计", "支出合计")}


def settle_budgets(facts: Sequence[Fact], text: str) -> list[Fact]:
    """The facts of one paragraph with one 预算数 for each item: the one that the rate of completion is told of."""
    told = {(fact.item, fact.measure) for fact in facts}
    initial = bool(_ON_INITIAL.search(text)) and not _ON_YEAR.search(text)
    settled = []
    for fact in facts:
        both = (fact.item, _YEAR) in told and (fact.item, _BUDGET) in told
        measure = fact.measure
        if fact.measure == _YEAR:
            measure = "全年预算" if both and initial else _BUDGET
        elif fact.measure == _BUDGET and both and not initial:
            measure = _INITIAL
        settled.append(fact if measure == fact.measure else replace(fact, measure=measure))
    return settled


def settle_bases(facts: Sequence[Fact], sections: Sequence[str]) -> list[Fact]:
    """The facts with the names that the report as a whole gives them; `sections` has the section of each."""
    return _settle_wholes(_settle_basic(facts, sections))


def _settle_wholes(facts: Sequence[Fact]) -> list[Fact]:
    """总收入 is 收入总计 where the report tells another amount of 收入合计, and 收入合计 where it does not."""
    settled = []
    for fact in facts:
        if fact.item in _WHOLES:
            total, year = _WHOLES[fact.item]
            other = {f.value for f in facts if f.item == year and f.measure == "金额"}
            own = {f.value for f in facts if f.item == fact.item and f.measure == "金额"}
            fact = replace(fact, item=total if other and not own & other else year)
        settled.append(fact)
    return settled


def _settle_basic(facts: Sequence[Fact], sections: Sequence[str]) -> list[Fact]:
    """财政拨款基本支出 is that of the general public budget, unless the report tells that one apart.

    Where both are told, the parts below 财政拨款基本支出 are named as its parts; so are those of 基本支出 as a whole where
    the section on basic expenditure tells other ones.
    """
    parts = {f.item: f.value for f, s in zip(facts, sections, strict=True) if s == "basic" and _is_part(f)}
    amounts = {
        (fact.item, fact.value)
        for fact, section in zip(facts, sections, strict=True)
        if section == "basic" and fact.measure == "金额" and fact.item in {_FISCAL, _GENERAL}
    }
    fiscal = {value for item, value in amounts if item == _FISCAL}
    general = {value for item, value in amounts if item == _GENERAL}
    same = not general or fiscal <= general
    settled, last = [], ""
    for fact, section in zip(facts, sections, strict=True):
        if section == "basic" and fact.item in {_FISCAL, _GENERAL}:
            last = fact.item
        if fact.item == _FISCAL and same and section != "fiscal":
            settled.append(replace(fact, item=_GENERAL))
        elif not same and section == "basic" and last == _FISCAL and fact.item in _PARTS:
            settled.append(replace(fact, item=f"{_FISCAL}/{fact.item}"))
        elif section == "expenditure" and _is_part(fact) and parts.get(fact.item, fact.value) != fact.value:
            settled.append(replace(fact, item=f"基本支出/{fact.item}"))
        else:
            settled.append(fact)
    return settled


def _is_part(fact: Fact) -> bool:
    return fact.item in _PARTS and fact.measure == "金额"
