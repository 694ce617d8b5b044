"""What became of each of the nine official tables: with data, empty, a picture, in an attachment, not there."""

from __future__ import annotations

from collections.abc import Sequence

from builder.knowledge import TableForm, TableKnowledge
from builder.knowledge.tables import OFFICIAL
from builder.model import Fact, Place, Recognised, TablePart, TableStatus, Unread
from builder.text import fold_punctuation, has_digit, squeeze


def table_statuses(
    found: Recognised, facts: Sequence[Fact], unread: Sequence[Unread], knowledge: TableKnowledge
) -> tuple[TableStatus, ...]:
    """One row for each official table in order, then one for each performance table that is there."""
    misread = {entry.table for entry in unread}
    rows = [_official(knowledge.form(table), found, facts, table in misread, knowledge) for table in OFFICIAL]
    for part in found.tables:
        if part.table not in OFFICIAL:
            form = knowledge.form(part.table)
            status = "有数据" if any(fact.table == part.table for fact in facts) else "空表未说明"
            rows.append(TableStatus(part.table, form.name, part.title, status, part.unit, part.place))
    return tuple(rows)


def _official(
    form: TableForm, found: Recognised, facts: Sequence[Fact], misread: bool, knowledge: TableKnowledge
) -> TableStatus:
    """A table whose figures could not be read is not empty; one of zeros is, where the report says so."""
    parts = [part for part in found.tables if part.table == form.id]
    if not parts:
        return _absent(form, found)
    part = max(parts, key=lambda candidate: len(candidate.rows))
    own = [fact for fact in facts if fact.table == form.id]
    said_empty = _said_empty(part, knowledge)
    if misread or any(fact.value != 0 for fact in own) or (own and not said_empty):
        status = "有数据"
    elif not part.rows and (part.pictures or not part.title):
        status = "图片"
    else:
        status = "空表" if said_empty else "空表未说明"
    return TableStatus(form.id, form.name, part.title, status, part.unit, part.place, said_empty)


def _said_empty(part: TablePart, knowledge: TableKnowledge) -> str:
    """The words that say why the table is empty: a note under it, or a cell of words inside it."""
    words = [note.text for note in part.notes]
    words += [
        cell.text for row in part.rows for cell in row.cells if not has_digit(cell.text) or len(cell.text) > 8
    ]
    return next((squeeze(text) for text in words if knowledge.no_data.search(fold_punctuation(text))), "")


def _absent(form: TableForm, found: Recognised) -> TableStatus:
    if found.tables_in_attachment:
        return TableStatus(form.id, form.name, "", "见附件", "", found.tables_in_attachment)
    if found.tables_as_pictures:
        return TableStatus(form.id, form.name, "", "图片", "", found.tables_as_pictures)
    return TableStatus(form.id, form.name, "", "未见", "", Place())
