"""What a static chart costs: milliseconds and bytes of the ways to write an SVG, on the bar charts of made reports.

`python benchmarks/charts.py --work DIR --json content/method/scale.json`. The program's own way is a template; beside it the
same drawing joined from strings, and each library that is installed here. A library that is not installed is told as such.
Every way draws the same labels and numbers; how they look is another matter. The exit status is 0 however fast it is.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.pages import base_data
from benchmarks.portal_build import ROOT, Measured
from benchmarks.portal_record import measured_here, record
from builder.pages.charts import Drawing, _rows
from builder.pages.environment import environment, svg
from builder.pages.plots import plotly_json
from builder.pages.published import read_index, read_report
from builder.pages.views import year_view

Draw = Callable[[Drawing], str | bytes]
_LONGEST = 20  # seconds for each way
_WIDTH, _LINE = 640, 40


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write the section `charts` of the JSON file if one is asked for."""
    options = _parser().parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    data = options.base or base_data(options.work, options.reports)
    drawings = list(_drawings(data))[: options.charts]
    writers = []
    for name, needs, make in WRITERS:
        if all(importlib.util.find_spec(one) for one in needs):
            # Of a way that lets another program draw, only the clock on the wall knows how long it took.
            clock = time.perf_counter if "kaleido" in needs else time.process_time
            writers.append({"name": name, **measure(make(), drawings, clock)})
        else:
            writers.append({"name": name, "missing": True})
    found: Measured = {**measured_here(), "charts": len(drawings), "writers": writers}
    record(options.json, {"charts": found})
    for one in writers:
        print(json.dumps(one, ensure_ascii=False))
    return 0


def measure(draw: Draw, drawings: Sequence[Drawing], clock: Callable[[], float]) -> Measured:
    """Milliseconds and bytes of one chart; a way that is slow draws fewer of them."""
    draw(drawings[0])  # what is loaded once is not counted
    sizes, began, started = [], time.perf_counter(), clock()
    for drawing in drawings:
        sizes.append(_size(draw(drawing)))
        if time.perf_counter() - began > _LONGEST:
            break
    return {
        "milliseconds": round(1000 * (clock() - started) / len(sizes), 2),
        "kib": round(statistics.mean(sizes) / 1024, 1),
        "drawn": len(sizes),
    }


def _size(drawn: str | bytes) -> int:
    return len(drawn.encode() if isinstance(drawn, str) else drawn)


def _drawings(data: Path) -> Iterator[Drawing]:
    """The bar charts of year pages."""
    index = read_index(data)
    names = {department.org_id: department.org for department in index.departments}
    for department in index.departments:
        for entry in department.reports:
            view = year_view(read_report(data / entry.path), department, (), names)
            yield from (
                block.drawing for block in view.charts if block.drawing and block.drawing.kind == "bars"
            )


def _numbers(drawing: Drawing) -> tuple[list[str], list[float]]:
    bars = [(row.label, bar.value) for row in drawing.rows for bar in row.bars if bar.value is not None]
    return [label for label, _ in bars], [float(value) for _, value in bars]


# --- the ways: each is made once and then draws ------------------------------------------------------------


def _template() -> Draw:
    return lambda drawing: svg(drawing, environment())


def _strings() -> Draw:
    """The same elements as those of the template."""

    def draw(drawing: Drawing) -> str:
        rows, height, zero = _rows(drawing)
        found = [
            f'<svg class="mb-svg" role="img" width="100%" height="{height}" aria-labelledby="{drawing.id}-t {drawing.id}-d" '
            f'xmlns="http://www.w3.org/2000/svg"><title id="{drawing.id}-t">{escape(drawing.title)}</title>'
            f'<desc id="{drawing.id}-d">{escape(drawing.description)}</desc>'
        ]
        for row in rows:
            found += [f'<text x="0" y="{y}">{escape(line)}</text>' for line, y in row.lines]
            if row.aside:
                found.append(f'<text class="mb-v" x="100%" y="{row.lines[0][1]}">{escape(row.aside)}</text>')
            for bar in row.bars:
                if bar.width:
                    found.append(
                        f'<rect class="mb-k-{bar.key}" x="{bar.x}" y="{bar.y + 1}" width="{bar.width}" height="14"/>'
                    )
                found.append(
                    f'<text class="mb-v" x="{bar.text_x}" dx="6" y="{bar.y + 13}">{escape(bar.text)}</text>'
                )
            if zero:
                found.append(f'<line class="mb-zero" x1="{zero}" x2="{zero}" y1="{row.bars[0].y - 1}"/>')
        return "\n".join([*found, "</svg>"])

    return draw


def _plotly_picture() -> Draw:
    import kaleido
    import plotly.io

    kaleido.start_sync_server(silence_warnings=True)  # one browser for all charts
    return lambda drawing: plotly.io.to_image(json.loads(plotly_json(drawing)), format="svg", validate=False)


def _plotly_page() -> Draw:
    import plotly.io

    def draw(drawing: Drawing) -> str:
        figure = json.loads(plotly_json(drawing))
        return str(plotly.io.to_html(figure, full_html=False, include_plotlyjs=False, validate=False))

    return draw


def _reportlab() -> Draw:
    from reportlab.graphics.charts.barcharts import HorizontalBarChart
    from reportlab.graphics.renderSVG import drawToString
    from reportlab.graphics.shapes import Drawing as Sheet

    def draw(drawing: Drawing) -> str:
        labels, values = _numbers(drawing)
        sheet, chart = Sheet(_WIDTH, 130 + _LINE * len(labels)), HorizontalBarChart()
        chart.data, chart.categoryAxis.categoryNames = [tuple(values)], labels
        sheet.add(chart)
        return str(drawToString(sheet))

    return draw


def _matplotlib() -> Draw:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.fonttype"] = "none"  # letters stay letters
    warnings.simplefilter("ignore", UserWarning)  # of letters that its own font does not have

    def draw(drawing: Drawing) -> bytes:
        labels, values = _numbers(drawing)
        figure = Figure(figsize=(_WIDTH / 72, (130 + _LINE * len(labels)) / 72))
        axes = figure.subplots()
        axes.barh(range(len(labels)), values)
        axes.set_yticks(range(len(labels)), labels)
        out = io.BytesIO()
        figure.savefig(out, format="svg")
        return out.getvalue()

    return draw


def _pygal() -> Draw:
    import pygal

    def draw(drawing: Drawing) -> bytes:
        labels, values = _numbers(drawing)
        chart: Any = pygal.HorizontalBar(width=_WIDTH, height=130 + _LINE * len(labels), js=[])
        chart.x_labels = labels
        chart.add(drawing.title, values)
        drawn: bytes = chart.render()
        return drawn

    return draw


#: Name, what must be installed, and how to make it.
WRITERS: tuple[tuple[str, tuple[str, ...], Callable[[], Draw]], ...] = (
    ("template", (), _template),
    ("strings", (), _strings),
    ("reportlab", ("reportlab",), _reportlab),
    ("pygal", ("pygal",), _pygal),
    ("matplotlib", ("matplotlib",), _matplotlib),
    ("plotly+kaleido", ("plotly", "kaleido"), _plotly_picture),
    ("plotly in the browser", ("plotly",), _plotly_page),
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=20, help="made reports whose charts are drawn")
    parser.add_argument("--charts", type=int, default=60, help="how many charts at most")
    parser.add_argument("--base", type=Path, help="published data to begin from, instead of made reports")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "year-pages", help="where all is made")
    parser.add_argument("--json", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
