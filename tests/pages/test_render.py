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
        self.names.append(tag)
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
