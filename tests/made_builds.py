"""Small whole builds for tests of what happens to the site: quick, in a process of their own that can be killed."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import TypeVar

import pytest

from builder import pipeline, reports
from builder.documents import Limits
from builder.errors import BuildError, MingbaiError
from builder.publish import write
from builder.website import build as website
from builder.workers import Ended
from tests.publish.made import TEXT, of_org, write_reports
from tests.website.made_site import GLOSSARY

_T = TypeVar("_T")
_R = TypeVar("_R")
#: The exit code of a build that said that it could not write.
NOT_BUILT = 7
FORK = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="no fork on this system"
)


@dataclass(frozen=True)
class Place:
    """The folders of a build."""

    folder: Path

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def reports(self, which: str) -> Path:
        """Two folders of reports that make two different sites: a and b."""
        folder = self.folder / which
        if not folder.exists():
            texts = {"1.txt": TEXT if which == "a" else TEXT.replace("85.00", "86.00")}
            if which == "b":
                texts["2.txt"] = of_org("云岭市水利局")
            write_reports(folder, texts)
        return folder

    def build(self, which: str) -> None:
        content = self.folder / "content"
        (content / "method").mkdir(parents=True, exist_ok=True)
        if not (content / "glossary.csv").exists():
            (content / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
        for name in ("index", "reading", "checks"):
            (content / "method" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
        pipeline.build(self.reports(which), content, self.site, self.folder / "work", None, lambda *_: None)

    def leftovers(self) -> list[str]:
        """What stands beside the site that no build should leave."""
        known = {"a", "b", "content", "site", "work"}
        return sorted({path.name for path in self.folder.iterdir()} - known)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker processes, no pages of checks, no full-text index, no large script: the way of the site is tested."""
    make_quick(monkeypatch)


def make_quick(patch: pytest.MonkeyPatch) -> None:
    """As the fixture `quick`, for fixtures of a longer life."""
    patch.setattr(reports, "run_apart", run_here)
    patch.setattr(write, "checks_json", lambda *_: {"schema": "mingbai-checks/1", "checks": []})
    patch.setattr(website, "build_index", lambda *_: 0)
    patch.setattr(website, "plotly_script", lambda: "")


def run_here(
    function: Callable[[_T], _R], items: Sequence[_T], names: Sequence[str], *_: Limits | Path | str | None
) -> Iterator[tuple[int, Ended[_R]]]:
    """Like `run_apart`, in this process."""
    del names
    for index, item in enumerate(items):
        try:
            yield index, Ended(function(item))
        except MingbaiError as error:
            yield index, Ended(error=error)


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash; nothing for a folder that is not there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


#: What changes something on disk.
CHANGES = {
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.truncate",
    "os.chmod",
    "ctypes.dlopen",
    "os.link",
}


def counted(job: Callable[[], None], told: Path, last: int | None = None) -> Callable[[], None]:
    """The job, in a process that is killed before it changes the disk for the `last` time, counting from one.

    Without `last` the number of changes is written to `told`.
    """
    changes = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal changes
        writes = (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        )
        if writes or event in CHANGES:
            changes += 1
            if changes == last:
                os.kill(os.getpid(), signal.SIGKILL)

    def run() -> None:
        sys.addaudithook(hook)
        job()
        told.write_text(str(changes), encoding="utf-8")

    return run


def start(job: Callable[[], None]) -> ForkProcess:
    """The job in a forked process, which needs no import of its own."""

    def run() -> None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        try:
            job()
        except BuildError:
            os._exit(NOT_BUILT)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    return process
