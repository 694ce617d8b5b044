"""What was read before, in two layers, each kept by what it was made of and by what.

- Documents: the text and grids of a report, by the bytes of its files, the limits, and the version of our readers, the
  knowledge they use and their libraries. A changed indicator, check or wording reads no file anew.
- Reports: what a report states and how its checks came out, by the above, its row of `reports.csv` and the version of
  everything that reads, recognises, states and checks.

An entry is written beside its place and moved there whole; one that is damaged all the same counts as not there. Only
what was read is kept, never a failure. Entries of other versions, and of files that a build was not asked for, are
thrown away: a cache is never larger than what the last build needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from builder.documents import Limits
from builder.errors import BuildError
from builder.keeping import digest_of, keep, keep_packed, kept, packed, remove_half_written
from builder.model import Document, Report, Source
from builder.outlines import outline_of

_CODE = Path(__file__).parent
#: What makes pages of a report has no part in reading it.
_NOT_READING = {"pages", "publish", "typeset", "website", "commands", "shards"}
_NOT_PUBLISHING = _NOT_READING - {"publish"}
_KNOWLEDGE_OF_PAGES = {
    "colours.toml", "columns.toml", "database.sql", "english.toml", "english_accounts.toml", "english_data.toml",
    "english_methods.toml", "english_year.toml", "report.schema.json",
}  # fmt: skip
#: All that the readers of formats import, and the knowledge that they look at.
DOCUMENT_CODE = {"documents", "errors.py", "text.py", "printed.py", "model.py"}
DOCUMENT_KNOWLEDGE = {"accounts.csv", "tables.toml"}
_KINDS = {".py", ".toml", ".csv", ".json"}
_LIBRARIES = (
    "lxml", "onnxruntime", "opencv-python-headless", "openpyxl", "pdfminer.six", "pdfplumber", "pypdfium2",
    "rapidocr", "xlrd",
)  # fmt: skip
#: Programs that read a format for us when they are there.
_PROGRAMS = ("soffice", "libreoffice")
_LAYERS = {"documents", "reports"}
#: What an entry with the whole of a report ends in.
_WHOLE = ".report"


@dataclass(frozen=True, slots=True)
class Documents:
    """A folder of documents read before; worker processes share it."""

    folder: Path

    def get(
        self, source: Source, limits: Limits, *, second: bool, pages: frozenset[int] = frozenset()
    ) -> Document | None:
        """The document as it was read; None when it was not, or its entry is damaged.

        `pages`: those of which the second reading is wanted; one of other pages counts as not there.
        """
        found = kept(self._entry(source, limits, second=second))
        if isinstance(found, tuple) and found[0] == pages and isinstance(found[1], Document):
            return found[1]
        return None

    def put(
        self,
        source: Source,
        limits: Limits,
        document: Document,
        *,
        second: bool,
        pages: frozenset[int] = frozenset(),
    ) -> None:
        """Keep a document. A full disk is no failure: the entry is not there, then."""
        keep(self._entry(source, limits, second=second), (pages, document))

    def entries(self, source: Source, limits: Limits) -> set[Path]:
        """Where both readings of a report are kept if they are."""
        return {self.folder / name for name in self.names(source, limits)}

    def names(self, source: Source, limits: Limits) -> tuple[str, str]:
        """What the entries of both readings of a report are called."""
        return _document(source, limits, second=False), _document(source, limits, second=True)

    def carry(self, source: Source, limits: Limits) -> dict[str, bytes]:
        """What is kept of a report, for another machine: the name of each entry and its bytes."""
        found = ((entry, packed(entry)) for entry in sorted(self.entries(source, limits)))
        return {entry.name: data for entry, data in found if data is not None}

    def bring(self, source: Source, limits: Limits, carried: Mapping[str, bytes]) -> None:
        """Keep what another machine of the same version kept of a report; entries of anything else are passed over."""
        for entry in self.entries(source, limits):
            if entry.name in carried:
                keep_packed(entry, carried[entry.name])

    def _entry(self, source: Source, limits: Limits, *, second: bool) -> Path:
        return self.folder / _document(source, limits, second=second)


def _document(source: Source, limits: Limits, *, second: bool) -> str:
    files = [(one.file, one.sha256) for one in source.files]
    told = repr((source.file, source.sha256, files, source.ignored, [*_bounds(limits)], second))
    return f"{hashlib.sha256(told.encode()).hexdigest()}.document"


class Cache:
    """A folder of reports read before, and of their documents, for one build at a time."""

    def __init__(self, folder: Path) -> None:
        for other in folder.glob("*/"):
            if other.name not in _LAYERS:
                shutil.rmtree(other, ignore_errors=True)
        self._folder = _only(folder / "reports", program_version())
        self.documents = Documents(_only(folder / "documents", documents_version()))
        for own in (self._folder, self.documents.folder):
            remove_half_written(own)

    def get(self, source: Source, limits: Limits) -> Report | None:
        """The report as it was read; None when it was not, or its entry is damaged."""
        found = kept(self._entry(source, limits))
        return found if isinstance(found, Report) else None

    def put(self, source: Source, limits: Limits, report: Report) -> None:
        """Keep a report. A full disk is no failure: the entry is not there, then."""
        entry = self._entry(source, limits)
        keep(entry, report)
        keep(_outline(entry), (digest_of(entry), outline_of(report)))

    def outline(self, source: Source, limits: Limits) -> Report | None:
        """The report without what it states, which `whole` gives; None when it was not kept, or is damaged."""
        entry = self._entry(source, limits)
        found = kept(_outline(entry))
        if not isinstance(found, tuple) or not found[0] or found[0] != digest_of(entry):
            return None
        outline: Report = found[1]
        return replace(outline, kept=(str(entry), found[0]))

    def forget_others(self, sources: Iterable[Source], limits: Limits) -> None:
        """Throw away what is kept of other files, rows and limits than these."""
        wanted = set[str]()  # names: a Path for each of very many takes longer than the disk
        for source in sources:
            name = _report(source, limits)
            wanted |= {name, _outline_of(name), *self.documents.names(source, limits)}
        for folder in (self._folder, self.documents.folder):
            with suppress(FileNotFoundError), os.scandir(folder) as entries:
                others = [entry.path for entry in entries if entry.name not in wanted]
                for path in others:
                    Path(path).unlink(missing_ok=True)

    def _entry(self, source: Source, limits: Limits) -> Path:
        return self._folder / _report(source, limits)


def whole(report: Report) -> Report:
    """The whole of a report of which only the outline is in memory; any other as it is.

    Raises BuildError when its entry is gone or damaged.
    """
    if not report.kept:
        return report
    entry, digest = report.kept
    found = kept(Path(entry)) if digest_of(Path(entry)) == digest else None
    if not isinstance(found, Report):
        raise BuildError(
            f"{report.source.file} 读过的内容在构建途中变了，请再运行一次",
            f"what was read of {report.source.file} changed during the build; run it again",
        )
    return found


def _report(source: Source, limits: Limits) -> str:
    told = repr((source, [*_bounds(limits)]))
    return f"{hashlib.sha256(told.encode()).hexdigest()}{_WHOLE}"


def _outline(entry: Path) -> Path:
    return entry.with_name(_outline_of(entry.name))


def _outline_of(name: str) -> str:
    return name.removesuffix(_WHOLE) + ".outline"


def _only(folder: Path, name: str) -> Path:
    """The folder of one version; those of others beside it are removed."""
    for other in folder.glob("*/"):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)
    return folder / name


@cache
def _bounds(limits: Limits) -> tuple[tuple[str, int], ...]:
    """The limits that may change what is read; asked several times for every report."""
    return tuple(
        sorted(
            (name, value) for name, value in asdict(limits).items() if name not in {"seconds", "memory_mib"}
        )
    )


# --- versions --------------------------------------------------------------------------------------------


@cache
def program_version() -> str:
    """A hash of everything that may change what a report states."""
    return _version(
        lambda parts: parts[0] not in _NOT_READING and parts[-1] not in _KNOWLEDGE_OF_PAGES,
    )


@cache
def publish_version() -> str:
    """A hash of everything that may change the data published of what a report states."""
    return _version(
        lambda parts: (
            parts[0] not in _NOT_PUBLISHING and parts[-1] not in _KNOWLEDGE_OF_PAGES - {"columns.toml"}
        )
    )


@cache
def documents_version() -> str:
    """A hash of everything that may change what text and grids are read from a file."""
    return _version(
        lambda parts: (
            parts[0] in DOCUMENT_CODE
            or (parts[0] == "knowledge" and (parts[-1].endswith(".py") or parts[-1] in DOCUMENT_KNOWLEDGE))
        )
    )


def _version(counts: Callable[[tuple[str, ...]], bool]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in _LIBRARIES:
        try:
            digest.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            continue
    for name in _PROGRAMS:
        digest.update(f"{name} {shutil.which(name)}\n".encode())
    for path in sorted(_CODE.rglob("*")):
        parts = path.relative_to(_CODE).parts
        if path.suffix in _KINDS and counts(parts):
            digest.update("/".join(parts).encode() + path.read_bytes())
    return digest.hexdigest()[:16]
