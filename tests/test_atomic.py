"""A build that is killed, runs out of room, or meets another leaves the last good site or the new one, whole."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest

from builder import locking
from builder.errors import BuildError
from builder.website import build as website
from builder.website import clear_up, swap
from tests.made_builds import FORK, NOT_BUILT, Place, counted, quick, start, tree

__all__ = ["quick"]
pytestmark = [FORK, pytest.mark.usefixtures("quick")]
KILLED = -signal.SIGKILL
MOMENTS = 15
#: One moment in so many is followed by a whole build.
BUILT_AFTER = 5


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def built(place: Place, which: str) -> dict[str, str]:
    """The site that a build gives when nothing happens to it."""
    process = start(lambda: place.build(which))
    process.join()
    assert process.exitcode == 0
    return tree(place.site)


def copied(folder: Path, to: Path) -> None:
    """The site and the work folder as they are: times of change and files under two names too."""
    for name in ("site", "work"):
        shutil.rmtree(to / name, ignore_errors=True)
        subprocess.run(["cp", "-a", folder / name, to / name], check=True)


def test_a_build_killed_at_any_moment_leaves_one_whole_site_and_the_next_makes_the_new_one(
    place: Place, tmp_path: Path
) -> None:
    """Moments are changes on the disk: as many fall into each step as it has work to do there."""
    told, before = tmp_path / "work" / "told", tmp_path / "before"
    before.mkdir()
    sites = {"b": built(place, "b")}
    copied(place.folder, before)
    start(counted(partial(place.build, "a"), told)).join()
    sites["a"] = tree(place.site)
    changes = int(told.read_text(encoding="utf-8"))
    assert sites["a"] != sites["b"]
    for number, last in enumerate(sorted(random.Random(5).sample(range(1, changes), MOMENTS))):
        copied(before, place.folder)
        process = start(counted(partial(place.build, "a"), told, last))
        process.join()
        assert process.exitcode == KILLED
        assert tree(place.site) in sites.values(), f"a mixture, killed before change {last} of {changes}"
        if number % BUILT_AFTER == 0:
            assert built(place, "a") == sites["a"], f"killed before change {last} of {changes}"
    shutil.rmtree(before)
    assert built(place, "b") == sites["b"]
    assert place.leftovers() == []


# --- the exchange itself, on small folders ---------------------------------------------------------------


def folder_with(folder: Path, name: str, words: str) -> Path:
    for number in range(3):
        (folder / name / str(number)).mkdir(parents=True)
        (folder / name / str(number) / "index.html").write_text(words, encoding="utf-8")
    return folder / name


def kill_self(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def replace_and_die(old: Path, fresh: Path, deadly: tuple[object, str, int]) -> None:
    """Exchange the two in a process that is killed at the given call of a function."""
    holder, name, calls = deadly
    real, left = getattr(holder, name), iter(range(calls))

    def counted(*arguments: object, **named: object) -> object:
        if next(left, None) is None:
            kill_self()
        return real(*arguments, **named)

    def run() -> None:
        setattr(holder, name, counted)
        swap.swap(fresh, old)
        shutil.rmtree(fresh)  # as the build does with what is left
        kill_self()

    process = start(run)
    process.join()
    assert process.exitcode == KILLED


@pytest.mark.parametrize("exchange", [True, False], ids=["one call", "two moves"])
@pytest.mark.parametrize(
    "deadly", [(Path, "rename", 0), (Path, "rename", 1), (shutil, "rmtree", 0), (os, "rmdir", 1)]
)
def test_killed_while_it_replaces_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deadly: tuple[object, str, int], exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    site = folder_with(tmp_path, "site", "old")
    old, new = tree(site), tree(folder_with(tmp_path, ".site.mingbai-12345678", "new"))
    replace_and_die(site, tmp_path / ".site.mingbai-12345678", deadly)
    if exchange:
        assert tree(site) in (old, new)  # at every moment
    clear_up(site)  # the next build
    assert tree(site) in (old, new)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_clearing_up_touches_nothing_else(tmp_path: Path) -> None:
    for name in ("site", ".site", "site-old", ".site-12345678", ".other.mingbai-1", ".site.mingbai-2"):
        folder_with(tmp_path, name, name)
    clear_up(tmp_path / "site")
    assert not (tmp_path / ".site.mingbai-2").exists()
    assert len(list(tmp_path.iterdir())) == 5


# --- no room ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("allowed", [500, 20_000, 90_000])
def test_a_build_that_runs_out_of_room_says_so_and_leaves_the_old_site(place: Place, allowed: int) -> None:
    old = built(place, "a")
    place.reports("b")

    def without_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (allowed, allowed))
        place.build("b")

    process = start(without_room)
    process.join()
    assert process.exitcode == NOT_BUILT
    assert tree(place.site) == old
    assert place.leftovers() == []
    assert built(place, "b") != old


def test_what_could_not_be_written_is_told_in_both_languages(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "/somewhere/page.html")

    monkeypatch.setattr(website, "swap", full)
    with pytest.raises(BuildError) as caught:
        place.build("a")
    assert "/somewhere/page.html" in caught.value.zh
    assert "原来的网站没有动" in caught.value.zh
    assert "old site" in caught.value.en


# --- two at once -----------------------------------------------------------------------------------------


def test_two_builds_at_once_give_one_of_the_two_sites_whole(place: Place) -> None:
    new, old = built(place, "b"), built(place, "a")
    for _ in range(2):
        both = [start(partial(place.build, which)) for which in ("a", "b")]
        for process in both:
            process.join()
        assert [process.exitcode for process in both] == [0, 0]
        assert tree(place.site) in (old, new)
        assert place.leftovers() == []


def test_a_build_that_was_killed_holds_no_lock(place: Place) -> None:
    process = start(lambda: place.build("a"))
    time.sleep(0.5)
    process.kill()
    process.join()
    waited: list[Path] = []
    with locking.alone_in([place.folder, place.folder / "work"], waited.append):
        pass
    assert waited == []


def test_a_second_build_waits_and_says_so(place: Place) -> None:
    held = place.folder / "held"

    def hold() -> None:
        with locking.alone_in([place.folder], lambda _: None):
            held.touch()
            time.sleep(60)

    holder = start(hold)
    while not held.exists():
        time.sleep(0.01)
    held.unlink()
    waiting: list[Path] = []
    process = start(partial(place.build, "a"))
    process.join(1.5)
    assert process.is_alive()
    assert not place.site.exists()
    holder.kill()
    with locking.alone_in([place.folder], waiting.append):
        pass
    assert waiting == [place.folder]
    process.join()
    assert process.exitcode == 0
    assert place.site.exists()
