"""Data of which most is as it was: the same bytes as when all is written anew, and only what changed is touched."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from builder.cache import Cache, whole
from builder.documents import DEFAULT_LIMITS
from builder.knowledge import queries
from builder.model import Report
from builder.pipeline import read_report
from builder.publish import Before, Writing, arrange, whole_department, write, write_data
from builder.sources import find_sources
from tests.made_builds import tree
from tests.publish.made import TEXT, of_org, write_reports

ROWS = """file,org_id,region
a.txt,jia,青澜市
b.txt,yi,云岭市
b-2023.txt,yi,云岭市
c.txt,bing,云岭市
"""
TEXTS = {
    "a.txt": TEXT,
    "b.txt": of_org("云岭市水利局"),
    "b-2023.txt": of_org("云岭市水利局", 2023),
    "c.txt": of_org("云岭市林业局"),
}
FEW, ALL = ("a.txt", "b.txt"), tuple(TEXTS)
Publish = Callable[[Sequence[str]], Path]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reports(tmp_path_factory.mktemp("reports"), TEXTS, ROWS)


@pytest.fixture(scope="module")
def outlines(folder: Path) -> dict[str, Report]:
    """The reports as a build has them: outlines, the rest kept in a folder."""
    cache, found = Cache(folder.with_name("cache")), {}
    for source in find_sources(folder):
        cache.put(source, DEFAULT_LIMITS, read_report(folder, source))
        outline = cache.outline(source, DEFAULT_LIMITS)
        assert outline is not None
        found[source.file] = outline
    return found


@pytest.fixture
def publish(
    folder: Path, outlines: dict[str, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Publish:
    """Write the data of some reports, into one folder, where it is kept what was written."""
    monkeypatch.setattr(write, "checks_json", lambda *_: {"schema": "mingbai-checks/1", "checks": []})

    def into(out: Path, before: Before | None, files: Sequence[str]) -> Path:
        catalogue = arrange([outlines[file] for file in files])
        writing = Writing(folder, whole=partial(whole_department, catalogue.names()))
        write_data(catalogue, [], out, writing, before)
        return out

    def again(files: Sequence[str]) -> Path:
        return into(tmp_path / "data", Before(tmp_path / "before" / "data", "1"), files)

    into(tmp_path / "anew", None, ALL)
    return again


@pytest.fixture
def anew(folder: Path, outlines: dict[str, Report], tmp_path: Path) -> Publish:
    """Write the data of some reports where there is nothing; to be asked for beside `publish`."""

    def into(files: Sequence[str]) -> Path:
        catalogue = arrange([outlines[file] for file in files])
        writing = Writing(folder, whole=partial(whole_department, catalogue.names()))
        write_data(catalogue, [], tmp_path / "from-nothing", writing, None)
        return tmp_path / "from-nothing"

    return into


def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


@pytest.mark.parametrize("first", [FEW, ("a.txt", "c.txt"), ("b.txt", "b-2023.txt", "c.txt"), ALL])
def test_more_reports_give_what_all_together_give(
    publish: Publish, first: tuple[str, ...], tmp_path: Path
) -> None:
    assert tree(publish(first)) != {}
    assert tree(publish(ALL)) == tree(tmp_path / "anew")


@pytest.fixture
def bounded(outlines: dict[str, Report], monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A database is made of the figures of so many reports at most."""
    most = max(len(whole(report).content.facts) for report in outlines.values())
    known = queries.load_queries()

    def bound(reports: int) -> None:
        told = replace(known, largest_facts=reports * most)
        monkeypatch.setattr(queries, "load_queries", lambda: told)

    return bound


#: At most so many reports in a database → where there are databases of several departments.
DATABASES = {
    4: [""],
    3: ["regions/qing-lan-shi", "regions/yun-ling-shi"],
    2: ["regions/qing-lan-shi", "regions/yun-ling-shi/2023", "regions/yun-ling-shi/2024"],
    1: ["regions/qing-lan-shi", "regions/yun-ling-shi/2023"],
    0: [],
}


def databases(data: Path) -> list[str]:
    found = (path.parent for path in data.rglob("mingbai.sqlite"))
    return sorted(path.relative_to(data).as_posix() for path in found if path.name not in {"yi", "data"})


@pytest.mark.parametrize("most", DATABASES)
def test_a_database_is_made_of_what_is_small_enough(
    publish: Publish, bounded: Callable[[int], None], most: int
) -> None:
    bounded(most)
    data = publish(ALL)
    there = DATABASES[most] if most < len(ALL) else [*DATABASES[3]]
    assert databases(data) == there
    assert (data / "mingbai.sqlite").exists() == (most == len(ALL))
    told = json.loads((data / "index.json").read_text(encoding="utf-8"))
    named = None if most == len(ALL) else [f"{folder}/mingbai.sqlite" for folder in there]
    assert told.get("databases") == named
    package = json.loads((data / "regions/yun-ling-shi/datapackage.json").read_text(encoding="utf-8"))
    listed = sorted(one["path"] for one in package["resources"] if one["path"].endswith("mingbai.sqlite"))
    region = "regions/yun-ling-shi"
    assert listed == [
        f"{folder}/mingbai.sqlite".removeprefix(f"{region}/") for folder in there if region in folder
    ]


@pytest.mark.parametrize("most", [0, 1, 2, 3])
@pytest.mark.parametrize("change", [(FEW, ALL), (ALL, FEW), (ALL, ALL)])
def test_one_report_more_or_less_across_the_bound_gives_what_a_build_from_nothing_gives(
    publish: Publish,
    anew: Publish,
    bounded: Callable[[int], None],
    most: int,
    change: tuple[tuple[str, ...], tuple[str, ...]],
) -> None:
    bounded(most)
    first, then = change
    publish(first)
    assert tree(publish(then)) == tree(anew(then))


def test_of_a_region_in_parts_only_the_year_with_the_report_is_written_again(
    publish: Publish, bounded: Callable[[int], None]
) -> None:
    bounded(1)
    own = publish(("b.txt", "b-2023.txt")) / "regions" / "yun-ling-shi"
    assert [path.parent.name for path in sorted(own.glob("*/mingbai.sqlite"))] == ["2023", "2024"]
    kept = {year: times(own / year) for year in ("2023", "2024")}
    publish(ALL)
    assert times(own / "2023") == kept["2023"]
    assert not set(times(own / "2024").items()) & set(kept["2024"].items())
    assert not (own / "2024" / "mingbai.sqlite").exists()


def test_parquet_of_a_region_that_is_what_it_was_is_not_written_again_above_the_bound(
    publish: Publish, bounded: Callable[[int], None]
) -> None:
    bounded(1)
    regions = publish(FEW) / "regions"
    kept = times(regions / "qing-lan-shi")
    data = publish(ALL)
    assert times(regions / "qing-lan-shi") == kept
    assert {path.name for path in data.glob("*.parquet")} == {"regions.parquet", "classifications.parquet"}


def test_the_database_of_a_year_has_the_rows_of_that_year_in_their_order(
    publish: Publish, bounded: Callable[[int], None]
) -> None:
    bounded(2)
    own = publish(ALL) / "regions" / "yun-ling-shi"
    for name in ("facts", "budget_lines", "reports", "checks", "corrections"):
        text = (own / f"{name}.csv").read_text(encoding="utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        columns = rows.fieldnames or []
        wanted = [tuple(row.values()) for row in rows if row["year"] == "2024"]
        with closing(sqlite3.connect(own / "2024" / "mingbai.sqlite")) as database:
            names = ", ".join(map('"{}"'.format, columns))
            asked = f"SELECT {names} FROM {name} ORDER BY rowid"
            found = [
                tuple("" if cell is None else str(cell) for cell in row) for row in database.execute(asked)
            ]
        assert found == wanted


def test_a_region_that_is_what_it_was_is_not_written_again(publish: Publish) -> None:
    regions = publish(FEW) / "regions"
    before = {path.name: times(path) for path in regions.iterdir()}
    publish(ALL)
    assert times(regions / "qing-lan-shi") == before["qing-lan-shi"]
    assert times(regions / "yun-ling-shi") != before["yun-ling-shi"]


def test_a_file_of_a_region_that_somebody_changed_is_written_again(publish: Publish, tmp_path: Path) -> None:
    (publish(ALL) / "regions" / "qing-lan-shi" / "facts.csv").write_text("x", encoding="utf-8")
    assert tree(publish(ALL)) == tree(tmp_path / "anew")


def test_a_department_that_is_no_more_leaves_the_files_of_all_and_the_last_one_its_region(
    publish: Publish,
) -> None:
    publish(ALL)
    data = publish(("b.txt", "b-2023.txt"))
    for path in (*data.glob("*.csv"), *data.glob("regions/*/*.csv")):
        rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        assert {row["org_id"] for row in rows if "org_id" in row} <= {"yi"}
    assert [path.name for path in (data / "regions").iterdir()] == ["yun-ling-shi"]
    assert not (data / "jia").exists()


def test_several_at_once_write_the_same(
    publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.publish.write.PARALLEL_FROM", 1)
    assert tree(publish(ALL)) == tree(tmp_path / "anew")


def test_examples_of_checks_are_worked_out_once_for_every_version_of_the_code(tmp_path: Path) -> None:
    made = []

    def make() -> tuple[int, ...]:
        made.append(1)
        return (len(made),)

    folder = tmp_path / "before" / "data"
    assert [Before(folder, version).of_code("examples", make) for version in "1121"] == [
        (1,),
        (1,),
        (2,),
        (3,),
    ]
