"""Parquet files: the rows of the CSV files, exact decimals, null for blank, the same bytes every time."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.knowledge.columns import load_columns
from builder.publish.csv_file import write_csv
from builder.publish.parquet import write_parquet
from builder.publish.rows import FACTS, number, safe

FOLDERS = ("", "qlhh", "regions/no-region")


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_cell_is_that_of_the_csv_file_and_blank_is_null(published: Path, folder: str) -> None:
    compared = 0
    for name, file in load_columns().files.items():
        path = published / folder / name.replace(".csv", ".parquet")
        if not path.exists():
            continue
        stored, written = pq.read_table(path).to_pylist(), rows_of(path.with_suffix(".csv"))
        assert len(stored) == len(written)
        for ours, theirs in zip(stored, written, strict=True):
            for column in file.columns:
                text = theirs[column.name] or None
                if column.type == "十进制数":
                    assert ours[f"{column.name}_text"] == text
                    assert ours[column.name] == (None if text is None else Decimal(text))
                else:
                    assert (None if ours[column.name] is None else str(ours[column.name])) == text
                compared += 1
    assert compared > 100


def test_the_whole_has_every_file_of_rows(published: Path) -> None:
    wanted = {name.replace(".csv", ".parquet") for name in load_columns().files}
    assert {path.name for path in published.glob("*.parquet")} == wanted
    assert {path.name for path in (published / "qlhh").glob("*.parquet")} == {
        "facts.parquet",
        "budget_lines.parquet",
    }


def test_pandas_reads_the_same_decimals_from_csv_and_parquet(published: Path) -> None:
    exact = pd.read_csv(published / "facts.csv", dtype=str, keep_default_na=False)
    stored = pd.read_parquet(published / "facts.parquet")
    assert list(stored["fact_id"]) == list(exact["fact_id"])
    for words, value in zip(exact["value"], stored["value"], strict=True):
        assert value is None if words == "" else isinstance(value, Decimal) and value == Decimal(words)
    assert sum(value == 0 for value in stored["value"]) == (exact["value"].map(is_zero)).sum() > 0


def is_zero(text: str) -> bool:
    return text != "" and Decimal(text) == 0


def test_money_is_decimal_and_never_binary(published: Path) -> None:
    for path in published.rglob("*.parquet"):
        assert not [field.name for field in pq.read_schema(path) if pa.types.is_floating(field.type)]
    assert pq.read_schema(published / "facts.parquet").field("value").type == pa.decimal128(38, 12)


def test_writing_again_gives_the_same_bytes(published: Path) -> None:
    path = published / "qlhh" / "facts.parquet"
    before = path.read_bytes()
    write_parquet(path.parent, ["facts.csv"])
    assert path.read_bytes() == before


WORDS = st.text(st.sampled_from(list("=+-@\t\r\n\",'; |\x00\ufeff\u202e万元05.")), max_size=8).map(safe)
NUMBERS = st.one_of(st.none(), st.decimals(-(10**12), 10**12, places=12), st.just(Decimal("1e30"))).map(
    number
)


@given(st.lists(st.tuples(WORDS, NUMBERS), min_size=1, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_a_row_and_no_number_changes(tmp_path: Path, lines: list[tuple[str, str]]) -> None:
    whole = dict.fromkeys(FACTS, "x") | {"year": "2024", "page": "", "line": "7"}
    rows = [tuple((whole | {"item": item, "value": value}).values()) for item, value in lines]
    write_csv(tmp_path / "facts.csv", FACTS, rows)
    (path,) = write_parquet(tmp_path, ["facts.csv"])
    stored = pq.read_table(path).to_pylist()
    assert [row["item"] or "" for row in stored] == [item for item, _ in lines]
    for row, (_, value) in zip(stored, lines, strict=True):
        assert (row["value_text"] or "") == value
        fits = value != "" and len(value.partition(".")[0].lstrip("-")) <= 26
        assert row["value"] == (Decimal(value) if fits else None)
