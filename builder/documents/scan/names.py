"""Names in recognised tables that the official lists know: a letter read wrong is put right. Never a figure, never a code.

A name is put right only where nothing else can be meant: it is that of its own code in the code list but for a letter in
five; it is one letter off one name that every report prints; or other tables of the report print it otherwise for the
same code, more often.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from builder.knowledge.accounts import load_accounts
from builder.knowledge.tables import load_tables
from builder.model import Block, Cell, Grid
from builder.text import item_name, squeeze

_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
#: A line's number that lost its mark.
_NUMBERED = re.compile(r"^([一二三四五六七八九十]{1,3})(.+)$")
_LETTERS = re.compile(r"[\u4e00-\u9fff]")
#: One letter in so many may differ; shorter names than the least are left as they are.
_LETTERS_TO_ONE = 5
_LEAST = 4


def with_known_names(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the names in their recognised grids put right."""
    grids = [block for block in blocks if isinstance(block, Grid) and block.place.scanned]
    usual = _usual_names(pair for grid in grids for pair in _coded(grid))
    return tuple(
        _mended(block, usual) if isinstance(block, Grid) and block.place.scanned else block
        for block in blocks
    )


def known_name(read: str) -> str:
    """The one official name that a name may have been read from; "" when there is none, or it is one itself.

    >>> known_name("财政拔款收入"), known_name("七文化旅游体育与传媒支出"), known_name("年术结转和结余")
    ('财政拨款收入', '七、文化旅游体育与传媒支出', '')
    """
    if len(read) < _LEAST or read in _official():
        return ""
    if (numbered := _NUMBERED.match(read)) and numbered.group(2) in _official():
        return "、".join(numbered.groups())
    near = [name for name in _official() if _is_near(read, name, 1)]
    return near[0] if len(near) == 1 else ""


@cache
def _official() -> frozenset[str]:
    """The names that every report prints: lines and columns of the tables, and the accounts."""
    tables = load_tables()
    names = (
        {account.name for account in load_accounts().values()} | set(tables.side) | set(tables.three_public)
    )
    names |= {head for form in tables.forms for measure in form.columns for head in measure.heads}
    return frozenset(item_name(name) for name in names)


def _is_near(read: str, name: str, most: int) -> bool:
    """Whether so many letters at most were read as others, or one was lost; marks that are no letters may have come in."""
    return any(_is_off_by(form, name, most) for form in {read, "".join(_LETTERS.findall(read))})


def _is_off_by(read: str, name: str, most: int) -> bool:
    if len(read) == len(name):
        return sum(a != b for a, b in zip(read, name, strict=True)) <= most
    lost_one = len(read) == len(name) - 1 and len(name) > _LEAST
    return lost_one and any(name[:at] + name[at + 1 :] == read for at in range(len(name)))


def _coded(grid: Grid) -> Iterator[tuple[str, str]]:
    """Each code with the name beside it."""
    for row in grid.rows():
        yield from ((code, item_name(cell.text)) for code, cell in _named(row))


def _named(row: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    filled = [cell for cell in row if cell.text.strip()]
    for cell, after in pairwise(filled):
        code = squeeze(cell.text)
        if _CODE.fullmatch(code) and _LETTERS.search(after.text):
            yield code, after


def _usual_names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each code its name: the list's, or else the one printed most often where it is printed several times."""
    printed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for code, name in pairs:
        printed[code][name] += 1
    accounts = load_accounts()
    usual = {}
    for code, names in printed.items():
        (name, times), *others = names.most_common(2)
        if code in accounts:
            usual[code] = accounts[code].name
        elif not others or times > others[0][1]:
            usual[code] = name
    return usual


def _mended(grid: Grid, usual: dict[str, str]) -> Grid:
    changed: dict[int, Cell] = {}
    for row in grid.rows():
        beside = {id(cell): code for code, cell in _named(row)}
        for cell in row:
            read = item_name(cell.text)
            right = _right_name(read, usual.get(beside.get(id(cell), ""), ""))
            if right:
                text = squeeze(cell.text)
                changed[id(cell)] = replace(cell, text=text[: max(text.rfind(read), 0)] + right)
    return replace(grid, cells=tuple(changed.get(id(cell), cell) for cell in grid.cells)) if changed else grid


def _right_name(read: str, of_code: str) -> str:
    """The name to put in the place of one that was read; "" to leave it."""
    if read == of_code or read in _official() or not _LETTERS.search(read):
        return ""  # a whole name beside another's code: the code may be what was read wrong
    if of_code and _is_near(read, of_code, max(len(of_code) // _LETTERS_TO_ONE, 1)):
        return of_code
    return known_name(read)
