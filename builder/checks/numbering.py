"""H7: the numbers of headings and paragraphs: one that comes twice, one that is left out, one of another sort.

Numbers get lost when a report is turned into text, so a number is odd only where the ones after it show that the row
goes on as if it were in order, and where nothing stands between that could have lost its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from builder.checks.compare import Figures, Named
from builder.checks.judging import judged, noted, places_of
from builder.model import Finding, ReportFacts, Wording

_PART, _GAP = "part", ""
#: Numbers of one shape: where （2） follows （一）, no further sign is needed that it stands for （二）.
_BRACKETS = {"（一）", "（1）"}
_SHOWN = 14
#: A row of which fewer numbers came before is not known well enough.
_LEAST = 2
#: With more numbers that come twice than this, they are those of table rows side by side.
_MOST_TWICE = 2


@dataclass(slots=True)
class _Odd:
    sort: str
    number: int
    wordings: tuple[Wording, ...]


@dataclass(slots=True)
class _Run:
    """Numbers of one style that follow each other."""

    style: str
    last: int
    length: int
    latest: Wording
    at: int  # index of the latest among all
    odd: _Odd | None = None
    host: _Run | None = (
        None  # the row in which the first number of this one may stand for one of another sort
    )

    def go_on(self, number: int, wording: Wording, at: int) -> None:
        self.last, self.latest, self.at = number, wording, at
        self.length += 1


@dataclass(slots=True)
class _Reader:
    """Rows that are open, innermost last, and the odd numbers that have been made sure of."""

    wordings: Sequence[Wording]
    open: list[_Run] = field(default_factory=list)
    sure: list[_Odd] = field(default_factory=list)
    held: int = 0

    def read(self) -> None:
        file = ""
        for at, wording in enumerate(self.wordings):
            if wording.subject == _PART or wording.place.file != file:
                self.open.clear()
                file = wording.place.file
            if wording.subject == _PART:
                continue
            if wording.subject != _GAP:
                self._take(int(wording.values[0]), wording, at)

    def _take(self, number: int, wording: Wording, at: int) -> None:
        run = next((r for r in reversed(self.open) if r.style == wording.subject and _next(r, number)), None)
        if run is not None:
            self._close_above(run)
            self._settle(run, number)
            run.go_on(number, wording, at)
        elif number == 1 or not self._odd(number, wording, at):
            self.open.append(_Run(wording.subject, number, 1, wording, at))

    def _settle(self, run: _Run, number: int) -> None:
        """The row goes on: an odd number before is sure, unless the number that it stood for has come after all."""
        if run.odd and number > run.odd.number:
            self.sure.append(run.odd)
        elif run.odd is None:
            self.held += 1
        if run.host:
            run.host.odd = None  # it has a row of its own
        run.odd = run.host = None

    def _close_above(self, run: _Run) -> None:
        del self.open[self.open.index(run) + 1 :]

    def _odd(self, number: int, wording: Wording, at: int) -> bool:
        """Whether the number is taken for an odd one of an open row."""
        run = next((r for r in reversed(self.open) if r.style == wording.subject), None)
        if run is not None and run.length >= _LEAST and run.odd is None:
            if number == run.last and wording.text != run.latest.text and not self._gap(run, at):
                return self._keep(run, _Odd("重号", number, (run.latest, wording)), number, wording, at)
            if number == run.last + 2 and self._is_skipped(run, number - 1, at):
                return self._keep(run, _Odd("缺号", number, (run.latest, wording)), number, wording, at)
        host = next(
            (r for r in reversed(self.open) if r.style != wording.subject and r.last == number - 1), None
        )
        if host is None or host.odd is not None:
            return False
        odd = _Odd("换了写法", number, (host.latest, wording))
        if {host.style, wording.subject} == _BRACKETS:
            self.sure.append(odd)
            return False
        host.odd = odd
        self.open.append(_Run(wording.subject, number, 1, wording, at, host=host))
        return True

    def _keep(self, run: _Run, odd: _Odd, number: int, wording: Wording, at: int) -> bool:
        self._close_above(run)
        run.odd = odd
        run.go_on(number, wording, at)
        return True

    def _gap(self, run: _Run, at: int) -> bool:
        return any(between.subject == _GAP for between in self.wordings[run.at + 1 : at])

    def _is_skipped(self, run: _Run, number: int, at: int) -> bool:
        """No number of that value in any style between, and nothing that could have lost it."""
        between = self.wordings[run.at + 1 : at]
        return all(w.subject not in {_GAP, _PART} and w.values[0] != str(number) for w in between)


def _next(run: _Run, number: int) -> bool:
    """Whether the row goes on with this number, an odd one before it taken for the one that should stand there."""
    if run.odd and run.odd.sort == "换了写法":
        return number in {run.last + 1, run.odd.number + 1}
    if run.odd and run.odd.sort == "重号":
        return number in {run.last + 1, run.last + 2}
    return number == run.last + 1


def numbering(content: ReportFacts, figures: Figures) -> Named:
    """One finding for all odd numbers of a report: it is a matter of form."""
    del figures
    reader = _Reader([wording for wording in content.wordings if wording.kind == "number"])
    reader.read()
    if sum(odd.sort == "重号" for odd in reader.sure) > _MOST_TWICE:
        return judged([], 0, "", unsure=["重号太多，像是没有认出的表格的行"])
    # One comparison for the report: a matter of form is not to outnumber the figures.
    return judged(list(_told(reader.sure)), int(reader.held > 0 and not reader.sure), "没有编号的标题和段落")


def _told(odd: Sequence[_Odd]) -> Iterator[Finding]:
    if not odd:
        return
    words = "；".join(_sentence(one) for one in odd)
    found = [wording for one in odd for wording in one.wordings]
    texts = "、".join(f"“{_short(wording)}”" for wording in found)
    yield noted(
        "H7",
        "提示",
        f"{texts}（{places_of(found)}）",
        f"标题或段落的编号接不上：{words}。",
        odd[0].wordings[-1].place,
    )


def _sentence(odd: _Odd) -> str:
    before, after = (f"“{_short(wording)}”" for wording in odd.wordings)
    if odd.sort == "重号":
        return f"{before}和{after}编了同一个号"
    if odd.sort == "缺号":
        return f"{before}之后就是{after}，中间少一个号"
    return f"{before}之后是{after}，编号的写法和前后不同"


def _short(wording: Wording) -> str:
    return wording.text if len(wording.text) <= _SHOWN else f"{wording.text[:_SHOWN]}…"
