"""Writes a made report as its scan: each page a picture with what scanners and stamps do to paper.

One seed draws one scanner (resolution, turn, paper, noise, stamp, compression); the pages that are not to be scanned
are kept as they are, so that a report can be text with scanned tables.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from math import cos, pi, sin
from random import Random

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Pixels = NDArray[np.uint8]

POINTS = 72
INK = 25
STAMP = (205, 30, 40)
STAMP_POINTS = 120  # 42 mm across, as official seals are

#: Every axis with its values; a value that stands twice is drawn twice as often.
AXES: Mapping[str, tuple[str, ...]] = {
    "dpi": ("150", "200", "200", "300"),
    "turn": ("none", "slight", "slight", "more"),
    "noise": ("none", "grain", "grain", "grain and specks"),
    "paper": ("white", "grey", "shadow", "yellow"),
    "stamp": ("none", "none", "red"),
    "colour": ("colour", "colour", "grey", "black and white"),
    "quality": ("90", "75", "50"),
    "side": ("upright", "upright", "upright", "left", "down", "right"),
}
TURNS = {"none": 0.0, "slight": 0.7, "more": 2.0}
SIDES = {"upright": 0, "left": 90, "down": 180, "right": 270}


@dataclass(frozen=True)
class ScanLook:
    """What one scanner makes of paper: its axes by name, and the seed of its noise."""

    seed: int
    axes: Mapping[str, str]

    def __getitem__(self, axis: str) -> str:
        """Give the value of one axis."""
        return self.axes[axis]

    @property
    def dpi(self) -> int:
        """Give the resolution."""
        return int(self.axes["dpi"])


def scan_look(seed: int, **axes: str) -> ScanLook:
    """Draw one scanner; the seed alone decides but for the axes that are given."""
    random = Random(f"scan-{seed}")
    drawn = {axis: random.choice(values) for axis, values in AXES.items()}
    drawn["stamp"] = "none" if drawn["colour"] != "colour" else drawn["stamp"]
    return ScanLook(seed, {**drawn, **axes})


def plain_look(dpi: int, **axes: str) -> ScanLook:
    """Give a perfect scanner, but for the axes that are given."""
    return ScanLook(0, {**{axis: values[0] for axis, values in AXES.items()}, "dpi": str(dpi), **axes})


def scanned_pdf(pdf: bytes, look: ScanLook, pages: Collection[int] | None = None) -> bytes:
    """Write a PDF of which the given pages (from 1; all without it) are pictures, the others as they were."""
    source, made = pdfium.PdfDocument(pdf), pdfium.PdfDocument.new()
    for number in range(1, len(source) + 1):
        if pages is not None and number not in pages:
            made.import_pages(source, [number - 1])
            continue
        picture = scanned_page(pdf, number, look)
        width, height = (side * POINTS / look.dpi for side in picture.size)
        page, image = made.new_page(width, height), pdfium.PdfImage.new(made)
        image.load_jpeg(BytesIO(jpeg(picture, look)))
        image.set_matrix(pdfium.PdfMatrix().scale(width, height))
        page.insert_obj(image)
        page.gen_content()
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def scanned_tiff(pdf: bytes, look: ScanLook, pages: Collection[int]) -> bytes:
    """Write the given pages as one picture file of several pages."""
    first, *others = [scanned_page(pdf, number, look) for number in sorted(pages)]
    stream = BytesIO()
    resolution = (look.dpi, look.dpi)
    first.save(stream, "TIFF", save_all=True, append_images=others, compression="tiff_lzw", dpi=resolution)
    return stream.getvalue()


def jpeg(picture: Image.Image, look: ScanLook) -> bytes:
    """Give a page's picture as the scanner stores it."""
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=int(look["quality"]), dpi=(look.dpi, look.dpi))
    return stream.getvalue()


def scanned_page(pdf: bytes, number: int, look: ScanLook) -> Image.Image:
    """Draw one page (from 1) and lay it on the scanner."""
    page = pdfium.PdfDocument(pdf)[number - 1]
    picture = page.render(scale=look.dpi / POINTS).to_pil().convert("RGB")
    random = Random(f"page-{look.seed}-{number}")
    if look["stamp"] == "red":
        picture = _stamped(picture, random, look.dpi)
    turn = TURNS[look["turn"]] * random.choice((-1, 1))
    if turn:
        picture = picture.rotate(turn, Image.Resampling.BICUBIC, fillcolor="white")
    pixels = _on_paper(np.asarray(picture), look, random)
    picture = Image.fromarray(_with_noise(pixels, look, np.random.default_rng(random.randrange(2**31))))
    return _in_colour(picture, look).rotate(SIDES[look["side"]], expand=True)


def _stamped(picture: Image.Image, random: Random, dpi: int) -> Image.Image:
    """Put a round seal somewhere on the page: a ring, a star and strokes, what lies under it showing through."""
    size = STAMP_POINTS * dpi // POINTS
    seal = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(seal)
    width = max(size // 30, 2)
    draw.ellipse((width, width, size - width, size - width), outline=255, width=width)
    middle, long, short = size / 2, size * 0.16, size * 0.065
    star = [
        (middle + r * sin(k * pi / 5), middle - r * cos(k * pi / 5)) for k, r in enumerate([long, short] * 5)
    ]
    draw.polygon(star, fill=255)
    for k in range(12):
        angle = pi * (0.75 + k * 1.5 / 11)
        x, y = middle + size * 0.38 * cos(angle), middle + size * 0.38 * sin(angle)
        arm = size * 0.045
        draw.line((x - arm, y - arm, x + arm, y + arm), fill=255, width=width // 2 + 1)
        draw.line((x + arm, y - arm, x - arm, y + arm), fill=255, width=width // 2 + 1)
    alpha = seal.rotate(random.uniform(-20, 20)).filter(ImageFilter.GaussianBlur(dpi / 300))
    layer = np.asarray(alpha, dtype=np.float32)[..., None] / 255 * 0.85
    page = np.asarray(picture, dtype=np.float32).copy()
    x = random.randrange(max(picture.width - size, 1))
    y = random.randrange(picture.height // 5, max(picture.height - size, picture.height // 5 + 1))
    under = page[y : y + size, x : x + size]
    inked = under * (np.array(STAMP, dtype=np.float32) / 255)  # ink darkens what it covers
    layer = layer[: under.shape[0], : under.shape[1]]
    page[y : y + size, x : x + size] = under * (1 - layer) + inked * layer
    return Image.fromarray(page.astype(np.uint8))


def _on_paper(pixels: Pixels, look: ScanLook, random: Random) -> NDArray[np.float32]:
    """Give the page the colour and the light of its paper; print is not quite black."""
    page = INK + pixels.astype(np.float32) * ((255 - INK) / 255)
    if look["paper"] == "grey":
        page *= random.uniform(0.78, 0.88)
    elif look["paper"] == "yellow":
        page *= np.array([0.98, 0.93, 0.80], dtype=np.float32)
    elif look["paper"] == "shadow":
        slope = np.linspace(1.0, random.uniform(0.62, 0.75), page.shape[1], dtype=np.float32)
        page *= (slope if random.random() < 0.5 else slope[::-1])[None, :, None]
    return page


def _with_noise(page: NDArray[np.float32], look: ScanLook, generator: np.random.Generator) -> Pixels:
    if look["noise"] != "none":
        page = page + generator.normal(0, 9, page.shape[:2]).astype(np.float32)[..., None]
    if look["noise"] == "grain and specks":
        specks = generator.random(page.shape[:2]) < 0.0004
        page = np.where(specks[..., None], 90, page)
    return np.clip(page, 0, 255).astype(np.uint8)


def _in_colour(picture: Image.Image, look: ScanLook) -> Image.Image:
    if look["colour"] == "colour":
        return picture
    grey = picture.convert("L")
    if look["colour"] == "grey":
        return grey
    light = int(np.percentile(np.asarray(grey), 80))
    return grey.point([0 if level < light * 0.62 else 255 for level in range(256)])


def changed(look: ScanLook, **axes: str) -> ScanLook:
    """Give the same scanner with some axes set otherwise."""
    return replace(look, axes={**look.axes, **axes})
