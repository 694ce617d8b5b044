"""How a published figure was read: from text, or recognised from a picture, and then whether its table adds up."""

from __future__ import annotations

from builder.checks.scanned import is_unproven, surely_read
from builder.model import Fact, Report, TableStatus

#: From text; recognised, and the printed totals of its table hold; recognised, and nothing proves it.
TEXT, PROVEN, UNPROVEN = "文字", "识别已核对", "识别未核对"


class HowRead:
    """How the figures of one report were read. Those outside tables have no totals that could prove them."""

    def __init__(self, report: Report) -> None:
        self._facts = report.content.facts
        self._sure = surely_read(report.content, report.checked.proven)

    def fact(self, fact: Fact) -> str:
        if not fact.place.scanned:
            return TEXT
        return UNPROVEN if is_unproven(fact, self._sure) else PROVEN

    def table(self, table: TableStatus) -> str:
        """The least certain way of any of its figures."""
        ways = {self.fact(fact) for fact in self._facts if fact.table == table.table}
        if UNPROVEN in ways or (table.place.scanned and not ways):
            return UNPROVEN
        return PROVEN if PROVEN in ways else TEXT
