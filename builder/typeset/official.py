"""The lines of the official form, loaded once from `lines.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CodedLine = tuple[str, str]
DIGITS = "一二三四五六七八九"


@dataclass(frozen=True)
class OfficialLines:
    """The lines that the form prints whether or not they have a figure."""

    functional: tuple[str, ...]
    income_total: tuple[str, ...]
    income_appropriation: tuple[str, ...]
    personnel: tuple[CodedLine, ...]
    operating: tuple[CodedLine, ...]
    capital: tuple[CodedLine, ...]
    capital_in_two: tuple[CodedLine, ...]


@cache
def load_official_lines() -> OfficialLines:
    """Read `lines.toml` beside this module."""
    toml = tomllib.loads(Path(__file__).with_name("lines.toml").read_text(encoding="utf-8"))
    economic = toml["economic"]
    return OfficialLines(
        functional=tuple(toml["functional"]),
        income_total=tuple(toml["income_total"]),
        income_appropriation=tuple(toml["income_appropriation"]),
        personnel=_coded(economic["personnel"]),
        operating=_coded(economic["operating"]),
        capital=_coded(economic["capital"]),
        capital_in_two=_coded(economic["capital_in_two"]),
    )


def _coded(lines: list[str]) -> tuple[CodedLine, ...]:
    pairs = [line.split(" ", 1) for line in lines]
    return tuple((code, name) for code, name in pairs)


def chinese_number(number: int) -> str:
    """Write 1 to 99 in Chinese, as the lines of the form are numbered."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else DIGITS[tens - 1] + "十")
    return head + (DIGITS[ones - 1] if ones else "")
