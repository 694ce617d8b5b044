"""What a page of an OFD draws: text objects → letters, paths → rules, images → their boxes. Positions in points.

An object stands in a box of the page, with a matrix of its own inside it. A text object says what its letters are in
`TextCode`; which pictures of letters its font takes for them (`CGTransform`) does not matter for reading.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from math import hypot

from lxml import etree

from builder.documents.lattice import Box, Rule
from builder.documents.layout import Glyph
from builder.documents.ofd_numbers import matrix, number, numbers, paths, steps
from builder.documents.printed_pages import Frame
from builder.documents.rules import rules_of

#: A letter that the next one stands further from than this share of its own width ends before it.
_WIDEST = 1.1
#: A letter whose writing direction is off by more than this share is turned, not slanted.
_TURN = 0.35
#: Composite objects within each other deeper than this, and more objects than this on a page, are looked at no further.
_DEEPEST, _MOST_OBJECTS = 12, 200_000
_DIRECTIONS = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}

#: The content of a composite object by its identifier; None where there is none.
Composites = Callable[[str], etree._Element | None]


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace; "" of a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class Drawing:
    """Collects what the content of a page draws, letters by the way they stand.

    `lost`: objects whose numbers make no sense. `count`: letters so far, for whoever limits them. `whole`: whether
    everything was looked at.
    """

    def __init__(self, page: Frame, composites: Composites, most_letters: int) -> None:
        self.frames = [page.turned(quarters) for quarters in range(4)]
        self.glyphs: list[list[Glyph]] = [[], [], [], []]
        self.shapes: list[tuple[list[tuple[float, float]], bool]] = []  # in the page's own space
        self.boxes: list[tuple[float, float, float, float]] = []
        self.lost = self.count = self.outlines = 0
        self.whole = True
        self._composites, self._most_letters, self._left = composites, most_letters, _MOST_OBJECTS

    def read(self, content: etree._Element, within: Frame | None = None, depth: int = 0) -> None:
        """Read all objects of a layer, a block, or a page's content, whatever they are nested in."""
        own = within or Frame(1, 0, 0, 1, 0, 0, 0, 0)
        for element in content:
            self._left -= 1
            if self._left < 0 or self.count > self._most_letters:
                self.whole = False
                return
            if element.get("Visible") in {"false", "0"} or element.get("Alpha") == "0":
                continue
            try:
                self._object(element, own, depth)
            except ValueError:
                self.lost += 1

    def rules(self, frame: Frame) -> list[Rule]:
        """The rules as the frame shows them."""
        return [
            rule
            for points, outlined in self.shapes
            for rule in rules_of([frame.point(x, y) for x, y in points], outlined=outlined)
        ]

    def pictures(self, frame: Frame) -> list[Box]:
        return [frame.box(*box) for box in self.boxes]

    def _object(self, element: etree._Element, own: Frame, depth: int) -> None:
        kind = name_of(element)
        if kind in {"Layer", "PageBlock", "Content"}:
            if depth >= _DEEPEST:
                self.whole = False
            else:
                self.read(element, own, depth + 1)
        elif kind == "TextObject":
            self._text(element, _placed(element, own))
        elif kind == "PathObject":
            self._path(element, _placed(element, own))
        elif kind == "ImageObject":
            x, y, width, height = numbers(element.get("Boundary", ""), 4)
            corners = own.box(x, y, x + width, y + height)
            self.boxes.append((corners.x0, corners.top, corners.x1, corners.bottom))
        elif kind == "CompositeObject":
            unit = self._composites(element.get("ResourceID", ""))
            if unit is None or depth >= _DEEPEST:
                self.lost += 1
            else:
                self.read(unit, _placed(element, own), depth + 1)

    # --- text ---

    def _text(self, element: etree._Element, own: Frame) -> None:
        size, scale = number(element.get("Size")), number(element.get("HScale"), 1.0)
        if element.get("CharDirection", "0") not in {"0", "90", "180", "270"}:
            raise ValueError("no direction")
        along = _DIRECTIONS[int(element.get("CharDirection", "0"))]
        quarters = self._quarters(own, along)
        if quarters is None:  # slanted, such as a watermark
            return
        glyphs = list(self._letters(element, self.frames[quarters].within(*own[:6]), along, size, scale))
        self.count += len(glyphs)
        self.glyphs[quarters] += glyphs

    def _quarters(self, own: Frame, along: tuple[float, float]) -> int | None:
        for quarters, frame in enumerate(self.frames):
            x, off = frame.direction(*own.direction(*along))
            if x > 0 and abs(off) <= _TURN * x:
                return quarters
        return None

    def _letters(
        self, element: etree._Element, frame: Frame, along: tuple[float, float], size: float, scale: float
    ) -> Iterator[Glyph]:
        wide, high = hypot(*frame.direction(*along)), hypot(*frame.direction(-along[1], along[0]))
        x = y = None
        for code in element.iter("{*}TextCode"):
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            text = (code.text or "").rstrip("\r\n")
            across, down = steps(code.get("DeltaX"), len(text) - 1), steps(code.get("DeltaY"), len(text) - 1)
            at_x, at_y = x, y
            for index, char in enumerate(text):
                width = size * scale * (1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5)
                step = width * along[0], width * along[1]
                if across is not None or down is not None:
                    last = index >= len(text) - 1
                    step = (
                        0.0 if across is None or last else across[index],
                        0.0 if down is None or last else down[index],
                    )
                forward = step[0] * along[0] + step[1] * along[1]
                width = min(forward, _WIDEST * width) if forward > 0 else width
                left, baseline = frame.point(at_x, at_y)
                if not char.isspace():
                    yield Glyph.on_baseline(char, left, left + width * wide, baseline, size * high)
                at_x, at_y = at_x + step[0], at_y + step[1]

    # --- shapes ---

    def _path(self, element: etree._Element, own: Frame) -> None:
        outlined, filled = element.get("Stroke", "true"), element.get("Fill", "false")
        if outlined in {"false", "0"} and filled in {"false", "0"}:
            return
        data = element.find("{*}AbbreviatedData")
        for part in paths("" if data is None else data.text or ""):
            self.outlines += len(part) > 5
            self.shapes.append(([own.point(x, y) for x, y in part], outlined not in {"false", "0"}))


def _placed(element: etree._Element, own: Frame) -> Frame:
    """The space inside an object: its box's corner, then its matrix."""
    x, y, _, _ = numbers(element.get("Boundary", ""), 4)
    return own.within(1, 0, 0, 1, x, y).within(*matrix(element.get("CTM")))
