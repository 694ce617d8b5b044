"""The first reading of a PDF against the second, independent one: the same document from every way of printing it."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from builder.documents.limits import DEFAULT_LIMITS
from builder.documents.pdf import read_by_second, read_pdf
from builder.documents.pdfplumber_reading import PdfplumberFile
from builder.documents.printed_pages import PrintedPage
from builder.model import Document
from builder.typeset.generate import generate
from tests.documents.made import HEIGHT, WIDTH, MadePdf, Table, grids, lines, texts

ROOT = Path(__file__).parents[2]
ROWS = (("项目", "基本支出", "项目支出"), ("合计", "4.00", "-"), ("水利支出", "4.00", "5.00"))
TITLE, NOTE = "支出决算表", "说明：本表反映支出。"
TEXT_ONLY = replace(DEFAULT_LIMITS, scanned_pages=0)


def both(data: bytes) -> Document:
    """The document that both readings give, which must be one."""
    first, second = read_pdf(data, "made.pdf", TEXT_ONLY), read_by_second(data, "made.pdf")
    assert first.blocks == second.blocks
    assert first.pages == second.pages
    return first


def sheet(prepare: Callable[[MadePdf], object] = id) -> bytes:
    """A page with a title, a table and a note; `prepare` is done to the empty page first."""
    pdf = MadePdf()
    prepare(pdf)
    pdf.text(60, 80, TITLE)
    pdf.table(Table(ROWS))
    pdf.text(60, 300, NOTE)
    return pdf.data()


def assert_read(document: Document) -> None:
    assert [texts(grid) for grid in grids(document)] == [[list(row) for row in ROWS]]
    assert lines(document) == [TITLE, NOTE]


# --- which way a page is read ----------------------------------------------------------------------------


@pytest.mark.parametrize("quarters", [0, 90, 180, 270])
def test_a_page_shown_turned_reads_as_it_is_printed(quarters: int) -> None:
    """/Rotate over letters that stand upright in the file: they run down the page that is shown."""

    def prepare(pdf: MadePdf) -> None:
        if quarters % 180:
            pdf.canvas.setPageSize((HEIGHT, WIDTH))  # as it is shown, which is how reportlab takes it
        pdf.canvas.setPageRotation(quarters)

    assert_read(both(sheet(prepare)))


def on_its_side(pdf: MadePdf, turn: int, width: float = WIDTH) -> None:
    """Turn what will be drawn, from the top left corner as ever; `width` is that of the page in the file."""
    pdf.canvas.rotate(turn)
    shift = {90: (0.0, -HEIGHT), -90: (-WIDTH, width - HEIGHT), 180: (-WIDTH, -HEIGHT)}[turn]
    pdf.canvas.translate(*shift)


@pytest.mark.parametrize("turn", [90, -90, 180])
def test_print_set_sideways_without_rotating_the_page_is_read_upright(turn: int) -> None:
    assert_read(both(sheet(lambda pdf: on_its_side(pdf, turn))))


@pytest.mark.parametrize(("quarters", "turn"), [(90, 90), (270, -90), (180, 180), (90, -90)])
def test_print_set_sideways_on_a_rotated_page_is_read_upright(quarters: int, turn: int) -> None:
    def prepare(pdf: MadePdf) -> None:
        pdf.canvas.setPageRotation(quarters)
        on_its_side(
            pdf, turn, HEIGHT if quarters % 180 else WIDTH
        )  # reportlab turns the page's own size, too

    assert_read(both(sheet(prepare)))


def test_a_cropped_page_counts_from_its_own_corner_and_shows_nothing_outside() -> None:
    def prepare(pdf: MadePdf) -> None:
        pdf.canvas.setCropBox((30, 30, 500, 800))
        pdf.text(5, 200, "裁掉")

    document = both(sheet(prepare))
    assert_read(document)


def test_letters_across_the_page_are_no_text() -> None:
    def prepare(pdf: MadePdf) -> None:
        pdf.canvas.saveState()
        pdf.canvas.translate(100, 300)
        pdf.canvas.rotate(45)
        pdf.text(0, HEIGHT - 60, "内部资料", size=50)
        pdf.canvas.restoreState()

    assert_read(both(sheet(prepare)))


# --- ways of drawing -------------------------------------------------------------------------------------


def test_forms_within_forms_are_read_in_their_places() -> None:
    pdf = MadePdf()
    pdf.canvas.beginForm("inner")
    pdf.table(Table(ROWS))
    pdf.canvas.endForm()
    pdf.canvas.beginForm("outer")
    pdf.canvas.translate(10, -20)
    pdf.canvas.doForm("inner")
    pdf.canvas.endForm()
    pdf.canvas.saveState()
    pdf.canvas.translate(5, -30)
    pdf.canvas.scale(0.9, 0.9)
    pdf.canvas.doForm("outer")
    pdf.canvas.restoreState()
    pdf.text(60, 80, TITLE)
    pdf.text(60, 500, NOTE)
    assert_read(both(pdf.data()))


def test_text_made_bold_by_drawing_it_twice_is_read_once() -> None:
    def prepare(pdf: MadePdf) -> None:
        pdf.table(Table(ROWS, left=60.3))
        pdf.text(60.4, 300.2, NOTE)
        pdf.text(60.4, 80, TITLE)

    assert_read(both(sheet(prepare)))


def test_two_equal_digits_beside_each_other_are_two() -> None:
    pdf = MadePdf()
    pdf.text(60, 100, "共11个，1000111.00万元。", size=6)
    assert lines(both(pdf.data())) == ["共11个，1000111.00万元。"]


def test_a_frame_drawn_in_one_stroke_is_a_table() -> None:
    pdf = MadePdf()
    frame = pdf.canvas.beginPath()
    frame.moveTo(60, 700)
    for x, y in ((330, 700), (330, 640), (60, 640), (60, 700)):
        frame.lineTo(x, y)
    frame.moveTo(60, 670)
    frame.lineTo(330, 670)
    frame.moveTo(150, 700)
    frame.lineTo(150, 640)
    pdf.canvas.drawPath(frame)
    for x, top, text in ((64, 146, "项目"), (154, 146, "金额"), (64, 176, "合计"), (154, 176, "-")):
        pdf.text(x, top, text)
    (grid,) = grids(both(pdf.data()))
    assert texts(grid) == [["项目", "金额"], ["合计", "-"]]


def test_a_dash_that_ends_a_line_stays_a_dash() -> None:
    """The library takes it for a broken word's hyphen; in a table it is a zero."""
    pdf = MadePdf()
    pdf.text(60, 100, "结余分配-")
    pdf.text(60, 116, "年末结转")
    assert lines(both(pdf.data())) == ["结余分配-", "年末结转"]


def test_print_comes_in_the_order_of_the_page_not_of_the_file() -> None:
    pdf = MadePdf()
    for top, text in ((140, "二、支出情况。"), (100, "一、收入情况。"), (120, "收入12.30万元。")):
        pdf.text(60, top, text)
    pdf.text(130, 100.6, "（单位：万元）", size=8)
    assert lines(both(pdf.data())) == ["一、收入情况。（单位：万元）", "收入12.30万元。", "二、支出情况。"]


def test_a_layer_of_text_that_is_not_seen_is_read() -> None:
    """It lies over scans, and says what they show."""
    pdf = MadePdf()
    layer = pdf.canvas.beginText(60, HEIGHT - 100)
    layer.setFont("STSong-Light", 10)
    layer.setTextRenderMode(3)
    layer.textOut("收入决算表")
    pdf.canvas.drawText(layer)
    assert lines(both(pdf.data())) == ["收入决算表"]


# --- whole reports ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 7, 103])
def test_a_made_report_is_the_same_document_in_both_readings(seed: int) -> None:
    assert grids(both(generate(seed).pdf))


def test_a_report_of_the_samples_is_the_same_document_in_both_readings() -> None:
    file = min((ROOT / "content" / "reports").rglob("*.pdf"), key=lambda path: path.stat().st_size)
    assert both(file.read_bytes()).pages


def test_the_second_reading_takes_the_tables_that_the_library_finds() -> None:
    data = sheet()
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        own = pdf.pages[0].extract_tables()
    document = read_pdf(data, "made.pdf", TEXT_ONLY, second=True)
    assert [texts(grid) for grid in grids(document)] == own
    assert lines(document) == [TITLE, NOTE]


def test_the_second_reading_is_only_of_the_pages_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes ten times as long: a table of one page in doubt had the whole report read by it."""
    pdf = MadePdf()
    for number in range(4):
        pdf.text(60, 80, f"{TITLE}{number}")
        pdf.table(Table(ROWS))
        pdf.next_page()
    looked: list[int] = []
    by_library = PdfplumberFile.page

    def page(self: PdfplumberFile, number: int, *, own_tables: bool = False) -> PrintedPage:
        looked.append(number)
        return by_library(self, number, own_tables=own_tables)

    monkeypatch.setattr(PdfplumberFile, "page", page)
    data = pdf.data()
    first, whole = (read_pdf(data, "made.pdf", TEXT_ONLY, second) for second in (False, True))
    looked.clear()
    some = read_pdf(data, "made.pdf", TEXT_ONLY, True, frozenset({2, 3, 9}))
    assert looked == [2, 3]
    assert len(some.blocks) == len(first.blocks) == len(whole.blocks)
    for one, by_first, by_second in zip(some.blocks, first.blocks, whole.blocks, strict=True):
        assert one == (by_second if one.place.page in looked else by_first)


def test_reading_text_loads_nothing_of_what_recognition_needs() -> None:
    """It takes more room than all the rest of a worker process."""
    script = "import sys, builder.documents; print(*({'cv2', 'numpy', 'onnxruntime', 'pandas'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
