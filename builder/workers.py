"""Doing each job in a worker process that may not cost more than allowed. Knows nothing of reports.

A job that needs too much time or memory, or brings its process down, becomes an error with advice; the others go on.
Results come back as files: a process that is killed in the middle of one harms nobody.
"""

from __future__ import annotations

import os
import pickle
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from types import FrameType, ModuleType, TracebackType
from typing import Generic, NoReturn, TypeVar

from pebble import ProcessExpired, ProcessPool

from builder.documents import Limits
from builder.documents.allowance import allow
from builder.documents.scan import recognises
from builder.documents.whereabouts import last_told, tell_to
from builder.errors import MingbaiError, SourceError
from builder.worker_errors import cannot_start, crashed, name_of_signal, too_much_memory, too_slow

_T = TypeVar("_T")
_R = TypeVar("_R")
_MIB = 1024 * 1024
#: How often a pool is started again when one process brought all down.
_ATTEMPTS = 3
#: Seconds of computing beyond the limit before a process is killed that does not hear that its time is up.
_GRACE = 5
#: How many times as long by the clock: a busy machine is no fault of the file, and one that waits computes nothing.
_PATIENCE = 4
#: Seconds after which it is looked whether the pool still works.
_LOOK = 1
#: How many jobs not yet done are watched at a time, the oldest; more than any machine works at.
_WATCHED = 256
_MEMORY, _TIME = "memory", "time"
#: How libraries that are not Python's say that there was too little memory.
_WANT_OF_MEMORY = re.compile(r"bad.?alloc|allocate memory|out of memory", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ended(Generic[_R]):
    """How a job ended: its result, or the error."""

    result: _R | None = None
    error: MingbaiError | None = None


@dataclass(frozen=True, slots=True)
class _Job(Generic[_T, _R]):
    """A job with its item, and where its result and its whereabouts are written."""

    function: Callable[[_T], _R]
    item: _T
    name: str
    result: Path
    place: Path


class _Stopped(BaseException):
    """The process was told to end: what a job has opened is closed on the way."""


class _TimeUp(BaseException):
    """The process has computed as long as it may."""


class _Worker:
    """Whether this process is at a job and has been told that its time is up; the seconds of the clock a job may take."""

    busy = False
    late = False
    patience = 0


def run_apart(
    function: Callable[[_T], _R],
    items: Sequence[_T],
    names: Sequence[str],
    limits: Limits,
    scratch: Path | None = None,
    ready: str = "",
) -> Iterator[tuple[int, Ended[_R]]]:
    """Each item through the function in a process of its own; (index, how it ended), in the order they end.

    `names` call the items in messages. `scratch`: a folder for what passes between the processes. `ready`: a module
    that is imported once for all workers, for what it makes ready.
    """
    with tempfile.TemporaryDirectory(prefix="read-", dir=scratch) as folder:
        jobs = [
            _Job(function, item, name, Path(folder) / f"{index}.result", Path(folder) / f"{index}.place")
            for index, (item, name) in enumerate(zip(items, names, strict=True))
        ]
        waiting = list(range(len(jobs)))
        for _ in range(_ATTEMPTS):
            broken = []
            for index, ended in _run([(index, jobs[index]) for index in waiting], limits, ready):
                if ended is None:
                    broken.append(index)
                else:
                    yield index, ended
            waiting = broken
        for index in waiting:
            yield index, Ended(error=cannot_start(names[index], limits))


def _run(
    jobs: Sequence[tuple[int, _Job[_T, _R]]], limits: Limits, ready: str
) -> Iterator[tuple[int, Ended[_R] | None]]:
    """One pool over the jobs; None for a job that was lost when the pool broke down."""
    if not jobs:
        return
    context = clean_context()
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(
            [*_needed_by_all(jobs[0][1].function.__module__), *filter(None, [ready])]
        )
    pool = ProcessPool(
        max_workers=max(1, min(os.cpu_count() or 1, len(jobs))),
        max_tasks=1,  # what one report leaves in memory does not burden the next
        initializer=_bound,
        initargs=(limits,),
        context=context,
    )
    try:
        futures = _scheduled(pool, jobs, limits)
        lost = {index for index, _ in jobs}
        for future in _done(futures, pool):
            index, job = futures[future]
            lost.discard(index)
            yield index, _ended(future, job, limits)
        yield from ((index, None) for index in sorted(lost))
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _needed_by_all(module: str) -> list[str]:
    """The modules that every worker imports, to be imported once for all: else each takes a second for it.

    A program that was started by `python -m` has its main module under that name, too. One that is a file, as the
    command `mingbai` is, is run again by every worker: what it imports is then there.
    """
    main = sys.modules["__main__"]
    if main.__spec__:
        return ["__main__", main.__spec__.name, module]
    named = vars(main).values()
    origins = {v.__name__ if isinstance(v, ModuleType) else getattr(v, "__module__", "") for v in named}
    return ["__main__", *sorted(origins & set(sys.modules) - {"__main__"}), module]


_Future = Future[MingbaiError | str | None]


def _scheduled(
    pool: ProcessPool, jobs: Sequence[tuple[int, _Job[_T, _R]]], limits: Limits
) -> dict[_Future, tuple[int, _Job[_T, _R]]]:
    """The jobs by their futures; without those for which the pool broke down before they were taken."""
    futures: dict[_Future, tuple[int, _Job[_T, _R]]] = {}
    timeout = _longest(limits) * _PATIENCE
    for number, job in jobs:
        try:
            future: _Future = pool.schedule(_do, args=(job,), timeout=timeout)
        except (RuntimeError, OSError):
            break
        futures[future] = number, job
    return futures


def _done(futures: Iterable[_Future], pool: ProcessPool) -> Iterator[_Future]:
    """The futures as they are done; a pool that breaks down may forget some."""
    waiting = dict.fromkeys(futures)
    while waiting:
        works = pool.active
        # The pool takes them in this order: those at work are among the first, and watching all would cost the square.
        done, _ = wait(list(islice(waiting, _WATCHED)), timeout=_LOOK, return_when=FIRST_COMPLETED)
        if not works and not done:
            yield from (future for future in waiting if future.done())
            return
        for future in done:
            del waiting[future]
            yield future


def _longest(limits: Limits) -> int:
    """Seconds of computing that a report may take if all its pages that may be recognised are."""
    scanned = limits.scanned_pages * limits.scanned_page_seconds if recognises(limits) else 0
    return limits.seconds + scanned


def clean_context() -> BaseContext:
    """How to start processes that inherit nothing, no lock and no thread, of the one that asks for them."""
    return get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")


# --- in the worker ---------------------------------------------------------------------------------------


def end_with_parent() -> None:
    """Let this process end when the one that asked for it does, be it killed: nobody would wait for its result."""
    if parent := parent_process():
        Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: BaseProcess) -> NoReturn:
    parent.join()
    os._exit(1)


def _bound(limits: Limits) -> None:
    """Set the bounds of this process; Windows knows only the time limit."""
    signal.signal(signal.SIGTERM, _stop)
    end_with_parent()
    if os.name == "nt":
        return
    import resource

    def lower(what: int, value: int) -> None:
        hard = resource.getrlimit(what)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (value, hard))

    lower(resource.RLIMIT_AS, limits.memory_mib * _MIB)
    lower(resource.RLIMIT_FSIZE, limits.memory_mib * _MIB)
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_CPU, limits.seconds + _GRACE)
    signal.signal(signal.SIGPROF, _time_is_up)
    signal.setitimer(signal.ITIMER_PROF, limits.seconds)
    signal.signal(signal.SIGALRM, _time_is_up)
    _Worker.patience = limits.seconds * _PATIENCE
    allow(_raise_time)


def _raise_time(seconds: int) -> None:
    import resource

    for clock, more in ((signal.ITIMER_PROF, seconds), (signal.ITIMER_REAL, seconds * _PATIENCE)):
        left, _ = signal.getitimer(clock)
        signal.setitimer(clock, left + more)
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    raised = soft + seconds
    resource.setrlimit(
        resource.RLIMIT_CPU, (raised if hard == resource.RLIM_INFINITY else min(raised, hard), hard)
    )


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    if _Worker.busy:
        raise _Stopped
    os._exit(0)


def _time_is_up(_number: int, _frame: FrameType | None) -> None:
    """Once only: the second clock must not strike while the job clears up after the first."""
    if _Worker.busy and not _Worker.late:
        _Worker.late = True
        raise _TimeUp


def _unbound() -> None:
    """Take the bounds back: a process that has met one must still say so."""
    _Worker.busy = False
    if os.name != "nt":
        import resource

        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, (resource.getrlimit(resource.RLIMIT_AS)[1],) * 2)


def _do(job: _Job[_T, _R]) -> MingbaiError | str | None:
    """Do a job and write its result. Gives the error of a job that failed, in words if it is a fault of ours."""
    _Worker.busy = True
    if _Worker.patience:
        signal.setitimer(signal.ITIMER_REAL, _Worker.patience)
    tell_to(job.place)
    with _Border() as border:
        result = job.function(job.item)
        with job.result.open("wb") as handle:
            pickle.dump(result, handle, protocol=pickle.HIGHEST_PROTOCOL)
    _unbound()
    return border.error


class _Border:
    """The border of the process: whatever goes wrong inside becomes something that can be sent."""

    def __init__(self) -> None:
        self.error: MingbaiError | str | None = None

    def __enter__(self) -> _Border:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, _Stopped):
            os._exit(1)
        if isinstance(error, _TimeUp):
            self.error = _TIME
        elif _is_memory(error):
            self.error = _MEMORY
        elif isinstance(error, MingbaiError):
            self.error = error
        elif error is not None:
            self.error = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return True


def _is_memory(error: BaseException | None) -> bool:
    """Whether a want of memory is at the bottom of it: libraries take it for a fault of the file."""
    while error is not None and not isinstance(error, MemoryError):
        if _WANT_OF_MEMORY.search(str(error)) and not isinstance(error, MingbaiError):
            return True
        wrapped = next((arg for arg in error.args if isinstance(arg, MemoryError)), None)
        error = wrapped or error.__cause__ or error.__context__
    return error is not None


# --- in the process that asked ---------------------------------------------------------------------------


def _ended(future: Future[MingbaiError | str | None], job: _Job[_T, _R], limits: Limits) -> Ended[_R] | None:
    fault = future.exception()
    if isinstance(fault, BrokenProcessPool):
        return None
    place = last_told(job.place)
    if fault is not None:
        return Ended(error=_of_process(fault, job.name, place, limits))
    told = future.result()
    if told is None:
        result: _R = pickle.loads(job.result.read_bytes())
        job.result.unlink()
        return Ended(result)
    if isinstance(told, MingbaiError):
        return Ended(error=told)
    known = {_MEMORY: too_much_memory, _TIME: too_slow}
    return Ended(error=known[told](job.name, place, limits) if told in known else crashed(job.name, told))


def _of_process(fault: BaseException, name: str, place: str, limits: Limits) -> MingbaiError:
    if isinstance(fault, TimeoutError):
        return too_slow(name, place, limits)
    if isinstance(fault, ProcessExpired):
        ended_by = -(fault.exitcode or 0)
        if ended_by == getattr(signal, "SIGXCPU", None):
            return too_slow(name, place, limits)
        return SourceError(
            f"读取时进程崩溃（{name_of_signal(ended_by)}）：文件多半已损坏，或要用的内存超过 {limits.memory_mib} MB；"
            "请换原文件，或用 --memory-limit 调高",
            f"the reading process died ({name_of_signal(ended_by)}): the file is damaged or needs more than "
            f"{limits.memory_mib} MB of memory; supply the original or raise --memory-limit",
            source=name,
            place=place,
        )
    return crashed(name, f"{type(fault).__name__}: {fault}")
