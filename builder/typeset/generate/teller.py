"""What the text of a made report may tell: amounts, rates and counts, by item and measure.

`Teller` collects the figures while they are worked out, `Told` holds them. A rate is worked out from the exact
amounts, as a department's own books have them, and printed with two decimals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from builder.typeset.generate.amounts import WAN_STEP, rate, wan

#: What was spent, and the budget it is held against.
AGAINST = (("支出决算", "年初预算"), ("决算数", "预算数"), ("金额", "年初预算"))


@dataclass(frozen=True)
class Quantity:
    """A figure of the text: money in fen, or a rate or count as it is printed."""

    kind: str  # money, rate, count
    fen: int = 0
    number: Decimal = Decimal(0)


@dataclass(frozen=True)
class Told:
    """All figures of the text, and the lists of names that some sentences go through."""

    figures: Mapping[tuple[str, str], Quantity]
    classes: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]  # 类, 款, 项 of each account of the general budget
    names: Mapping[str, tuple[str, ...]]  # what basic expenditure went to: 人员, 公用 and their classes

    def has(self, item: str, measure: str) -> bool:
        """Say whether there is something to tell, more than nothing."""
        found = self.figures.get((item, measure))
        return found is not None and (found.fen != 0 or found.number != 0)

    def change(self, item: str) -> Decimal:
        """Give how much more than the year before, in 万元 as printed."""
        return wan(self.figures[item, "比上年增减额"].fen)

    def over_budget(self, item: str) -> Decimal:
        """Give how much more than budgeted was spent, in 万元 as printed."""
        for spent, planned in AGAINST:
            if (item, spent) in self.figures and (item, planned) in self.figures:
                return wan(self.figures[item, spent].fen) - wan(self.figures[item, planned].fen)
        raise KeyError(f"no budget of {item}")


class Teller:
    """Collects figures while they are worked out."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.figures: dict[tuple[str, str], Quantity] = {}

    def money(self, item: str, measure: str, fen: int) -> None:
        self.figures[item, measure] = Quantity("money", fen=fen)

    def rate(self, item: str, measure: str, part: int, whole: int) -> None:
        """Tell a percentage; of nothing, or of what prints as nothing, there is none."""
        if wan(whole) > 0:
            self.figures[item, measure] = Quantity("rate", number=rate(part, whole))

    def count(self, item: str, number: int, measure: str = "数量") -> None:
        self.figures[item, measure] = Quantity("count", number=Decimal(number))

    def before(self, now: int) -> int:
        """Draw what it was the year before; nothing stays nothing, and no change prints as nothing."""
        if wan(now) == 0:
            return now
        drawn = int(now * self.random.choice((0.62, 0.9, 0.97, 1.04, 1.2, 1.6))) // WAN_STEP * WAN_STEP
        return now + 3 * WAN_STEP if abs(drawn - now) < WAN_STEP or drawn <= 0 else drawn

    def change(self, item: str, now: int, before: int) -> None:
        """Tell the change from the year before, where there is one."""
        if wan(now - before) != 0 and before > 0:
            self.money(item, "比上年增减额", now - before)
            self.rate(item, "比上年增减率", now - before, before)

    def budget(self, item: str, spent: int, measure: str, budget: int) -> None:
        self.money(item, measure, budget)
        self.rate(item, "完成率", spent, budget)

    def drawn_budget(self, spent: int) -> int:
        return int(spent * self.random.choice((0.8, 0.95, 1.0, 1.02, 1.3))) // WAN_STEP * WAN_STEP

    def told(
        self,
        classes: Sequence[str],
        paths: Sequence[tuple[str, ...]],
        names: Mapping[str, tuple[str, ...]],
    ) -> Told:
        """Give everything that was collected."""
        return Told(self.figures, tuple(classes), tuple(paths), names)
