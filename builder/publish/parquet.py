"""Files of rows as Parquet: exact decimals, never binary ones; a blank cell is null, a zero is zero.

They are made from the CSV files, so both always say the same. The same input gives the same bytes, with the same pyarrow:
the writer's options are fixed, and it writes no time of day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from builder.knowledge.columns import TEXT_OF_DECIMAL, Column, RowsFile, load_columns

#: 26 digits before the point and 12 behind it: 元 to the fen are six decimals in 万元.
DECIMAL = pa.decimal128(38, 12)
_FITS = r"^-?[0-9]{1,26}(\.[0-9]{1,12})?$"
#: Of the CSV, read at a time. The reader goes up to 32 of them ahead, so they are small.
_BLOCK_BYTES = 1 << 20
_BLOCKS = 16  # some 100,000 figures, which become one row group
_TYPES = {"文字": pa.string(), "整数": pa.int64(), "日期": pa.date32(), "十进制数": DECIMAL}
_NULL = pa.nulls(1, pa.string())[0]  # None itself would load pandas to see whether it is one of its own
_READ = {"整数": pa.int64()}  # other columns are read as text and turned into what they are here


def write_parquet(folder: Path, names: Iterable[str], without: Iterable[str] = ()) -> list[Path]:
    """`facts.parquet` beside `facts.csv` and so on, for those of the named files that are there.

    `without`: columns to leave out, which the name of a partition's folder tells.
    """
    declared = load_columns().files
    found = [declared[name] for name in names if (folder / name).exists()]
    return [_write(file, folder / file.name, frozenset(without)) for file in found]


def _write(file: RowsFile, source: Path, without: frozenset[str]) -> Path:
    """A column of decimals is there twice: as a number, and as text with the printed decimals. What has more digits
    than the number can hold is null there, and stands in the text."""
    path = source.with_suffix(".parquet")
    columns = [column for column in file.columns if column.name not in without]
    schema = pa.schema([field for column in columns for field in _fields(column)])
    with pq.ParquetWriter(path, schema, compression="zstd", version="2.6", store_schema=False) as writer:
        batches = _batches(file, source)
        while group := list(islice(batches, _BLOCKS)):
            table = pa.Table.from_batches(group).combine_chunks()
            arrays = [array for column in columns for array in _arrays(column, table.column(column.name))]
            writer.write_table(pa.table(arrays, schema=schema))
    return path


def _fields(column: Column) -> list[pa.Field]:
    field = pa.field(column.name, _TYPES[column.type])
    text = pa.field(f"{column.name}{TEXT_OF_DECIMAL}", pa.string())
    return [field, text] if column.type == "十进制数" else [field]


def _arrays(column: Column, read: pa.ChunkedArray) -> list[pa.ChunkedArray]:
    if column.type == "十进制数":
        fits = pc.match_substring_regex(read, _FITS)
        return [pc.if_else(fits, read, _NULL).cast(DECIMAL), read]
    if column.type == "日期":
        return [pc.strptime(read, format="%Y-%m-%d", unit="s", error_is_null=True).cast(pa.date32())]
    return [read]


def _batches(file: RowsFile, source: Path) -> Iterator[pa.RecordBatch]:
    """The rows of a CSV file, some at a time, so that memory does not grow with the number of reports."""
    types = {column.name: _READ.get(column.type, pa.string()) for column in file.columns}
    with pv.open_csv(
        source,
        read_options=pv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES),
        parse_options=pv.ParseOptions(newlines_in_values=True),
        convert_options=pv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True
        ),
    ) as reader:
        yield from reader
