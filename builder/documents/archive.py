"""A zip of report files → one Document. Members are read in memory; an archive inside it is opened once, not deeper."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from zipfile import ZipInfo

from builder.documents.limits import Limits
from builder.documents.names import clean_name, is_hidden, is_report, member_path, unlike
from builder.documents.safe_zip import SafeZip
from builder.documents.several import Read, read_several
from builder.documents.sniff import Kind, kind_of
from builder.errors import SourceError
from builder.model import Document


def read_archive(
    data: bytes, name: str, limits: Limits, second: bool, read: Read, *, inside: SafeZip | None = None
) -> Document:
    """All report files of an archive as one report; other files are listed. Paths inside it are ignored.

    `inside`: the archive that it is itself a member of; both together unpack to no more than one may.
    Raises SourceError for a damaged, encrypted or too large archive, and when nothing in it can be read.
    """
    with SafeZip(data, name, limits) as container:
        if inside is not None:
            container.spend(container.left - inside.left)

        def read_member(member: bytes, file: str, bounds: Limits, again: bool) -> Document:
            if member.startswith(b"PK") and kind_of(member, file, bounds) is Kind.ARCHIVE:
                if inside:
                    raise SourceError(
                        "压缩包套了三层，最里面的没有读；请解开后放进报告文件夹",
                        "an archive three levels deep is not opened; unpack it into the reports folder",
                        source=file,
                    )
                return read_archive(member, file, bounds, again, read, inside=container)
            return read(member, file, bounds, again)

        listed, ignored = _sorted_out(container, name)
        members = ((file, partial(_load, container, info, inside)) for file, info in listed)
        return read_several(name, "zip", members, ignored, read_member, limits, second)


def _load(container: SafeZip, info: ZipInfo, outer: SafeZip | None) -> bytes:
    data = container.read(info)
    if outer is not None:
        outer.spend(len(data))
    return data


def unpack(data: bytes, name: str, limits: Limits, *, inside: bool = False) -> Iterator[tuple[str, bytes]]:
    """(file, bytes) of each report file in an archive, under the names that `read_archive` gives them.

    A member that cannot be unpacked is left out. Raises SourceError for a damaged or too large archive.
    """
    with SafeZip(data, name, limits) as container:
        for file, info in _sorted_out(container, name)[0]:
            try:
                member = container.read(info)
            except SourceError:
                continue
            if member.startswith(b"PK") and kind_of(member, file, limits) is Kind.ARCHIVE:
                if not inside:
                    yield from unpack(member, file, limits, inside=True)
            else:
                yield file, member


def _sorted_out(container: SafeZip, name: str) -> tuple[list[tuple[str, ZipInfo]], list[str]]:
    """The members to read with their names in messages and facts, and the names of the others."""
    listed, ignored = [], []
    taken: set[str] = set()
    for info in container.members():
        path = member_path(info)
        if is_hidden(path.replace("\\", "/")):
            continue
        file = f"{name}/{unlike(clean_name(path), taken)}"
        if is_report(clean_name(path)):
            listed.append((file, info))
        else:
            ignored.append(file)
    return listed, ignored
