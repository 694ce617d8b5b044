"""A department's years side by side: income and expenditure, and “三公”经费.

Every year between the first and the last has its line: one that no report tells is said in words and has no bar.
"""

from __future__ import annotations

from dataclasses import replace

from builder.pages.blocks import ChartBlock, DataRow, DataTable
from builder.pages.charts import Bar, Drawing, Row
from builder.pages.figures import Computed, Figure
from builder.pages.sentences import Sentence, difference, of_basis, plain

NO_REPORT, NOT_PUBLISHED = "本站没有这一年的决算", "没有公开"
Found = dict[int, dict[str, Figure]]
#: Chart → title, and its lines with the keys of their colours; the last one is what the sentence tells.
CHARTS = {
    "chart-years": ("历年收入和支出", (("本年收入", "income"), ("本年支出", "spent"))),
    "chart-years-three-public": ("历年“三公”经费", (("“三公”经费", "spent"),)),
}


def yearly_charts(found: Found) -> tuple[ChartBlock, ...]:
    """The charts for which at least two years have a number; `found` is year → name of a line → its figure."""
    blocks = (_block(chart, title, lines, found) for chart, (title, lines) in CHARTS.items())
    return tuple(block for block in blocks if block)


def _block(chart: str, title: str, lines: tuple[tuple[str, str], ...], found: Found) -> ChartBlock | None:
    told = lines[-1][0]
    series = {year: row[told] for year, row in sorted(found.items()) if told in row}
    read = {year: figure for year, figure in series.items() if figure.value is not None}
    if len(read) < 2:
        return None
    first, last = min(read), max(read)
    unit = read[last].unit
    basis = read[last].basis
    names = [name for name, _ in lines]
    rows = [DataRow(f"{year} 年度", tuple(found[year].get(name) for name in names)) for year in sorted(found)]
    said = _sentence(told, first, read[first], last, read[last])
    if len(read) > 2 and last - 1 in read:
        said = _since_last_year(said, last - 1, read[last - 1], read[last])
    drawn = tuple(_row(year, found.get(year), lines, unit) for year in range(min(found), max(found) + 1))
    legend = tuple((key, name) for name, key in lines) if len(lines) > 1 else ()
    drawing = Drawing(chart, "bars", title, plain(of_basis(said, basis)), unit, drawn, legend)
    table = DataTable(title, "年度", tuple(names), tuple(rows))
    return ChartBlock(chart, title, (said,), table, basis, drawing, _other_bases(series, basis))


def _sentence(name: str, first: int, before: Figure, last: int, after: Figure) -> Sentence:
    said: Sentence = (f"{name}：{first} 年度 ", before, f"，{last} 年度 ", after)
    gap = difference(after, before)
    if gap is None or before.basis != after.basis:
        return (*said, "；两个数的口径或单位不同，不能直接相减。")
    if gap.value == 0:
        return (*said, "，一样多。")
    word = "多了" if gap.value > 0 else "少了"
    return (*said, f"，{word} ", Computed(abs(gap.value), gap.unit, gap.sum), "。")


def _since_last_year(said: Sentence, year: int, before: Figure, after: Figure) -> Sentence:
    """The sentence on all years, and what the newest has against the year before it."""
    gap = difference(after, before)
    if gap is None or before.basis != after.basis:
        return said
    if gap.value == 0:
        return (*said, f"和 {year} 年度一样多。")
    word = "多了" if gap.value > 0 else "少了"
    return (*said, f"比 {year} 年度{word} ", Computed(abs(gap.value), gap.unit, gap.sum), "。")


def _row(year: int, row: dict[str, Figure] | None, lines: tuple[tuple[str, str], ...], unit: str) -> Row:
    label = f"{year} 年度"
    if row is None:
        return Row(label, (Bar(None, NO_REPORT, lines[-1][1]),))
    named = len(lines) > 1
    return Row(
        label,
        tuple(
            _bar(row.get(name), name.removeprefix("本年") if named else "", key, unit) for name, key in lines
        ),
    )


def _bar(figure: Figure | None, name: str, key: str, unit: str) -> Bar:
    """A number in another unit keeps its words and has no bar: it would have a length that means nothing."""
    if figure is None:
        return Bar(None, f"{name}：{NOT_PUBLISHED}" if name else NOT_PUBLISHED, key)
    value = figure.value if figure.unit == unit else None
    return Bar(value, f"{name} {figure.spoken}".strip(), key)


def _other_bases(series: dict[int, Figure], basis: str) -> tuple[str, ...]:
    """Which years count another kind of money than the last one."""
    other = [replace(f, label=str(year)) for year, f in series.items() if f.basis != basis]
    return tuple(f"{f.label} 年度的数取自另一处，口径是“{f.short_basis}”，比较时请留意。" for f in other)
