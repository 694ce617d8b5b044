"""Step 1: the reports folder → reports with what `reports.csv` says of them. Reads no report.

A report is a file; a file with further files named in the column `attachments`; or a folder, where `reports.csv` names
it (`unit-2024/`) or its name ends in `.report`. A file with the same bytes as another is taken once.
"""

from __future__ import annotations

import csv
import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from builder.documents import is_report
from builder.documents.names import by_number, is_hidden
from builder.errors import KnowledgeError, UsageError
from builder.model import Source, SourceFile
from builder.text import harmless_text

CATALOGUE = "reports.csv"
COLUMNS = (
    "file", "org_id", "org", "region", "parent", "year", "kind", "url", "published_on", "approved_on",
    "predecessors", "successors", "sample", "attachments",
    "former_ids",
)  # fmt: skip
FOLDER_OF_ONE_REPORT = ".report"
_ORG_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CHUNK = 1024 * 1024

Rows = dict[str, dict[str, str]]


def find_sources(folder: Path) -> tuple[Source, ...]:
    """Every report below the folder, by name. A file without a row in `reports.csv` is taken all the same.

    Raises UsageError when there is no such folder, KnowledgeError for a row that is wrong or names no file.
    """
    if not folder.is_dir():
        raise UsageError("没有这个报告文件夹", "no such reports folder", source=str(folder))
    rows = _read_catalogue(folder / CATALOGUE)
    found = (path for path in folder.rglob("*") if path.is_file() and path != folder / CATALOGUE)
    files = sorted(path.relative_to(folder).as_posix() for path in found)
    reports = _reports(files, rows)
    _refuse_missing(files, reports, rows)
    attached = {name for row in rows.values() for name in _attachments(row)}
    return _once(
        [
            source_of(folder, report, rows.get(report, {}), _of_folder(files, report))
            for report in sorted(reports)
            if report not in attached
        ],
        rows,
    )


def is_org_id(text: str) -> bool:
    """Whether it can be the id of a unit: lower-case letters, digits, single hyphens."""
    return bool(_ORG_ID.fullmatch(text))


def report_files(folder: Path) -> list[str]:
    """What below the folder is a report, or part of one, whatever `reports.csv` says: files, and folders named so."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(_reports([file for file in files if file != CATALOGUE], {}))


def _reports(files: Sequence[str], rows: Rows) -> list[str]:
    """Folders that are one report, and the report files outside them."""
    named = {name for name in rows if name.endswith("/")}
    folders: dict[str, None] = {}  # in their order; a list would be gone through for every file
    others: list[str] = []
    for file in files:
        parts = file.split("/")[:-1]
        above = ["/".join(parts[: depth + 1]) + "/" for depth in range(len(parts))]
        own = next((f for f in above if f in named or f.endswith(FOLDER_OF_ONE_REPORT + "/")), None)
        if own is None:
            others += [file] if is_report(file) else []
        elif own not in folders and not is_hidden(own):
            folders[own] = None
    return [*folders, *others]


def _of_folder(files: Sequence[str], report: str) -> list[str]:
    """The files of a report that is a folder, hidden ones left out; [] for one that is a file. `files`: in order."""
    if not report.endswith("/"):
        return []
    # They stand one behind the other: the others are not gone through for every report.
    rest = (files[place] for place in range(bisect_left(files, report), len(files)))
    inside = takewhile(lambda file: file.startswith(report), rest)
    return sorted((file for file in inside if not is_hidden(file)), key=by_number)


def _attachments(row: dict[str, str]) -> list[str]:
    return [name.strip() for name in row.get("attachments", "").split(";") if name.strip()]


def _refuse_missing(files: Sequence[str], reports: Sequence[str], rows: Rows) -> None:
    there, taken = set(files), set(reports)
    for report, row in rows.items():
        if report not in taken:
            raise KnowledgeError(
                f"登记了文件 {report}，文件夹里却没有",
                f"the row for {report} names no file",
                source=CATALOGUE,
            )
        for name in _attachments(row):
            if name not in there or name == report:
                raise KnowledgeError(
                    f"{report} 的附件 {name} 在文件夹里没有",
                    f"the attachment {name} of {report} names no file",
                    source=CATALOGUE,
                )


def _once(sources: Sequence[Source], rows: Rows) -> tuple[Source, ...]:
    """Of files with the same bytes one: that with a row, else the first by name. Rows of their own keep both."""
    kept: dict[str, Source] = {}
    for source in sorted(sources, key=lambda source: (source.file not in rows, source.file)):
        first = kept.get(source.sha256)
        if first is None or source.file in rows:
            kept[source.sha256 if first is None else f"{source.sha256} {source.file}"] = source
        else:
            kept[source.sha256] = replace(first, copies=(*first.copies, source.file))
    return tuple(sorted(kept.values(), key=lambda source: source.file))


def _read_catalogue(path: Path) -> Rows:
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
        rows: Rows = {}
        for number, row in enumerate(reader, start=2):
            clean = {key: _as_printed(key, value) for key, value in row.items() if key}
            _check_row(clean, number, rows)
            rows[clean["file"]] = clean
    check_former_ids(rows)
    return rows


def check_former_ids(rows: Rows) -> None:
    """An id that a unit gave up leads to that unit: no other may have it, and none may have it still."""
    used = {row["org_id"] for row in rows.values() if row.get("org_id")}
    owners: dict[str, str] = {}
    for file, row in rows.items():
        unit = row.get("org_id") or row.get("org") or file
        for former in row.get("former_ids", "").split():
            if not _ORG_ID.fullmatch(former) or former in used or owners.setdefault(former, unit) != unit:
                raise KnowledgeError(
                    f"{file} 的旧编号 {former!r} 写得不对，或者还有单位在用",
                    f"the former id {former!r} of {file} is wrong, or a unit has it",
                    source=CATALOGUE,
                )


def _as_printed(column: str, value: str | None) -> str:
    """A cell without spaces around it; what people will read without characters that do harm where it is shown."""
    text = (value or "").strip()
    return text if column in {"file", "attachments"} else harmless_text(text)


def _check_row(row: dict[str, str], number: int, rows: Rows) -> None:
    for column in faults(row, rows):
        raise KnowledgeError(
            f"{column} 写得不对或重复：{row.get(column, '')!r}",
            f"{column} is wrong or repeated: {row.get(column, '')!r}",
            source=CATALOGUE,
            place=f"第 {number} 行 / row {number}",
        )


def faults(row: dict[str, str], rows: Rows) -> list[str]:
    """The columns of a row that are wrong, or repeat one of the `rows` before it."""
    fine = {
        "file": bool(row["file"]) and row["file"] not in rows,
        "org_id": not row.get("org_id") or is_org_id(row["org_id"]),
        "year": not row.get("year") or bool(re.fullmatch(r"(?:19|20)\d\d", row["year"])),
        "published_on": not row.get("published_on") or bool(_DATE.fullmatch(row["published_on"])),
        "approved_on": not row.get("approved_on") or bool(_DATE.fullmatch(row["approved_on"])),
        "sample": row.get("sample", "") in {"", "yes"},
    }
    return [column for column, is_fine in fine.items() if not is_fine]


def source_of(folder: Path, file: str, row: dict[str, str], inside: Sequence[str] = ()) -> Source:
    """One report with the row that `reports.csv` has for it; an empty row says nothing.

    `inside`: all files of a report that is a folder.
    """
    own = [name for name in inside if is_report(name)] or ([] if inside else [file])
    files = [_source_file(folder, name) for name in dict.fromkeys([*own, *_attachments(row)])]
    alone = len(files) == 1 and not inside
    return Source(
        file=file,
        sha256=files[0].sha256 if alone else _of_all(files),
        size=sum(one.size for one in files),
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
        former_ids=tuple(row.get("former_ids", "").split()),
        files=() if alone else tuple(files),
        ignored=tuple(name for name in inside if not is_report(name)),
    )


def _source_file(folder: Path, file: str) -> SourceFile:
    digest, size = hashlib.sha256(), 0
    with (folder / file).open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return SourceFile(file, digest.hexdigest(), size)


def _of_all(files: Sequence[SourceFile]) -> str:
    """The hash of the list of all hashes, sorted, one a line: it does not depend on names."""
    listed = "".join(f"{digest}\n" for digest in sorted(one.sha256 for one in files))
    return hashlib.sha256(listed.encode()).hexdigest()
