"""Step 4: what was recognised → every published number in the words of the data contract."""

from __future__ import annotations

from dataclasses import replace

from builder.facts.coded import state_coded
from builder.facts.collect import Collected
from builder.facts.economic import state_economic
from builder.facts.leftover import report_leftover
from builder.facts.lost_blanks import place_open_rows
from builder.facts.mending import mend_names
from builder.facts.narrative import state_narrative
from builder.facts.performance import state_performance
from builder.facts.performance_base import state_performance_base
from builder.facts.status import table_statuses
from builder.facts.three_public import state_three_public
from builder.facts.two_sided import state_two_sided
from builder.facts.wordings import state_wordings
from builder.knowledge import TableForm, TableKnowledge, load_narrative, load_tables
from builder.knowledge.tables import OFFICIAL
from builder.knowledge.wordings import load_wordings
from builder.model import Fact, Recognised, ReportFacts, TablePart, Unread
from builder.text import squeeze

__all__ = ["state_facts", "state_table"]


def state_facts(found: Recognised) -> ReportFacts:
    """All facts of a report in printed order: tables first, then the narrative."""
    knowledge = load_tables()
    facts: list[Fact] = []
    unread: list[Unread] = []
    shared_unit = _shared_unit(found)
    told = state_narrative(found.passages, load_narrative())
    tables = [state_table(part, knowledge, shared_unit) for part in found.tables]
    place_open_rows(tables, told.facts)
    for out in tables:
        facts += out.facts
        unread += out.unread
    notes = "".join(squeeze(note.text) for part in found.tables for note in part.notes)
    return ReportFacts(
        facts=tuple(facts + told.facts),
        tables=table_statuses(found, facts, unread, knowledge),
        unread=tuple(unread + told.unread),
        reasons=tuple(told.reasons),
        unmatched=tuple(told.unmatched),
        blank_is_zero=bool(knowledge.blank_is_zero.search(notes)),
        wordings=tuple(w for one in found.files or (found,) for w in state_wordings(one, load_wordings())),
        org=found.org,
        year=found.year,
        kind=found.kind,
    )


def state_table(part: TablePart, knowledge: TableKnowledge, shared_unit: str = "") -> Collected:
    """The facts of one table, with how its columns were told."""
    form = knowledge.form(part.table)
    unit = part.unit or (shared_unit if part.table.startswith("T") else "")
    out = Collected(part.table, unit)
    part = replace(part, rows=tuple(mend_names(part.rows)))
    _STATE[form.form](part, form, knowledge, out)
    if part.table in OFFICIAL:
        report_leftover(part.rows, out)
    return out


def _shared_unit(found: Recognised) -> str:
    """The unit that the official tables of the report print, for one that prints none; "" when they differ."""
    units = {part.unit for part in found.tables if part.table.startswith("T") and part.unit}
    return units.pop() if len(units) == 1 else ""


def _economic(part: TablePart, form: TableForm, knowledge: TableKnowledge, out: Collected) -> None:
    del form  # T06 has one measure only
    state_economic(part, knowledge, out)


def _performance(part: TablePart, form: TableForm, knowledge: TableKnowledge, out: Collected) -> None:
    del form, knowledge  # told by the table's own heads
    state_performance(part, out)


def _performance_base(part: TablePart, form: TableForm, knowledge: TableKnowledge, out: Collected) -> None:
    del form
    state_performance_base(part, knowledge, out)


_STATE = {
    "coded": state_coded,
    "two_sided": state_two_sided,
    "economic": _economic,
    "three_public": state_three_public,
    "performance": _performance,
    "performance_base": _performance_base,
}
