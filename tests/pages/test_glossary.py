"""Terms are marked once, the longest first, and never inside a name, a link, a heading or a number."""

from __future__ import annotations

import re
from pathlib import Path

from builder.pages.book import FactBook
from builder.pages.glossary import Marker, Term, load_glossary, own_fact
from builder.pages.place import Place
from builder.pages.published import Fact
from tests.pages import made_data
from tests.pages.test_render import rendered


def term(name: str, *aliases: str, items: tuple[str, ...] = ()) -> Term:
    return Term(f"id-{len(name)}-{ord(name[0])}", name, aliases, "平常话", "", (), items)


BASIC = term("基本支出")
GENERAL_BASIC = term("一般公共预算财政拨款基本支出")
PROJECT = term("项目支出")


def mark(text: str, *terms: Term, protected: tuple[str, ...] = ()) -> str:
    return Marker(terms).mark(text, "../", protected=protected).html


def link(found: Term, name: str) -> str:
    return f'<a class="mb-term" href="../terms/{found.id}/" data-term="{found.id}">{name}</a>'


def test_longest_match_wins() -> None:
    marked = mark("<p>一般公共预算财政拨款基本支出</p>", BASIC, GENERAL_BASIC)
    assert marked == f"<p>{link(GENERAL_BASIC, '一般公共预算财政拨款基本支出')}</p>"


def test_only_the_first_use_is_marked() -> None:
    marked = mark("<p>基本支出和基本支出</p><p>基本支出</p>", BASIC)
    assert marked == f"<p>{link(BASIC, '基本支出')}和基本支出</p><p>基本支出</p>"


def test_an_alias_counts_as_the_term() -> None:
    public = term("“三公”经费", "三公经费")
    assert mark("<p>三公经费与“三公”经费</p>", public).count("<a ") == 1


def test_nothing_is_marked_inside_links_headings_code_and_drawings() -> None:
    quiet = (
        "<a href='x'>基本支出</a><h2>基本支出</h2><code>基本支出</code>"
        "<svg><text>基本支出</text><svg><g>基本支出</g></svg><text>基本支出</text></svg><button>基本支出</button><table><tr><th>基本支出</th></tr></table>"
    )
    assert mark(quiet, BASIC) == quiet
    assert mark(quiet + "<p>基本支出</p>", BASIC).endswith(f"<p>{link(BASIC, '基本支出')}</p>")


def test_a_name_that_contains_a_term_keeps_its_letters() -> None:
    marked = mark("<p>其他项目支出补助，项目支出</p>", PROJECT, protected=("其他项目支出补助",))
    assert marked == f"<p>其他项目支出补助，{link(PROJECT, '项目支出')}</p>"


def test_latin_words_and_numbers_are_not_cut() -> None:
    code = term("T09")
    assert mark("<p>XT09 和 T091</p>", code) == "<p>XT09 和 T091</p>"
    assert link(code, "T09") in mark("<p>见T09。</p>", code)


def test_attributes_are_never_touched() -> None:
    page = '<p title="基本支出">数</p>'
    assert mark(page, BASIC) == page


def test_terms_come_in_the_order_of_their_first_use() -> None:
    marked = Marker([BASIC, PROJECT]).mark("<p>项目支出、基本支出</p>", "")
    assert marked.terms == (PROJECT, BASIC)


def test_the_departments_own_figure_is_found_by_item() -> None:
    book = FactBook([Fact("f1", "T06", "", "", "人员经费合计", "决算数", None, "万元", "x", Place()),
                     Fact("f2", "N", "", "", "人员经费", "金额", 5, "万元", "5", Place())])  # type: ignore[arg-type]  # fmt: skip
    found = own_fact(term("人员经费", items=("人员经费合计", "人员经费")), book, ("T06", "N"))
    assert found is not None
    assert found.id == "f2"


def test_the_file_is_read_with_its_lists(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text(
        "id,term,aliases,plain,why,not_to_confuse_with,items\na,甲,乙|丙,平常话,,b|c,项\n",
        encoding="utf-8-sig",
    )
    (found,) = load_glossary(path)
    assert found.names == ("甲", "乙", "丙")
    assert found.not_to_confuse_with == ("b", "c")
    assert load_glossary(tmp_path / "none.csv") == ()


def test_the_page_of_a_term_shows_what_it_is_for_each_department(tmp_path: Path) -> None:
    reports = [
        made_data.report("jia-sb", "甲市社保中心", 2023),
        made_data.report("yi-gs", "乙市工伤中心", 2022),
    ]
    docs = rendered(tmp_path, reports)
    page = (docs / "terms/three-public/page.html").read_text(encoding="utf-8")
    table = page[page.index('id="own"') :]
    assert re.findall(r'<th scope="row"><a href="../../([^"]*)"', table) == ["jia-sb/2023/", "yi-gs/2022/"]
    assert len(re.findall('<a class="mb-fig"', table)) == len(reports)
