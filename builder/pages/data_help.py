"""The pages on using the data: working examples, and ready questions to the database with their answers.

The answers are the database's own at the time of the build, so that the page is complete without a script. In the
browser the same questions run on the same file, when the engine was fetched before the build (`mingbai engine`).
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from builder.knowledge.examples import DATA, ORG, Example, load_examples
from builder.knowledge.queries import Query, load_queries
from builder.pages.environment import TEMPLATES
from builder.pages.open_data import DATABASE, region_data
from builder.pages.published import Department, Index
from builder.pages.writer import Page, Writer

#: The list for npm that comes with the program.
LISTED = TEMPLATES / "query"
_DIST = Path("node_modules", "@sqlite.org", "sqlite-wasm", "dist")
ENGINE = LISTED / _DIST
#: Under names that every server knows how to serve.
ENGINE_FILES = {"index.mjs": "sqlite3.js", "sqlite3.wasm": "sqlite3.wasm"}
SHOWN = 20  # rows of an answer on the page
#: Filled in when the frame is put around the page, which knows where the site will stand.
DATA_ADDRESS = "@@data-address@@"


@dataclass(frozen=True, slots=True)
class Offered:
    """A database that a browser can hold: `path` in the data, `size` in bytes; `region` is "" for the whole and for no region,
    `year` is "" where it has all years."""

    region: str
    year: str
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with the first rows of its answer as text; None for NULL. `rows` is None where it cannot be answered."""

    query: Query
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...] | None
    total: int

    @property
    def numeric(self) -> tuple[bool, ...]:
        """For each column, whether all its cells are numbers, which then stand to the right."""
        cells = zip(*(self.rows or ()), strict=True)
        return tuple(all(_is_number(cell) for cell in column) for column in cells)


def _is_number(cell: str | None) -> bool:
    return cell is None or cell.removeprefix("-").replace(".", "", 1).isdigit()


def write_data_help(writer: Writer, index: Index, data: Path) -> None:
    """Write both pages; the engine goes beside them when there is a database that a browser can hold."""
    _how_to(writer, index)
    path, queries = data / DATABASE, load_queries()
    size = path.stat().st_size if path.exists() else 0
    is_large = size > queries.largest_bytes or not size
    offered = _of_regions(data, queries.largest_bytes) if is_large else [Offered("", "", DATABASE, size)]
    asked = None if size or not offered else offered[0]
    work = writer.docs.parent  # of one build; that of shards put together lies in the portal's own
    found = (engine_in(work) or engine_in(work.parent)) if offered else None
    is_ready = found is not None
    engine = _copy_engine(found, writer.docs / "assets" / "sqlite") if found else 0
    page = Page("open-data/query/", "在浏览器里查数据", "现成的问题和答案，也可以自己写查询", "页面")
    writer.render(
        page, "pages/query.html", answers=answers(data / asked.path if asked else path, queries.all),
        asked=asked, most=Decimal(queries.largest_facts), size=size, engine=engine, is_ready=is_ready,
        is_large=is_large, shown=SHOWN, database=DATABASE, offered=offered,
    )  # fmt: skip


def _of_regions(data: Path, largest: int) -> list[Offered]:
    """The databases of regions that a browser can hold, in the order of their list; of one in parts the newest year first."""
    return [
        Offered(one.region, database.year, database.path, database.size)
        for one in region_data(data)
        for database in reversed(one.databases)
        if database.size <= largest
    ]


def engine_in(work: Path) -> Path | None:
    """The folder of the engine: fetched into the working folder (`mingbai engine`), or beside the templates; None without."""
    for folder in (work / "query" / _DIST, ENGINE):
        if all((folder / name).is_file() for name in ENGINE_FILES):
            return folder
    return None


def _copy_engine(engine: Path, folder: Path) -> int:
    """The library's files among the site's own; how many bytes they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, served in ENGINE_FILES.items():
        shutil.copyfile(engine / name, folder / served)
    return sum((folder / served).stat().st_size for served in ENGINE_FILES.values())


def answers(path: Path, queries: Sequence[Query]) -> tuple[Answer, ...]:
    """Each question asked of the database at `path`; without answers when there is none."""
    if not path.exists():
        return tuple(Answer(query, (), None, 0) for query in queries)
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        return tuple(_answer(database, query) for query in queries)


def _answer(database: sqlite3.Connection, query: Query) -> Answer:
    try:
        cursor = database.execute(query.sql)
    except sqlite3.OperationalError:  # an SQLite without full-text search wrote it
        return Answer(query, (), None, 0)
    columns = tuple(column[0] for column in cursor.description)
    rows = cursor.fetchmany(SHOWN)
    total = len(rows) + sum(1 for _ in cursor)
    return Answer(query, columns, tuple(tuple(map(_text, row)) for row in rows), total)


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def _how_to(writer: Writer, index: Index) -> None:
    org = max(index.departments, key=_tables, default=None)
    org_id = org.org_id if org else ORG
    by_tool = {tool: tuple(group) for tool, group in groupby(load_examples(), lambda example: example.tool)}
    page = Page("open-data/how-to/", "怎么用这些数据", "表格软件、Python、R、DuckDB 和 SQLite 的例子", "页面")
    writer.render(
        page,
        "pages/how_to.html",
        contents=True,
        tools=by_tool,
        filled=lambda one: filled(one, DATA_ADDRESS, org_id),
    )


def _tables(department: Department) -> int:
    """How many tables of a department have figures: an example should give something."""
    return sum(report.tables_with_data for report in department.reports)


def filled(example: Example, data: str, org: str) -> str:
    """The code with the address of the data and a department put in."""
    return (
        example.code.replace(f"{DATA}/", f"{data}/")
        .replace(f'"{ORG}"', f'"{org}"')
        .replace(f"'{ORG}'", f"'{org}'")
    )
