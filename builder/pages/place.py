"""Where something stands in its source, as the published data tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# JSON objects as `json` gives them: the library's border, typed from here on.
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A page or a line; counts from one, both None when unknown."""

    page: int | None = None
    line: int | None = None


def read_place(row: Row) -> Place:
    return Place(row["page"], row["line"])
