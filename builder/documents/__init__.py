"""Step 2: a source file of any known format → one `Document`. The format is told by content, not by name."""

from __future__ import annotations

from pathlib import Path

from builder.documents.pdf import read_pdf
from builder.documents.plain_text import read_plain_text
from builder.errors import SourceError
from builder.model import Document

#: Files taken for reports by name; the content decides in the end, and what cannot be read yet says so.
SUFFIXES = (
    ".pdf", ".txt", ".md", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ofd", ".htm", ".html", ".zip", ".rar",
)  # fmt: skip

__all__ = ["SUFFIXES", "read_document"]


def read_document(path: Path, name: str, *, second: bool = False) -> Document:
    """Read one file; `name` is how the report is called in messages and facts.

    `second` asks for the independent second reading of the tables.
    Raises SourceError, with place and advice, when the file cannot be read.
    """
    data = path.read_bytes()
    if not data.strip():
        raise SourceError("文件是空的，请换原文件", "the file is empty; supply the original", source=name)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return read_pdf(data, name, second=second)
    if data[:1024].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise SourceError(
            "内容是网页，这种格式还读不了；请先转成 PDF 或纯文本",
            "the content is a web page, a format not read yet; convert it to PDF or plain text",
            source=name,
        )
    if b"\0" in data[:4096] and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        kind = _known_kind(data)
        raise SourceError(
            f"内容是{kind[0]}，这种格式还读不了；请先转成 PDF 或纯文本",
            f"the content is {kind[1]}, a format not read yet; convert it to PDF or plain text",
            source=name,
        )
    return read_plain_text(data, name, second=second)


def _known_kind(data: bytes) -> tuple[str, str]:
    if data.startswith(b"PK\x03\x04"):
        return ("压缩包或 Office 文件（docx、xlsx、ofd…）", "a zip or Office file (docx, xlsx, ofd …)")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return ("旧版 Office 文件（doc、xls、wps…）", "an old Office file (doc, xls, wps …)")
    return ("二进制数据", "binary data")
