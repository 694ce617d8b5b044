"""The indicators of the narrative: every example reads exactly as it says, every "nothing" gives nothing."""

import pytest

from builder.facts.narrative import state_narrative
from builder.knowledge import load_narrative
from builder.knowledge.narrative import Example, Phrasing, load_phrasings
from builder.model import Passage, Place

EXAMPLES = load_narrative().examples


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.section}-{example.text[:18]}")
def test_example_reads_as_declared(example: Example) -> None:
    passage = Passage(example.text, (Place(line=1),) * len(example.text), example.section)
    told = state_narrative([passage], load_narrative())
    stated = sorted(f"{f.item}|{f.measure}|{f.value}|{f.unit}" for f in told.facts)
    assert stated == sorted(example.facts)


def test_every_indicator_has_an_example_that_gives_facts() -> None:
    named = {fact.split("|")[0] for example in EXAMPLES for fact in example.facts}
    unused = [i.items for i in load_narrative().indicators if not named & set(i.items)]
    allowed = {  # one of a list of twins is enough
        "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "一般公共预算财政拨款收入", "政府性基金预算财政拨款收入",
        "国有资本经营预算财政拨款收入", "上缴上级支出", "对附属单位补助支出", "服务采购授予中小企业合同金额",
        "年末财政拨款结转和结余", "政府性基金预算财政拨款支出", "国有资本经营预算财政拨款支出", "财政拨款支出",
            "总收入", "总支出",  # the report as a whole gives them another name
    }  # fmt: skip
    assert [items for items in unused if not set(items) <= allowed] == []


@pytest.mark.parametrize(
    "phrasing", load_phrasings(), ids=lambda phrasing: f"{phrasing.section}-{phrasing.note}"
)
def test_phrasing_gives_exactly_its_facts(phrasing: Phrasing) -> None:
    passages = [Passage(text, (Place(line=1),) * len(text), phrasing.section) for text in phrasing.paragraphs]
    told = state_narrative(passages, load_narrative())
    assert {f"{f.item}|{f.measure}|{f.value}|{f.unit}" for f in told.facts} == phrasing.facts
