"""The XML of Word documents as a reader of the printed page sees it: short names whatever the namespace, wrappers
looked through, tracked changes accepted. Knows elements, not text.

Of alternate contents one branch counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from lxml import etree

Element = etree._Element

_OPEN, _STRICT = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
_NAMESPACES = {
    f"{_OPEN}wordprocessingml/2006/main": "w",
    f"{_OPEN}officeDocument/2006/relationships": "r",
    f"{_OPEN}drawingml/2006/main": "a",
    f"{_OPEN}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_OPEN}officeDocument/2006/math": "m",
    f"{_OPEN}markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://schemas.microsoft.com/aml/2001/core": "aml",
    "http://schemas.microsoft.com/office/word/2003/auxHint": "wx",
}
_URIS = {short: uri for uri, short in _NAMESPACES.items()}
#: What the transitional format calls otherwise: names of the strict one, and of the XML of Word 2003.
_OTHER_URIS = {
    "http://schemas.microsoft.com/office/word/2003/wordml": f"{_OPEN}wordprocessingml/2006/main",
    f"{_STRICT}wordprocessingml/": f"{_OPEN}wordprocessingml/2006/",
    f"{_STRICT}drawingml/": f"{_OPEN}drawingml/2006/",
    f"{_STRICT}officeDocument/": f"{_OPEN}officeDocument/2006/",
}
#: Extensions whose elements hold shapes and text boxes that are read; other choices have a fallback for us.
_UNDERSTOOD = (
    "http://schemas.microsoft.com/office/word/20",
    "http://schemas.microsoft.com/office/drawing/2010",
)
_LOOKED_THROUGH = frozenset(
    {
        "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:hyperlink", "w:fldSimple", "w:dir", "w:bdo",
        "w:hlink", "wx:sect", "wx:sub-section", "wx:pBdrGroup", "aml:content",
    }
)  # fmt: skip
_REMOVED = frozenset({"w:del", "w:moveFrom"})
_OFF = frozenset({"0", "false", "off", "none"})
#: A number of more digits is no position in any table.
_LONGEST_NUMBER = 9


def in_transitional_names(data: bytes) -> bytes:
    """An XML part with the namespaces of other formats of Word written as those of the transitional one."""
    for other, transitional in _OTHER_URIS.items():
        data = data.replace(other.encode(), transitional.encode())
    return data


#: Full name → short name, filled as names are met. Documents have few names and millions of elements.
_short: dict[object, str] = {}
_MOST_NAMES = 5_000


def tag(element: Element) -> str:
    """`w:p`, `mc:AlternateContent`, `?:name` for what is not known; "" for comments."""
    name = element.tag
    found = _short.get(name)
    return _shortened(name) if found is None else found


def _shortened(name: object) -> str:
    if not isinstance(name, str):
        return ""
    uri, _, local = name.rpartition("}")
    short = f"{_NAMESPACES.get(uri[1:], '?')}:{local}"
    if len(_short) < _MOST_NAMES:
        _short[name] = short
    return short


@cache
def _full(name: str) -> str:
    short, _, local = name.partition(":")
    return f"{{{_URIS[short]}}}{local}"


def attribute(element: Element | None, name: str) -> str:
    """The value of an attribute such as `w:val`; "" when the element or the attribute is not there."""
    return "" if element is None else element.get(_full(name), "")


def child(element: Element | None, name: str) -> Element | None:
    """The first child of a name, itself and not inside a wrapper."""
    for each in element if element is not None else ():
        if tag(each) == name:
            return each
    return None


def by_name(element: Element | None) -> dict[str, Element]:
    """The children by their names, the first of each."""
    found: dict[str, Element] = {}
    for each in element if element is not None else ():
        found.setdefault(tag(each), each)
    return found


def descend(element: Element | None, *names: str) -> Element | None:
    """The first child of the first name, its first child of the second, and so on."""
    for name in names:
        element = child(element, name)
    return element


def count(root: Element, *names: str) -> int:
    """How many elements of these names there are, wherever they stand."""
    return sum(1 for _ in root.iter(*[_full(name) for name in names]))


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `w:vanish` is there and not switched off."""
    return element is not None and attribute(element, "w:val").lower() not in _OFF


def number(text: str, default: int = 0) -> int:
    """A whole number as attributes write it; the default for anything else."""
    plain = text.strip().removeprefix("-")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > _LONGEST_NUMBER:
        return default
    return -int(plain) if text.strip().startswith("-") else int(plain)


def children(element: Element) -> Iterator[Element]:
    """The children as accepted: what was removed is not there, wrappers give what they hold."""
    for each in element:
        name = tag(each)
        if name in _REMOVED or (name == "aml:annotation" and attribute(each, "w:type") == "Word.Deletion"):
            continue
        if name in _LOOKED_THROUGH or name == "aml:annotation":
            yield from children(each)
        elif name == "w:sdt":
            content = child(each, "w:sdtContent")
            if content is not None and not _is_placeholder(each):
                yield from children(content)
        elif name == "mc:AlternateContent":
            branch = _branch(each)
            if branch is not None:
                yield from children(branch)
        elif name:
            yield each


def _is_placeholder(control: Element) -> bool:
    """Whether a content control shows only its invitation to type."""
    return is_on(descend(control, "w:sdtPr", "w:showingPlcHdr"))


def _branch(alternatives: Element) -> Element | None:
    choices = [each for each in alternatives if tag(each) == "mc:Choice"]
    understood = (each for each in choices if _is_understood(each))
    fallback = child(alternatives, "mc:Fallback")
    if (first := next(understood, None)) is not None:
        return first
    return fallback if fallback is not None else next(iter(choices), None)


def _is_understood(choice: Element) -> bool:
    uris = [choice.nsmap.get(prefix) or "" for prefix in (choice.get("Requires") or "").split()]
    return all(uri.startswith(_UNDERSTOOD) or uri in _NAMESPACES for uri in uris)
