"""Step 2: a source file of any known format → one `Document`. The format is told by content, not by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from builder.documents.archive import read_archive
from builder.documents.harmless import harmless
from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.names import SUFFIXES, is_report
from builder.documents.ofd import read_ofd
from builder.documents.office import read_old_word, read_open_document
from builder.documents.old_workbook import read_old_workbook
from builder.documents.pdf import read_pdf
from builder.documents.plain_text import read_plain_text
from builder.documents.several import Members, read_several
from builder.documents.sniff import Kind, kind_of
from builder.documents.web_archive import read_web_archive
from builder.documents.web_page import read_web_page
from builder.documents.word import read_word
from builder.documents.word_flat import read_flat_word
from builder.documents.workbook import read_workbook
from builder.documents.xml_workbook import read_xml_workbook
from builder.errors import SourceError, encrypted
from builder.model import Document

#: A reader takes the bytes, the name for messages, the limits, and whether the second reading is asked for.
Reader = Callable[[bytes, str, Limits, bool], Document]
READERS: Mapping[Kind, Reader] = {
    Kind.PDF: read_pdf,
    Kind.TEXT: read_plain_text,
    Kind.WORD: read_word,
    Kind.WORD_XML: read_flat_word,
    Kind.OLD_WORD: read_old_word,
    Kind.RICH_TEXT: read_old_word,
    Kind.OPEN_DOCUMENT: read_open_document,
    Kind.WORKBOOK: read_workbook,
    Kind.OLD_WORKBOOK: read_old_workbook,
    Kind.XML_WORKBOOK: read_xml_workbook,
    Kind.WEB_PAGE: read_web_page,
    Kind.WEB_ARCHIVE: read_web_archive,
    Kind.OFD: read_ofd,
}

__all__ = [
    "DEFAULT_LIMITS", "READERS", "SUFFIXES", "Limits", "is_report", "read_again", "read_bytes", "read_document",
    "read_folder",
]  # fmt: skip


def read_document(
    path: Path, name: str, *, limits: Limits = DEFAULT_LIMITS, second: bool = False
) -> Document:
    """Read one file; `name` is how the report is called in messages and facts.

    `second` asks for the independent second reading of the tables.
    Raises SourceError, with place and advice, when the file cannot be read.
    """
    return read_bytes(_load(path, name, limits), name, limits, second)


def read_again(path: Path, name: str, pages: frozenset[int], *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The second reading of one file; of a PDF only of these pages, if any are named: the others stay as first read.

    A page takes ten times as long by it. Raises SourceError, with place and advice, when the file cannot be read.
    """
    data = _load(path, name, limits)
    if data.strip() and kind_of(data, name, limits) is Kind.PDF:
        return harmless(read_pdf(data, name, limits, True, pages))
    return read_bytes(data, name, limits, True)


def read_folder(
    folder: Path,
    name: str,
    files: Sequence[str],
    *,
    ignored: Sequence[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    second: bool = False,
) -> Document:
    """Read several files below `folder` as one report called `name`; `ignored` are only listed.

    Raises SourceError when none of them can be read.
    """
    members: Members = ((file, partial(_load, folder / file, file, limits)) for file in files)
    return read_several(name, "folder", members, ignored, read_bytes, limits, second)


def _load(path: Path, name: str, limits: Limits) -> bytes:
    if path.stat().st_size > limits.file_mib * 1024 * 1024:
        raise SourceError(
            f"文件超过 {limits.file_mib} MB，拒绝读取；确要读它，请调高上限",
            f"the file is larger than {limits.file_mib} MB; raise the limit to read it",
            source=name,
        )
    return path.read_bytes()


def read_bytes(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False) -> Document:
    """Read a file's bytes by the reader of their format."""
    if not data.strip():
        raise SourceError("文件是空的，请换原文件", "the file is empty; supply the original", source=name)
    kind = kind_of(data, name, limits)
    if kind is Kind.ARCHIVE:
        return read_archive(data, name, limits, second, read_bytes)
    if reader := READERS.get(kind):
        return harmless(reader(data, name, limits, second))
    raise _not_read(kind, name)


def _not_read(kind: Kind, name: str) -> SourceError:
    if kind is Kind.ENCRYPTED_OFFICE:
        return encrypted(name)
    if kind is Kind.OTHER_ARCHIVE:
        zh = f"内容是{kind.zh}，不解这种包；请解开后放进一个以 .report 结尾的文件夹，或改用 zip"
        en = f"the content is {kind.en}, which is not unpacked; unpack it into a folder ending in .report, or use zip"
    else:
        zh = f"内容是{kind.zh}，这种格式还读不了；请先转成 PDF、Word、电子表格或纯文本"
        en = f"the content is {kind.en}, a format not read yet; convert it to PDF, Word, a workbook or plain text"
    return SourceError(zh, en, source=name)
