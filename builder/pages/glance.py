"""一句话看懂: the few sentences and figures that answer how much, on what, on whom, and whether it adds up.

Every number is a fact with its place, or is worked out from facts and says so; what a report does not publish is left out
here and said in words in its section.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from builder.pages import money
from builder.pages.book import FactBook
from builder.pages.figures import Computed, Figure, Links, add_up
from builder.pages.findings import ChecksView
from builder.pages.indicators import staff
from builder.pages.magnitude import in_spoken_unit, per_day, per_head
from builder.pages.published import Fact, Report
from builder.pages.sentences import Sentence, against_budget, change, totals

INCOME, SPENDING, PEOPLE, OFFICE = "本年收入", "本年支出", "人员经费", "公用经费"
PROJECTS, THREE_PUBLIC = "项目支出", "“三公”经费"
SPENT, TOTAL, WITH_CARRY_OVER = "支出合计", "支出总计", "连同结转和结余，支出总计"


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


def glance(report: Report, book: FactBook, links: Links, purpose: Sentence, checks: ChecksView) -> Glance:
    """`purpose`: the sentence on what most was spent on, where the tables tell it."""
    named = {label: links.figure(fact, label) for label, fact in headline_facts(book)}
    budget = book.first(("T09", "合计", "预算数", ""), ("N", "三公经费合计", "预算数", ""))
    three_public = against_budget(
        THREE_PUBLIC, None if budget is None else links.figure(budget), named.get(THREE_PUBLIC)
    )
    said = (
        totals(report, named.get(INCOME), named.get(SPENDING), _moved(book, links)),
        purpose,
        _natures(named),
        three_public,
        _adds_up(checks),
    )
    tiles = tuple(
        Tile(figure, _beside(label, figure, report, book, links)) for label, figure in named.items()
    )
    return Glance(tuple(sentence for sentence in said if sentence) if named else (), tiles)


def _moved(book: FactBook, links: Links) -> Sentence:
    """“比上年…” of what was spent; of the grand total, named as such, where only its change is told and carry-over makes
    it another sum.
    """
    spent, total = money.total_spending(book), _told(book, links, TOTAL, "金额")
    if own := _change(book, links, SPENT):
        return ("，", *own)
    moved = _change(book, links, TOTAL)
    if not moved:
        return ()
    if spent and total and (spent.value, spent.unit) == (total.value, total.unit):
        return ("，", *moved)
    return (f"；{WITH_CARRY_OVER} ", total, "，", *moved) if total else (f"；{WITH_CARRY_OVER}", *moved)


def _change(book: FactBook, links: Links, item: str) -> Sentence:
    return change(_told(book, links, item, "比上年增减额"), _told(book, links, item, "比上年增减率"))


def _told(book: FactBook, links: Links, item: str, measure: str) -> Figure | None:
    fact = book.first(("N", item, measure, "支出"), ("N", item, measure, ""))
    return None if fact is None else links.figure(fact)


def _natures(named: dict[str, Figure]) -> Sentence:
    """“养人…，办公…，办事…。” without shares: the tables they stand in count different money."""
    words = {PEOPLE: "人员经费（养人）", OFFICE: "公用经费（办公）", PROJECTS: "项目支出（办事）"}
    said: Sentence = ()
    for label, word in words.items():
        if label not in named:
            continue
        said += (f"；{word}" if said else f"其中{word}", named[label])
    if not said:
        return ()
    return (
        (*said, "。三项口径不全一样，加起来不等于支出。")
        if _miss_the_whole(named, list(words))
        else (*said, "。")
    )


def _miss_the_whole(named: dict[str, Figure], parts: list[str]) -> bool:
    """Whether all parts and the whole are known, and the parts do not make it."""
    whole, values = named.get(SPENDING), [named[part].value for part in parts if part in named]
    if whole is None or whole.value is None or len(values) < len(parts):
        return False
    return not add_up([value for value in values if value is not None], whole.value)


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
