"""What a hostile report says is only ever words on the site: in HTML, CSV, JSON, search, addresses and file names."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from tests.made_hostile_site import EVIL, RUN, STRANGER, build_hostile_site

FORMULA = re.compile(r"^\s*[=+@＝＋＠]|^[\t\r\n]|^-(?!\d)")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_hostile_site(tmp_path_factory.mktemp("hostile"))


LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


class Elements(HTMLParser):
    """Everything in a page that a browser would act on."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.comments: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self._in_script = tag == "script" and ("type", "application/ld+json") not in attrs

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def pages(site: Path) -> list[Path]:
    return [
        path
        for path in sorted(site.rglob("*.html"))
        if "source" not in path.relative_to(site).parts[:4] or path.name == "index.html"
    ]


def test_the_evil_words_are_there_as_words(site: Path) -> None:
    shown = [path for path in pages(site) if "&lt;script&gt;" in path.read_text(encoding="utf-8")]
    assert {"jia", "yi", "index.html"} <= {path.relative_to(site).parts[0] for path in shown}
    assert len(shown) > 10


def test_no_page_holds_an_element_or_attribute_of_theirs(site: Path) -> None:
    for path in pages(site):
        elements = Elements()
        elements.feed(path.read_text(encoding="utf-8"))
        for tag, attributes in elements.found:
            assert not [name for name in attributes if name.startswith("on")], (path, tag, attributes)
            for name in ("src", "href", "action", "data", "content", "style"):
                value = attributes.get(name, "").strip().lower()
                assert not value.startswith(("javascript:", "data:text/html")), (path, tag, value)
                assert not (tag in {"img", "script", "iframe", "link"} and STRANGER in value), (
                    path,
                    tag,
                    value,
                )
            assert attributes.get("src") != "x", (path, tag)
        assert not any(RUN in script for script in elements.scripts), path
        assert not any(RUN in comment for comment in elements.comments), path


def test_linked_data_ends_where_it_should_and_keeps_the_words(site: Path) -> None:
    """A browser does not run it; a text of theirs must not end it, for behind its end scripts run."""
    for path in ("jia/2024", "jia/2023", "jia/2024/superseded", "open-data"):
        (page,) = (site / path).glob("index.html" if "superseded" not in path else "*/index.html")
        (found,) = LINKED.findall(page.read_text(encoding="utf-8"))
        told = json.loads(found)
        assert told["@type"] in {"Dataset", "DataCatalog"}
        assert path == "open-data" or RUN in told["about"]["name"]


def test_no_template_and_no_markdown_of_theirs_was_run(site: Path) -> None:
    for path in pages(site):
        text = path.read_text(encoding="utf-8")
        assert str(7 * 191) not in re.sub(r"[0-9a-f]{16,}", "", text), path
        assert "root:x:" not in text
        assert not re.search(r'href="javascript', text), path


def test_no_cell_of_a_table_is_a_formula_and_none_holds_what_cannot_be_seen(site: Path) -> None:
    cells = 0
    for path in site.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.reader(handle):
                for cell in row:
                    assert not FORMULA.match(cell), (path, cell)
                    assert not UNSEEN.search(cell), (path, cell)
                    cells += 1
    assert cells > 1000


def test_no_cell_of_a_workbook_or_the_database_is_a_formula(site: Path) -> None:
    books = list(site.rglob("workbook.xlsx"))
    assert books
    for path in books:
        for sheet in openpyxl.load_workbook(path):
            for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
                assert cell.data_type != "f"
                assert not FORMULA.match(str(cell.value)), (path, cell.value)
                assert not UNSEEN.search(str(cell.value)), (path, cell.value)
    with closing(sqlite3.connect(site / "data/mingbai.sqlite")) as database:
        for row in database.execute("SELECT org, item, measure, raw, source FROM facts"):
            assert not any(FORMULA.match(text) or UNSEEN.search(text) for text in row), row


def test_every_json_is_whole_and_nothing_in_it_turns_text_round(site: Path) -> None:
    for path in site.rglob("*.json"):
        text = path.read_text(encoding="utf-8")
        json.loads(text)
        assert not UNSEEN.search(text), path


def test_every_file_has_a_name_that_no_shell_and_no_browser_stumbles_over(site: Path) -> None:
    for path in site.rglob("*"):
        assert re.fullmatch(r"[\w.()（）@=!+,\-]+", path.name), path.name
        inside = path.relative_to(site)
        if "data" in inside.parts and path.is_file():
            assert path.suffix in {
                ".csv",
                ".json",
                ".jsonld",
                ".txt",
                ".md",
                ".parquet",
                ".pdf",
                ".png",
                ".bin",
                ".sqlite",
                ".xlsx",
                ".zip",
            }, inside


def test_nothing_was_run_while_building(site: Path) -> None:
    assert not list(site.parent.rglob("pwned"))
    assert not Path("pwned").exists()
    assert EVIL
