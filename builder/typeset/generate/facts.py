"""What a reader must find in a made report: facts in the words of the data contract, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class ExpectedFact:
    """One published number; money is in 万元 with its printed precision, `raw` is as printed."""

    table: str
    side: str
    code: str
    item: str
    measure: str
    value: Decimal
    unit: str
    raw: str
    page: int

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Give what the number is about."""
        return (self.table, self.side, self.code, self.item, self.measure)
