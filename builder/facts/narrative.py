"""The narrative: figures in sentences → facts. A figure is stated only when the words before it explain it wholly.

For each figure the clause before it is read: which indicator it names, which role (amount, share, change …) its
last words give. Any other words left between subject and number leave the figure unmatched: it is listed, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from builder.facts.collect import to_wan
from builder.facts.figures import Figure, Text, find_figures
from builder.facts.reasons import find_reasons
from builder.facts.roles import (
    MONEY_UNITS,
    Base,
    Role,
    base_of,
    free_of_reason,
    is_restated,
    role_of,
    unexplained,
)
from builder.knowledge import Narrative
from builder.knowledge.narrative import Indicator
from builder.model import Fact, Passage, Statement, Unread
from builder.text import fold_punctuation, item_name

_NOT_NAME = r"(?!年初|全年|支出决算|主要用于|20\d\d年)"
_NAME = r"[^（）,。:：]+?(?:（[^类款项]*）[^（）,。:：]*?)*"
_PATH = re.compile(
    r"^(?:\d+[.、．]|（\d+）)?(?P<class>[^（）,。:：]+?)(?:支出)?（类）(?:支出)?"
    rf"(?:{_NOT_NAME}(?P<section>{_NAME})（款）)?"
    rf"(?:{_NOT_NAME}(?P<item>{_NAME})(?:（项）|$|[,。:：]|(?=年初预算|全年预算|20\d\d年)))?"
)
_EACH = re.compile(r"各|均|分别")
_NUMBERED = re.compile(r"^(?:\d+[.、．]|（\d+）)")
_CLASS_ONLY = re.compile(
    r"^(?:\d+[.、．]|（\d+）)([^\d,，。:：（）]{2,20}?支出)(?=$|[,，。:：（]|年初|全年|20\d\d)"
)


@dataclass(slots=True)
class Told:
    """What the narrative gave."""

    facts: list[Fact] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    reasons: list[Statement] = field(default_factory=list)
    unmatched: list[Statement] = field(default_factory=list)


@dataclass(slots=True)
class _Subject:
    items: tuple[str, ...]
    measures: dict[str, str]


@dataclass(slots=True)
class _State:
    """What is being talked of; carried from clause to clause."""

    subject: _Subject | None = None
    heading: _Subject | None = None  # of a numbered item, holds until the next
    base: Base = Base.LAST_YEAR
    last_role: Role | None = None
    last_sign: int = 0
    fresh: bool = True  # the subject was named in this sentence, or heads the item
    amounts: list[_Subject] = field(default_factory=list)  # subjects whose amount this passage has stated


def state_narrative(passages: Sequence[Passage], narrative: Narrative) -> Told:
    """All facts, reasons and unmatched amounts of the narrative, in reading order."""
    told = Told()
    state = _State()
    section = ""
    for passage in passages:
        if passage.section in _SILENT:
            continue
        if passage.section != section:
            state, section = _State(), passage.section
        _Teller(passage, narrative, told, state).tell()
    return told


#: Sections that tell budgets and spending in turn, without the fixed words of the prescribed ones.
_ON_BUDGETS = {"performance", "report"}
#: Sections that quote definitions or duties; their numbers are no figures of the year.
_SILENT = {"glossary", "attachments"}


class _Teller:
    """Reads one passage."""

    def __init__(self, passage: Passage, narrative: Narrative, told: Told, state: _State) -> None:
        self.text = Text.of(passage)
        self.section = passage.section
        self.told, self.state, self.narrative = told, state, narrative
        self.indicators = [i for i in narrative.indicators if self.section in i.sections]
        self.words = _word_pattern(self.indicators)

    def tell(self) -> None:
        before = self._take_heading()
        taken = self._tell_patterns()
        figures = [
            f for f in find_figures(self.text.plain) if not any(a < f.end and f.start < b for a, b in taken)
        ]
        carried = None if self.section in _ON_BUDGETS else self.state.subject
        self.state.subject = self.state.heading or carried
        self.state.fresh, self.state.amounts = self.state.heading is not None, []
        for figure in figures:
            before = self._tell_figure(figure, max(before, _last_end(taken, figure.start)))
        subject = self.state.heading or self.state.subject
        if self.words or self.state.heading:
            item = self.state.heading.items[0] if self.state.heading else ""
            fallback = subject.items[0] if subject else ""
            self.told.reasons += find_reasons(self.text, item, fallback, self._subject_before)

    # --- what the passage is about ---

    def _take_heading(self) -> int:
        """1. …（类）…（款）…（项）, or a class alone, opens an item of the detailed section; gives its end."""
        if self.section != "general_detail" or not _NUMBERED.match(self.text.plain):
            return 0
        path, end = _path(self.text.plain)
        if path:
            self.state.heading = _Subject((path,), self.narrative.budget_roles)
        return end

    def _subject_before(self, index: int) -> str:
        found = list(self.words.finditer(self.text.plain, 0, index)) if self.words else []
        return self._indicator(found[-1].group(0)).items[0] if found else ""

    def _indicator(self, word: str) -> Indicator:
        return next(i for i in self.indicators if word in i.words)

    # --- patterns ---

    def _tell_patterns(self) -> list[tuple[int, int]]:
        taken: list[tuple[int, int]] = []
        for rule in self.narrative.patterns:
            if self.section not in rule.sections and "*" not in rule.sections:
                continue
            for match in rule.regex.finditer(self.text.plain):
                group = next(number for number, value in enumerate(match.groups(), start=1) if value)
                span = (match.start(group), match.end())
                if any(a < span[1] and span[0] < b for a, b in taken):
                    continue
                taken.append(span)
                value = Decimal(match.group(group).replace(",", ""))
                self._add(rule.item, rule.measure, value, rule.unit, *span)
        return sorted(taken)

    # --- figures ---

    def _tell_figure(self, figure: Figure, before: int) -> int:
        plain = self.text.plain
        lead = plain[before : figure.start]
        sentence = max(lead.rfind("。"), lead.rfind("；"), lead.rfind(";"))
        if sentence >= 0:
            self.state.base, self.state.last_role = Base.LAST_YEAR, None
            self.state.fresh = self.state.heading is not None
        if not free_of_reason(plain, figure.start):
            self._unmatched(figure)
            return figure.end
        start = self._take_subject(lead, before)
        self.state.base = base_of(lead) or self.state.base
        clause = plain[start : figure.start]
        role = role_of(clause, figure.unit, self.state.base, self.state.last_role)
        if named := self._named(plain[start : figure.start], role):
            self.state.subject, self.state.fresh, clause = named, True, ""
        role = self._in_context(role, figure)
        self._take_both(role, clause)
        subject = self.state.subject
        if figure.misprint and subject is not None and role is not None and not unexplained(clause):
            self._misprint(subject, role, figure)
        if figure.misprint or subject is None or role is None or unexplained(clause):
            self._unmatched(figure)
            if figure.unit in MONEY_UNITS:  # what follows may speak of the amount that was not understood
                self.state.subject = self.state.heading
            return figure.end
        self._state(subject, role, figure)
        return figure.end

    def _in_context(self, role: Role | None, figure: Figure) -> Role | None:
        """A bare amount belongs to a subject of its own sentence; in a sentence on the budget it is a budget."""
        if role is None or role.name != "amount":
            return role
        if not self.state.fresh:
            return None
        start = max(self.text.plain.rfind(mark, 0, figure.start) for mark in "。；;") + 1
        said = self.text.plain[start : figure.start]
        budget = max(said.rfind("年初预算"), said.rfind("预算数"))
        spent = max(said.rfind(word) for word in ("决算", "实际", "执行", "产生", "发生"))
        on_budget = self.section in _ON_BUDGETS and budget >= 0 and spent < budget
        return Role("budget") if on_budget else role

    def _misprint(self, subject: _Subject, role: Role, figure: Figure) -> None:
        """What should be a figure is none: its place is kept, its value is not guessed."""
        raw, place = self.text.printed(figure.start, figure.end), self.text.place(figure.start)
        if measure := subject.measures.get(role.name):
            unit = "万元" if figure.unit in MONEY_UNITS else figure.unit
            for item in subject.items:
                self.told.facts.append(Fact("N", "", "", item, measure, None, unit, raw, place))

    def _take_both(self, role: Role | None, clause: str) -> None:
        """收入总计…，支出总计…，各增加…: a change that is said of each amount before it."""
        both = self.state.amounts[-2:]
        if role is None or "change" not in role.name or not _EACH.search(clause) or len(both) < 2:
            return
        if both[0].measures == both[1].measures and self.state.subject == both[1]:
            self.state.subject = _Subject(both[0].items + both[1].items, both[0].measures)

    def _take_subject(self, lead: str, before: int) -> int:
        """Set the subject named last in the lead; give the index where the words to be explained begin."""
        clause_start = before + _clause_start(lead)
        if self.words is None:
            return clause_start
        found = [
            m
            for m in self.words.finditer(self.text.plain, before, before + len(lead))
            if _names(lead, m, before)
        ]
        if not found:
            return clause_start
        word = found[-1]
        indicator = self._indicator(word.group(0))
        whole = self.state.heading is not None and self.section == "general_detail"
        if not whole:
            self.state.subject = _Subject(indicator.items, indicator.measures)
        self.state.last_role, self.state.fresh = None, True
        return max(word.end(), clause_start)

    def _named(self, clause: str, role: Role | None) -> _Subject | None:
        """In the structure of spending, a purpose is named right before its amount."""
        if self.section != "general_structure" or role is None or role.name != "amount":
            return None
        name = _class_name(clause)
        return _Subject((name,), self.narrative.share_roles) if name else None

    def _state(self, subject: _Subject, role: Role, figure: Figure) -> None:
        measure = subject.measures.get(role.name)
        if measure is None:
            self._unmatched(figure)
            return
        sign = self._sign(role)
        each = len(figure.values) == len(subject.items)
        values = figure.values if each else figure.values * len(subject.items)
        if len(figure.values) not in (1, len(subject.items)):
            self._unmatched(figure)
            return
        for item, value in zip(subject.items, values, strict=True):
            self._add(item, measure, value * sign, figure.unit or "%", figure.start, figure.end)
        self.state.last_role, self.state.last_sign = role, sign
        if role.name == "amount":
            self.state.amounts.append(subject)

    def _sign(self, role: Role) -> int:
        if not role.name.endswith(("change", "change_rate")):
            return 1
        if role.ambiguous or not role.directed:
            return self.state.last_sign or 1
        return role.sign

    def _add(self, item: str, measure: str, value: Decimal, unit: str, start: int, end: int) -> None:
        amount = unit in MONEY_UNITS
        stated = to_wan(value, unit) if amount else value
        shown = "万元" if amount else unit
        raw, place = self.text.printed(start, end), self.text.place(start)
        self.told.facts.append(Fact("N", "", "", item, measure, stated, shown, raw, place))

    def _unmatched(self, figure: Figure) -> None:
        if figure.misprint:
            raw, place = self.text.printed(figure.start, figure.end), self.text.place(figure.start)
            zh, en = "这几个字符不是一个能认的数", "these characters are no readable number"
            self.told.unread.append(Unread("N", raw, place, zh, en))
        if figure.unit in {"万元", "元", "亿元"} and not is_restated(
            self.text.plain, figure.start, figure.end
        ):
            quoted = self.text.sentence_at(figure.start)
            if not self.told.unmatched or self.told.unmatched[-1].text != quoted:
                self.told.unmatched.append(Statement(quoted, self.text.place(figure.start)))


def _word_pattern(indicators: Sequence[Indicator]) -> re.Pattern[str] | None:
    words = sorted({word for i in indicators for word in i.words}, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in words)) if words else None


def _names(lead: str, match: re.Match[str], before: int) -> bool:
    """Whether a word names the subject, rather than what it is compared with or a share of."""
    start = match.start() - before
    clause = lead[max((lead.rfind(mark, 0, start) for mark in ",，。；;：:（、"), default=-1) + 1 : start]
    return not re.search(r"占|完成|(?:与|比|较|同)(?!上年相比|上年度相比)[^增减]*$", clause)


def _last_end(taken: Sequence[tuple[int, int]], index: int) -> int:
    return max((end for _, end in taken if end <= index), default=0)


def _path(text: str) -> tuple[str, int]:
    """类/款/项 as far as printed, and where the heading ends; "" when the text begins with none."""
    if match := _PATH.match(text):
        names = [match.group("class"), match.group("section"), match.group("item")]
        names[0] = _with_spending(names[0])
        return "/".join(item_name(name) for name in names if name), match.end()
    if match := _CLASS_ONLY.match(text):
        return item_name(match.group(1)), match.end(1)
    return "", 0


def _with_spending(name: str) -> str:
    bare = item_name(name)
    return bare if bare.endswith("支出") else f"{bare}支出"


def _class_name(clause: str) -> str:
    piece = re.split(r"[,，。；;：:、]", clause)[-1]
    bare = re.sub(r"（类）", "", fold_punctuation(piece)).removesuffix("为")
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,24}", bare) or re.search(r"占|完成|年初|财政拨款", bare):
        return ""
    return _with_spending(re.sub(r"^(?:其中|用于)", "", bare))


def _clause_start(lead: str) -> int:
    """Where the last clause of the lead begins; a bracket that is closed again does not begin one."""
    open_bracket = lead.rfind("（")
    marks = [lead.rfind(mark) for mark in ",，。；;：:"]
    marks.append(open_bracket if open_bracket > lead.rfind("）") else -1)
    return max(marks) + 1
