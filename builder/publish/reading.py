"""How a published figure was read: from text, or recognised from a picture, and then whether a total proves it."""

from __future__ import annotations

from builder.checks.scanned import SurelyRead, is_unproven
from builder.model import Fact, Report, TableStatus

#: From text; recognised, and a printed total of its table proves it; recognised, and nothing does.
TEXT, PROVEN, UNPROVEN = "文字", "识别已核对", "识别未核对"


class HowRead:
    """How the figures of one report were read. Those outside tables have no totals that could prove them."""

    def __init__(self, report: Report) -> None:
        self._facts = report.content.facts
        self._sure = SurelyRead.of(report.content, report.checked.proven, report.checked.added_up)

    def fact(self, fact: Fact) -> str:
        if not fact.place.scanned:
            return TEXT
        return UNPROVEN if is_unproven(fact, self._sure) else PROVEN

    def table(self, table: TableStatus) -> str:
        """Of a table with recognised figures whether its totals show that it was read right."""
        ways = {self.fact(fact) for fact in self._facts if fact.table == table.table}
        if PROVEN in ways:
            return PROVEN
        return UNPROVEN if UNPROVEN in ways or (table.place.scanned and not ways) else TEXT
