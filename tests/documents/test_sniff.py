"""The content of a file says what it is, whatever it is called."""

from __future__ import annotations

import io
import zipfile

import pytest

from builder.documents import read_bytes
from builder.documents.limits import DEFAULT_LIMITS
from builder.documents.sniff import Kind, kind_of
from builder.errors import SourceError
from tests.documents.made_hostile import ole
from tests.documents.made_workbook import raw_workbook

SPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
XML_BOOK = (
    b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="' + SPACE + b'">'
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (raw_workbook("<sheetData/>"), Kind.WORKBOOK),
        (XML_BOOK, Kind.XML_WORKBOOK),
        (b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>", Kind.WEB_PAGE),
        (b"<html xmlns:x='urn:schemas-microsoft-com:office:spreadsheet'><x:Workbook>", Kind.WEB_PAGE),
        (b"\xef\xbb\xbf \n<!-- saved from url=(0014)about:internet -->\n<!DOCTYPE html>", Kind.WEB_PAGE),
        (b"<style>td{}</style><table>", Kind.WEB_PAGE),
        (b"<h2>1</h2>", Kind.WEB_PAGE),
        ("<p>甲</p>".encode("utf-16"), Kind.WEB_PAGE),
        ("甲<p>".encode("utf-16"), Kind.TEXT),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n",
            Kind.WEB_ARCHIVE,
        ),
        ("<2023年>收入决算表".encode(), Kind.TEXT),
    ],
)
def test_a_file_is_what_it_holds(data: bytes, kind: Kind) -> None:
    assert kind_of(data, "made.pdf", DEFAULT_LIMITS) is kind


def test_an_archive_of_stored_pdfs_is_no_pdf() -> None:
    """Packed without being made smaller, the first file's beginning stands near the archive's own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as container:
        container.writestr("a.pdf", b"%PDF-1.4\n%%EOF\n")
        container.writestr("b.pdf", b"%PDF-1.4\n%%EOF\n")
    assert kind_of(stream.getvalue(), "made.zip", DEFAULT_LIMITS) is Kind.ARCHIVE


def test_an_archive_that_points_in_front_of_itself_is_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        container.writestr("OFD.xml", "<OFD/>" * 40)
        container.writestr("b.xml", "b")
    data = stream.getvalue()
    with pytest.raises(SourceError, match="损坏"):
        read_bytes(data[:4] + data[120:], "a.zip")


def test_an_encrypted_office_file_says_what_to_do() -> None:
    with pytest.raises(SourceError, match=r"加密.*去掉密码另存") as caught:
        read_bytes(ole("EncryptedPackage"), "密.xlsx")
    assert "save a copy without a password" in caught.value.en
