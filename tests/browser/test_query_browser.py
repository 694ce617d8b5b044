"""The query page in a real browser: the same answers as SQLite gives in Python, read only, told in both languages."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote

import pytest

from builder.knowledge.queries import load_queries
from builder.pages import data_help, render_pages
from builder.pages.data_help import ENGINE, ENGINE_FILES
from builder.pages.published import read_index
from builder.pages.writer import Writer
from builder.publish.database import NAME
from builder.website import build_website
from tests.browser.conftest import SUB_PATH, Watched, serving, unavailable
from tests.browser.test_axe import AXE, RUN, WCAG
from tests.browser.test_craft import SMALL, SMALLEST_PX
from tests.publish.made import TEXT, catalogue_of, of_org, write_data, write_reports
from tests.website.made_site import GLOSSARY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OTHER = "云岭市水利局"
Opened: TypeAlias = "tuple[Page, list[str]]"
QUERY = "open-data/query/"
ROWS = "[...document.querySelectorAll('.mb-query-answer tbody tr')].map((r) => [...r.cells].map((c) => c.textContent))"


@pytest.fixture
def opened(watched: Watched, address: str) -> Opened:
    """The page, and what it has asked for beside itself."""
    if not all((ENGINE / name).exists() for name in ENGINE_FILES):
        unavailable(
            "SQLite for the browser is not installed: npm ci --prefix templates/query --ignore-scripts"
        )
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    watched.page.goto(address + QUERY)
    return watched.page, asked


def loaded(opened: Opened) -> Page:
    page, _ = opened
    page.locator("[data-load]").click()
    page.wait_for_function("!document.querySelector('.mb-query-work').hidden")
    return page


def answered(page: Page, sql: str) -> list[list[str]]:
    page.locator("#query-sql").fill(sql)
    page.locator("#query-sql").press("Control+Enter")
    page.wait_for_function("document.querySelector('[data-stop]').hidden")
    rows: list[list[str]] = page.evaluate(ROWS)
    return rows


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("query")
    texts = {"a.txt": TEXT, "b.txt": of_org(OTHER).replace("\t3.35\n", "\t4.10\n")}
    reports = write_reports(folder / "reports", texts)
    return write_data(catalogue_of(reports), [], reports, folder / "data")


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """A site with a database, under a sub-path."""
    with site_of(data) as root:
        yield root


@contextmanager
def site_of(data: Path) -> Iterator[str]:
    content = data.parent / "content"
    content.mkdir()
    (content / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    render_pages(data, content, data.parent / "docs")
    served = data.parent / "served"
    with serving(served) as root:
        build_website(data.parent / "docs", data, served / SUB_PATH, base_url=f"{root}{SUB_PATH}/")
        yield f"{root}{SUB_PATH}/"


def test_nothing_is_loaded_before_the_button(opened: Opened) -> None:
    page, asked = opened
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "sqlite" in url or "worker" in url]
    assert "MB" in page.locator("[data-load]").inner_text()
    page.locator("[data-load]").click()
    page.wait_for_function("!document.querySelector('.mb-query-work').hidden")
    assert {url.rsplit("/", 1)[1] for url in asked if "sqlite" in url} == {NAME, "sqlite3.js", "sqlite3.wasm"}


def test_each_ready_question_is_answered_as_sqlite_answers_it(opened: Opened, data: Path) -> None:
    page = loaded(opened)
    with_rows = 0
    with closing(sqlite3.connect(data / NAME)) as database:
        for query in load_queries().all:
            wanted = [
                ["" if cell is None else str(cell) for cell in row] for row in database.execute(query.sql)
            ]
            assert answered(page, query.sql) == wanted, query.id
            with_rows += bool(wanted)
    assert with_rows >= 4


def test_a_ready_question_is_taken_over_by_the_keyboard(opened: Opened) -> None:
    page = loaded(opened)
    page.locator("#q-zero-or-blank ~ [data-ask] button").press("Enter")
    assert page.evaluate("document.activeElement.id") == "query-sql"
    assert "LEFT JOIN" in page.locator("#query-sql").input_value()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mb-query-answer table")


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT * FROM nowhere", ("没有叫“nowhere”的表", "no such table")),
        ("SELEC 1", ("附近写法不对", "syntax error")),
        ("DELETE FROM facts", ("只能查，不能改", "readonly")),
        ("CREATE TABLE mine (a)", ("只能查，不能改", "readonly")),
        ("SELECT absent FROM facts", ("没有叫“absent”的列", "no such column")),
    ],
)
def test_what_goes_wrong_is_told_in_both_languages(opened: Opened, sql: str, words: tuple[str, ...]) -> None:
    page = loaded(opened)
    assert answered(page, sql) == []
    told = page.locator(".mb-query [role=alert]").inner_text()
    assert all(word in told for word in words), told


def test_an_endless_query_is_stopped_and_the_next_one_answered(opened: Opened) -> None:
    page = loaded(opened)
    page.locator("#query-sql").fill(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    )
    page.locator("[type=submit]:visible", has_text="运行").click()
    page.locator("[data-stop]").click()
    page.wait_for_function("document.querySelector('[data-stop]').hidden")
    assert answered(page, "SELECT count(*) FROM reports") == [["2"]]


def test_the_result_is_saved_as_a_file_that_runs_nothing(opened: Opened, tmp_path: Path) -> None:
    page = loaded(opened)
    answered(page, """SELECT '=1+1' AS a, '-1.50' AS b, 'x,"y"' AS c, NULL AS d""")
    with page.expect_download() as download:
        page.locator("[data-csv]").click()
    download.value.save_as(tmp_path / "result.csv")
    assert (tmp_path / "result.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "result.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [["a", "b", "c", "d"], ["'=1+1", "-1.50", 'x,"y"', ""]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_at_work_breaks_no_rule_on_a_phone(opened: Opened, scheme: Any) -> None:
    page = loaded(opened)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 844})
    answered(page, load_queries().all[0].sql)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if not AXE.exists():
        unavailable("axe-core is not installed: npm ci --prefix tests/browser --ignore-scripts")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN, {"runOnly": list(WCAG)}) == []


@pytest.mark.parametrize(
    ("limit", "engine", "words"),
    [(9, ENGINE, "太大"), (10**9, Path("nowhere"), "没有装浏览器里用的查询程序")],
    ids=["too large", "no engine"],
)
def test_why_there_is_no_editor_is_told(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, engine: Path, words: str
) -> None:
    queries = replace(load_queries(), largest_bytes=limit)
    monkeypatch.setattr(data_help, "load_queries", lambda: queries)
    monkeypatch.setattr(data_help, "ENGINE", engine)
    docs = tmp_path / "build" / "assembled" / "docs"
    data_help.write_data_help(Writer(docs, ()), read_index(data), data)
    html = (docs / "open-data/query/page.html").read_text(encoding="utf-8")
    assert words in html
    assert "<form" not in html
    assert "三公经费排名" in html


REGIONS = {"云岭市": 1, "松江区": 2, "太大的市": 4000}


@pytest.fixture(scope="module")
def regional(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose database is too large, with databases of three regions, one of them too large as well."""
    own = shutil.copytree(data, tmp_path_factory.mktemp("regions") / "data")
    lines = ["region_id,region,departments,reports,path"]
    for name, rows in REGIONS.items():
        folder = own / "regions" / name
        folder.mkdir(parents=True)
        with closing(sqlite3.connect(folder / NAME)) as database:
            database.execute("CREATE TABLE place AS SELECT ? AS name, zeroblob(100) AS filler", (name,))
            database.executemany("INSERT INTO place VALUES (?, zeroblob(100))", [(name,)] * (rows - 1))
            database.commit()
        lines.append(f"{name},{name},1,{rows},regions/{name}")
    (own / "regions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    queries = replace(load_queries(), largest_bytes=20_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_help, "load_queries", lambda: queries)
        with site_of(own) as address:
            yield address


def test_a_large_database_is_asked_region_by_region(browser: Browser, regional: str) -> None:
    if not all((ENGINE / name).exists() for name in ENGINE_FILES):
        unavailable(
            "SQLite for the browser is not installed: npm ci --prefix templates/query --ignore-scripts"
        )
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(unquote(request.url)))
    page.goto(regional + QUERY)
    options = page.locator("[data-choice] option").all_inner_texts()
    assert [option.partition("（")[0] for option in options] == ["云岭市", "松江区"], "what fits, no more"
    for name in ("松江区", "云岭市"):
        page.locator("[data-choice]").select_option(index=["云岭市", "松江区"].index(name))
        assert page.locator(".mb-query-work").is_hidden()
        loaded((page, asked))
        assert answered(page, "SELECT DISTINCT name FROM place") == [[name]]
    assert [url.rsplit("/", 2)[1] for url in asked if url.endswith(NAME)] == ["松江区", "云岭市"]
    assert page.locator("label[for=query-region] ~ select[data-choice]").is_visible()
    assert page.evaluate(SMALL, SMALLEST_PX) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
