"""The files of a report as they are published: under which names, and copied unchanged.

A name is safe on every disk and in every address, and its suffix is one that no browser runs: a web page of a stranger
would run its scripts as ours, so it is published as text. The bytes, and so the hash, stay the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.documents import Limits
from builder.documents.archive import unpack
from builder.documents.names import clean_name, unlike
from builder.errors import BuildError
from builder.model import Part, Report, SourceFile
from builder.text import harmless_text

_UNSAFE = re.compile(r'[<>:"|?*#%&\'`$;\\^{}\[\]~\s]+')
#: What a device is called on Windows cannot be a file there.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
#: Suffixes that a format may keep; any other gets the first of them behind it.
_SUFFIXES = {
    "pdf": (".pdf",), "docx": (".docx", ".wps"), "doc": (".doc", ".wps"), "xlsx": (".xlsx", ".et"),
    "xls": (".xls", ".et"), "ofd": (".ofd",), "zip": (".zip",), "html": (".txt",),
    "txt": (".txt", ".md"),
}  # fmt: skip
_WHATEVER = (
    ".bin", ".txt", ".md", ".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ofd", ".zip", ".rar", ".7z", ".png",
    ".jpg", ".jpeg", ".tif", ".tiff", ".bmp",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """A part of a report and its name under `source/`; "" for one that is only listed."""

    part: Part
    name: str


def safe_name(file: str, shape: str) -> str:
    """The last part of a file's name, safe to publish, with a suffix that fits its format.

    >>> safe_name("2024/决算 公开.PDF", "pdf"), safe_name("a/网页.html", "html"), safe_name("x.svg", "")
    ('决算_公开.PDF', '网页.html.txt', 'x.svg.bin')
    """
    name = _UNSAFE.sub("_", clean_name(file))
    name = f"_{name}" if _DEVICES.match(name) or name.startswith("-") else name
    known = _SUFFIXES.get(shape, _WHATEVER)
    return name if name.lower().endswith(known) else name + known[0]


def source_name(report: Report) -> str:
    """The name of the whole source: of its file, or of its folder."""
    file = report.source.file
    return (
        safe_name(file, report.document.format) if is_one_file(report) else _UNSAFE.sub("_", clean_name(file))
    )


def is_one_file(report: Report) -> bool:
    """Whether the source is one file, an archive counting as one, that can be published as it is."""
    return not report.source.files and not report.source.file.endswith("/")


def published_parts(report: Report) -> tuple[Published, ...]:
    """The files of a report that consists of several; a file that is the same as another has its name."""
    taken = {source_name(report).casefold()} if is_one_file(report) else set()
    names: dict[str, str] = {}
    found = []
    for part in report.document.parts:
        if part.sha256 and part.sha256 not in names:
            names[part.sha256] = unlike(safe_name(part.file, part.format), taken)
        found.append(Published(part, names.get(part.sha256, "")))
    return tuple(found)


def shown_file(report: Report, file: str) -> str:
    """A file as data and pages name it: relative to the reports folder; "" is the report's own."""
    return harmless_text(file or report.source.file)


def copy_sources(report: Report, reports: Path, folder: Path, limits: Limits) -> None:
    """Copy everything that can be published into `folder`: the file, and of several each.

    Raises BuildError when a file is no longer what was read.
    """
    folder.mkdir(exist_ok=True)
    files = report.source.files or (SourceFile(report.source.file, report.source.sha256, 0),)
    names = {entry.part.file: entry.name for entry in published_parts(report) if entry.name}
    for one in files:
        data = (reports / one.file).read_bytes()
        if hashlib.sha256(data).hexdigest() != one.sha256:
            raise BuildError(
                f"{one.file} 在构建途中变了，请再运行一次",
                f"{one.file} changed during the build; run it again",
            )
        if is_one_file(report):
            (folder / source_name(report)).write_bytes(data)
        for file, part in _parts_of(one.file, data, names, report, limits):
            (folder / names[file]).write_bytes(part)


def _parts_of(
    file: str, data: bytes, names: Mapping[str, str], report: Report, limits: Limits
) -> Iterator[tuple[str, bytes]]:
    """(file, bytes) of the parts that a file is or, as an archive, holds."""
    if file in names:
        yield file, data
    elif report.document.parts and data.startswith(b"PK"):
        yield from ((part, own) for part, own in unpack(data, file, limits) if part in names)
