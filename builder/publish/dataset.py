"""The published rows of many reports as a folder of Parquet files, parted by region and year, without a site.

`facts/region=…/year=…/part-0.parquet` and so on, as Hive lays them out: pandas, Arrow, DuckDB and Spark read such a folder
as one table and open only the parts that are asked for. Rows are those of the joint CSV files of a site.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from builder.errors import UsageError
from builder.model import Problem
from builder.publish import rows
from builder.publish.catalogue import Catalogue, Version
from builder.publish.csv_file import write_csv
from builder.publish.json_file import write_json
from builder.publish.parquet import write_parquet

#: Marks a folder as one of ours, which may be replaced.
MARK = "dataset.json"
_TABLES = (
    ("facts.csv", rows.FACTS, rows.fact_rows),
    ("tables.csv", rows.TABLES, rows.table_rows),
    ("unread.csv", rows.UNREAD, rows.unread_rows),
    ("findings.csv", rows.FINDINGS, rows.finding_rows),
    ("checks.csv", rows.CHECKS, rows.check_rows),
)
_PROBLEMS = ("source", "place", "zh", "en")
#: As Hive calls the part whose value is not known.
_UNKNOWN = "__HIVE_DEFAULT_PARTITION__"


def refuse_foreign(into: Path) -> None:
    """Raise UsageError when the folder holds something that this module did not put there."""
    if into.exists() and not (into / MARK).is_file() and (not into.is_dir() or any(into.iterdir())):
        raise UsageError(
            "这个文件夹里有别的东西，请另选一个",
            "the folder holds something else; name another",
            source=str(into),
        )


def write_dataset(catalogue: Catalogue, problems: Sequence[Problem], into: Path) -> None:
    """The rows of all current versions, `reports.csv` of all versions, and `problems.csv`; `into` is replaced whole."""
    refuse_foreign(into)
    into = into.resolve()
    fresh = into.with_name(f".{into.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    parts = defaultdict[tuple[str, int], list[Version]](list)
    for version in catalogue.current():
        parts[version.report.region, version.report.year].append(version)
    for (region, year), versions in sorted(parts.items()):
        _write_part(fresh, f"region={quote(region, safe='') or _UNKNOWN}/year={year}", versions)
    write_csv(
        fresh / "reports.csv", rows.REPORTS, [rows.report_row(version) for version in catalogue.versions()]
    )
    told = [(each.source, each.place, each.zh, each.en) for each in problems]
    write_csv(fresh / "problems.csv", _PROBLEMS, [tuple(map(rows.safe, line)) for line in told])
    write_json(fresh / MARK, {"reports": sum(map(len, parts.values())), "problems": len(problems)})
    shutil.rmtree(into, ignore_errors=True)
    fresh.replace(into)


def _write_part(folder: Path, part: str, versions: Sequence[Version]) -> None:
    """One file of each kind that has rows. The year stands in the name of the folder, as the layout wants it."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        made = Path(name)
        for file, columns, rows_of in _TABLES:
            lines = [line for version in versions for line in rows_of(version)]
            if lines:
                write_csv(made / file, columns, lines)
        for path in write_parquet(made, [file for file, _, _ in _TABLES], without=["year"]):
            target = folder / path.stem / part
            target.mkdir(parents=True)
            path.replace(target / "part-0.parquet")
