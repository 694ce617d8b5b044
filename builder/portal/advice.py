"""What `doctor` has to say of one thing: whether it is well, and if not, what to do, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: `wrong`: a build stops, or leaves something out. `missing`: it runs, and something is not there.
Level = Literal["well", "missing", "wrong"]
MARKS: dict[Level, str] = {"well": "✓ 好 well", "missing": "△ 缺 missing", "wrong": "✗ 错 wrong"}


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that was looked at. `do_zh`, `do_en`: what to do, "" when it is well."""

    level: Level
    what: str
    zh: str = ""
    en: str = ""
    do_zh: str = ""
    do_en: str = ""

    def line(self) -> str:
        told = " / ".join(part for part in (self.zh, self.en) if part)
        todo = f"\n    → {self.do_zh} / {self.do_en}" if self.do_zh else ""
        return f"{MARKS[self.level]}  {self.what}{f'：{told}' if told else ''}{todo}"


def well(what: str, told: str = "") -> Advice:
    return Advice("well", what, told)
