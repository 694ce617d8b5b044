"""What a made report says, in reading order and without a page: headings, paragraphs, tables and their facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from builder.typeset.cells import Row
from builder.typeset.generate.axes import MadeLayout, made_layout
from builder.typeset.generate.department import Department, made_department
from builder.typeset.generate.facts import ExpectedFact
from builder.typeset.generate.forms import FigureCell, Form, MadeTable
from builder.typeset.generate.report import BUILDERS, ORDERS, OTHERS_BEHIND
from builder.typeset.generate.sentences import Paragraph, Writer
from builder.typeset.generate.special import other_tables
from builder.typeset.generate.text import Sections, narrative, profile
from builder.typeset.generate.words import load_words
from builder.typeset.narrative import load_phrases


@dataclass(frozen=True)
class Heading:
    """A title: level 0 stands on the cover, 1 is 第一部分, 2 is 一、, 3 is （一）."""

    level: int
    text: str


Piece = Heading | Paragraph | MadeTable


class Written(Protocol):
    """What the writers of formats need to know of a report, made or a sample."""

    @property
    def seed(self) -> int:
        """Give what decides where the form leaves a choice."""

    @property
    def layout(self) -> MadeLayout:
        """Give how figures are printed."""

    @property
    def org(self) -> str:
        """Give the unit's name."""

    @property
    def year(self) -> int:
        """Give the year of the accounts."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Give all pieces in reading order."""

    @property
    def tables(self) -> tuple[MadeTable, ...]:
        """Give the tables in their order."""


@dataclass(frozen=True)
class Content:
    """One made report as its pieces, with the facts that a reader must find (their pages are 0)."""

    seed: int
    layout: MadeLayout
    department: Department
    pieces: tuple[Piece, ...]
    facts: tuple[ExpectedFact, ...]

    @property
    def org(self) -> str:
        """Give the unit's name."""
        return self.department.org

    @property
    def year(self) -> int:
        """Give the year of the accounts."""
        return self.department.year

    @property
    def tables(self) -> tuple[MadeTable, ...]:
        """Give the tables in their order, those that are not among the nine with them."""
        return tuple(piece for piece in self.pieces if isinstance(piece, MadeTable))

    def described(self) -> dict[str, str]:
        """Give every axis with its value, those of the department among them."""
        return {**self.layout.described(), **self.department.axes}


def made_content(seed: int, layout: MadeLayout | None = None) -> Content:
    """Put one report together; the seed alone decides, unless a layout is given."""
    layout, department = layout or made_layout(seed), made_department(seed)
    pieces = tuple(_pieces(seed, layout, department))
    facts = tuple(fact for piece in pieces for fact in facts_of(piece))
    return Content(seed, layout, department, pieces, facts)


def _pieces(seed: int, layout: MadeLayout, department: Department) -> Iterator[Piece]:
    writer = Writer(department, layout, seed)
    yield Heading(0, department.org)
    yield Heading(0, f"{department.year}年度部门决算")
    yield Heading(1, f"第一部分　{department.org}概况")
    yield from _sections(profile(writer))
    parts: list[tuple[str, Iterator[Piece]]] = [
        ("部门决算表", _tables(seed, layout, department)),
        ("部门决算情况说明", _sections(narrative(writer))),
    ]
    if layout["parts"] == "text_first":
        parts.reverse()
    for number, (title, pieces) in zip(("第二部分", "第三部分"), parts, strict=True):
        yield Heading(1, f"{number}　{department.year}年度{title}")
        yield from pieces
    yield Heading(1, "第四部分　名词解释")
    explained = load_phrases().glossary
    for place, term in enumerate(load_words().glossary, start=1):
        yield Paragraph(f"{place}．{term}：{explained[term]}")


def _sections(sections: Sections) -> Iterator[Piece]:
    for title, paragraphs in sections:
        yield Heading(3 if title.startswith("（") else 2, title)
        yield from paragraphs


def _tables(seed: int, layout: MadeLayout, department: Department) -> Iterator[Piece]:
    others = other_tables(Form(department, layout, "T01"), seed)
    for table in ORDERS[layout["order"]]:
        yield BUILDERS[table](Form(department, layout, table))
        if layout["extra_tables"] == "between" and table in OTHERS_BEHIND:
            yield others[OTHERS_BEHIND.index(table)]


def facts_of(piece: Piece) -> Iterator[ExpectedFact]:
    """Give the facts that one piece states, in their order."""
    if isinstance(piece, Paragraph):
        for told in piece.told:
            yield from told.facts
    elif isinstance(piece, MadeTable):
        rows: tuple[Row, ...] = (*piece.header, *piece.body)
        for cell in (cell for row in rows for cell in row):
            if isinstance(cell, FigureCell):
                table, side, code, item, measure = cell.key
                yield ExpectedFact(table, side, code, item, measure, cell.value, "万元", cell.text, 0)
