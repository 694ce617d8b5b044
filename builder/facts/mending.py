"""Names broken over lines in text that lost its columns: put together when they give the account's own name.

The printed pieces must join to exactly the name that the code has in the list of accounts; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from builder.facts.columns import holds_number
from builder.knowledge import load_accounts
from builder.model import Cell, Row
from builder.text import item_name, squeeze


def mend_names(rows: Sequence[Row]) -> list[Row]:
    """The rows with the names of their accounts whole; rows of tables with columns stay as they are."""
    if all(row.blanks_kept for row in rows):
        return list(rows)
    pieces = [_pieces(row) for row in rows]
    return [_mend(row, _near(pieces, index, -1), _near(pieces, index, 1)) for index, row in enumerate(rows)]


def _pieces(row: Row) -> list[str]:
    """The words of a line that holds neither code nor number: the rest of names above or below it."""
    if any(holds_number(cell) for cell in row.cells):
        return []
    return [squeeze(cell.text) for cell in row.cells if squeeze(cell.text)]


def _near(pieces: Sequence[list[str]], index: int, step: int) -> list[str]:
    """Pieces of the next line in one direction, and of the next two joined."""
    first = pieces[index + step] if 0 <= index + step < len(pieces) else []
    second = pieces[index + 2 * step] if 0 <= index + 2 * step < len(pieces) else []
    joined = [b + a if step < 0 else a + b for a in first for b in second]
    return ["", *first, *joined]


def _mend(row: Row, above: Sequence[str], below: Sequence[str]) -> Row:
    accounts = load_accounts()
    cells: list[Cell] = []
    at = 0
    while at < len(row.cells):
        cell = row.cells[at]
        cells.append(cell)
        at += 1
        account = accounts.get(squeeze(cell.text))
        if account is None:
            continue
        following = row.cells[at] if at < len(row.cells) else None
        named = following is not None and not holds_number(following)
        own = item_name(following.text) if following is not None and named else ""
        whole = item_name(account.name)
        if own != whole and any(a + own + b == whole for a in above for b in below):
            cells.append(replace(following if following is not None and named else cell, text=account.name))
            at += named
    return replace(row, cells=tuple(cells))
