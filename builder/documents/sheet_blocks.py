"""The cells of one sheet, or of one table of a web page → lines and grids in reading order.

Departments print the title of a table, its unit and its notes in cells of the same sheet as the table, and several
tables on one sheet, under each other or side by side. Such rows become lines, as a printed page would have them, and
what is between them becomes grids. It knows the shapes of such rows (a title ends in 表, 单位：…, 注：…), no table.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.documents.sheet_grid import Body, SheetCell, SheetRow, grid_of_body, used_columns
from builder.model import Block, Line
from builder.text import parse_number, squeeze

_TITLE = re.compile(r"表(?:（[^（）]*）|（续）|续表?)?$")
_LABELS = "编制|公开|填报|预算|批复|主管|实施|金额"
_CAPTION = re.compile(
    rf"^(?:{_LABELS})*(?:单位|部门)(?:名称)?[:：]|^(?:{_LABELS}|发布|报送)*(?:日期|时间)[:：]|公开\d+表$|^公开\d+$|"
    r"^附[表件][\d一二三四五六七八九]*[:：]?$|^(?:人民币)?[百千万亿]?元$|^[（(]?续表?[)）]?$|^表[\d一二三四五六七八九十]+$|"
    r"^[（(]?20\d\d年度?[)）]?$|^GK\d+(?:-\d+)?$|^第\d+页",
    re.IGNORECASE,
)
#: A label whose words stand in the next cell: 编制单位： | 某某局.
_LABEL_ALONE = re.compile(
    rf"^(?:(?:{_LABELS}|发布|报送)*(?:单位|部门|日期|时间)(?:名称)?|注|说明|备注)[:：]$"
)
_NOTE = re.compile(r"^(?:[:：]?注|说明|备注|注释)[:：\d]")
_FURTHER_NOTE = re.compile(r"^(?:\d+|（\d+）)[.、．]?\D")
_SENTENCE = re.compile(r"[。；;！]$")
_LONGEST_TITLE = 48
_LONG = 40
#: A cell over this share of the columns, and so many of them, is words over or under a table, not one of its labels.
_WIDE, _WIDEST_LABEL = 0.6, 2
#: Parts of a sheet that stand beside each other have each a title in its first rows.
_TITLE_ROWS = 6
_MOST_CAPTIONS = 4
#: More filled cells than this are no captions beside each other.
_MOST_BESIDE = 8


def sheet_blocks(
    cells: Sequence[SheetCell],
    framed: frozenset[int],
    source: str,
    most_cells: int,
    *,
    drawn: frozenset[int] = frozenset(),
    steps: bool = False,
) -> list[Block]:
    """Lines and grids. `framed` are the rows that belong to a table for sure, by borders or as rows of a web page's table;
    `drawn` the columns in which cells begin there, blank ones too.
    `steps`: each line of the words of a cell that stands alone has a line of its own in the transcript.

    Raises SourceError when a table has more cells than allowed, spans counted.
    """
    blocks: list[Block] = []
    for part in _beside_each_other(cells, framed):
        rows = _rows(part, framed)
        for group in _groups(_items(rows)):
            columns = used_columns([item for item in group if isinstance(item, Body)], drawn)
            for item in group:
                if isinstance(item, Body):
                    blocks.append(grid_of_body(item, columns, source, most_cells))
                else:
                    blocks += _lines(item, steps)
    return blocks


def _rows(cells: Sequence[SheetCell], framed: frozenset[int]) -> list[SheetRow]:
    by_row: dict[int, list[SheetCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    rows, end = [], -1  # the last row that something stands in or reaches down to
    for number in sorted(by_row):
        own = sorted(by_row[number], key=lambda cell: cell.column)
        gap = end >= 0 and any(between not in framed for between in range(end + 1, min(number, end + 3)))
        rows.append(SheetRow(number, tuple(own), number in framed, gap))
        end = max(end, number, *(cell.row + min(cell.rows, len(by_row)) - 1 for cell in own))
    return rows


# --- parts beside each other -----------------------------------------------------------------------------


def _beside_each_other(cells: Sequence[SheetCell], framed: frozenset[int]) -> list[list[SheetCell]]:
    """The sheet whole, or its parts: those that bare columns divide and that have a title each."""
    if len(parts := _bands(cells)) > 1:
        return parts
    found: list[list[SheetCell]] = [[]]
    for section in _sections(_rows(cells, framed)):
        bands = _bands(section)
        if len(bands) > 1:
            found += [*bands, []]
        else:
            found[-1] += section
    return [part for part in found if part]


def _sections(rows: Sequence[SheetRow]) -> list[list[SheetCell]]:
    sections: list[list[SheetCell]] = []
    for row in rows:
        if row.gap or not sections:
            sections.append([])
        sections[-1] += row.cells
    return sections


def _bands(cells: Sequence[SheetCell]) -> list[list[SheetCell]]:
    bands: list[list[SheetCell]] = []
    end = -1
    for cell in sorted(cells, key=lambda cell: (cell.column, cell.row)):
        if (cell.column > end and end >= 0) or not bands:
            bands.append([])
        bands[-1].append(cell)
        end = max(end, cell.column + cell.columns)  # one bare column at least between two parts
    joined: list[list[SheetCell]] = []
    for band in bands:
        if joined and not (_has_title(band) and _has_title(joined[-1])):
            joined[-1] += band
        else:
            joined.append(band)
    return joined


def _has_title(cells: Sequence[SheetCell]) -> bool:
    first = sorted({cell.row for cell in cells})[:_TITLE_ROWS]
    return any(is_title(cell.text) for cell in cells if cell.row <= first[-1])


# --- what a row is ---------------------------------------------------------------------------------------


def is_title(text: str) -> bool:
    """Whether words look like the title of a table, and like no caption beside one."""
    plain = squeeze(text.split("\n")[0])
    return (
        3 < len(plain) <= _LONGEST_TITLE
        and bool(_TITLE.search(plain))
        and not _CAPTION.search(plain)
        and not re.search(r"[。：《]", plain)
    )


def _phrases(row: SheetRow) -> list[SheetCell]:
    """The filled cells of a row, a label joined with the words in the cell behind it."""
    found: list[SheetCell] = []
    for cell in row.cells:
        if found and _LABEL_ALONE.match(squeeze(found[-1].text)) and not _is_number(cell.text):
            found[-1] = replace(found[-1], text=found[-1].text.rstrip() + cell.text.lstrip())
        else:
            found.append(cell)
    return found


def _is_number(text: str) -> bool:
    return parse_number(text) is not None


def _kind(row: SheetRow, *, top: bool) -> str:
    """title, caption, note, single or body. Over the first table a caption may have other words beside it."""
    if len(row.cells) > _MOST_BESIDE:
        return "body"
    phrases = _phrases(row)
    texts = [squeeze(phrase.text) for phrase in phrases]
    captions = [bool(_CAPTION.search(text)) for text in texts]
    titles = [is_title(phrase.text) for phrase in phrases]
    said = [a or b for a, b in zip(captions, titles, strict=True)]
    if all(said):
        return "title" if any(titles) else "caption"
    if _NOTE.match(texts[0]) and len(texts) <= 2 and not _is_number(texts[-1]):
        return "note"
    if len(texts) == 1:
        return "body" if _is_number(texts[0]) else "single"
    few = len(texts) <= _MOST_CAPTIONS and not any(_is_number(text) for text in texts)
    return "caption" if top and few and any(said) and not row.framed else "body"


def _items(rows: Sequence[SheetRow]) -> Iterator[SheetRow | Body]:
    """Rows that are lines, and runs of rows that are a table."""
    body: list[SheetRow] = []
    noted = False  # whether the last line was a note
    kinds = _kinds(rows)
    columns = sorted({cell.column for row in rows for cell in row.cells})
    at = 0
    while at < len(rows):
        end = at + 1
        alone = kinds[at] in ("title", "caption", "note")
        if kinds[at] == "single":
            while end < len(rows) and kinds[end] == "single" and rows[end].framed == rows[at].framed:
                end += 1
            further = noted and bool(_FURTHER_NOTE.match(squeeze(rows[at].cells[0].text)))
            first = at == 0 and _begin_table(rows, kinds, end, columns)
            alone = further or (not body and not first) or _stand_alone(rows, kinds, at, end, columns)
        if alone and body:
            yield Body(tuple(body))
            body = []
        if alone:
            yield from rows[at:end]
        else:
            body += rows[at:end]
        noted = alone and (kinds[at] == "note" or (noted and kinds[at] == "single"))
        at = end
    if body:
        yield Body(tuple(body))


def _kinds(rows: Sequence[SheetRow]) -> list[str]:
    kinds: list[str] = []
    for row in rows:
        kinds.append(_kind(row, top="body" not in kinds))
    return kinds


def _stand_alone(
    rows: Sequence[SheetRow], kinds: Sequence[str], at: int, end: int, columns: Sequence[int]
) -> bool:
    """Whether rows of one filled cell behind rows of a table are words under it, not lines of it without figures."""
    run = rows[at:end]
    followed = end < len(rows) and not rows[end].gap and kinds[end] == "body"
    texts = [squeeze(row.cells[0].text) for row in run]
    wordy = any(len(text) > _LONG or _SENTENCE.search(text) for text in texts)
    wide = any(_is_wide(row.cells[0], columns) for row in run)
    if followed and not run[0].gap:
        return wordy and not any(row.framed for row in run)
    if any(row.framed for row in run):
        return wordy or wide
    over_next = run[0].gap and end < len(rows) and kinds[end] in ("title", "caption")
    return wordy or wide or over_next


def _begin_table(rows: Sequence[SheetRow], kinds: Sequence[str], end: int, columns: Sequence[int]) -> bool:
    """Whether the first rows, of one filled cell each, are lines of a table that began elsewhere, not words over it."""
    drawn = all(row.framed and not _is_wide(row.cells[0], columns) for row in rows[:end])
    return drawn and end < len(rows) and not rows[end].gap and kinds[end] == "body"


def _is_wide(cell: SheetCell, columns: Sequence[int]) -> bool:
    covered = bisect_left(columns, cell.column + cell.columns) - bisect_left(columns, cell.column)
    return covered > _WIDEST_LABEL and covered >= _WIDE * len(columns)


def _groups(items: Iterator[SheetRow | Body]) -> list[list[SheetRow | Body]]:
    """Cut before the title of each further table: the columns of a table are told from all of its rows."""
    groups: list[list[SheetRow | Body]] = [[]]
    for item in items:
        begun = any(isinstance(each, Body) for each in groups[-1])
        if begun and isinstance(item, SheetRow) and any(is_title(cell.text) for cell in item.cells):
            groups.append([])
        groups[-1].append(item)
    return groups


def _lines(row: SheetRow, steps: bool) -> list[Block]:
    lines: list[Block] = []
    alone = steps and len(row.cells) == 1
    for phrase in _phrases(row):
        for number, text in enumerate(phrase.text.split("\n")):
            line = phrase.place.line
            place = replace(phrase.place, line=line + number) if alone and line is not None else phrase.place
            if squeeze(text):
                lines.append(Line(text.strip(), place))
    return lines
