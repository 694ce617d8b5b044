"""Every fact of every sample against a reviewed file, and against the figures that the sample was set from."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from builder.text import parse_number, parse_quantity, squeeze
from tests.golden.samples import GOLDEN, LISTED, NAMES, fact_row, golden_rows, read, sample_rows, write_golden

each_sample = pytest.mark.parametrize("name", NAMES)
Key = tuple[str, str, str, str, str]


def test_there_are_samples_and_no_golden_file_without_one() -> None:
    assert NAMES
    assert sorted(path.stem for path in GOLDEN.glob("*.csv")) == NAMES


@each_sample
def test_the_facts_are_those_of_the_reviewed_file(name: str) -> None:
    rows = [fact_row(fact) for fact in read(name).content.facts]
    if not (GOLDEN / f"{name}.csv").exists():
        write_golden(name, rows)
        pytest.fail(f"tests/golden/{name}.csv was written: review it against the report, then run again")
    reviewed = golden_rows(name)
    assert sorted((Counter(rows) - Counter(reviewed)).elements()) == []  # read, but not in the reviewed file
    assert sorted((Counter(reviewed) - Counter(rows)).elements()) == []  # reviewed, but no longer read
    assert rows == reviewed  # and in the printed order


def printed_value(printed: str) -> Decimal | None:
    """The number of printed characters; of `95%` and `2500万元` too."""
    quantity = parse_quantity(printed)
    return parse_number(printed) if quantity is None else quantity.value


def listed(name: str) -> Counter[tuple[Key, Decimal | None, str]]:
    """Key, value, and the words where there is no value, of every listed figure of a sample."""
    found: Counter[tuple[Key, Decimal | None, str]] = Counter()
    for row in sample_rows(name):
        if row["table"] in LISTED:
            key = (row["table"], row["side"], row["code"], row["item"], row["measure"])
            value = printed_value(row["printed"])
            found[key, value, squeeze(row["printed"]) if value is None else ""] += 1
    return found


def extracted(name: str) -> Counter[tuple[Key, Decimal | None, str]]:
    found: Counter[tuple[Key, Decimal | None, str]] = Counter()
    for fact in read(name).content.facts:
        if fact.table in LISTED:
            found[fact.key, fact.value, squeeze(fact.raw) if fact.value is None else ""] += 1
    return found


@each_sample
def test_every_figure_of_the_sample_comes_back_from_its_files(name: str) -> None:
    assert sorted(map(str, (listed(name) - extracted(name)).elements())) == []


@each_sample
def test_nothing_else_comes_back_from_the_tables(name: str) -> None:
    assert sorted(map(str, (extracted(name) - listed(name)).elements())) == []


@each_sample
def test_printed_decimals_come_back(name: str) -> None:
    printed: dict[Key, set[str]] = {}
    for row in sample_rows(name):
        if row["table"] in LISTED and (value := printed_value(row["printed"])) is not None:
            key = (row["table"], row["side"], row["code"], row["item"], row["measure"])
            printed.setdefault(key, set()).add(str(value))
    for fact in read(name).content.facts:
        if fact.table in LISTED and fact.value is not None and fact.unit != "万元":
            assert str(fact.value) in printed[fact.key]


@each_sample
def test_no_figure_of_a_table_is_left_unread(name: str) -> None:
    assert [unread for unread in read(name).content.unread if unread.table in LISTED] == []


#: What the sources themselves print, seen in the originals: the arithmetic checks that have something to say, and how.
FINDINGS = {
    "huaihua-gs-2021": {"G2 不一致", "G11 值得追问", "G14 值得追问"},
    "huaihua-ylgs-2024": {"A5 提示", "F14 提示", "F14 值得追问", "G4 不一致", "G4 提示", "G5 不一致", "G20 提示", "R1 不一致"},
    "shpt-shgzb-2024": {"G1 不一致", "G4 不一致", "G8 不一致"},
    "yiyang-sb-2024": {"R2 提示"},
    "yuanjiang-gs-2024": {
        "G3 不一致", "G15 不一致", "G15 值得追问", "G15 提示", "G16 不一致", "G17 不一致", "G18 不一致",
        "G19 值得追问",
    },
    "yunxi-gsbx-2024": {"G5 值得追问"},
}  # fmt: skip

#: Samples whose tables are pictures, as in the originals; R3 says so of each picture.
WITH_PICTURES = {"yunxi-gsbx-2024"}


@each_sample
def test_no_finding_but_what_the_source_itself_prints(name: str) -> None:
    """The tables of the samples add up; any other finding would be our own misreading."""
    told = [finding for finding in read(name).checked.findings if finding.check[0] in "ABCDEGR"]
    told += [finding for finding in read(name).checked.findings if finding.check == "F14"]
    of_reading = [finding.check for finding in told if finding.about == "reading"]
    assert set(of_reading) <= ({"R3"} if name in WITH_PICTURES else set())
    published = {f"{finding.check} {finding.level}" for finding in told if finding.about == "publication"}
    assert published == FINDINGS[name]


@each_sample
def test_every_fact_has_its_page_or_line(name: str) -> None:
    document = read(name).document
    of_file = {part.file: (part.pages, part.text_lines) for part in document.parts}
    for place in (fact.place for fact in read(name).content.facts):
        pages, lines = of_file.get(place.file, (document.pages, document.text_lines))
        assert (place.page is None) != (place.line is None)
        assert 1 <= (place.page or place.line or 0) <= (pages or len(lines or ()))


@each_sample
def test_the_report_says_who_and_when_as_registered(name: str) -> None:
    report = read(name)
    assert report.recognised.org == report.org
    assert report.recognised.year == report.year
    assert report.recognised.kind == report.kind


def test_the_full_report_proves_its_tables() -> None:
    proven = read("yiyang-sb-2024").checked.proven
    assert {table for table, holds in proven.items() if holds} >= {
        "T01",
        "T02",
        "T03",
        "T04",
        "T05",
        "T06",
        "T09",
    }


def test_the_misprint_of_the_sample_is_reported_where_it_stands() -> None:
    unread = read("huaihua-ylgs-2024").content.unread
    assert [entry.raw for entry in unread] == ["173,59万元"]
    assert unread[0].place.page or unread[0].place.line


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("huaihua-gs-2021", {"见附件"}),
        ("yunxi-gsbx-2024", {"图片"}),
        ("yiyang-sb-2024", {"有数据", "空表"}),
        ("yuanjiang-gs-2024", {"未见"}),
    ],
)
def test_what_became_of_the_nine_tables(name: str, statuses: set[str]) -> None:
    tables = [table for table in read(name).content.tables if table.table.startswith("T")]
    assert len(tables) == 9
    assert {table.status for table in tables} == statuses
