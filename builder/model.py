"""The types that the stages hand to each other. No behaviour beyond looking things up; nothing changes in place.

What stands in a source is in `printed`; it is here too, so that a stage finds every type in one place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from builder.printed import (
    Block,
    Cell,
    Document,
    Grid,
    Line,
    Notice,
    Part,
    Picture,
    Place,
    Source,
    SourceFile,
)

__all__ = [
    "Block", "Cell", "CheckCount", "Checked", "Document", "Fact", "Finding", "Grid", "Heading", "Line", "Notice",
    "Part", "Passage", "Picture", "Place", "Problem", "Recognised", "Report", "ReportFacts", "Row", "Source",
    "SourceFile", "Statement", "TablePart", "TableStatus", "Tally", "Unread", "Wording",
]  # fmt: skip

# --- 3 recognition ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an official table: its own cells, left to right, and which grid they come from."""

    cells: tuple[Cell, ...]
    exact: bool
    blanks_kept: bool = True
    width: int = 0  # columns of the grid the row comes from

    @property
    def columns(self) -> int:
        return self.width or max((cell.column + cell.column_span for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class TablePart:
    """One official or performance table as found in the document, over page breaks."""

    table: str
    title: str
    place: Place
    unit: str  # as printed: 万元, 元 …; "" when the table prints none
    rows: tuple[Row, ...]
    notes: tuple[Line, ...]
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the report's outline. Level 1 is 第一部分, 2 is 一、, 3 is （一）, 4 is 1."""

    level: int
    title: str
    place: Place
    block: int  # index of the heading's block in the document


@dataclass(frozen=True, slots=True)
class Passage:
    """Text put together over line and page breaks; `places[i]` is where character i stands."""

    text: str
    places: tuple[Place, ...]
    section: str = ""  # id of the narrative section it belongs to, "" outside all of them

    def place_at(self, index: int) -> Place:
        return self.places[min(index, len(self.places) - 1)] if self.places else Place()


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the report quoted as printed: a reason, a duty, a term's own explanation."""

    text: str
    place: Place
    item: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Everything found in one document, before it is put into the words of the contract."""

    org: str
    year: int | None
    region: str
    kind: str
    tables: tuple[TablePart, ...]
    unknown_titles: tuple[Statement, ...]
    outline: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    duties: tuple[Statement, ...]
    bodies: tuple[Statement, ...]
    units: tuple[Statement, ...]
    glossary: tuple[Statement, ...]
    attachments: tuple[Statement, ...]
    tables_in_attachment: Place | None = None
    tables_as_pictures: Place | None = None
    captions: tuple[Statement, ...] = ()  # small print: `topic` 单位 over a table, 批复 or 公开 dates
    files: tuple[Recognised, ...] = ()  # of several files, each with a text of its own; empty for one


# --- 4 facts ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    """One published number in the words of the data contract.

    `value` is exact and in `unit`; None where the printed characters are no number. A blank cell is no fact.
    """

    table: str
    side: str
    code: str
    item: str
    measure: str
    value: Decimal | None
    unit: str
    raw: str
    place: Place

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        return (self.table, self.side, self.code, self.item, self.measure)


@dataclass(frozen=True, slots=True)
class Unread:
    """Printed characters of a table in scope that became no fact, and why."""

    table: str
    raw: str
    place: Place
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class TableStatus:
    """What became of one of the nine official tables, or of a performance table."""

    table: str
    name: str
    title: str
    status: str  # 有数据, 空表, 空表未说明, 图片, 见附件, 未见
    unit: str
    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement in words that can be checked though it is no figure: its printed words and their place.

    `kind` says what sort of statement (`wordings.toml`), `subject` what it is about, `values` the figures or
    names inside it as printed, `section` the part of the report it stands in.
    """

    kind: str
    text: str
    place: Place
    subject: str = ""
    values: tuple[str, ...] = ()
    section: str = ""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """All that one report publishes, in the words of the contract."""

    facts: tuple[Fact, ...]
    tables: tuple[TableStatus, ...]
    unread: tuple[Unread, ...]
    reasons: tuple[Statement, ...]
    unmatched: tuple[Statement, ...]
    blank_is_zero: bool = False  # the report itself says that blank cells stand for zero
    wordings: tuple[Wording, ...] = ()
    org: str = ""
    year: int | None = None
    kind: str = ""
    published_on: str = ""  # YYYY-MM-DD; "" when neither the catalogue nor the report says
    approved_on: str = ""
    notices: tuple[Notice, ...] = ()  # of the document that it was read from


# --- 5 checks --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader should know of the published figures. It never says who is wrong.

    `consequences` are findings that the same cell sets off; they are told under this one, not beside it.
    """

    check: str
    level: str  # 不一致, 值得追问, 提示, 未见
    figures: str
    explanation: str
    place: Place
    recomputed: str = ""
    difference: str = ""
    tolerance: str = ""
    unit: str = ""
    facts: tuple[Fact, ...] = ()
    innocent: str = ""  # how it may have come about without anyone's slip
    about: Literal["publication", "reading"] = "publication"  # reading: ours to mend, not the department's
    consequences: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckCount:
    """How the comparisons of one check came out on one report."""

    check: str
    name: str
    held: int = 0  # 一致
    rounding: int = 0  # 尾差
    findings: int = 0  # 发现
    not_applicable: int = 0  # 不适用
    not_comparable: int = 0  # 无法核对
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of all checks on one report; `proven` tells for a table whether its own sums hold.

    `added_up`: the keys of figures of recognised tables that stand in a sum of theirs which holds to the last digit.
    """

    counts: tuple[CheckCount, ...]
    findings: tuple[Finding, ...]
    proven: dict[str, bool] = field(default_factory=dict)
    added_up: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures a report states, how its tables, by status, and its checks came out, what was left unread."""

    facts: int
    tables: tuple[tuple[str, int], ...]
    held: int
    compared: int
    unread: int


@dataclass(frozen=True, slots=True)
class Report:
    """One report after all reading: what is known of it and everything it publishes.

    Of an outline, which takes little room, only the tally and the notices are there; `kept` says where the rest is.
    """

    source: Source
    document: Document
    recognised: Recognised
    content: ReportFacts
    checked: Checked
    org_id: str
    org: str
    region: str
    parent: str
    year: int
    kind: str
    guessed: tuple[str, ...] = ()
    tally: Tally | None = None
    kept: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A source file that could not be read, for the closing table and the site."""

    source: str
    place: str
    zh: str
    en: str
