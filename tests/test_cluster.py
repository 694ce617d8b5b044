"""A real scheduler and two workers that share nothing with us but the network read the same as this machine does."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder import cluster, progress
from builder.cache import Cache, Documents, program_version
from builder.cli import main
from builder.commands import reading
from builder.documents import DEFAULT_LIMITS
from builder.errors import BuildError, SourceError, UsageError
from builder.extract import extract_folder
from builder.model import Document, Source
from builder.reports import Progress, read_report
from builder.sources import find_sources
from tests.publish.made import TEXT, of_org, write_reports

pytest.importorskip("distributed", reason="the optional extra `cluster` is not installed")
if sys.platform == "win32":
    pytest.skip("signals to processes are not the same there", allow_module_level=True)

ROOT = Path(__file__).parents[1]
UNITS = ("云岭市水利局", "云岭市图书馆", "云岭市档案馆", "云岭市文化馆", "云岭市体育中心")
ROWS = "file,region,year\nu0.txt,云岭市,2024\nu1.txt,北川县,2024\n"


@dataclass(frozen=True)
class Running:
    """A scheduler and its two workers, each in a folder of its own."""

    address: str
    started: tuple[subprocess.Popen[bytes], ...]

    @property
    def scheduler(self) -> subprocess.Popen[bytes]:
        return self.started[0]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Shared by all tests; those that end something of it stand last, in the order of what they need."""
    folder = tmp_path_factory.mktemp("cluster")
    told = folder / "scheduler.json"
    common = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
    started = [_start(folder / "s", "dask_scheduler", *common, "--port", "0", "--scheduler-file", str(told))]
    try:
        _wait_for(told, "}")
        address = json.loads(told.read_text())["address"]
        alone = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0")
        for name in "ab":
            local = folder / name
            given = (address, *common, *alone, "--name", name, "--local-directory", str(local))
            started.append(_start(local, "dask_worker", *given))
        for name in "ab":
            _wait_for(folder / name / "log", "Registered to")
        yield Running(address, tuple(started))
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _start(folder: Path, module: str, *given: str) -> subprocess.Popen[bytes]:
    folder.mkdir()
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *given],
            cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log,
        )  # fmt: skip


def _wait_for(path: Path, words: str) -> None:
    """Until the file holds the words; a busy machine takes its time."""
    for _ in range(4800):
        if path.exists() and words in path.read_text(encoding="utf-8"):
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} never says {words}")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five reports, one of them a folder, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("reports")
    texts = {f"u{number}.txt": of_org(unit) for number, unit in enumerate(UNITS[:-1])}
    write_reports(folder, texts | {"damaged.pdf": "no PDF"}, ROWS)
    write_reports(folder / "u9.report", {"正文.txt": of_org(UNITS[-1]), "附表.bin": "-"})
    return folder


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, reports: Path) -> Path:
    """What this machine alone reads."""
    folder = tmp_path_factory.mktemp("here")
    extract_folder(reports, folder / "data", folder / "work", silent)
    return folder


def silent(what: str, done: int, total: int) -> None: ...


def documents(work: Path, reports: Path) -> dict[tuple[str, bool], Document | None]:
    """The documents that are kept, of both readings."""
    kept, sources = Cache(work / "cache").documents, find_sources(reports)
    return {
        (one.file, second): kept.get(one, DEFAULT_LIMITS, second=second)
        for one in sources
        for second in (False, True)
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_command_reads_on_the_cluster_and_a_build_finds_it_read(
    running: Running, reports: Path, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = ["extract", "--reports", str(reports), "--into", "data", "--scheduler", running.address]
    done = CliRunner().invoke(main, given)
    assert (done.exit_code, "damaged.pdf" in done.output) == (1, True), (done.output, done.exc_info)
    assert contents(tmp_path / "data") == contents(here / "data")
    cache = Cache(tmp_path / "build" / "cache")
    read = {one.file for one in find_sources(reports) if cache.get(one, DEFAULT_LIMITS)}
    assert read == {"u0.txt", "u1.txt", "u2.txt", "u3.txt", "u9.report/"}


@pytest.fixture(scope="module")
def there(running: Running, reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the cluster reads."""
    folder = tmp_path_factory.mktemp("there")
    extract_folder(reports, folder / "data", folder / "work", silent, engine=cluster.read_on(running.address))
    return folder


def test_documents_come_home_and_nothing_is_read_again_when_only_an_indicator_changed(
    there: Path, here: Path, reports: Path, tmp_path: Path
) -> None:
    kept = documents(there / "work", reports)
    assert kept == documents(here / "work", reports)
    for source in find_sources(reports):
        if source.file != "damaged.pdf":
            assert kept[source.file, False]
            read_report(tmp_path, source, kept=Cache(there / "work" / "cache").documents)  # no file is there


def test_a_worker_reads_no_file_whose_document_is_at_home(
    running: Running, there: Path, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(there / "work", tmp_path / "work")
    shutil.rmtree(tmp_path / "work" / "cache" / "reports")
    shipped = cluster._shipment

    def without_files(*given: Any) -> cluster._Shipment:
        shipment = shipped(*given)
        return replace(shipment, files=tuple((name, b"") for name, _ in shipment.files))

    monkeypatch.setattr(cluster, "_shipment", without_files)
    extract_folder(
        reports,
        tmp_path / "data",
        tmp_path / "work",
        silent,
        engine=cluster.read_on(running.address),
    )
    assert contents(tmp_path / "data") == contents(there / "data")


def test_documents_of_another_report_are_not_kept(reports: Path, there: Path, tmp_path: Path) -> None:
    one, other = [source for source in find_sources(reports) if source.file in {"u0.txt", "u1.txt"}]
    carried = Cache(there / "work" / "cache").documents.carry(other, DEFAULT_LIMITS)
    kept = Documents(tmp_path)
    kept.bring(one, DEFAULT_LIMITS, carried)
    assert list(tmp_path.iterdir()) == []
    kept.bring(other, DEFAULT_LIMITS, {name: data[:-1] for name, data in carried.items()})
    assert len(carried) == len(list(tmp_path.iterdir())) == 1
    assert kept.get(other, DEFAULT_LIMITS, second=False) is None


def test_limits_hold_on_the_workers(running: Running, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "large.txt").write_text(
        "字" * 6_000_000, encoding="utf-8"
    )  # more bytes than memory is allowed
    limits = replace(DEFAULT_LIMITS, memory_mib=16)
    _, problems = extract_folder(
        reports, tmp_path / "data", tmp_path / "work", silent, limits, cluster.read_on(running.address)
    )
    assert [(problem.source, "16 MB" in problem.zh) for problem in problems] == [("large.txt", True)]


def test_workers_of_another_version_are_refused(
    running: Running, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "program_version", lambda: "another")
    with pytest.raises(UsageError, match=r"another version.*LibreOffice"):
        extract_folder(
            reports, tmp_path / "data", tmp_path / "work", silent, engine=cluster.read_on(running.address)
        )


def test_a_worker_killed_in_the_middle_costs_no_report(
    running: Running, reports: Path, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one worker hangs from the moment it gets work, and is killed when the other has read its first report."""
    victim = running.started[1]
    checked = cluster._check_workers

    def check_and_stop(client: Any, scheduler: str) -> None:
        checked(client, scheduler)
        assert len(client.nthreads()) == 2
        victim.send_signal(signal.SIGSTOP)

    def kill(_: str, done: int, __: int) -> None:
        if done and victim.poll() is None:
            victim.kill()
            victim.wait()

    monkeypatch.setattr(cluster, "_check_workers", check_and_stop)
    extract_folder(
        reports, tmp_path / "data", tmp_path / "work", kill, engine=cluster.read_on(running.address)
    )
    assert victim.returncode == -signal.SIGKILL
    assert contents(tmp_path / "data") == contents(here / "data")
    assert documents(tmp_path / "work", reports) == documents(here / "work", reports)


def test_ctrl_c_is_told_and_the_next_run_goes_on(
    running: Running, reports: Path, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = ["extract", "--reports", str(reports), "--into", "data", "--scheduler", running.address]
    shown = progress.watching

    @contextmanager
    def interrupted() -> Iterator[Progress]:
        def tell(_: str, done: int, __: int) -> None:
            if done == 1:
                raise KeyboardInterrupt

        yield tell

    monkeypatch.setattr(reading, "watching", interrupted)
    done = CliRunner().invoke(main, given)
    assert (done.exit_code, "再运行一次接着读 stopped" in done.output) == (130, True), done.output
    assert not (tmp_path / "data").exists()
    monkeypatch.setattr(reading, "watching", shown)
    sent, shipped = list[str](), cluster._shipment

    def counted(folder: Path, source: Source, *others: Any) -> cluster._Shipment:
        sent.append(source.file)
        return shipped(folder, source, *others)

    monkeypatch.setattr(cluster, "_shipment", counted)
    CliRunner().invoke(main, given)
    assert "damaged.pdf" in sent
    assert len(sent) in {5, 6}  # the one that came home was perhaps the one that failed
    assert contents(tmp_path / "data") == contents(here / "data")


def test_the_end_of_all_workers_ends_the_run_and_keeps_what_came_home(
    running: Running, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_WITHOUT_WORKERS", 0)
    monkeypatch.setattr(cluster, "_LOOK_FOR_WORKERS", 0.2)

    def kill(_: str, done: int, __: int) -> None:
        for worker in running.started[1:]:
            if done and worker.poll() is None:
                worker.kill()
                worker.wait()

    with pytest.raises(BuildError, match=r"已读的留着.*no workers left"):
        extract_folder(
            reports, tmp_path / "data", tmp_path / "work", kill, engine=cluster.read_on(running.address)
        )
    assert any(documents(tmp_path / "work", reports).values())


def test_a_scheduler_without_workers_is_told(
    running: Running, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with pytest.raises(UsageError, match="has no workers"):
        extract_folder(
            reports, tmp_path / "data", tmp_path / "work", silent, engine=cluster.read_on(running.address)
        )


def test_the_end_of_the_scheduler_ends_the_run(
    running: Running, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*given: Any) -> cluster._Shipment:
        running.scheduler.kill()
        running.scheduler.wait()
        return shipped(*given)

    shipped = cluster._shipment
    monkeypatch.setattr(cluster, "_PATIENCE", 2)
    monkeypatch.setattr(cluster, "_check_workers", lambda *_: None)
    monkeypatch.setattr(cluster, "_shipment", kill)
    with pytest.raises(BuildError, match=r"已读的留着.*lost the scheduler"):
        extract_folder(
            reports, tmp_path / "data", tmp_path / "work", silent, engine=cluster.read_on(running.address)
        )


def test_no_scheduler_is_told(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with pytest.raises(UsageError, match="cannot reach the scheduler"):
        extract_folder(
            reports, tmp_path / "data", tmp_path / "work", silent, engine=cluster.read_on("tcp://127.0.0.1:1")
        )


def test_a_worker_that_may_start_no_process_is_refused() -> None:
    cluster._refuse_unfit("tcp://127.0.0.1:1", program_version(), True)
    with pytest.raises(UsageError, match="--no-nanny"):
        cluster._refuse_unfit("tcp://127.0.0.1:1", program_version(), False)


@dataclass(frozen=True)
class Came:
    """A future as it may come back."""

    status: str
    fault: BaseException | None = None

    def exception(self, timeout: float) -> BaseException | None:
        del timeout
        return self.fault


def test_what_fails_on_the_cluster_is_a_problem_of_its_report() -> None:
    fault = cluster._gathered(Came("error", OSError("disk full")), "tcp://x")
    assert isinstance(fault, OSError)
    ended = cluster._failed(fault, "a.pdf")
    assert isinstance(ended.error, SourceError)
    assert "disk full" in str(ended.error)
    with pytest.raises(UsageError):
        cluster._failed(UsageError("不行", "no"), "a.pdf")
    with pytest.raises(BuildError, match="tcp://x"):
        cluster._gathered(Came("cancelled"), "tcp://x")


def test_what_was_lost_with_its_worker_is_waited_for_again() -> None:
    assert cluster._gathered(Came("lost"), "tcp://x") is None


def test_a_folder_with_other_things_is_not_replaced(tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "reports", {"a.txt": TEXT})
    mine = write_reports(tmp_path / "mine", {"letter.txt": "dear"})
    with pytest.raises(UsageError, match="holds something else"):
        extract_folder(folder, mine, tmp_path / "work", silent)
    assert contents(mine) == {"letter.txt": b"dear"}


@pytest.mark.parametrize(
    "given", [[], ["--into", "x"], ["--scheduler", "tcp://x"], ["a.pdf", "--reports", "x", "--into", "y"]]
)
def test_the_two_forms_of_the_command_are_kept_apart(given: list[str]) -> None:
    done = CliRunner().invoke(main, ["extract", *given])
    assert done.exit_code == 2
    assert "--into" in done.output
