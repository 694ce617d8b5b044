"""The page in English in a real browser: what is said, that figures stay what and where they are, and the way back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.knowledge.checks import load_checks
from builder.knowledge.english import PARTS, load_english, load_english_checks, load_english_part
from builder.model import Finding
from builder.pages.english import english_files
from builder.pages.glossary import load_glossary
from builder.publish.worked import work_out
from tests.browser.conftest import unavailable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
GLOSSARY = Path(__file__).parents[2] / "content" / "glossary.csv"
YEAR = "jia-sb/2023/"
PAGES = (
    "", "departments/", "compare/", "compare/total-spending/", "regions/", "accounts/", "accounts/2080109/", "terms/",
    "terms/personnel/", "checks/", "checks/A1/", "findings/", "findings/reading/", "corrections/", "open-data/",
    "open-data/how-to/", "open-data/query/",
    "about/", "search/", "method/places/", "jia-sb/", YEAR, "yi-gs/2023/", "yi-gs/2023/source/", "jia-sb/2023/superseded/00000001/",
    "404.html",
)  # fmt: skip
#: Names and words of the made data, its glossary and its page of the method, which stay Chinese.
MADE = re.compile(
    r"甲市社会保险服务中心|乙县工伤保险服务中心|某省某市|某市人社局|承办工伤保险业务|参保登记人数|可能漏印了一行|甲 (?=1.00)|"
    r"这里写的(是八，加起来是七|和各项相加差一点)|出国、用车、接待三样开销|发给人的钱|看养人花了多少|维持办公的钱|"
    r"数字的出处|每个数都有出处"
)
#: Every text and label of the page that holds Chinese and is no quotation, line of a source, code or answer of a query.
LEFT = """() => {
  const quoted = ".mb-lines, blockquote, q, code, pre, textarea, #citation, [data-quote], script, style, noscript, .mb-language";
  const found = [];
  const keep = (text, element) => {
    if (/[\\u3400-\\u9fff]/.test(text) && !element.closest(quoted)) found.push(text.trim().replace(/\\s+/g, " "));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) keep(walker.currentNode.data, walker.currentNode.parentElement);
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    document.body.querySelectorAll(`[${name}]`).forEach((element) => keep(element.getAttribute(name), element));
  return found;
}"""
HAN = re.compile(r"[\u3400-\u9fff]+")
#: All but marks that follow the window, not the language: of the theme's title, and of sections that were laid out.
CONTENT = """() => [...document.querySelectorAll(".md-content, .mb-head-search, .md-tabs, .md-footer")].map(
  (e) => e.innerHTML.replace(/ class="mb-laid"| mb-laid/g, ""))"""
FIGURES = (
    "[...document.querySelectorAll('.md-content a.mb-fig')].map((a) => `${a.dataset.fact} ${a.href} ${a.id}`)"
)
#: Each text node by itself: what stands in two elements is not one number.
TEXTS = """() => {
  const walker = document.createTreeWalker(document.querySelector(".md-content"), NodeFilter.SHOW_TEXT);
  let text = "";
  while (walker.nextNode()) text += walker.currentNode.data + "\\n";
  return text;
}"""


@pytest.fixture(scope="module")
def names() -> str:
    return english_files(load_glossary(GLOSSARY), [])["en-names.json"]


@pytest.fixture
def page(browser: Browser, address: str, names: str) -> Iterator[Page]:
    """A page of the made site that has the whole glossary in English, so that the made one may be small."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    terms = english_files(load_glossary(GLOSSARY), [])["en-terms.json"]
    context.route("**/assets/en-names.json", lambda route: route.fulfill(body=names))
    context.route("**/assets/en-terms.json", lambda route: route.fulfill(body=terms))
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(address)
    yield opened
    context.close()
    assert errors == []


def switch(page: Page, lang: str) -> None:
    page.locator("[data-language]").click()
    page.wait_for_function("(lang) => document.documentElement.lang.startsWith(lang)", arg=lang)


def sorted_numbers(text: str) -> list[str]:
    return sorted(re.findall(r"[0-9]+(?:[.,][0-9]+)*", text))


def test_everything_this_site_says_has_english_words(page: Page, address: str) -> None:
    switch(page, "en")
    left = {}
    for path in PAGES:
        page.goto(address + path)
        page.wait_for_function(
            "document.documentElement.lang === 'en' && !document.querySelector('html.mb-wait')"
        )
        if chinese := [text for text in page.evaluate(LEFT) if HAN.search(MADE.sub("", text))]:
            left[path] = chinese
    assert left == {}


def test_what_stays_chinese_says_so(page: Page, address: str) -> None:
    page.goto(address + YEAR)
    switch(page, "en")
    unsaid = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector(".md-content"), NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const node = walker.currentNode;
            const said = node.parentElement.tagName !== "SCRIPT" && /[\\u3400-\\u9fff]/.test(node.data);
            if (said && node.parentElement.closest("[lang]").lang !== "zh-CN") found.push(node.data);
          }
          return found;
        }"""
    )
    assert unsaid == []
    assert (
        page.locator(".mb-year h1").get_attribute("lang") or page.locator(".mb-year h1 [lang=zh-CN]").count()
    )


@pytest.mark.parametrize("path", ["", YEAR, "jia-sb/", "compare/total-spending/", "findings/", "terms/"])
def test_figures_keep_number_and_source_and_the_way_back_every_letter(
    page: Page, address: str, path: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + path, wait_until="networkidle")
    figures, numbers = page.evaluate(FIGURES), sorted_numbers(page.evaluate(TEXTS))
    before, title = page.evaluate(CONTENT), page.title()
    switch(page, "en")
    assert sorted(page.evaluate(FIGURES)) == sorted(figures)
    assert sorted_numbers(page.evaluate(TEXTS)) == numbers
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    switch(page, "zh")
    assert page.evaluate(CONTENT) == before
    assert page.title() == title


def test_a_sentence_is_told_in_english_with_its_figures(page: Page, address: str) -> None:
    page.goto(address + YEAR)
    switch(page, "en")
    first = page.locator("#glance .mb-lead p").first
    assert re.match(
        r"In \d+, 甲市社会保险服务中心 took in .+, spent .+ ten thousand yuan", first.inner_text()
    )
    assert first.locator("a.mb-fig").count() == 4
    assert page.title().endswith(" - Mingbai")


def test_nothing_is_loaded_before_a_reader_asks_and_the_choice_is_kept(page: Page, address: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url.removeprefix(address))

    page.on("request", note)
    page.goto(address + YEAR, wait_until="networkidle")
    assert not [url for url in asked if "assets/en" in url]
    switch(page, "en")
    assert {"assets/english.js", "assets/en.json", "assets/en-names.json"} <= set(asked)
    page.goto(address + "checks/")
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert page.locator("h1").inner_text() == "Checks"
    page.wait_for_function("getComputedStyle(document.body).visibility === 'visible'")
    switch(page, "zh")
    page.goto(address)
    assert page.locator("html").get_attribute("lang") != "en"


def test_no_chinese_page_flashes_by(page: Page, address: str) -> None:
    switch(page, "en")
    page.route("**/assets/english.js", lambda _: None)  # never answered
    page.goto(address + "checks/", wait_until="commit")
    page.wait_for_selector("html.mb-wait", state="attached")
    page.wait_for_selector(".mb-head-search", state="attached")
    assert page.evaluate("getComputedStyle(document.body).visibility") == "hidden"


def test_it_works_by_keyboard_and_terms_are_explained_in_english(page: Page, address: str) -> None:
    page.goto(address + YEAR)
    page.locator("[data-language]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert page.evaluate("document.activeElement.matches('[data-language]')")
    term = page.locator("#glance .mb-lead .mb-term").first
    assert not HAN.search(term.inner_text())
    term.focus()
    page.keyboard.press("Enter")
    assert page.locator("#mb-pop h3").inner_text().lower() == term.inner_text().lower()
    page.keyboard.press("Escape")
    assert page.locator("#mb-pop").is_hidden()


def test_what_scripts_add_later_is_english_too(page: Page, address: str) -> None:
    switch(page, "en")
    page.goto(address + "findings/")
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.locator("[data-pick] [name=org]").fill("没有这样的部门")
    status = page.locator("[data-pick] [aria-live]")
    page.wait_for_function("(e) => /Nothing matches/.test(e.textContent)", arg=status.element_handle())


def test_prose_that_stays_chinese_says_so_in_english(page: Page, address: str) -> None:
    page.goto(address + "method/places/")
    line = page.locator(".mb-english")
    assert line.is_hidden()
    switch(page, "en")
    assert line.is_visible()
    assert "Chinese only" in line.inner_text()


def test_axe_finds_nothing_in_english(page: Page, address: str) -> None:
    if not AXE.exists():
        unavailable("axe-core is not installed: npm ci --prefix tests/browser --ignore-scripts")
    page.goto(address + YEAR)
    switch(page, "en")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    run = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map((rule) => rule.id)"
    assert page.evaluate(run) == []


def in_english(page: Page, address: str, names: str, texts: list[str]) -> list[str | None]:
    """The rule runs where it is used: texts through the script, with all there is of the catalogue."""
    files = [json.loads(text) for text in english_files((), []).values()]
    data = files[0] | {"words": json.loads(names)["words"], "patterns": []}
    for one in files:
        data["words"] += one.get("words", [])
        data["patterns"] += one.get("patterns", [])
    told: list[str | None] = page.evaluate(
        """async ([address, data, examples]) => {
          const english = await import(address + "assets/english.js");
          english.use(data);
          return examples.map((text) => english.inEnglish(text));
        }""",
        [address, data, texts],
    )
    return told


def test_every_pattern_tells_its_example(page: Page, address: str, names: str) -> None:
    patterns = [*load_english().patterns, *load_english_checks().patterns]
    patterns += [pattern for part in PARTS for pattern in load_english_part(part).patterns]
    examples = [pattern.example for pattern in patterns]
    told = in_english(page, address, names, examples)
    for example, text in zip(examples, told, strict=True):
        assert text, example
        assert sorted_numbers(text) == sorted_numbers(example)


def test_every_sentence_of_a_finding_is_told_in_english_with_its_figures(
    page: Page, address: str, names: str
) -> None:
    """What the checks say of their own examples."""
    examples = [example for check in load_checks() for example in check.examples if example.outcome == "发现"]
    found = [one for example in examples for finding in work_out(example).findings for one in flat(finding)]
    texts = sorted({text for one in found for text in (one.explanation, one.innocent) if text})
    assert len(texts) > 100
    for text, said in zip(texts, in_english(page, address, names, texts), strict=True):
        assert said, text
        assert sorted_numbers(said) == sorted_numbers(text), text


def flat(finding: Finding) -> tuple[Finding, ...]:
    return (finding, *(one for below in finding.consequences for one in flat(below)))


def test_a_count_of_one_is_no_plural(page: Page, address: str, names: str) -> None:
    texts = [
        "同样的情形另有 1 处，合在一处列出。",
        "1 份报告",
        "有 1 项写了年初预算和决算，没有像其他项那样写完成预算的百分之几。",
    ]
    told = in_english(page, address, names, texts)
    assert not any(re.search(r"\b1 (more )?(places|reports|items)\b", said or "") for said in told)


def test_names_side_by_side_are_told_one_by_one(page: Page, address: str, names: str) -> None:
    texts = [
        "单位名称、年度、报告种类是程序从报告文字里认出来的，没有人工登记。",
        "财政拨款收入决算数",
        "社会保障和就业支出/某某保障费",
    ]
    told = in_english(page, address, names, texts)
    assert told[0] is not None
    assert told[0].endswith(": name of the unit, year, kind of report.")
    assert told[1] == "Income from fiscal appropriations, outturn"
    assert told[2] == "Social security and employment / 某某保障费"
