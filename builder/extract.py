"""One report on its own, for `mingbai extract`: in a worker process like in a build, so that nothing can hurt."""

from __future__ import annotations

from pathlib import Path

from builder.errors import SourceError
from builder.model import Report
from builder.pipeline import read_reports
from builder.sources import source_of


def extract_report(file: Path) -> Report:
    """Read one file wherever it lies. Raises SourceError with place and advice when it cannot be read."""
    source = source_of(file.parent, file.name, {})
    reports, problems = read_reports(file.parent, (source,), lambda *_: None)
    if problems:
        problem = problems[0]
        raise SourceError(problem.zh, problem.en, source=problem.source, place=problem.place)
    return reports[0]
