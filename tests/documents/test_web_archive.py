"""Web archives give their pages, decoded, and say what is wrong with them."""

from __future__ import annotations

import base64
import quopri

import pytest

from builder.documents.limits import Limits
from builder.documents.web_archive import read_web_archive
from builder.errors import SourceError
from builder.model import Document
from tests.documents.made_page import PROSE, page, table
from tests.documents.made_workbook import shape

ROWS = ("科目编码|科目名称|本年收入合计", "2010101|行政运行|12.30")
GRID = [["科目编码", "科目名称", "本年收入合计"], ["2010101", "行政运行", "12.30"]]


NESTED = b'Content-Type: multipart/related; boundary="a"\r\n\r\n' + 3000 * (
    b'--a\r\nContent-Type: multipart/mixed; boundary="a"\r\n\r\n'
)


def archive(*pages: bytes, coding: str = "quoted-printable") -> bytes:
    parts = []
    for number, each in enumerate(pages):
        coded = quopri.encodestring(each) if coding == "quoted-printable" else base64.encodebytes(each)
        head = f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {coding}\r\nContent-Location: p{number}.htm"
        parts.append(head.encode() + b"\r\n\r\n" + coded + b"\r\n")
    parts.append(b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n")
    begin = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_B"; type="text/html"\r\n\r\n'
    )
    return begin + b"".join(b"------=_B\r\n" + part for part in parts) + b"------=_B--\r\n"


def read(data: bytes, limits: Limits | None = None) -> Document:
    return read_web_archive(data, "made.mht", limits or Limits())


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_in_an_archive_is_read_like_a_page(coding: str, encoding: str) -> None:
    data = page(PROSE + table(*ROWS)).decode().encode(encoding)
    assert shape(read(archive(data, coding=coding)))[-1] == GRID


def test_places_go_on_from_one_page_to_the_next() -> None:
    document = read(archive(page("<p>甲。</p>\n<p>乙。</p>"), page("\n<p>丙。</p>")))
    assert document.text_lines == ("甲。", "乙。", "", "丙。")
    assert [block.place.line for block in document.blocks] == [1, 2, 4]


@pytest.mark.parametrize(
    "data",
    [
        archive(),
        archive(b"<html></html>"),
        archive(page(PROSE))[:120],
        b"MIME-Version: 1.0\r\n\r\n",
NESTED,
    ],
)  # fmt: skip
def test_an_archive_without_a_page_says_so(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"没有正文|已损坏"):
        read(data)


def test_an_archive_larger_than_allowed_is_refused() -> None:
    with pytest.raises(SourceError, match="1 MB"):
        read(archive(page("甲" * 400_000)), Limits(text_mib=1))
