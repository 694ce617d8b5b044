"""What is there and what is missing, and the tables as the report lays them out."""

from __future__ import annotations

from dataclasses import dataclass

from builder.pages.blocks import STATUS_WORDS
from builder.pages.book import FactBook
from builder.pages.figures import PROVEN, UNPROVEN, Figure, Links
from builder.pages.published import Fact, Report, TableInfo

PROVEN_WORDS = {
    True: "表内合计与各项相加对得上",
    False: "表内合计与各项相加对不上，见“数字核对”",
    None: "",
}
#: Of tables that were recognised from a picture.
_SCANNED = {
    PROVEN: "扫描件，由程序识别，表内合计对得上",
    UNPROVEN: "扫描件，未能核对：识别出来的数没有合计证明认对了，请以原件为准",
}


@dataclass(frozen=True, slots=True)
class TableStatus:
    """One line of the list of tables: is it there, and can its numbers be trusted."""

    table: str
    name: str
    words: str
    is_there: bool
    facts: int
    proven: str
    note: str
    href: str
    place: str


def completeness(report: Report, book: FactBook, links: Links) -> tuple[TableStatus, ...]:
    return tuple(_status(info, len(book.table(info.table)), links) for info in report.tables)


def _status(info: TableInfo, facts: int, links: Links) -> TableStatus:
    words = STATUS_WORDS[info.status]
    if info.status == "有数据" and not facts:
        words = "这张表有内容，数字未读出"
    known = info.place.page is not None or info.place.line is not None
    return TableStatus(
        info.table, info.name, words, info.status == "有数据" and facts > 0, facts,
        (_SCANNED.get(info.read) or PROVEN_WORDS[info.proven]) if facts else "", info.note,
        links.to(info.place) if known else "", links.name(info.place) if known else "",
    )  # fmt: skip


# --- the tables in their official layout -------------------------------------------------------------------

TWO_HALVES = {"T01", "T04"}
# Lines that stand opposite each other at the foot of the two halves.
FOOT = ("本年收入合计", "本年支出合计")


@dataclass(frozen=True, slots=True)
class TableHalf:
    """The head of one half's labels, and its measures; a whole table has one half."""

    head: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableCells:
    """One half of one row: code and name, then a figure or None (blank) for each measure."""

    code: str
    item: str
    depth: int
    figures: tuple[Figure | None, ...]
    is_total: bool


@dataclass(frozen=True, slots=True)
class OfficialTable:
    id: str
    name: str
    title: str
    unit: str
    words: str
    href: str
    place: str
    halves: tuple[TableHalf, ...]
    rows: tuple[tuple[TableCells | None, ...], ...]
    unread: tuple[tuple[str, str, str, str], ...]
    warning: str = ""  # what must be known before the first figure of the table


def official_tables(report: Report, book: FactBook, links: Links) -> tuple[OfficialTable, ...]:
    return tuple(_official(info, report, book, links) for info in report.tables)


def _official(info: TableInfo, report: Report, book: FactBook, links: Links) -> OfficialTable:
    facts = book.table(info.table)
    sides = ("收入", "支出") if info.table in TWO_HALVES else ("",)
    halves, columns = [], []
    for side in sides:
        of_side = [f for f in facts if not side or f.side == side]
        halves.append(_half(of_side, side))
        columns.append(_rows(of_side, halves[-1].measures, links))
    status = _status(info, len(facts), links)
    unread = tuple((u.raw, u.explanation, links.to(u.place), links.name(u.place)) for u in report.unread
                   if u.table == info.table)  # fmt: skip
    return OfficialTable(
        info.table.lower(), info.name, info.title or info.name, info.unit or _unit(facts), status.words,
        status.href, status.place, tuple(halves), _side_by_side(columns) if facts else (), unread,
        f"{_SCANNED[UNPROVEN]}。" if info.read == UNPROVEN else "",
    )  # fmt: skip


def _half(facts: list[Fact], side: str) -> TableHalf:
    head = "科目编码和名称" if any(fact.code for fact in facts) else f"{side}项目"
    return TableHalf(head, tuple(dict.fromkeys(fact.measure for fact in facts)))


def _rows(facts: list[Fact], measures: tuple[str, ...], links: Links) -> list[TableCells]:
    rows = []
    for (code, item), cells in _lines(facts):
        found = (cells.get(measure) for measure in measures)
        figures = tuple(None if f is None else links.figure(f, at_home=True) for f in found)
        name = item.rsplit("/", 1)[-1] if "/" in item else item
        depth = item.count("/") if not code else {3: 0, 5: 1}.get(len(code), 2)
        rows.append(TableCells(code, name, depth, figures, item.endswith(("合计", "总计"))))
    return rows


def _lines(facts: list[Fact]) -> list[tuple[tuple[str, str], dict[str, Fact]]]:
    """The rows as printed: a line that is printed again, for another unit or over a page, is a row of its own."""
    rows: list[tuple[tuple[str, str], dict[str, Fact]]] = []
    open_rows: dict[tuple[str, str], dict[str, Fact]] = {}
    for fact in facts:
        line = (fact.code, fact.item)
        if line not in open_rows or fact.measure in open_rows[line]:
            open_rows[line] = {}
            rows.append((line, open_rows[line]))
        open_rows[line][fact.measure] = fact
    return rows


def _side_by_side(columns: list[list[TableCells]]) -> tuple[tuple[TableCells | None, ...], ...]:
    """Rows of both halves, the sums at the foot on one line as the form prints them."""
    bodies = [_split(column) for column in columns]
    rows: list[tuple[TableCells | None, ...]] = []
    for block in (0, 1):
        height = max(len(body[block]) for body in bodies)
        padded = [body[block] + [None] * (height - len(body[block])) for body in bodies]
        rows += zip(*padded, strict=True)
    return tuple(rows)


def _split(column: list[TableCells]) -> tuple[list[TableCells | None], list[TableCells | None]]:
    for number, cells in enumerate(column):
        if cells.item in FOOT:
            return list(column[:number]), list(column[number:])
    return list(column), []


def _unit(facts: list[Fact]) -> str:
    units = {fact.unit for fact in facts}
    return units.pop() if len(units) == 1 else ""


# --- every other figure -------------------------------------------------------------------------------------

_OTHERS = {
    "N": "文字说明里的数", "P1": "部门整体支出绩效评价基础数据表", "P2": "部门整体支出绩效自评表里的其他数",
    "P3": "项目支出绩效自评表里的其他数",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OtherFigures:
    """Figures that stand in none of the tables shown, each with what it is about and what kind of figure it is."""

    id: str
    title: str
    rows: tuple[tuple[str, str, Figure], ...]


def other_figures(report: Report, book: FactBook, links: Links) -> tuple[OtherFigures, ...]:
    """What the tables laid out so far have not shown, so that every figure of a report stands on its page once."""
    made = []
    titles = {info.table: f"{info.name}里没有排进表的数" for info in report.tables} | _OTHERS
    for table, title in titles.items():
        left = [fact for fact in book.table(table) if not links.is_at_home(fact.id)]
        rows = tuple((f.item.replace("/", " / "), f.measure, links.figure(f, at_home=True)) for f in left)
        made.append(OtherFigures(f"figures-{table.lower()}", title, rows))
    return tuple(figures for figures in made if figures.rows)
