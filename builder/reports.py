"""Steps 2 to 5: a source → what one report publishes and how its checks came out. Many at once, each held in bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from builder.cache import Cache, Documents
from builder.checks import run_checks
from builder.copies import one_of_each
from builder.documents import DEFAULT_LIMITS, Limits, read_again, read_document, read_folder
from builder.errors import MingbaiError, SourceError
from builder.facts import state_facts
from builder.model import Document, Problem, Recognised, Report, ReportFacts, Source
from builder.readings import disputed_tables, doubted_pages, doubtful_tables, settle
from builder.recognise import recognise
from builder.workers import Ended, run_apart

#: What is imported once for all the processes that read.
_READY = "builder.ready"
#: (what is being done, how much is done, of how much)
Progress = Callable[[str, int, int], None]
#: Who reads: the folder, the sources in it, the limits and where documents are kept, if they are → (index, how it ended),
#: in the order they end.
Engine = Callable[[Path, Sequence[Source], Limits, Documents | None], Iterator[tuple[int, Ended[Report]]]]


def read_report(
    folder: Path, source: Source, limits: Limits = DEFAULT_LIMITS, kept: Documents | None = None
) -> Report:
    """One report, steps 2 to 5: a pure function of its files, so it runs anywhere.

    `kept`: documents read before, which spare reading the files; new ones are put there.
    Raises SourceError when the file cannot be read, or says neither its unit nor its year.
    """
    document, found, content = _state(folder, source, limits, kept)
    checked = run_checks(content)
    if doubtful := doubtful_tables(checked, content):
        pages = doubted_pages(doubtful, found, content)
        _, _, second = _state(folder, source, limits, kept, second=True, pages=pages)
        settled = settle(content, checked, second, doubtful)
        if settled is not content:
            content, checked = settled, run_checks(settled)
        if disputed := disputed_tables(checked, second, doubtful):
            checked = run_checks(content, disputed)
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


def _state(
    folder: Path,
    source: Source,
    limits: Limits,
    kept: Documents | None,
    *,
    second: bool = False,
    pages: frozenset[int] = frozenset(),
) -> tuple[Document, Recognised, ReportFacts]:
    """One reading: the document, what was recognised in it, and its facts. `pages`: of which the second is wanted."""
    document = kept.get(source, limits, second=second, pages=pages) if kept else None
    if document is None:
        document = _read(folder, source, limits, second, pages)
        if kept:
            kept.put(source, limits, document, second=second, pages=pages)
    found = recognise(document)
    content = one_of_each(document, found, state_facts(found))
    content = replace(content, notices=(*document.notices, *content.notices))
    return document, found, _as_registered(content, source)


def _read(folder: Path, source: Source, limits: Limits, second: bool, pages: frozenset[int]) -> Document:
    if not source.files and not source.file.endswith("/"):
        path = folder / source.file
        if second:
            return read_again(path, source.file, pages, limits=limits)
        return read_document(path, source.file, limits=limits)
    files = [one.file for one in source.files]
    return read_folder(folder, source.file, files, ignored=source.ignored, limits=limits, second=second)


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


# --- many reports ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Task:
    """What a worker process needs to know. `whole`: the text itself is asked for, too, not only what it says."""

    folder: Path
    source: Source
    limits: Limits
    whole: bool
    kept: Documents | None


def read_reports(
    folder: Path,
    sources: Sequence[Source],
    progress: Progress,
    limits: Limits = DEFAULT_LIMITS,
    *,
    cache: Cache | None = None,
    scratch: Path | None = None,
    whole: bool = False,
    engine: Engine | None = None,
    outlines: bool = False,
) -> tuple[tuple[Report, ...], tuple[Problem, ...]]:
    """All reports in worker processes, in the order of the sources; what fails becomes a problem.

    `cache`: where to look for reports read before. `scratch`: a folder for passing files. `whole`: keep the text of
    each report, which takes ten times the room. `engine`: who reads instead of worker processes of this machine.
    `outlines`: only outlines, of what the cache has (`builder.cache.whole`).
    """
    reports = {} if cache is None else _cached(cache, sources, limits, outlines)
    failed: dict[str, Problem] = {}
    waiting = [source for source in sources if source.file not in reports]
    progress("读报告 reports", len(reports), len(sources))
    documents = None if cache is None else cache.documents
    for index, ended in (
        engine(folder, waiting, limits, documents)
        if engine
        else read_apart(folder, waiting, limits, documents, scratch, whole=whole)
    ):
        source = waiting[index]
        if ended.result is not None:
            reports[source.file] = _kept(cache, source, limits, ended.result, outlines)
        elif ended.error is not None:
            failed[source.file] = _problem(source, ended.error)
        progress("读报告 reports", len(reports) + len(failed), len(sources))
    if cache is not None:
        cache.forget_others(sources, limits)
    read = tuple(reports[source.file] for source in sources if source.file in reports)
    problems = [failed[source.file] for source in sources if source.file in failed]
    return read, (*problems, *(problem for report in read for problem in _of_parts(report)))


def read_apart(
    folder: Path,
    sources: Sequence[Source],
    limits: Limits,
    kept: Documents | None = None,
    scratch: Path | None = None,
    *,
    whole: bool = False,
) -> Iterator[tuple[int, Ended[Report]]]:
    """The engine that reads on this machine: each report in a worker process, as many at a time as it has cores.

    The largest begin first: one that is begun last would keep one core at work while the others have none.
    """
    order = sorted(range(len(sources)), key=lambda index: -sources[index].size)
    tasks = [_Task(folder, sources[index], limits, whole, kept) for index in order]
    names = [task.source.file for task in tasks]
    for number, ended in run_apart(_do, tasks, names, limits, scratch, _READY):
        yield order[number], ended


def _cached(cache: Cache, sources: Sequence[Source], limits: Limits, outlines: bool) -> dict[str, Report]:
    get = cache.outline if outlines else cache.get
    found = ((source.file, get(source, limits)) for source in sources)
    return {file: report for file, report in found if report is not None}


def _kept(cache: Cache | None, source: Source, limits: Limits, report: Report, outlines: bool) -> Report:
    """The report, or its outline where that is wanted and the cache has the rest."""
    if cache is None:
        return report
    cache.put(source, limits, report)
    return (cache.outline(source, limits) if outlines else None) or report


def _do(task: _Task) -> Report:
    report = read_report(task.folder, task.source, task.limits, task.kept)
    return report if task.whole else lean(report)


def lean(report: Report) -> Report:
    """A report without its text: what it says stays, and all that is published."""
    found = replace(report.recognised, tables=(), passages=(), captions=(), files=())
    return replace(report, document=replace(report.document, blocks=()), recognised=found)


def _problem(source: Source, error: MingbaiError) -> Problem:
    return Problem(source.file, error.place, error.zh, error.en)


def _of_parts(report: Report) -> list[Problem]:
    """The files of a report that could not be read though the others could."""
    return [Problem(part.file, "", part.zh, part.en) for part in report.document.parts if part.failed]
