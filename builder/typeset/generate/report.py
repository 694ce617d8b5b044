"""One whole made report: cover, contents, the nine tables and the text, as a PDF with its facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas

from builder.typeset.generate.axes import MadeLayout, made_layout
from builder.typeset.generate.coded import coded_table
from builder.typeset.generate.department import Department, made_department
from builder.typeset.generate.drawing import SIZES, SMALL_SIZES, Plan, TablePen, plan_table
from builder.typeset.generate.facts import ExpectedFact
from builder.typeset.generate.forms import Form, MadeTable
from builder.typeset.generate.halves import halves_table
from builder.typeset.generate.paper import FOOTERS, MARGIN, CanvasMaker, Mark, Paper, break_lines, register
from builder.typeset.generate.sentences import Paragraph, Writer
from builder.typeset.generate.special import economic_table, other_tables, three_public_table
from builder.typeset.generate.text import narrative, profile
from builder.typeset.generate.words import load_words
from builder.typeset.layout import A4_LONG, A4_SHORT
from builder.typeset.narrative import load_phrases

ORDERS = {
    "official": ("T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T09"),
    "shanghai": ("T01", "T02", "T03", "T04", "T05", "T06", "T09", "T07", "T08"),
}
BUILDERS = {
    **dict.fromkeys(("T02", "T03", "T05", "T07", "T08"), coded_table),
    **dict.fromkeys(("T01", "T04"), halves_table),
    "T06": economic_table,
    "T09": three_public_table,
}
BODY = 12.0
MOST_PASSES = 4
#: Where the tables of other provinces stand among the nine.
OTHERS_BEHIND = ("T03", "T06", "T07")


@dataclass(frozen=True)
class GeneratedReport:
    """A made report and everything a reader must find in it."""

    pdf: bytes
    facts: tuple[ExpectedFact, ...]
    layout: MadeLayout
    department: Department

    def described(self) -> dict[str, str]:
        """Give every axis with its value, those of the department among them."""
        return {**self.layout.described(), **self.department.axes}


def generate(seed: int, layout: MadeLayout | None = None, canvas: CanvasMaker = Canvas) -> GeneratedReport:
    """Make one report; the seed alone decides, unless a layout is given. What `canvas` writes stands for the PDF."""
    register()
    layout, department = layout or made_layout(seed), made_department(seed)
    marks: tuple[Mark, ...] = ()
    pages = 0
    for _ in range(MOST_PASSES):
        report = _Report(department, layout, seed, pages, marks, canvas)
        pdf, facts = report.draw()
        if not report.tells_pages or (report.paper.page, tuple(report.paper.marks)) == (pages, marks):
            break
        pages, marks = report.paper.page, tuple(report.paper.marks)
    return GeneratedReport(pdf, facts, layout, department)


class _Report:
    """One pass over the pages of one report."""

    def __init__(
        self,
        department: Department,
        layout: MadeLayout,
        seed: int,
        pages: int,
        marks: Sequence[Mark],
        canvas: CanvasMaker,
    ) -> None:
        self.department, self.layout, self.seed = department, layout, seed
        self.paper = Paper(layout, f"{department.org}{department.year}年度部门决算", pages, canvas)
        self.contents = marks
        self.facts: list[ExpectedFact] = []
        self.writer = Writer(department, layout, seed)

    @property
    def tells_pages(self) -> bool:
        """Whether something printed depends on where a pass before ended."""
        return self.layout["contents"] == "printed" or "{pages}" in FOOTERS[self.layout["footer"]]

    def draw(self) -> tuple[bytes, tuple[ExpectedFact, ...]]:
        """Draw every part in its order."""
        self._draw_cover()
        if self.layout["contents"] == "printed":
            self._draw_contents()
        parts = [("部门决算表", self._draw_tables), ("部门决算情况说明", self._draw_narrative)]
        if self.layout["parts"] == "text_first":
            parts.reverse()
        self._draw_part("第一部分", f"{self.department.org}概况")
        self._draw_sections(profile(self.writer))
        for number, (title, draw) in zip(("第二部分", "第三部分"), parts, strict=True):
            self._draw_part(number, f"{self.department.year}年度{title}")
            draw()
        self._draw_part("第四部分", "名词解释")
        explained = load_phrases().glossary
        for place, term in enumerate(load_words().glossary, start=1):
            self._draw_paragraph(Paragraph(f"{place}．{term}：{explained[term]}"))
        return self.paper.finish(), tuple(self.facts)

    def _draw_cover(self) -> None:
        self.paper.start_page()
        self.paper.y -= 180
        for line in (self.department.org, f"{self.department.year}年度部门决算"):
            self.paper.line(line, 26, "centre", bold=True)
            self.paper.y -= 16

    def _draw_contents(self) -> None:
        paper = self.paper
        paper.start_page()
        paper.line("目　录", 18, "centre", bold=True)
        for mark in self.contents:
            paper.line(mark.title, 10.5)
            paper.text(paper.right, paper.y, str(mark.page), 10.5, "right")

    def _draw_part(self, number: str, title: str) -> None:
        self.paper.start_page()
        self.paper.heading(f"{number}　{title}", 16, "centre")
        self.paper.y -= 8

    # --- text ---

    def _draw_narrative(self) -> None:
        self._draw_sections(narrative(self.writer))

    def _draw_sections(self, sections: Iterator[tuple[str, list[Paragraph]]]) -> None:
        """Draw headed prose; only numbered titles of the first level go into the contents."""
        for title, paragraphs in sections:
            if title.startswith("（"):
                self.paper.line(f"　　{title}", BODY, bold=True)
            else:
                self.paper.heading(title, 13)
            for paragraph in paragraphs:
                self._draw_paragraph(paragraph)

    def _draw_paragraph(self, paragraph: Paragraph) -> None:
        """Draw a paragraph; a figure stands on the page where its first character is."""
        paper = self.paper
        start = 0
        lines = break_lines(paragraph.text, A4_SHORT - 2 * MARGIN, BODY, 2.0)
        for number, line in enumerate(lines):
            paper.line(line, BODY, indent=0.0 if number else 2 * BODY)
            end = start + len(line)
            for told in paragraph.told:
                if start <= told.start < end:
                    self.facts += [replace(fact, page=paper.page) for fact in told.facts]
            start = end

    # --- tables ---

    def _draw_tables(self) -> None:
        others = other_tables(Form(self.department, self.layout, "T01"), self.seed)
        fresh = True
        for table in ORDERS[self.layout["order"]]:
            self._draw_table(BUILDERS[table](Form(self.department, self.layout, table)), fresh=fresh)
            fresh = False
            if self.layout["extra_tables"] == "between" and table in OTHERS_BEHIND:
                self._draw_table(others[OTHERS_BEHIND.index(table)], fresh=False)

    def _draw_table(self, table: MadeTable, *, fresh: bool) -> None:
        """Draw a table with what stands above and under it; `fresh` right under the title of the part."""
        landscape, plan = self._plan(table)
        paper = self.paper
        shares = self.layout["tables_on_page"] == "two" and paper.table_end is not None
        fits = shares and (paper.width > paper.height) == landscape
        if fits and TablePen(paper, plan).height + 110 < paper.room:
            paper.y -= 14
        elif not fresh or landscape:
            sideways = landscape and self.layout["rotation"] == "rotated"
            paper.start_page(landscape=landscape, sideways=sideways)
        self._draw_captions(table)
        self.facts += TablePen(paper, plan).draw()
        paper.y -= 3
        for note in table.notes:
            for line in break_lines(note, paper.right - paper.left, 9):
                paper.line(line, 9)
        paper.table_end = paper.y

    def _plan(self, table: MadeTable) -> tuple[bool, Plan]:
        """Find the orientation and size: the layout's, turned on its side or made small where it must be."""
        wanted = self.layout["orientation"] == "landscape"
        frames = {False: A4_SHORT - 2 * MARGIN, True: A4_LONG - 2 * MARGIN}
        for landscape, sizes in ((wanted, SIZES), (True, SIZES), (True, SMALL_SIZES)):
            if plan := plan_table(table, self.layout, frames[landscape], sizes):
                return landscape, plan
        raise ValueError(f"{table.title}: the figures are too wide for any page")

    def _draw_captions(self, table: MadeTable) -> None:
        """Draw title, label, entity and unit above a table."""
        paper = self.paper
        paper.heading(table.title, 14, "centre", keep=120)
        if table.label:
            paper.line(table.label, 9, "right")
        entity = f"部门：{self.department.org}"
        if self.layout["entity"] == "above":
            paper.line(entity, 9)
        paper.line(f"单位：{table.unit}", 9, "right")
        if self.layout["entity"] == "left":
            paper.text(paper.left, paper.y, entity, 9)
        paper.y -= 4
