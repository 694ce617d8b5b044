"""Writes a made report as OFD (GB/T 33190), page for page like its PDF, in the ways that converters write it.

The report is drawn on a canvas that notes what is drawn and where; what it noted is written as XML parts in a zip.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from builder.typeset.generate.axes import MadeLayout
from builder.typeset.generate.facts import ExpectedFact
from builder.typeset.generate.report import generate

#: Every axis with its values; a value that stands twice is drawn twice as often.
OFD_AXES: Mapping[str, tuple[str, ...]] = {
    "letters": ("line", "line", "letter", "lines"),
    "steps": ("runs", "runs", "listed", "last"),
    "box": ("tight", "page"),
    "matrix": ("none", "none", "size"),
    "rules": ("each", "together", "composite"),
    "glyphs": ("none", "mapped"),
    "prefix": ("ofd:", "ofd:", ""),
    "places": ("relative", "root"),
    "area": ("page", "document"),
    "blocks": ("flat", "nested"),
    "template": ("none", "watermark"),
    "over": ("none", "seal"),
}
_MILLIMETRES = 25.4 / 72
_ASCENT = 0.88
_MOMENT = (2024, 8, 30, 9, 0, 0)
_NAMESPACE = "http://www.ofdspec.org/2016"
Matrix = tuple[float, float, float, float, float, float]


def ofd_axes(seed: int) -> dict[str, str]:
    """Draw how the file of one report is written."""
    random = Random(f"ofd-{seed}")
    return {axis: random.choice(values) for axis, values in OFD_AXES.items()}


def write_ofd(
    seed: int, axes: Mapping[str, str] | None = None, layout: MadeLayout | None = None
) -> tuple[bytes, tuple[ExpectedFact, ...]]:
    """Give the bytes of one seed's report as OFD, and the facts in it; the seed decides unless axes are given."""
    drawn = axes or ofd_axes(seed)

    def canvas(stream: io.BytesIO, **options: Any) -> Canvas:
        return OfdCanvas(stream, drawn, **options)

    made = generate(seed, layout, canvas)
    return made.pdf, made.facts


@dataclass(frozen=True)
class _Words:
    """A line of text, in points from the bottom left corner; the matrix says where it begins and how it runs."""

    text: str
    size: float
    matrix: Matrix
    grey: float


@dataclass(frozen=True)
class _Shape:
    """A rule as a line between two points, or a filled rectangle between two corners."""

    x0: float
    y0: float
    x1: float
    y1: float
    filled: bool
    grey: float


@dataclass
class _Page:
    width: float
    height: float
    items: list[_Words | _Shape] = field(default_factory=list)


class OfdCanvas(Canvas):
    """A canvas that notes what the typesetter draws, and writes an OFD where it would write a PDF."""

    def __init__(self, stream: io.BytesIO, axes: Mapping[str, str], **options: Any) -> None:
        """Open the first page."""
        super().__init__(io.BytesIO(), **options)
        self.stream, self.axes = stream, axes
        self.pages: list[_Page] = []
        self.items: list[_Words | _Shape] = []
        self.grey, self.font, self.size = 0.0, "", 0.0
        self.paper, self.turn = (0.0, 0.0), 0

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802
        """Note the size of what follows."""
        self.font, self.size = psfontname, size
        super().setFont(psfontname, size, leading)

    def setPageSize(self, size: tuple[float, float]) -> None:  # noqa: N802
        """Note the size of the page as it displays."""
        self.paper = size
        super().setPageSize(size)

    def setPageRotation(self, rot: float) -> None:  # noqa: N802
        """Note how far a viewer would turn the page."""
        self.turn = int(rot)
        super().setPageRotation(rot)

    def drawString(self, x: float, y: float, text: str, *_: Any, **__: Any) -> None:  # noqa: N802
        """Note a line of text."""
        (e, f), right, up = (self.absolutePosition(*at) for at in ((x, y), (x + 1, y), (x, y + 1)))
        matrix = (right[0] - e, right[1] - f, up[0] - e, up[1] - f, e, f)
        self.items.append(_Words(text, self.size, matrix, self.grey))

    def drawCentredString(self, x: float, y: float, text: str, *_: Any, **__: Any) -> None:  # noqa: N802
        """Note a line of text around a place."""
        self.drawString(x - self.stringWidth(text, self.font, self.size) / 2, y, text)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Note a rule."""
        self._shape(x1, y1, x2, y2, filled=False)

    def rect(
        self, x: float, y: float, width: float, height: float, stroke: float = 1, fill: float = 0
    ) -> None:
        """Note a filled rectangle; the typesetter draws no other."""
        self._shape(x, y, x + width, y + height, filled=bool(fill) and not stroke)

    def setFillGray(self, gray: float, alpha: float | None = None) -> None:  # noqa: N802
        """Note the colour of what follows."""
        self.grey = gray
        super().setFillGray(gray, alpha)

    def restoreState(self) -> None:  # noqa: N802
        """Go back to black, the only colour outside saved states."""
        self.grey = 0.0
        super().restoreState()

    def showPage(self) -> None:  # noqa: N802
        """Finish a page. OFD knows no turned page: one that a PDF turns lies on its side."""
        width, height = self.paper
        if self.turn % 180:
            width, height = height, width
        self.pages.append(_Page(width, height, self.items))
        self.items = []
        super().showPage()

    def save(self) -> None:
        """Write the file."""
        self.stream.write(_Writer(self.pages, self.axes).pack())

    def _shape(self, x0: float, y0: float, x1: float, y1: float, *, filled: bool) -> None:
        (left, bottom), (right, top) = self.absolutePosition(x0, y0), self.absolutePosition(x1, y1)
        self.items.append(_Shape(left, bottom, right, top, filled, self.grey))


class _Writer:
    """One file in the making: its pages as XML."""

    def __init__(self, pages: list[_Page], axes: Mapping[str, str]) -> None:
        self.pages, self.axes = pages, axes
        self.composites: list[str] = []
        self.number = 100

    def pack(self) -> bytes:
        """Write the parts into a zip whose bytes depend on nothing but the pages."""
        parts = {"OFD.xml": self._root("OFD", self._head(), ' Version="1.0" DocType="OFD"')}
        contents = {}
        for index, page in enumerate(self.pages):
            contents[f"Doc_0/Pages/Page_{index}/Content.xml"] = self._root("Page", self._page(page))
        parts["Doc_0/Document.xml"] = self._root("Document", self._document())
        parts["Doc_0/PublicRes.xml"] = self._root("Res", self._resources(), ' BaseLoc="Res"')
        if self.axes["template"] != "none":
            parts["Doc_0/Tpls/Tpl_0/Content.xml"] = self._root("Page", self._template())
        if self.axes["over"] == "seal":
            parts["Doc_0/Annots/Page_0/Annotation.xml"] = self._root("PageAnnot", self._seal())
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
            for name, text in {**parts, **contents}.items():
                container.writestr(zipfile.ZipInfo(name, _MOMENT), text, zipfile.ZIP_DEFLATED)
        return stream.getvalue()

    def _root(self, name: str, inside: str, attributes: str = "") -> str:
        prefix = self.axes["prefix"]
        declared = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
        text = f'<ofd:{name} {declared}="{_NAMESPACE}"{attributes}>{inside}</ofd:{name}>'
        text = text.replace("<ofd:", f"<{prefix}").replace("</ofd:", f"</{prefix}")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'

    def _head(self) -> str:
        info = "<ofd:DocInfo><ofd:DocID>44f68d1d2f7a4bd0</ofd:DocID></ofd:DocInfo>"
        slash = "/" if self.axes["places"] == "root" else ""
        return f"<ofd:DocBody>{info}<ofd:DocRoot>{slash}Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"

    def _document(self) -> str:
        folder = "/Doc_0/" if self.axes["places"] == "root" else ""
        first = self.pages[0]
        area = f"<ofd:PageArea>{_physical(first)}</ofd:PageArea>"
        template = (
            f'<ofd:TemplatePage ID="9" BaseLoc="{folder}Tpls/Tpl_0/Content.xml"/>'
            if self.axes["template"] != "none"
            else ""
        )
        pages = "".join(
            f'<ofd:Page ID="{index + 10}" BaseLoc="{folder}Pages/Page_{index}/Content.xml"/>'
            for index in range(len(self.pages))
        )
        resources = f"<ofd:PublicRes>{folder}PublicRes.xml</ofd:PublicRes>"
        common = f"<ofd:MaxUnitID>{self.number}</ofd:MaxUnitID>{area}{resources}{template}"
        return f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>"

    def _resources(self) -> str:
        fonts = '<ofd:Fonts><ofd:Font ID="3" FontName="宋体" FamilyName="宋体"/></ofd:Fonts>'
        units = "".join(self.composites)
        return fonts + (f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>" if units else "")

    def _template(self) -> str:
        words = _Words("公开文本", 60, (0.77, 0.64, -0.64, 0.77, 150, 300), 0.9)
        content = "".join(self._text(words, self.pages[0]))
        return f'<ofd:Content><ofd:Layer ID="8">{content}</ofd:Layer></ofd:Content>'

    def _seal(self) -> str:
        code = '<ofd:TextCode X="0" Y="4">9999.99</ofd:TextCode>'
        text = f'<ofd:TextObject ID="7" Boundary="20 20 40 6" Font="3" Size="4">{code}</ofd:TextObject>'
        return f'<ofd:Annot ID="6" Type="Stamp"><ofd:Appearance Boundary="0 0 60 60">{text}</ofd:Appearance></ofd:Annot>'

    # --- pages ---

    def _page(self, page: _Page) -> str:
        same = page.width == self.pages[0].width and page.height == self.pages[0].height
        area = "" if self.axes["area"] == "document" and same else f"<ofd:Area>{_physical(page)}</ofd:Area>"
        template = '<ofd:Template TemplateID="9"/>' if self.axes["template"] != "none" else ""
        drawn = "".join(self._objects(page))
        if self.axes["blocks"] == "nested":
            drawn = f'<ofd:PageBlock ID="{self._id()}">{drawn}</ofd:PageBlock>'
        return f'{template}{area}<ofd:Content><ofd:Layer ID="{self._id()}">{drawn}</ofd:Layer></ofd:Content>'

    def _objects(self, page: _Page) -> Iterator[str]:
        for kind, items in groupby(page.items, type):
            if kind is _Shape:
                yield from self._shapes([item for item in items if isinstance(item, _Shape)], page)
            else:
                for item in items:
                    if isinstance(item, _Words):
                        yield from self._text(item, page)

    def _shapes(self, shapes: list[_Shape], page: _Page) -> Iterator[str]:
        together = self.axes["rules"] == "together"
        for (filled, grey), run in groupby(shapes, key=lambda shape: (shape.filled, shape.grey)):
            group = list(run)
            for part in [group] if together and not filled else [[shape] for shape in group]:
                drawn = self._path(part, page, filled=filled, grey=grey)
                yield self._composite(drawn, page) if self.axes["rules"] == "composite" else drawn

    def _path(self, shapes: list[_Shape], page: _Page, *, filled: bool, grey: float) -> str:
        edges = [_box(shape, page) for shape in shapes]
        left, top = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
        right, bottom = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
        pieces = []
        for x0, y0, x1, y1 in edges:
            a, b, c, d = (_mm(v) for v in (x0 - left, y0 - top, x1 - left, y1 - top))
            pieces.append(f"M {a} {b} L {c} {b} L {c} {d} L {a} {d} C" if filled else f"M {a} {b} L {c} {d}")
        how = ' Fill="true" Stroke="false"' if filled else f' LineWidth="{_mm(0.6)}"'
        shade = round(grey * 255)
        colour = f'<ofd:FillColor Value="{shade} {shade} {shade}"/>' if filled else ""
        boundary = f"{_mm(left)} {_mm(top)} {_mm(right - left)} {_mm(bottom - top)}"
        data = f"<ofd:AbbreviatedData>{' '.join(pieces)}</ofd:AbbreviatedData>"
        return f'<ofd:PathObject ID="{self._id()}" Boundary="{boundary}"{how}>{colour}{data}</ofd:PathObject>'

    def _composite(self, drawn: str, page: _Page) -> str:
        number, box = self._id(), f"{_mm(page.width)} {_mm(page.height)}"
        width, height = box.split()
        self.composites.append(
            f'<ofd:CompositeGraphicUnit ID="{number}" Width="{width}" Height="{height}">'
            f"<ofd:Content>{drawn}</ofd:Content></ofd:CompositeGraphicUnit>"
        )
        return f'<ofd:CompositeObject ID="{self._id()}" ResourceID="{number}" Boundary="0 0 {box}"/>'

    # --- text ---

    def _text(self, words: _Words, page: _Page) -> Iterator[str]:
        """One object for a line, or for each letter; the steps from letter to letter as the axes want them."""
        widths = [_width(char) * words.size for char in words.text]
        a, b, c, d, e, f = words.matrix
        if self.axes["letters"] == "letter":
            at = 0.0
            for char, width in zip(words.text, widths, strict=True):
                moved = (a, b, c, d, e + a * at, f + b * at)
                if char.strip():
                    yield self._line(_Words(char, words.size, moved, words.grey), [width], page)
                at += width
        elif words.text.strip():
            yield self._line(words, widths, page)

    def _line(self, words: _Words, widths: list[float], page: _Page) -> str:
        a, b, c, d, e, f = words.matrix
        size, ascent = words.size, words.size * _ASCENT
        scale = size if self.axes["matrix"] == "size" else 1.0
        straight = (a, b, c, d) == (1, 0, 0, 1)
        if straight and self.axes["box"] == "tight" and scale == 1.0:
            box = (e, page.height - f - ascent, sum(widths), size * 1.2)
            at, turned = (0.0, ascent), ""
        else:
            box, at = (0.0, 0.0, page.width, page.height), (0.0, 0.0)
            here = (a * scale, -b * scale, -c * scale, d * scale, e, page.height - f)
            shown = [_plain(part) for part in here[:4]] + [_mm(part) for part in here[4:]]
            turned = f' CTM="{" ".join(shown)}"'
        steps = [width / scale for width in widths]
        inside = "".join(self._codes(words.text, steps, at))
        shade = round(words.grey * 255)
        colour = f'<ofd:FillColor Value="{shade} {shade} {shade}"/>' if shade else ""
        mapped = self._mapped(words.text) if self.axes["glyphs"] == "mapped" else ""
        boundary = " ".join(_mm(part) for part in box)
        return (
            f'<ofd:TextObject ID="{self._id()}" Boundary="{boundary}" Font="3" Size="{_mm(size / scale)}"{turned}>'
            f"{colour}{mapped}{inside}</ofd:TextObject>"
        )

    def _codes(self, text: str, steps: list[float], at: tuple[float, float]) -> Iterator[str]:
        """The text in one code, or cut into several of the same object."""
        x, y = at
        cut = len(text) // 2 if self.axes["letters"] == "lines" else 0
        for part, widths in ((text[:cut], steps[:cut]), (text[cut:], steps[cut:])):
            if part:
                delta = self._steps([_mm(width) for width in widths[:-1]])
                shown = f' DeltaX="{delta}"' if delta else ""
                yield f'<ofd:TextCode X="{_mm(x)}" Y="{_mm(y)}"{shown}>{escape(part)}</ofd:TextCode>'
                x += sum(widths)

    def _steps(self, steps: list[str]) -> str:
        if self.axes["steps"] == "listed":
            return " ".join(steps)
        runs = [(step, len(list(same))) for step, same in groupby(steps)]
        if self.axes["steps"] == "last" and runs and runs[-1][1] > 1:
            runs[-1] = (runs[-1][0], 1)
        return " ".join(
            f"g {count} {step}" if count > 2 else " ".join([step] * count) for step, count in runs
        )

    def _mapped(self, text: str) -> str:
        glyphs = " ".join(str(ord(char) % 991 + 3) for char in text)
        count = len(text)
        return (
            f'<ofd:CGTransform CodePosition="0" CodeCount="{count}" GlyphCount="{count}">'
            f"<ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>"
        )

    def _id(self) -> int:
        self.number += 1
        return self.number


def _width(char: str) -> float:
    return float(pdfmetrics.stringWidth(char, "STSong-Light", 1.0))


def _box(shape: _Shape, page: _Page) -> tuple[float, float, float, float]:
    """Left, top, right and bottom, from the top of the page."""
    xs, ys = sorted((shape.x0, shape.x1)), sorted((page.height - shape.y0, page.height - shape.y1))
    return xs[0], ys[0], xs[1], ys[1]


def _physical(page: _Page) -> str:
    return f"<ofd:PhysicalBox>0 0 {_mm(page.width)} {_mm(page.height)}</ofd:PhysicalBox>"


def _mm(points: float) -> str:
    return _plain(points * _MILLIMETRES)


def _plain(value: float) -> str:
    """At most four decimals, no exponent."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
