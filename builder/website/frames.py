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
from builder.website.generate import Asked, Frame, asked, place_of, run
from builder.website.hook import FRAGMENT
from builder.website.looks import NOT_THERE, Look, look, looks
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


class Made(NamedTuple):
    """What a kept page was made of, how its file was left, and how the finished HTML looked that it was made of.

    `told`: the frame and what the list of pages said of it; only where it has finished HTML.
    """

    stamp: str
    left: Look
    source: Look
    digest: str
    told: str = ""


class Stale(NamedTuple):
    """A page to be framed, what it will be made of, and how its finished HTML looks."""

    asked: Asked
    stamp: str
    source: Look
    digest: str
    told: str


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
            made[one.asked.url] = Made(one.stamp, look(file_of(own, one.asked.url)), *one[2:])
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
    left = looks(folder / SHELF)
    for page in pages:
        known, now = before.get(page["url"]), left.pop(_name_of(page["url"]), NOT_THERE)
        source = look(f"{frame.docs}{os.sep}{page['url']}{FRAGMENT}")
        told = "" if source == NOT_THERE else _told(common, frame.docs, page)
        if known and told and (known.told, known.source, known.left) == (told, source, now):
            made[page["url"]] = known
            continue
        one, digest = asked(frame.docs, page), _digest(frame.docs / page["url"] / FRAGMENT, source, known)
        stamp = hashlib.sha256(repr((common, one, digest)).encode()).hexdigest()
        if known and known.stamp == stamp and known.left == now:
            made[one.url] = known._replace(source=source, told=told)
        else:
            stale.append(Stale(one, stamp, source, digest, told))
    for name in left:
        (folder / SHELF / name).unlink()
    return made, stale


def _told(common: str, docs: Path, page: Listed) -> str:
    """What tells a page with finished HTML from another, besides that: asked of every page, so without making anything."""
    place = place_of(docs, page)
    return hashlib.sha256(repr((common, place, page)).encode()).hexdigest()


def _digest(path: Path, now: Look, known: Made | None) -> str:
    """The hash of the finished HTML; "" for a page that has none. It is read only where it looks otherwise."""
    if now == NOT_THERE:
        return ""
    if known and known.source == now:
        return known.digest
    return hashlib.sha256(path.read_bytes()).hexdigest()


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
