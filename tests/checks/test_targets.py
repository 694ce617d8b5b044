"""One result held against two targets in one form."""

from __future__ import annotations

import pytest

from tests.checks.made_words import only, silent
from tests.checks.test_scores import ROWS, Row, form, judged

PAID: Row = ("产出指标/数量指标/防汛补助发放金额", "250万元", "316.2万元", "15", "15")


def beside(name: str, target: str, result: str = "316.2万元") -> list[Row]:
    path = f"效益指标/经济效益指标/{name}"
    return [PAID, ROWS[1], (path, target, result, "15", "15"), *ROWS[2:]]


@pytest.mark.parametrize("name", ["拨付补助", "防汛补助支付金额", "兑现防汛补助"])
def test_two_targets_for_what_is_one_thing_in_other_words(name: str) -> None:
    found = only(judged(form(beside(name, "200万元"))), "G15")
    assert found.level == "值得追问"
    assert all(words in found.explanation for words in ("250万元", "200万元", "316.2万元"))


@pytest.mark.parametrize(
    ("name", "target", "result"),
    [
        ("拨付补助", "250万元", "316.2万元"),  # one target
        ("拨付补助", "200万元", "316.5万元"),  # another result
        ("补助到位金额", "200万元", "316.2万元"),  # another act
        ("征缴水费", "200万元", "316.2万元"),
        ("拨付工程款", "200万元", "316.2万元"),  # another thing
        ("拨付资金", "200万元", "316.2万元"),  # a thing without a name
    ],
)
def test_other_acts_things_results_and_equal_targets_are_fine(name: str, target: str, result: str) -> None:
    assert silent(judged(form(beside(name, target, result))), "G15")[0] == 1


def test_a_round_result_and_a_share_may_be_the_same_by_chance() -> None:
    rows = [
        ("产出指标/数量指标/补助发放率", "95%", "99.5%", "15", "15"),
        *beside("补助拨付率", "90%", "99.5%")[1:],
    ]
    silent(judged(form(rows)), "G15")
    rows = [
        ("产出指标/数量指标/补助发放金额", "250万元", "300万元", "15", "15"),
        *beside("补助拨付", "200万元", "300万元")[1:],
    ]
    silent(judged(form(rows)), "G15")
