"""Parsing XML of strangers: no DTD, no entities, no network, no huge trees."""

from __future__ import annotations

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
        raise SourceError(
            "文件里的 XML 已损坏，读不出来；请换原文件",
            f"an XML part is damaged ({error.msg}); supply the original",
            source=source,
            place=place,
        ) from error
    if root.getroottree().docinfo.doctype:
        raise SourceError(
            "文件里的 XML 带有文档类型声明（可能藏有恶意实体），拒绝读取",
            "an XML part declares a document type, which may hide entities; refused",
            source=source,
            place=place,
        )
    return root
