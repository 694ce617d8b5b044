"""The published data of a portal without pages and without pictures: quick, for comparing two states of `content/`."""

from __future__ import annotations

from pathlib import Path

from builder.cache import Cache
from builder.documents import DEFAULT_LIMITS, Limits
from builder.locking import alone_in, fresh_folder
from builder.publish import Writing, arrange, attach, load_accepted, with_last_years, write_data
from builder.reports import Progress, read_reports
from builder.sources import find_sources


def snapshot(
    content: Path, out: Path, work: Path, progress: Progress, limits: Limits = DEFAULT_LIMITS
) -> int:
    """Write the data of `content` to `out`, with reports read before taken from `work`; how many could not be read."""
    accepted, sources = load_accepted(content), find_sources(content / "reports")
    with alone_in([work], lambda folder: progress(f"等另一次构建 waiting: {folder}", 0, 1)):
        read, problems = read_reports(
            content / "reports", sources, progress, limits,
            cache=Cache(work / "cache"), scratch=fresh_folder(work / "scratch"),
        )  # fmt: skip
        catalogue = with_last_years(arrange(read))
        said = attach(accepted, catalogue, content)
        write_data(catalogue, problems, out, Writing(content / "reports", limits, said=said))
    return len(problems)
