"""Tables set with tabs in a word processor's paragraphs: a row a paragraph, cells parted by tabs → grids."""

from __future__ import annotations

from collections.abc import Sequence

from builder.documents.delimited_text import grid_of
from builder.model import Block, Line
from builder.text import parse_number, squeeze

#: A row has at least so many filled cells: captions beside each other and lines of contents have fewer.
_FEWEST_CELLS, _FEWEST_ROWS = 3, 3


def lift_tabbed_lines(blocks: Sequence[Block], raw: Sequence[str]) -> list[Block]:
    """Runs of lines with as many tabs each become grids; `raw` are the lines of the source with their tabs.

    Half of the rows must hold a figure. Everything else stays.
    """
    result: list[Block] = []
    run: list[Line] = []
    for block in blocks:
        if isinstance(block, Line) and (not run or _cells(block, raw) == _cells(run[0], raw)):
            run.append(block)
            continue
        result += _lifted(run, raw)
        run = [block] if isinstance(block, Line) else []
        if not isinstance(block, Line):
            result.append(block)
    return [*result, *_lifted(run, raw)]


def _cells(line: Line, raw: Sequence[str]) -> int:
    return _text(line, raw).count("\t") + 1


def _text(line: Line, raw: Sequence[str]) -> str:
    return raw[(line.place.line or 1) - 1].strip(" ")


def _lifted(run: Sequence[Line], raw: Sequence[str]) -> Sequence[Block]:
    rows = [[(cell.strip(), line.place) for cell in _text(line, raw).split("\t")] for line in run]
    filled = [sum(bool(squeeze(text)) for text, _ in row) for row in rows]
    figures = [any(parse_number(text) is not None for text, _ in row) for row in rows]
    enough = len(rows) >= _FEWEST_ROWS and sum(count >= _FEWEST_CELLS for count in filled) * 2 > len(rows)
    return [grid_of(rows)] if enough and sum(figures) * 2 >= len(rows) else run
