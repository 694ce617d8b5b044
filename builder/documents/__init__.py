"""Step 2: a source file of any known format → one `Document`. The format is told by content, not by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.pdf import read_pdf
from builder.documents.plain_text import read_plain_text
from builder.documents.sniff import Kind, kind_of
from builder.errors import SourceError
from builder.model import Document

#: Files taken for reports by name; the content decides in the end, and what cannot be read says so.
SUFFIXES = (
    ".pdf", ".txt", ".md", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ofd", ".htm", ".html", ".zip", ".rar",
)  # fmt: skip

#: A reader takes the bytes, the name for messages, the limits, and whether the second reading is asked for.
Reader = Callable[[bytes, str, Limits, bool], Document]
READERS: Mapping[Kind, Reader] = {
    Kind.PDF: read_pdf,
    Kind.TEXT: read_plain_text,
}

__all__ = ["DEFAULT_LIMITS", "READERS", "SUFFIXES", "Limits", "read_bytes", "read_document"]


def read_document(
    path: Path, name: str, *, limits: Limits = DEFAULT_LIMITS, second: bool = False
) -> Document:
    """Read one file; `name` is how the report is called in messages and facts.

    `second` asks for the independent second reading of the tables.
    Raises SourceError, with place and advice, when the file cannot be read.
    """
    if path.stat().st_size > limits.file_mib * 1024 * 1024:
        raise SourceError(
            f"文件超过 {limits.file_mib} MB，拒绝读取；确要读它，请调高上限",
            f"the file is larger than {limits.file_mib} MB; raise the limit to read it",
            source=name,
        )
    return read_bytes(path.read_bytes(), name, limits, second)


def read_bytes(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False) -> Document:
    """Read a file's bytes by the reader of their format."""
    if not data.strip():
        raise SourceError("文件是空的，请换原文件", "the file is empty; supply the original", source=name)
    kind = kind_of(data, name, limits)
    if reader := READERS.get(kind):
        return reader(data, name, limits, second)
    raise SourceError(
        f"内容是{kind.zh}，这种格式还读不了；请先转成 PDF、Word、电子表格或纯文本",
        f"the content is {kind.en}, a format not read yet; convert it to PDF, Word, a workbook or plain text",
        source=name,
    )
