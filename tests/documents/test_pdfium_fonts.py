"""Files that do not hold their fonts are read as they tell, whatever fonts the machine has."""

from __future__ import annotations

import io

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from builder.documents.page_pictures import draw_pages
from builder.documents.pdf import read_by_second, read_pdf
from builder.documents.pdfium import PdfiumFile
from builder.model import Line


def _file() -> bytes:
    """Two lines of words, and letters that stand alone."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont("STSong-Light", 12)
    for x, y, text in ((72, 700, "沙坡2023年"), (72, 670, "入"), (300, 670, "出")):
        canvas.drawString(x, y, text)
    canvas.save()
    return out.getvalue()


def test_letters_are_as_wide_as_the_file_tells_not_as_a_font_of_the_machine_draws_them() -> None:
    with PdfiumFile(_file()) as file:
        glyphs = file.page(1, 100, lambda _: AssertionError()).page.glyphs
    assert [(glyph.text, round(glyph.x1 - glyph.x0, 2)) for glyph in glyphs if glyph.text in "沙2入"] == [
        ("沙", 12.0), ("2", 5.54), ("2", 5.54), ("入", 12.0),
    ]  # fmt: skip


def test_no_letter_is_lost_that_stands_alone() -> None:
    document = read_pdf(_file(), "made.pdf")
    assert [block.text for block in document.blocks if isinstance(block, Line)] == ["沙坡2023年", "入 出"]
    assert document.blocks == read_by_second(_file(), "made.pdf").blocks


def test_pages_are_drawn_with_the_fonts_of_the_machine_before_and_after_reading() -> None:
    drawn = list(draw_pages(_file(), [(1, 0)]))
    read_pdf(_file(), "made.pdf")
    assert list(draw_pages(_file(), [(1, 0)])) == drawn
