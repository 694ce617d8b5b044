"""Charts in a real browser: letters and words on a phone, colours with the ground, pictures that stand alone, embeds."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

from builder.knowledge.colours import load_colours
from tests.browser.conftest import Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

YEAR = "jia-sb/2023/"
COLOURS = load_colours().by_key
SMALLEST = 12  # pixels of a letter
# Of every letter of every drawing: its size, and how far it stands out of the drawing to the left or right.
LETTERS = """() => [...document.querySelectorAll('.mb-svg text')].map((node) => {
  const box = node.getBoundingClientRect(), frame = node.closest('.mb-static').getBoundingClientRect();
  const size = parseFloat(getComputedStyle(node).fontSize) * node.getScreenCTM().a;
  return [size, Math.max(frame.left - box.left, box.right - frame.right)];
})"""
# Words of one drawing that lie on each other.
ON_EACH_OTHER = """() => [...document.querySelectorAll('.mb-svg[role=img]')].flatMap((svg) => {
  const all = [...svg.querySelectorAll('text')].map((node) => [node.textContent, node.getBoundingClientRect()]);
  return all.flatMap(([a, p], n) => all.slice(n + 1).filter(([, q]) =>
    Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 6,
  ).map(([b]) => a + ' / ' + b));
})"""


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))


def test_every_word_of_a_drawing_is_large_enough_and_inside_it_on_a_phone(
    watched: Watched, address: str
) -> None:
    page = watched.page
    page.set_viewport_size({"width": 360, "height": 800})
    for path in (YEAR, "jia-sb/", f"{YEAR}embed/chart-flow.html"):
        page.goto(address + path)
        found = page.evaluate(LETTERS)
        assert len(found) >= 9
        assert min(size for size, _ in found) >= SMALLEST
        assert max(outside for _, outside in found) <= 1
        assert page.evaluate(ON_EACH_OTHER) == []


def test_one_thing_has_one_colour_on_light_dark_and_paper(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(address + YEAR)
    fill = "node => getComputedStyle(node).fill"
    people = page.locator(".mb-svg rect.mb-k-people")
    for scheme, media, expected in (
        ("default", "screen", COLOURS["people"].light),
        ("slate", "screen", COLOURS["people"].dark),
        ("slate", "print", COLOURS["people"].light),
    ):
        page.emulate_media(media="print" if media == "print" else "screen")
        page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
        seen = {node.evaluate(fill) for node in people.all()}
        assert seen == {rgb(expected)}
    panel = page.locator(
        ".mb-box, .mb-panel, body"
    ).first  # on paper all of the page is light, not its charts alone
    assert panel.evaluate("node => getComputedStyle(node).getPropertyValue('--mb-panel').trim()") == "#f6f3ec"
    assert page.locator("#chart-flow .mb-svg").is_visible()
    assert page.locator("#chart-flow .mb-under").is_visible()
    assert page.locator(".mb-take").first.is_hidden()


def test_pictures_hold_colours_sentence_and_source(watched: Watched, address: str, tmp_path: Path) -> None:
    page = watched.page
    page.goto(address + YEAR)
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    with page.expect_download() as download:
        page.locator("#chart-gap [data-picture=svg]").click()
    download.value.save_as(tmp_path / "gap.svg")
    text = (tmp_path / "gap.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)
    fills = {node.get("fill") for node in root.iter("{http://www.w3.org/2000/svg}rect")}
    assert {rgb(COLOURS["spent"].light), rgb(COLOURS["budget"].light)} <= fills
    assert "var(" not in text
    assert "class=" not in text
    for words in (
        "各项支出：年初预算和决算",
        "实际花了 100.00 万元",
        "单位：万元",
        f"{address}{YEAR}#chart-gap",
    ):
        assert words in text
    with page.expect_download() as download:
        page.locator("#chart-gap [data-picture=png]").click()
    download.value.save_as(tmp_path / "gap.png")
    png = (tmp_path / "gap.png").read_bytes()
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 2 * 720


def test_the_interactive_form_is_asked_for_and_speaks_chinese(watched: Watched, address: str) -> None:
    page = watched.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page.goto(address + YEAR)
    page.wait_for_load_state("networkidle")
    assert not {"charts.js", "plotly.min.js", "chart-flow.json"} & set(asked)
    button = page.locator("#chart-flow [data-plot]")
    button.click()
    page.wait_for_selector("#chart-flow .sankey")
    assert {"charts.js", "plotly.min.js", "chart-flow.json"} <= set(asked)
    assert page.locator("#chart-flow .modebar-btn").get_attribute("data-title") == "下载图片（PNG）"
    page.wait_for_selector("#chart-flow .mb-svg[role=img]", state="hidden")
    node = page.locator("#chart-flow .node-rect").first
    assert node.evaluate("node => node.style.fill") == rgb(COLOURS["appropriation"].light)
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    dark = rgb(COLOURS["appropriation"].dark)
    page.wait_for_function(
        "colour => document.querySelector('#chart-flow .node-rect').style.fill === colour", arg=dark
    )
    button.click()
    page.wait_for_selector("#chart-flow .mb-svg[role=img]")


def test_a_library_that_does_not_come_is_told_and_can_be_asked_for_again(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto(address + YEAR)
    button = page.locator("#chart-flow [data-plot]")
    button.click()
    page.wait_for_selector("#chart-flow [role=status]")
    assert button.inner_text() == "互动图表"
    assert page.locator("#chart-flow .mb-svg[role=img]").is_visible()
    page.unroute("**/plotly.min.js")
    button.click()
    page.wait_for_selector("#chart-flow .sankey")
    page.close()


def test_a_chart_is_embedded_by_a_page_of_its_own_without_a_script(
    watched: Watched, browser: Browser, address: str
) -> None:
    page = watched.page
    page.goto(address + YEAR)
    link = page.locator("#chart-nature [data-embed]")
    link.click()
    page.wait_for_selector("#chart-nature .mb-embed")
    code = page.locator("#chart-nature .mb-embed textarea").input_value()
    assert code.startswith(f'<iframe src="{address}{YEAR}embed/chart-nature.html"')
    link.click()
    page.wait_for_selector(".mb-embed", state="detached")

    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    alone = context.new_page()
    alone.goto(address + YEAR)
    shown = alone.locator("#chart-nature .mb-take > :not([hidden])")
    assert shown.all_text_contents() == ["CSV", "嵌入"]
    alone.locator("#chart-nature [data-embed]").click()
    alone.wait_for_url("**/embed/chart-nature.html")
    assert alone.locator("svg[role=img]").is_visible()
    assert alone.locator("script").count() == 0
    assert alone.locator("meta[name=robots]").get_attribute("content") == "noindex"
    alone.goto(f"{address}{YEAR}embed/chart-nature.html")
    assert alone.locator("a").get_attribute("href") == "../#chart-nature"
    context.close()
