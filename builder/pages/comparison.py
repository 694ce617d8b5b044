"""Budget against actual: “三公”经费, and each item of the general budget with the department's own reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from builder.pages.blocks import ChartBlock, DataRow, DataTable, FigureList, Section, absent_words
from builder.pages.book import FactBook
from builder.pages.charts import Bar, Drawing, Row
from builder.pages.figures import Computed, Figure, Links, grouped
from builder.pages.place import Place
from builder.pages.published import Fact, Reason, Report
from builder.pages.sentences import Sentence, against_budget, change, difference, of_basis, plain

OVERSEAS, RECEPTION = "因公出国（境）费", "公务接待费"
CARS, CAR_PURCHASE, CAR_RUNNING = "公务用车购置及运行维护费", "公务用车购置费", "公务用车运行维护费"
THREE_PUBLIC_COUNTS = (
    "因公出国（境）团组数", "因公出国（境）人次", "公务用车购置数", "公务用车更新数", "公务用车保有量",
    "公务接待批次", "公务接待人次",
)  # fmt: skip
WHOLE_BUDGET = "一般公共预算财政拨款支出"
BUDGET_TOPIC = "决算与预算"
PAIRS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """A line with its budget and its actual; either may be missing."""

    label: str
    budget: Figure | None
    actual: Figure | None


def three_public(report: Report, book: FactBook, links: Links) -> Section:
    title = "“三公”经费"
    total, pairs = _three_public_pairs(book, links)
    counts = [links.figure(f) for item in THREE_PUBLIC_COUNTS if (f := book.one("N", item, "数量"))]
    lists = (FigureList("办了多少事", tuple(counts)),) if counts else ()
    if total is None and not pairs:
        return Section("three-public", title, lists=lists, absent=absent_words(report, "T09"))
    lines = [total, *pairs] if total else pairs
    said = [against_budget("“三公”经费合计", total.budget, total.actual)] if total else []
    last_year = change(
        _maybe(links, book.one("N", "三公经费合计", "比上年增减额")),
        _maybe(links, book.one("N", "三公经费合计", "比上年增减率")),
    )
    if last_year:
        said.append(("“三公”经费合计的决算", *last_year, "。"))
    chart = _pair_chart(
        "chart-three-public", "“三公”经费：预算和实际", pairs, lines, tuple(s for s in said if s)
    )
    return Section("three-public", title, (chart,), lists=lists)


def _three_public_pairs(book: FactBook, links: Links) -> tuple[Pair | None, list[Pair]]:
    for table, total_item in (("T09", "合计"), ("N", "三公经费合计")):
        total = _pair(book, links, table, total_item, "“三公”经费合计")
        split = [_pair(book, links, table, item) for item in (CAR_PURCHASE, CAR_RUNNING)]
        cars = split if all(split) else [_pair(book, links, table, CARS)]
        found = [_pair(book, links, table, OVERSEAS), *cars, _pair(book, links, table, RECEPTION)]
        pairs = [pair for pair in found if pair]
        if total or pairs:
            return total, pairs
    return None, []


def _pair(book: FactBook, links: Links, table: str, item: str, label: str = "") -> Pair | None:
    budget, actual = book.one(table, item, "预算数"), book.one(table, item, "决算数")
    if budget is None and actual is None:
        return None
    return Pair(label or item, _maybe(links, budget), _maybe(links, actual))


def budget_gap(report: Report, book: FactBook, links: Links) -> tuple[Section, tuple[Quote, ...]]:
    """The items as the narrative lists them, and every reason that the department gives."""
    title = "预算与决算差在哪里"
    pairs = _budget_pairs(book, links)
    quotes = _quotes(report.reasons, links)
    whole = _narrative_pair(book, links, WHOLE_BUDGET)
    if not pairs and whole is None:
        absent = "报告的文字说明里没有公开各项支出的年初预算和决算。"
        return Section("gap", title, absent=absent), quotes
    said = against_budget(WHOLE_BUDGET, whole.budget, whole.actual, "年初预算") if whole else ()
    if not said:
        said = ("报告逐项写了这些支出的决算。",)
    if (whole is None or whole.budget) and not any(pair.budget for pair in pairs):
        said = (*said, "报告没有公开逐项的年初预算数。")
    chart = _pair_chart("chart-gap", "各项支出：年初预算和决算", pairs, pairs, (said,))
    return Section("gap", title, (chart,)), quotes


def _budget_pairs(book: FactBook, links: Links) -> list[Pair]:
    items = dict.fromkeys(
        f.item for f in book.table("N") if f.measure in ("年初预算", "支出决算") and f.item != WHOLE_BUDGET
    )
    found = [_narrative_pair(book, links, item) for item in items]
    return _told_apart([pair for pair in found if pair], list(items))


def _told_apart(pairs: list[Pair], items: list[str]) -> list[Pair]:
    """Two lines of one name (行政运行 stands under many classes) get the class behind the name."""
    names = [pair.label for pair in pairs]
    return [
        Pair(f"{pair.label}（{item.split('/')[0]}）", pair.budget, pair.actual)
        if names.count(pair.label) > 1 and "/" in item
        else pair
        for pair, item in zip(pairs, items, strict=True)
    ]


def _narrative_pair(book: FactBook, links: Links, item: str) -> Pair | None:
    budget, actual = book.one("N", item, "年初预算"), book.one("N", item, "支出决算")
    if actual is None and item == WHOLE_BUDGET:
        actual = book.one("N", item, "金额")
    if budget is None and actual is None:
        return None
    return Pair(item.split("/")[-1], _maybe(links, budget), _maybe(links, actual))


@dataclass(frozen=True, slots=True)
class Quote:
    """A reason in the department's own words, and every item that it gives it for."""

    items: tuple[str, ...]
    topic: str
    text: str
    href: str
    place: str


def _quotes(reasons: tuple[Reason, ...], links: Links) -> tuple[Quote, ...]:
    """The same words on the same place are one quotation; reasons for a gap to the budget come first."""
    grouped: dict[tuple[str, str, Place], list[str]] = {}
    for reason in sorted(reasons, key=lambda reason: reason.topic != BUDGET_TOPIC):
        key = (reason.topic, reason.text, reason.place)
        grouped.setdefault(key, []).append(reason.item.split("/")[-1])
    return tuple(
        Quote(tuple(dict.fromkeys(items)), topic, text, links.to(place), links.name(place))
        for (topic, text, place), items in grouped.items()
    )


def _pair_chart(
    chart_id: str, title: str, shown: list[Pair], lines: list[Pair], said: tuple[Sentence, ...]
) -> ChartBlock:
    rows = tuple(DataRow(p.label, (p.budget, p.actual, _gap(p))) for p in lines)
    table = DataTable(title, "项目", ("预算", "决算", "相差（算出）"), rows)
    basis = next((f.basis for p in lines for f in (p.actual, p.budget) if f), "")
    return ChartBlock(chart_id, title, said, table, basis, _pair_drawing(chart_id, title, shown, said, basis))


def _pair_drawing(
    chart_id: str, title: str, pairs: list[Pair], said: tuple[Sentence, ...], basis: str
) -> Drawing | None:
    """Pairs in one unit with a number that is not zero; the largest ones when there are many.

    Where one of the two is not published, its bar is words; where no budget is, only the actuals are drawn.
    """
    both = any(pair.budget and pair.budget.value is not None for pair in pairs)
    rows = [(_unit(pair), _pair_row(pair, both=both)) for pair in pairs]
    rows = [(unit, row) for unit, row in rows if unit and unit == rows[0][0]]
    if not any(bar.value for _, row in rows for bar in row.bars):
        return None
    largest = sorted((row for _, row in rows), key=_longest, reverse=True)[:PAIRS_SHOWN]
    kept = tuple(row for _, row in rows if row in largest)
    description = "".join(
        plain(sentence) for sentence in (*said[:-1], of_basis(said[-1] if said else (), basis))
    )
    legend = (("budget", "预算"), ("spent", "决算")) if both else ()
    return Drawing(chart_id, "bars", title, description, rows[0][0], kept, legend)


def _unit(pair: Pair) -> str:
    """The unit of both numbers; "" where they differ or neither was read."""
    units = {f.unit for f in (pair.budget, pair.actual) if f and f.value is not None}
    return units.pop() if len(units) == 1 else ""


def _pair_row(pair: Pair, *, both: bool) -> Row:
    budget, actual = _pair_bar(pair.budget, "预算", "budget"), _pair_bar(pair.actual, "决算", "spent")
    gap = _gap(pair)
    aside = ""
    if gap:
        words = "多" if gap.value > 0 else "少"
        aside = f"{words} {grouped(abs(gap.value))} {gap.unit}" if gap.value else "一样"
    return Row(pair.label, (budget, actual) if both else (actual,), aside)


def _pair_bar(figure: Figure | None, name: str, key: str) -> Bar:
    if figure is None:
        return Bar(None, f"{name}：没有公开", key)
    return Bar(figure.value, f"{name} {figure.spoken}" if figure.is_read else f"{name}：未读出", key)


def _longest(row: Row) -> Decimal:
    return max((abs(bar.value) for bar in row.bars if bar.value is not None), default=Decimal(0))


def _gap(pair: Pair) -> Computed | None:
    return difference(pair.actual, pair.budget) if pair.actual and pair.budget else None


def _maybe(links: Links, fact: Fact | None) -> Figure | None:
    return None if fact is None else links.figure(fact)
