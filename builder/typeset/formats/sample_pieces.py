"""What a sample says, in reading order and without a page, for the writers of Word, workbooks and web pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from builder.typeset.cells import Cell, Grid, Row
from builder.typeset.errors import SampleError
from builder.typeset.formats.content import Heading, Piece
from builder.typeset.generate.axes import MadeLayout, plain_layout
from builder.typeset.generate.forms import ColumnKind, FigureCell, MadeTable
from builder.typeset.generate.sentences import Paragraph
from builder.typeset.narrative import fill, fill_section
from builder.typeset.official import chinese_number
from builder.typeset.performance import performance_tables
from builder.typeset.report import FOOTER, GRIDS, glossary_lines
from builder.typeset.sample import Sample, Section, printed_number

#: What stands in the place of the tables where they are in a workbook beside the text.
TABLES_BESIDE = "（部门决算表见附表）"
_NAME: ColumnKind = "name"


@dataclass(frozen=True)
class SampleContent:
    """One sample as its pieces; it offers what `Written` asks for."""

    org: str
    year: int
    layout: MadeLayout
    pieces: tuple[Piece, ...]
    seed: int = 0

    @property
    def tables(self) -> tuple[MadeTable, ...]:
        """Give the tables in their order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, MadeTable))


def whole_sample(sample: Sample) -> SampleContent:
    """Give all of a sample. Raises SampleError where the sample is one of pictures."""
    return _content(sample, (*_cover(sample), *_parts(sample)))


def words_of_sample(sample: Sample) -> SampleContent:
    """Give a sample but for the nine tables: a sentence says that they are beside it."""
    return whole_sample(replace(sample, tables=(), tables_statement=TABLES_BESIDE))


def tables_of_sample(sample: Sample) -> SampleContent:
    """Give the nine tables of a sample; under each stands what they are."""
    tables = (replace(table, notes=(*table.notes, FOOTER)) for table in _tables(sample))
    return _content(sample, tuple(tables))


def _content(sample: Sample, pieces: tuple[Piece, ...]) -> SampleContent:
    thousands = any("," in fact.printed for fact in sample.figures.facts if fact.table.startswith("T"))
    axes = {
        "entity": "left" if sample.layout.print_entity else "none",
        "thousands": "yes" if thousands else "no",
    }
    return SampleContent(sample.org, sample.year, plain_layout(axes), pieces)


def _cover(sample: Sample) -> Iterator[Piece]:
    yield from (Heading(0, fill(sample, line)) for line in sample.cover)
    yield Heading(0, sample.region)
    yield Paragraph(f"「{FOOTER}」")


def _parts(sample: Sample) -> Iterator[Piece]:
    """Give the parts that the sample has, in the fixed order, each under its title."""
    if sample.pictures:
        raise SampleError(sample.name, "图片只能排进 PDF", "pictures are set into a PDF only")
    parts: tuple[tuple[bool, Callable[[], Iterator[Piece]]], ...] = (
        (bool(sample.profile), lambda: _sections(sample, sample.profile)),
        (bool(sample.tables or sample.tables_statement), lambda: _stated_tables(sample)),
        (bool(sample.narrative), lambda: _sections(sample, sample.narrative)),
        (bool(sample.glossary), lambda: (Paragraph(line) for line in glossary_lines(sample))),
        (bool(sample.annexes or sample.performance), lambda: _annexes(sample)),
    )
    present = [pieces for is_present, pieces in parts if is_present]
    for number, (title, pieces) in enumerate(zip(sample.part_titles, present, strict=True), start=1):
        numbered = title[1:] if title.startswith("=") else f"第{chinese_number(number)}部分　{title}"
        yield Heading(1, fill(sample, numbered))
        yield from pieces()


def _sections(sample: Sample, sections: Sequence[Section]) -> Iterator[Piece]:
    for section in sections:
        filled = fill_section(sample, section)
        yield Heading(2, filled.title)
        for line in filled.text:
            yield Heading(3, line[1:]) if line.startswith("#") else Paragraph(line)


def _stated_tables(sample: Sample) -> Iterator[Piece]:
    if sample.tables_statement:
        yield Paragraph(fill(sample, sample.tables_statement))
    yield from _tables(sample)


def _tables(sample: Sample) -> Iterator[MadeTable]:
    for spec in sample.tables:
        grid = GRIDS[spec.table](spec, sample.layout, sample.figures)
        notes = tuple(fill(sample, note) for note in spec.notes)
        yield _made(spec.table, spec.title, spec.label, sample.layout.unit, grid, notes)


def _annexes(sample: Sample) -> Iterator[Piece]:
    for announced in performance_tables(sample):
        if announced.label:
            yield Paragraph(announced.label)
        yield _made("", announced.title, "", "", announced.grid, announced.notes)
    yield from _sections(sample, sample.annexes)


def _made(table: str, title: str, label: str, unit: str, grid: Grid, notes: tuple[str, ...]) -> MadeTable:
    kinds = tuple(_NAME for _ in grid.widths)
    body = tuple(_with_figures(row) for row in grid.body)
    return MadeTable(table, title, label, unit, kinds, grid.header, body, notes)


def _with_figures(row: Row) -> Row:
    """The row with its numbers known as such, so that a workbook stores numbers and not their characters."""
    return tuple(
        FigureCell(cell.text, cell.rows, cell.columns, cell.align, cell.indent) if _is_figure(cell) else cell
        for cell in row
    )


def _is_figure(cell: Cell) -> bool:
    return cell.align == "right" and printed_number(cell.text) is not None
