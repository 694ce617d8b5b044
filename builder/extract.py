"""Reading without a site, for `mingbai extract`: one report, or a folder of them. In worker processes like in a build,
so that nothing can hurt.
"""

from __future__ import annotations

from pathlib import Path

from builder.cache import Cache
from builder.documents import DEFAULT_LIMITS, Limits
from builder.errors import SourceError
from builder.locking import alone_in, fresh_folder
from builder.model import Problem, Report
from builder.publish import Catalogue, arrange, with_last_years
from builder.publish.dataset import refuse_foreign, write_dataset
from builder.reports import Engine, Progress, read_reports
from builder.sources import find_sources, source_of


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


def extract_folder(
    reports: Path,
    into: Path,
    work: Path,
    progress: Progress,
    limits: Limits = DEFAULT_LIMITS,
    engine: Engine | None = None,
) -> tuple[Catalogue, tuple[Problem, ...]]:
    """Read every report of a folder and write what they publish to `into`, parted by region and year.

    Reports read before, here or by a build in the same `work` folder, are not read again; a build finds these. `engine`:
    who reads instead of worker processes of this machine.
    """
    refuse_foreign(into)
    work = work.resolve()
    with alone_in([work], lambda folder: progress(f"等另一次构建 waiting: {folder}", 0, 1)):
        sources = find_sources(reports)
        cache, scratch = Cache(work / "cache"), fresh_folder(work / "scratch")
        read, problems = read_reports(
            reports, sources, progress, limits, cache=cache, scratch=scratch, engine=engine
        )
    catalogue = with_last_years(arrange(read))
    write_dataset(catalogue, problems, into)
    return catalogue, problems
