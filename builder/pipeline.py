"""The whole way of the data on one screen. Each stage is a function of what the stage before it gave.

sources → documents → recognition → facts → checks → published data → pages → website
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

from builder.checks import run_checks
from builder.documents import read_document
from builder.errors import MingbaiError, SourceError
from builder.facts import state_facts
from builder.model import Problem, Report, ReportFacts, Source
from builder.pages import render_pages
from builder.publish import Catalogue, arrange, attach, load_accepted, with_last_years, write_data
from builder.readings import disputed_tables, doubtful_tables, settle
from builder.recognise import recognise
from builder.sources import find_sources
from builder.website import build_website

#: (what is being done, how much is done, of how much)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave, for the closing table."""

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    pages: int


def build(
    reports: Path, content: Path, out: Path, work: Path, base_url: str | None, progress: Progress
) -> Built:
    """Reports in, website out. A report that cannot be read is a problem; the others are built all the same."""
    accepted = load_accepted(content)
    sources = find_sources(reports)  # 1
    read, problems = read_reports(reports, sources, progress)  # 2–5
    catalogue = with_last_years(arrange(read))
    said = attach(accepted, catalogue, content)
    data = write_data(catalogue, problems, reports, work / "data", said)  # 6
    pages = render_pages(data, content, work / "docs", progress=_named(progress, "写页面 pages"))  # 7
    progress("建网站 website", 0, 1)
    build_website(work / "docs", data, out, base_url=base_url)  # 8
    progress("建网站 website", 1, 1)
    return Built(catalogue, problems, len(pages))


def read_report(folder: Path, source: Source) -> Report:
    """One report, steps 2 to 5: a pure function of one file, so it runs anywhere.

    Raises SourceError when the file cannot be read, or says neither its unit nor its year.
    """
    document = read_document(folder / source.file, source.file)
    found = recognise(document)
    content = _as_registered(state_facts(found), source)
    checked = run_checks(content)
    if doubtful := doubtful_tables(checked, content):
        again = read_document(folder / source.file, source.file, second=True)
        second = state_facts(recognise(again))
        content = settle(content, second, doubtful)
        checked = run_checks(content, disputed_tables(run_checks(content), second, doubtful))
    org, year = source.org or found.org, source.year or str(found.year or "")
    if not org or not year:
        raise SourceError(
            "认不出单位名称或年度，请在 reports.csv 里登记",
            "neither unit nor year could be recognised; enter them in reports.csv",
            source=source.file,
        )
    given = {"org": source.org, "year": source.year, "region": source.region, "kind": source.kind}
    return Report(
        source=source,
        document=document,
        recognised=found,
        content=content,
        checked=checked,
        org_id=source.org_id,
        org=org,
        region=source.region or found.region,
        parent=source.parent,
        year=int(year),
        kind=source.kind or found.kind,
        guessed=tuple(name for name, value in given.items() if not value),
    )


def _as_registered(content: ReportFacts, source: Source) -> ReportFacts:
    """The facts with what `reports.csv` knows better: unit, year, kind, and the dates no report prints."""
    return replace(
        content,
        org=source.org or content.org,
        year=int(source.year) if source.year else content.year,
        kind=source.kind or content.kind,
        published_on=source.published_on,
        approved_on=source.approved_on,
    )


def read_reports(
    folder: Path, sources: Sequence[Source], progress: Progress
) -> tuple[tuple[Report, ...], tuple[Problem, ...]]:
    """All reports in worker processes, in the order of the sources; what fails becomes a problem."""
    reports: dict[str, Report] = {}
    problems: dict[str, Problem] = {}
    progress("读报告 reports", 0, len(sources))
    workers = max(1, min(cpu_count() or 1, len(sources)))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(read_report, folder, source): source for source in sources}
        for done, future in enumerate(as_completed(futures), start=1):
            source, error = futures[future], future.exception()
            if error is None:
                reports[source.file] = future.result()
            else:
                problems[source.file] = _problem(source, error)
            progress("读报告 reports", done, len(sources))
    files = [source.file for source in sources]
    return (
        tuple(reports[file] for file in files if file in reports),
        tuple(problems[file] for file in files if file in problems),
    )


def _problem(source: Source, error: BaseException) -> Problem:
    if isinstance(error, MingbaiError):
        return Problem(source.file, error.place, error.zh, error.en)
    kind = f"{type(error).__name__}: {error}"
    return Problem(
        source.file, "", f"程序读这份报告时出错（{kind}），请把文件报给维护者", f"internal error ({kind})"
    )


def _named(progress: Progress, what: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(what, done, total)
