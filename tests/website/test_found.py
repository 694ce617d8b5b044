"""What stands beside the pages: feeds after RFC 4287, the DCAT catalogue, lasting addresses, robots.txt."""

from __future__ import annotations

import json
import re
import uuid
import xml.etree.ElementTree as ET
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from builder.errors import UsageError
from builder.pages.feed_places import ALL, CHANGES, of_regions
from builder.pages.published import read_index
from builder.website import feeds
from builder.website.dcat import CONTEXT
from builder.website.found import robots, write_found
from builder.website.planned import Planned, make
from tests.pages import made_data

BASE = "https://example.org/kan/"
ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = '</title><script>x</script>]]>&amp;"\x1b\u202e'


def found(folder: Path, reports: list[made_data.Json], base: str | None = BASE) -> Path:
    """The site with empty pages at the addresses that the index and the reports have."""
    data = made_data.write_data(folder / "data", reports)
    planned, site = Planned(folder.stat().st_dev), folder / "site"
    planned.link_tree(data, "data")
    urls = sorted({f"{r['org_id']}/" for r in reports} | {f"{r['path']}/" for r in reports})
    for url in urls:
        planned.put(f"{url}index.html", "<html></html>")
    write_found(planned, data, [{"url": url} for url in urls], base, "明白账")
    site.mkdir()
    make(planned.root, site)
    return site


def renamed() -> list[made_data.Json]:
    return [
        report | {"former_ids": ["old-sb", "old-old"]} if report["org_id"] == "jia-sb" else report
        for report in made_data.three_reports()
    ]


def atom(path: Path) -> ET.Element:
    return ET.fromstring(path.read_text(encoding="utf-8"))


def text(of: ET.Element, name: str) -> str:
    return of.findtext(f"{ATOM}{name}") or ""


# --- feeds ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return found(tmp_path_factory.mktemp("found"), renamed())


def test_every_feed_is_what_rfc_4287_asks_for(site: Path) -> None:
    paths = sorted(site.rglob("feed.xml"))
    assert {path.relative_to(site).as_posix() for path in paths} == {
        ALL, CHANGES, "jia-sb/feed.xml", "yi-gs/feed.xml", "regions/mou-sheng-mou-shi/feed.xml",
    }  # fmt: skip
    ids = set()
    for path in paths:
        feed = atom(path)
        assert feed.tag == f"{ATOM}feed"
        assert text(feed, "title")
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "明白账"
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == BASE + path.relative_to(site).as_posix()
        ids.add(text(feed, "id"))
        entries = feed.findall(f"{ATOM}entry")
        assert len({text(entry, "id") for entry in entries}) == len(entries)
        for one in (feed, *entries):
            assert uuid.UUID(text(one, "id"))
            assert datetime.fromisoformat(text(one, "updated")).utcoffset() is not None
        for entry in entries:
            (link,) = entry.findall(f"{ATOM}link")
            assert (site / (link.get("href") or "").removeprefix(BASE)).is_dir() or CHANGES[:11] in str(
                link.get("href")
            )
            assert text(entry, "title")
            assert text(entry, "content")
        times = [text(entry, "updated") for entry in entries]
        assert times == sorted(times, reverse=True)
        assert text(feed, "updated") == max(times)
    assert len(ids) == len(paths)


def test_a_feed_tells_of_new_reports_and_of_changed_figures(site: Path) -> None:
    entries = atom(site / "jia-sb/feed.xml").findall(f"{ATOM}entry")
    kinds = [kind.get("term") for entry in entries for kind in entry.findall(f"{ATOM}category")]
    assert sorted(str(kind) for kind in kinds) == ["correction", "report", "report"]
    (changed,) = atom(site / CHANGES).findall(f"{ATOM}entry")
    assert "1 个数有变化" in text(changed, "title")
    assert "1.15 → 1.05 万元" in text(changed, "content")
    assert text(changed, "id") in {text(entry, "id") for entry in entries}
    assert "新收录" not in text(atom(site / "yi-gs/feed.xml"), "title")


def test_an_id_stays_when_the_site_moves_and_when_the_unit_gets_another(site: Path, tmp_path: Path) -> None:
    """`old-sb` was the first id of the unit; all that hangs on the id of today may change, the ids of entries do not."""
    moved = found(tmp_path / "a", renamed(), "https://elsewhere.test/")
    before = [made_data.report("old-sb", "甲市社会保险服务中心", year) for year in (2022, 2023)]
    first = found(tmp_path / "b", before, None)

    def ids(path: Path) -> set[str]:
        entries = atom(path).findall(f"{ATOM}entry")
        return {text(entry, "id") for entry in entries if "重新公布" not in text(entry, "title")}

    assert ids(site / "jia-sb/feed.xml") == ids(moved / "jia-sb/feed.xml") == ids(first / "old-sb/feed.xml")


def test_without_a_registered_date_an_entry_is_as_old_as_it_can_be_at_most(tmp_path: Path) -> None:
    report = made_data.report("jia-sb", "甲", 2023)
    report["source"]["published_on"] = None
    (entry,) = atom(found(tmp_path, [report]) / "jia-sb/feed.xml").findall(f"{ATOM}entry")
    assert text(entry, "updated") == "2024-01-01T00:00:00+08:00"
    assert entry.find(f"{ATOM}published") is None
    assert "没有登记" in text(entry, "content")


def test_a_site_without_an_address_links_from_where_the_feed_stands(tmp_path: Path) -> None:
    made = found(tmp_path, made_data.three_reports(), None)
    for path in made.rglob("feed.xml"):
        here = path.relative_to(made).as_posix()
        for link in atom(path).iter(f"{ATOM}link"):
            assert link.get("rel") == "alternate"
            target = urljoin(f"/{here}", link.get("href"))
            assert not urljoin(here, link.get("href")).startswith("..")
            assert (made / target.strip("/")).is_dir() or "corrections" in target or "regions" in target


def test_a_feed_is_bounded_and_keeps_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "NEWEST", 3)
    reports = [made_data.report("jia-sb", "甲", year) for year in range(2015, 2023)]
    entries = atom(found(tmp_path, reports) / ALL).findall(f"{ATOM}entry")
    assert [text(entry, "title")[2:6] for entry in entries] == ["2022", "2021", "2020"]


def test_strange_names_are_text_in_feeds(tmp_path: Path) -> None:
    made = found(tmp_path, [made_data.report("jia-sb", f"甲{EVIL}", 2023, region=f"某{EVIL}")])
    for path in made.rglob("feed.xml"):
        feed = atom(path)
        assert {one.tag.removeprefix(ATOM) for one in feed.iter()} <= {
            "feed", "id", "title", "updated", "published", "link", "author", "name", "entry", "category", "content",
        }  # fmt: skip
        for content in feed.iter(f"{ATOM}content"):
            tags: list[str] = []
            parser = HTMLParser()
            parser.handle_starttag = lambda tag, _, tags=tags: tags.append(tag)  # type: ignore[misc,method-assign]
            parser.feed(content.text or "")
            assert set(tags) <= {"p", "ul", "li"}


def test_the_feed_of_a_region_does_not_move_when_another_comes(tmp_path: Path) -> None:
    one = made_data.report("jia-sb", "甲", 2023, region="湖南省怀化市")
    other = made_data.report("a-sb", "乙", 2023, region="安徽省")
    alone = of_regions(read_index(made_data.write_data(tmp_path / "a", [one])))
    both = of_regions(read_index(made_data.write_data(tmp_path / "b", [other, one])))
    assert alone.items() <= both.items()
    assert len(set(both.values())) == 2


# --- the catalogue -------------------------------------------------------------------------------------------------


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for one in value for node in nodes(one)]
    return (
        [value, *(node for one in value.values() for node in nodes(one))] if isinstance(value, dict) else []
    )


def test_the_catalogue_lists_every_current_report_with_its_files(site: Path) -> None:
    told = json.loads((site / "data/catalog.jsonld").read_text(encoding="utf-8"))
    assert told["@type"] == "dcat:Catalog"
    pages = [one["landingPage"].removeprefix(BASE) for one in told["dataset"]]
    assert pages == ["open-data/", "jia-sb/2022/", "jia-sb/2023/", "yi-gs/2023/"]
    for one in told["dataset"]:
        assert one["title"]
        assert one["description"]
        assert one["license"].startswith("https://")
        assert one["distribution"]
        for file in one["distribution"]:
            assert (site / file["downloadURL"].removeprefix(BASE)).is_file()
            assert file["accessURL"] == file["downloadURL"]
            assert file["mediaType"].startswith("https://www.iana.org/assignments/media-types/")
    dated = told["dataset"][2]
    assert dated["issued"] == "2024-09-01"
    assert dated["temporal"] == {
        "@type": "dct:PeriodOfTime", "startDate": "2023-01-01", "endDate": "2023-12-31",
    }  # fmt: skip


def test_every_word_of_the_catalogue_is_declared(site: Path) -> None:
    told = json.loads((site / "data/catalog.jsonld").read_text(encoding="utf-8"))
    del told["@context"]
    prefixes = {name for name, iri in CONTEXT.items() if isinstance(iri, str) and iri.startswith("http")}
    for node in nodes(told):
        assert {name for name in node if not name.startswith("@")} <= CONTEXT.keys()
        assert node.get("@type", "dcat:").split(":")[0] in prefixes


def test_a_catalogue_without_an_address_is_relative_to_itself(tmp_path: Path) -> None:
    made = found(tmp_path, made_data.three_reports(), None)
    told = json.loads((made / "data/catalog.jsonld").read_text(encoding="utf-8"))
    files = [file["downloadURL"] for one in told["dataset"] for file in one["distribution"]]
    assert files
    for file in files:
        assert (made / "data" / file).is_file()


# --- addresses that last -------------------------------------------------------------------------------------------


def led(site: Path, address: str) -> str:
    """Where a page leads, as an address within the site."""
    page = (site / address / "index.html").read_text(encoding="utf-8")
    (to,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert f'location.replace("{to}"+location.search+location.hash)' in page
    assert f'href="{to}"' in page
    assert 'name="robots" content="noindex"' in page
    target = str(urljoin(BASE + address, to)).removeprefix(BASE)
    assert f'<link rel="canonical" href="{BASE}{target.split("#")[0]}">' in page
    return target


def test_the_newest_year_and_each_version_have_an_address_that_lasts(site: Path) -> None:
    assert led(site, "jia-sb/latest/") == "jia-sb/2023/"
    assert led(site, "jia-sb/2023/versions/1a2b3c4d/") == "jia-sb/2023/"
    assert led(site, "jia-sb/2023/versions/00000001/") == "jia-sb/2023/superseded/00000001/"
    data = site / "data"
    for name in ("facts.csv", "findings.csv"):
        assert (data / "jia-sb/latest" / name).read_bytes() == (data / "jia-sb/2023" / name).read_bytes()


def test_a_renamed_unit_is_found_under_each_of_its_ids(site: Path) -> None:
    for former in ("old-sb", "old-old"):
        for page in ("", "2022/", "2023/", "2023/superseded/00000001/"):
            assert led(site, f"{former}/{page}") == f"jia-sb/{page}"
        assert led(site, f"{former}/latest/") == "jia-sb/2023/"
        assert led(site, f"{former}/2023/versions/00000001/") == "jia-sb/2023/superseded/00000001/"
        assert led(site, f"data/{former}/2023/") == "jia-sb/2023/#downloads"
    assert not (site / "old-sb/feed.xml").exists()


def test_an_old_address_that_is_another_page_is_refused(tmp_path: Path) -> None:
    reports = made_data.three_reports()
    reports[0]["former_ids"] = ["yi-gs"]
    with pytest.raises(UsageError, match="yi-gs"):
        found(tmp_path, reports)


def test_no_old_address_is_in_the_list_of_pages_or_the_sitemap(tmp_path: Path) -> None:
    """They are written after the generator has made both."""
    reports = made_data.three_reports()
    made = found(tmp_path, reports, None)
    page = (made / "jia-sb/latest/index.html").read_text(encoding="utf-8")
    assert "canonical" not in page
    assert not (made / "sitemap.xml").exists()


def test_strange_names_are_text_on_pages_that_lead_on(tmp_path: Path) -> None:
    made = found(tmp_path, [made_data.report("jia-sb", EVIL, 2023)])
    page = (made / "jia-sb/latest/index.html").read_text(encoding="utf-8")
    assert page.count("<script") == 1
    assert "&lt;script&gt;x" in page


def test_robots_are_told_where_the_sitemap_is_only_where_the_site_knows() -> None:
    assert robots(BASE).endswith("\nSitemap: https://example.org/kan/sitemap.xml\n")
    assert "Sitemap" not in robots("")


def test_pages_say_which_feeds_there_are() -> None:
    from builder.website.stubs import stub

    page = {"url": "jia-sb/2023/", "title": "甲", "description": "", "kind": "年度报告", "date": "", "version": "",
            "sections": [], "source": []}  # fmt: skip
    assert '\nfeed: "jia-sb/feed.xml"\n' in stub(page)
    assert '\nfeed: ""\n' in stub(page | {"kind": "页面", "url": "about/"})
