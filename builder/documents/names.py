"""Names of files from strangers: which are taken for reports, how an archive's names are decoded, what is safe to show.

A name is only ever a name here: its path parts are dropped, and nothing is written to disk under it.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from zipfile import ZipInfo

#: Files taken for reports by name; the content decides in the end, and what cannot be read says so.
SUFFIXES = (
    ".pdf", ".txt", ".md", ".doc", ".docx", ".docm", ".wps", ".rtf", ".odt", ".ods", ".xls", ".xlsx",
    ".xlsm", ".et", ".ofd", ".htm", ".html", ".mht", ".mhtml", ".zip", ".rar", ".7z",
)  # fmt: skip
_UTF8_FLAG = 0x800
_LONGEST = 60  # characters: three bytes each must fit into the 255 of a file's name
_NUMBERS = re.compile(r"(\d+)")


def is_report(file: str) -> bool:
    """Whether a file is taken for a report or part of one: its suffix, not hidden, no README.

    >>> is_report("2024/决算.pdf"), is_report("__MACOSX/._决算.pdf"), is_report("照片.raw"), is_report("README.md")
    (True, False, False, False)
    """
    path = PurePosixPath(file)
    return (
        path.suffix.lower() in SUFFIXES and not is_hidden(file) and not path.stem.upper().startswith("README")
    )


def is_hidden(file: str) -> bool:
    """What a computer keeps for itself or a person has put aside: names that begin with a dot or an underscore."""
    parts = PurePosixPath(file).parts
    return any(part.startswith((".", "_")) for part in parts if part not in {".", ".."})


def member_path(info: ZipInfo) -> str:
    """The path of an archive's member as its maker saw it: UTF-8 where it is valid, else GB18030, which holds GBK."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def clean_name(path: str) -> str:
    """The last part of a path without what has no width, turns the text round or steers a terminal.

    >>> clean_name("..\\\\..\\\\etc/passwd"), clean_name("决算\\u202efdp.exe"), clean_name("/")
    ('passwd', '决算fdp.exe', 'unnamed')
    """
    last = path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    seen = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    name = unicodedata.normalize("NFC", seen).strip(" .") or "unnamed"
    stem, dot, suffix = name.rpartition(".")
    return name if len(name) <= _LONGEST else f"{(stem or suffix)[: _LONGEST - 10]}{dot}{suffix[:9]}"


def unlike(name: str, taken: set[str]) -> str:
    """The name itself, or with a number before its suffix where it is taken; remembers what it gives.

    Names that differ only in case count as taken: some disks cannot hold both.
    """
    stem, dot, suffix = name.rpartition(".")
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{stem}-{number}{dot}{suffix}" if dot else f"{name}-{number}"
    taken.add(found.casefold())
    return found


def by_number(file: str) -> tuple[tuple[int, str], ...]:
    """A key to sort names by, with 附件2 before 附件10."""
    pieces = _NUMBERS.split(file)
    return tuple((int(piece), "") if piece.isdecimal() else (0, piece) for piece in pieces)
