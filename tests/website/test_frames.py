"""Pages are framed again when what they are made of changed, and only then; the site is the same as one made from nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from builder.website import frames, generate
from builder.website.frames import file_of, write_frames
from builder.website.generate import Asked, the_frame
from builder.website.planned import Planned, make
from builder.website.settings import FRAME, read_settings
from builder.website.stubs import read_pages
from tests.made_builds import tree

SETTINGS = read_settings(FRAME)
PLACES = "# 出处\n\n[核对](checks.md)、[更正](../corrections/index.md)、[数](../assets/numbers.json)和[没有的](../no/index.md)。\n"
URLS = ("", "departments/", "corrections/", "method/", "jia/", "jia/2023/", "jia/2023/source/", "yi/")
MARKDOWN = ("method/checks/", "method/places/")
Change = Callable[[Path], None]


def listed(url: str, **said: object) -> dict[str, object]:
    kind = "方法" if url.startswith("method/") else "年度报告" if url.endswith("2023/") else "名词"
    return {
        "url": url, "title": f"页“{url}”", "description": "说明", "kind": kind, "sections": [], "date": "", "version": "",
        "source": [], **said,
    }  # fmt: skip


def write_list(docs: Path, urls: Sequence[str], **said: object) -> None:
    pages = [listed(url, **said) for url in (*urls, *MARKDOWN)]
    (docs / "pages.json").write_text(json.dumps(pages), encoding="utf-8")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some finished pages, framed once, with what is kept of that."""
    folder = tmp_path_factory.mktemp("frames")
    docs = folder / "docs"
    for url in URLS:
        (docs / url).mkdir(parents=True, exist_ok=True)
        (docs / url / "page.html").write_text(f"<h1>{url}</h1>", encoding="utf-8")
    (docs / "method" / "places.md").write_text(PLACES, encoding="utf-8")
    (docs / "method" / "checks.md").write_text("---\nstatus: new\n---\n# 核对\n", encoding="utf-8")
    (docs / "assets").mkdir()
    for name in ("numbers.json", "mingbai.css"):
        (docs / "assets" / name).write_text("1", encoding="utf-8")
    write_list(docs, URLS)
    framed(folder)
    return folder


@pytest.fixture
def place(first: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    shutil.copytree(first, tmp_path / "place")
    return tmp_path / "place"


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that the generator was given to frame."""
    given: list[str] = []
    real = frames.frame_batch

    def counted(frame: generate.Frame, folder: Path, pages: Sequence[Asked]) -> Path:
        given.extend(page.url for page in pages)
        return real(frame, folder, pages)

    monkeypatch.setattr(frames, "frame_batch", counted)
    return given


def framed(place: Path, *, kept: bool = True, name: str = SETTINGS.name) -> dict[str, str]:
    """The site that comes out; every file with its hash."""
    docs, site = place / "docs", place / "site"
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    pages = read_pages(docs)
    frame = the_frame(docs, None, replace(SETTINGS, name=name), pages, has_pictures=False)
    planned = Planned(site.stat().st_dev)
    own = place / "frames" if kept else place / "scratch"
    write_frames(frame, pages, planned, own)
    make(planned.root, site)
    if not kept:
        shutil.rmtree(own)
    return tree(site)


def add(docs: Path) -> None:
    (docs / "bing").mkdir()
    (docs / "bing" / "page.html").write_text("<h1>丙</h1>", encoding="utf-8")
    write_list(docs, (*URLS, "bing/"))


def add_and_change(docs: Path) -> None:
    add(docs)
    (docs / "jia" / "2023" / "page.html").write_text("<h1>改过</h1>", encoding="utf-8")
    (docs / "method" / "checks.md").write_text(
        "---\nstatus: new\n---\n# 核对\n\n新的话。\n", encoding="utf-8"
    )


def write_again(docs: Path) -> None:
    path = docs / "jia" / "page.html"
    path.write_bytes(path.read_bytes())


def remove(docs: Path) -> None:
    shutil.rmtree(docs / "yi")
    write_list(docs, [url for url in URLS if url != "yi/"])


def remove_what_markdown_leads_to(docs: Path) -> None:
    shutil.rmtree(docs / "corrections")
    write_list(docs, [url for url in URLS if url != "corrections/"])


def remove_a_linked_file(docs: Path) -> None:
    (docs / "assets" / "numbers.json").unlink()


def change_what_the_navigation_shows(docs: Path) -> None:
    (docs / "method" / "checks.md").write_text("# 核对\n", encoding="utf-8")


def spoil_a_kept_page(docs: Path) -> None:
    file_of(docs.parent / "frames", "jia/").write_text("x", encoding="utf-8")


def write_into_the_site(docs: Path) -> None:
    framed(docs.parent)
    (docs.parent / "site" / "index.html").write_text("x", encoding="utf-8")


def lose_the_list(docs: Path) -> None:
    (docs.parent / "frames" / frames.LIST).write_bytes(b"half")


def say_a_date(docs: Path) -> None:
    write_list(docs, URLS, date="2024-09-01")


EVERY = {*URLS, *MARKDOWN}


@pytest.mark.parametrize(
    ("done", "again"),
    [
        (write_again, set()),
        (add_and_change, {"bing/", "jia/2023/", "method/checks/"}),
        (remove, set()),
        (remove_what_markdown_leads_to, {"method/places/"}),
        (remove_a_linked_file, {"method/places/"}),
        (change_what_the_navigation_shows, EVERY),
        (spoil_a_kept_page, {"jia/"}),
        (write_into_the_site, {""}),
        (lose_the_list, EVERY),
        (say_a_date, set(URLS)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_only_what_changed_is_framed_and_the_site_is_as_from_nothing(
    first: Path, place: Path, asked_for: list[str], done: Change, again: set[str]
) -> None:
    done(place / "docs")
    found = framed(place)
    assert sorted(asked_for) == sorted(again)
    assert len(list((place / "frames" / frames.SHELF).iterdir())) == len(read_pages(place / "docs"))
    assert sorted(path.name for path in (place / "frames").iterdir()) == [frames.LIST, frames.SHELF]
    is_as_it_was = done in (write_again, spoil_a_kept_page, write_into_the_site, lose_the_list)
    assert found == (tree(first / "site") if is_as_it_was else framed(place, kept=False))


def test_another_name_of_the_portal_frames_every_page(place: Path, asked_for: list[str]) -> None:
    found = framed(place, name="云岭明账")
    assert sorted(asked_for) == sorted(EVERY)
    assert "云岭明账" in (place / "site" / "jia" / "index.html").read_text(encoding="utf-8")
    assert found == framed(place, kept=False, name="云岭明账")


def test_another_template_frames_every_page(
    place: Path, asked_for: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FRAME.parent / "templates" / "theme", place / "templates" / "theme")
    shutil.copyfile(FRAME, place / "mkdocs.yml")
    monkeypatch.setattr(generate, "FRAME", place / "mkdocs.yml")
    assert framed(place)
    assert asked_for == []  # the same frame elsewhere
    footer = place / "templates" / "theme" / "partials" / "footer.html"
    footer.write_text(footer.read_text(encoding="utf-8") + "<p>新的页脚</p>\n", encoding="utf-8")
    found = framed(place)
    assert sorted(asked_for) == sorted(EVERY)
    assert "新的页脚" in (place / "site" / "404.html").read_text(encoding="utf-8")
    assert found == framed(place, kept=False)


def test_a_build_that_ends_before_it_noted_what_it_framed_leaves_no_mixture(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_and_change(place / "docs")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(frames, "keep", killed)
        with pytest.raises(KeyboardInterrupt):
            framed(place, name="半途")
    (place / "frames" / "run-left").mkdir()
    assert framed(place) == framed(place, kept=False)
    assert not (place / "frames" / "run-left").exists()


def test_pages_framed_in_batches_by_several_processes_are_the_same(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = framed(place, kept=False)
    monkeypatch.setattr(frames, "BATCH", 6)
    monkeypatch.setattr(frames, "PARALLEL_FROM", 1)
    assert framed(place, kept=False) == whole


def test_markdown_leads_to_pages_that_are_not_framed_with_it(place: Path) -> None:
    framed(place)
    page = (place / "site" / "method" / "places" / "index.html").read_text(encoding="utf-8")
    for address in ("../checks/", "../../corrections/", "../../assets/numbers.json", "../no/index.md"):
        assert f'href="{address}"' in page


def test_a_page_costs_the_same_navigation_however_many_there_are(place: Path) -> None:
    framed(place)
    before = (place / "site" / "jia" / "index.html").stat().st_size
    add(place / "docs")
    framed(place, kept=False)
    assert (place / "site" / "jia" / "index.html").stat().st_size == before
