"""What is printed in one paragraph of a Word document, and what hangs on it: text boxes, pictures, embedded objects.

Hidden text, instructions of fields and removed text are not printed; a no-break hyphen is (in figures it is a minus).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from builder.documents.word_numbers import Numbering
from builder.documents.word_styles import Styles
from builder.documents.word_xml import (
    Element,
    attribute,
    by_name,
    child,
    children,
    descend,
    is_on,
    number,
    tag,
)
from builder.text import has_digit


@dataclass(frozen=True, slots=True)
class TextBox:
    """A text box that hangs on a paragraph; `below` says that it stands under the paragraph's text."""

    content: Element
    below: bool


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in the text by its relationship; `object_id` where it shows an embedded file."""

    relation: str
    object_id: str = ""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of a footnote or an endnote."""

    kind: str
    id: str


Piece = str | TextBox | Image | NoteMark


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed, its automatic number first. `goes_on`: the paragraph mark is deleted, so that the
    next paragraph follows on the same line."""

    pieces: tuple[Piece, ...]
    number: str
    goes_on: bool

    @property
    def text(self) -> str:
        """The printed characters, line breaks kept, without the number."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))


#: EMU: an anchor this far under its paragraph's top stands below it; a picture smaller than the two is an ornament.
_BELOW, _LEAST_WIDTH, _LEAST_HEIGHT = 300_000, 1_500_000, 900_000
_EMU = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000, "px": 9_525, "": 9_525}
_MEASURE = re.compile(r"(?:^|;)\s*(width|height|margin-top)\s*:\s*(-?\d{1,6})(?:\.\d+)?([a-z]*)")
_BREAKS = {"w:br": "\n", "w:cr": "\n", "w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "-"}
#: Marks of reading direction and of places to break a line: they print nothing.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINE_ENDS = re.compile(r"[\n\r]+")
#: Characters of symbol fonts by their place in the font.
_SYMBOLS = {
    "wingdings": {0xA8: "□", 0x6F: "□", 0x71: "□", 0xFE: "☑", 0x52: "☑", 0xFC: "√", 0xFB: "×", 0x6C: "●", 0x6E: "■"},
    "wingdings 2": {0x52: "☑", 0xA3: "□", 0x50: "√", 0x4F: "×", 0x53: "☑", 0x54: "☑"},
    "symbol": {0x2D: "-", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB7: "·", 0xB0: "°"},
}  # fmt: skip
_PICTURE_FONTS = ("wingdings", "webdings", "marlett")


@dataclass(slots=True)
class TextReader:
    """Reads paragraphs in reading order; fields may begin in one paragraph and end in another."""

    styles: Styles
    numbering: Numbering
    hidden_figures: int = 0  # pieces of hidden text with a digit in them
    _fields: list[bool] = field(default_factory=list)  # for each open field whether its result has begun

    def read(self, element: Element) -> Paragraph:
        """One `w:p`. Asks for its automatic number, so it must be called once for each paragraph."""
        properties = by_name(child(element, "w:pPr"))
        mark = by_name(properties.get("w:rPr"))
        goes_on = "w:del" in mark or "w:moveFrom" in mark
        style = attribute(properties.get("w:pStyle"), "w:val") or self.styles.default
        hidden = bool(style) and self.styles.hides(style)
        pieces: list[Piece] = []
        for each in children(element):
            if tag(each) == "w:r":
                self._read_run(each, hidden, pieces)
            else:
                self._read_other(each, hidden, pieces)
        # An instruction does not run over paragraphs; a field without an end must not swallow the rest.
        self._fields = [True for _ in self._fields]
        label = "" if goes_on else self.numbering.label(style, properties.get("w:numPr"))
        return Paragraph(_joined(pieces), label or _stored_label(properties.get("w:listPr")), goes_on)

    def _read_other(self, element: Element, hidden: bool, pieces: list[Piece]) -> None:
        name = tag(element)
        if name in {"m:oMath", "m:oMathPara"}:
            pieces.append("".join(each.text or "" for each in element.iter() if tag(each) == "m:t"))
        elif name == "w:ruby":
            self._read_base(element, hidden, pieces)

    def _read_run(self, run: Element, hidden: bool, pieces: list[Piece]) -> None:
        properties = by_name(child(run, "w:rPr"))
        if "w:vanish" in properties:
            hidden = is_on(properties["w:vanish"])
        elif "w:rStyle" in properties:
            hidden = hidden or self.styles.hides(attribute(properties["w:rStyle"], "w:val"))
        font = attribute(properties.get("w:rFonts"), "w:ascii").lower()
        for each in children(run):
            name = tag(each)
            if name == "w:fldChar":
                self._turn_field(attribute(each, "w:fldCharType"))
            elif hidden:
                self.hidden_figures += name == "w:t" and has_digit(each.text or "")
            elif all(self._fields):  # inside an instruction nothing is printed
                if name == "w:t":
                    pieces.append(_as_printed(each.text or "", font))
                elif name in _BREAKS:
                    pieces.append(_BREAKS[name])
                elif name == "w:ruby":
                    self._read_base(each, hidden, pieces)
                else:
                    pieces += _in_run(each, name)

    def _read_base(self, ruby: Element, hidden: bool, pieces: list[Piece]) -> None:
        base = child(ruby, "w:rubyBase")
        for each in children(base) if base is not None else ():
            self._read_run(each, hidden, pieces)

    def _turn_field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()


def _stored_label(listed: Element | None) -> str:
    """The number that Word 2003 wrote down beside a paragraph of a list; "" for an ornament."""
    text = attribute(child(listed, "wx:t"), "wx:val")
    return text if any(char.isalnum() for char in text) else ""


def _in_run(element: Element, name: str) -> Iterator[Piece]:
    if name == "w:sym":
        yield symbol(attribute(element, "w:char"), attribute(element, "w:font").lower())
    elif name in {"w:footnoteReference", "w:endnoteReference"}:
        yield NoteMark(name[2:].removesuffix("Reference"), attribute(element, "w:id"))
    elif name in {"w:drawing", "w:pict", "w:object"}:
        yield from _drawn(element)


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    if len(pieces) == 1 and pieces[0] != "":
        return tuple(pieces)
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
    return tuple(joined)


def _as_printed(text: str, font: str) -> str:
    if text.isascii() and "\n" not in text and "\r" not in text:
        return text
    text = _UNSEEN.sub("", _LINE_ENDS.sub(" ", text)).replace("\u2011", "-")
    if any("\uf020" <= char <= "\uf0ff" for char in text):  # symbol fonts use these places
        return "".join(
            symbol(f"{ord(char):x}", font) if "\uf020" <= char <= "\uf0ff" else char for char in text
        )
    return text


def symbol(code: str, font: str) -> str:
    """A character of a symbol font by its hexadecimal code; a blank for an ornament nobody reads."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    if not (0xF000 <= value <= 0xF0FF or font in _SYMBOLS):
        return _UNSEEN.sub("", chr(value)) if 0x20 <= value < 0xD800 or 0xE000 <= value < 0xFFFE else ""
    place = value & 0xFF
    if found := _SYMBOLS.get(font, {}).get(place):
        return found
    if font.startswith(_PICTURE_FONTS):
        return " "
    return chr(place) if 0x20 <= place < 0x7F else "\ufffd"


# --- drawings --------------------------------------------------------------------------------------------


def _drawn(element: Element) -> Iterator[Piece]:
    """Text boxes and pictures of a drawing, old or new, and embedded objects with the picture that stands for them."""
    object_id = attribute(next((e for e in element.iter() if tag(e) == "o:OLEObject"), None), "r:id")
    shapes = list(_shapes(element))
    below = any(tag(each) == "w:txbxContent" for each in shapes) and _stands_below(element)
    shown = bool(object_id) or _is_large(element)
    for each in shapes:
        if tag(each) == "w:txbxContent":
            yield TextBox(each, below)
        elif shown:
            relation = attribute(each, "r:embed") or attribute(each, "r:link") or attribute(each, "r:id")
            yield Image(relation, object_id)
    if object_id and not any(tag(each) == "v:imagedata" for each in shapes):
        yield Image("", object_id)


def _shapes(element: Element) -> Iterator[Element]:
    """Contents of text boxes and pictures, not looking into text boxes (their paragraphs are read by themselves)."""
    for each in children(element):
        if tag(each) in {"w:txbxContent", "a:blip", "v:imagedata"}:
            yield each
        else:
            yield from _shapes(each)


def _stands_below(element: Element) -> bool:
    position = descend(element, "wp:anchor", "wp:positionV")
    if position is not None and position.get("relativeFrom") in {"paragraph", "line"}:
        offset = child(position, "wp:posOffset")
        return offset is not None and number(offset.text or "") >= _BELOW
    return _styled(element).get("margin-top", 0) >= _BELOW


def _is_large(element: Element) -> bool:
    """Whether a picture can hold a table; one without a size may."""
    extent = next((each for each in element.iter() if tag(each) == "wp:extent"), None)
    if extent is not None:
        width, height = number(extent.get("cx") or ""), number(extent.get("cy") or "")
    else:
        style = _styled(element)
        width, height = style.get("width", _LEAST_WIDTH), style.get("height", _LEAST_HEIGHT)
    return width >= _LEAST_WIDTH and height >= _LEAST_HEIGHT


def _styled(element: Element) -> dict[str, int]:
    """Measures in the style of the first shape of an old drawing, in EMU."""
    shapes = (each for each in children(element) if tag(each).startswith("v:"))
    style = next((found for each in shapes if (found := each.get("style"))), "")
    return {name: int(amount) * _EMU[unit] for name, amount, unit in _MEASURE.findall(style) if unit in _EMU}
