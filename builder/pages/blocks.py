"""The pieces that pages are made of: tables of figures, charts with their sentence, lists of figures.

Every chart has a sentence, a drawing where there is something to draw, and its numbers as a table; a page is
complete with the sentence and the table alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from builder.pages.charts import Bar, Drawing, Row
from builder.pages.figures import Computed, Figure
from builder.pages.published import Report
from builder.pages.sentences import Sentence, largest, of_basis, only_one, plain, share

Cell = Figure | Computed | str | None
#: What a figure stands for, as a key of the colours of charts.
Key = Callable[[Figure], str]
PLACES_SHOWN = 2

# What the state of a table means for a reader who misses its figures.
STATUS_WORDS = {
    "有数据": "这张表有数据",
    "空表": "这张表印了出来，里面没有数据，报告作了说明",
    "空表未说明": "这张表印了出来，里面是空白，报告没有说明原因",
    "图片": "这张表在报告里像是图片，没有文字可读，数字未读出",
    "见附件": "报告把这张表放在附件里，附件没有收录",
    "未见": "在这份报告里没有找到这张表",
}


@dataclass(frozen=True, slots=True)
class DataRow:
    label: str
    cells: tuple[Cell, ...]
    code: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    caption: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[DataRow, ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart with its sentences and its numbers as a table; without a drawing, the table says it."""

    id: str
    title: str
    sentences: tuple[Sentence, ...]
    table: DataTable
    basis: str
    drawing: Drawing | None = None
    notes: tuple[str, ...] = ()

    @property
    def short_basis(self) -> str:
        return self.basis.split("：", 1)[0]

    @property
    def explained_basis(self) -> str:
        """The kind of money with what belongs to it; "" where its name says all."""
        return self.basis if "：" in self.basis else ""

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Where its numbers stand: the address and the words of the first of each page, no more than two."""
        cells = [cell for row in self.table.rows for cell in row.cells if isinstance(cell, Figure)]
        found = {figure.place: figure.href for figure in reversed(cells)}
        return tuple((href, words) for words, href in reversed(found.items()))[:PLACES_SHOWN]


@dataclass(frozen=True, slots=True)
class FigureList:
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a page: what it shows, or in words why it shows nothing."""

    id: str
    title: str
    charts: tuple[ChartBlock, ...] = ()
    tables: tuple[DataTable, ...] = ()
    lists: tuple[FigureList, ...] = ()
    absent: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not (self.charts or self.tables or self.lists)


def absent_words(report: Report, *tables: str) -> str:
    """Why figures of these tables are not on the page, by the state of the tables; never “0”."""
    said = []
    for info in report.tables:
        if info.table not in tables:
            continue
        if info.status == "有数据":
            said.append(f"《{info.name}》印有数据，但其中与这里有关的数字是空白或未读出")
        else:
            said.append(f"《{info.name}》：{STATUS_WORDS[info.status]}")
    return "；".join(said) + "。" if said else "报告里没有公开这部分数字。"


def same_unit(figures: list[Figure]) -> list[Figure]:
    """The figures that may stand on one scale: read, and in the unit of the first."""
    read = [figure for figure in figures if figure.value is not None]
    return [figure for figure in read if figure.unit == read[0].unit]


def spent(_: Figure) -> str:
    return "spent"


def drawn(
    chart_id: str, kind: str, title: str, parts: list[Figure], said: Sentence, key: Key = spent
) -> tuple[Drawing | None, str]:
    """A chart of the parts that are not zero, or None and why there is none.

    None when fewer than two are left, for one bar says nothing; parts of one whole below zero cannot be drawn as
    pieces of it and become bars.
    """
    shown = [figure for figure in same_unit(parts) if figure.value]
    if len(shown) < 2:
        return None, ""
    if kind == "parts" and any(figure.value is not None and figure.value < 0 for figure in shown):
        kind = "bars"
    rows = tuple(Row(f.label, (Bar(f.value, f.spoken, key(f)),)) for f in shown)
    return Drawing(chart_id, kind, title, plain(said), shown[0].unit, rows), _left_out(parts, shown)


def _left_out(parts: list[Figure], shown: list[Figure]) -> str:
    """What the drawing cannot show, in words; zeros need none, the table has them."""
    missing = [part.label for part in parts if part.value is None or (part.value and part not in shown)]
    return f"没有画在图里（没有读出数字或单位不同）：{'、'.join(missing)}。" if missing else ""


def breakdown(
    chart_id: str,
    title: str,
    parts: list[Figure],
    whole: Figure | None,
    *,
    lead: str,
    kind: str = "bars",
    key: Key = spent,
) -> ChartBlock:
    """A whole and its parts: the largest in words, all as bars, all as a table with shares."""
    ranked = sorted(parts, key=lambda figure: (figure.value is None, -(figure.value or 0)))
    above_zero = [figure for figure in ranked if figure.value is not None and figure.value > 0]
    said = only_one(above_zero[0], lead=lead) if len(above_zero) == 1 else largest(
        ranked, whole, lead=f"{lead}最大的一项是"
    )  # fmt: skip
    basis = (whole or ranked[0]).basis
    rows = [DataRow(f.label, (f, share(f, whole) if whole else None)) for f in ranked]
    if whole:
        rows.append(DataRow(whole.label, (whole, None)))
    drawing, note = drawn(
        chart_id, kind, title, ranked if kind == "bars" else parts, of_basis(said, basis), key
    )
    table = DataTable(title, "项目", ("金额", "占比（算出）"), tuple(rows))
    return ChartBlock(
        chart_id, title, (said,) if said else (), table, basis, drawing, (note,) if note else ()
    )
