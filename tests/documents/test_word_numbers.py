"""Automatic numbers before paragraphs: counted as Word counts them."""

from __future__ import annotations

import pytest

from builder.documents.word_numbers import formatted
from builder.model import Grid
from tests.documents.made_word import blocks, lines, p, part, tbl, tc, tr

LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("japaneseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "%1.%4"),
)


def level(place: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


ABSTRACT = "".join(level(place, form, text) for place, (form, text) in enumerate(LEVELS))
NUMBERING = part(
    "numbering",
    f'<w:abstractNum w:abstractNumId="0">{ABSTRACT}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>',
)
STYLES = part(
    "styles",
    '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h"/></w:style>',
)


def at(place: int, list_id: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{list_id}"/></w:numPr>'


def numbered(*paragraphs: str) -> list[str]:
    return lines("".join(paragraphs), {"numbering.xml": NUMBERING, "styles.xml": STYLES})


def test_levels_are_counted_and_begin_anew_under_the_next_above() -> None:
    found = numbered(
        *(p("甲", at(0)), p("乙", at(1)), p("丙", at(1)), p("丁", at(2)), p("戊", at(0)), p("己", at(1))),
    )
    assert found == ["一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己"]


def test_two_lists_of_one_sort_count_on_unless_one_begins_anew() -> None:
    assert numbered(p("甲", at(0)), p("乙", at(0, 2)), p("丙", at(0, 2))) == ["一、甲", "一、乙", "二、丙"]


def test_a_style_numbers_and_a_paragraph_may_refuse() -> None:
    refused = '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert numbered(
        p("甲", '<w:pStyle w:val="h"/>'), p("乙", refused), p("丙", '<w:pStyle w:val="h2"/>')
    ) == [
        "一、甲",
        "乙",
        "二、丙",
    ]


def test_a_removed_paragraph_is_not_counted() -> None:
    removed = f"<w:p><w:pPr>{at(0)}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    assert numbered(p("甲", at(0)), removed, p("乙", at(0))) == ["一、甲", "二、乙"]


def test_line_numbers_of_a_table_may_be_automatic() -> None:
    counted = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1"/></w:lvl>'
    plain = f'<w:abstractNum w:abstractNumId="0">{counted}</w:abstractNum>'
    numbering = part("numbering", f'{plain}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
    empty = tc(f"<w:p><w:pPr>{at(0)}</w:pPr></w:p>")
    body = tbl(tr("项目", "行次", "金额"), tr("甲", empty, "5.00"), tr("乙", empty, "6.00"))
    (found,) = blocks(body, {"numbering.xml": numbering})
    assert isinstance(found, Grid)
    assert [cell.text for cell in found.cells if cell.column == 1] == ["行次", "1", "2"]


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (11, "japaneseCounting", "十一"),
        (20, "taiwaneseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (12, "ideographDigital", "一二"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (9, "decimalFullWidth", "９"),
        (4, "decimalZero", "04"),
        (14, "lowerRoman", "xiv"),
        (28, "upperLetter", "BB"),
        (2, "ideographTraditional", "乙"),
        (5, "bullet", ""),
        (7, "something new", "7"),
        (0, "chineseCounting", "0"),
    ],
)
def test_a_number_in_the_formats_of_word(value: int, form: str, printed: str) -> None:
    assert formatted(value, form) == printed
