"""Account codes of the functional and economic classifications (`accounts.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from builder.knowledge.files import read_rows, require

_FILE = "accounts.csv"
_LEVELS = {"functional": {3: "类", 5: "款", 7: "项"}, "economic": {3: "类", 5: "款"}}


@dataclass(frozen=True, slots=True)
class Account:
    """One account: 类 has three digits, 款 five, 项 seven."""

    code: str
    name: str
    level: str
    kind: str  # functional, economic


@cache
def load_accounts() -> dict[str, Account]:
    """All known accounts by code. The list is not closed: a report may print a code that is not in it."""
    accounts: dict[str, Account] = {}
    for row in read_rows(_FILE):
        account = Account(row["code"], row["name"], row["level"], row["kind"])
        fits = _LEVELS.get(account.kind, {}).get(len(account.code)) == account.level
        require(
            fits,
            f"科目 {account.code} 的级次或种类不对",
            f"account {account.code}: wrong level or kind",
            _FILE,
        )
        require(account.code not in accounts, f"科目重复：{account.code}", f"duplicate {account.code}", _FILE)
        accounts[account.code] = account
    return accounts
