"""The site that was replaced is used again, and nothing that somebody did to it comes back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.website import build_website, planned, spare
from builder.website.planned import Folder, Planned
from tests.made_builds import tree
from tests.website.made_site import build_made_site

Change = Callable[[Path], object]
SOURCES = {"jia/a.html": "甲", "jia/2024/a.csv": "一", "jia/2024/b.csv": "二", "yi/a.html": "乙"}
TEXTS = {"robots.txt": "User-agent: *", "jia/latest/index.html": "to 2024"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Files that are linked from, a folder for what is kept, and a spare in it."""
    for name, text in SOURCES.items():
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    (tmp_path / "kept").mkdir()
    (tmp_path / "old").mkdir()
    spare.keep_old(plan(tmp_path), tmp_path / "old", tmp_path / "kept")
    return tmp_path


@pytest.fixture
def puts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that are put somewhere."""
    told: list[str] = []
    real = planned._put

    def counted(put: planned.Put, target: str) -> None:
        told.append(Path(target).name)
        real(put, target)

    monkeypatch.setattr(planned, "_put", counted)
    return told


def plan(place: Path, disk: int | None = None) -> Folder:
    """`disk`: of the site, if it is not that of the files."""
    site = Planned(disk or place.stat().st_dev)
    site.link_tree(place / "docs")
    for name, text in TEXTS.items():
        site.put(name, text)
    return site.root


def laid(place: Path) -> dict[str, str]:
    (place / "fresh").mkdir()
    spare.lay(plan(place), place / "fresh", place / "kept")
    return tree(place / "fresh")


def expected(place: Path) -> dict[str, str]:
    (place / "whole").mkdir()
    planned.make(plan(place), place / "whole")
    return tree(place / "whole")


def write(name: str, text: str = "x") -> Change:
    """Another file in this one's place: what is linked to is never written into."""

    def change(folder: Path) -> None:
        path = folder / name
        path.unlink(missing_ok=True)
        path.write_text(text, encoding="utf-8")

    return change


def another_file_of_the_same_look(folder: Path) -> None:
    path = folder / "jia" / "2024" / "a.csv"
    told = path.stat()
    path.unlink()
    path.write_text("三", encoding="utf-8")
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


def another_text_of_the_same_look(folder: Path) -> None:
    path = folder / "robots.txt"
    told = path.stat()
    path.write_text("user-agent: *", encoding="utf-8")
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


def leads_elsewhere(folder: Path) -> None:
    shutil.move(folder / "yi", folder.parents[1] / "elsewhere")
    (folder / "yi").symlink_to(folder.parents[1] / "elsewhere")
    (folder / "robots.txt").unlink()
    (folder / "robots.txt").symlink_to(folder.parents[1] / "docs" / "yi" / "a.html")


@pytest.mark.parametrize(
    ("change", "put"),
    [
        (lambda _: None, []),
        (another_file_of_the_same_look, ["a.csv"]),
        (another_text_of_the_same_look, ["robots.txt"]),
        (write("jia/2024/b.csv", "二"), ["b.csv"]),  # a copy: nobody has to look into it
        (write("jia/more.html"), []),
        (lambda folder: (folder / "bing" / "2024").mkdir(parents=True), []),
        (lambda folder: (folder / "jia" / "a.html").unlink(), ["a.html"]),
        (lambda folder: shutil.rmtree(folder / "jia" / "2024"), ["a.csv", "b.csv"]),
        (lambda folder: (folder / "yi").chmod(0o700), ["a.html"]),
        (leads_elsewhere, ["robots.txt", "a.html"]),
    ],
)
def test_what_somebody_did_to_the_spare_does_not_come_back_and_only_that_is_put_again(
    place: Path, puts: list[str], change: Change, put: list[str]
) -> None:
    change(place / "kept" / spare.NAME)
    found = laid(place)
    assert sorted(puts) == sorted(put)
    assert found == expected(place)
    folders = [path for path in (place / "fresh").rglob("*") if path.is_dir()]
    assert {(path.name, path.stat().st_mode, path.is_symlink()) for path in folders} == {
        (path.name, path.stat().st_mode, False) for path in (place / "whole").rglob("*") if path.is_dir()
    }
    assert not (place / "kept" / spare.NAME).exists()


def test_only_what_changed_is_put_and_what_is_gone_is_gone(place: Path, puts: list[str]) -> None:
    shutil.rmtree(place / "docs" / "yi")
    (place / "docs" / "jia" / "2025").mkdir()
    (place / "docs" / "jia" / "2025" / "c.csv").write_text("四", encoding="utf-8")
    write("jia/2024/a.csv", "五")(place / "docs")
    (place / "docs" / "jia" / "a.html").unlink()
    (place / "docs" / "jia" / "a.html").mkdir()  # a folder where a file was
    assert laid(place) == expected(place)
    assert sorted(puts[: len(puts) - len(tree(place / "whole"))]) == ["a.csv", "c.csv"]


@pytest.mark.parametrize("disk", ["no links", "no numbers"])
def test_where_files_cannot_be_told_apart_there_is_no_spare(
    place: Path, monkeypatch: pytest.MonkeyPatch, disk: str
) -> None:
    another_file_of_the_same_look(place / "kept" / spare.NAME)
    if disk == "no links":
        monkeypatch.setattr(os, "link", _refused)
    else:
        monkeypatch.setattr(spare, "tells_links", lambda *_: False)
    assert laid(place) == expected(place)
    (place / "old").mkdir()
    spare.keep_old(plan(place), place / "old", place / "kept")
    assert list((place / "kept").iterdir()) == []


def test_files_of_another_disk_are_not_known_by_their_number(place: Path, puts: list[str]) -> None:
    another = place.stat().st_dev + 1
    (place / "fresh").mkdir()
    spare.lay(plan(place, another), place / "fresh", place / "kept")
    assert sorted(puts) == sorted(Path(name).name for name in SOURCES)
    assert tree(place / "fresh") == expected(place)


def _refused(*_: object) -> None:
    raise OSError(18, "Invalid cross-device link")


def test_a_spare_that_cannot_be_read_is_thrown_away(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    (place / "kept" / spare.NAME / "more.txt").touch()
    monkeypatch.setattr(planned, "_bring_files", unreadable)
    assert laid(place) == expected(place)


def test_a_build_uses_the_site_that_it_replaced(tmp_path: Path, puts: list[str]) -> None:
    site = build_made_site(tmp_path, name="first")
    docs, data, kept = tmp_path / "docs", tmp_path / "data", tmp_path / "kept"
    kept.mkdir()

    def build(folder: Path | None = kept) -> list[str]:
        puts.clear()
        build_website(docs, data, tmp_path / "site", base_url=None, kept=folder)
        return sorted(puts)

    build()
    assert tree(tmp_path / "site") == tree(site) == tree(kept / spare.NAME)
    assert build() == []
    page = next(path for path in sorted(docs.glob("jia-sb/*/page.html")))
    page.write_text("<h1>改过</h1>", encoding="utf-8")
    assert build() == ["index.html", "index.html"]  # in the site, and in the spare
    changed = tree(tmp_path / "site")
    assert changed != tree(site)
    assert tree(kept / spare.NAME) == changed, "nothing is kept that is published no more"
    write("jia-sb/index.html")(tmp_path / "site")
    (tmp_path / "site" / "jia-sb" / "more.html").touch()
    for _ in range(2):  # what somebody did to the site is in the spare of the second build
        build()
        assert tree(tmp_path / "site") == changed
    build(None)
    assert tree(tmp_path / "site") == changed
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "content",
        "data",
        "docs",
        "first",
        "kept",
        "site",
    ]
