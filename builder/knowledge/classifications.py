"""Our account codes beside the international classifications: COFOG for functions, GFSM 2014 for the nature of spending.

Approximate by nature: an account holds money of several international classes. Each account goes where most of it belongs,
or to the class above where that cannot be told. `classifications.csv` has the accounts that are mapped; one without a
line of its own goes with the account above it. `international.csv` has the names of the classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from builder.knowledge.files import read_rows, require

FILE, NAMES = "classifications.csv", "international.csv"
#: Kind of account → the classification that it is mapped to.
SCHEMES = {"functional": "COFOG", "economic": "GFSM 2014"}


@dataclass(frozen=True, slots=True)
class Mapped:
    """An account and its international class; `target` is "" where that knows no such spending."""

    kind: str  # functional, economic
    code: str
    name: str
    target: str
    note: str


@dataclass(frozen=True, slots=True)
class Classifications:
    """`names`: scheme and code of an international class → its Chinese and its English name."""

    accounts: dict[tuple[str, str], Mapped]
    names: dict[tuple[str, str], tuple[str, str]]

    def target(self, kind: str, code: str) -> str:
        """The international class of an account: its own, or that of the nearest account above; "" where there is none."""
        for length in (len(code), 5, 3):
            if length <= len(code) and (found := self.accounts.get((kind, code[:length]))):
                return found.target
        return ""


@cache
def load_classifications() -> Classifications:
    """Both lists. Raises KnowledgeError for an account mapped twice, or to a class without a name."""
    rows = read_rows(NAMES)
    names = {(row["scheme"], row["code"]): (row["name"], row["english"]) for row in rows}
    require(len(names) == len(rows), "国际分类重复", "an international class stands twice", NAMES)
    accounts: dict[tuple[str, str], Mapped] = {}
    for row in read_rows(FILE):
        mapped = Mapped(row["kind"], row["code"], row["name"], row["target"], row["note"])
        key = (mapped.kind, mapped.code)
        require(key not in accounts, f"科目 {mapped.code} 重复", f"duplicate account {mapped.code}", FILE)
        scheme = SCHEMES.get(mapped.kind, "")
        known = bool(scheme) and (not mapped.target or (scheme, mapped.target) in names)
        require(
            known,
            f"科目 {mapped.code} 对应的国际分类不存在：{mapped.target}",
            f"account {mapped.code} is mapped to an unknown class {mapped.target}",
            FILE,
        )
        accounts[key] = mapped
    return Classifications(accounts, names)
