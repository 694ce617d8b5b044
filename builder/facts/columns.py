"""Which column of a table holds which figure: heads → measures. Told by the heads' words, never by position."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from builder.knowledge.tables import Measure
from builder.model import Cell, Row
from builder.text import fold_punctuation, parse_number, squeeze

#: A head cut off by a narrow column still tells its measure when this much of it is left.
_SHORTEST_PREFIX = 3
_SUBTOTALS = {"小计", "合计"}
_UPPER = "合并的上层表头的字"
_BESIDE = "表式以外的列"
#: Columns of labels, also where the head over the figures was taken to reach over them.
_LABEL_HEADS = {"科目名称", "功能分类科目名称", "功能分类科目编码", "科目编码", "科目代码"}
NUMBERING_WORDS = {"栏次", "行次", "序号"}


@dataclass(frozen=True, slots=True)
class Column:
    """A figure column: its measure, and the grid's column (in a rebuilt table: the cell's place in its row);
    the head words above it as printed, and why they say so. Without a measure its figures are not published."""

    measure: str
    index: int | None
    heads: str
    why: str


def distinct_texts(rows: Sequence[Row], column: int) -> list[str]:
    """The head words above a column of an exact grid, top to bottom, spans followed, folded, no repeats."""
    texts: list[str] = []
    for row in rows:
        for cell in row.cells:
            if cell.column <= column < cell.column + cell.column_span:
                text = fold_punctuation(cell.text)
                if text and text not in texts and not holds_number(cell):
                    texts.append(text)
    return texts


def measure_of(heads: Sequence[str], measures: Iterable[Measure]) -> tuple[Measure, str] | None:
    """The measure that a path of head words names, and why: the deepest word decides, then pieces joined.

    小计 and 合计 take the name of the head above them where that names a measure.
    """
    known = [measure for measure in measures if not measure.not_under & set(heads)]
    paths = [(text, _why(text, heads)) for text in reversed(heads) if text not in _SUBTOTALS]
    joined = ["".join(heads[i:j]) for i in range(len(heads)) for j in range(len(heads), i + 1, -1)]
    paths += [(text, "几层表头的字连起来") for text in joined]
    paths += [(text, "只有小计、合计，是本表的总数列") for text in reversed(heads) if text in _SUBTOTALS]
    for text, why in paths:
        bare = re.sub(r"[（(](?:万元|元)[)）]$", "", text)
        for measure in known:
            if bare in {fold_punctuation(head) for head in measure.heads}:
                return measure, why
    return None


def _why(text: str, heads: Sequence[str]) -> str:
    """Why one word of a path of heads names its column."""
    if text == heads[-1]:
        return "表头的字"
    return "小计、合计随上面的表头" if heads[-1] in _SUBTOTALS else _UPPER


def prefixed_measure(text: str, measures: Sequence[Measure]) -> Measure | None:
    """The only measure that a head cut off at its end can be."""
    bare = fold_punctuation(text)
    if len(bare) < _SHORTEST_PREFIX:
        return None
    found = [m for m in measures if any(fold_punctuation(head).startswith(bare) for head in m.heads)]
    return found[0] if len(found) == 1 else None


def exact_columns(
    head: Sequence[Row], measures: Sequence[Measure], width: int, first: int = 0
) -> list[Column]:
    """Figure columns of an exact grid from column `first` on."""
    columns: list[Column] = []
    for index in range(first, width):
        heads = distinct_texts(head, index)
        if heads and heads[-1] in _LABEL_HEADS:
            continue
        if found := measure_of(heads, measures):
            _take(columns, found, index, heads)
    return columns


def _take(columns: list[Column], told: tuple[Measure, str], index: int, heads: Sequence[str]) -> None:
    """Add a column; a further one under a measure's head (其中：…) is a part of it and not published."""
    (measure, why), path = told, " / ".join(heads)
    if not measure.name:
        columns.append(Column("", index, path, _BESIDE))
    elif all(column.measure != measure.name for column in columns):
        columns.append(Column(measure.name, index, path, why))
    elif why == _UPPER:
        columns.append(Column("", index, path, "总数列的一部分"))


def unknown_heads(head: Sequence[Row], columns: Sequence[Column], width: int, first: int = 0) -> list[str]:
    """The deepest head words of an exact grid's columns from `first` on that name no measure."""
    known = {column.index for column in columns}
    paths = [distinct_texts(head, index) for index in range(first, width) if index not in known]
    return [path[-1] for path in paths if path and path[-1] not in NUMBERING_WORDS]


def ordered_columns(head: Sequence[Row], measures: Sequence[Measure]) -> list[Column]:
    """Figure columns of a rebuilt table in their printed order: from the head row, or the head rows of one
    length read downwards together, that name most of them. `index` is then the cell's place in its row."""
    candidates = [_named_cells([row], measures) for row in head]
    lengths = dict.fromkeys(len(row.cells) for row in head)
    candidates += [
        _named_cells([row for row in head if len(row.cells) == length], measures) for length in lengths
    ]
    return max(candidates, key=lambda found: sum(bool(column.measure) for column in found), default=[])


def _named_cells(rows: Sequence[Row], measures: Sequence[Measure]) -> list[Column]:
    found: list[Column] = []
    for index in range(min(len(row.cells) for row in rows)):
        heads = [text for row in rows if (text := fold_punctuation(row.cells[index].text))]
        told = measure_of(heads, measures)
        if told is None and heads and (cut := prefixed_measure(heads[-1], measures)):
            told = cut, "表头被截断，只能是它"
        if told:
            _take(found, told, index, heads)
    return found


_SMALL = re.compile(r"\d{1,2}")
_PAGE = re.compile(r"\d{1,3}")


def is_numbering(row: Row) -> bool:
    """栏次 1 2 3 …: a row that only numbers the columns."""
    numbers, words = [], False
    for cell in row.cells:
        text = squeeze(cell.text)
        if text in NUMBERING_WORDS:
            words = True
        elif text and not _SMALL.fullmatch(text):
            return False
        elif text:
            numbers.append(text)
    if not numbers:
        return False
    return words or (len(numbers) >= 3 and _counts_up([int(text) for text in numbers]))


def is_page_number(row: Row) -> bool:
    """A page number that stands inside the table: one short whole number alone in its row."""
    alone = ""
    for cell in row.cells:
        if text := squeeze(cell.text):
            if alone:
                return False
            alone = text
    return bool(_PAGE.fullmatch(alone.strip("-—")))


def _counts_up(numbers: Sequence[int]) -> bool:
    return all(after == before + 1 for before, after in pairwise(numbers))


def holds_number(cell: Cell) -> bool:
    return bool(squeeze(cell.text)) and parse_number(cell.text) is not None
