"""Charts: a static SVG for every reader, and a plotly figure for the one who asks for it.

Horizontal positions are per cent of the width, vertical ones and letters are pixels: the same SVG is readable
on a phone and on a wide screen. Colours are CSS variables, so that light and dark need no second drawing.
Knows no report: it draws labelled decimals.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import plotly.graph_objects as go
from jinja2 import Environment
from plotly.offline import get_plotlyjs

LABEL_LETTERS = 22  # as many fit on a phone of 360 px; the table beside the chart has the whole name
PART_LETTERS = 12  # of a part, whose number stands on the same line
BAR_SPACE = Decimal(60)  # per cent of the width for the longest bar, where its number leaves so much
NARROWEST = 320  # pixels of a drawing on the narrowest phone
LABEL_HEIGHT, BAR_HEIGHT, ROW_GAP = 22, 18, 12
# Told apart by readers with any colour vision (Okabe and Ito), on light and on dark ground.
PLOT_COLOURS = ("#2f7fb8", "#d98a1f", "#2a9d76", "#b8699a", "#7d8b99", "#5b6ee1")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a number, how it reads, and the series it belongs to (its place in `Drawing.series`)."""

    value: Decimal
    text: str
    series: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart shows. `kind` is `bars` (each row its own bars) or `parts` (one bar cut into its rows)."""

    id: str
    kind: str
    title: str
    description: str
    unit: str
    rows: tuple[Row, ...]
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnBar:
    y: int
    width: str
    text: str
    text_x: str
    style: int


@dataclass(frozen=True, slots=True)
class DrawnRow:
    label: str
    y: int
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True, slots=True)
class DrawnPart:
    label: str
    text: str
    x: str
    width: str
    y: int
    style: int


def static_svg(drawing: Drawing, env: Environment) -> str:
    """The inline SVG of a chart, by the template of its kind."""
    if drawing.kind == "parts":
        parts = _parts(drawing)
        height = PART_BAR + 14 + PART_LINE * len(parts)
        return env.get_template("charts/parts.svg").render(c=drawing, parts=parts, height=height)
    rows = _rows(drawing)
    height = sum(LABEL_HEIGHT + BAR_HEIGHT * len(row.bars) + ROW_GAP for row in rows)
    return env.get_template("charts/bars.svg").render(c=drawing, rows=rows, height=height)


def plotly_json(drawing: Drawing) -> str:
    """The same numbers as a plotly figure; decimals go in as printed, never through binary floats."""
    layout = _layout(drawing.kind, len(drawing.rows), len(drawing.series), drawing.unit)
    figure = {"data": [trace.to_plotly_json() for trace in _traces(drawing)], "layout": layout}
    return json.dumps(figure, ensure_ascii=False, sort_keys=True) + "\n"


def per_cent(part: Decimal) -> str:
    return f"{part.quantize(Decimal('0.01')):f}%"


def short(label: str, letters: int = LABEL_LETTERS) -> str:
    return label if len(label) <= letters else label[: letters - 1] + "…"


def text_width(text: str) -> int:
    """Pixels that a number's text takes at most: full for a Chinese letter, little more than half for others."""
    return sum(13 if ord(char) > 0x2E7F else 8 for char in text)


def bar_space(rows: tuple[Row, ...]) -> Decimal:
    """Per cent of the width for the longest bar, so that every number fits behind its bar on a phone."""
    widest = max((text_width(bar.text) for row in rows for bar in row.bars), default=0) + 8
    return min(BAR_SPACE, Decimal(NARROWEST - widest) / NARROWEST * 100)


def _rows(drawing: Drawing) -> list[DrawnRow]:
    longest = max((bar.value for row in drawing.rows for bar in row.bars), default=Decimal(0))
    space = bar_space(drawing.rows)
    drawn, y = [], 0
    for row in drawing.rows:
        bars = []
        for number, bar in enumerate(row.bars):
            width = _width(bar.value, longest, space)
            bar_y = y + LABEL_HEIGHT + BAR_HEIGHT * number
            bars.append(DrawnBar(bar_y, per_cent(width), bar.text, per_cent(width), bar.series))
        drawn.append(DrawnRow(short(row.label), y, tuple(bars)))
        y += LABEL_HEIGHT + BAR_HEIGHT * len(bars) + ROW_GAP
    return drawn


def _width(value: Decimal, longest: Decimal, space: Decimal) -> Decimal:
    """Per cent of the drawing; nothing for a number below zero, whose text still says it."""
    if value <= 0 or longest <= 0:
        return Decimal(0)
    return max(value / longest * space, Decimal("0.4"))


PART_BAR, PART_LINE = 30, 26


def _parts(drawing: Drawing) -> list[DrawnPart]:
    whole = sum((bar.value for row in drawing.rows for bar in row.bars), Decimal(0))
    drawn, x = [], Decimal(0)
    for number, row in enumerate(drawing.rows):
        bar = row.bars[0]
        width = bar.value / whole * 100 if whole > 0 else Decimal(0)
        y = PART_BAR + 14 + PART_LINE * number
        drawn.append(
            DrawnPart(short(row.label, PART_LETTERS), bar.text, per_cent(x), per_cent(width), y, number)
        )
        x += width
    return drawn


def _traces(drawing: Drawing) -> list[go.Bar]:
    if drawing.kind == "parts":
        return [
            _bar([""], [row.bars[0]], row.label, PLOT_COLOURS[n % len(PLOT_COLOURS)])
            for n, row in enumerate(drawing.rows)
        ]
    names = drawing.series or (drawing.title,)
    traces = []
    for number, name in enumerate(names):
        found = [(row.label, bar) for row in drawing.rows for bar in row.bars if bar.series == number]
        labels = [label for label, _ in found]
        traces.append(_bar(labels, [bar for _, bar in found], name, PLOT_COLOURS[number]))
    return traces


def _bar(labels: list[str], bars: list[Bar], name: str, colour: str) -> go.Bar:
    return go.Bar(
        orientation="h",
        name=name,
        x=[str(bar.value) for bar in bars],
        y=[plain_text(label) for label in labels],
        text=[bar.text for bar in bars],
        textposition="auto",
        hovertemplate="%{y} %{text}<extra>" + plain_text(name) + "</extra>",
        marker={"color": colour},
    )


def plotly_script() -> str:
    """plotly's own JavaScript, for the site to carry itself."""
    return str(get_plotlyjs())


def plain_text(text: str) -> str:
    """plotly reads a little HTML in labels: what a report prints must stay text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def _layout(kind: str, rows: int, series: int, unit: str) -> dict[str, object]:
    """Checked by plotly once for every form of chart, not once for every chart."""
    layout = go.Layout(
        template="none",
        barmode="stack" if kind == "parts" else "group",
        showlegend=kind == "parts" or series > 1,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        height=220 if kind == "parts" else 120 + 44 * rows * max(series, 1),
        margin={"l": 8, "r": 8, "t": 40, "b": 48},
        xaxis={"title": {"text": unit}, "type": "linear", "tickformat": ",", "zeroline": True},
        yaxis={"autorange": "reversed", "automargin": True, "type": "category"},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        dragmode=False,
    )
    plain: dict[str, object] = layout.to_plotly_json()
    plain.pop("template", None)  # plotly's own default look is 7 KB that the page overrides
    return plain
