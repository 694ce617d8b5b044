"""Charts: what a chart shows, and its static SVG for every reader.

Horizontal positions are per cent of the width, vertical ones and letters are pixels: the same SVG is readable
on a phone and on a wide screen. Colours are CSS variables by meaning, so that light, dark and print need no second
drawing. Knows no report: it draws labelled decimals. A missing number has words and no bar; every bar starts at zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Environment

LABEL_LETTERS = 22  # as many fit on a phone of 360 px; the table beside the chart has the whole name
ASIDE_LETTERS = 14  # where a number stands at the other end of the line
PART_LETTERS = 12  # of a part, whose number stands on the same line
LABEL_LINES = 2
BAR_SPACE = Decimal(60)  # per cent of the width for the longest bar, where its number leaves so much
NARROWEST = 320  # pixels of a drawing on the narrowest phone
LINE_HEIGHT, BAR_HEIGHT, ROW_GAP = 20, 18, 12
PART_BAR, PART_LINE = 30, 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a number or None where there is none, how it reads, and what it stands for (a key of a colour)."""

    value: Decimal | None
    text: str
    key: str = "spent"


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its bars; `aside` is said at the other end of the label's line."""

    label: str
    bars: tuple[Bar, ...]
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart shows.

    `kind` is `bars` (each row its own bars), `parts` (one bar cut into its rows) or `flow` (rows run into `whole`, and
    from there into `uses`). `legend`: the colours that no label tells apart, with the words for them.
    """

    id: str
    kind: str
    title: str
    description: str
    unit: str
    rows: tuple[Row, ...]
    legend: tuple[tuple[str, str], ...] = ()
    uses: tuple[Row, ...] = ()
    whole: Bar | None = None


@dataclass(frozen=True, slots=True)
class DrawnBar:
    y: int
    x: str
    width: str
    text: str
    text_x: str
    key: str


@dataclass(frozen=True, slots=True)
class DrawnRow:
    lines: tuple[tuple[str, int], ...]  # of the label, with their heights
    aside: str
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True, slots=True)
class DrawnPart:
    label: str
    text: str
    x: str
    width: str
    y: int
    key: str


def static_svg(drawing: Drawing, env: Environment) -> str:
    """The inline SVG of a chart of bars or parts, by the template of its kind."""
    if drawing.kind == "parts":
        parts = _parts(drawing)
        height = PART_BAR + 14 + PART_LINE * len(parts)
        return env.get_template("charts/parts.svg").render(c=drawing, parts=parts, height=height)
    rows, height, zero = _rows(drawing)
    return env.get_template("charts/bars.svg").render(c=drawing, rows=rows, height=height, zero=zero)


def per_cent(part: Decimal) -> str:
    return f"{part.quantize(Decimal('0.01')).normalize():f}%"


def short(label: str, letters: int = LABEL_LETTERS) -> str:
    return label if len(label) <= letters else label[: letters - 1] + "…"


def wrapped(label: str, letters: int, lines: int = LABEL_LINES) -> tuple[str, ...]:
    """The label in lines of at most so many letters, about as long as each other; what is more than all hold is cut.

    A bracket that fits on a line of its own begins one.

    >>> wrapped("一般公共预算财政拨款收入", 10), wrapped("行政运行（教育支出）", 9), wrapped("一二三四五", 2)
    (('一般公共预算', '财政拨款收入'), ('行政运行', '（教育支出）'), ('一二', '三…'))
    """
    needed = -(-len(label) // letters)
    if needed <= 1:
        return (label,)
    if needed > lines:
        found = [label[at : at + letters] for at in range(0, letters * (lines - 1), letters)]
        return (*found, short(label[letters * (lines - 1) :], letters))
    bracket = label.find("（")
    if needed == 2 and 0 < bracket <= letters and len(label) - bracket <= letters:
        return label[:bracket], label[bracket:]
    each = -(-len(label) // needed)
    return tuple(label[at : at + each] for at in range(0, len(label), each))


def text_width(text: str) -> int:
    """Pixels that a number's text takes at most: full for a Chinese letter, little more than half for others."""
    return sum(13 if ord(char) > 0x2E7F else 8 for char in text)


def bar_space(rows: tuple[Row, ...]) -> Decimal:
    """Per cent of the width for the longest bar, so that every number fits behind its bar on a phone."""
    widest = max((text_width(bar.text) for row in rows for bar in row.bars), default=0) + 8
    return max(min(BAR_SPACE, Decimal(NARROWEST - widest) / NARROWEST * 100), Decimal(5))


def _rows(drawing: Drawing) -> tuple[list[DrawnRow], int, str]:
    """The rows, the height of all, and where zero is when numbers below it need a line to show it."""
    values = [bar.value for row in drawing.rows for bar in row.bars if bar.value is not None]
    lowest, highest = min([*values, Decimal(0)]), max([*values, Decimal(0)])
    space = bar_space(drawing.rows)
    scale = space / (highest - lowest) if highest > lowest else Decimal(0)
    drawn, y = [], 0
    for row in drawing.rows:
        letters = ASIDE_LETTERS if row.aside else LABEL_LETTERS
        lines = tuple((text, y + 15 + LINE_HEIGHT * n) for n, text in enumerate(wrapped(row.label, letters)))
        top = y + LINE_HEIGHT * len(lines) + 2
        bars = tuple(
            _bar(bar, top + BAR_HEIGHT * number, -lowest * scale, scale)
            for number, bar in enumerate(row.bars)
        )
        drawn.append(DrawnRow(lines, row.aside, bars))
        y = top + BAR_HEIGHT * len(bars) + ROW_GAP
    return drawn, y, per_cent(-lowest * scale) if lowest < 0 else ""


def _bar(bar: Bar, y: int, zero: Decimal, scale: Decimal) -> DrawnBar:
    """From zero to the number, to the left when it is below; the text stands to the right of both."""
    if not bar.value:
        return DrawnBar(y, per_cent(zero), "", bar.text, per_cent(zero), bar.key)
    width = max(abs(bar.value) * scale, Decimal("0.4"))
    left = zero - width if bar.value < 0 else zero
    text_x = zero if bar.value < 0 else zero + width
    return DrawnBar(y, per_cent(left), per_cent(width), bar.text, per_cent(text_x), bar.key)


def _parts(drawing: Drawing) -> list[DrawnPart]:
    values = [bar.value or Decimal(0) for row in drawing.rows for bar in row.bars]
    whole = sum(values, Decimal(0))
    drawn, x = [], Decimal(0)
    for number, (row, value) in enumerate(zip(drawing.rows, values, strict=True)):
        bar = row.bars[0]
        width = value / whole * 100 if whole > 0 else Decimal(0)
        y = PART_BAR + 14 + PART_LINE * number
        label = short(row.label, PART_LETTERS)
        drawn.append(DrawnPart(label, bar.text, per_cent(x), per_cent(width), y, bar.key))
        x += width
    return drawn
