"""`mingbai.sqlite`: the published rows of all reports in one file, with views and a search on items.

It is made from the CSV files, so both always say the same. The same input gives the same bytes, with the same SQLite.
"""

from __future__ import annotations

import csv
import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from builder.knowledge.columns import RowsFile, load_columns
from builder.knowledge.indicators import Source, load_indicators

NAME = "mingbai.sqlite"
_VIEWS = "database.sql"
_BEGIN = (
    "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
    "PRAGMA cache_size = -16384; PRAGMA user_version = 1; BEGIN;"
)
_OF_THE_DISK = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
#: A number keeps its printed digits as text; a column beside it is there to sort and to reckon by.
_REAL = "_real"
#: A fact's id is the path of its report, a stroke, and a name without strokes.
_PATH_OF = "rtrim(rtrim(?{at}, replace(?{at}, '/', '')), '/')"
_TYPES = {"文字": "TEXT NOT NULL", "整数": "INTEGER", "十进制数": "TEXT", "日期": "TEXT"}


def write_database(data: Path) -> Path:
    """Write the database beside the joint CSV files in `data`, from those of them that are there.

    Text that a CSV leaves empty is empty text; a number, page, line or date is NULL. Raises OSError when it cannot be
    written.
    """
    path = data / NAME
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            _write(database, data)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in _OF_THE_DISK:
            raise OSError(errno.EIO, str(error), str(path)) from error
        raise
    return path


def _write(database: sqlite3.Connection, data: Path) -> None:
    database.executescript(_BEGIN)
    for file in load_columns().files.values():
        if (data / file.name).exists():
            _fill(database, file, data / file.name)
    _fill_sources(database)
    _make_search(database)
    database.execute("COMMIT")
    database.executescript(files("builder.knowledge").joinpath(_VIEWS).read_text(encoding="utf-8"))
    database.execute("VACUUM")


def _fill(database: sqlite3.Connection, file: RowsFile, source: Path) -> None:
    table = source.stem
    names, places = [], []
    for at, column in enumerate(file.columns, start=1):
        names.append(f'"{column.name}" {_TYPES[column.type]}')
        places.append(f"?{at}" if column.type == "文字" else f"NULLIF(?{at}, '')")
        if column.type == "十进制数":
            names.append(f'"{column.name}{_REAL}" REAL')
            places.append(f"CAST(NULLIF(?{at}, '') AS REAL)")
    if "fact_id" in file.names():
        names.append("report TEXT NOT NULL")  # the path of the report, as in reports.csv
        places.append(_PATH_OF.format(at=file.names().index("fact_id") + 1))
    database.execute(f'CREATE TABLE "{table}" ({", ".join(names)})')
    with source.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.reader(handle)
        assert next(rows) == list(file.names())
        database.executemany(f'INSERT INTO "{table}" VALUES ({", ".join(places)})', rows)


def _fill_sources(database: sqlite3.Connection) -> None:
    database.execute(
        'CREATE TABLE indicator_sources (indicator TEXT, name TEXT, unit TEXT, place INTEGER, "table" TEXT, side TEXT,'
        " item TEXT, measure TEXT)"
    )
    database.executemany("INSERT INTO indicator_sources VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _sources())


def _sources() -> Iterator[tuple[str, str, str, int, str, str, str, str]]:
    known = load_indicators()
    listed: list[tuple[str, str, str, tuple[Source, ...]]] = [
        *((each.id, each.name, each.unit, each.sources) for each in known.all),
        ("staff", "在职人数", "人", known.staff),
    ]
    for indicator, name, unit, sources in listed:
        for place, source in enumerate(sources, start=1):
            yield (indicator, name, unit, place, *source)


def _make_search(database: sqlite3.Connection) -> None:
    """Each item once, with a blank between its characters: full-text search knows no words of Chinese."""
    if not database.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone():
        return  # an SQLite without full-text search; everything else is there
    database.execute("CREATE VIRTUAL TABLE item_search USING fts5(item UNINDEXED, words)")
    items = database.execute("SELECT DISTINCT item FROM facts ORDER BY item").fetchall()
    database.executemany(
        "INSERT INTO item_search VALUES (?, ?)", ((item, " ".join(item)) for (item,) in items)
    )
