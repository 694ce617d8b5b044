"""How a number stands on a page: printed digits, unit, basis, place; and the little arithmetic pages need.

Everything is `Decimal`. A computed number is a type of its own, so that a page can say that it was computed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import quote

from builder.keeping import by_fields
from builder.pages.place import Place, address
from builder.pages.published import Fact, Report

# What kind of money a table counts (its 口径); said beside every figure that is taken from it.
BASIS = {
    "T01": "全部资金：财政拨款和其他各种收入都算在内",
    "T02": "全部资金：财政拨款和其他各种收入都算在内",
    "T03": "全部资金：财政拨款和其他各种收入都算在内",
    "T04": "财政拨款：一般公共预算、政府性基金、国有资本经营三本预算合计",
    "T05": "一般公共预算财政拨款",
    "T06": "一般公共预算财政拨款里的基本支出",
    "T07": "政府性基金预算财政拨款",
    "T08": "国有资本经营预算财政拨款",
    "T09": "财政拨款安排的“三公”经费",
    "N": "报告的文字说明",
    "P1": "绩效评价基础数据表",
    "P2": "整体支出绩效自评表",
    "P3": "项目支出绩效自评表",
}

#: What stands before a fact's id in the address of the figure: `…/2024/#f-t09-gwjdf-jss`.
PERMALINK = "f-"


def grouped(value: Decimal) -> str:
    """The printed digits with thousands separators.

    >>> grouped(Decimal("1159138.90")), grouped(Decimal("-0.15"))
    ('1,159,138.90', '-0.15')
    """
    return f"{value:,f}"


def without_added_noughts(value: Decimal, raw: str) -> Decimal:
    """A value brought to another unit, without the noughts after its second decimal that `raw` does not print.

    >>> without_added_noughts(Decimal("2480.400000"), "24,804,000.00"), without_added_noughts(Decimal("0.123450"), "1234.50")
    (Decimal('2480.40'), Decimal('0.12345'))
    >>> without_added_noughts(Decimal("2480.4000"), "2480.4000")
    Decimal('2480.4000')
    """
    printed = len(raw.partition(".")[2])
    digits = f"{value:f}".partition(".")[2]
    if len(digits) <= printed:
        return value
    return value.quantize(Decimal(1).scaleb(-max(len(digits.rstrip("0")), 2, printed)))


def share_pct(part: Decimal, whole: Decimal) -> Decimal | None:
    """What part of the whole in per cent, one decimal; None where no share can be computed."""
    if whole <= 0 or part < 0:
        return None
    return (part / whole * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def half_digit(value: Decimal) -> Decimal:
    """Half a unit of the last printed digit: how far the number may be off by rounding."""
    exponent = value.as_tuple().exponent
    digits = exponent if isinstance(exponent, int) else 0
    return Decimal(5).scaleb(digits - 1)


def add_up(parts: list[Decimal], whole: Decimal) -> bool:
    """Whether the parts make the whole within the rounding of the printed digits."""
    allowed = sum((half_digit(part) for part in parts), half_digit(whole))
    return abs(sum(parts, Decimal(0)) - whole) <= allowed


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark at a figure: the finding that concerns it, and what that is about."""

    href: str
    words: str

    __reduce__ = by_fields


#: How a figure was read that was recognised from a picture, as the published data say it: the mark at the figure, and
#: what it means.
PROVEN, UNPROVEN = "识别已核对", "识别未核对"
RECOGNISED = {
    PROVEN: ("识", "由程序从扫描件里识别；它所在的合计照认出的数分毫不差，这张表也没有别的合计对不上"),
    UNPROVEN: ("识?", "由程序从扫描件里识别；没有印出的合计能证明这个数认对了，请以原件为准"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact as a page shows it."""

    fact_id: str
    label: str
    value: Decimal | None
    raw: str
    unit: str
    basis: str
    href: str
    place: str
    flags: tuple[Flag, ...] = ()  # one for each cause that concerns it
    anchor: str = ""  # the end of its own address, `f-…`; "" where it only stands once more
    read: str = ""  # how, where it was recognised from a picture

    __reduce__ = by_fields

    @property
    def recognised(self) -> tuple[str, str] | None:
        """The mark of a recognised figure and its meaning; None for one that was read from text."""
        return RECOGNISED.get(self.read)

    @property
    def text(self) -> str:
        return grouped(without_added_noughts(self.value, self.raw)) if self.value is not None else self.raw

    @property
    def short_basis(self) -> str:
        return self.basis.split("：", 1)[0]

    @property
    def is_read(self) -> bool:
        return self.value is not None

    @property
    def spoken(self) -> str:
        if self.value is None:
            return f"未读出（原文印的是“{self.raw}”）"
        return f"{self.text}{self.unit}" if self.unit == "%" else f"{self.text} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Computed:
    """A number this site worked out, with the sum it came from."""

    value: Decimal
    unit: str
    sum: str

    __reduce__ = by_fields

    @property
    def text(self) -> str:
        return grouped(self.value)

    @property
    def spoken(self) -> str:
        return f"{self.text}{self.unit}" if self.unit == "%" else f"{self.text} {self.unit}"


class Links:
    """Addresses of one report's things, seen from one of its pages."""

    def __init__(self, report: Report, root: str, here: str) -> None:
        self.root, self._here, self._report = root, here, report
        names = {check.check: check.name for check in report.checks}
        self._flags: dict[str, list[Flag]] = defaultdict(list)
        self._anchors: set[str] = set()
        for finding in report.findings:
            # Every figure of a cause and of what follows from it is marked, once for each cause.
            told = {f: one for one in reversed((finding, *finding.consequences)) for f in one.fact_ids}
            for fact_id, one in told.items():
                words = f"{one.level}：{names.get(one.check, one.check)}"
                words = "本站未能读准" if one.is_of_reading else words
                self._flags[fact_id].append(Flag(f"{here}#finding-{one.id}", words))

    @property
    def source_file(self) -> str:
        return f"{self.data('source/')}{quote(self._report.source.first)}"

    def data(self, name: str) -> str:
        return f"{self.root}data/{self._report.path}/{name}"

    def to(self, place: Place) -> str:
        """Where a reader sees the place itself: the page of the PDF or the line of the text."""
        source = self._report.source
        return address(place, self._here, self.data(""), source.first, source.parts)

    def name(self, place: Place) -> str:
        return place.words or "原文"

    def flags(self, fact_id: str) -> tuple[Flag, ...]:
        """The findings that concern a figure, one for each cause."""
        return tuple(self._flags.get(fact_id, ()))

    def figure(self, fact: Fact, label: str = "", *, at_home: bool = False) -> Figure:
        """The fact as shown; `at_home` where the page lays it out in its own table: there is its own address."""
        flags = self.flags(fact.id)
        anchor = f"{PERMALINK}{fact.id}" if at_home and fact.id not in self._anchors else ""
        if at_home:
            self._anchors.add(fact.id)
        return Figure(
            fact.id, label or fact.item, fact.value, fact.raw, fact.unit, BASIS.get(fact.table, ""),
            self.to(fact.place), self.name(fact.place), flags, anchor, fact.read,
        )  # fmt: skip

    def is_at_home(self, fact_id: str) -> bool:
        """Whether the page has laid the figure out in its own table."""
        return fact_id in self._anchors
