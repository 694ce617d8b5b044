"""A report as its official tables: a CSV file for each that has figures, and a workbook with everything."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from builder.publish import workbook
from builder.publish.catalogue import Version
from builder.publish.csv_file import write_csv
from builder.publish.layout import Cell, lay_out
from builder.publish.rows import number
from builder.publish.workbook import laid_cell, workbook_of
from builder.publish.xlsx import Sheet

FOLDER = "tables"


def write_tables(version: Version, folder: Path) -> Sequence[Sheet]:
    """`tables/T01.csv` … and `workbook.xlsx` below the folder of a report; gives the sheets of the workbook."""
    laid = lay_out(version)
    if laid:
        (folder / FOLDER).mkdir()
    for table in laid:
        lines = ([_words(cell) for cell in line] for line in table.lines)
        write_csv(folder / FOLDER / f"{table.table}.csv", table.headings, lines)
    return workbook_of(version, laid, folder / workbook.NAME)


def _words(cell: Cell) -> str:
    told = laid_cell(cell)
    return number(told) if isinstance(told, Decimal) else told or ""
