"""The flow of a year's money: where it came from, all of it together, and what became of it.

Drawn only where both halves of a 总表 make its printed total within their rounding; where they do not, the page says so
in words. What is below zero cannot flow and is not drawn either.
"""

from __future__ import annotations

from decimal import Decimal

from builder.knowledge.colours import load_colours
from builder.pages.blocks import ChartBlock, DataRow, DataTable
from builder.pages.book import FactBook
from builder.pages.charts import Bar, Drawing, Row
from builder.pages.figures import Figure, Links, add_up, grouped
from builder.pages.published import Fact
from builder.pages.sentences import Sentence, of_basis, plain

CHART, TITLE = "chart-flow", "钱从哪里来，用到哪里去"
#: Table → the measures of its two halves.
TABLES = {"T01": ("决算数", "决算数"), "T04": ("决算数", "合计")}
SUMS = frozenset({"本年收入合计", "本年支出合计", "总计", "收入总计", "支出总计"})
TOTALS = ("总计", "收入总计", "支出总计")
OPENING = ("年初结转和结余", "年初财政拨款结转和结余")
CLOSING = ("年末结转和结余", "年末财政拨款结转和结余")
SHOWN = 8  # on a side; the table has all
MISFIT = "总表两边各项加起来与总计对不上，或者有读不出的数，这里不画资金流向图；见“数字核对”。"
BELOW_ZERO = "总表里有小于零的数，画不成流向；各项见表。"


def flow(book: FactBook, links: Links) -> tuple[tuple[ChartBlock, ...], str]:
    """The chart, none where no 总表 is published; and what must be said instead of it."""
    for table, (measure_in, measure_out) in TABLES.items():
        incoming = _lines(book, table, measure_in, "收入")
        outgoing = _lines(book, table, measure_out, "支出")
        totals = [
            fact
            for measure, side in ((measure_in, "收入"), (measure_out, "支出"))
            for item in TOTALS
            if (fact := book.one(table, item, measure, side))
        ]
        if not incoming or not outgoing or not totals:
            continue
        if not _fits(incoming, totals) or not _fits(outgoing, totals):
            return (), MISFIT
        return (_block(_figures(incoming, links), _figures(outgoing, links), links.figure(totals[0])),), ""
    return (), ""


def _lines(book: FactBook, table: str, measure: str, side: str) -> list[Fact]:
    """The lines of a half that are no sums; “年初…/一般公共预算…” is a part of the line before it."""
    return [f for f in book.lines(table, measure, side) if f.item not in SUMS and "/" not in f.item]


def _fits(lines: list[Fact], totals: list[Fact]) -> bool:
    """Whether the lines are read, in one unit, and make every printed total."""
    numbers = [fact.value for fact in lines if fact.value is not None]
    units = {fact.unit for fact in (*lines, *totals)}
    if len(numbers) < len(lines) or len(units) > 1:
        return False
    return all(fact.value is not None and add_up(numbers, fact.value) for fact in totals)


def _figures(lines: list[Fact], links: Links) -> list[Figure]:
    return [links.figure(fact) for fact in lines]


def _block(incoming: list[Figure], outgoing: list[Figure], total: Figure) -> ChartBlock:
    said = _sentence(incoming, outgoing, total)
    rows = [DataRow(figure.label, (figure, "")) for figure in incoming]
    rows += [DataRow(figure.label, ("", figure)) for figure in outgoing]
    rows.append(DataRow("总计", (total, total)))
    table = DataTable(TITLE, "项目", ("来的钱", "去的钱"), tuple(rows))
    drawing = _drawing(incoming, outgoing, total, of_basis(said, total.basis))
    below = any(f.value is not None and f.value < 0 for f in (*incoming, *outgoing))
    return ChartBlock(CHART, TITLE, (said,), table, total.basis, drawing, (BELOW_ZERO,) if below else ())


def _sentence(incoming: list[Figure], outgoing: list[Figure], total: Figure) -> Sentence:
    said: Sentence = ("能用的钱一共 ", total)
    opening = next((f for f in incoming if f.label in OPENING and f.value), None)
    closing = next((f for f in outgoing if f.label in CLOSING and f.value), None)
    if opening:
        said = (*said, "，其中上年留下的 ", opening)
    uses = sorted((f for f in outgoing if f is not closing and f.value), key=lambda f: -(f.value or 0))
    if uses:
        said = (*said, f"；去向里最大的是{uses[0].label}，", uses[0])
    return (*said, "；年末留到下一年 ", closing, "。") if closing else (*said, "。")


def _drawing(incoming: list[Figure], outgoing: list[Figure], total: Figure, said: Sentence) -> Drawing | None:
    if any(f.value is not None and f.value < 0 for f in (*incoming, *outgoing)) or not total.value:
        return None
    return Drawing(
        CHART, "flow", TITLE, plain(said), total.unit, _side(incoming, "sources"), uses=_side(outgoing, "uses"),
        whole=Bar(total.value, f"共 {total.spoken}", "other"),
    )  # fmt: skip


def _side(figures: list[Figure], kind: str) -> tuple[Row, ...]:
    """The largest lines above zero in the order of the table; the smallest together, when there are many."""
    shown = [figure for figure in figures if figure.value]
    ranked = sorted(shown, key=lambda figure: -(figure.value or 0))
    kept = ranked if len(ranked) <= SHOWN else ranked[: SHOWN - 1]
    key = load_colours().of
    rows = [Row(f.label, (Bar(f.value, f.spoken, key(kind, f.label)),)) for f in shown if f in kept]
    rest = [figure for figure in shown if figure not in kept]
    if rest:
        together = sum((figure.value or Decimal(0) for figure in rest), Decimal(0))
        text = f"{grouped(together)} {rest[0].unit}（算出）"
        rows.append(Row(f"其余 {len(rest)} 项", (Bar(together, text, "other"),)))
    return tuple(rows)
