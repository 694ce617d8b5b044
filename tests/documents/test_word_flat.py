"""Word documents in one XML file, as templates of other programs are filled in: of Word 2003, and flat packages."""

from __future__ import annotations

import base64
import io
import re
import zipfile

import pytest

from builder.documents import read_bytes
from builder.documents.word import read_word
from builder.errors import SourceError
from builder.model import Document, Grid, Line
from tests.documents.made_word import docx, p, part, tbl, tc, tr

W2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
MORE = (
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
)


def of_2003(body: str, styles: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Word.Document"?>\n'
        f'<w:wordDocument xmlns:w="{W2003}" {MORE}>{styles}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>'
    ).encode()


def texts(document: Document) -> list[str]:
    return [block.text if isinstance(block, Line) else "表" for block in document.blocks]


def test_a_document_of_word_2003_is_read_with_its_merges_changes_and_numbers() -> None:
    number = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr>'
    changed = (
        '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>9.9</w:delText></w:r></aml:content>'
        '</aml:annotation><aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>1.5</w:t></w:r></aml:content>'
        "</aml:annotation>"
    )
    table = tbl(
        tr(tc("类", '<w:vmerge w:val="restart"/>'), "基本", tc(f"<w:p>{changed}</w:p>")),
        tr(tc("", "<w:vmerge/>"), "项目", "2.50"),
    )
    document = read_bytes(
        of_2003(p("部门职责", number) + f"<wx:sub-section>{table}</wx:sub-section>"), "报告.doc"
    )
    assert texts(document) == ["一、部门职责", "表"]
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [(cell.text, cell.row_span) for cell in grid.cells] == [
        ("类", 2), ("基本", 1), ("1.5", 1), ("项目", 1), ("2.50", 1),
    ]  # fmt: skip


def test_its_styles_hide_text() -> None:
    style = (
        '<w:styles><w:style w:type="paragraph" w:styleId="x"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    found = read_bytes(of_2003(p("隐", '<w:pStyle w:val="x"/>') + p("现"), style), "报告.doc")
    assert texts(found) == ["现"]


def flat(data: bytes) -> bytes:
    """Give a container as one XML file."""
    uri = "http://schemas.microsoft.com/office/2006/xmlPackage"
    written = []
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for name in container.namelist():
            content = container.read(name)
            if name.endswith((".xml", ".rels")):
                inside = f"<pkg:xmlData>{content.decode()}</pkg:xmlData>"
            else:
                inside = f"<pkg:binaryData>{base64.b64encode(content).decode()}</pkg:binaryData>"
            written.append(f'<pkg:part pkg:name="/{name}">{inside}</pkg:part>')
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="{uri}">{"".join(written)}</pkg:package>'.encode()


def test_a_flat_package_is_read_like_the_container() -> None:
    styles = part("styles", '<w:style w:type="paragraph" w:styleId="x"><w:rPr><w:vanish/></w:rPr></w:style>')
    body = p("收入决算表") + tbl(tr("项目", "决算数"), tr("合计", "1.00")) + p("隐", '<w:pStyle w:val="x"/>')
    data = docx(body, {"styles.xml": styles, "media/image1.png": b"\x89PNG"})
    found = read_bytes(flat(data), "报告.xml")
    assert found.blocks == read_word(data, "报告.docx").blocks
    assert texts(found) == ["收入决算表", "表"]


def test_damaged_ones_give_one_line() -> None:
    whole = of_2003(p("甲"))
    with pytest.raises(SourceError, match="XML 已损坏"):
        read_bytes(whole[:-30], "断.doc")
    broken = re.sub(rb"binaryData>[^<]+<", b"binaryData>A<", flat(docx(p("甲"), {"media/a.png": b"12345"})))
    with pytest.raises(SourceError, match="已损坏"):
        read_bytes(broken, "坏.xml")
