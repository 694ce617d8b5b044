"""A portal's own settings: what it may say, what is refused and why, and what the pages then show."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.errors import UsageError
from builder.knowledge.colours import load_colours
from builder.website import build_website
from builder.website.contrast import LEAST, contrast, worst
from builder.website.settings import EXTRA, FRAME, read_settings
from tests.website.made_site import build_made_site

OWN = """
site_name: 云岭明账
site_description: 云岭市各部门的账。
site_url: https://example.org/yunling/
extra:
  operator: 云岭日报 <数据组>
  region: 云岭市
  contact: a@example.org
  licence: CC BY 4.0
  licence_url: https://creativecommons.org/licenses/by/4.0/
  report_error: a@example.org
  logo: logo.svg
  colours: {light: "#7a1f1f", dark: "#ffb4a8"}
"""


def portal(folder: Path, text: str = OWN) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return folder / "mkdocs.yml"


def test_a_portal_says_what_is_its_own_and_the_frame_gives_the_rest(tmp_path: Path) -> None:
    settings = read_settings(portal(tmp_path))
    assert (settings.name, settings.base_url) == ("云岭明账", "https://example.org/yunling/")
    assert settings.extra["portal"] == "云岭明账"
    assert settings.logo == tmp_path / "logo.svg"
    assert read_settings(portal(tmp_path, "site_name: 甲\n")).extra["operator"] == ""


def test_without_a_file_the_frame_speaks(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "mkdocs.yml").name == read_settings(FRAME).name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("theme: {name: readthedocs}\n", ("theme", "cannot be set here")),
        ("extra: {contct: a}\n", ("contct", "contact")),
        ("extra: [a]\n", ("名称: 值",)),
        ("site_name: [\n", ("读不懂", "cannot be understood")),
        ("site_url: example.org\n", ("site_url",)),
        ("extra: {contact: 12}\n", ("contact", "quotes")),
        ("extra: {licence_url: 'javascript:alert(1)'}\n", ("licence_url",)),
        ("extra: {report_error: example.org}\n", ("report_error",)),
        ("extra: {official: perhaps}\n", ("official", "true")),
        ("extra: {logo: gone.svg}\n", ("gone.svg",)),
        ("extra: {logo: mkdocs.yml}\n", ("logo", ".svg")),
        ("extra: {logo: ../logo.svg}\n", ("logo", "folder")),
        ("extra: {colours: {light: '#cccccc'}}\n", ("#cccccc", "对比度", "darker")),
        ("extra: {colours: {dark: '#222222'}}\n", ("#222222", "lighter")),
        ("extra: {colours: {light: red}}\n", ("#rrggbb",)),
        ("extra: {colours: {print: '#000000'}}\n", ("light", "dark")),
    ],
)
def test_a_wrong_setting_is_refused_with_what_to_do(
    tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError) as raised:
        read_settings(portal(tmp_path, text))
    for word in words:
        assert word in str(raised.value)


def test_our_own_colours_would_pass_and_a_colour_just_too_pale_would_not() -> None:
    grounds = load_colours().grounds
    assert worst("#0b5394", grounds["light"])[0] >= LEAST
    assert worst("#8dc1f0", grounds["dark"])[0] >= LEAST
    assert contrast("#767676", "#ffffff") >= LEAST > contrast("#777777", "#ffffff")


def test_every_setting_is_told_in_the_file_that_documents_them() -> None:
    text = FRAME.read_text(encoding="utf-8")
    for name in EXTRA:
        assert f"\n  {name}:" in text, name


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    settings = read_settings(portal(folder))
    build_made_site(folder, name="first")
    build_website(folder / "docs", folder / "data", folder / "own", base_url=None, settings=settings)
    return folder


def test_the_pages_show_the_portal_s_own_words_logo_and_colours(site: Path) -> None:
    about = (site / "own" / "about" / "index.html").read_text(encoding="utf-8")
    for words in (
        "云岭明账",
        "云岭日报 &lt;数据组&gt;",
        "CC BY 4.0",
        "a@example.org",
        "assets/portal-logo.svg",
    ):
        assert words in about
    home = (site / "own" / "index.html").read_text(encoding="utf-8")
    assert home.index("assets/mingbai.css") < home.index("assets/portal.css")
    assert "（云岭市）" in home
    css = (site / "own" / "assets" / "portal.css").read_text(encoding="utf-8")
    assert "#7a1f1f" in css
    assert "#ffb4a8" in css


def test_only_a_site_that_is_not_official_says_so(site: Path, tmp_path: Path) -> None:
    settings = read_settings(portal(tmp_path, OWN + "  official: true\n"))
    build_website(site / "docs", site / "data", tmp_path / "out", base_url=None, settings=settings)
    for page, words in (
        ("index.html", "本站不是官方网站"),
        ("about/index.html", "是不是官方网站</dt><dd>不是"),
    ):
        assert words in (site / "own" / page).read_text(encoding="utf-8")
        assert words not in (tmp_path / "out" / page).read_text(encoding="utf-8")


def test_a_page_of_figures_leads_to_whoever_corrects_them_or_says_that_nobody_is_named(site: Path) -> None:
    own, first = (
        (site / name / "jia-sb" / "2023" / "index.html").read_text(encoding="utf-8")
        for name in ("own", "first")
    )
    assert "mailto:a@example.org?subject=" in own
    assert "报告这一页的错误" in own
    assert "a@example.org" in own[own.index("<footer") :]
    assert "还没有设置接收错误报告的地址" in first
    assert "mailto:" not in first


def test_a_portal_without_settings_says_that_nobody_is_named(site: Path) -> None:
    about = (site / "first" / "about" / "index.html").read_text(encoding="utf-8")
    assert "没有写明" in about
    assert "portal.css" not in about
