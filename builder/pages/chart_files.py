"""The files beside a chart: its plotly figure, its numbers as CSV, and a small page of its own for other sites to show.

The small page has no frame and no script: title, sentence, drawing, unit, kind of money and source. The style sheets of
charts are written here too, from the one list of colours.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.knowledge.colours import Colour, load_colours
from builder.pages.blocks import Cell, ChartBlock
from builder.pages.environment import TEMPLATES, environment
from builder.pages.figures import Computed, Figure
from builder.pages.plots import plotly_json
from builder.pages.writer import Writer
from builder.publish.rows import safe

COLUMNS = ("org", "year", "chart", "item", "column", "value", "unit", "raw", "place", "basis")
CHARTS = TEMPLATES / "charts"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose chart it is: the folder of the page it stands on, the department, its year ("" for all), and a warning."""

    path: str
    org: str
    year: str
    title: str
    warning: str = ""


def write_charts(writer: Writer, owner: Owner, blocks: Iterable[ChartBlock]) -> None:
    """The files of every chart that is drawn; what is only a table has none."""
    for block in blocks:
        if block.drawing is None:
            continue
        writer.file(f"{owner.path}/charts/{block.id}.json", plotly_json(block.drawing))
        writer.file(f"{owner.path}/charts/{block.id}.csv", chart_csv(owner, block))
        writer.file(f"{owner.path}/embed/{block.id}.html", embed_page(owner, block))


def chart_csv(owner: Owner, block: ChartBlock) -> str:
    """The table of a chart, a line for each number; a blank has no line, and what was computed says how."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(COLUMNS)
    for row in block.table.rows:
        for column, cell in zip(block.table.columns, row.cells, strict=True):
            if cell is not None and not isinstance(cell, str):
                head = (owner.org, owner.year, block.title, row.label, column)
                rows.writerow([*(safe(text) for text in head), *_number(cell)])
    return "\ufeff" + stream.getvalue()


def _number(cell: Cell) -> Iterator[str]:
    """Value, unit, characters, place and kind of money; “本站算出” and the sum for what no report prints."""
    if isinstance(cell, Figure):
        yield "" if cell.value is None else f"{cell.value:f}"
        yield from (safe(text) for text in (cell.unit, cell.raw, cell.place, cell.basis))
    elif isinstance(cell, Computed):
        yield from (f"{cell.value:f}", cell.unit, "", "", f"本站算出：{cell.sum}")


def embed_page(owner: Owner, block: ChartBlock) -> str:
    """A page of its own for the chart, to be shown inside a page of another site."""
    up = "../" * (owner.path.count("/") + 2)
    template = environment().get_template("charts/embed.html")
    return template.render(b=block, owner=owner, root=up, back="../") + "\n"


def chart_css() -> str:
    """For the pages of the site: colours by the theme's scheme, light on paper, and how charts are set."""
    return "".join((
        _variables(':root, [data-md-color-scheme="default"]', "light"),
        '@media screen {\n', _variables('[data-md-color-scheme="slate"]', "dark"), "}\n", _classes(), _rules("charts.css"),
    ))  # fmt: skip


def embed_css() -> str:
    """For the small pages: colours as the reader's system asks."""
    light, dark = (load_colours().grounds[scheme][0] for scheme in ("light", "dark"))
    return "".join((
        _variables(":root", "light", f"--mb-ground: {light};"),
        "@media screen and (prefers-color-scheme: dark) {\n",
        _variables(":root", "dark", f"color-scheme: dark; --mb-ground: {dark};"),
        "}\n", _classes(), _rules("embed.css"), _rules("charts.css"),
    ))  # fmt: skip


def _all() -> Iterable[Colour]:
    return load_colours().by_key.values()


def _variables(selector: str, scheme: str, more: str = "") -> str:
    values = " ".join(f"--mb-c-{c.key}: {c.light if scheme == 'light' else c.dark};" for c in _all())
    return f"{selector} {{ {more} {values} }}\n"


def _classes() -> str:
    """Swatches are boxes, bars are shapes: each takes what it knows."""
    return "".join(f".mb-k-{c.key} {{ --mb-k: var(--mb-c-{c.key}); }}\n" for c in _all())


def _rules(name: str) -> str:
    return (CHARTS / name).read_text(encoding="utf-8")
