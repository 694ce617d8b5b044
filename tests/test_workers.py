"""Jobs in worker processes: what needs too much, crashes or hangs is told, and the others go on."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from builder import workers
from builder.documents import DEFAULT_LIMITS, Limits
from builder.documents.allowance import need
from builder.documents.whereabouts import reached, reading
from builder.errors import MingbaiError, SourceError, UsageError
from builder.workers import run_apart

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits of this kind only on Linux")
LIMITS = replace(DEFAULT_LIMITS, seconds=60, memory_mib=1024)


def job(words: str) -> str:
    """Do what the words say, and give them back."""
    what, _, rest = words.partition(" ")
    return JOBS[what](rest) or words


def _short_of_memory() -> None:
    """As a library does that takes every error for a fault of the file."""
    try:
        bytearray(1 << 40)
    except MemoryError as error:
        raise SourceError("PDF 已损坏", "the PDF is damaged") from error


def _told_by_a_library() -> None:
    raise RuntimeError("inference: Failed to allocate memory for requested buffer of size 9")


def _without_end() -> None:
    """In a loop of the interpreter's own no signal is seen."""
    sum(range(10**13))


def _tidy(mark: Path) -> None:
    try:
        time.sleep(60)
    finally:
        mark.touch()


def _refuse(name: str) -> None:
    raise UsageError("不行", "no", source=name, place="第 1 页")


def _raise(words: str) -> None:
    raise KeyError(words)


def _place() -> None:
    reading("甲.pdf")
    reached("第 7 页")
    time.sleep(60)


def _busy(mark: Path) -> None:
    reached("第 3 页")
    try:
        while True:
            pass
    finally:
        mark.touch()


def _compute(seconds: int) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def _asking(seconds: int) -> None:
    need(30)
    _compute(seconds)


JOBS: dict[str, Callable[[str], str | None]] = {
    "plain": lambda _: None,
    "sleep": lambda seconds: time.sleep(int(seconds)),
    "allocate": lambda mib: str(len(bytearray(int(mib) * 1024 * 1024))),
    "wrapped": lambda _: _short_of_memory(),
    "told": lambda _: _told_by_a_library(),
    "abort": lambda _: os.abort(),
    "die": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda _: os._exit(3),
    "null": lambda _: str(ctypes.string_at(0)),
    "stubborn": lambda _: _without_end(),
    "raise": _raise,
    "refuse": _refuse,
    "place": lambda _: _place(),
    "write": lambda path: str(Path(path).write_bytes(b"x" * 2_000_000_000)),
    "busy": lambda path: _busy(Path(path)),
    "compute": lambda seconds: _compute(int(seconds)),
    "asking": lambda seconds: _asking(int(seconds)),
    "tidy": lambda path: _tidy(Path(path)),
}


class Unsendable:
    """What cannot be pickled."""

    def __reduce__(self) -> tuple[object, ...]:
        raise pickle.PicklingError("never")


def unsendable(_: str) -> Unsendable:
    return Unsendable()


def run(*words: str, limits: Limits = LIMITS) -> list[str | MingbaiError]:
    """The outcomes in the order of the jobs."""
    ended = dict(run_apart(job, words, words, limits))
    assert sorted(ended) == list(range(len(words)))
    return [ended[index].result or ended[index].error or "" for index in range(len(words))]


def refused(outcome: str | MingbaiError) -> MingbaiError:
    assert isinstance(outcome, MingbaiError)
    assert outcome.zh
    assert outcome.en
    return outcome


def test_every_job_is_done_and_comes_back_to_its_item() -> None:
    words = [f"plain {number}" for number in range(5)]
    assert run(*words) == words


def test_no_job_is_no_process() -> None:
    assert run() == []


def test_what_takes_too_long_is_stopped_where_it_was_and_the_others_are_done() -> None:
    slow, quick, told = run("sleep 60", "plain", "place", limits=replace(LIMITS, seconds=1))
    assert quick == "plain"
    assert "1 秒" in refused(slow).zh
    assert "--time-limit" in refused(slow).en
    assert refused(told).place == "甲.pdf，第 7 页"
    assert refused(told).source == "place"


def test_what_computes_too_long_is_stopped_where_it_was_and_clears_up(tmp_path: Path) -> None:
    (busy,) = run(f"busy {tmp_path / 'mark'}", limits=replace(LIMITS, seconds=1))
    assert "超时" in refused(busy).zh
    assert refused(busy).place == "第 3 页"
    assert (tmp_path / "mark").exists()


def test_a_reader_may_ask_for_more_time() -> None:
    limits = replace(LIMITS, seconds=1)
    in_time, late = run("asking 3", "compute 3", limits=limits)
    assert in_time == "asking 3"
    assert "超时" in refused(late).zh


def test_the_second_clock_does_not_strike_while_a_late_job_clears_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers._Worker, "busy", True)
    monkeypatch.setattr(workers._Worker, "late", False)
    with pytest.raises(workers._TimeUp):
        workers._time_is_up(signal.SIGINT, None)
    workers._time_is_up(signal.SIGINT, None)


def test_what_does_not_hear_a_signal_is_stopped_too() -> None:
    began = time.monotonic()
    (stubborn,) = run("stubborn", limits=replace(LIMITS, seconds=1))
    assert "超时" in refused(stubborn).zh
    assert time.monotonic() - began < 60


def test_a_job_that_is_stopped_clears_up_after_itself(tmp_path: Path) -> None:
    run(f"tidy {tmp_path / 'mark'}", limits=replace(LIMITS, seconds=1))
    assert (tmp_path / "mark").exists()


@LINUX
@pytest.mark.parametrize("words", ["allocate 3000", "wrapped", "told"])
def test_what_needs_too_much_memory_is_told_with_the_limit(words: str) -> None:
    much, little = run(words, "allocate 10")
    assert "1024 MB" in refused(much).zh
    assert "--memory-limit" in refused(much).en
    assert little == str(10 * 1024 * 1024)


@LINUX
def test_with_a_higher_limit_it_is_done() -> None:
    assert run("allocate 1500", limits=replace(LIMITS, memory_mib=4096)) == [str(1500 * 1024 * 1024)]


@LINUX
@pytest.mark.parametrize("words", ["abort", "die", "exit", "null"])
def test_a_process_that_dies_harms_no_other(words: str) -> None:
    dead, *others = run(words, "plain 1", "plain 2", "plain 3")
    assert "崩溃" in refused(dead).zh
    assert "supply the original" in refused(dead).en
    assert others == ["plain 1", "plain 2", "plain 3"]


@LINUX
def test_a_job_cannot_fill_the_disk(tmp_path: Path) -> None:
    (full,) = run(f"write {tmp_path / 'big'}", limits=replace(LIMITS, memory_mib=200))
    assert "memory" in refused(full).en or "File too large" in refused(full).en
    assert not (tmp_path / "big").exists() or (tmp_path / "big").stat().st_size <= 200 * 1024 * 1024


def test_a_fault_of_our_own_is_told_with_advice() -> None:
    (fault,) = run("raise boom")
    assert "KeyError" in refused(fault).zh
    assert "internal error" in refused(fault).en


def test_an_error_for_people_comes_back_as_it_is() -> None:
    (error,) = run("refuse 甲.pdf")
    assert isinstance(error, UsageError)
    assert (error.zh, error.en, error.source, error.place) == ("不行", "no", "甲.pdf", "第 1 页")


def test_a_result_that_cannot_be_sent_is_a_fault_like_any_other() -> None:
    ((_, ended),) = run_apart(unsendable, ["a"], ["a"], LIMITS)
    assert ended.error is not None
    assert "PicklingError" in ended.error.zh


@LINUX
def test_when_no_process_starts_that_is_told_and_nothing_hangs() -> None:
    for outcome in run(
        "plain 1", "plain 2", limits=replace(LIMITS, seconds=10**30)
    ):  # no such bound can be set
        assert "--memory-limit" in refused(outcome).en


class Forgetful:
    """A pool that takes the first job and breaks down without a word."""

    active = False

    def __init__(self, **_: object) -> None:
        self.taken = 0

    def schedule(self, *_: object, **__: object) -> Future[None]:
        self.taken += 1
        if self.taken > 1:
            raise RuntimeError("Unexpected error within the Pool")
        return Future()

    def stop(self) -> None:
        """Nothing runs."""

    join = stop


def test_a_pool_that_forgets_its_jobs_is_tried_again_and_nothing_hangs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "ProcessPool", Forgetful)
    for outcome in run("plain 1", "plain 2", "plain 3"):
        assert "does not start" in refused(outcome).en


def test_nothing_is_left_in_the_folder_for_passing(tmp_path: Path) -> None:
    assert [ended.result for _, ended in run_apart(job, ["plain"], ["a"], LIMITS, tmp_path)] == ["plain"]
    assert list(tmp_path.iterdir()) == []


SCRIPT = """
import sys
from builder.workers import run_apart
from tests.test_workers import LIMITS, job
if __name__ == "__main__":
    for index, ended in run_apart(job, ["plain", "sleep 100", "sleep 100"], ["a", "b", "c"], LIMITS):
        print("ready", flush=True)
"""


@LINUX
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_when_the_build_is_killed_no_process_is_left(tmp_path: Path, number: signal.Signals) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    mark = f"MINGBAI_TEST={tmp_path}"
    environment = {**os.environ, "MINGBAI_TEST": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        assert len(marked(mark)) > 2
        process.send_signal(number)
        process.wait(timeout=60)
    until = time.monotonic() + 60
    while marked(mark) and time.monotonic() < until:
        time.sleep(0.2)
    assert marked(mark) == []


def marked(mark: str) -> list[str]:
    """The processes that have the mark in their environment, other than those that multiprocessing counts with."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (path / "environ").read_bytes():
                found.append(path.name)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("started", [["-m", "started"], ["started.py"]], ids=["by module", "by file"])
def test_what_a_program_needs_is_imported_once_for_all_workers(started: list[str], tmp_path: Path) -> None:
    """Each worker imported all of the program again: a second of computing for half a second of reading."""
    (tmp_path / "started.py").write_text(
        "import costly, needed\n"
        "from builder.documents import DEFAULT_LIMITS\n"
        "from builder.workers import run_apart\n"
        "if __name__ == '__main__':\n"
        "    items = [1, 2, 3]\n"
        "    ended = list(run_apart(needed.nothing, items, ['a', 'b', 'c'], DEFAULT_LIMITS, None, 'prepared'))\n"
        "    assert not any(how.error for _, how in ended)\n"
    )
    (tmp_path / "needed.py").write_text("def nothing(_):\n    return None\n")
    told = (
        "import os\n"
        "from pathlib import Path\n"
        "with Path(__name__ + '.told').open('a') as told:\n"
        "    print(os.getpid(), file=told)\n"
    )
    (tmp_path / "costly.py").write_text(told)
    (tmp_path / "prepared.py").write_text(told)
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[1])])
    subprocess.run(
        [sys.executable, *started], cwd=tmp_path, env=os.environ | {"PYTHONPATH": paths}, check=True
    )
    imported = (tmp_path / "costly.told").read_text().split()
    assert len(imported) == 2, "by the program itself, and once for all its workers"
    assert len((tmp_path / "prepared.told").read_text().split()) == 1
