"""Rendered pages: everything a report prints stays text; charts are complete without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builder.errors import UsageError
from builder.pages import render_pages
from builder.pages.stretches import led_to, stretches
from builder.website.stubs import stub
from tests.pages import made_data

EVIL = '<script>alert("x")</script><img src=x onerror=y>&amp;{{ 7*7 }}'


def rendered(tmp_path: Path, reports: list[made_data.Json]) -> Path:
    data, docs = tmp_path / "data", tmp_path / "docs"
    content = tmp_path / "content"
    content.mkdir(parents=True)
    (content / "glossary.csv").write_text(
        "id,term,aliases,plain,why,not_to_confuse_with,items\n"
        "three-public,“三公”经费,三公经费,出国、用车、接待三样开销。,容易乱花。,,三公经费合计|合计\n"
        "agency,机关运行经费,,办公的钱。,,three-public,机关运行经费\n",
        encoding="utf-8",
    )
    render_pages(made_data.write_data(data, reports), content, docs)
    return docs


def everywhere(value: object, change: Callable[[str], str]) -> object:
    """Every string that a report prints, changed; what our own program writes stays."""
    own = {"org_id", "path", "version", "status", "table", "id", "schema", "file", "format", "sha256", "kind",
           "published_on", "value", "code"}  # fmt: skip
    if isinstance(value, dict):
        return {k: v if k in own else everywhere(v, change) for k, v in value.items()}
    if isinstance(value, list):
        return [everywhere(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        linked = tag == "script" and attrs == [("type", "application/ld+json")]
        self.names.append("linked data" if linked else tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def test_a_report_full_of_markup_stays_text(tmp_path: Path) -> None:
    made = made_data.report("jia-sb", "甲市", 2023)
    evil = everywhere(made, lambda text: text + EVIL)
    assert isinstance(evil, dict)
    evil["tables"] = made["tables"]
    evil["profile"] = everywhere(made["profile"], lambda text: EVIL + text)
    evil["source"]["url"] = "javascript:alert(1)"
    evil["source_text"] = [EVIL, *made["source_text"]]
    docs = rendered(tmp_path, [evil])
    for path in docs.rglob("page.html"):
        elements = Elements()
        elements.feed(path.read_text(encoding="utf-8"))
        assert "script" not in elements.names, path
        assert "img" not in elements.names, path
        assert elements.handlers == [], path
        assert 'href="javascript:' not in path.read_text(encoding="utf-8")
    assert "{{ 7*7 }}" in (docs / "jia-sb/2023/source/page.html").read_text(encoding="utf-8")


def test_titles_are_escaped_in_the_stub(tmp_path: Path) -> None:
    docs = rendered(tmp_path, [made_data.report("jia-sb", f"甲市{EVIL}", 2023)])
    for page in json.loads((docs / "pages.json").read_text(encoding="utf-8")):
        assert "<script" not in stub(page)


def test_plotly_labels_are_text(tmp_path: Path) -> None:
    made = made_data.report("jia-sb", "甲市", 2023)
    made["facts"][0]["item"] = "<b>收入</b>"
    docs = rendered(tmp_path, [made])
    chart = json.loads((docs / "jia-sb/2023/charts/chart-income.json").read_text(encoding="utf-8"))
    assert "&lt;b&gt;收入&lt;/b&gt;" in chart["data"][0]["y"]


def test_every_chart_has_sentence_drawing_and_table(tmp_path: Path) -> None:
    docs = rendered(tmp_path, made_data.three_reports())
    page = (docs / "jia-sb/2023/page.html").read_text(encoding="utf-8")
    charts = re.findall(r'<figure class="mb-chart".*?</figure>', page, re.DOTALL)
    assert len(charts) >= 5
    for chart in charts:
        assert 'class="mb-say"' in chart
        assert "<table" in chart
        assert 'role="img"' in chart
        assert "<title" in chart
        assert "<desc" in chart
        name = re.search(r'data-plot="([^"]+)"', chart)
        assert name is not None
        assert (docs / "jia-sb/2023" / name.group(1)).exists()


def test_every_figure_has_unit_and_place(tmp_path: Path) -> None:
    docs = rendered(tmp_path, made_data.three_reports())
    page = (docs / "jia-sb/2023/page.html").read_text(encoding="utf-8")
    figures = re.findall(r'<a class="mb-fig" href="([^"]+)" data-fact="([^"]+)"', page)
    assert len(figures) > 60
    lines = (docs / "jia-sb/2023/source/page.html").read_text(encoding="utf-8")
    for href, fact in figures:
        assert fact
        assert f'id="{href.split("#")[1]}"' in lines


def test_terms_are_explained_with_own_figure_and_official_words(tmp_path: Path) -> None:
    docs = rendered(tmp_path, made_data.three_reports())
    page = (docs / "jia-sb/2023/page.html").read_text(encoding="utf-8")
    card = page[page.index('id="term-agency"') :]
    assert "办公的钱。" in card
    assert "为保障运转的支出。" in card
    own = next(fact["id"] for fact in made_data.facts() if fact["item"] == "机关运行经费")
    assert f'data-fact="{own}"' in card
    assert page.count('data-term="agency">机关运行经费</a>') == 1


def test_an_unknown_folder_is_not_emptied(tmp_path: Path) -> None:
    precious = tmp_path / "docs" / "thesis.txt"
    precious.parent.mkdir()
    precious.write_text("mine", encoding="utf-8")
    data = made_data.write_data(tmp_path / "data", made_data.three_reports())
    with pytest.raises(UsageError):
        render_pages(data, tmp_path, tmp_path / "docs")
    assert precious.exists()


def test_pages_do_not_know_the_site_generator() -> None:
    folder = Path(render_pages.__code__.co_filename).parent
    for path in folder.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "builder.website" not in source
        assert "import mkdocs" not in source


def test_a_department_may_not_be_named_like_a_page(tmp_path: Path) -> None:
    data = made_data.write_data(tmp_path / "data", [made_data.report("terms", "名词局", 2023)])
    with pytest.raises(UsageError):
        render_pages(data, tmp_path, tmp_path / "docs")


def test_one_name_under_two_classes_is_told_apart(tmp_path: Path) -> None:
    made = made_data.report("jia-sb", "甲市", 2023)
    made["facts"] += made_data.facts(
        """
N|||一般公共服务支出/统计信息事务/行政运行|年初预算|1.00
N|||一般公共服务支出/统计信息事务/行政运行|支出决算|1.00
N|||社会保障和就业支出/人力资源/行政运行|年初预算|2.00
N|||社会保障和就业支出/人力资源/行政运行|支出决算|3.00
"""
    )
    page = (rendered(tmp_path, [made]) / "jia-sb/2023/page.html").read_text(encoding="utf-8")
    assert "行政运行（一般公共服务支出）" in page
    assert "行政运行（社会保障和就业支出）" in page


def test_workers_write_the_same_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = rendered(tmp_path / "alone", made_data.three_reports())
    monkeypatch.setattr("builder.pages.render.PARALLEL_FROM", 1)
    monkeypatch.setattr("builder.pages.render.BATCH", 1)
    together = rendered(tmp_path / "together", made_data.three_reports())
    names = sorted(str(path.relative_to(alone)) for path in alone.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(together)) for path in together.rglob("*") if path.is_file())
    assert [name for name in names if (alone / name).read_bytes() != (together / name).read_bytes()] == []


def test_the_list_of_findings_is_complete_and_leads_to_each(tmp_path: Path) -> None:
    docs = rendered(tmp_path, made_data.three_reports())
    page = (docs / "findings/page.html").read_text(encoding="utf-8")
    hrefs = re.findall(r'<a class="mb-place" href="\.\./([^"#]+)/#([^"]+)"', page)
    assert hrefs == [(f"jia-sb/{year}", "finding-a1-00000001") for year in (2023, 2022)]
    for path, anchor in hrefs:
        assert f'id="{anchor}"' in (docs / path / "page.html").read_text(encoding="utf-8")
    assert "finding-r1" not in page
    assert "finding-r1-00000003" in (docs / "findings/reading/page.html").read_text(encoding="utf-8")


def test_a_long_list_of_findings_is_parted_and_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.pages.findings_pages.PER_PAGE", 1)
    docs = rendered(tmp_path, made_data.three_reports())
    pages = [(docs / name / "page.html").read_text(encoding="utf-8") for name in ("findings", "findings/p2")]
    assert [page.count('class="mb-frow"') for page in pages] == [1, 1]
    assert 'href="../findings/p2/"' in pages[0]
    assert 'data-all="../../assets/findings.json"' in pages[1]
    listed = json.loads((docs / "assets/findings.json").read_text(encoding="utf-8"))
    assert [row[2] for row in listed] == [f"jia-sb/{year}/#finding-a1-00000001" for year in (2023, 2022)]


def test_a_long_account_is_parted_and_every_line_still_leads_to_its_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rendered(tmp_path / "whole", made_data.three_reports()) / "accounts"
    code, lines = next(
        (path.parent.name, found)
        for path in sorted(whole.glob("*/page.html"))
        if len(found := _uses(path)) > 1
    )
    assert not list(whole.glob("*-p2"))
    monkeypatch.setattr("builder.pages.site_pages.USES", 1)
    parted = rendered(tmp_path / "parted", made_data.three_reports()) / "accounts"
    pages = [code, *(f"{code}-p{number}" for number in range(2, len(lines) + 1))]
    assert [line for name in pages for line in _uses(parted / name / "page.html")] == lines
    assert f'href="../../accounts/{code}-p2/"' in (parted / code / "page.html").read_text(encoding="utf-8")


def test_one_more_line_of_a_long_list_shifts_only_the_pages_of_its_year() -> None:
    def parted(*years: int) -> list[list[int]]:
        return list(stretches(years, key=str, most=3))

    assert parted() == []
    assert parted(2024, 2023, 2022) == [[2024, 2023, 2022]]
    before = parted(*[2024] * 4, *[2023] * 3, 2022, 2021)
    assert before == [[2024] * 3, [2024], [2023] * 3, [2022, 2021]]
    after = parted(*[2024] * 5, *[2023] * 3, 2022, 2021)
    assert after == [[2024] * 3, [2024] * 2, *before[2:]]


@pytest.mark.parametrize("count", [1, 2, 15, 16, 17, 99, 1_000])
def test_from_every_page_of_a_long_list_all_are_reached_and_the_way_is_short(count: int) -> None:
    for number in range(1, count + 1):
        named = [page for page in led_to(number, count) if page]
        assert named == sorted({*named, 1, count, number, max(1, number - 1), min(count, number + 1)})
        assert len(named) <= 15


def test_a_page_of_a_long_list_names_some_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.pages.findings_pages.PER_PAGE", 1)
    monkeypatch.setattr("builder.pages.stretches.FEW", 1)
    docs = rendered(tmp_path, made_data.three_reports())
    page = (docs / "findings/page.html").read_text(encoding="utf-8")
    (named,) = re.findall(r'<nav class="mb-pages".*?</nav>', page)
    assert re.findall(r'href="([^"]*)"', named) == ["../findings/p2/"]
    assert '<strong aria-current="page">1</strong>' in named


def test_the_page_of_a_term_shows_the_newest_and_says_how_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = made_data.three_reports()
    whole = _uses(rendered(tmp_path / "whole", reports) / "terms/three-public/page.html")
    assert len(whole) > 1
    monkeypatch.setattr("builder.pages.site_pages.OWN_SHOWN", 1)
    monkeypatch.setattr("builder.pages.terms._HELD", 1)
    page = rendered(tmp_path / "some", reports) / "terms/three-public/page.html"
    assert _uses(page) == whole[:1]
    years = [int(year) for line in whole for year in re.findall(r'jia-sb/(20\d\d)/">', line)]
    assert len(years) == len(whole)
    assert years == sorted(years, reverse=True)
    assert f"最新的 1 份报告，一共有 {len(whole)} 份写了这个数" in page.read_text(encoding="utf-8")


def _uses(page: Path) -> list[str]:
    return re.findall(r'<tr><th scope="row">.*?</tr>', page.read_text(encoding="utf-8"))


def test_each_check_has_a_page_with_its_worked_example(tmp_path: Path) -> None:
    docs = rendered(tmp_path, made_data.three_reports())
    page = (docs / "checks/A1/page.html").read_text(encoding="utf-8")
    for words in (
        "收入总计 = 支出总计",
        "<blockquote><p>总计是八。</p></blockquote>",
        "这里写的是八，加起来是七。",
        "可能漏印了一行。",
        "14 处",
        "finding-a1-00000001",
    ):
        assert words in page
    assert "还没有做过这项核对" in (docs / "checks/R1/page.html").read_text(encoding="utf-8")
    overview = (docs / "checks/page.html").read_text(encoding="utf-8")
    assert all(f'href="{check["id"]}/"' in overview for check in made_data.CHECKS)


def test_an_explanation_stands_beside_its_finding(tmp_path: Path) -> None:
    made = made_data.report("jia-sb", "甲市", 2023)
    said = {
        "explanation": "年末调账所致。",
        "said_by": "甲市",
        "date": "2024-10-08",
        "url": "https://example.org/r",
    }
    made["findings"][0]["accepted"] = [said]
    docs = rendered(tmp_path, [made])
    page = (docs / "jia-sb/2023/page.html").read_text(encoding="utf-8")
    assert (
        page.index('id="finding-a1-00000001"')
        < page.index("年末调账所致。")
        < page.index("本站未能读准的地方")
    )
    assert "有说明" in (docs / "findings/page.html").read_text(encoding="utf-8")


def test_corrections_name_both_values_with_their_places(tmp_path: Path) -> None:
    docs = rendered(tmp_path, made_data.three_reports())
    for page, root in (("corrections", "../"), ("jia-sb/corrections", "../../")):
        html = (docs / page / "page.html").read_text(encoding="utf-8")
        assert f'1.15 <a class="mb-place" href="{root}jia-sb/2023/superseded/00000001/source/#L43"' in html
        assert f'1.05 <a class="mb-place" href="{root}jia-sb/2023/source/#L44"' in html
    assert 'href="corrections/"' in (docs / "jia-sb/page.html").read_text(encoding="utf-8")
    assert not (docs / "yi-gs/corrections").exists()


def test_without_findings_the_lists_say_so(tmp_path: Path) -> None:
    docs = rendered(tmp_path, [made_data.without_tables()])
    for name, words in (("findings", "还没有"), ("corrections", "没有重新公布过")):
        assert words in (docs / name / "page.html").read_text(encoding="utf-8")
