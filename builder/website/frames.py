"""Every page in its frame; only those are framed that are not what they were, many at once, some hundreds at a time.

A framed page is made of the frame that all share, of what the list of pages says of it, and of its own finished HTML. What
was framed is kept in a folder beside a list of what it was made of. A page that is framed again gets a new file, and the list
is written after it: what a killed build leaves in between is not as the list says, and is framed again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from math import ceil
from pathlib import Path
from typing import NamedTuple

from builder.keeping import keep, kept, remove_half_written
from builder.website.generate import Asked, Frame, asked, run
from builder.website.hook import FRAGMENT
from builder.website.planned import Planned
from builder.website.stubs import Listed
from builder.workers import clean_context, end_with_parent

LIST, SHELF = "known", "pages"
#: Pages in one run of the generator: what it holds at a time.
BATCH = 2_000
#: Pages from which worker processes are worth starting: until one frames, it has loaded the program for seconds.
PARALLEL_FROM = 2_000
#: Files of `docs` that are no part of the site.
INPUTS = frozenset({FRAGMENT, "pages.json", "fulltext.json"})
#: Size and nanosecond of the last change of a file; (-1, -1) where there is none.
Look = tuple[int, int]


class Made(NamedTuple):
    """What a kept page was made of, how its file was left, and how the finished HTML looked that it was made of."""

    stamp: str
    left: Look
    source: Look
    digest: str


class Stale(NamedTuple):
    """A page to be framed, what it will be made of, and how its finished HTML looks."""

    asked: Asked
    stamp: str
    source: Look
    digest: str


def write_frames(frame: Frame, pages: Sequence[Listed], site: Planned, folder: Path) -> int:
    """Plan all pages in their frame, with the files of the theme and of `docs`; how many were framed.

    `folder`: what was framed before. Raises UsageError where the generator refuses.
    """
    own = folder.resolve()
    (own / SHELF).mkdir(parents=True, exist_ok=True)
    _clear_up(own)
    made, stale = _sorted_out(frame, pages, own)
    for number, (batch, ran) in enumerate(_framed(frame, stale, own)):
        if not number:
            _plan_theme(ran, site)
        shutil.rmtree(ran.parent)
        for one in batch:
            made[one.asked.url] = Made(one.stamp, _look(file_of(own, one.asked.url)), one.source, one.digest)
        keep(own / LIST, made)
    _put_in_place(frame.docs, pages, site, own)
    return len(stale)


def _plan_theme(ran: Path, site: Planned) -> None:
    """What the generator wrote beside the pages: its folder goes, so that contents are planned."""
    for path in ran.rglob("*"):
        if path.is_file():
            site.put(path.relative_to(ran).as_posix(), path.read_bytes())


def file_of(folder: Path, url: str) -> Path:
    """Where a framed page is kept."""
    return folder / SHELF / _name_of(url)


def _name_of(url: str) -> str:
    return f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.html"


def _clear_up(folder: Path) -> None:
    """What a killed build left of its work."""
    remove_half_written(folder)
    for path in folder.glob("run-*"):
        shutil.rmtree(path, ignore_errors=True)


def _sorted_out(frame: Frame, pages: Sequence[Listed], folder: Path) -> tuple[dict[str, Made], list[Stale]]:
    """Pages that are what they were, by address, and those that have to be framed; files of others are removed."""
    found = kept(folder / LIST)
    before: dict[str, Made] = found if isinstance(found, dict) else {}
    common, made, stale = frame.stamp(), dict[str, Made](), list[Stale]()
    wanted = set()
    for page in pages:
        one = asked(frame.docs, page)
        known, file = before.get(one.url), file_of(folder, one.url)
        wanted.add(file.name)
        source, digest = _finished(frame.docs / one.url / FRAGMENT, known)
        stamp = hashlib.sha256(repr((common, one, digest)).encode()).hexdigest()
        if known and known.stamp == stamp and known.left == _look(file):
            made[one.url] = known._replace(source=source)
        else:
            stale.append(Stale(one, stamp, source, digest))
    for path in (folder / SHELF).iterdir():
        if path.name not in wanted:
            path.unlink()
    return made, stale


def _finished(path: Path, known: Made | None) -> tuple[Look, str]:
    """How the finished HTML looks, and its hash; "" for a page that has none. It is read only where it looks otherwise."""
    look = _look(path)
    if look[0] < 0:
        return look, ""
    if known and known.source == look:
        return look, known.digest
    return look, hashlib.sha256(path.read_bytes()).hexdigest()


def _look(path: Path) -> Look:
    try:
        status = path.stat()
    except FileNotFoundError:
        return -1, -1
    return status.st_size, status.st_mtime_ns


def _framed(frame: Frame, stale: Sequence[Stale], folder: Path) -> Iterator[tuple[Sequence[Stale], Path]]:
    """Batches of pages, framed, with what else the generator wrote. One batch at least: that brings the theme's files."""
    processes = os.cpu_count() or 1
    size = BATCH if len(stale) < PARALLEL_FROM else min(BATCH, ceil(len(stale) / processes))
    batches = [stale[start : start + size] for start in range(0, len(stale), size)] or [[]]
    job = partial(frame_batch, frame, folder)
    given = [[one.asked for one in batch] for batch in batches]
    if len(stale) < PARALLEL_FROM:
        yield from zip(batches, map(job, given), strict=True)
        return
    with ProcessPoolExecutor(
        min(processes, len(batches)),
        mp_context=clean_context(),
        initializer=end_with_parent,
        max_tasks_per_child=1,  # what a run holds goes with its process
    ) as pool:
        yield from zip(batches, pool.map(job, given), strict=True)


def frame_batch(frame: Frame, folder: Path, pages: Sequence[Asked]) -> Path:
    """Frame some pages and keep them; where the rest is that the generator wrote."""
    site = run(frame, pages, folder)
    for page in pages:
        (site / page.url / "index.html").replace(file_of(folder, page.url))
    return site


def _put_in_place(docs: Path, pages: Sequence[Listed], site: Planned, folder: Path) -> None:
    shelf = folder / SHELF
    numbers = {entry.name: entry.stat() for entry in os.scandir(shelf)}
    for page in pages:
        name = _name_of(page["url"])
        site.link(f"{page['url']}index.html", f"{shelf}{os.sep}{name}", numbers[name])
    site.link_tree(docs, "", lambda name: name.endswith(".md") or name in INPUTS)
