"""The whole way of the data on one screen. Each stage is a function of what the stage before it gave.

sources → documents → recognition → facts → checks → published data → pages → website
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from builder.cache import Cache, publish_version
from builder.collecting import collecting_seldom
from builder.documents import DEFAULT_LIMITS, Limits
from builder.errors import BuildError
from builder.locking import alone_in, fresh_folder
from builder.model import Problem, Source
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
from builder.publish.accepted import Accepted
from builder.reports import Engine, Progress, read_report, read_reports
from builder.sources import find_sources
from builder.website import Settings, build_website, clear_up

__all__ = [
    "Built", "Order", "Progress", "build", "building", "make_pages", "make_website", "read_report", "read_reports",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave, for the closing table."""

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class Order:
    """What to build of, and how.

    `remember`: use and keep what was made before. `pictures`: which pages of PDFs to show. `part`: not all departments,
    so that what is said of others in accepted.csv, and what joins all, is left to whoever has them.
    """

    reports: Path
    content: Path
    work: Path
    limits: Limits = DEFAULT_LIMITS
    remember: bool = True
    pictures: Which = "all"
    part: bool = False

    @property
    def data(self) -> Path:
        return self.work / "data"

    @property
    def docs(self) -> Path:
        return self.work / "docs"


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
    out, order = out.resolve(), Order(reports, content, work.resolve(), limits, remember, pictures)
    with building(out, order.work, progress):
        accepted = load_accepted(content)
        built = make_pages(order, find_sources(reports), accepted, progress)
        make_website(order, out, base_url, settings, progress)
        return built


@contextmanager
def building(out: Path, work: Path, progress: Progress) -> Iterator[None]:
    """Alone in both folders; BuildError when something cannot be written."""
    try:
        with alone_in([work, out.parent], lambda folder: progress(f"等另一次构建 waiting: {folder}", 0, 1)):
            clear_up(out)
            with collecting_seldom():
                yield
    except BrokenPipeError:
        raise
    except OSError as error:
        what = "：".join(str(part) for part in (error.strerror or error, error.filename) if part)
        raise BuildError(
            f"写不下去了（{what}），原来的网站没有动；请看磁盘是否已满、能否写入",
            f"cannot go on ({what}); the old site is as it was. Is the disk full, or not writable?",
        ) from error


def make_pages(
    order: Order,
    sources: Sequence[Source],
    accepted: Sequence[Accepted],
    progress: Progress,
    *,
    engine: Engine | None = None,
) -> Built:
    """Steps 2 to 7: sources → published data and finished pages in the work folder. `engine`: who reads."""
    work, limits, remember = order.work, order.limits, order.remember
    scratch = fresh_folder(work / "scratch")
    cache = Cache(work / "cache" if remember else scratch / "cache")
    before = Before(work / "before" / "data", publish_version()) if remember else None
    read, problems = read_reports(
        order.reports, sources, progress, limits, cache=cache, scratch=scratch, outlines=True, engine=engine
    )  # 2–5
    catalogue = arrange(read)
    names = catalogue.names()
    whole = partial(whole_department, names)
    if order.part:
        accepted = [entry for entry in accepted if entry.org_id in names]
    said = attach(accepted, catalogue, order.content, whole)
    writing = Writing(order.reports, limits, order.pictures, said, whole)
    told = write_data(catalogue, problems, order.data, writing, before, joint=not order.part)  # 6
    kept = work / "pictures" if remember else fresh_folder(work / "pictures")
    drawing = _named(progress, "画原页 page pictures")
    write_pictures(
        [one for each in told for one in each.pictures], order.data, kept, limits, drawing, scratch
    )
    digests = {str(each.entry["org_id"]): each.digest for each in told}
    rendered = PagesBefore(work / "before" / "pages", digests) if remember else None
    writing_pages = _named(progress, "写页面 pages")
    pages = render_pages(
        order.data, order.content, order.docs, progress=writing_pages, before=rendered, joint=not order.part
    )  # 7
    return Built(catalogue, problems, len(pages))


def make_website(
    order: Order, out: Path, base_url: str | None, settings: Settings | None, progress: Progress
) -> None:
    """Step 8: what `make_pages` left in the work folder → the site."""
    progress("建网站 website", 0, 1)
    kept = order.work if order.remember else None
    build_website(order.docs, order.data, out, base_url=base_url, settings=settings, kept=kept)
    progress("建网站 website", 1, 1)


def _named(progress: Progress, what: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(what, done, total)
