"""The narrative: figures in sentences → facts. A figure is stated only when the words before it explain it wholly.

For each figure the clause before it is read: which indicator it names, which role (amount, share, change …) its
last words give. Any other words left between subject and number leave the figure unmatched: it is listed, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from builder.facts import paths
from builder.facts.bases import settle_bases, settle_budgets
from builder.facts.collect import to_wan
from builder.facts.counts import find_counts
from builder.facts.figures import (
    Figure,
    Text,
    brackets_with_figures,
    find_figures,
    is_of_things,
    last_end,
    masked,
    rests_on,
)
from builder.facts.reasons import find_reasons
from builder.facts.roles import (
    MONEY_UNITS,
    Base,
    Role,
    base_of,
    free_of_reason,
    is_behind_reason,
    is_of_others,
    is_restated,
    role_of,
    sign_of,
    signed_change,
    unexplained,
)
from builder.facts.staff import settle_staff
from builder.facts.telling import (
    State,
    Subject,
    Told,
    are_totals,
    chain,
    clause_start,
    names_subject,
    of_one_side,
    with_sections,
    without_names,
    word_pattern,
)
from builder.knowledge import Narrative
from builder.knowledge.narrative import Indicator
from builder.model import Fact, Passage, Statement, Unread

_EACH = re.compile(r"各|均|分别")
_SENTENCE_END = "。；;"


def state_narrative(passages: Sequence[Passage], narrative: Narrative) -> Told:
    """All facts, reasons and unmatched amounts of the narrative, in reading order."""
    told, state, section = Told(), State(), ""
    sections: list[str] = []  # of each fact
    for passage in with_sections(passages, narrative):
        if passage.section != section:
            state, section = State(), passage.section
        teller, before = _Teller(passage, narrative, told, state), len(told.facts)
        teller.tell()
        told.facts[before:] = settle_budgets(told.facts[before:], teller.text.plain)
        sections += [section] * (len(told.facts) - before)
    told.facts = settle_staff(settle_bases(told.facts, sections))
    return told


#: Sections that tell budgets and spending in turn, without the fixed words of the prescribed ones.
_ON_BUDGETS = {"performance", "report"}
#: Sections in which purposes are told only where the words say so: 按支出功能科目划分.
_BY_FUNCTION = {"overview", "expenditure"}
#: How the whole is told without its name.
_OF_WHOLE = re.compile(r"(?:20\d\d年度?|本年|全年)*(?:年初预算|全年预算|支出决算)")


class _Teller:
    """Reads one passage."""

    def __init__(self, passage: Passage, narrative: Narrative, told: Told, state: State) -> None:
        self.text = Text.of(passage)
        self.section = passage.section
        self.told, self.state, self.narrative = told, state, narrative
        self.indicators = [i for i in narrative.indicators if self.section in i.sections]
        self.words = word_pattern(self.indicators)
        self.brackets = brackets_with_figures(self.text.plain)
        self.masked = masked(self.text.plain, self.brackets)
        self.view = self.masked  # the text being read: inside a bracket, all of it
        self.previous: Figure | None = None
        self.headed = False  # a path stands in this passage
        self.whole: Subject | None = None  # 2021年收入100万元: what the passage begins with
        self.stated: set[tuple[tuple[str, ...], str]] = set()

    def tell(self) -> None:
        before = self._take_heading()
        taken = self._tell_patterns()
        figures = [
            f for f in find_figures(self.text.plain) if not any(a < f.end and f.start < b for a, b in taken)
        ]
        self._enter()
        inner: dict[tuple[int, int], tuple[State, int]] = {}
        for figure in figures:
            bracket = next(((a, b) for a, b in self.brackets if a < figure.start < b), None)
            if bracket is None:
                before = self._tell_figure(figure, max(before, last_end(taken, figure.start)))
            else:
                self._tell_inside(figure, bracket, inner)
        self._leave()

    def _enter(self) -> None:
        """Carry over what the paragraph before spoke of, where the section is one running text."""
        carried = None if self.section in _ON_BUDGETS else self.state.subject
        if self.section == "general_detail" and self.state.heading is None:
            carried = self._whole(carried)
        self.state.subject = self.state.heading or self.whole or carried
        self.state.fresh, self.state.amounts = bool(self.state.heading or self.whole), []
        self.state.named = [self.whole] if self.whole else self.state.named

    def _whole(self, carried: Subject | None) -> Subject | None:
        """年初预算…，支出决算… below 具体情况 is said of the whole; never is an item that could not be read."""
        if paths.is_item(self.text.plain):
            return None
        if carried is None and _OF_WHOLE.match(self.text.plain):
            return Subject(self.indicators[0].items, self.indicators[0].measures)
        return carried

    def _leave(self) -> None:
        self.state.end_sentence()
        heading, subject = self.state.heading, self.state.heading or self.state.subject
        if self.words or heading:
            item, fallback = (named.items[0] if named else "" for named in (heading, subject))
            self.told.reasons += find_reasons(self.text, item, fallback, self._subject_before)

    def _tell_inside(
        self, figure: Figure, bracket: tuple[int, int], inner: dict[tuple[int, int], tuple[State, int]]
    ) -> None:
        """A figure in a bracket adds to what stands before the bracket, and leaves it as it was."""
        outer = self.state
        self.state, before = inner.get(bracket, (outer.inside_bracket(), bracket[0] + 1))
        self.view = self.text.plain
        inner[bracket] = (self.state, self._tell_figure(figure, before))
        self.state, self.view = outer, self.masked

    # --- what the passage is about ---

    def _take_heading(self) -> int:
        """1. …（类）…（款）…（项）, or a class alone, opens an item of the detailed section; gives its end."""
        if self.section not in paths.BY_PATH:
            return self._take_named_heading()
        found = paths.head_of(self.masked, self.narrative.classes)
        if found and found.opens_item(self.section, self.narrative.classes):
            return self._open(found, 0)
        if self.section != "general_detail" and paths.is_numbered(self.masked):
            self.state.heading = None
            self.state.subject = None if self.section in paths.WITHOUT_CLASSES else self.state.subject
        return 0

    def _take_named_heading(self) -> int:
        """2.公务用车购置费用支出情况说明。 without a figure heads the paragraphs below, up to the next number."""
        if self.section == "three_public" and self.words and paths.is_numbered(self.text.plain):
            told = next(find_figures(self.text.plain), None)
            found = [] if told else list(self.words.finditer(self.text.plain))
            self.state.heading = self._chain(found[:1]) if found else None
        return 0

    def _open(self, found: paths.PathHeading, at: int) -> int:
        names = found.below(self.state.path, self.text.printed(at, at + found.end))
        self.state.path = names
        alone = not any(names[1:])
        roles = self.narrative.class_roles if alone else self.narrative.budget_roles
        self.state.heading = Subject((paths.join_path(names),), roles)
        self.headed = True
        return at + found.end

    def _path_in(self, lead: str, before: int) -> int:
        """A path that begins a clause inside the paragraph opens a further item; gives its end, or 0."""
        if self.section not in paths.BY_PATH:
            return 0
        for start in reversed([0, *(m.end() for m in re.finditer(r"[,。;:]", lead))]):
            at = before + start
            begins = start > 0 and lead[start - 1] in "。;:"
            found = paths.read_path(self.view[at : before + len(lead)], class_only=begins and self.headed)
            begins = begins and self.section not in paths.WITHOUT_CLASSES
            if found and (begins or any(found.names[1:])) and free_of_reason(self.view, at):
                end = self._open(found, at)
                self.state.subject, self.state.fresh = self.state.heading, True
                self.state.last_role = None
                return end
        return 0

    def _subject_before(self, index: int) -> str:
        found = list(self.words.finditer(self.text.plain, 0, index)) if self.words else []
        return self._indicator(found[-1].group(0)).items[0] if found else ""

    def _indicator(self, word: str) -> Indicator:
        return next(i for i in self.indicators if word in i.words)

    # --- patterns ---

    def _tell_patterns(self) -> list[tuple[int, int]]:
        taken: list[tuple[int, int]] = []
        for count in find_counts(self.text.plain, self.masked, self.section, self.narrative):
            taken.append((count.start, count.end))
            self._add(count.item, count.measure, count.value, count.unit, count.start, count.end)
            if count.item.endswith("合计"):
                self.whole = Subject((count.item,), self.narrative.share_roles)
        return sorted(taken)

    # --- figures ---

    def _tell_figure(self, figure: Figure, before: int) -> int:
        lead = self.view[before : figure.start]
        previous, self.previous = self.previous, figure
        if any(mark in lead for mark in _SENTENCE_END):
            self.state.base, self.state.last_role = Base.LAST_YEAR, None
            self.state.fresh = self.state.heading is not None
        if "。" in lead:
            self.state.end_sentence()
        if not free_of_reason(self.view, figure.start):
            if not self.state.fresh and "用于" in lead and figure.unit in MONEY_UNITS:
                # 用于…的日常支出100万元。: what follows is said of it
                self.state.subject = self.state.heading
            return self._unmatched(figure)
        start = self._take_subject(lead, before)
        self.state.base = base_of(lead, self.view[: figure.start]) or self.state.base
        clause = without_names(self.view[start : figure.start], self.state.subject)
        role = role_of(clause, figure.unit, self.state.base, self.state.last_role)
        if any(value < 0 for value in figure.values):
            role = signed_change(clause, figure.unit, self.state.base) or role
        if rests_on(self.view, previous, figure):
            role = Role("completion")
        if named := self._named(self.view[start : figure.start], role):
            self.state.subject, self.state.fresh, clause = named, True, ""
        if is_of_others(self.view, figure.start, figure.end, role):
            return self._unmatched(figure)
        role = self._in_context(role, figure)
        self._take_both(role, self.view[start : figure.start])
        subject = self.state.subject
        left = unexplained(clause) or is_of_things(self.view, previous, figure)
        if figure.misprint and subject is not None and role is not None and not left:
            self._misprint(subject, role, figure)
        if figure.misprint or subject is None or role is None or left:
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
        start = max(self.view.rfind(mark, 0, figure.start) for mark in _SENTENCE_END) + 1
        said = self.view[start : figure.start]
        budget = max(said.rfind("年初预算"), said.rfind("预算数"))
        spent = max(said.rfind(word) for word in ("决算", "实际", "执行", "产生", "发生"))
        on_budget = self.section in _ON_BUDGETS and budget >= 0 and spent < budget
        return Role("budget") if on_budget else role

    def _misprint(self, subject: Subject, role: Role, figure: Figure) -> None:
        """What should be a figure is none: its place is kept, its value is not guessed."""
        raw, place = self.text.printed(figure.start, figure.end), self.text.place(figure.start)
        if measure := subject.measures.get(role.name):
            unit = "万元" if figure.unit in MONEY_UNITS else figure.unit
            self.told.facts += [Fact("N", "", "", i, measure, None, unit, raw, place) for i in subject.items]

    def _take_both(self, role: Role | None, clause: str) -> None:
        """收入总计…，支出总计…，各增加…: a change that is said of each amount before it."""
        both = self.state.amounts[-2:]
        if role is None or "change" not in role.name or len(both) < 2:
            return
        balanced = are_totals(both, self.told.facts)
        same = both[0].measures == both[1].measures and self.state.subject == both[1]
        if same and (_EACH.search(clause) or balanced):
            self.state.subject = Subject(both[0].items + both[1].items, both[0].measures)
            self.state.doubtful = self.state.doubtful and not balanced

    def _take_subject(self, lead: str, before: int) -> int:
        """Set the subject named last in the lead; give the index where the words to be explained begin."""
        begins = before + clause_start(lead)
        if end := self._path_in(lead, before):
            return max(end, begins)
        if self.words is None:
            return begins
        found = [
            m
            for m in self.words.finditer(self.view, before, before + len(lead))
            if names_subject(lead, m, before)
        ]
        self._note_parts(lead, before, found)
        if not found:
            if side := of_one_side(lead, self.state.amounts, self.state.subject):
                self.state.subject, self.state.fresh = side, True
            return begins
        word = found[-1]
        if self.state.heading is not None and self.section != "general_detail" and not self.headed:
            self.state.heading = None
        if self.state.heading is None:
            self.state.subject = self._chain(found)
            self.state.named.append(self.state.subject)
        self.state.last_role, self.state.fresh = None, True
        return max(word.end(), begins)

    def _note_parts(self, lead: str, before: int, found: Sequence[re.Match[str]]) -> None:
        """Whether 其中 parts a whole, named before it in the same sentence."""
        at = max(lead.rfind("其中"), lead.rfind("包括"))
        if at < 0 or at < lead.rfind("。"):
            return
        earlier = [m for m in found if m.end() <= before + at]
        if not self.state.parted:
            self.state.whole = self._chain(earlier) if earlier else next(iter(self.state.named[-1:]), None)
        self.state.parted = True

    def _chain(self, found: Sequence[re.Match[str]]) -> Subject:
        return chain(self.view, [(match, self._indicator(match.group(0))) for match in found])

    def _named(self, clause: str, role: Role | None) -> Subject | None:
        """In the structure of spending, a purpose is named right before its amount."""
        if role is None or role.name != "amount" or not self._tells_classes(clause):
            return None
        name = paths.class_name(clause, self.narrative.classes)
        if self.section in _BY_FUNCTION and name not in self.narrative.classes:
            return None
        return Subject((name,), self.narrative.share_roles) if name else None

    def _tells_classes(self, clause: str) -> bool:
        """Whether the words before the clause announce purposes, where the section does not."""
        end = self.view.find(clause)
        if self.section in {"general", "fiscal"}:
            return max(self.view.rfind(word, 0, end) for word in ("用于以下", "用于下列", "功能分类:")) >= 0
        if self.section in _BY_FUNCTION:
            return "功能" in self.view[max(self.view.rfind("。", 0, end), 0) : end]
        return self.section == "general_structure"

    def _state(self, subject: Subject, role: Role, figure: Figure) -> None:
        measure = subject.measure_of(role, self.state.last_role)
        each = len(figure.values) == len(subject.items)
        if (
            measure is None
            or (not each and len(figure.values) != 1)
            or not self._may_say(subject, role, figure)
        ):
            self._unmatched(figure)
            return
        sign = sign_of(role, self.state.last_sign)
        values = figure.values if each else figure.values * len(subject.items)
        for item, value in zip(subject.items, values, strict=True):
            signed = value if value < 0 else value * sign  # 增长-5%: the sign is printed
            self._add(item, measure, signed, figure.unit or "%", figure.start, figure.end)
        self.stated.add((subject.items, measure))
        self.state.last_role, self.state.last_sign = role, sign
        if role.name == "amount":
            self.state.amounts.append(subject)

    def _may_say(self, subject: Subject, role: Role, figure: Figure) -> bool:
        """Whether a figure is surely the subject's: not one for several lines together, not one of a reason."""
        start = max(self.view.rfind(mark, 0, figure.start) for mark in _SENTENCE_END) + 1
        each = bool(_EACH.search(self.view, start, figure.start))
        if subject.joint and len(figure.values) == 1 and figure.values[0] != 0 and not each:
            return False
        loose = not (self.state.fresh or self.state.names_one or each)
        if self.state.doubtful and loose and role.name.startswith("change"):
            return False
        again = (subject.items, subject.measures[role.name]) in self.stated
        return not (again and is_behind_reason(self.view, figure.start))

    def _add(self, item: str, measure: str, value: Decimal, unit: str, start: int, end: int) -> None:
        amount = unit in MONEY_UNITS
        stated = to_wan(value, unit) if amount else value
        shown = "万元" if amount else unit
        raw, place = self.text.printed(start, end), self.text.place(start)
        self.told.facts.append(Fact("N", "", "", item, measure, stated, shown, raw, place))

    def _unmatched(self, figure: Figure) -> int:
        """List the sentence of a figure that nothing explains; gives the end of the figure."""
        if figure.misprint:
            raw, place = self.text.printed(figure.start, figure.end), self.text.place(figure.start)
            zh, en = "这几个字符不是一个能认的数", "these characters are no readable number"
            self.told.unread.append(Unread("N", raw, place, zh, en))
        if figure.unit in MONEY_UNITS and not is_restated(self.text.plain, figure.start, figure.end):
            quoted = self.text.sentence_at(figure.start)
            if not self.told.unmatched or self.told.unmatched[-1].text != quoted:
                self.told.unmatched.append(Statement(quoted, self.text.place(figure.start)))
        return figure.end
