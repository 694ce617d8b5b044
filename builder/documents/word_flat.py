"""Word documents in one XML file, as programs fill them in from templates and call them .doc: those of Word 2003 and
packages written flat. Both are put into a container and read like any other Word document.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile

from lxml import etree

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.word import read_word
from builder.documents.word_package import parse_part
from builder.documents.word_xml import Element, tag
from builder.errors import SourceError
from builder.model import Document

_PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_STYLES = (
    f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="s" Target="styles.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>'
)


def read_flat_word(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False) -> Document:
    """Read the document. Raises SourceError when it is damaged, empty, or beyond the limits."""
    root = parse_part(data, name, "", limits)
    parts = _parts_of_package(root, name) if root.tag == f"{{{_PACKAGE}}}package" else _parts_of_2003(root)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        for part, content in parts.items():
            container.writestr(part, content)
    return read_word(stream.getvalue(), name, limits, second)


def _parts_of_package(root: Element, source: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for part in root.iter(f"{{{_PACKAGE}}}part"):
        content = next(iter(part), None)
        if content is None:
            continue
        name = (part.get(f"{{{_PACKAGE}}}name") or "").lstrip("/")
        if content.tag == f"{{{_PACKAGE}}}binaryData":
            found[name] = _decoded(content.text or "", source, name)
        elif len(content):
            found[name] = etree.tostring(content[0], encoding="utf-8")
    return found


def _decoded(text: str, source: str, part: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError) as error:
        raise SourceError(
            "文件里的数据已损坏，读不出来；请换原文件",
            "a part of the file is damaged; supply the original",
            source=source,
            place=part,
        ) from error


def _parts_of_2003(root: Element) -> dict[str, bytes]:
    """The body and its styles stand in one element; other settings are not needed."""
    found = {"word/document.xml": etree.tostring(root, encoding="utf-8")}
    for styles in (each for each in root if tag(each) == "w:styles"):
        found["word/styles.xml"] = etree.tostring(styles, encoding="utf-8")
        found["word/_rels/document.xml.rels"] = _STYLES.encode()
    return found
