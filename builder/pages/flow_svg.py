"""The drawing of a flow: sources at the left run into one whole, and from there into uses at the right.

Which source pays for which use is not published: that is why everything runs through the whole. Heights are pixels,
widths per cent; the ribbons lie in a drawing of their own that is stretched sideways.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Environment

from builder.pages.charts import Drawing, Row, wrapped

HEAD = 30  # pixels for what stands above
WHOLE = Decimal(170)  # pixels of the whole
LETTERS = 10  # of a label: half a phone of 360 px
LINE, VALUE_LINE, AIR = 18, 18, 10


@dataclass(frozen=True, slots=True)
class Node:
    """A source or use: its bar, its ribbon to the whole, and its words."""

    key: str
    y: str
    height: str
    ribbon: str
    lines: tuple[tuple[str, int], ...]
    text: str
    text_y: int


def flow_svg(drawing: Drawing, env: Environment) -> str:
    """The inline SVG of a chart of kind `flow`; every number in it is above zero."""
    tall = max(_height(drawing.rows), _height(drawing.uses), WHOLE)
    top = HEAD + (tall - WHOLE) / 2
    return env.get_template("charts/flow.svg").render(
        c=drawing, height=HEAD + int(tall) + 4, top=_px(top), whole=_px(WHOLE),
        sources=_nodes(drawing.rows, tall, top, Decimal(0)), uses=_nodes(drawing.uses, tall, top, Decimal(100)),
    )  # fmt: skip


def _px(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1')).normalize():f}"


def _value(row: Row) -> Decimal:
    return row.bars[0].value or Decimal(0)


def _slots(rows: tuple[Row, ...]) -> list[tuple[Row, Decimal, Decimal]]:
    """Each row with the height of its bar and of the place that its words need."""
    whole = sum((_value(row) for row in rows), Decimal(0))
    found = []
    for row in rows:
        height = _value(row) / whole * WHOLE
        words = LINE * len(wrapped(row.label, LETTERS)) + VALUE_LINE + AIR
        found.append((row, height, max(height + 4, Decimal(words))))
    return found


def _height(rows: tuple[Row, ...]) -> Decimal:
    return sum((slot for _, _, slot in _slots(rows)), Decimal(0))


def _nodes(rows: tuple[Row, ...], tall: Decimal, top: Decimal, side: Decimal) -> list[Node]:
    nodes, at = [], HEAD + (tall - _height(rows)) / 2
    for row, height, slot in _slots(rows):
        middle = at + slot / 2
        y = middle - height / 2
        lines = wrapped(row.label, LETTERS)
        first = int(middle) - (LINE * len(lines) + VALUE_LINE) // 2 + 14
        nodes.append(
            Node(
                row.bars[0].key, _px(y), _px(max(height, Decimal(1))), _ribbon(side, y, top, height),
                tuple((text, first + LINE * n) for n, text in enumerate(lines)),
                row.bars[0].text, first + LINE * len(lines),
            )
        )  # fmt: skip
        at += slot
        top += height
    return nodes


def _ribbon(side: Decimal, y: Decimal, top: Decimal, height: Decimal) -> str:
    """From the bar at `side` to its share of the whole in the middle, as a path."""
    bend, end, high, low = (_px(value) for value in ((side + 50) / 2, side, y, y + height))
    top_high, top_low = _px(top), _px(top + height)
    there = f"M{end} {high}C{bend} {high} {bend} {top_high} 50 {top_high}"
    return f"{there}V{top_low}C{bend} {top_low} {bend} {low} {end} {low}Z"
