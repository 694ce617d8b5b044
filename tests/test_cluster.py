"""A real scheduler and two workers that share nothing with us but the network read the same as this machine does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder import cluster
from builder.cache import Cache, program_version
from builder.cli import main
from builder.documents import DEFAULT_LIMITS
from builder.errors import BuildError, SourceError, UsageError
from builder.extract import extract_folder
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
    """A scheduler with its two workers, each in a folder of its own."""

    address: str
    workers: tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
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
        yield Running(address, (started[1], started[2]))
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
    return folder / "data"


def silent(what: str, done: int, total: int) -> None: ...


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_command_reads_on_the_cluster_and_a_build_finds_it_read(
    running: Running, reports: Path, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = ["extract", "--reports", str(reports), "--into", "data", "--scheduler", running.address]
    done = CliRunner().invoke(main, given)
    assert (done.exit_code, "damaged.pdf" in done.output) == (1, True), (done.output, done.exc_info)
    assert contents(tmp_path / "data") == contents(here)
    cache = Cache(tmp_path / "build" / "cache")
    read = {one.file for one in find_sources(reports) if cache.get(one, DEFAULT_LIMITS)}
    assert read == {"u0.txt", "u1.txt", "u2.txt", "u3.txt", "u9.report/"}


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
    victim = running.workers[0]
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
    assert contents(tmp_path / "data") == contents(here)


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

    def exception(self) -> BaseException | None:
        return self.fault


def test_what_fails_on_the_cluster_is_a_problem_of_its_report() -> None:
    ended = cluster._ended(Came("error", OSError("disk full")), "a.pdf", "tcp://x")
    assert isinstance(ended.error, SourceError)
    assert "disk full" in str(ended.error)
    with pytest.raises(UsageError):
        cluster._ended(Came("error", UsageError("不行", "no")), "a.pdf", "tcp://x")
    with pytest.raises(BuildError, match="tcp://x"):
        cluster._ended(Came("cancelled"), "a.pdf", "tcp://x")


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
