"""Pictures of pages: what a box points at is there, however the page is cropped and turned."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from builder.documents.page_pictures import draw_pages
from builder.documents.pdf import read_pdf
from tests.documents.made import HEIGHT, WIDTH, MadePdf
from tests.documents.test_spots import ROWS, cells, ruled

#: Darker than this is print or a rule.
INK = 140


def darkest(image: Image.Image, left: float, top: float, right: float, bottom: float) -> int:
    return min(image.crop((round(left), round(top), round(right), round(bottom))).tobytes())


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_box_points_at_its_cell_on_the_picture(rotation: int) -> None:
    pdf = MadePdf()
    pdf.canvas.setCropBox((20, 230, 500, 810))
    pdf.canvas.setPageRotation(rotation)
    if rotation % 180:
        pdf.canvas.setPageSize((HEIGHT, WIDTH))
    ruled(pdf)
    data = pdf.data()
    found = [cell.place.spot for cell in cells(read_pdf(data, "made.pdf"))]
    assert len(found) == len(ROWS) * len(ROWS[0])
    assert {spot.turned for spot in found if spot} == {rotation // 90}
    ((_, png),) = draw_pages(data, [(1, rotation // 90)])
    with Image.open(io.BytesIO(png)) as image:
        grey = image.convert("L")
    width, height = grey.size
    assert height > width
    for spot in found:
        assert spot is not None
        x0, y0, x1, y1 = spot.x0 * width, spot.y0 * height, spot.x1 * width, spot.y1 * height
        assert darkest(grey, x0 + 3, y0 + 3, x1 - 3, y1 - 3) < INK  # its words
        assert darkest(grey, x0 - 2, y0 + 4, x0 + 2, y1 - 4) < INK  # the rule at its left
        assert darkest(grey, x0 + 3, y1 - 4, x1 - 3, y1 - 2) > INK  # no word runs over its foot
