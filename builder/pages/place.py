"""Where something stands in its source, as the published data tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

# JSON objects as `json` gives them: the library's border, typed from here on.
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A page or a line, counts from one, both None when unknown; `file` and `label` where they were published."""

    page: int | None = None
    line: int | None = None
    file: str = ""  # of a report that consists of several
    label: str = ""  # such as a cell of a sheet, where a line would help nobody

    @property
    def words(self) -> str:
        """As a reader is told it; "" when nothing is known."""
        where = self.label or ("" if self.line is None else f"第 {self.line} 行")
        if self.page is not None:
            where = f"第 {self.page} 页"
        return f"{self.file.rsplit('/', 1)[-1]} {where}".strip()


def read_place(row: Row) -> Place:
    return Place(row["page"], row["line"], row.get("file", ""), row.get("label", ""))


@dataclass(frozen=True, slots=True)
class SourcePart:
    """One file of a report that consists of several: as places name it, and under `source/`, "" if it is not there.

    `text`: its lines where it has no pages. `note`: why it was not read. The catalogue tells only the names.
    """

    file: str
    name: str
    sha256: str = ""
    size: int = 0
    text: tuple[str, ...] | None = None
    note: str = ""
    failed: bool = False


def read_parts(row: Row) -> tuple[SourcePart, ...]:
    """The files of a report; none for a report of a single file."""
    return tuple(_part(part) for part in row.get("parts", []))


def _part(row: Row) -> SourcePart:
    if "sha256" not in row:
        return SourcePart(row["file"], row["name"] or "")
    text = row["text"]
    return SourcePart(
        row["file"], row["name"] or "", row["sha256"] or "", int(row["bytes"]), None if text is None else tuple(text),
        row["note"] or "", bool(row["failed"]),
    )  # fmt: skip


def line_anchor(place: Place, parts: Sequence[SourcePart]) -> str:
    """The id of a line on the page of the text: `L12`, of a report of several files `P2L12`."""
    number = next((n for n, part in enumerate(parts, start=1) if part.file == place.file), 0)
    return f"P{number}L{place.line}" if number else f"L{place.line}"


def address(place: Place, report: str, data: str, source: str, parts: Sequence[SourcePart]) -> str:
    """Where a reader sees a place: a line of the text below `report`, or the file below `data` at its page.

    `source` is the name of the report's own file.
    """
    if place.line is not None:
        return f"{report}source/#{line_anchor(place, parts)}"
    name = next((part.name for part in parts if part.file == place.file), "") or source
    page = f"#page={place.page}" if place.page is not None else ""
    return f"{data}source/{quote(name)}{page}"
