"""Tables of a document by their titles: a title, its captions, its grids over page breaks, its notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from builder.documents.layout import is_page_number
from builder.knowledge import TableForm, TableKnowledge
from builder.model import Cell, Document, Grid, Heading, Line, Picture, Place, Row, Statement, TablePart
from builder.text import fold_punctuation, item_name, squeeze

_TITLE_END = re.compile(r"表(?:（[^（）]*）|[（(]续[)）]|续表?)?$")
_AFTER_TITLE = re.compile(r"(?:公开|附?表)\d+表?$|（公开\d+表）$|单位[:：].*$")
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_UNIT = re.compile(r"单位[:：]?(?:人民币)?(万元|亿元|千元|元)")
_NOTE = re.compile(r"^(?:[:：]?注|说明|备注|注释)[:：\d]")
_NUMBERED_NOTE = re.compile(r"^\d+[.、．]")
_CAPTION_AGAIN = re.compile(
    r"单位[:：]|^(?:金额)?单位$|^[:：]?(?:万?元)$|^(?:编制)?(?:部门|单位)[:：]|公开\d+表|^[（(]?续表?[)）]?$"
)
_HEADING = re.compile(r"^[一二三四五六七八九十]+[、.．]")
_PART = re.compile(r"^第[一二三四五六七八九十]+部分")
_SENTENCE = re.compile(r"[。；;！]$")
_AMOUNT = re.compile(r"\d(?:万?元|[%％])")
_PROJECT = re.compile(r"^(?:项目|项目支出|专项)名称")
#: The number of a form, beside its unit or alone: a caption, never a title.
_TABLE_NUMBER = re.compile(r"(?:财决)?(?:公开|附)?\d{1,2}表")
_LONGEST_TITLE = 48
_LONGEST_STATEMENT = 90
_CAPTIONS = 8
_HEAD_ROWS = 6


@dataclass(slots=True)
class _Open:
    """A table being put together."""

    form: TableForm | None  # None: a title that no declared table has
    title: Line
    captions: dict[int, Line] = field(default_factory=dict)
    grids: list[Grid] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    pictures: int = 0


@dataclass(slots=True)
class _Finder:
    knowledge: TableKnowledge
    open: _Open | None = None
    done: list[_Open] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    pictures: int = 0
    title_again: Line | None = None
    captions_again: dict[int, Line] = field(default_factory=dict)

    def take(self, index: int, block: Line | Grid | Picture) -> None:
        if isinstance(block, Grid):
            self._take_grid(index, block)
        elif isinstance(block, Picture):
            self.pictures += 1
            if self.open and not self.open.notes:
                self.open.pictures += 1
        else:
            self._take_line(index, block)

    def _take_line(self, index: int, line: Line) -> None:
        text = squeeze(line.text)
        if is_page_number(text):
            return
        if title := self._title(line):
            self._begin(index, title, line)
        elif (note_of := self._noted(text)) and not self._expects(note_of):
            self._begin_by_note(index, note_of, line)
        elif self.open is None:
            return
        elif self._is_note(text):
            self.open.notes.append(line)
            self.used.add(index)
        elif self.open.notes and not _PART.match(text) and not _HEADING.match(text):
            return  # words between two notes, such as an instruction of the form
        elif self.open.grids and _CAPTION_AGAIN.search(text):
            self.used.add(
                index
            )  # the captions again on the next page, or those of another table of this name
            if self.title_again:
                self.captions_again[index] = line
        elif self.title_again and self._is_caption(text):
            self.captions_again[index] = line
        elif self.open.grids or self.open.notes or not self._is_caption(text):
            self.close()
        else:
            self.open.captions[index] = line

    def _is_note(self, text: str) -> bool:
        notes = self.open.notes if self.open else []
        follows = bool(notes) and bool(_NUMBERED_NOTE.match(text) or "本表" in text or notes[-1].runs_on)
        return bool(_NOTE.match(text)) or follows or self._says_empty(text)

    def _says_empty(self, text: str) -> bool:
        """本单位无此项收支，故本表无数据。 under a title or a grid, with or without 注：."""
        if len(text) > _LONGEST_STATEMENT or _AMOUNT.search(text):
            return False
        said = not _PART.match(text) and not _HEADING.match(text)
        return said and bool(self.knowledge.no_data.search(fold_punctuation(text)))

    def _title(self, line: Line) -> TableForm | str | None:
        """The declared table a line names, its text when it names some other table, or None."""
        text = squeeze(_BOOKMARK.sub("", line.text)).lstrip("-")
        bare = _AFTER_TITLE.sub("", text)
        if (
            _TABLE_NUMBER.fullmatch(bare)
            or len(bare) > _LONGEST_TITLE
            or not _TITLE_END.search(bare)
            or "。" in bare
            or "《" in bare
        ):
            return None
        if _NOTE.match(bare) or ("：" in bare and not bare.startswith("附")):
            return None
        return self.knowledge.identify(item_name(bare)) or item_name(bare)

    def _begin(self, index: int, title: TableForm | str, line: Line) -> None:
        form = title if isinstance(title, TableForm) else None
        if self.open and form and self._is_open(form, line) and self.open.grids and not self.open.notes:
            self.used.add(index)  # the title again on the next page, or over a second printing
            self.title_again, self.captions_again = line, {}
            return
        pieces = self.open is not None and bool(self.open.grids) and not self.open.notes
        if form is None and pieces and not (isinstance(title, str) and _names_another_table(title)):
            return  # words between two pieces of a table
        self.close()
        self.open = _Open(form, line)
        if form:
            self.used.add(index)
        self.pictures = 0

    def _is_open(self, form: TableForm, title: Line) -> bool:
        """Whether a title is that of the table at hand; a 明细表, or one of another basis, is another."""
        if self.open is None or self.open.form is not form:
            return False
        was = self.open.title.text
        same = form.is_preferred(title.text) == form.is_preferred(was)
        return same and ("明细" in squeeze(title.text)) == ("明细" in squeeze(was))

    def _noted(self, text: str) -> TableForm | None:
        if not _NOTE.match(text):
            return None
        folded = fold_punctuation(text)
        found = [form for form in self.knowledge.forms if any(note in folded for note in form.notes)]
        return max(found, key=lambda form: max(len(n) for n in form.notes if n in folded), default=None)

    def _expects(self, form: TableForm) -> bool:
        return self.open is not None and (
            self.open.form is form or (bool(self.open.grids) and self.open.form is not None)
        )

    def _begin_by_note(self, index: int, form: TableForm, line: Line) -> None:
        """Only the note under a table names it: its title is lost, in a picture for instance."""
        pictures = self.pictures
        self.close()
        if self.done and self.done[-1].form is form:
            self.open = self.done.pop()
        else:
            self.open = _Open(form, Line("", line.place))
        self.open.notes.append(line)
        self.open.pictures += pictures
        self.pictures = 0
        self.used.add(index)

    def _is_caption(self, text: str) -> bool:
        assert self.open is not None
        short = len(text) <= 40 and not _SENTENCE.search(text) and not _PART.match(text)
        return short and len(self.open.captions) < _CAPTIONS

    def _take_grid(self, index: int, grid: Grid) -> None:
        title = self._title_in(grid)
        if title and not (self.open and not self.open.grids and self.open.form):
            self.close()
            self.open = _Open(title[0], title[1])
        if self.open is None or self.open.notes:
            self.close()
            return
        if self.title_again and self.open.grids and self._begins_anew(grid):
            again = _Open(self.open.form, self.title_again, self.captions_again)
            self.close()
            self.open = again
        self.title_again = None
        self.open.grids.append(grid)
        if self.open.form:
            self.used |= {index, *self.open.captions}

    def _begins_anew(self, grid: Grid) -> bool:
        """Whether a grid under a title printed again is another table, not the same one's next page."""
        assert self.open is not None
        first = [squeeze(cell.text) for row in islice(grid.rows(), 2) for cell in row]
        named = [*first, *(squeeze(line.text) for line in self.captions_again.values())]
        return grid.width != self.open.grids[-1].width or any(_PROJECT.match(text) for text in named)

    def _title_in(self, grid: Grid) -> tuple[TableForm, Line] | None:
        """A title printed as the grid's own first row."""
        for row in islice(grid.rows(), 2):
            filled = [cell for cell in row if squeeze(cell.text)]
            if len(filled) == 1 and isinstance(
                found := self._title(Line(filled[0].text, filled[0].place)), TableForm
            ):
                return found, Line(squeeze(filled[0].text), filled[0].place)
        return None

    def close(self) -> None:
        if self.open and (self.open.grids or self.open.notes or self.open.pictures):
            self.done.append(self.open)
        self.open, self.title_again = None, None


def find_tables(
    document: Document, knowledge: TableKnowledge
) -> tuple[tuple[TablePart, ...], tuple[Statement, ...], frozenset[int]]:
    """The declared tables, titles of other tables that have a grid, and the blocks used for tables."""
    finder = _Finder(knowledge)
    for index, block in enumerate(document.blocks):
        finder.take(index, block)
    finder.close()
    parts = [_part(found, found.form) for found in finder.done if found.form is not None]
    others = [part for part in parts if _is_another_form(part, parts, knowledge)]
    unknown = [
        Statement(squeeze(found.title.text), found.title.place)
        for found in finder.done
        if found.form is None and found.grids and _looks_official(found.title.text)
    ]
    unknown += [Statement(part.title, part.place) for part in others]
    return (
        tuple(part for part in parts if part not in others),
        tuple(unknown),
        frozenset(finder.used),
    )


def _is_another_form(part: TablePart, parts: Sequence[TablePart], knowledge: TableKnowledge) -> bool:
    """Whether a table has a declared title but the heads, or a basis, of another, beside one that has its own."""

    def foreign(table: TablePart) -> bool:
        heads = {fold_punctuation(cell.text) for row in table.rows[:_HEAD_ROWS] for cell in row.cells}
        return bool(heads & set(knowledge.form(table.table).other_form))

    form = knowledge.form(part.table)
    own = [other for other in parts if other.table == part.table and other.rows and not foreign(other)]
    twin = any(form.is_preferred(other.title) for other in own) and not form.is_preferred(part.title)
    return bool(own) and (foreign(part) or (twin and bool(form.prefer)))


def _names_another_table(title: str) -> bool:
    """项目支出决算表, 机构运行信息表: a table of its own, not words between two pieces of the one before.

    2024年度部门决算表 names all tables together and may stand over every page.
    """
    whole = re.search(r"(?:部门|单位|年度)(?:决算)?(?:公开)?(?:报)?表$|决算公开表$", title)
    return bool(re.search(r"决算表$|(?:情况|信息|明细)表$", title)) and not whole


def _looks_official(title: str) -> bool:
    return "决算" in title or "情况表" in squeeze(title)


def _part(found: _Open, form: TableForm) -> TablePart:
    projects = [line for line in found.captions.values() if _PROJECT.match(squeeze(line.text))]
    rows = [Row((Cell(line.text, 0, 0, line.place),), exact=True) for line in projects]  # as if in the grid
    for grid in found.grids:
        width = grid.width
        rows += [Row(tuple(cells), grid.exact, grid.blanks_kept, width) for cells in grid.rows() if cells]
    captions = "".join(squeeze(line.text) for line in [found.title, *found.captions.values()])
    head = "".join(squeeze(cell.text) for row in rows[:4] for cell in row.cells)
    unit = _UNIT.search(captions) or _UNIT.search(head)
    return TablePart(
        table=form.id,
        title=squeeze(_BOOKMARK.sub("", found.title.text)),
        place=found.title.place,
        unit=unit.group(1) if unit else "",
        rows=tuple(rows),
        notes=tuple(found.notes),
        pictures=found.pictures,
    )


def tables_in_attachment(
    document: Document, outline: Sequence[Heading], knowledge: TableKnowledge
) -> Place | None:
    """Where the section of the tables sends the reader to an attachment instead."""
    for block in _section_of_tables(document, outline):
        if isinstance(block, Line) and knowledge.in_attachment.search(squeeze(block.text)):
            return block.place
    return None


def tables_in_pictures(document: Document, outline: Sequence[Heading]) -> Place | None:
    """The first picture in the section of the tables."""
    pictures = (block for block in _section_of_tables(document, outline) if isinstance(block, Picture))
    return next((picture.place for picture in pictures), None)


def _section_of_tables(document: Document, outline: Sequence[Heading]) -> list[Line | Grid | Picture]:
    parts = [heading for heading in outline if heading.level == 1]
    for index, heading in enumerate(parts):
        if re.search(r"决算(?:公开)?(?:报)?表$", re.sub(r"（[^（）]*）$", "", squeeze(heading.title))):
            end = parts[index + 1].block if index + 1 < len(parts) else len(document.blocks)
            return list(document.blocks[heading.block : end])
    return []
