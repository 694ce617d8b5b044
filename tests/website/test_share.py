"""What other programs show of a link: title, description and address on every page, and a picture of each department."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from builder.website import share_pictures
from builder.website.share_pictures import SIZE, Face, chinese_face, draw
from tests.website.made_site import build_made_site

BASE = "https://example.org/kan/"
META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">')
LONG = "某某市某某区人民政府某某街道办事处社会事务综合管理服务中心及其下属若干单位和若干站所以及临时设立的专班办公室"


@pytest.fixture(scope="module")
def face() -> Face:
    found = chinese_face()
    if found is None:
        pytest.skip("no font with Chinese characters is installed")
    return found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_made_site(tmp_path_factory.mktemp("shared"), base_url=BASE)


def metas(page: Path) -> dict[str, str]:
    return dict(META.findall(page.read_text(encoding="utf-8")))


def test_every_page_has_a_title_of_its_own_and_says_what_it_is(shared: Path) -> None:
    titles: dict[str, Path] = {}
    pages = [
        p for p in shared.rglob("index.html") if not {"data", "embed"} & set(p.relative_to(shared).parts)
    ]
    assert len(pages) > 15
    for page in pages:
        text = page.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in text:
            continue  # leads on to a page with a title
        title = re.findall(r"<title>([^<]+)</title>", text)
        assert len(title) == 1, page
        assert title[0] not in titles, (page, titles.get(title[0]))
        titles[title[0]] = page
        found = metas(page)
        assert found["description"] == found["og:description"] != "", page
        url = BASE + page.parent.relative_to(shared).as_posix() + "/"
        url = BASE if page.parent == shared else url
        assert f'<link rel="canonical" href="{url}">' in text, page
        assert found["og:url"] == url
        assert found["og:title"] in title[0]


def test_a_site_without_an_address_makes_none_up(site: Path) -> None:
    assert not (site / "assets" / "share").exists()
    for page in site.rglob("index.html"):
        if "data" not in page.relative_to(site).parts:
            text = page.read_text(encoding="utf-8")
            assert 'rel="canonical"' not in text, page
            assert not {"og:url", "og:image"} & metas(page).keys(), page


def test_each_department_has_a_picture_that_its_pages_name(shared: Path, face: Face) -> None:
    assert face
    for path in ("jia-sb", "jia-sb/2023", "jia-sb/2023/source", "yi-gs/2023"):
        address = metas(shared / path / "index.html")["og:image"]
        assert address == f"{BASE}assets/share/{path.split('/')[0]}.png"
        with Image.open(shared / address.removeprefix(BASE)) as picture:
            assert picture.size == SIZE
    assert "og:image" not in metas(shared / "index.html")


def test_the_same_words_give_the_same_picture_and_other_words_another(face: Face) -> None:
    once = draw(face, "明白账", LONG, LONG)
    assert once == draw(face, "明白账", LONG, LONG)
    assert once != draw(face, "明白账", LONG[:-1], LONG)


@pytest.mark.parametrize("name", ["甲局", LONG, LONG * 3], ids=["short", "long", "too long"])
def test_no_name_runs_over_the_edge(face: Face, name: str) -> None:
    lines, size = share_pictures._fitted(face, name)
    assert len(lines) <= 3
    assert all(face.at(size).getlength(line) <= SIZE[0] - 180 for line in lines)
    assert "".join(lines) == name or lines[-1].endswith("…")


def test_without_a_font_the_site_is_whole_and_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(share_pictures, "FONTS", ("no-such-font-anywhere.ttf",))
    monkeypatch.setattr(share_pictures, "chinese_face", lambda: chinese_face(share_pictures.FONTS))
    site = build_made_site(tmp_path, base_url=BASE)
    assert capsys.readouterr().err.count("没有装中文字体") == 1
    assert not (site / "assets" / "share").exists()
    found = metas(site / "jia-sb" / "index.html")
    assert "og:url" in found
    assert "og:image" not in found
