"""Puts a whole report together: cover, contents, the parts in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

from reportlab.lib.utils import ImageReader

from builder.typeset.cells import Grid
from builder.typeset.codes import codes_grid
from builder.typeset.economic import economic_grid, three_public_grid
from builder.typeset.errors import SampleError
from builder.typeset.fonts import ems, register_font, wrap
from builder.typeset.layout import Layout, TableSpec
from builder.typeset.narrative import fill, fill_section, load_phrases
from builder.typeset.official import chinese_number
from builder.typeset.pages import Mark, Sheet
from builder.typeset.performance import Announced, performance_tables
from builder.typeset.picture import placeholder_png
from builder.typeset.ruled import draw_grid
from builder.typeset.sample import Figures, Sample, Section
from builder.typeset.totals import appropriation_grid, totals_grid

FOOTER = "重新排版的样本，数字取自该单位公开的决算，以该单位公布的原件为准"
MOST_PASSES = 4
TITLE_SIZE = 15.0
PART_SIZE = 18.0
PICTURE_HEIGHT = 165.0

GRIDS: dict[str, Callable[[TableSpec, Layout, Figures], Grid]] = {
    "T01": totals_grid,
    "T02": codes_grid,
    "T03": codes_grid,
    "T04": appropriation_grid,
    "T05": codes_grid,
    "T06": economic_grid,
    "T07": codes_grid,
    "T08": codes_grid,
    "T09": three_public_grid,
}


def render_report(sample: Sample, font: str | None = None) -> bytes:
    """Draw a report until its contents agree with its pages, and give the bytes of the PDF."""
    name = register_font(font)
    contents: tuple[Mark, ...] = ()
    for _ in range(MOST_PASSES):
        stream = BytesIO()
        sheet = Sheet(stream, name, sample.layout, f"{sample.org}{sample.year}年度部门决算（样本）", FOOTER)
        _draw_report(sheet, sample, contents, font)
        sheet.finish()
        if tuple(sheet.marks) == contents:
            refuse_unused(sample)
            return stream.getvalue()
        contents = tuple(sheet.marks)
    raise SampleError(sample.name, "目录页码不能确定", "the page numbers of the contents do not settle")


def refuse_unused(sample: Sample) -> None:
    """Raise SampleError where a figure of the sample stands nowhere in the report."""
    unused = [f"{fact.table} {fact.item}|{fact.measure}={fact.printed}" for fact in sample.figures.unused()]
    if unused:
        listed = "；".join(unused[:8])
        raise SampleError(
            sample.name, f"这些数字没有印出来：{listed}", f"{len(unused)} figures are printed nowhere"
        )


def _draw_report(sheet: Sheet, sample: Sample, contents: Sequence[Mark], font: str | None) -> None:
    """Draw the cover, the contents, and the parts that the sample names, in the fixed order."""
    _draw_cover(sheet, sample)
    _draw_contents(sheet, contents)
    has_tables = bool(sample.tables or sample.tables_statement or sample.pictures)
    parts: tuple[tuple[bool, Callable[[], None]], ...] = (
        (bool(sample.profile), lambda: _draw_sections(sheet, sample, sample.profile)),
        (has_tables, lambda: _draw_tables(sheet, sample, font)),
        (bool(sample.narrative), lambda: _draw_sections(sheet, sample, sample.narrative)),
        (bool(sample.glossary), lambda: _draw_glossary(sheet, sample)),
        (bool(sample.annexes or sample.performance), lambda: _draw_annexes(sheet, sample)),
    )
    present = [draw for is_present, draw in parts if is_present]
    if len(present) != len(sample.part_titles):
        raise SampleError(
            sample.name, f"part_titles 应有 {len(present)} 个", "one title is needed for each part"
        )
    for number, (title, draw) in enumerate(zip(sample.part_titles, present, strict=True), start=1):
        _draw_part_title(sheet, sample, title, number)
        draw()


def _draw_part_title(sheet: Sheet, sample: Sample, title: str, number: int) -> None:
    """Begin a part on a new page; a title that starts with `=` is printed without its number."""
    numbered = title[1:] if title.startswith("=") else f"第{chinese_number(number)}部分　{title}"
    text = fill(sample, numbered)
    sheet.start_page()
    sheet.heading(text, min(PART_SIZE, (sheet.right - sheet.left) / ems(text)), "centre")
    sheet.mark(text, 0)
    sheet.skip(10)


def _draw_cover(sheet: Sheet, sample: Sample) -> None:
    sheet.start_page()
    sheet.skip(170)
    for line in sample.cover:
        for piece in wrap(fill(sample, line), 15):
            sheet.line(piece, 28, "centre")
    sheet.skip(60)
    sheet.line(sample.region, 13, "centre")
    sheet.skip(170)
    for piece in wrap(f"「{FOOTER}」", 26):
        sheet.line(piece, 13, "centre")


def _draw_contents(sheet: Sheet, contents: Sequence[Mark]) -> None:
    sheet.start_page()
    sheet.heading("目　录", PART_SIZE, "centre")
    sheet.skip(8)
    size = 10.5
    for mark in contents:
        if mark.level == 0:
            sheet.skip(4)
        indent = 2 * size * mark.level
        lines = wrap(mark.title, (sheet.right - sheet.left - indent) / size - 3)
        for line in lines:
            sheet.line(line, size, indent=indent)
        sheet.draw_text(sheet.right, sheet.y, str(mark.page), size, "right")
        _draw_dots(sheet, indent + (ems(lines[-1]) + 0.5) * size)


def _draw_dots(sheet: Sheet, start: float) -> None:
    """Draw the dotted line between a title and its page number."""
    sheet.canvas.setLineWidth(0.5)
    sheet.canvas.setDash(0.5, 3)
    sheet.canvas.line(sheet.left + start, sheet.y + 2, sheet.right - 24, sheet.y + 2)
    sheet.canvas.setDash()


def _draw_sections(sheet: Sheet, sample: Sample, sections: Sequence[Section]) -> None:
    """Draw headed prose; a line that starts with `#` is a heading under the section's."""
    for section in sections:
        filled = fill_section(sample, section)
        sheet.heading(filled.title, 13)
        sheet.mark(filled.title, 1)
        _draw_lines(sheet, filled.text)


def _draw_lines(sheet: Sheet, text: Sequence[str]) -> None:
    for line in text:
        if line.startswith("#"):
            sheet.heading(f"　　{line[1:]}", sheet.layout.body_size)
        else:
            sheet.paragraph(line)


def _draw_tables(sheet: Sheet, sample: Sample, font: str | None) -> None:
    """Draw the nine tables, or what stands in their place: a sentence, or pictures."""
    if sample.tables_statement:
        sheet.paragraph(fill(sample, sample.tables_statement))
    for _ in range(sample.pictures):
        sheet.picture(ImageReader(BytesIO(placeholder_png(font))), PICTURE_HEIGHT)
    for number, spec in enumerate(sample.tables):
        if number or spec.landscape:
            sheet.start_page(spec.landscape)
        _draw_table(sheet, sample, spec)


def _draw_table(sheet: Sheet, sample: Sample, spec: TableSpec) -> None:
    """Draw one official table: title, label, entity and unit, the grid, its notes."""
    layout = sample.layout
    sheet.heading(spec.title, TITLE_SIZE, "centre")
    sheet.mark(spec.title, 1)
    if spec.label:
        sheet.line(spec.label, layout.cell_size, "right")
    unit = f"{layout.unit_label}{layout.unit}"
    sheet.line(unit, layout.cell_size, "right")
    if layout.print_entity:
        sheet.draw_text(sheet.left, sheet.y, f"{layout.entity_label}{sample.org}", layout.cell_size)
    sheet.skip(4)
    draw_grid(
        sheet, GRIDS[spec.table](spec, layout, sample.figures), size=spec.size, row_height=spec.row_height
    )
    sheet.skip(3)
    for note in spec.notes:
        sheet.paragraph(fill(sample, note), layout.cell_size, indent=0)


def _draw_glossary(sheet: Sheet, sample: Sample) -> None:
    for line in glossary_lines(sample):
        sheet.paragraph(line)


def glossary_lines(sample: Sample) -> Iterator[str]:
    """Give the terms that the report explains, each with its explanation."""
    explained = load_phrases().glossary
    for number, term in enumerate(sample.glossary, start=1):
        if term not in explained:
            raise SampleError(sample.name, f"名词“{term}”没有解释", "this term has no explanation")
        yield f"{number}.{term}：{explained[term]}"


def _draw_annexes(sheet: Sheet, sample: Sample) -> None:
    """Draw the performance tables, each on a page of its own, then the annexes in words."""
    for number, announced in enumerate(performance_tables(sample)):
        if number:
            sheet.start_page()
        _draw_announced(sheet, announced)
    if sample.performance:
        sheet.start_page()
    _draw_sections(sheet, sample, sample.annexes)


def _draw_announced(sheet: Sheet, announced: Announced) -> None:
    if announced.label:
        sheet.line(announced.label, sheet.layout.body_size)
    sheet.heading(announced.title, TITLE_SIZE, "centre")
    sheet.mark(f"{announced.label}　{announced.title}".strip(), 1)
    sheet.skip(6)
    draw_grid(sheet, announced.grid, size=8.5)
    sheet.skip(6)
    for note in announced.notes:
        sheet.paragraph(note, 9, indent=0)
