"""Where the money came from and what it went for: the sections built on the official tables.

Each takes its figures from one table, so that all parts of a chart count the same kind of money; the
narrative is used only where the table has nothing.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from builder.knowledge.colours import economic_key, load_colours
from builder.pages.blocks import ChartBlock, DataRow, DataTable, Section, absent_words, breakdown
from builder.pages.book import FactBook, values
from builder.pages.charts import Row
from builder.pages.figures import Figure, Links, add_up
from builder.pages.flow import flow
from builder.pages.published import Fact, Report

# Lines of the two halves of a 总表 that are sums or carry-overs, not sources or uses of this year's money.
NOT_INCOME = {
    "本年收入合计", "使用非财政拨款结余", "使用非财政拨款结余（含专用结余）", "年初结转和结余", "总计",
    "收入总计", "年初财政拨款结转和结余",
}  # fmt: skip
NOT_SPENDING = {"本年支出合计", "结余分配", "年末结转和结余", "年末财政拨款结转和结余", "总计", "支出总计"}
NARRATIVE_INCOME = (
    "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入",
)  # fmt: skip
NARRATIVE_NATURE = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
APPROPRIATED, GENERAL_BUDGET = "财政拨款支出", "一般公共预算财政拨款支出"
BARS_SHOWN = 12


def total_income(book: FactBook) -> Fact | None:
    return book.first(
        ("T01", "本年收入合计", "决算数", "收入"),
        ("T02", "合计", "本年收入合计", ""),
        ("N", "收入合计", "金额", ""),
        ("N", "收入总计", "金额", "收入"),
        ("N", "收入总计", "金额", ""),
    )


def total_spending(book: FactBook) -> Fact | None:
    return book.first(
        ("T01", "本年支出合计", "决算数", "支出"),
        ("T03", "合计", "本年支出合计", ""),
        ("N", "支出合计", "金额", ""),
        ("N", "支出总计", "金额", "支出"),
        ("N", "支出总计", "金额", ""),
        ("N", "整体支出执行数", "金额", ""),
    )


def income(report: Report, book: FactBook, links: Links) -> Section:
    parts, whole = _income_parts(book, links)
    if not any(part.value is not None for part in parts):
        return Section("income", "钱从哪里来", absent=absent_words(report, "T01", "T02"))
    chart = breakdown("chart-income", "收入来源", parts, whole, lead="收入来源里", key=_source_key)
    runs, note = flow(book, links)
    return Section("income", "钱从哪里来", (*runs, chart), notes=(note,) if note else ())


def _source_key(figure: Figure) -> str:
    return load_colours().of("sources", figure.label)


def _nature_key(figure: Figure) -> str:
    return load_colours().of("natures", figure.label)


def _income_parts(book: FactBook, links: Links) -> tuple[list[Figure], Figure | None]:
    lines = [f for f in book.lines("T01", "决算数", "收入") if f.item not in NOT_INCOME]
    if values(lines):
        return [links.figure(f) for f in lines], _figure(
            links, book.one("T01", "本年收入合计", "决算数", "收入")
        )
    row = [f for f in book.table("T02") if f.item == "合计" and f.measure != "本年收入合计"]
    if values(row):
        whole = _figure(links, book.one("T02", "合计", "本年收入合计"), "本年收入合计")
        return [links.figure(f, f.measure) for f in row], whole
    named = [f for item in NARRATIVE_INCOME if (f := book.one("N", item, "金额"))]
    return [links.figure(f) for f in named], _figure(links, book.one("N", "收入合计", "金额"))


def spending(report: Report, book: FactBook, links: Links) -> Section:
    parts, whole, name = _spending_parts(book, links)
    detail = _spending_detail(report, book, links)
    tables = (detail,) if detail else ()
    if not any(part.value is not None for part in parts):
        absent = "" if detail else absent_words(report, "T01", "T03")
        return Section("spending", "钱花到哪里去", tables=tables, absent=absent)
    chart = breakdown("chart-spending", "支出用在哪些方面", parts, whole, lead=_of_purpose(book, whole, name))
    return Section("spending", "钱花到哪里去", (chart,), tables)


def _of_purpose(book: FactBook, whole: Figure | None, name: str) -> str:
    """“按用途分，”; of which money, where the parts are not those of all that was spent."""
    spent = total_spending(book)
    is_all = (
        whole is not None and spent is not None and (whole.value, whole.unit) == (spent.value, spent.unit)
    )
    return f"{name}按用途分，" if name and not is_all else "按用途分，"


def _spending_parts(book: FactBook, links: Links) -> tuple[list[Figure], Figure | None, str]:
    """The parts, their whole, and the name of the money that they count; "" for all of it."""
    for table, measure, whole_measure, name in (
        ("T01", "决算数", "决算数", ""),
        ("T04", "合计", "合计", APPROPRIATED),
    ):
        lines = [f for f in book.lines(table, measure, "支出") if f.item not in NOT_SPENDING]
        if values(lines):
            whole = book.one(table, "本年支出合计", whole_measure, "支出")
            return [links.figure(f) for f in lines], _figure(links, whole), name
    for table, measure, name in (("T03", "本年支出合计", ""), ("T05", "本年支出", GENERAL_BUDGET)):
        lines = [f for f in book.lines(table, measure) if len(f.code) == 3]
        if values(lines):
            return [links.figure(f) for f in lines], _figure(links, book.one(table, "合计", measure)), name
    classes = [
        f for f in book.lines("N", "占比") if f.item.endswith("支出") and f.item not in NARRATIVE_NATURE
    ]
    named = [f for part in classes if (f := book.one("N", part.item, "金额"))]
    whole_named = book.one("N", GENERAL_BUDGET, "金额")
    named = [f for f in named if f is not whole_named]
    return [links.figure(f) for f in named], _figure(links, whole_named), GENERAL_BUDGET


def _spending_detail(report: Report, book: FactBook, links: Links) -> DataTable | None:
    """Every finest line of the expenditure table, with the page of its account."""
    for table, first in (("T03", "本年支出合计"), ("T05", "本年支出")):
        lines = leaves([f for f in book.lines(table, first) if f.code])
        if not lines:
            continue
        by_line = {(f.code, f.item, f.measure): f for f in book.table(table)}
        rows = tuple(
            DataRow(
                f.item,
                tuple(
                    _figure(links, by_line.get((f.code, f.item, measure)))
                    for measure in (first, "基本支出", "项目支出")
                ),
                f.code,
                f"{links.root}accounts/{f.code}/" if report.is_current else "",
            )
            for f in lines
        )
        return DataTable("细看每一项用途", "科目", ("支出", "其中基本支出", "其中项目支出"), rows)
    return None


def leaves(lines: list[Fact]) -> list[Fact]:
    """The lines whose code is not the beginning of another line's code."""
    codes = {line.code for line in lines}
    return [f for f in lines if not any(other != f.code and other.startswith(f.code) for other in codes)]


def nature(report: Report, book: FactBook, links: Links) -> Section:
    """Personnel, operating and project money; the three only from tables that count the same money."""
    title = "养人、办公还是办事"
    three, whole, note = _three_natures(book, links)
    if three:
        chart = breakdown(
            "chart-nature", "人员、公用和项目各占多少", three, whole, lead="按性质分，", kind="parts",
            key=_nature_key,
        )  # fmt: skip
        return Section("nature", title, (chart,), notes=(note,) if note else ())
    two, whole = _two_natures(book, links)
    if not two:
        return Section("nature", title, absent=absent_words(report, "T03", "T06"))
    chart = breakdown(
        "chart-nature", "基本支出和项目支出", two, whole, lead="按性质分，", kind="parts", key=_nature_key
    )
    return Section("nature", title, (chart,), notes=(note,) if note else ())


def _three_natures(book: FactBook, links: Links) -> tuple[list[Figure], Figure | None, str]:
    people, office = book.one("T06", "人员经费合计", "决算数"), book.one("T06", "公用经费合计", "决算数")
    basic, projects = book.one("T05", "合计", "基本支出"), book.one("T05", "合计", "项目支出")
    if (
        not (people and office and basic)
        or people.value is None
        or office.value is None
        or basic.value is None
    ):
        return [], None, ""
    if not add_up([people.value, office.value], basic.value):
        return [], None, "人员经费加公用经费与基本支出对不上，这里不把它们画在一张图里；见“数字核对”。"
    parts = [
        links.figure(people, "人员经费（养人）"),
        links.figure(office, "公用经费（办公）"),
    ]
    if projects is not None:
        parts.append(links.figure(projects, "项目支出（办事）"))
    return parts, _figure(links, book.one("T05", "合计", "本年支出"), "本年支出合计"), ""


def _two_natures(book: FactBook, links: Links) -> tuple[list[Figure], Figure | None]:
    for table, total in (("T03", "本年支出合计"), ("T05", "本年支出")):
        row = [f for f in book.table(table) if f.item == "合计" and f.measure in NARRATIVE_NATURE]
        if values(row):
            whole = _figure(links, book.one(table, "合计", total), "本年支出合计")
            return [links.figure(f, f.measure) for f in row], whole
    named = [f for item in NARRATIVE_NATURE if (f := book.one("N", item, "金额"))]
    if not values(named):
        return [], None
    return [links.figure(f) for f in named], _figure(links, book.one("N", "支出合计", "金额"))


def economic(report: Report, book: FactBook, links: Links) -> Section:
    """Basic expenditure by what was bought: wages, subsidies, office costs."""
    title = "基本支出买了什么"
    lines = [f for f in leaves([f for f in book.lines("T06", "决算数") if f.code]) if f.value]
    if not lines:
        return Section("economic", title, absent=absent_words(report, "T06"))
    whole = book.one("T05", "合计", "基本支出")
    parts, total = [links.figure(f) for f in lines], _figure(links, whole, "基本支出")
    keys = {f.id: economic_key(f.code) for f in lines}
    block = breakdown(
        "chart-economic", "基本支出的细账", parts, total, lead="基本支出里", key=lambda f: keys[f.fact_id]
    )
    return Section("economic", title, (_with_legend(_shortened(block)),))


def _with_legend(block: ChartBlock) -> ChartBlock:
    """Names for the colours of what pays people and what keeps the office going, as far as both are drawn."""
    if block.drawing is None:
        return block
    used = {bar.key for row in block.drawing.rows for bar in row.bars}
    colours = load_colours().by_key
    legend = tuple((key, colours[key].name) for key in ("people", "office") if key in used)
    return replace(block, drawing=replace(block.drawing, legend=legend))


def _shortened(block: ChartBlock) -> ChartBlock:
    """The longest bars only, whichever side of zero; the table keeps every line."""
    drawing = block.drawing
    if drawing is None or len(drawing.rows) <= BARS_SHOWN:
        return block
    longest = sorted(drawing.rows, key=_length, reverse=True)[:BARS_SHOWN]
    kept = tuple(row for row in drawing.rows if row in longest)
    note = f"图里是最大的 {BARS_SHOWN} 项，各项都在表里。"
    return replace(block, drawing=replace(drawing, rows=kept), notes=(*block.notes, note))


def _length(row: Row) -> Decimal:
    return abs(row.bars[0].value or Decimal(0))


def _figure(links: Links, fact: Fact | None, label: str = "") -> Figure | None:
    return None if fact is None else links.figure(fact, label)
