"""What lets a page be cited and found: citations, an address for each figure, linked data for search engines."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from builder.pages import linked_data
from builder.pages.citation import cite_department, cite_report
from builder.pages.published import read_index, read_report
from tests.pages import made_data
from tests.pages.test_render import rendered

EVIL = '</script><script>x</script><!--%_{}\\$&"\u2028'
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def linked(page: Path) -> dict[str, Any]:
    (found,) = LINKED.findall(page.read_text(encoding="utf-8"))
    told: dict[str, Any] = json.loads(found)
    return told


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("cited"), made_data.three_reports())


# --- an address for each figure ----------------------------------------------------------------------------------


def test_each_figure_of_a_report_has_its_address_once_on_the_page(docs: Path) -> None:
    for report in made_data.three_reports():
        page = (docs / report["path"] / "page.html").read_text(encoding="utf-8")
        ids = Counter(re.findall(r'\bid="([^"]+)"', page))
        assert {f"f-{fact['id']}" for fact in report["facts"]} <= set(ids)
        assert [name for name, times in ids.items() if times > 1] == []


def test_the_address_does_not_change_when_other_figures_come_and_go() -> None:
    """The name of a figure says what it is, not where it stands in the list."""
    from builder.model import Fact, Place
    from builder.publish.ids import fact_ids

    one, other = (
        Fact("T09", "", "", item, "决算数", None, "万元", "1", Place()) for item in ("公务接待费", "合计")
    )
    assert fact_ids([one]) == fact_ids([other, one])[1:]


# --- citations -----------------------------------------------------------------------------------------------------


def cited(tmp_path: Path, **changes: Any) -> tuple[str, str]:
    data = made_data.write_data(tmp_path, [{**made_data.report("jia-sb", "甲市中心", 2023), **changes}])
    made = cite_report(read_report(data / (changes.get("path") or "jia-sb/2023")))
    return str(made.plain), str(made.bibtex)


def test_a_citation_names_who_what_when_and_which_bytes(tmp_path: Path) -> None:
    plain, bibtex = cited(tmp_path)
    sha256 = read_report(tmp_path / "jia-sb/2023").source.sha256
    for form in (plain, bibtex):
        assert all(
            words in form for words in ("甲市中心", "2023年度部门决算", "2024-09-01", "1a2b3c4d", sha256)
        )
        assert "jia-sb/2023/versions/1a2b3c4d/-->" in form
    assert "  date = {2024-09-01},\n" in bibtex
    assert "urldate" not in bibtex
    assert html.unescape(bibtex).count("{") == html.unescape(bibtex).count("}")


def test_a_citation_without_a_date_has_none(tmp_path: Path) -> None:
    source = made_data.report("jia-sb", "甲市中心", 2023)["source"] | {"published_on": None}
    plain, bibtex = cited(tmp_path, source=source)
    assert "公布" not in plain
    assert "year" not in bibtex
    assert "date" not in bibtex


def test_a_superseded_version_is_cited_by_the_same_lasting_address(tmp_path: Path) -> None:
    path = "jia-sb/2023/superseded/00000001"
    plain, _ = cited(tmp_path, path=path, version="00000001", status="superseded")
    assert "<!--address ，|jia-sb/2023/versions/00000001/-->" in plain


def test_a_citation_of_strange_names_stays_text_and_bibtex_whole(tmp_path: Path) -> None:
    plain, bibtex = cited(tmp_path, org=EVIL, title=EVIL)
    assert "<script" not in plain + bibtex
    written = re.sub(r"\\[\\{}$&#%_~^]", "", html.unescape(bibtex))
    assert written.count("{") == written.count("}")


def test_a_department_is_cited_with_the_version_of_each_year(tmp_path: Path) -> None:
    data = made_data.write_data(tmp_path, made_data.three_reports())
    plain = cite_department(read_index(data).departments[0]).plain
    assert "2022 年度 1a2b3c4d、2023 年度 1a2b3c4d" in plain
    assert "00000001" not in plain


# --- linked data ---------------------------------------------------------------------------------------------------


def test_a_year_page_describes_its_data_set(docs: Path) -> None:
    told = linked(docs / "jia-sb/2023/page.html")
    assert (told["@context"], told["@type"]) == ("https://schema.org", "Dataset")
    needed = {"name", "description", "url", "identifier", "version", "creator", "license", "distribution", "isBasedOn",
              "spatialCoverage", "temporalCoverage", "variableMeasured", "dateModified"}  # fmt: skip
    assert needed <= told.keys()
    assert 50 <= len(told["description"]) <= 5000
    assert told["temporalCoverage"] == "2023-01-01/2023-12-31"
    assert told["dateModified"] == told["isBasedOn"]["datePublished"] == "2024-09-01"
    facts = next(one for one in told["distribution"] if one["name"] == "facts.csv")
    assert facts["encodingFormat"] == "text/csv"
    assert facts["contentUrl"] == "../../data/jia-sb/2023/facts.csv"
    published = read_report(docs.parent / "data/jia-sb/2023")
    assert told["isBasedOn"]["sha256"] == published.source.sha256


def test_the_hashes_are_those_of_the_files(docs: Path) -> None:
    import hashlib

    folder = docs.parent / "data/jia-sb/2023"
    for one in linked(docs / "jia-sb/2023/page.html")["distribution"]:
        content = (folder / one["name"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert one["contentSize"] == f"{len(content)} B"


def test_what_is_not_known_is_not_described(tmp_path: Path) -> None:
    made = made_data.report("jia-sb", "甲市", 2023, region=None)
    made["source"]["published_on"] = None
    told = linked(rendered(tmp_path, [made]) / "jia-sb/2023/page.html")
    assert not {"dateModified", "datePublished", "spatialCoverage"} & (told.keys() | told["isBasedOn"].keys())


def test_linked_data_of_strange_names_neither_ends_its_element_nor_changes_the_name(tmp_path: Path) -> None:
    made = made_data.report("jia-sb", EVIL, 2023, title=EVIL, region=EVIL, kind=EVIL)
    told = linked(rendered(tmp_path, [made]) / "jia-sb/2023/page.html")
    assert told["about"]["name"] == EVIL
    assert told["spatialCoverage"]["name"] == EVIL


def test_the_page_of_the_data_is_a_catalogue(docs: Path) -> None:
    told = linked(docs / "open-data/page.html")
    assert told["@type"] == "DataCatalog"
    assert told["dataset"]["temporalCoverage"] == "2022-01-01/2023-12-31"
    names = {one["name"] for one in told["dataset"]["distribution"]}
    assert "facts.csv" in names
    assert told["subjectOf"]["contentUrl"] == "../data/catalog.jsonld"


def test_every_kind_of_file_that_is_offered_has_its_media_type() -> None:
    from builder.pages.views import form_names

    assert [name for name in form_names() if not linked_data.media_type(name)] == []
