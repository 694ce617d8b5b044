"""Workbook and CSV files opened by LibreOffice, without a window: the same figures and texts as were written."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from builder.documents.office import office_command
from builder.publish.official import write_tables
from tests.publish.made import TEXT, catalogue_of, write_reports

needs_office = pytest.mark.skipif(
    not office_command() and not os.environ.get("CI"), reason="LibreOffice is not installed"
)
#: Comma, double quote, UTF-8, from row 1; cells as they are stored, not as they are shown; all sheets.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
FROM_CSV = (
    "--infilter=Text - txt - csv (StarCalc):44,34,76,1"  # what its dialogue proposes for a file with a mark
)
LONGEST = 120  # seconds


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opened")
    text = TEXT.replace("一、教育支出", "=教育支出").replace("水利行业业务管理", "-2+水利*行业")
    reports = write_reports(folder / "reports", {"a.txt": text})
    write_tables(next(iter(catalogue_of(reports).versions())), folder)
    return folder


def opened(folder: Path, source: Path, form: str, *options: str) -> Path:
    """What LibreOffice makes of a file, in a folder of its own."""
    out, profile = folder / f"made-{source.stem}", folder / "profile"
    command = [
        str(office_command()),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        *options,
        "--convert-to",
        form,
    ]
    subprocess.run(
        [*command, "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=LONGEST
    )
    return out


def same(text: str, cell: object) -> bool:
    if isinstance(cell, int | float):
        return Decimal(text) == Decimal(repr(cell))
    return text == ("" if cell is None else cell)


@needs_office
@pytest.mark.parametrize("years", ["one", "all"])
def test_every_sheet_of_the_workbook_opens_with_the_same_cells(
    written: Path, published: Path, tmp_path: Path, years: str
) -> None:
    source = written / "workbook.xlsx" if years == "one" else published / "qlhh" / "workbook.xlsx"
    made = opened(tmp_path, source, AS_CSV)
    for sheet in openpyxl.load_workbook(source):
        text = (made / f"workbook-{sheet.title}.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        cells = list(sheet.iter_rows(values_only=True))
        assert len(rows) == len(cells), sheet.title
        for row, own in zip(rows, cells, strict=True):
            assert all(same(*pair) for pair in zip(row, own, strict=True)), (sheet.title, row, own)


@needs_office
def test_a_csv_file_opens_with_the_same_figures_and_no_formula(written: Path) -> None:
    source = written / "tables" / "T05.csv"
    made = opened(written, source, "xlsx", FROM_CSV)
    sheet = openpyxl.load_workbook(made / "T05.xlsx").active
    assert sheet is not None
    rows = csv.reader(io.StringIO(source.read_text(encoding="utf-8-sig"), newline=""))
    for row, own in zip(rows, sheet.iter_rows(), strict=True):
        for text, cell in zip(row, own, strict=True):
            assert cell.data_type != "f"
            if cell.data_type == "n" and cell.value is not None:
                assert Decimal(repr(cell.value)) == Decimal(text)
            else:
                assert text.removeprefix("'") == str(cell.value or "").removeprefix("'")
