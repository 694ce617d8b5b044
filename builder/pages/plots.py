"""The same charts as plotly figures, for the reader who asks for them.

Decimals go in as printed, never through binary floats; each trace tells in `meta` what its colours stand for, so that
the page can set them anew for a dark ground. Figures are plain dictionaries: building them with plotly's classes takes
many times as long, and a test has plotly check every kind of them.
"""

from __future__ import annotations

import json

from plotly.offline import get_plotlyjs

from builder.knowledge.colours import load_colours
from builder.pages.charts import Bar, Drawing, Row, wrapped

Json = dict[str, object]
LETTERS = 9  # of a line of a label


def plotly_json(drawing: Drawing) -> str:
    """The figure as JSON: data with the printed digits, and a layout without plotly's own look."""
    figure = {"data": _traces(drawing), "layout": _layout(drawing)}
    return json.dumps(figure, ensure_ascii=False, sort_keys=True) + "\n"


def plotly_script() -> str:
    """plotly's own JavaScript, for the site to carry itself."""
    return str(get_plotlyjs())


def plotly_bytes() -> int:
    """How much a reader's browser has to fetch for it, before a server packs it."""
    return len(plotly_script().encode())


def plain_text(text: str) -> str:
    """plotly reads a little HTML in labels: what a report prints must stay text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_lines(label: str) -> str:
    """A label that leaves room beside it on a phone."""
    return "<br>".join(plain_text(line) for line in wrapped(label, LETTERS, 3))


def colour(key: str) -> str:
    return load_colours().by_key[key].light


def _lines(drawing: Drawing) -> int:
    if drawing.kind == "flow":
        return max(len(drawing.rows), len(drawing.uses))
    return sum(len(row.bars) for row in drawing.rows)


def _traces(drawing: Drawing) -> list[Json]:
    if drawing.kind == "flow":
        return [_sankey(drawing)]
    if drawing.kind == "parts":
        return [_bar([("", row.bars[0])], row.label, row.bars[0].key) for row in drawing.rows]
    found: dict[str, list[tuple[str, Bar]]] = {key: [] for key, _ in drawing.legend}
    for row in drawing.rows:
        for bar in row.bars:
            if bar.value is not None:
                found.setdefault(bar.key, []).append((row.label, bar))
    names = dict(drawing.legend)
    return [_bar(bars, names.get(key, drawing.title), key) for key, bars in found.items() if bars]


def _bar(bars: list[tuple[str, Bar]], name: str, key: str) -> Json:
    return {
        "type": "bar",
        "orientation": "h",
        "name": plain_text(name),
        "x": [str(bar.value) for _, bar in bars],
        "y": [in_lines(label) for label, _ in bars],
        "text": [plain_text(bar.text) for _, bar in bars],
        "textposition": "auto",
        "textangle": 0,
        "cliponaxis": False,
        "hovertemplate": "%{y} %{text}<extra></extra>",
        "marker": {"color": colour(key)},
        "meta": key,
    }


def _sankey(drawing: Drawing) -> Json:
    """Sources, the whole, uses, in this order; a ribbon has the colour of what it leads from or to."""
    nodes: list[tuple[str, Bar]] = [(row.label, row.bars[0]) for row in drawing.rows]
    middle = len(nodes)
    if drawing.whole is not None:
        nodes.append((drawing.whole.text, drawing.whole))
    nodes += [(row.label, row.bars[0]) for row in drawing.uses]
    ends: list[tuple[int, int, Row]] = [(n, middle, row) for n, row in enumerate(drawing.rows)]
    ends += [(middle, middle + 1 + n, row) for n, row in enumerate(drawing.uses)]
    return {
        "type": "sankey",
        "arrangement": "snap",
        "meta": [bar.key for _, bar in nodes],
        "node": {
            "label": [in_lines(label) for label, _ in nodes],
            "color": [colour(bar.key) for _, bar in nodes],
            "customdata": [plain_text(bar.text) for _, bar in nodes],
            "hovertemplate": "%{label} %{customdata}<extra></extra>",
        },
        "link": {
            "source": [start for start, _, _ in ends],
            "target": [end for _, end, _ in ends],
            "value": [str(row.bars[0].value) for _, _, row in ends],
            "customdata": [plain_text(f"{row.label} {row.bars[0].text}") for _, _, row in ends],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    }


def _layout(drawing: Drawing) -> Json:
    lines, legend = _lines(drawing), bool(drawing.legend) or drawing.kind == "parts"
    height = {"parts": 300, "flow": 120 + 60 * lines}.get(drawing.kind, 130 + 40 * lines)
    # Bars of one row stand side by side only where a legend tells them apart.
    mode = "stack" if drawing.kind == "parts" else "group" if legend else "overlay"
    return {
        "barmode": mode,
        "showlegend": legend,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 92 if legend else 48, "b": 56},
        "xaxis": {
            "title": {"text": plain_text(drawing.unit)},
            "type": "linear",
            "tickformat": ",",
            "zeroline": True,
            "nticks": 4,
            "tickangle": 0,
            "automargin": True,
        },
        "yaxis": {"autorange": "reversed", "automargin": True, "type": "category"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
    }
