"""A build that finds most as it was gives the same bytes as one that makes everything anew."""

from __future__ import annotations

import ast
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from builder.pages.before import PAGE_CODE, PAGE_KNOWLEDGE
from tests.made_builds import FORK, Place, make_quick, quick, start, tree
from tests.publish.made import TEXT, of_org
from tests.test_architecture import BUILDER, imported

__all__ = ["quick"]
pytestmark = [FORK, pytest.mark.usefixtures("quick")]
Change = Callable[[Place], None]


def test_pages_are_made_of_what_their_version_counts_and_nothing_else() -> None:
    names = {
        name
        for path in (BUILDER / "pages").rglob("*.py")
        for name in imported(path)
        if name.startswith("builder.")
    }
    parts = {name.split(".")[1] for name in names} - {"knowledge"}
    assert parts <= {name.removesuffix(".py") for name in PAGE_CODE}
    known = {name.split(".")[2] for name in names if name.startswith("builder.knowledge.")}
    modules = {path.stem for path in (BUILDER / "knowledge").glob("*.py")} & known
    files = {
        literal.value
        for module in modules | {"tables"}
        for literal in ast.walk(
            ast.parse((BUILDER / "knowledge" / f"{module}.py").read_text(encoding="utf-8"))
        )
        if isinstance(literal, ast.Constant) and str(literal.value).endswith((".toml", ".csv"))
    }
    assert files <= PAGE_KNOWLEDGE


def add(place: Place) -> None:
    (place.reports("a") / "3.txt").write_text(of_org("平川市林业局"), encoding="utf-8")


def add_a_year(place: Place) -> None:
    (place.reports("a") / "1-2023.txt").write_text(TEXT.replace("2024", "2023"), encoding="utf-8")


def change(place: Place) -> None:
    text = TEXT.replace("85.00", "86.00")
    (place.reports("a") / "1.txt").write_text(text, encoding="utf-8")


def remove(place: Place) -> None:
    (place.reports("a") / "2.txt").unlink()


def explain(place: Place) -> None:
    path = place.folder / "content" / "glossary.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("维持办公的钱", "办公用的钱"), encoding="utf-8")


def tell_more(place: Place) -> None:
    rows = "file,org_id,region,successors\n1.txt,jia,青澜市,yi\n2.txt,yi,青澜市,\n"
    (place.reports("a") / "reports.csv").write_text(rows, encoding="utf-8")


def spoil(place: Place) -> None:
    """Somebody writes into a file that is kept."""
    for name in ("data/*/2024/facts.csv", "docs/*/2024/page.html"):
        for path in sorted((place.folder / "work").glob(name)):
            path.write_text("x", encoding="utf-8")


def spoil_told(place: Place) -> None:
    """What departments told the pages of the whole site is damaged."""
    with (
        closing(sqlite3.connect(place.folder / "work" / "before" / "joint" / "gathered.sqlite")) as told,
        told,
    ):
        assert told.execute("UPDATE parts SET packed = substr(packed, 2)").rowcount > 0


def nothing(_: Place) -> None:
    pass


def built(place: Place) -> dict[str, str]:
    process = start(lambda: place.build("a"))
    process.join()
    assert process.exitcode == 0
    return tree(place.site)


def anew(place: Place) -> dict[str, str]:
    """The same reports and content, built where nothing was built before."""
    other = Place(place.folder / "anew")
    for name in ("a", "content"):
        shutil.copytree(place.folder / name, other.folder / name)
    return built(other)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Two departments, built."""
    with pytest.MonkeyPatch.context() as patch:
        make_quick(patch)
        for what in ("site_pages.USES", "compare_pages.PER_PAGE", "findings_pages.PER_PAGE"):
            patch.setattr(f"builder.pages.{what}", 1)  # so that lists of the whole site have several pages
        made = Place(tmp_path_factory.mktemp("first"))
        (made.reports("a") / "2.txt").write_text(of_org("云岭市水利局"), encoding="utf-8")
        built(made)
        yield made


@pytest.fixture
def place(first: Place, tmp_path: Path) -> Place:
    """A copy of the built one that a test may change."""
    shutil.copytree(first.folder, tmp_path / "place")
    return Place(tmp_path / "place")


@pytest.mark.parametrize(
    "changes",
    [
        (add,),
        (add_a_year,),
        (change,),
        (remove,),
        (tell_more,),
        (spoil,),
        (spoil_told,),
        (spoil_told, add),
        (nothing,),
        (explain,),
        (add, change, remove),
    ],
    ids=lambda changes: "-".join(each.__name__ for each in changes),
)
def test_an_increment_gives_what_a_full_build_gives(place: Place, changes: tuple[Change, ...]) -> None:
    for each in changes:
        each(place)
        found = built(place)
    assert found == anew(place)
