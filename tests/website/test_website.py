"""The built site: same bytes twice, no dead link, nothing asked of another site, swapped in whole or not."""

from __future__ import annotations

import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from builder.errors import UsageError
from builder.website import build_website
from builder.website.fulltext_words import runs, words
from builder.website.stubs import navigation
from tests.website.made_site import build_made_site

LOADING = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("use", "href"),
}
# plotly's bundle knows addresses of map tiles; no chart of ours draws a map, and the browser test watches.
OTHERS_CODE = {"plotly.min.js"}
FOREIGN = re.compile(r"""(?:fetch|import|url)\(\s*["'`]?(?:https?:)?//""")


class Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if value is None or name not in {"href", "src", "action", "data-plot"}:
                continue
            canonical = ("rel", "canonical") in attrs
            (self.loaded if (tag, name) in LOADING and not canonical else self.linked).append(value)


def parsed(site: Path) -> dict[Path, Addresses]:
    found = {}
    for path in sorted(site.rglob("*.html")):
        if "data" in path.relative_to(site).parts:
            continue
        found[path] = Addresses()
        found[path].feed(path.read_text(encoding="utf-8"))
    return found


def files(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first = files(build_made_site(tmp_path / "a", base_url="https://example.org/kan/"))
    second = files(build_made_site(tmp_path / "b", base_url="https://example.org/kan/"))
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_no_dead_link(site: Path) -> None:
    pages = parsed(site)
    dead = []
    for page, found in pages.items():
        for address in found.loaded + found.linked:
            target = urlsplit(address)
            if target.scheme or target.netloc:
                continue
            path = unquote(target.path)
            if page.name == "404.html":
                path = path.lstrip("/")
            file = (page.parent / path).resolve() if path else page
            file = file / "index.html" if file.is_dir() else file
            if not file.exists() or (
                target.fragment and file in pages and target.fragment not in pages[file].ids
            ):
                dead.append(f"{page.relative_to(site)} → {address}")
    assert dead == []


def test_nothing_is_loaded_from_another_site(site: Path) -> None:
    for page, found in parsed(site).items():
        assert [address for address in found.loaded if urlsplit(address).netloc] == [], page
    for path in [*site.rglob("*.css"), *site.rglob("*.js"), *site.rglob("*.html")]:
        if path.name not in OTHERS_CODE:
            assert not FOREIGN.search(path.read_text(encoding="utf-8")), path


def test_no_known_cdn_is_named(site: Path) -> None:
    names = ("unpkg.com", "fonts.googleapis", "fonts.gstatic", "jsdelivr", "cdnjs")
    for path in [*site.rglob("*.html"), *site.rglob("*.css"), *site.rglob("*.js")]:
        if path.name not in OTHERS_CODE:
            text = path.read_text(encoding="utf-8")
            assert [name for name in names if name in text] == [], path


def test_published_data_is_there_and_unchanged(site: Path) -> None:
    data = site.parent / "data"
    for path in data.rglob("*"):
        if path.is_file():
            assert (site / "data" / path.relative_to(data)).read_bytes() == path.read_bytes()


def test_addresses_are_ascii(site: Path) -> None:
    assert [str(path) for path in site.rglob("*") if not str(path.relative_to(site)).isascii()] == []


def test_a_superseded_version_says_so(site: Path) -> None:
    page = (site / "jia-sb/2023/superseded/00000001/index.html").read_text(encoding="utf-8")
    assert "已经被替换的旧版本" in page
    assert 'href="../../../../jia-sb/2023/"' in page


def test_method_pages_are_in_the_navigation_of_their_own_part_only(site: Path) -> None:
    assert "每个数都有出处" in (site / "method/places/index.html").read_text(encoding="utf-8")
    above, first = ((site / name).read_text(encoding="utf-8") for name in ("method/index.html", "index.html"))
    assert 'href="places/"' in above[: above.index("<article")]
    assert "method/places/" not in first[: first.index("<article")]


def test_no_script_of_the_theme_is_there(site: Path) -> None:
    assert not (site / "assets/javascripts").exists()
    page = (site / "index.html").read_text(encoding="utf-8")
    assert "assets/javascripts" not in page
    assert '"assets/frame.js"' in page


def test_year_pages_are_not_in_the_navigation(site: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    assert "jia-sb" not in page[: page.index("<article")]


def test_the_sitemap_has_the_dates_of_the_reports(tmp_path: Path) -> None:
    site = build_made_site(tmp_path, base_url="https://example.org/kan/")
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()).decode() == text
    assert re.search(r"jia-sb/2023/</loc>\s*<lastmod>2024-09-01<", text)
    assert set(re.findall(r"<lastmod>(\d{4})", text)) == {"2023", "2024"}
    assert (site / "jia-sb/latest/index.html").exists()
    assert not re.search(r"/latest/|/versions/", text), "addresses that lead on are no pages"
    units = gzip.decompress((site / "assets/search/units.bin").read_bytes()).decode()
    assert not re.search(r"/latest/|/versions/", units)


def test_a_failed_build_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = build_made_site(tmp_path)
    before = files(site)

    def broken(*_: object) -> int:
        raise RuntimeError("index")

    monkeypatch.setattr("builder.website.build.build_index", broken)
    with pytest.raises(RuntimeError):
        build_website(tmp_path / "docs", tmp_path / "data", site, base_url=None)
    assert files(site) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "data", "docs", "site"]


def test_search_lists(site: Path) -> None:
    units = json.loads(gzip.decompress((site / "assets/search/units.bin").read_bytes()))
    assert units[0] == ["jia-sb", "甲市社会保险服务中心", "某省某市", "jsshbxfwzx", [2023, 2022]]
    entries = json.loads(gzip.decompress((site / "assets/search/entries.bin").read_bytes()))
    assert ["科目", "accounts/2080109/", "社会保险经办机构", "2080109"] in entries
    assert ["名词", "terms/three-public/", "“三公”经费", "三公经费"] in entries


def test_shadow_text_has_no_numeric_cells(site: Path) -> None:
    records = json.loads((site.parent / "docs/fulltext.json").read_text(encoding="utf-8"))
    assert len(records) == 3
    assert all("933.58" not in record["text"] and "人员增加" in record["text"] for record in records)
    assert not (site / "fulltext.json").exists()
    assert runs("“云溪”区\nT09表") == ["云溪区", "t09", "表"]
    assert words("云溪区 T09") == {"云", "溪", "区", "云溪", "溪区", "t09"}


def test_navigation_takes_the_method_pages() -> None:
    pages = [
        {"kind": "方法", "url": "method/a/", "title": "甲"},
        {"kind": "年度报告", "url": "x/", "title": "乙"},
    ]
    nav = [{"首页": "index.md"}, {"方法": "method/index.md"}]
    assert navigation(nav, pages) == [
        {"首页": "index.md"},
        {"方法": [{"方法": "method/index.md"}, {"甲": "method/a.md"}]},
    ]


def test_a_folder_that_is_no_site_is_not_replaced(tmp_path: Path) -> None:
    precious = tmp_path / "site" / "thesis.txt"
    precious.parent.mkdir()
    precious.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        build_made_site(tmp_path)
    assert precious.exists()


def test_the_compressed_sitemap_has_no_time_of_the_build(site: Path) -> None:
    stamp = (site / "sitemap.xml.gz").read_bytes()[4:8]
    assert int.from_bytes(stamp, "little") == 0
