"""Styles of a Word document as far as they change what is printed: hidden text, and numbers given by a style."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.documents.word_xml import Element, attribute, child, descend, is_on, number, tag

#: Styles may be based on each other in a circle.
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """One style: what it is based on, its own list number (None: says nothing), whether it hides text."""

    based_on: str
    list_id: str | None
    list_level: int | None
    hidden: bool | None


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by id, and the id of the paragraph style that stands where none is named."""

    by_id: Mapping[str, Style]
    default: str = ""

    def chain(self, style_id: str) -> list[tuple[str, Style]]:
        """A style and those it is based on, nearest first."""
        found: list[tuple[str, Style]] = []
        while style_id in self.by_id and len(found) < _LONGEST_CHAIN:
            style = self.by_id[style_id]
            found.append((style_id, style))
            style_id = style.based_on
        return found

    def hides(self, style_id: str) -> bool:
        """Whether text of this style is hidden."""
        told = (style.hidden for _, style in self.chain(style_id) if style.hidden is not None)
        return next(told, False)


def read_styles(root: Element | None) -> Styles:
    """The styles of `styles.xml`; none when the document has no such part."""
    by_id: dict[str, Style] = {}
    default = ""
    for element in root if root is not None else ():
        if tag(element) != "w:style":
            continue
        name = attribute(element, "w:styleId")
        by_id[name] = _style(element)
        if attribute(element, "w:type") == "paragraph" and attribute(element, "w:default") in {"1", "true"}:
            default = name
    return Styles(by_id, default)


def _style(element: Element) -> Style:
    list_id = descend(element, "w:pPr", "w:numPr", "w:numId")
    level = descend(element, "w:pPr", "w:numPr", "w:ilvl")
    vanish = descend(element, "w:rPr", "w:vanish")
    return Style(
        based_on=attribute(child(element, "w:basedOn"), "w:val"),
        list_id=None if list_id is None else attribute(list_id, "w:val"),
        list_level=None if level is None else number(attribute(level, "w:val")),
        hidden=None if vanish is None else is_on(vanish),
    )
