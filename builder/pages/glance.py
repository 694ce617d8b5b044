"""一句话看懂: the few sentences and figures that answer how much, on what, on whom, and whether it adds up.

Every number is a fact with its place, or is worked out from facts and says so; what a report does not publish is left out
here and said in words in its section.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from builder.pages import money
from builder.pages.book import FactBook
from builder.pages.figures import Computed, Figure, Links
from builder.pages.findings import ChecksView
from builder.pages.published import Fact, Report
from builder.pages.sentences import Sentence, against_budget, change, totals

INCOME, SPENDING, PEOPLE, OFFICE = "本年收入", "本年支出", "人员经费", "公用经费"
PROJECTS, THREE_PUBLIC = "项目支出", "“三公”经费"
_MONEY, _PERSONS = "万元", "人"
#: From this many 万元 on people speak of 亿元, and below one 万元 of 元.
_PER_LARGE, _PER_SMALL = Decimal(10_000), Decimal(10_000)
_CENTS = Decimal("0.01")
_STAFF_LINE = "财政供养人员情况（人）"


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure; `beside`: the same amount in what a person can picture, each worked out."""

    figure: Figure
    beside: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Glance:
    """What stands at the top of a year page."""

    sentences: tuple[Sentence, ...]
    tiles: tuple[Tile, ...]


def headline_facts(book: FactBook) -> list[tuple[str, Fact]]:
    """The few figures by which a year is known, each under one name on every page."""
    found = {
        INCOME: money.total_income(book),
        SPENDING: money.total_spending(book),
        PEOPLE: book.first(("T06", "人员经费合计", "决算数", ""), ("N", "人员经费", "金额", "")),
        OFFICE: book.first(("T06", "公用经费合计", "决算数", ""), ("N", "公用经费", "金额", "")),
        PROJECTS: book.first(("T03", "合计", "项目支出", ""), ("N", "项目支出", "金额", "")),
        THREE_PUBLIC: book.first(("T09", "合计", "决算数", ""), ("N", "三公经费合计", "决算数", "")),
    }
    return [(label, fact) for label, fact in found.items() if fact is not None]


def staff(report: Report, book: FactBook) -> Fact | None:
    """The people in post as the report states them: in its text, or in its table of basic data."""
    return book.first(("N", "在职人数", "数量", ""), ("P1", _STAFF_LINE, f"{report.year}年实际在职人数", ""))


def glance(report: Report, book: FactBook, links: Links, purpose: Sentence, checks: ChecksView) -> Glance:
    """`purpose`: the sentence on what most was spent on, where the tables tell it."""
    named = {label: links.figure(fact, label) for label, fact in headline_facts(book)}
    moved = change(_total_change(book, links, "比上年增减额"), _total_change(book, links, "比上年增减率"))
    budget = book.first(("T09", "合计", "预算数", ""), ("N", "三公经费合计", "预算数", ""))
    three_public = against_budget(
        THREE_PUBLIC, None if budget is None else links.figure(budget), named.get(THREE_PUBLIC)
    )
    said = (
        totals(report, named.get(INCOME), named.get(SPENDING), moved),
        purpose,
        _natures(named),
        three_public,
        _adds_up(checks),
    )
    tiles = tuple(
        Tile(figure, _beside(label, figure, report, book, links)) for label, figure in named.items()
    )
    return Glance(tuple(sentence for sentence in said if sentence) if named else (), tiles)


def _total_change(book: FactBook, links: Links, measure: str) -> Figure | None:
    fact = book.first(("N", "支出总计", measure, "支出"), ("N", "支出总计", measure, ""))
    return None if fact is None else links.figure(fact)


def _natures(named: dict[str, Figure]) -> Sentence:
    """“养人…，办公…，办事…。” without shares: the tables they stand in count different money."""
    words = {PEOPLE: "人员经费（养人）", OFFICE: "公用经费（办公）", PROJECTS: "项目支出（办事）"}
    said: Sentence = ()
    for label, word in words.items():
        if label not in named:
            continue
        said += (f"；{word}" if said else f"其中{word}", named[label])
    return (*said, "。") if said else ()


def _adds_up(checks: ChecksView) -> Sentence:
    """How the comparisons came out; nothing where none could be made."""
    count = checks.count
    held, ran = count["held"] + count["rounding"], count["held"] + count["rounding"] + count["findings"]
    if not ran:
        return ()
    total = Computed(Decimal(ran), "处", "能核对的都算在内：一致、只差四舍五入、有发现")
    agree = Computed(Decimal(held), "处", f"一致 {count['held']} + 只差四舍五入 {count['rounding']}")
    if held == ran:
        return ("本站拿报告自己的数互相核对了 ", total, "，都对得上。")
    return ("本站拿报告自己的数互相核对了 ", total, "，", agree, "对得上，其余见“数字核对”。")


# --- amounts that a person can picture -------------------------------------------------------------------


def _beside(label: str, figure: Figure, report: Report, book: FactBook, links: Links) -> tuple[Sentence, ...]:
    """In a unit that people speak in; what is spent on a day; what is spent on a person in post."""
    said: list[Sentence] = []
    if spoken := in_spoken_unit(figure):
        said.append(("合 ", spoken))
    if label == SPENDING and (day := per_day(figure, report.year)):
        said.append(("平均每天 ", day))
    people = staff(report, book)
    if label == PEOPLE and people is not None and (each := per_head(figure, people)):
        said.append(("按在职 ", links.figure(people), "算，人均 ", each))
    return tuple(said)


def in_spoken_unit(figure: Figure) -> Computed | None:
    """An amount in 亿元 or 元 where 万元 is too small or too large a measure; None where it is right."""
    if figure.value is None or figure.unit != _MONEY or figure.value == 0:
        return None
    if abs(figure.value) >= _PER_LARGE:
        return Computed(_rounded(figure.value / _PER_LARGE), "亿元", f"{figure.value:f} 万元 ÷ {_PER_LARGE}")
    if abs(figure.value) < 1:
        return Computed(
            (figure.value * _PER_SMALL).quantize(1), "元", f"{figure.value:f} 万元 × {_PER_SMALL}"
        )
    return None


def per_day(figure: Figure, year: int) -> Computed | None:
    """What an amount of a year is on each of its days."""
    if figure.value is None or figure.unit != _MONEY or figure.value <= 0:
        return None
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return Computed(_rounded(figure.value / days), _MONEY, f"{figure.value:f} ÷ {days} 天")


def per_head(figure: Figure, people: Fact) -> Computed | None:
    """What an amount is for each person; None where either is not a usable number."""
    if figure.value is None or figure.unit != _MONEY or not people.value or people.unit != _PERSONS:
        return None
    if figure.value <= 0 or people.value < 0:
        return None
    return Computed(_rounded(figure.value / people.value), _MONEY, f"{figure.value:f} ÷ {people.value:f} 人")


def _rounded(value: Decimal) -> Decimal:
    """To two decimals, and small amounts to their first two digits, so that none becomes zero."""
    if value and abs(value) < 1:
        return value.quantize(Decimal(1).scaleb(value.adjusted() - 1), ROUND_HALF_UP)
    return value.quantize(_CENTS, ROUND_HALF_UP)
