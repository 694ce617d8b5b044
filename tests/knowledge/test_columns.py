"""The declared columns are those of the published files and of README's table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.knowledge.columns import load_columns
from builder.publish import budget_lines, corrections, rows

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
WRITTEN = {
    "facts.csv": rows.FACTS, "budget_lines.csv": budget_lines.COLUMNS, "tables.csv": rows.TABLES,
    "unread.csv": rows.UNREAD, "findings.csv": rows.FINDINGS, "reading.csv": rows.FINDINGS,
    "checks.csv": rows.CHECKS, "reports.csv": rows.REPORTS, "corrections.csv": corrections.CORRECTIONS,
}  # fmt: skip


#: Written with the columns that are declared, whatever they are.
FROM_DECLARATION = ["regions.csv", "classifications.csv"]


def test_all_files_of_rows_are_declared_and_no_other() -> None:
    assert list(load_columns().files) == [*WRITTEN, *FROM_DECLARATION]


@pytest.mark.parametrize("name", WRITTEN)
def test_the_declared_columns_are_the_written_ones(name: str) -> None:
    assert load_columns().files[name].names() == WRITTEN[name]


def test_readme_tells_every_column_of_facts() -> None:
    table = README.split("`facts.csv` has one row", 1)[1].split("\n\nA blank", 1)[0]
    told = [name for cells in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in cells.split(", ")]
    assert [name.strip("`") for name in told] == list(rows.FACTS)


def test_every_column_has_words_for_readers() -> None:
    for file in load_columns().files.values():
        assert file.words
        for column in file.columns:
            assert column.words, (file.name, column.name)
