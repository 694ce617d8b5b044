"""Plain text → Document. Text made from reports keeps its tables in three shapes:

* one cell per line, each after a tab, rows parted by a blank line (text of a word processor's table);
* a row per line, cells parted by tabs (text of a PDF's table); its columns are only an order;
* rows drawn with pipes or set with wide spaces (see `spaced_text`).

Pictures leave a placeholder. Everything else is a line of prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.documents.cell_lines import lift_cell_lines
from builder.documents.cleaning import clean_line
from builder.documents.delimited_text import (
    comma_cells,
    comma_run,
    dashed_grid,
    grid_of,
    is_dashed,
    join_quoted,
    pipe_run,
    piped_grid,
    unquoted,
)
from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.page_marks import without_page_marks
from builder.documents.running_text import set_running_on
from builder.documents.spaced_text import lift_spaced_tables
from builder.documents.spans import merged_once, spread, without_tails
from builder.errors import SourceError
from builder.model import Block, Cell, Document, Grid, Line, Notice, Picture, Place
from builder.text import squeeze

_PICTURE = re.compile(r"\[image:[^\]]*\]?|!\[[^\]]*\]\([^)]*\)|〔图片〕|（图片）")
_CAPTION = re.compile(
    r"^(?:金额)?单位[:：]|^部门[:：]|^编制(?:单位|部门)[:：]|^公开\d+表$|公开\d+表|(?:金额)?单位[:：]\S*元"
)
#: The year between the department and the unit of a table.
_YEAR = re.compile(r"（?20\d\d年度?）?")
_CELL_TAIL = 12
_LOST = "\ufffd"
#: Rows of tabs with so many cells, all alike, have kept their columns.
_FEWEST_EXACT = 3


@dataclass(frozen=True, slots=True)
class _Numbered:
    number: int
    text: str

    @property
    def blank(self) -> bool:
        """Nothing printed and no cell either: a line with only a tab is a blank cell."""
        return "\t" not in self.text and not squeeze(self.text)

    @property
    def single_cell(self) -> bool:
        return (
            self.text.startswith("\t")
            and "\t" not in self.text[1:]
            and not _CAPTION.search(squeeze(self.text))
        )

    @property
    def row(self) -> bool:
        return "\t" in self.text.rstrip("\n") and not self.single_cell

    @property
    def place(self) -> Place:
        return Place(line=self.number)


def read_plain_text(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False
) -> Document:
    """Decode (UTF-16 by its mark, then strict UTF-8, then GB18030) and cut into lines, grids and pictures.

    Words of tables set with spaces are taken by their order, which never puts one in a wrong column; the second
    reading takes them by where they stand.
    """
    if len(data) > limits.text_mib * 1024 * 1024:
        raise SourceError(
            f"文本超过 {limits.text_mib} MB，拒绝读取；确要读它，请调高上限",
            f"the text is larger than {limits.text_mib} MB; raise the limit to read it",
            source=name,
        )
    text = decode(data, name)
    texts = re.split(r"\r\n|\n|\r", text)
    clean = join_quoted([clean_line(line) for line in texts])
    lines = [_Numbered(index, line) for index, line in enumerate(clean, start=1)]
    blocks: list[Block] = []
    at = 0
    shown = [line.text for line in lines]
    while at < len(lines):
        at = _read_block(lines, shown, at, blocks)
    blocks = without_page_marks(blocks)
    lifted = set_running_on(lift_cell_lines(lift_spaced_tables(blocks, clean, by_order=not second)))
    notices = (*_lost_characters(texts), *_empty_bytes(texts))
    return Document(source=name, format="txt", blocks=tuple(lifted), text_lines=tuple(texts), notices=notices)


def _lost_characters(texts: Sequence[str]) -> Iterator[Notice]:
    """A conversion before ours put a sign for characters that it could not tell: what stood there nobody knows."""
    lost = [(number, text.count(_LOST)) for number, text in enumerate(texts, start=1) if _LOST in text]
    if lost:
        count = sum(of_line for _, of_line in lost)
        yield Notice(
            f"文本里有 {count} 个字符在转换时已丢失（显示为“{_LOST}”），请换原文件",
            f"{count} characters were lost in a conversion (shown as {_LOST}); supply the original",
            Place(line=lost[0][0]),
        )


def _empty_bytes(texts: Sequence[str]) -> Iterator[Notice]:
    """No text has bytes of nothing: part of the file was not written, or was overwritten."""
    empty = next((number for number, text in enumerate(texts, start=1) if "\0" in text), None)
    if empty is not None:
        zh = "文本里有空字节，文件可能已损坏，有文字没有读到，请换原文件"
        en = "the text holds empty bytes: the file may be damaged and words missing; supply the original"
        yield Notice(zh, en, Place(line=empty))


def decode(data: bytes, name: str) -> str:
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceError(
        "文字编码认不出来（不是 UTF-8，也不是 GB18030）",
        "unknown text encoding (neither UTF-8 nor GB18030)",
        source=name,
    )


def _read_block(lines: list[_Numbered], texts: list[str], at: int, blocks: list[Block]) -> int:
    """Append the block that begins at line `at`; give the index behind it."""
    line = lines[at]
    if line.blank:
        return at + 1
    if _PICTURE.search(line.text):
        blocks.append(Picture(line.place))
        rest = _PICTURE.sub("", line.text)
        if squeeze(rest) and not line.text.lstrip(" ").startswith("\t"):
            blocks.append(Line(rest.strip(), line.place))
        return at + 1
    if line.single_cell:
        return _read_cell_lines(lines, at, blocks)
    if line.row and not _is_caption(line):
        return _read_row_lines(lines, at, blocks)
    if end := _read_marked_rows(lines, texts, at, blocks):
        return end
    blocks.append(Line(line.text.replace("\t", " ").strip(), line.place))
    return at + 1


def _read_marked_rows(lines: list[_Numbered], texts: list[str], at: int, blocks: list[Block]) -> int:
    """Append the grid of rows with pipes, commas or dashed columns that begins here; 0 when none does."""
    if (end := pipe_run(texts, at)) > at:
        rows_of_pipes = [Line(r.text, r.place) for r in lines[at:end] if not r.blank]
        if grid := piped_grid(rows_of_pipes):
            blocks.append(grid)
            return end
    if (end := comma_run(texts, at)) > at:
        rows = [[(cell, row.place) for cell in comma_cells(row.text)] for row in lines[at:end]]
        blocks.append(grid_of(rows))
        return end
    if not any(is_dashed(text) for text in texts[at + 1 : at + 4]):
        return 0
    end = next((i for i in range(at, len(lines)) if lines[i].blank), len(lines))
    if end - at > 2:
        rows_and_rules = [Line(row.text, row.place) for row in lines[at:end]]
        if grid := dashed_grid(rows_and_rules, texts[at:end]):
            blocks.append(grid)
            return end
    return 0


def _is_caption(line: _Numbered) -> bool:
    """部门：… 单位：万元 beside each other: words about a table, not a row of it."""
    cells = [squeeze(cell) for cell in line.text.split("\t") if squeeze(cell)]
    said = [bool(_CAPTION.search(cell)) for cell in cells]
    return len(cells) < 2 or (
        any(said) and all(told or _YEAR.fullmatch(cell) for told, cell in zip(said, cells, strict=True))
    )


def _is_nearly_blank(line: _Numbered, rows: Sequence[Sequence[object]]) -> bool:
    """A row of a running table with one filled cell, or none: it has as many cells as the row before."""
    filled = [squeeze(cell) for cell in line.text.split("\t") if squeeze(cell)]
    alike = bool(rows) and len(rows[-1]) == line.text.count("\t") + 1
    return alike and len(filled) < 2 and not any(_CAPTION.search(text) for text in filled)


# --- one cell per line -----------------------------------------------------------------------------------


def _read_cell_lines(lines: list[_Numbered], at: int, blocks: list[Block]) -> int:
    rows: list[list[tuple[str, Place]]] = [[]]
    while at < len(lines):
        line = lines[at]
        if line.single_cell:
            if _PICTURE.search(line.text):
                blocks.append(Picture(line.place))
            rows[-1].append((_PICTURE.sub("", line.text).strip("\t"), line.place))
            at += 1
        elif not line.blank and rows[-1] and not line.row:
            _continue_cell(rows[-1], line)
            at += 1
        elif line.blank and (behind := _cell_tail_end(lines, at)):
            for tail in lines[at:behind]:
                _continue_cell(rows[-1], tail)
            at = behind
        elif (
            line.blank and (following := _next_filled(lines, at)) is not None and lines[following].single_cell
        ):
            rows.append([])
            at = following
        else:
            break
    rows = [row for row in rows if row]
    if max(len(row) for row in rows) > 1:
        blocks.append(Grid(cells=tuple(spread(rows)), place=rows[0][0][1], exact=True))
    else:  # a single column is text that was merely indented
        cells = [cell for row in rows for cell in row]
        blocks += [Line(text.strip(), place) for text, place in cells if squeeze(text)]
    return at


def _continue_cell(row: list[tuple[str, Place]], line: _Numbered) -> None:
    text, place = row[-1]
    row[-1] = (f"{text}\n{line.text.strip()}".strip("\n"), place)


def _cell_tail_end(lines: list[_Numbered], at: int) -> int:
    """Index behind the rest of a cell whose lines are parted by single blank lines; 0 when there is no rest.

    Such a rest is short and the next cell of the same row follows it at once.
    """
    index, found = at, False
    while index + 1 < len(lines) and lines[index].blank:
        tail = lines[index + 1]
        if tail.blank or tail.single_cell or tail.row or len(squeeze(tail.text)) > _CELL_TAIL:
            return 0
        index, found = index + 2, True
        while index < len(lines) and not lines[index].blank and not lines[index].single_cell:
            if lines[index].row or len(squeeze(lines[index].text)) > _CELL_TAIL:
                return 0
            index += 1
    return index if found and index < len(lines) and lines[index].single_cell else 0


def _next_filled(lines: list[_Numbered], at: int) -> int | None:
    return next((index for index in range(at, len(lines)) if not lines[index].blank), None)


# --- one row per line ------------------------------------------------------------------------------------


def _read_row_lines(lines: list[_Numbered], at: int, blocks: list[Block]) -> int:
    start = at
    rows: list[list[tuple[str, Place]]] = []
    while at < len(lines):
        line = lines[at]
        if line.row and (not _is_caption(line) or _is_nearly_blank(line, rows)):
            rows.append([(unquoted(cell), line.place) for cell in line.text.split("\t")])
            at += 1
        elif line.blank:
            at += 1
        else:
            break
    widths = {len(row) for row in rows}
    if len(widths) == 1 and widths.pop() >= _FEWEST_EXACT and len(rows) > 1:
        blocks.append(grid_of(rows))
        return at
    if whole := without_tails(rows):
        blocks.append(grid_of(whole))
        return at
    if merged_once(rows):
        blocks.append(Grid(tuple(spread(rows)), lines[start].place, exact=True))
        return at
    cells = [
        Cell(text, number, column, place)
        for number, row in enumerate(rows)
        for column, (text, place) in enumerate(row)
    ]
    blocks.append(Grid(cells=tuple(cells), place=lines[start].place, exact=False))
    return at
