"""A request and its files → a folder that can be passed on, and from there into `content/reports`.

Between the two a person's machine, or a job without any rights, has opened the files. Whoever writes checks everything
again: names are made here, never taken, and nothing that is there already is overwritten.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from builder.documents import DEFAULT_LIMITS, Limits
from builder.documents.sniff import Kind, kind_of
from builder.errors import SourceError, UsageError
from builder.intake.form import MOST_FILES, Request, check_request
from builder.model import Source
from builder.publish.catalogue import pinyin_id
from builder.sources import CATALOGUE, COLUMNS, FOLDER_OF_ONE_REPORT, find_sources

RECORD = "submission.json"
REFUSAL = "refused.json"
_LARGEST_RECORD = 100_000
_LONGEST = 400
_SUFFIX_OF = {
    Kind.PDF: ".pdf", Kind.WORD: ".docx", Kind.WORKBOOK: ".xlsx", Kind.OLD_WORD: ".doc", Kind.OLD_WORKBOOK: ".xls",
    Kind.WORD_XML: ".doc", Kind.XML_WORKBOOK: ".xls", Kind.OPEN_DOCUMENT: ".odt", Kind.RICH_TEXT: ".rtf",
    Kind.WEB_PAGE: ".html", Kind.WEB_ARCHIVE: ".mht", Kind.OFD: ".ofd", Kind.ARCHIVE: ".zip", Kind.TEXT: ".txt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written into `content/reports`: the report as `reports.csv` names it, and the row."""

    file: str
    row: dict[str, str]


def write_submission(
    folder: Path, request: Request, files: Sequence[bytes], limits: Limits = DEFAULT_LIMITS
) -> None:
    """Put the request and its files, under names of ours, into an empty folder."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(
            "文件夹不是空的，请换一个", "the folder is not empty; choose another", source=str(folder)
        )
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"file-{number}{suffix_of(data, limits)}" for number, data in enumerate(files, start=1)]
    for name, data in zip(names, files, strict=True):
        (folder / name).write_bytes(data)
    record = {**asdict(request), "files": names}
    (folder / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_refusal(folder: Path, error: SourceError) -> None:
    """Put into the folder, instead of a submission, why there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    told = {"place": error.place, "zh": error.zh, "en": error.en}
    (folder / REFUSAL).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_refusal(folder: Path) -> SourceError | None:
    """Why there is no submission in the folder, as whoever wrote it says; None when it says nothing."""
    path = folder / REFUSAL
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST_RECORD:
        return None
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        place, zh, en = (str(raw[name])[:_LONGEST] for name in ("place", "zh", "en"))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return SourceError(zh, en, place=place)


def suffix_of(data: bytes, limits: Limits = DEFAULT_LIMITS) -> str:
    """The suffix of a file's format, told by its content. Raises SourceError for what cannot be a report."""
    if not data.strip():
        raise SourceError("文件是空的，请换原文件", "the file is empty; supply the original")
    kind = kind_of(data, "", limits)
    if kind not in _SUFFIX_OF:
        raise SourceError(
            f"内容是{kind.zh}，不能作为报告收录；请换成 PDF、Word 或电子表格",
            f"the content is {kind.en}, which cannot be taken as a report; supply a PDF, a Word file or a workbook",
        )
    return _SUFFIX_OF[kind]


def read_submission(
    folder: Path, today: date, limits: Limits = DEFAULT_LIMITS
) -> tuple[Request, list[bytes]]:
    """A request and its files from a folder that somebody else has written, everything checked anew."""
    path = folder / RECORD
    try:
        if path.is_symlink() or path.stat().st_size > _LARGEST_RECORD:
            raise ValueError("too large")
        raw = json.loads(path.read_text(encoding="utf-8"))
        words = ("unit", "year", "region", "org_id", "published_on", "url")
        if not all(isinstance(raw[name], str) for name in words):
            raise TypeError("expected words")
        request = Request(**{name: raw[name] for name in words}, attachments=())
        names = [str(name) for name in raw["files"]]
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UsageError("不是一份提交", "no submission", source=str(path)) from error
    check_request(request, today)
    return request, [_file(folder, name, limits) for name in _plain(names, folder)]


def _plain(names: list[str], folder: Path) -> list[str]:
    if not 0 < len(names) <= MOST_FILES or any("/" in n or "\\" in n or n.startswith(".") for n in names):
        raise UsageError(
            "不是一份提交：文件名不对", "no submission: wrong names of files", source=str(folder)
        )
    return names


def _file(folder: Path, name: str, limits: Limits) -> bytes:
    path = folder / name
    if path.is_symlink() or not path.is_file() or path.stat().st_size > limits.file_mib * 1024 * 1024:
        raise SourceError("没有这个文件，或太大", "no such file, or too large", source=name)
    return path.read_bytes()


def take(request: Request, files: Sequence[bytes], reports: Path, limits: Limits = DEFAULT_LIMITS) -> Taken:
    """Write the files and a row of `reports.csv`. Raises SourceError when the same file is there already."""
    sources = find_sources(reports) if reports.is_dir() else ()
    _refuse_known(files, sources)
    org_id = request.org_id or _known_id(request.unit, sources) or pinyin_id(request.unit)
    row = {
        "org_id": org_id, "org": request.unit, "region": request.region, "year": request.year, "url": request.url,
        "published_on": request.published_on,
    }  # fmt: skip
    suffixes = [suffix_of(data, limits) for data in files]
    base = f"{org_id[:60]}-{request.year}"
    if len(files) == 1:
        file = _free(reports, base, suffixes[0])
        reports.mkdir(parents=True, exist_ok=True)
        (reports / file).write_bytes(files[0])
    else:
        file = f"{_free(reports, base, FOLDER_OF_ONE_REPORT)}/"
        (reports / file).mkdir(parents=True)
        for number, (data, suffix) in enumerate(zip(files, suffixes, strict=True), start=1):
            (reports / file / f"{number}{suffix}").write_bytes(data)
    _add_row(reports / CATALOGUE, {"file": file, **row})
    return Taken(file, row)


def _refuse_known(files: Sequence[bytes], sources: Sequence[Source]) -> None:
    known = {sha256: source.file for source in sources for sha256 in _hashes(source)}
    for data in files:
        if (there := known.get(hashlib.sha256(data).hexdigest())) is not None:
            raise SourceError(
                f"这个文件已经收录：{there}", f"this very file is there already: {there}", source=there
            )


def _hashes(source: Source) -> list[str]:
    return [source.sha256, *(one.sha256 for one in source.files)]


def _known_id(unit: str, sources: Sequence[Source]) -> str:
    return next((source.org_id for source in sources if source.org == unit and source.org_id), "")


def _free(reports: Path, base: str, suffix: str) -> str:
    """A name that nothing has, whatever the suffix: two versions of a year stand side by side."""
    taken = {path.name.split(".")[0].casefold() for path in reports.glob("*")} if reports.is_dir() else set()
    number, name = 1, base
    while name.casefold() in taken:
        number += 1
        name = f"{base}-{number}"
    return f"{name}{suffix}"


def _add_row(path: Path, row: dict[str, str]) -> None:
    """One row at the end, in the columns that the file has; a column that is missing and needed is added."""
    rows, columns = list[dict[str, str]](), list(COLUMNS)
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            columns, rows = list(reader.fieldnames or COLUMNS), list(reader)
    columns += [name for name, value in row.items() if value and name not in columns]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*rows, {name: row.get(name, "") for name in columns}])
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
