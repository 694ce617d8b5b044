"""What a reader of the narrative keeps in mind: the subject, what was said of it, what has come out so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from builder.facts.roles import Base, Role
from builder.knowledge import Narrative
from builder.knowledge.narrative import Indicator
from builder.model import Fact, Passage, Statement, Unread
from builder.text import fold_punctuation


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

    @property
    def names_one(self) -> bool:
        """Whether this sentence has named one subject and no other."""
        return len({subject.items for subject in self.named}) == 1

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


#: Sections that quote definitions or duties; their numbers are no figures of the year.
_SILENT = {"glossary", "attachments"}
#: Where a heading may be missing: the paragraph's own first words tell what it is about.
_UNSURE = {"", "other"}

#: Sections on single matters, and matters that a paragraph without a heading may go on to after them.
_MATTERS = {
    "three_public",
    "operating",
    "procurement",
    "assets",
    "general_spending",
    "funds",
    "state_capital",
}
_TOLD_APART = {"operating", "procurement"}


def with_sections(passages: Sequence[Passage], narrative: Narrative) -> Iterator[Passage]:
    """The passages to be read; where headings are missing, their own first words tell the section, until the next."""
    inferred = ""
    for passage in passages:
        if passage.section in _SILENT:
            continue
        if passage.section not in _UNSURE:
            inferred = ""
            begun = narrative.infer(fold_punctuation(passage.text)) if passage.section in _MATTERS else ""
            yield replace(passage, section=begun) if begun in _TOLD_APART else passage
            continue
        inferred = narrative.infer(fold_punctuation(passage.text)) or inferred
        yield replace(passage, section=inferred or passage.section)


def word_pattern(indicators: Sequence[Indicator]) -> re.Pattern[str] | None:
    return _any_of(tuple([word for indicator in indicators for word in indicator.words]))


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str] | None:
    words = tuple(sorted(dict.fromkeys(words), key=len, reverse=True))
    return re.compile("|".join(re.escape(word) for word in words)) if words else None


def names_subject(lead: str, match: re.Match[str], before: int) -> bool:
    """Whether a word names the subject, rather than what it is compared with or a share of."""
    start = match.start() - before
    clause = lead[max((lead.rfind(mark, 0, start) for mark in ",，。；;：:（、"), default=-1) + 1 : start]
    if re.search(r"(?:基金|资本经营)(?:预算)?$", clause):  # another budget's, by a name that is not known
        return False
    if re.search(r"(?:均|全部|全)为$", clause):  # 均为… describes, unless an amount of its own follows
        return bool(re.fullmatch(r"(?:支出)?(?:决算数?)?为?", lead[match.end() - before :]))
    return not re.search(
        r"占|完成|(?:与|比|较|同)(?!上年相比|上年度相比|(?:上一?年度?|去年|20\d\d年度?)的?$)[^增减]*$",
        clause,
    )


def clause_start(lead: str) -> int:
    """Where the last clause of the lead begins; a bracket that is closed again does not begin one."""
    open_bracket = lead.rfind("（")
    marks = [lead.rfind(mark) for mark in ",，。；;：:"]
    marks.append(open_bracket if open_bracket > lead.rfind("）") else -1)
    return max(marks) + 1


def without_names(clause: str, subject: Subject | None) -> str:
    """The words before a figure without the subject's own names: 比三公经费年初预算6.00万元."""
    for word in subject.words if subject else ():
        clause = clause.replace(word, "")
    return clause


_SIDE = re.compile(
    r"(?:^|[,。;:])(收入|支出)(?:同比|[与比较](?:上年|20\d\d年)(?:度|相比)?,?)?(?=增|减|下降|上升|降)[^,。;]*$"
)
#: What is said of the side that has no total: of nothing that is known.
_NOTHING = Subject(("",), {})


def of_one_side(lead: str, amounts: Sequence[Subject], subject: Subject | None) -> Subject | None:
    """收入总计…，支出总计…，收入增加…，支出减少…: which of the two totals a change is said of; None when not so told."""
    side = _SIDE.search(lead)
    totals = [s for s in (*amounts, subject) if s is not None and s.items[-1].endswith("总计")]
    if side is None or not totals:
        return None
    return next((s for s in totals if all(side[1] in item for item in s.items)), _NOTHING)


def are_totals(both: Sequence[Subject], facts: Sequence[Fact]) -> bool:
    """收入总计 and 支出总计 of the same amount, told last: they balance each year, so a change is one of both."""
    last = [fact for fact in facts[-2:] if fact.measure == "金额"]
    if len(last) < 2:
        return False
    return last[0].value == last[1].value and all(
        item.endswith("总计") for subject in both for item in subject.items
    )


def chain(view: str, found: Sequence[tuple[re.Match[str], Indicator]]) -> Subject:
    """The subject named last, with those joined to it by 、."""
    joined = [found[-1]]
    for match, indicator in reversed(found[:-1]):
        if view[match.end() : joined[0][0].start()] not in {"、", "和", "及", "以及"}:
            break
        joined.insert(0, (match, indicator))
    all_named = [indicator for _, indicator in joined]
    last = all_named[-1]
    if len(joined) == 1 or any(i.measures != last.measures for i in all_named):
        return Subject(last.items, last.measures, last.words)
    items = tuple(dict.fromkeys(item for i in all_named for item in i.items))
    return Subject(items, last.measures, joint=True)
