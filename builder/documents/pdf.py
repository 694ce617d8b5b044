"""PDF → Document with pdfplumber: the only place that knows the library. Grids come from our own lattice."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from builder.documents.alignment import Column
from builder.documents.lattice import Box, Rule, find_grids
from builder.documents.layout import Glyph, PrintedLine, find_furniture, run_on_lines, set_lines
from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.stream import find_streams
from builder.errors import SourceError
from builder.model import Block, Cell, Document, Grid, Line, Picture, Place

_CODES = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
#: Slant of a letter's matrix beyond which it is turned (italics slant less).
_TURN = 0.35
#: A rectangle thinner than this, in points, is a drawn rule.
_THIN = 3.0


#: What the library lets through on a damaged file, its own errors first.
_LIBRARY_ERRORS = (
    PdfminerException, MalformedPDFException, PDFException, PSException,
    LookupError, TypeError, ValueError, AttributeError, struct.error, zlib.error, RecursionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    height: float
    lines: list[PrintedLine]  # outside the grids
    grids: list[tuple[Box, Grid]]
    pictures: list[float]  # tops of pictures large enough to hold a table
    rules: list[Rule]


def read_pdf(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False) -> Document:
    """Read every page: ruled grids with spans, lines by baseline, large pictures as placeholders.

    The second reading takes the grids that pdfplumber itself finds instead of those of our lattice.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            _keep_within(limits, len(pdf.pages), name)
            pages = [_read_page(page, second) for page in pdf.pages]
    except _LIBRARY_ERRORS as error:
        if _is_password(error):
            raise SourceError(
                "文件加密，需要密码，未读取", "the file is encrypted; a password is needed", source=name
            ) from error
        raise SourceError(
            "PDF 已损坏或不完整，读不出来；请换原文件",
            f"the PDF is damaged or incomplete ({type(error).__name__}); supply the original",
            source=name,
        ) from error
    if not pages:
        raise SourceError(
            "PDF 里没有页面，请换原文件", "the PDF has no page; supply the original", source=name
        )
    if not any(page.lines or page.grids for page in pages):
        raise SourceError(
            "所有页面都没有文字层（扫描件），需要文字识别，目前还读不了",
            "no page has a text layer (a scan); text recognition is needed and not available yet",
            source=name,
        )
    blocks = tuple(_blocks(pages))
    if _is_garbage(blocks):
        raise SourceError(
            "文字编码不可用（字体没有说明字符的含义），需要文字识别，目前还读不了",
            "the text layer is unusable (a font does not say what its glyphs mean); text recognition is needed",
            source=name,
        )
    return Document(source=name, format="pdf", blocks=blocks, pages=len(pages))


def _keep_within(limits: Limits, pages: int, name: str) -> None:
    if pages > limits.pages:
        raise SourceError(
            f"共 {pages} 页，超过上限 {limits.pages} 页，拒绝读取；确要读它，请调高上限",
            f"{pages} pages, more than the limit of {limits.pages}; raise the limit to read it",
            source=name,
        )


def _is_garbage(blocks: Sequence[Block]) -> bool:
    """Whether more than a fifth of the letters are codes without a meaning."""
    texts = [block.text for block in blocks if isinstance(block, Line)]
    texts += [cell.text for block in blocks if isinstance(block, Grid) for cell in block.cells]
    text = "".join(texts)
    codes = sum(len(match.group(0)) for match in _CODES.finditer(text))
    return codes * 5 > len(text)


def _is_password(error: BaseException) -> bool:
    return any(isinstance(part, PDFPasswordIncorrect) for part in (error, *error.args, error.__cause__))


def _read_page(page: Any, second: bool) -> _Page:
    clean = page.dedupe_chars(tolerance=1)
    glyphs = [glyph for char in clean.chars if (glyph := _glyph(char))]
    rules = list(_rules(page))
    grids = _library_grids(clean) if second else find_grids(rules, glyphs, page.page_number)
    outside = [glyph for glyph in glyphs if not any(box.holds(glyph) for box, _ in grids)]
    pictures = [
        float(image["top"])
        for image in page.images
        if image["width"] > page.width / 4 and image["height"] > page.height / 12
    ]
    result = _Page(page.page_number, float(page.height), set_lines(outside), grids, pictures, rules)
    page.close()
    return result


def _library_grids(page: Any) -> list[tuple[Box, Grid]]:
    """The tables as pdfplumber finds and reads them, with spans from the boxes of their cells."""
    found = []
    for table in page.find_tables():
        xs = sorted({x for cell in table.cells for x in (cell[0], cell[2])})
        ys = sorted({y for cell in table.cells for y in (cell[1], cell[3])})
        cells = tuple(
            Cell(
                text=page.crop(cell, strict=False).extract_text() or "",
                row=ys.index(cell[1]),
                column=xs.index(cell[0]),
                place=Place(page=page.page_number),
                row_span=ys.index(cell[3]) - ys.index(cell[1]),
                column_span=xs.index(cell[2]) - xs.index(cell[0]),
            )
            for cell in table.cells
        )
        if len(cells) >= 4:
            found.append((Box(*table.bbox), Grid(cells, Place(page=page.page_number), exact=True)))
    return found


def _glyph(char: Mapping[str, Any]) -> Glyph | None:
    text = str(char["text"])
    if not text.strip() or _is_turned(char):
        return None
    return Glyph(text, float(char["x0"]), float(char["x1"]), float(char["top"]), float(char["bottom"]))


def _is_turned(char: Mapping[str, Any]) -> bool:
    """Whether a letter does not stand upright: watermarks and stamps run across what is printed."""
    _, b, c, *_ = (float(part) for part in char["matrix"])
    return not char.get("upright", True) or abs(b) > _TURN or abs(c) > _TURN


def _rules(page: Any) -> Iterator[Rule]:
    for line in page.lines:
        yield from _thin_rule(line)
    for rect in page.rects:
        if rect["width"] <= _THIN or rect["height"] <= _THIN:
            yield from _thin_rule(rect)
        elif rect.get("stroke"):
            yield from _frame(rect)
    for curve in page.curves:
        if curve["width"] <= _THIN or curve["height"] <= _THIN:
            yield from _thin_rule(curve)


def _thin_rule(shape: Mapping[str, Any]) -> Iterator[Rule]:
    x0, x1, top, bottom = (float(shape[key]) for key in ("x0", "x1", "top", "bottom"))
    if bottom - top <= _THIN < x1 - x0:
        yield Rule(True, (top + bottom) / 2, x0, x1)
    elif x1 - x0 <= _THIN < bottom - top:
        yield Rule(False, (x0 + x1) / 2, top, bottom)


def _frame(rect: Mapping[str, Any]) -> Iterator[Rule]:
    x0, x1, top, bottom = (float(rect[key]) for key in ("x0", "x1", "top", "bottom"))
    yield Rule(True, top, x0, x1)
    yield Rule(True, bottom, x0, x1)
    yield Rule(False, x0, top, bottom)
    yield Rule(False, x1, top, bottom)


def _blocks(pages: list[_Page]) -> Iterator[Block]:
    furniture = find_furniture([page.lines for page in pages], [page.height for page in pages])
    kept = [
        [line for number, line in enumerate(page.lines) if (index, number) not in furniture]
        for index, page in enumerate(pages)
    ]
    flowing = run_on_lines(kept)
    before: tuple[Column, ...] = ()
    for page, lines in zip(pages, kept, strict=True):
        place = Place(page=page.number)
        streams = find_streams(lines, page.rules, [place] * len(lines), before)
        before = streams[-1].columns if streams else ()
        taken = {index for stream in streams for index in stream.lines}
        items: list[tuple[float, Block]] = [(box.top, grid) for box, grid in page.grids]
        items += [(stream.top, stream.grid) for stream in streams]
        items += [(top, Picture(place)) for top in page.pictures]
        items += [
            (line.top, Line(line.text, place, id(line) in flowing))
            for index, line in enumerate(lines)
            if index not in taken
        ]
        yield from (block for _, block in sorted(items, key=lambda item: item[0]))
