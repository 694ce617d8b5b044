"""Parsing XML of strangers: no DTD, no entities, no network, no huge trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from lxml import etree

from builder.errors import SourceError


def parse_xml(data: bytes, source: str, place: str = "") -> etree._Element:
    """The root element. Raises SourceError for broken XML and for XML that declares a document type."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(error, source, place) from error
    if root.getroottree().docinfo.doctype:
        raise _has_doctype(source, place)
    return root


def _damaged(error: etree.XMLSyntaxError, source: str, place: str) -> SourceError:
    return SourceError(
        "文件里的 XML 已损坏，读不出来；请换原文件",
        f"an XML part is damaged ({error.msg}); supply the original",
        source=source,
        place=place,
    )


def _has_doctype(source: str, place: str) -> SourceError:
    return SourceError(
        "文件里的 XML 带有文档类型声明（可能藏有恶意实体），拒绝读取",
        "an XML part declares a document type, which may hide entities; refused",
        source=source,
        place=place,
    )


def walk_xml(data: bytes, source: str, place: str, tags: Sequence[str]) -> Iterator[etree._Element]:
    """The elements of some local names, whatever their namespace, each with all that is in it, one after the other.

    Each is thrown away when the next is asked for, so that a large part costs little. Raises SourceError like `parse_xml`.
    """
    names = [f"{{*}}{tag}" for tag in tags]
    walk = etree.iterparse(
        BytesIO(data),
        ("end",),
        tag=names,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for number, (_, element) in enumerate(walk):
            if number == 0 and element.getroottree().docinfo.doctype:
                raise _has_doctype(source, place)
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise _damaged(error, source, place) from error


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
