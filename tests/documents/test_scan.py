"""Scans without any text recognition: what is said where it is not installed, print that was overlooked, and names."""

from __future__ import annotations

import os
from functools import cache
from itertools import combinations

import pytest

from builder.documents import read_bytes
from builder.documents.limits import Limits
from builder.documents.scan import engine, is_installed, recognises, with_known_names
from builder.errors import SourceError
from builder.facts import state_facts
from builder.knowledge.accounts import load_accounts
from builder.model import Cell, Grid, Place, ReportFacts
from builder.recognise import recognise
from builder.typeset.formats.scan import jpeg, plain_look, scanned_page, scanned_pdf
from builder.typeset.generate import GeneratedReport, generate

needs_pixels = pytest.mark.skipif(
    not is_installed() and not os.environ.get("CI"),
    reason="the optional parts for reading pictures are not installed",
)
LOOK = plain_look(100)


@cache
def made() -> GeneratedReport:
    return generate(20)


def pages_of(table: str) -> set[int]:
    return {fact.page for fact in made().facts if fact.table == table}


@pytest.fixture
def without_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda _: None)


def read(data: bytes) -> ReportFacts:
    document = read_bytes(data, "scan.pdf")
    told = [notice for notice in document.notices if engine.INSTALL in notice.zh]
    assert all(engine.INSTALL in notice.en for notice in told)
    assert {notice.place.page for notice in told} == pages_of("T01")
    return state_facts(recognise(document))


@pytest.mark.usefixtures("without_parts")
def test_a_table_that_is_a_picture_is_said_to_be_one_where_nothing_recognises_it() -> None:
    content = read(scanned_pdf(made().pdf, LOOK, pages_of("T01")))
    assert {table.table: table.status for table in content.tables}["T01"] == "图片"
    tables = {fact.table for fact in content.facts}
    assert "T01" not in tables
    assert {"T02", "T09", "N"} <= tables
    assert not any(fact.place.scanned for fact in content.facts)


@pytest.mark.usefixtures("without_parts")
def test_a_report_of_nothing_but_pictures_is_refused_with_what_to_install() -> None:
    with pytest.raises(SourceError) as told:
        read_bytes(scanned_pdf(made().pdf, LOOK), "scan.pdf")
    assert engine.INSTALL in told.value.zh
    assert engine.INSTALL in told.value.en


def test_nothing_is_recognised_where_the_limits_allow_no_page() -> None:
    assert not recognises(Limits(scanned_pages=0))


def test_a_scan_is_the_page_at_its_resolution_and_the_same_each_time() -> None:
    (page,) = pages_of("T01")
    look = plain_look(100, noise="grain and specks", turn="more", stamp="red", paper="shadow")
    picture = scanned_page(made().pdf, page, look)
    assert 100 * 8 < min(picture.size) < 100 * 12
    assert jpeg(picture, look) == jpeg(scanned_page(made().pdf, page, look), look)


# --- names -----------------------------------------------------------------------------------------------


def beside(code: str, name: str) -> str:
    """What becomes of a recognised name that stands beside a code."""
    place = Place(page=1, scanned=True)
    cells = tuple(Cell(text, 0, column, place) for column, text in enumerate((code, name, "1.00")))
    (block,) = with_known_names([Grid(cells, place, exact=True)])
    assert isinstance(block, Grid)
    return block.cells[1].text


def test_a_letter_of_a_name_is_put_right_by_its_code() -> None:
    assert beside("20805", "行政事业单位养者支出") == "行政事业单位养老支出"


def test_the_whole_name_of_another_account_is_left_beside_a_code_that_may_be_read_wrong() -> None:
    accounts = [account for account in load_accounts().values() if len(account.name) > 4]
    one, other = next(
        (a, b)
        for a, b in combinations(accounts, 2)
        if len(a.name) == len(b.name) and sum(x != y for x, y in zip(a.name, b.name, strict=True)) == 1
    )
    assert beside(one.code, other.name) == other.name


# --- print that the search for print overlooks -----------------------------------------------------------


@needs_pixels
def test_a_lone_letter_in_a_row_of_a_table_without_rules_is_found() -> None:
    from builder.documents.scan.strips import Strip, missed_strips
    from tests.documents.test_scan_pixels import paper, write

    page = write(write(write(paper(), "2080505", 100, 142), "0", 450, 142), "0", 450, 500)
    (found,) = missed_strips(page, [Strip(98, 118, 230, 144)], [])
    assert found.x0 == pytest.approx(450, abs=6)
    assert found.y1 == pytest.approx(142, abs=4)
