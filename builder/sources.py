"""Step 1: the reports folder → source files with what `reports.csv` says of them. Reads no report."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

from builder.documents import SUFFIXES
from builder.errors import KnowledgeError, UsageError
from builder.model import Source

CATALOGUE = "reports.csv"
COLUMNS = (
    "file", "org_id", "org", "region", "parent", "year", "kind", "url", "published_on", "approved_on",
    "predecessors", "successors", "sample",
)  # fmt: skip
_ORG_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def find_sources(folder: Path) -> tuple[Source, ...]:
    """Every report file below the folder, by name. A file without a row in `reports.csv` is taken all the same.

    Raises UsageError when there is no such folder, KnowledgeError for a row that is wrong or names no file.
    """
    if not folder.is_dir():
        raise UsageError("没有这个报告文件夹", "no such reports folder", source=str(folder))
    rows = _read_catalogue(folder / CATALOGUE)
    below = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    files = sorted(path.as_posix() for path in below if _is_report(path))
    for file in rows:
        if file not in files:
            raise KnowledgeError(
                f"登记了文件 {file}，文件夹里却没有", f"the row for {file} names no file", source=CATALOGUE
            )
    return tuple(source_of(folder, file, rows.get(file, {})) for file in files)


def _is_report(path: Path) -> bool:
    hidden = any(part.startswith((".", "_")) for part in path.parts)
    return path.suffix.lower() in SUFFIXES and not hidden and not path.stem.upper().startswith("README")


def _read_catalogue(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        unknown = set(reader.fieldnames or ()) - set(COLUMNS)
        if unknown or "file" not in (reader.fieldnames or ()):
            raise KnowledgeError(
                f"列名不对：{'、'.join(sorted(unknown)) or '缺 file'}",
                f"wrong columns: {', '.join(sorted(unknown)) or 'file is missing'}",
                source=CATALOGUE,
            )
        rows: dict[str, dict[str, str]] = {}
        for number, row in enumerate(reader, start=2):
            clean = {key: (value or "").strip() for key, value in row.items() if key}
            _check_row(clean, number, rows)
            rows[clean["file"]] = clean
    return rows


def _check_row(row: dict[str, str], number: int, rows: dict[str, dict[str, str]]) -> None:
    wrong = [
        ("file", bool(row["file"]) and row["file"] not in rows),
        ("org_id", not row.get("org_id") or bool(_ORG_ID.fullmatch(row["org_id"]))),
        ("year", not row.get("year") or bool(re.fullmatch(r"(?:19|20)\d\d", row["year"]))),
        *(
            (date, not row.get(date) or bool(_DATE.fullmatch(row[date])))
            for date in ("published_on", "approved_on")
        ),
        ("sample", row.get("sample", "") in {"", "yes"}),
    ]
    for column, fine in wrong:
        if not fine:
            raise KnowledgeError(
                f"{column} 写得不对或重复：{row.get(column, '')!r}",
                f"{column} is wrong or repeated: {row.get(column, '')!r}",
                source=CATALOGUE,
                place=f"第 {number} 行 / row {number}",
            )


def source_of(folder: Path, file: str, row: dict[str, str]) -> Source:
    """One file with the row that `reports.csv` has for it; an empty row says nothing."""
    data = (folder / file).read_bytes()
    return Source(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        org_id=row.get("org_id", ""),
        org=row.get("org", ""),
        region=row.get("region", ""),
        parent=row.get("parent", ""),
        year=row.get("year", ""),
        kind=row.get("kind", ""),
        url=row.get("url", ""),
        published_on=row.get("published_on", ""),
        approved_on=row.get("approved_on", ""),
        predecessors=tuple(row.get("predecessors", "").split()),
        successors=tuple(row.get("successors", "").split()),
        sample=row.get("sample") == "yes",
    )
