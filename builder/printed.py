"""What stands in a source and where: places, sources, and the document that readers of every format give.

Places count from one. `page` is set for paged sources, `line` for all others; never both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Literal, NamedTuple, get_args

#: Which pages are shown as pictures: those of all figures, or only of official tables, which takes half the room.
Which = Literal["all", "tables", "none"]
WHICH: tuple[Which, ...] = get_args(Which)


class Spot(NamedTuple):
    """A box on a page that is held so that its print stands upright: shares of its width and height, from the top left.

    `turned`: by how many quarters anticlockwise the page must be turned for that, from how a viewer shows it.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    turned: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its source.

    `file`: which file, where a report consists of several; "" for the report's own or only file.
    `label`: how a person finds the place where neither page nor line says it, such as `GK01!C5` in a workbook.
    `scanned`: the characters were recognised from a picture, not taken from text.
    `spot`: of a table's cell, a line, or a number in it, on a printed page, its box; None where that is not known.
    """

    page: int | None = None
    line: int | None = None
    file: str = ""
    label: str = field(default="", compare=False)
    scanned: bool = field(default=False, compare=False)
    spot: Spot | None = field(default=None, compare=False)


# --- 1 sources -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a report that consists of several."""

    file: str  # relative to the reports folder, "/" as separator
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Source:
    """One report and what `reports.csv` says of it; an empty string where it says nothing.

    `files`: of a report that is a folder or has attachments, empty for one file. `ignored`: others of its folder, no
    report files. `copies`: files with the same bytes, not read again.
    """

    file: str  # relative to the reports folder, "/" as separator; a folder ends with "/"
    sha256: str  # of several files: of the list of their hashes
    size: int
    org_id: str = ""
    org: str = ""
    region: str = ""
    parent: str = ""
    year: str = ""
    kind: str = ""
    url: str = ""
    published_on: str = ""
    approved_on: str = ""
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    sample: bool = False
    files: tuple[SourceFile, ...] = ()
    ignored: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()  # under which the unit stood on the site before, the oldest first


# --- 2 documents -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or one paragraph of a word processor's text.

    `runs_on` says that the line fills its measure, so that a sentence without an end may go on in the next.
    `places`: of each of its characters, where more is known of them than the line's place; else empty.
    """

    text: str
    place: Place
    runs_on: bool = False
    places: tuple[Place, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or its placeholder: something is printed here that has no text."""

    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid with its spans; `text` as printed, line breaks kept, "" when blank."""

    text: str
    row: int
    column: int
    place: Place
    row_span: int = 1
    column_span: int = 1


_COLUMN = attrgetter("column")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands in the source.

    `exact`: the columns are the source's own (rules, a word processor's table), so a cell's column says what
    it is. Otherwise the columns were rebuilt from text and only the order of the cells of a row counts.
    `blanks_kept`: a blank cell has left a trace; if not, a row with fewer cells than heads is ambiguous.
    """

    cells: tuple[Cell, ...]
    place: Place
    exact: bool
    blanks_kept: bool = True

    def rows(self) -> Iterator[list[Cell]]:
        """The cells that begin in each row, left to right; rows without a cell of their own are empty."""
        last = max((cell.row for cell in self.cells), default=-1)
        by_row: list[list[Cell]] = [[] for _ in range(last + 1)]
        for cell in self.cells:
            by_row[cell.row].append(cell)
        for row in by_row:
            yield sorted(row, key=_COLUMN)

    @property
    def width(self) -> int:
        return max((cell.column + cell.column_span for cell in self.cells), default=0)


Block = Line | Grid | Picture


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a report that consists of several, named in places as `file`. One that was not read has no format
    and says why; `failed` tells one that should have been from one that is no report file, or the same as another.
    """

    file: str  # relative to the reports folder; of an archive's member behind the archive's name
    sha256: str
    size: int
    format: str = ""
    pages: int | None = None
    text_lines: tuple[str, ...] | None = None
    zh: str = ""
    en: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader of the published figures should know of how the file was read; for people, with what to do.

    `place` is empty where it concerns the whole file.
    """

    zh: str
    en: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Document:
    """A report as readers of every format give it: blocks in reading order, each with its place.

    `notices`: what could not be read, or only in a roundabout way, though the rest was.
    `parts`: the files of a report that consists of several, in reading order; empty for a single file.
    """

    source: str
    format: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    text_lines: tuple[str, ...] | None = None  # of a source without pages, as its places count them
    parts: tuple[Part, ...] = ()
    notices: tuple[Notice, ...] = ()
