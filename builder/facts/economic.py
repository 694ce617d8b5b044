"""T06: basic expenditure by economic classification, printed as blocks of code, name and figure side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from builder.facts.collect import Collected, Explained
from builder.facts.columns import holds_number, is_numbering
from builder.facts.open_rows import is_name_of
from builder.knowledge import TableKnowledge
from builder.model import Cell, Row, TablePart
from builder.text import is_blank, item_name, parse_number, squeeze

#: 586.87302: an amount with two decimals and an economic code behind it.
_RUN_TOGETHER = re.compile(r"\.\d{2}3\d{2}(?:\d{2})?$")
_CODE = re.compile(r"3\d{2}(?:\d{2})?")
_PARTS = {"人员经费": "人员经费合计", "公用经费": "公用经费合计"}
_TOTALS = {"人员经费合计", "公用经费合计", "合计"}


def state_economic(part: TablePart, knowledge: TableKnowledge, out: Collected) -> None:
    """State every account's figure and the two totals. An account's figure stands right behind its name."""
    out.explained.append(Explained("决算数", "", "科目编码和名称后面的一格"))
    split = _split(part.rows)
    for row in part.rows:
        if is_numbering(row):
            continue
        if not out.facts and not any(holds_number(cell) for cell in row.cells):
            out.take_head(row)
        cells = [cell for cell in row.cells if not (row.exact and cell.column in split)]
        _state_split(row, split, out)
        at = 0
        while at < len(cells):
            at = _state_next(cells, at, knowledge, out, sure=row.blanks_kept)


def _split(rows: Sequence[Row]) -> dict[int, str]:
    """In forms with one column of codes and the columns 合计, 人员经费, 公用经费: where the two parts stand."""
    code = next(
        (i for i, row in enumerate(rows) if any(_CODE.fullmatch(squeeze(c.text)) for c in row.cells)), 0
    )
    head = [cell for row in rows[:code] if row.exact for cell in row.cells]
    codes = {cell.column for cell in head if squeeze(cell.text).endswith("编码")}
    parts = {
        c.column: _PARTS[squeeze(c.text)] for c in head if squeeze(c.text) in _PARTS and c.column_span == 1
    }
    return parts if len(codes) <= 1 and len(parts) == len(_PARTS) else {}


def _state_split(row: Row, split: dict[int, str], out: Collected) -> None:
    """The two parts of the total are the two totals; those of an account repeat its figure."""
    total = any(item_name(cell.text) in {"合计", "总计"} for cell in row.cells)
    parts = [cell for cell in row.cells if row.exact and cell.column in split]
    printed = {parse_number(cell.text) for cell in row.cells if cell not in parts}
    for cell in parts:
        if total:
            out.add(cell, split[cell.column], "决算数")
        elif parse_number(cell.text) in {*printed, Decimal(0)}:
            out.use([cell])
        else:
            out.miss_numbers([cell], "和本行的合计不是一个数", "not the figure of the row's total")


def _state_next(
    cells: Sequence[Cell], at: int, knowledge: TableKnowledge, out: Collected, *, sure: bool
) -> int:
    text = squeeze(cells[at].text)
    code, after = _code(cells, at)
    if code and after < len(cells):
        out.use(cells[at:after])
        name, figure = item_name(_first_line(cells[after].text, code)), after + 1
        if figure < len(cells) and _begins_account(cells, figure):
            return figure  # the figure is blank and left no cell
        if figure < len(cells) and _RUN_TOGETHER.search(squeeze(cells[figure].text)):
            out.miss(
                cells[figure], "数和后面的科目编码连在一起", "a figure and the code behind it run together"
            )
        elif figure < len(cells) and not sure and not is_name_of(code, name):
            out.miss_numbers([cells[figure]], "科目名称断在别的行，认不全", "the account's name is not whole")
        elif figure < len(cells):
            out.add(cells[figure], name, "决算数", code=code)
        return figure + 1
    if match := re.match(r"^(3\d{2}(?:\d{2})?)\s*([^\d\s.,，].*)$", text):
        if at + 1 < len(cells):
            out.add(cells[at + 1], item_name(match.group(2)), "决算数", code=match.group(1))
        return at + 2
    name = knowledge.alias.get(item_name(text), item_name(text))
    if name in _TOTALS:
        return _state_total(cells, at + 1, name, out)
    if text and holds_number(cells[at]):
        out.miss(cells[at], "这个数前面没有科目", "a figure without an account before it")
    return at + 1


def _begins_account(cells: Sequence[Cell], at: int) -> bool:
    following = cells[at + 1] if at + 1 < len(cells) else None
    named = following is not None and squeeze(following.text) and not holds_number(following)
    return bool(named) and bool(_CODE.fullmatch(squeeze(cells[at].text)))


def _code(cells: Sequence[Cell], at: int) -> tuple[str, int]:
    """A code from one cell, or put together from 类 and 款 columns; and the index of the name behind it."""
    text = squeeze(cells[at].text)
    if not _CODE.fullmatch(text):
        return "", at
    following = at + 1
    if len(text) == 3 and following < len(cells) and re.fullmatch(r"\d{2}", squeeze(cells[following].text)):
        return text + squeeze(cells[following].text), following + 1
    if len(text) == 3 and following + 1 < len(cells) and is_blank(cells[following].text):
        name = cells[following + 1]  # behind the blank 款 column of a 类 row
        if squeeze(name.text) and not holds_number(name):
            return text, following + 1
    return text, following


def _first_line(name: str, code: str) -> str:
    """A name that wraps stays whole; a name repeated by a broken layout keeps its first line."""
    lines = [line for line in (squeeze(part) for part in name.splitlines()) if line]
    if len(lines) > 1 and len(set(lines)) < len(lines):
        return lines[0]
    return "".join(lines) if code else name


def _state_total(cells: Sequence[Cell], at: int, name: str, out: Collected) -> int:
    while at < len(cells) and is_blank(cells[at].text):
        at += 1
    if at < len(cells) and holds_number(cells[at]):
        out.add(cells[at], name, "决算数")
        return at + 1
    return at
