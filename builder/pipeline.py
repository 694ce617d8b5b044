"""The whole way of the data on one screen. Each stage is a function of what the stage before it gave.

sources → documents → recognition → facts → checks → published data → pages → website
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from builder.cache import Cache, publish_version
from builder.documents import DEFAULT_LIMITS, Limits
from builder.errors import BuildError
from builder.locking import alone_in, fresh_folder
from builder.model import Problem
from builder.pages import PagesBefore, render_pages
from builder.printed import Which
from builder.publish import (
    Before,
    Catalogue,
    Writing,
    arrange,
    attach,
    load_accepted,
    whole_department,
    write_data,
    write_pictures,
)  # fmt: skip
from builder.reports import Progress, read_report, read_reports
from builder.sources import find_sources
from builder.website import Settings, build_website, clear_up

__all__ = ["Built", "Progress", "build", "read_report", "read_reports"]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave, for the closing table."""

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    pages: int


def build(
    reports: Path,
    content: Path,
    out: Path,
    work: Path,
    base_url: str | None,
    progress: Progress,
    *,
    limits: Limits = DEFAULT_LIMITS,
    remember: bool = True,
    pictures: Which = "all",
    settings: Settings | None = None,
) -> Built:
    """Reports in, website out. A report that cannot be read is a problem; the others are built all the same.

    The site at `out` is replaced whole or not at all. `remember`: use and keep reports read before.
    `pictures`: which pages of PDFs to show beside their figures. `settings`: what the portal says of itself.
    Raises BuildError when something cannot be written; the old site stays.
    """
    out, work = out.resolve(), work.resolve()
    try:
        with alone_in([work, out.parent], lambda folder: progress(f"等另一次构建 waiting: {folder}", 0, 1)):
            clear_up(out)
            return _build(
                reports, content, out, work, base_url, progress, limits, remember, pictures, settings
            )
    except BrokenPipeError:
        raise
    except OSError as error:
        what = "：".join(str(part) for part in (error.strerror or error, error.filename) if part)
        raise BuildError(
            f"写不下去了（{what}），原来的网站没有动；请看磁盘是否已满、能否写入",
            f"cannot go on ({what}); the old site is as it was. Is the disk full, or not writable?",
        ) from error


def _build(
    reports: Path,
    content: Path,
    out: Path,
    work: Path,
    base_url: str | None,
    progress: Progress,
    limits: Limits,
    remember: bool,
    pictures: Which,
    settings: Settings | None,
) -> Built:
    accepted = load_accepted(content)
    sources = find_sources(reports)  # 1
    scratch = fresh_folder(work / "scratch")
    cache = Cache(work / "cache" if remember else scratch / "cache")
    before = Before(work / "before" / "data", publish_version()) if remember else None
    read, problems = read_reports(
        reports, sources, progress, limits, cache=cache, scratch=scratch, outlines=True
    )  # 2–5
    catalogue = arrange(read)
    whole = partial(whole_department, catalogue.names())
    said = attach(accepted, catalogue, content, whole)
    writing = Writing(reports, limits, pictures, said, whole)
    data = work / "data"
    told = write_data(catalogue, problems, data, writing, before)  # 6
    kept = work / "pictures" if remember else fresh_folder(work / "pictures")
    drawing = _named(progress, "画原页 page pictures")
    write_pictures([one for each in told for one in each.pictures], data, kept, limits, drawing, scratch)
    digests = {str(each.entry["org_id"]): each.digest for each in told}
    rendered = PagesBefore(work / "before" / "pages", digests) if remember else None
    writing_pages = _named(progress, "写页面 pages")
    pages = render_pages(data, content, work / "docs", progress=writing_pages, before=rendered)  # 7
    progress("建网站 website", 0, 1)
    shared = work / "share" if remember else None
    build_website(work / "docs", data, out, base_url=base_url, settings=settings, kept=shared)  # 8
    progress("建网站 website", 1, 1)
    return Built(catalogue, problems, len(pages))


def _named(progress: Progress, what: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(what, done, total)
