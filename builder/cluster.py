"""Reading reports on a Dask cluster that runs already (the optional extra `cluster`): who reads, not what is read.

What goes over the network: to a worker the bytes of one report's files, its row of `reports.csv`, the limits and the
documents kept of it; back the report and the documents that were read anew, each as a cache keeps it. A worker has nothing
of ours but the program itself, in the same version: it puts the files into a folder of its own and reads them in a process
of their own, within the limits, as `builder.workers` does anywhere.
Dask runs what it is sent: only for networks where everyone is trusted, or with Dask's own TLS (`tls://`).
"""

from __future__ import annotations

import pickle
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import current_process
from pathlib import Path
from typing import TYPE_CHECKING

from builder.cache import Documents, program_version
from builder.documents import Limits
from builder.errors import BuildError, SourceError, UsageError
from builder.model import Report, Source
from builder.reports import Engine, read_apart
from builder.workers import Ended

if TYPE_CHECKING:
    from distributed import Client, Future, as_completed

#: Reports on their way for each thread of the workers: one is read while the next one travels.
_ON_THE_WAY = 2
#: How often a report is tried again that failed for a reason of the worker's, such as a full disk.
_RETRIES = 2
#: Seconds to wait for the scheduler, and for the first worker.
_PATIENCE = 30
#: Seconds to wait for another worker when all are gone.
_WITHOUT_WORKERS = 60
#: Seconds between two looks for what came back, and, while nothing does, for workers.
_LOOK, _LOOK_FOR_WORKERS = 0.05, 5
_FAST = 1  # of zlib's levels


@dataclass(frozen=True, slots=True)
class _Shipment:
    """One report on its way to a worker: all that it needs to know. Names are relative to the reports folder.

    `documents`: those kept of it (`Documents.carry`); None where none are kept.
    """

    version: str
    source: Source
    files: tuple[tuple[str, bytes], ...]
    limits: Limits
    documents: dict[str, bytes] | None


@dataclass(frozen=True, slots=True)
class _Return:
    """What comes back: how it ended, packed, and the documents that were read anew."""

    ended: bytes
    documents: dict[str, bytes]


def read_on(scheduler: str) -> Engine:
    """Let the workers of the scheduler at this address read: `tcp://…` or `tls://…`.

    Raises UsageError when it cannot be reached, has no workers, or they run another version of the program; BuildError
    when it, or every worker, is lost on the way: what was given until then is what was read.
    """

    def engine(
        folder: Path, sources: Sequence[Source], limits: Limits, kept: Documents | None
    ) -> Iterator[tuple[int, Ended[Report]]]:
        if sources:
            with _connected(scheduler) as client:
                yield from _read_all(client, scheduler, folder, sources, limits, kept)

    return engine


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "没有安装 Dask，请先装可选部分：pip install 'mingbai[cluster]'",
            "Dask is not installed: pip install 'mingbai[cluster]'",
            source="--scheduler",
        ) from error
    # A report of many megabytes is sent on purpose, no slip that one should be warned of.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"}):
        try:
            client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(
                f"连不上调度器（{error}）", f"cannot reach the scheduler ({error})", source=scheduler
            ) from error
        try:
            _check_workers(client, scheduler)
            yield client
        finally:
            client.close()


def _check_workers(client: Client, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        raise UsageError(
            "调度器没有工作进程，请先启动 dask worker",
            "the scheduler has no workers; start dask worker first",
            source=scheduler,
        ) from error
    try:
        told = client.run(_about_worker, on_error="return")
    except ImportError as error:
        told = {scheduler: error}
    for worker, about in sorted(told.items()):
        if isinstance(about, tuple):
            _refuse_unfit(worker, *about)
        else:
            raise UsageError(
                f"工作进程用不了本程序（{about}）：每台机器都要装同一版本的 mingbai",
                f"the worker cannot use this program ({about}): install the same version of mingbai on every machine",
                source=worker,
            )


def _about_worker() -> tuple[str, bool]:
    """In a worker: the version of its program, and whether it may start processes."""
    return program_version(), not current_process().daemon


def _refuse_unfit(worker: str, version: str, may_start: bool) -> None:
    if version != program_version():
        raise UsageError(
            f"工作进程的程序版本（{version}）与这里的（{program_version()}）不同；程序、Python、读取用的库和 LibreOffice "
            "都要一样，结果才会一样",
            f"the worker runs another version ({version}) than here ({program_version()}); the program, Python, the "
            "reading libraries and LibreOffice must be the same for the results to be the same",
            source=worker,
        )
    if not may_start:
        raise UsageError(
            "工作进程不得再起进程，读取就无从限制；请用 dask worker --no-nanny，或设 DASK_DISTRIBUTED__WORKER__DAEMON=False",
            "the worker may not start processes, so reading cannot be bounded; use dask worker --no-nanny, or set "
            "DASK_DISTRIBUTED__WORKER__DAEMON=False",
            source=worker,
        )


def _read_all(
    client: Client,
    scheduler: str,
    folder: Path,
    sources: Sequence[Source],
    limits: Limits,
    kept: Documents | None,
) -> Iterator[tuple[int, Ended[Report]]]:
    """The reports as they come back; only so many are on their way at a time."""
    from distributed import as_completed

    def sent(index: int) -> Future:
        shipment = _shipment(folder, sources[index], limits, kept)
        key = f"mingbai-{client.id}-{index}"
        index_of[key] = index
        return client.submit(_read_there, shipment, key=key, retries=_RETRIES, pure=False)

    index_of: dict[str, int] = {}
    left = iter(range(len(sources)))
    room = _ON_THE_WAY * max(1, _threads(client, scheduler))
    coming = as_completed([sent(index) for index in islice(left, room)], loop=client.loop)
    while not coming.is_empty():
        future = _next(coming, client, scheduler)
        back = _gathered(future, scheduler)
        if back is None:
            coming.add(future)
            continue
        index = index_of.pop(future.key)
        if isinstance(back, _Return):
            if kept:
                kept.bring(sources[index], limits, back.documents)
            yield index, pickle.loads(zlib.decompress(back.ended))
        else:
            yield index, _failed(back, sources[index].file)
        future.release()
        for following in islice(left, 1):
            coming.add(sent(following))


def _shipment(folder: Path, source: Source, limits: Limits, kept: Documents | None) -> _Shipment:
    alone = not source.files and not source.file.endswith("/")
    names = [source.file] if alone else [one.file for one in source.files]
    files = tuple((name, (folder / name).read_bytes()) for name in names)
    return _Shipment(
        program_version(), source, files, limits, None if kept is None else kept.carry(source, limits)
    )


def _next(coming: as_completed, client: Client, scheduler: str) -> Future:
    """The next that came back. Raises BuildError when no worker was there for a while, or the scheduler is gone."""
    looked = seen = time.monotonic()
    while not coming.has_ready():
        time.sleep(_LOOK)
        now = time.monotonic()
        if now < looked + _LOOK_FOR_WORKERS:
            continue
        looked = now
        if _threads(client, scheduler):
            seen = now
        elif now > seen + _WITHOUT_WORKERS:
            raise BuildError(
                f"调度器 {scheduler} 已经没有工作进程；已读的留着，启动 dask worker 后再运行一次接着读",
                f"the scheduler {scheduler} has no workers left; what was read is kept, start dask worker and run "
                "again to go on",
            )
    return next(coming)


def _threads(client: Client, scheduler: str) -> int:
    """Of all workers that are there. Raises BuildError when the scheduler is lost."""
    try:
        return sum(client.nthreads().values())
    except (OSError, TimeoutError, RuntimeError) as error:
        raise _lost(scheduler) from error


def _gathered(future: Future, scheduler: str) -> _Return | BaseException | None:
    """What came back: a result, or why there is none; None when its worker was lost with it and it is made again.

    Raises BuildError when the scheduler is lost.
    """
    from distributed import CancelledError

    if future.status in {"lost", "pending"}:
        return None
    if future.status not in {"finished", "error"}:
        raise _lost(scheduler)
    try:
        fault: BaseException | None = future.exception(timeout=_PATIENCE)
        result: _Return | None = future.result(timeout=_PATIENCE) if fault is None else None
    except TimeoutError:
        return None
    except (CancelledError, OSError) as error:
        raise _lost(scheduler) from error
    return result if fault is None else fault


def _lost(scheduler: str) -> BuildError:
    return BuildError(
        f"与调度器 {scheduler} 的联系断了；已读的留着，再运行一次接着读",
        f"lost the scheduler {scheduler}; what was read is kept, run again to go on",
    )


def _failed(fault: BaseException, name: str) -> Ended[Report]:
    """A report that came back as a fault of the cluster's. Raises UsageError when a worker that came later is unfit."""
    from distributed import KilledWorker

    if isinstance(fault, UsageError):
        raise fault
    if isinstance(fault, KilledWorker):
        return Ended(
            error=SourceError(
                f"集群上读它的工作进程一再中断（{fault.allowed_failures + 1} 次），请看工作进程的记录",
                f"the workers that read it died ({fault.allowed_failures + 1} times); see their logs",
                source=name,
            )
        )
    words = " ".join(f"{type(fault).__name__}: {fault}".split())[:300]
    return Ended(error=SourceError(f"集群上读不成（{words}）", f"the cluster failed ({words})", source=name))


# --- in a worker -----------------------------------------------------------------------------------------


def _read_there(shipment: _Shipment) -> _Return:
    """Read one report here: in a folder of this worker's own, in a process of its own, within its limits."""
    from distributed import get_worker

    worker = get_worker()
    if shipment.version != program_version():
        _refuse_unfit(worker.address, *_about_worker())
    with tempfile.TemporaryDirectory(prefix="mingbai-", dir=worker.local_directory) as name:
        reports, scratch = Path(name, "reports"), Path(name, "scratch")
        scratch.mkdir()
        for file, data in shipment.files:
            path = reports / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        source, limits, known = shipment.source, shipment.limits, shipment.documents
        kept = None if known is None else Documents(Path(name, "documents"))
        if kept and known:
            kept.bring(source, limits, known)
        ((_, ended),) = read_apart(reports, (source,), limits, kept, scratch)
        made = kept.carry(source, limits) if kept else {}
    packed = zlib.compress(pickle.dumps(ended, protocol=pickle.HIGHEST_PROTOCOL), _FAST)
    return _Return(packed, {entry: data for entry, data in made.items() if data != (known or {}).get(entry)})
