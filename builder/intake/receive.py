"""A request's files fetched and tried: what cannot be read as a report is refused before anybody is asked to look."""

from __future__ import annotations

from pathlib import Path

from builder.documents import DEFAULT_LIMITS, Limits
from builder.errors import SourceError
from builder.intake.fetch import Bounds, fetch
from builder.intake.form import Request
from builder.intake.submission import RECORD, write_submission
from builder.reports import read_reports
from builder.sources import source_of


def receive(request: Request, folder: Path, bounds: Bounds, limits: Limits = DEFAULT_LIMITS) -> int:
    """Fetch the attachments, or else what stands at the address, into a submission; how many figures it states.

    Raises SourceError for what cannot be fetched or read, with what to do.
    """
    files = []
    for url in request.attachments or (request.url,):
        answer = fetch(url, bounds)
        if answer.status != 200:
            raise SourceError(
                f"网址答复 HTTP {answer.status}，取不到文件；请改用附件",
                f"the address answers HTTP {answer.status}; attach the file instead",
                source=url,
            )  # fmt: skip
        files.append(answer.body)
    write_submission(folder, request, files, limits)
    return _figures(folder, request, limits)


def _figures(folder: Path, request: Request, limits: Limits) -> int:
    names = sorted(path.name for path in folder.iterdir() if path.name != RECORD)
    row = {"org": request.unit, "year": request.year, "attachments": ";".join(names[1:])}
    source = source_of(folder, names[0], row)
    reports, problems = read_reports(folder, (source,), lambda *_: None, limits)
    if not reports:
        problem = problems[0]
        raise SourceError(problem.zh, problem.en, source=problem.source, place=problem.place)
    return len(reports[0].content.facts)
