"""What a reader of the narrative keeps in mind: the subject, what was said of it, what has come out so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from builder.facts.roles import Base, Role
from builder.knowledge.narrative import Indicator
from builder.model import Fact, Statement, Unread


@dataclass(slots=True)
class Told:
    """What the narrative gave."""

    facts: list[Fact] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    reasons: list[Statement] = field(default_factory=list)
    unmatched: list[Statement] = field(default_factory=list)


@dataclass(slots=True)
class Subject:
    items: tuple[str, ...]
    measures: dict[str, str]
    words: tuple[str, ...] = ()
    joint: bool = False  # several lines named with 、: one amount is said of all together

    def measure_of(self, role: Role, last: Role | None) -> str | None:
        """The measure of a role; what was spent, told right behind the budget, may have a name of its own."""
        budgeted = last is not None and last.name in {"budget", "year_budget"}
        if role.name == "actual" and budgeted and "actual_on_budget" in self.measures:
            return self.measures["actual_on_budget"]
        return self.measures.get(role.name)


@dataclass(slots=True)
class State:
    """What is being talked of; carried from clause to clause."""

    subject: Subject | None = None
    heading: Subject | None = None  # of a numbered item, holds until the next
    path: tuple[str, str, str] = ("", "", "")
    base: Base = Base.LAST_YEAR
    last_role: Role | None = None
    last_sign: int = 0
    fresh: bool = True  # the subject was named in this sentence, or heads the item
    named: list[Subject] = field(default_factory=list)  # subjects of this sentence, up to its full stop
    whole: Subject | None = None  # the one before its 其中
    parted: bool = False  # the sentence has gone on to parts of a whole
    doubtful: bool = False  # the sentence before spoke of several: a change without a name could be any's
    amounts: list[Subject] = field(default_factory=list)  # subjects whose amount this passage has stated

    def end_sentence(self) -> None:
        """After 收入总计…，其中：…。 the next sentence speaks of the whole again; of which part, nobody can say."""
        if self.parted and self.heading is None:
            if self.whole is not None:
                self.subject = self.whole
            elif len(self.named) > 1:
                self.subject = None
        several = len({subject.items for subject in self.named}) > 1
        self.doubtful = several and not (self.parted and self.whole) and self.heading is None
        self.named, self.whole, self.parted = [], None, False

    def inside_bracket(self) -> State:
        """The state in which a bracket is read; what is said in it changes nothing behind it."""
        return replace(self, fresh=False, named=[], whole=None, parted=False, amounts=list(self.amounts))


def word_pattern(indicators: Sequence[Indicator]) -> re.Pattern[str] | None:
    words = sorted({word for i in indicators for word in i.words}, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in words)) if words else None


def names_subject(lead: str, match: re.Match[str], before: int) -> bool:
    """Whether a word names the subject, rather than what it is compared with or a share of."""
    start = match.start() - before
    clause = lead[max((lead.rfind(mark, 0, start) for mark in ",，。；;：:（、"), default=-1) + 1 : start]
    return not re.search(r"占|完成|(?:与|比|较|同)(?!上年相比|上年度相比)[^增减]*$", clause)


def clause_start(lead: str) -> int:
    """Where the last clause of the lead begins; a bracket that is closed again does not begin one."""
    open_bracket = lead.rfind("（")
    marks = [lead.rfind(mark) for mark in ",，。；;：:"]
    marks.append(open_bracket if open_bracket > lead.rfind("）") else -1)
    return max(marks) + 1
