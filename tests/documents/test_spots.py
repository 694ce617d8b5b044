"""Where a figure stands on its page: the box of each cell holds exactly the characters of that cell, by another library."""

from __future__ import annotations

import io
from collections.abc import Callable

import pdfplumber
import pytest

from builder.documents.paper import Paper
from builder.documents.pdf import read_pdf
from builder.model import Cell, Document, Place
from builder.printed import Spot
from builder.text import squeeze
from tests.documents.made import HEIGHT, WIDTH, MadePdf, Table, grids

ROWS = (("项目", "基本支出", "项目支出"), ("合计", "41.25", "1,308.60"), ("水利支出", "40.75", "1,300.10"))


def ruled(pdf: MadePdf) -> None:
    pdf.table(Table(ROWS))


def with_spans(pdf: MadePdf) -> None:
    rows = (("项目", "金额", ""), ("", "基本支出", "项目支出"), ("合计", "41.25", "1,308.60"))
    pdf.table(Table(rows, spans={(0, 0): (2, 1), (0, 1): (1, 2)}))


def unruled(pdf: MadePdf) -> None:
    for number, (name, *amounts) in enumerate((*ROWS, ("教育支出", "0.50", "8.50"))):
        pdf.text(60, 100 + 18 * number, name)
        for column, amount in enumerate(amounts):
            pdf.text(200 + 120 * column, 100 + 18 * number, amount)


def shown_turned(draw: Callable[[MadePdf], None], quarters: int) -> Callable[[MadePdf], None]:
    """/Rotate: the print runs down the page that a viewer shows."""

    def turned(pdf: MadePdf) -> None:
        if quarters % 180:
            pdf.canvas.setPageSize((HEIGHT, WIDTH))
        pdf.canvas.setPageRotation(quarters)
        draw(pdf)

    return turned


def printed_turned(draw: Callable[[MadePdf], None]) -> Callable[[MadePdf], None]:
    """Drawn on its side, on a page that is shown as it is."""

    def turned(pdf: MadePdf) -> None:
        pdf.canvas.setPageSize((HEIGHT, WIDTH))
        pdf.canvas.rotate(90)
        pdf.canvas.translate(0, -HEIGHT)
        draw(pdf)

    return turned


WAYS = {
    "ruled": ruled,
    "with spans": with_spans,
    "unruled": unruled,
    "ruled, shown turned": shown_turned(ruled, 90),
    "ruled, shown over": shown_turned(ruled, 180),
    "unruled, shown turned": shown_turned(unruled, 270),
    "ruled, printed on its side": printed_turned(ruled),
    "unruled, printed on its side": printed_turned(unruled),
}


def inside(data: bytes, place: Place) -> str:
    """The characters whose middles stand in a place's box, on the page as a viewer shows it."""
    assert place.spot is not None
    assert place.page is not None
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[place.page - 1]
        x0, top, x1, bottom = as_shown(place.spot)
        width, height = float(page.width), float(page.height)
        held = [
            char["text"]
            for char in page.chars
            if x0 * width < (char["x0"] + char["x1"]) / 2 < x1 * width
            and top * height < (char["top"] + char["bottom"]) / 2 < bottom * height
        ]
    return "".join(held)


def as_shown(spot: Spot) -> tuple[float, float, float, float]:
    """The box on the page as shown: turned back clockwise, a quarter at a time."""
    x0, y0, x1, y1, turned = spot
    for _ in range(turned):
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    return x0, y0, x1, y1


def cells(document: Document) -> list[Cell]:
    return [cell for grid in grids(document) for cell in grid.cells if cell.text]


@pytest.mark.parametrize("way", WAYS)
def test_the_box_of_a_cell_holds_its_characters_and_no_others(way: str) -> None:
    pdf = MadePdf()
    WAYS[way](pdf)
    data = pdf.data()
    found = cells(read_pdf(data, "made.pdf"))
    located = [cell for cell in found if cell.place.spot is not None]
    assert {cell.text for cell in found} - {cell.text for cell in located} <= set(
        ROWS[0]
    )  # heads without rules
    assert {"41.25", "1,308.60"} <= {cell.text for cell in located}
    for cell in located:
        assert sorted(inside(data, cell.place)) == sorted(squeeze(cell.text))


def test_the_second_reading_gives_boxes_too() -> None:
    pdf = MadePdf()
    ruled(pdf)
    data = pdf.data()
    found = cells(read_pdf(data, "made.pdf", second=True))
    assert len(found) == len(ROWS) * len(ROWS[0])
    for cell in found:
        assert inside(data, cell.place) == squeeze(cell.text)


def test_a_page_on_its_side_is_said_to_be_turned() -> None:
    pdf = MadePdf()
    printed_turned(ruled)(pdf)
    upright = MadePdf()
    ruled(upright)
    found, like = (cells(one.document())[4].place.spot for one in (pdf, upright))
    assert found is not None
    assert like is not None
    assert found.turned == 3  # its print runs upwards, as if read a quarter too far
    assert like.turned == 0
    assert found[:4] == pytest.approx(like[:4], abs=0.001)


def test_blank_cells_and_places_off_the_page_have_no_box() -> None:
    assert Paper(1).at(1, 2, 3, 4) == Place(page=1)
    assert Paper(1).at(1, 2, 3, 4).spot is None
    paper = Paper(2, 100.0, 200.0, 1)
    assert paper.at(-5, 50, 50, 300).spot == Spot(0.0, 0.25, 0.5, 1.0, 1)
    assert paper.at(120, 50, 150, 60).spot is None
