"""Several files as one report: their blocks one after another, each place with the name of its file.

Each file is read by the reader of its own format. One that cannot be read is told in its part, the others are read all
the same; one with the same bytes as another is taken once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from builder.documents.limits import Limits
from builder.documents.names import by_number
from builder.documents.whereabouts import reading
from builder.errors import SourceError
from builder.model import Block, Document, Grid, Line, Notice, Part, Place
from builder.printed import Spot

#: The word that a report of final accounts says most often, and what is attached to it seldom.
_OURS = "决算"
#: A reader of bytes: data, name, limits, whether the second reading is asked for.
Read = Callable[[bytes, str, Limits, bool], Document]
#: (file, what gives its bytes) for each member; giving them may raise SourceError too.
Members = Iterable[tuple[str, Callable[[], bytes]]]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A file that was read: its part, its blocks and what is to be known of the reading, places with its name."""

    part: Part
    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...]


def read_several(
    name: str,
    shape: str,
    members: Members,
    ignored: Sequence[str],
    read: Read,
    limits: Limits,
    second: bool,
) -> Document:
    """One document of all members; `shape` is its format, `ignored` are files that are listed and not read.

    The file that speaks most of final accounts comes first, the others by name. Raises SourceError when none can be
    read.
    """
    units: list[_Unit] = []
    others: list[Part] = []
    known: dict[str, str] = {}
    for file, load in members:
        part = Part(file, "", 0)
        reading(file)
        try:
            data = load()
            part = replace(part, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
            if first := known.get(part.sha256):
                others.append(
                    _told(part, f"与 {first} 完全相同，只读一次", f"the same bytes as {first}, read once")
                )
                continue
            known[part.sha256] = file
            units += _units(part, read(data, file, limits, second), others)
        except SourceError as error:
            where = "" if file.endswith(f"/{error.place}") or not error.place else f"{error.place}："
            others.append(replace(_told(part, f"{where}{error.zh}", f"{where}{error.en}"), failed=True))
    if not units:
        raise _nothing_read(name, others)
    ordered = _in_order(units)
    listed = [
        _told(Part(file, "", 0), "不是报告文件，没有读", "no report file, not read") for file in ignored
    ]
    return Document(
        source=name,
        format=shape,
        blocks=tuple(block for unit in ordered for block in unit.blocks),
        parts=(*(unit.part for unit in ordered), *others, *listed),
        notices=tuple(notice for unit in ordered for notice in unit.notices),
    )


def by_file(document: Document) -> Iterator[Document]:
    """The files of a report as documents of their own; a report of one file gives itself."""
    if not document.parts:
        yield document
        return
    for _, blocks in groupby(document.blocks, key=lambda block: block.place.file):
        yield replace(document, blocks=tuple(blocks), parts=(), notices=())


def _told(part: Part, zh: str, en: str) -> Part:
    return replace(part, zh=zh, en=en)


def _units(part: Part, document: Document, others: list[Part]) -> list[_Unit]:
    """A file as read; an archive among the files gives its own members."""
    if not document.parts:
        read = replace(part, format=document.format, pages=document.pages, text_lines=document.text_lines)
        notices = (replace(n, place=replace(n.place, file=part.file)) for n in document.notices)
        return [_Unit(read, tuple(_of_file(document.blocks, part.file)), tuple(notices))]
    blocks = {file: tuple(own) for file, own in groupby(document.blocks, key=lambda block: block.place.file)}
    others += [own for own in document.parts if not own.format]
    return [
        _Unit(own, blocks.get(own.file, ()), tuple(n for n in document.notices if n.place.file == own.file))
        for own in document.parts
        if own.format
    ]


def _of_file(blocks: Sequence[Block], file: str) -> Iterator[Block]:
    """The blocks with the file's name in every place. What shares a place gets one."""
    made: dict[tuple[int | None, int | None, str, bool, Spot | None], Place] = {}

    def here(place: Place) -> Place:
        key = (place.page, place.line, place.label, place.scanned, place.spot)
        if key not in made:
            made[key] = replace(place, file=file)
        return made[key]

    for block in blocks:
        if isinstance(block, Grid):
            cells = tuple(replace(cell, place=here(cell.place)) for cell in block.cells)
            yield replace(block, cells=cells, place=here(block.place))
        elif isinstance(block, Line):
            places = tuple(here(place) for place in block.places)
            yield replace(block, place=here(block.place), places=places)
        else:
            yield replace(block, place=here(block.place))


def _in_order(units: Sequence[_Unit]) -> list[_Unit]:
    named = sorted(units, key=lambda unit: by_number(unit.part.file))
    main = max(named, key=_says_ours)
    return [main, *(unit for unit in named if unit is not main)]


def _says_ours(unit: _Unit) -> int:
    return sum(block.text.count(_OURS) for block in unit.blocks if isinstance(block, Line))


def _nothing_read(name: str, others: Sequence[Part]) -> SourceError:
    failed = [part for part in others if part.failed]
    if not failed:
        return SourceError(
            "里面没有报告文件（PDF、Word、电子表格、网页、纯文本）",
            "holds no report file (PDF, Word, workbook, web page, plain text)",
            source=name,
        )
    first = failed[0]
    zh, en = (
        f"里面的文件都读不了，{first.file}：{first.zh}",
        f"no file of it can be read; {first.file}: {first.en}",
    )
    return SourceError(zh, en, source=name)
