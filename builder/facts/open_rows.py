"""Rows of tables whose blank cells left no trace: what each row is about and which figures it prints, in order.

Columns are those of the official form, whose order is fixed, as far as the heads name them: heads of such text are
broken over lines and say little of the order themselves. Where the row of column numbers counts other columns than
are known, nothing is stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from builder.facts.collect import Collected, Explained, OpenRow
from builder.facts.columns import holds_number, is_numbering
from builder.knowledge import TableForm, load_accounts
from builder.knowledge.tables import Measure
from builder.model import Cell, Row
from builder.text import fold_punctuation, has_digit, item_name, squeeze

_SHORTEST_PREFIX = 4
_ALIKE = 0.6


def lost_blanks(rows: Iterable[Row]) -> bool:
    """Whether a table has rows whose blank cells left no trace."""
    return any(not row.blanks_kept for row in rows)


def columns_in_order(head: Sequence[Row], form: TableForm, out: Collected, most: int = 0) -> tuple[str, ...]:
    """The measures of the table from left to right; none where its own column numbers count others.

    Heads may be lost or broken: those named are all there are only where the numbers, or rows of as many figures
    (`most`), say so; else any column of the form may be there.
    """
    numbered = _columns_numbered(head)
    if any(_is_named(Measure("", (name,)), head) for name in form.beside):
        return ()  # figures of columns beside the official ones stand between the others
    named = named_measures(head, form)
    everything = [measure.name for measure in form.measures]
    if numbered and numbered not in {len(named), len(everything)}:
        return ()
    whole = bool(named) and named[0] == everything[0]
    confirmed = numbered == len(named) or (not numbered and whole and most == len(named))
    columns = named if confirmed else everything
    out.explained += [Explained(name, "", "表式的次序（空格没有留下痕迹）") for name in columns]
    return tuple(columns)


def named_measures(head: Sequence[Row], form: TableForm) -> list[str]:
    """The measures of the form that the heads name, in the form's order; none where columns beside it are named."""
    if any(_is_named(Measure("", (name,)), head) for name in form.beside):
        return []
    return [measure.name for measure in form.measures if _is_named(measure, head)]


def _columns_numbered(head: Sequence[Row]) -> int:
    """The last number of 栏次 1 2 3 …; 0 where the table does not number its columns."""
    for row in head:
        texts = [squeeze(cell.text) for cell in row.cells if squeeze(cell.text)]
        if is_numbering(row) and texts[-1].isdigit() and "1" in texts:
            return int(texts[-1])
    return 0


def _is_named(measure: Measure, head: Sequence[Row]) -> bool:
    """Whether the heads name a measure, whole or cut off by a line's end."""
    texts = [fold_punctuation(cell.text) for row in head for cell in row.cells]
    whole = "".join(texts)
    heads = [fold_punctuation(name) for name in measure.heads]
    if any(name in texts or (len(name) >= _SHORTEST_PREFIX and name in whole) for name in heads):
        return True
    return any(len(t) >= _SHORTEST_PREFIX and name.startswith(t) for t in texts for name in heads)


def whole_name(code: str, item: str, behind: Sequence[Cell]) -> tuple[str, int]:
    """A name with its further words in the row, and how many cells they take; "" when only a piece of it is here."""
    taken = 0
    for cell in behind:
        if holds_number(cell) or has_digit(cell.text):
            break
        item += item_name(cell.text)
        taken += 1
    return (item if is_name_of(code, item) else ""), taken


def is_name_of(code: str, item: str) -> bool:
    """Whether a name can be the whole name of an account: alike in most characters, or the account is not listed."""
    account = load_accounts().get(code)
    if account is None or item == item_name(account.name):
        return bool(item) and not item[0].isdigit()
    listed = item_name(account.name)
    return item not in listed and SequenceMatcher(None, item, listed).ratio() >= _ALIKE


def open_row(code: str, item: str, cells: Sequence[Cell], columns: tuple[str, ...], out: Collected) -> None:
    """Keep a row's figures for when all else is stated; a row that cannot be told is reported."""
    figures = [cell for cell in cells if squeeze(cell.text)]
    if not item:
        out.miss_numbers(
            figures, "科目名称断在别的行，认不全", "the account's name is broken over other lines"
        )
    elif not columns:
        out.miss_numbers(figures, "分不清有哪些列", "it is unclear which columns the table has")
    elif not all(holds_number(cell) for cell in figures) or len(figures) > len(columns):
        out.miss_numbers(figures, "这一行的数和列对不上", "the row's figures do not match the columns")
    elif figures:
        out.leave_open(OpenRow(item, tuple(figures), columns, code=code))
