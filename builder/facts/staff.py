"""Staff counts by kind: what a report that names only one kind says of the whole.

A report that tells 行政编制 and 事业编制 apart keeps both; where it knows one kind only, that kind is the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from builder.model import Fact

#: The whole, and the kinds that stand for it when nothing else does.
_KINDS = {
    "编制人数": ("行政编制人数", "事业编制人数", "政法专项编制人数"),
    "退休人数": ("离退休人数",),
    "在职人数": ("实有人数",),
}


def settle_staff(facts: Sequence[Fact]) -> list[Fact]:
    """The facts, a lone kind under the name of the whole; counts of kinds that stand beside a whole stay."""
    told = {fact.item for fact in facts if fact.table == "N"}
    renamed: dict[str, str] = {}
    for whole, kinds in _KINDS.items():
        present = [kind for kind in kinds if kind in told]
        if whole not in told and len(present) == 1:
            renamed[present[0]] = whole
    return [replace(fact, item=renamed[fact.item]) if fact.item in renamed else fact for fact in facts]
