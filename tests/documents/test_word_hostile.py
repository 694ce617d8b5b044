"""Word documents made to do harm: each gives one clear line, or is read without harm, within its limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.documents.limits import DEFAULT_LIMITS
from builder.documents.word import pictures, read_word
from builder.errors import SourceError
from tests.documents.made_word import docx, p, part, tbl, tc, tr

SMALL = replace(DEFAULT_LIMITS, pages=1, text_mib=1, cells=1_000, member_mib=1, memory_mib=2)


def refused(data: bytes, cells: int = 1_000) -> str:
    with pytest.raises(SourceError) as caught:
        read_word(data, "坏.docx", replace(SMALL, cells=cells))
    assert caught.value.source == "坏.docx"
    return caught.value.zh


def test_too_many_paragraphs() -> None:
    assert "文档过长（超过 100 段" in refused(docx(p("甲") * 101))


def test_too_many_cells_spans_counted() -> None:
    assert "超过 200 格" in refused(docx(tbl(*[tr(*["1"] * 21)] * 10)), cells=200)
    crossed = [tr(tc("a", f'<w:gridSpan w:val="{n}"/>'), "b") for n in range(1, 60)]
    assert "超过 1000 格" in refused(docx(tbl(*crossed)))


def test_too_much_markup_is_not_even_parsed() -> None:
    assert "标记" in refused(docx("<w:p/>" * 9_000))


def test_a_part_that_unpacks_to_more_than_allowed() -> None:
    assert "解压后超过 1 MB" in refused(docx(p("甲") + " " * 2_000_000))


@pytest.mark.parametrize("depth", [30, 240, 5_000])
def test_deep_nesting_ends_in_text_or_in_one_line(depth: int) -> None:
    body = "<w:tbl><w:tr><w:tc>" * depth + p("底") + "<w:p/></w:tc></w:tr></w:tbl>" * depth
    if depth > 30:
        with pytest.raises(SourceError):
            read_word(docx(body), "深.docx")
    else:
        assert read_word(docx(body), "深.docx").text_lines == ("底",)


def test_a_document_type_is_refused() -> None:
    text = '<!DOCTYPE x [<!ENTITY a "boom">]>' + part("document", f"<w:body>{p('&a;')}</w:body>")
    assert "文档类型声明" in refused(docx("", {"document.xml": text}))


def test_links_out_of_the_file_lead_nowhere() -> None:
    links = [("k1", "styles", "http://127.0.0.1:9/s.xml"), ("k2", "numbering", "../../../etc/passwd")]
    assert read_word(docx(p("甲"), links=links), "外.docx").text_lines == ("甲",)


def test_broken_parts_and_missing_ones() -> None:
    assert "XML 已损坏" in refused(docx("", {"document.xml": "<w:document>"}))
    assert "已损坏或不完整" in refused(docx(p("甲"))[:-100])
    assert "没有文字" in refused(docx("<w:p/>"))


def test_numbers_beyond_reason() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="9999"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    far = '<w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="1"/></w:numPr>'
    found = read_word(docx(p("甲", far), {"numbering.xml": numbering}), "大.docx")
    assert found.text_lines
    assert len(found.text_lines[0]) < 1_000


def test_the_bytes_of_a_picture_are_those_of_the_file_and_no_other() -> None:
    picture = '<w:drawing><a:blip r:embed="i1"/></w:drawing>'
    data = docx(f"<w:p><w:r>{picture}</w:r></w:p>", links=[("i1", "image", "../../../../etc/passwd")])
    assert not list(pictures(data, "图.docx"))
