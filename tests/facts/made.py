"""Made-up table parts and passages, and the facts that come out of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from builder.facts import state_table
from builder.facts.collect import Collected
from builder.facts.narrative import state_narrative
from builder.facts.telling import Told
from builder.knowledge import load_narrative, load_tables
from builder.model import Cell, Fact, Line, Passage, Place, Row, TablePart

#: A cell's text, or its text and how many columns it spans.
MadeCell = str | tuple[str, int]
MadeRows = Sequence[Sequence[MadeCell]]


def rows_of(made: MadeRows, *, exact: bool = True, page: int | None = None) -> tuple[Row, ...]:
    """Rows whose cells stand one after the other; line numbers count from one."""
    rows = []
    for number, made_row in enumerate(made):
        cells, column = [], 0
        place = Place(page=page) if page else Place(line=number + 1)
        for made_cell in made_row:
            text, span = made_cell if isinstance(made_cell, tuple) else (made_cell, 1)
            cells.append(Cell(text, number, column, place, column_span=span))
            column += span
        rows.append(Row(tuple(cells), exact))
    return tuple(rows)


def part(
    table: str,
    made: MadeRows,
    *,
    exact: bool = True,
    unit: str = "万元",
    notes: Sequence[str] = (),
    title: str = "",
    pictures: int = 0,
) -> TablePart:
    lines = tuple(Line(note, Place(line=99)) for note in notes)
    shown = title or load_tables().form(table).name
    return TablePart(table, shown, Place(line=1), unit, rows_of(made, exact=exact), lines, pictures)


def stated(table: TablePart) -> Collected:
    return state_table(table, load_tables())


def line(fact: Fact) -> str:
    """A fact at a glance: side, code, item, measure, value, unit."""
    value = "?" if fact.value is None else str(fact.value)
    return "|".join((fact.side, fact.code, fact.item, fact.measure, value, fact.unit))


def facts_of(table: TablePart) -> list[str]:
    return [line(fact) for fact in stated(table).facts]


def values(table: TablePart) -> list[str]:
    """As `facts_of`, without the unit."""
    return [text.rsplit("|", 1)[0] for text in facts_of(table)]


def passage(text: str, section: str) -> Passage:
    return Passage(text, (Place(line=1),) * len(text), section)


def told(section: str, *texts: str) -> Told:
    return state_narrative([passage(text, section) for text in texts], load_narrative())


def sayings(section: str, *texts: str) -> list[str]:
    """item|measure|value|unit of every fact of these paragraphs."""
    facts = told(section, *texts).facts
    return [f"{fact.item}|{fact.measure}|{fact.value}|{fact.unit}" for fact in facts]


def fact(text: str, value: str | None = None, unit: str = "万元", page: int = 1) -> Fact:
    """A fact from table|side|code|item|measure|value."""
    table, side, code, item, measure, printed = text.split("|")
    number = Decimal(value if value is not None else printed) if printed != "?" else None
    return Fact(table, side, code, item, measure, number, unit, printed, Place(page=page))
