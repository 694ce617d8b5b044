"""Reports read before, kept by what they were read from and by what: the bytes of their files, their row of
`reports.csv`, the limits, and the version of our code, its knowledge and its libraries.

An entry is written beside its place and moved there whole; one that is damaged all the same counts as not there. Only
reports that were read are kept, never a failure.
"""

from __future__ import annotations

import hashlib
import pickle
import shutil
import sys
import tempfile
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from builder.documents import Limits
from builder.model import Report, Source

_CODE = Path(__file__).parent
#: What makes pages of a report has no part in reading it.
_NOT_READING = {"pages", "publish", "typeset", "website"}
_KINDS = {".py", ".toml", ".csv", ".json"}
_LIBRARIES = (
    "lxml", "onnxruntime", "opencv-python-headless", "openpyxl", "pdfminer.six", "pdfplumber", "pypdfium2",
    "rapidocr", "xlrd",
)  # fmt: skip
#: Programs that read a format for us when they are there.
_PROGRAMS = ("soffice", "libreoffice")
_DIGEST = hashlib.sha256().digest_size


class Cache:
    """A folder of reports read before, for one build at a time.

    Entries of other versions of the program are thrown away, and what a killed build left half written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / program_version()
        for other in folder.glob("*/"):
            if other != self._folder:
                shutil.rmtree(other, ignore_errors=True)
        for path in self._folder.glob("new-*"):
            path.unlink(missing_ok=True)

    def get(self, source: Source, limits: Limits) -> Report | None:
        """The report as it was read; None when it was not, or its entry is damaged."""
        try:
            data = self._entry(source, limits).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
            return None
        report: Report = pickle.loads(data[_DIGEST:])
        return report

    def put(self, source: Source, limits: Limits, report: Report) -> None:
        """Keep a report. A full disk is no failure: the entry is not there, then."""
        entry = self._entry(source, limits)
        data = pickle.dumps(report, protocol=pickle.HIGHEST_PROTOCOL)
        try:
            entry.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=entry.parent, prefix="new-", delete=False) as handle:
                fresh = Path(handle.name)
                try:
                    handle.write(hashlib.sha256(data).digest() + data)
                    handle.close()
                    fresh.replace(entry)
                finally:
                    fresh.unlink(missing_ok=True)
        except OSError:
            return

    def _entry(self, source: Source, limits: Limits) -> Path:
        bounds = {
            name: value for name, value in asdict(limits).items() if name not in {"seconds", "memory_mib"}
        }
        told = repr((source, sorted(bounds.items())))
        return self._folder / f"{hashlib.sha256(told.encode()).hexdigest()}.report"


@cache
def program_version() -> str:
    """A hash of everything that may change how a report is read."""
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
        if path.suffix in _KINDS and parts[0] not in _NOT_READING:
            digest.update("/".join(parts).encode() + path.read_bytes())
    return digest.hexdigest()[:16]
