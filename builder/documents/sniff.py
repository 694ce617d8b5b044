"""Which format a file is in, told by its content: names and suffixes lie."""

from __future__ import annotations

import re
from enum import Enum

from builder.documents.limits import Limits
from builder.documents.safe_zip import SafeZip

_HEAD = 4096


class Kind(Enum):
    """A format with its name in Chinese and English, for messages."""

    PDF = ("PDF", "a PDF")
    WORD = ("Word 文档（docx）", "a Word document (docx)")
    WORKBOOK = ("电子表格（xlsx）", "a workbook (xlsx)")
    OLD_WORD = ("旧版 Word 或 WPS 文档（doc、wps）", "an old Word or WPS document (doc, wps)")
    OLD_WORKBOOK = ("旧版电子表格（xls、et）", "an old workbook (xls, et)")
    WORD_XML = ("XML 格式的 Word 文档", "a Word document in one XML file")
    XML_WORKBOOK = ("XML 电子表格", "a workbook in one XML file")
    OLD_OFFICE = ("旧版 Office 文件", "an old Office file")
    ENCRYPTED_OFFICE = ("加密的 Office 文件", "an encrypted Office file")
    OPEN_DOCUMENT = ("OpenDocument 文件（odt、ods）", "an OpenDocument file (odt, ods)")
    RICH_TEXT = ("RTF 文档", "an RTF document")
    WEB_PAGE = ("网页", "a web page")
    WEB_ARCHIVE = ("整页存档（mht）", "a web archive (mht)")
    OFD = ("OFD 版式文件", "an OFD file")
    ARCHIVE = ("压缩包（zip）", "an archive (zip)")
    OTHER_ARCHIVE = ("压缩包（rar、7z）", "an archive (rar, 7z)")
    PICTURE = ("图片", "a picture")
    TEXT = ("纯文本", "plain text")
    BINARY = ("二进制数据", "binary data")

    @property
    def zh(self) -> str:
        return self.value[0]

    @property
    def en(self) -> str:
        return self.value[1]


_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"{\\rtf", Kind.RICH_TEXT),
    (b"Rar!\x1a\x07", Kind.OTHER_ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.OTHER_ARCHIVE),
    (b"\x89PNG\r\n\x1a\n", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"II*\0", Kind.PICTURE),
    (b"MM\0*", Kind.PICTURE),
    (b"BM", Kind.PICTURE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Streams of an OLE container by name, as its directory writes them, and the format they stand for.
_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", Kind.ENCRYPTED_OFFICE),
    ("WordDocument", Kind.OLD_WORD),
    ("WpsWordDocument", Kind.OLD_WORD),
    ("Workbook", Kind.OLD_WORKBOOK),
    ("Book", Kind.OLD_WORKBOOK),
)
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|title|meta|link|style|script|body|article|section|table|div|p|h[1-6]|span|center|"
    rb"font|ul|ol|tr|td)[\s>/]",
    re.IGNORECASE,
)

#: The root of a Word document in one XML file: of Word 2003, or of a package written flat.
_WORD_XML = re.compile(rb"<w:wordDocument[\s>]|<pkg:package[\s>]")


def kind_of(data: bytes, source: str, limits: Limits) -> Kind:
    """The format of a file's bytes. Raises SourceError for a damaged container."""
    head = data[:_HEAD]
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):  # the second: an empty one
        return _kind_of_zip(data, source, limits)
    if b"%PDF-" in head[:1024]:  # so begins an archive, too, that holds a PDF as it is
        return Kind.PDF
    if data.startswith(_OLE):
        return next((kind for name, kind in _STREAMS if _has_stream(data, name)), Kind.OLD_OFFICE)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature) and (kind is not Kind.PICTURE or b"\0" in head):
            return kind
    if b"\0" in head and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return Kind.BINARY
    if head.lstrip().lower().startswith(b"mime-version:") or b"multipart/related" in head.lower():
        return Kind.WEB_ARCHIVE
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    if (
        b"urn:schemas-microsoft-com:office:spreadsheet" in head
        and b"Workbook" in head
        and b"<html" not in head
    ):
        return Kind.XML_WORKBOOK
    if _WORD_XML.search(head):
        return Kind.WORD_XML
    return Kind.WEB_PAGE if _is_markup(head) else Kind.TEXT


def _kind_of_zip(data: bytes, source: str, limits: Limits) -> Kind:
    with SafeZip(data, source, limits) as container:
        names = [info.filename for info in container.members()]
        if "OFD.xml" in names:
            return Kind.OFD
        if "[Content_Types].xml" in names:
            if any(name.startswith("word/") for name in names):
                return Kind.WORD
            if any(name.startswith("xl/") for name in names):
                return Kind.WORKBOOK
        if "mimetype" in names and b"opendocument" in container.read("mimetype"):
            return Kind.OPEN_DOCUMENT
    return Kind.ARCHIVE


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the directory of an OLE container has a stream of this very name."""
    entry = name.encode("utf-16-le") + b"\0\0"
    at = data.find(entry)
    while at >= 0:
        if at % 128 == 0:  # directory entries are 128 bytes each and begin with the name
            return True
        at = data.find(entry, at + 1)
    return False


def _is_markup(head: bytes) -> bool:
    """Whether the text begins with a tag, after a byte order mark, spaces, an XML line and comments."""
    start = re.sub(rb"^(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--.*?-->)*", b"", head, flags=re.DOTALL)
    return bool(_MARKUP.match(start))
