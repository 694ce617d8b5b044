"""Makes the grey box that stands where the original report has only a picture of a table.

The words in it are part of the picture, as in a scan, not text of the PDF.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from builder.typeset.fonts import DEFAULT_FONT, split_font_name

SIZE = (1200, 420)
GREY = 226
FRAME = 150
WORDS = "（原文此处为图片）"


@cache
def placeholder_png(font: str | None) -> bytes:
    """Draw the box as a PNG; without a font file it has no words."""
    image = Image.new("L", SIZE, GREY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0] - 1, SIZE[1] - 1), outline=FRAME, width=3)
    path, index = split_font_name(font or DEFAULT_FONT)
    if path.is_file():
        face = ImageFont.truetype(str(path), 48, index=index)
        draw.text((SIZE[0] / 2, SIZE[1] / 2), WORDS, fill=90, font=face, anchor="mm")
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
