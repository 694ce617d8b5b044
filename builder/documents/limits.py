"""What one report may cost. The defaults let every report we have seen pass; a user may set others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one source file. Whatever exceeds one is a `SourceError` that names file, place and limit."""

    seconds: int = 300  # of computing for one report, all readings; four times as many by the clock
    memory_mib: int = 2048  # address space of the worker
    file_mib: int = 200  # the file itself
    unpacked_mib: int = 256  # all members of an archive together, counted while reading
    member_mib: int = 128  # one member of an archive
    members: int = 10_000
    pages: int = 2_000
    scanned_pages: int = 200  # pages of one file to recognise; none at 0
    scanned_page_seconds: int = 20  # of computing that each of them may take beside `seconds`
    page_characters: int = 200_000
    text_mib: int = 20  # a plain text or a web page
    cells: int = 1_000_000  # of one table, spans counted


DEFAULT_LIMITS = Limits()
