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


def settle_budgets(facts: Sequence[Fact], text: str) -> list[Fact]:
    """The facts of one paragraph with one 预算数 for each item: the one that the rate of completion is told of."""
    told = {(fact.item, fact.measure) for fact in facts}
    initial = bool(_ON_INITIAL.search(text)) and not _ON_YEAR.search(text)
    settled = []
    for fact in facts:
        both = (fact.item, _YEAR) in told and (fact.item, _BUDGET) in told
        measure = fact.measure
        if fact.measure == _YEAR and not (both and initial):
            measure = _BUDGET
        elif fact.measure == _BUDGET and both and not initial:
            measure = _INITIAL
        settled.append(replace(fact, measure=measure))
    return settled


def settle_basic(facts: Sequence[Fact], sections: Sequence[str]) -> list[Fact]:
    """财政拨款基本支出 is that of the general public budget, unless the report tells that one apart.

    `sections` has the section of each fact. Where both are told, the parts below 财政拨款基本支出 are named as its parts.
    """
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
        else:
            settled.append(fact)
    return settled
