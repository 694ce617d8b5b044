"""One report on its own, for `mingbai extract`: in a worker process like in a build, so that nothing can hurt."""

from __future__ import annotations

from pathlib import Path

from builder.documents import DEFAULT_LIMITS, Limits
from builder.errors import SourceError
from builder.model import Report
from builder.reports import read_reports
from builder.sources import source_of


def extract_report(file: Path, limits: Limits = DEFAULT_LIMITS) -> Report:
    """Read one file, or a folder as one report, wherever it lies.

    Raises SourceError with place and advice when it cannot be read.
    """
    file = file.absolute()
    inside = [path for path in file.rglob("*") if path.is_file()] if file.is_dir() else []
    names = sorted(path.relative_to(file.parent).as_posix() for path in inside)
    source = source_of(file.parent, f"{file.name}/" if file.is_dir() else file.name, {}, names)
    reports, problems = read_reports(file.parent, (source,), lambda *_: None, limits, whole=True)
    if not reports:
        problem = problems[0]
        raise SourceError(problem.zh, problem.en, source=problem.source, place=problem.place)
    return reports[0]
