"""One misprint in a made report: a figure of an account, of another table, or of the text, printed wrong once.

The misprint is larger than any rounding could be, so that whoever adds up what is printed must come upon it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from builder.typeset.generate.amounts import WAN_STEP
from builder.typeset.generate.teller import Quantity, Told

Key = tuple[str, str, str, str, str]
"""table, side, code, item, measure; of the text only item and measure"""

#: Where the misprint stands; the first for departments that print none.
KINDS = ("none", "accounts", "totals", "text")
#: What a misprint adds: 0.90, 9.00, 10.00 万元; percentage points; vehicles.
MONEY = (90 * WAN_STEP, 900 * WAN_STEP, 1000 * WAN_STEP)
POINTS = 10
COUNT = 3

_ACCOUNTS = ("T02", "T03", "T05")
_TOTALS = (
    ("T01", "本年收入合计"),
    ("T01", "总计"),
    ("T01", "本年支出合计"),
    ("T04", "总计"),
    ("T04", "本年支出合计"),
    ("T05", "合计"),
    ("T06", "人员经费合计"),
    ("T09", "合计"),
    ("T09", "公务接待费"),
)
_MONEY_TOLD = (
    ("收入总计", "金额"),
    ("收入合计", "金额"),
    ("支出合计", "金额"),
    ("基本支出", "金额"),
    ("项目支出", "金额"),
    ("财政拨款收入总计", "金额"),
    ("一般公共预算财政拨款支出", "金额"),
    ("人员经费", "金额"),
    ("公用经费", "金额"),
    ("三公经费合计", "决算数"),
    ("公务接待费", "决算数"),
    ("政府采购支出总额", "金额"),
)
_RATES_TOLD = (
    ("基本支出", "占比"),
    ("一般公共预算财政拨款支出", "占比"),
    ("一般公共预算财政拨款支出", "完成率"),
    ("一般公共预算财政拨款支出", "比上年增减率"),
)
_COUNTS_TOLD = (("其他用车", "数量"),)


@dataclass(frozen=True)
class Slip:
    """One figure that does not fit the others: what it is, and what is printed.

    Money in fen, a rate in hundredths of a percent, a count as it is.
    """

    key: Key
    adds_up_to: int
    printed: int


def draw_slip(kind: str, figures: Mapping[Key, int], told: Told, random: Random) -> Slip | None:
    """Choose a figure that others depend on, and misprint it; for `none` nothing."""
    if kind == "none":
        return None
    if kind == "text":
        return _in_text(told, random)
    keys = [key for key, amount in figures.items() if amount > 0]
    if kind == "accounts":
        found = [key for key in keys if key[0] in _ACCOUNTS and len(key[2]) == 7]
    else:
        found = [key for key in keys if (key[0], key[3]) in _TOTALS]
    key = random.choice(found)
    return Slip(key, figures[key], figures[key] + random.choice(MONEY))


def _in_text(told: Told, random: Random) -> Slip:
    names = (*_MONEY_TOLD, *_RATES_TOLD, *_accounts(told))
    item, measure = random.choice([*_COUNTS_TOLD, *(name for name in names if told.has(*name))])
    quantity = told.figures[item, measure]
    key = ("N", "", "", item, measure)
    if quantity.kind == "money":
        return Slip(key, quantity.fen, quantity.fen + random.choice(MONEY))
    if quantity.kind == "rate":
        right = int(quantity.number.scaleb(2))
        return Slip(key, right, right + (-POINTS if right < 0 else POINTS) * 100)
    right = int(quantity.number)
    return Slip(key, right, int(told.figures["车辆", "数量"].number) + COUNT)


def _accounts(told: Told) -> Iterator[tuple[str, str]]:
    """The first class and the first account: which of them is printed is the layout's matter."""
    yield told.classes[0], "支出决算"
    yield "/".join(told.paths[0]), "支出决算"


def misprinted(told: Told, slip: Slip | None) -> Told:
    """Give what the text says with the misprint in it; the same where there is none, or it stands in a table."""
    if slip is None or slip.key[0] != "N":
        return told
    name = slip.key[3:]
    wrong = _as_printed(told.figures[name], slip.printed)
    return replace(told, figures={**told.figures, name: wrong})


def _as_printed(quantity: Quantity, printed: int) -> Quantity:
    if quantity.kind == "money":
        return replace(quantity, fen=printed)
    number = Decimal(printed).scaleb(-2) if quantity.kind == "rate" else Decimal(printed)
    return replace(quantity, number=number)
